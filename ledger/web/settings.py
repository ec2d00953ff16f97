"""The settings of the web room, from the environment.

DATABASE_URL     where the books are; default a SQLite file in the instance folder
DATABASE_OWNER_URL  the same database, for who owns its tables and sets it up; default DATABASE_URL
PRODUCTION       0: pages are served although DATABASE_URL names the owner of the tables; default 1
INSTANCE_FOLDER  where the ledger keeps that file and its secret; default `instance` in the current folder
SECRET_KEY       signs sessions; default one made once and kept in the instance folder, for its owner alone
BEHIND_PROXY     how many reverse proxies stand in front and may be believed about address and TLS; default 0
SECURE_COOKIES   1: cookies over TLS only, whatever the connection seems to be; default 0: as it seems to be
SESSION_IDLE_MINUTES  a session ends when it was not used for so long; default 120
SESSION_HOURS    and after so long in any case; default 12
LOG_LEVEL        which lines are written on standard error: info (default; every request), warning or error

The settings of mail are told in `mail.py`.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence
from ledger.web import lines, mail

NAMES = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "PRODUCTION",
    "INSTANCE_FOLDER",
    "SECRET_KEY",
    "BEHIND_PROXY",
    "SECURE_COOKIES",
    "SESSION_IDLE_MINUTES",
    "SESSION_HOURS",
    "LOG_LEVEL",
    *mail.NAMES,
)
SHORTEST_SECRET = 16
SESSION_IDLE_MINUTES, SESSION_HOURS = 120, 12
LONGEST_SESSION_HOURS = 24 * 31
MEGABYTE = 1024 * 1024
MOST_SENT = 12 * MEGABYTE
"""The most one request may carry, in bytes: evidence of 10 MB and what stands around it."""


def gather(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Put the settings together: what is given goes before the environment, and that before the defaults."""
    said = {name: os.environ[name] for name in NAMES if os.environ.get(name)} | dict(given or {})
    instance = Path(said.get("INSTANCE_FOLDER") or "instance").resolve()
    secure = _whole("SECURE_COOKIES", said.get("SECURE_COOKIES", 0), most=1)
    url = _address(str(said.get("DATABASE_URL") or f"sqlite:///{instance / 'ledger.sqlite'}"))
    hours = _whole(
        "SESSION_HOURS", said.get("SESSION_HOURS", SESSION_HOURS), least=1, most=LONGEST_SESSION_HOURS
    )
    idle = _whole(
        "SESSION_IDLE_MINUTES",
        said.get("SESSION_IDLE_MINUTES", SESSION_IDLE_MINUTES),
        least=1,
        most=LONGEST_SESSION_HOURS * 60,
    )
    return {
        "NOW": _now,
        "MAX_CONTENT_LENGTH": MOST_SENT,
        "MAX_FORM_MEMORY_SIZE": MEGABYTE,
        "MAX_FORM_PARTS": 5000,
        "PERMANENT_SESSION_LIFETIME": hours * 3600,
        "SESSION_COOKIE_NAME": "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as the session it belongs to
        "WTF_I18N_ENABLED": False,  # every sentence is our own
        **said,
        **mail.gather(said),
        "SESSION_HOURS": hours,
        "SESSION_IDLE_MINUTES": idle,
        "INSTANCE_FOLDER": instance,
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": _address(str(said.get("DATABASE_OWNER_URL") or url)),
        "PRODUCTION": bool(_whole("PRODUCTION", said.get("PRODUCTION", 1), most=1)),
        "SECRET_KEY": _secret(str(said.get("SECRET_KEY") or kept_secret(instance))),
        "BEHIND_PROXY": _whole("BEHIND_PROXY", said.get("BEHIND_PROXY", 0), most=9),
        "SESSION_COOKIE_SECURE": bool(secure),
        "LOG_LEVEL": _level(str(said.get("LOG_LEVEL") or lines.LEVELS[0])),
    }


def kept_secret(instance: Path) -> str:
    """Give the secret of this instance folder, made when first asked for; only its owner may read it."""
    file = instance / "secret-key"
    if not file.exists():
        _make_folder(instance)
        made = instance / f".secret-key-{secrets.token_hex(8)}"
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(48))
        try:
            os.link(made, file)  # of several processes that start at once, one gives its secret to all
        except FileExistsError:
            pass
        finally:
            made.unlink()
    secret = file.read_text(encoding="ascii").strip()
    if len(secret) < SHORTEST_SECRET:
        raise Malformed(
            sentence(
                N_("The file %(file)s holds no secret. Remove it, and a new one is made."), file=str(file)
            )
        )
    return secret


def _secret(said: str) -> str:
    """Refuse a secret that could be guessed; it is not shown."""
    if len(said) < SHORTEST_SECRET:
        raise Malformed(
            sentence(
                N_(
                    "SECRET_KEY must be at least %(shortest)s characters that nobody can guess. "
                    "Left out, one is made and kept in the instance folder."
                ),
                shortest=SHORTEST_SECRET,
            )
        )
    return said


def _level(said: str) -> str:
    if said not in lines.LEVELS:
        raise Malformed(
            sentence(N_("LOG_LEVEL must be info, warning or error, not '%(said)s'."), said=said[:40])
        )
    return said


def _make_folder(instance: Path) -> None:
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Malformed(
            sentence(
                N_("The folder %(folder)s cannot be made; INSTANCE_FOLDER names another."),
                folder=str(instance),
            )
        ) from None


def _address(url: str) -> str:
    """Give a database's address as SQLAlchemy knows it; some hosts hand out a short form for PostgreSQL."""
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return f"postgresql+psycopg://{url.removeprefix(short)}"
    return url


def _whole(name: str, said: object, *, least: int = 0, most: int) -> int:
    """Read a setting that is a small whole number."""
    text = str(said)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise Malformed(
            sentence(
                N_("%(name)s must be a whole number from %(least)s to %(most)s, not '%(said)s'."),
                name=name, least=least, most=most, said=text[:40],
            )
        )  # fmt: skip
    return int(text)


def _now() -> datetime:
    return datetime.now(UTC)


Clock = Callable[[], datetime]
