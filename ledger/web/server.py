"""How the ledger is served: the settings of its web server, gunicorn.

    gunicorn --config python:ledger.web.server 'ledger.web:create_app()'

Set by the environment: HOST and PORT (127.0.0.1 and 8000), WEB_CONCURRENCY (processes, 2) and WEB_THREADS
(threads in each, 4). A ledger on SQLite wants few processes, since one writes at a time; on PostgreSQL any
number serves.

Told to stop (SIGTERM), it takes no new request and answers those it has, within `graceful_timeout` seconds.
"""

import os
import socket
import sys
from pathlib import Path
from typing import Any

from ledger.core.language import PLAIN
from ledger.core.refusals import Refusal
from ledger.storage import standing
from ledger.storage.db import Database
from ledger.web import health
from ledger.web.settings import gather


def whole_number(name: str, default: int, *, least: int, most: int) -> int:
    """Read a whole number from the environment, or stop with a sentence that says what is wrong with it."""
    typed = os.environ.get(name, str(default))
    if not (typed.isascii() and typed.isdigit() and least <= int(typed) <= most):
        sys.exit(f"{name} must be a whole number from {least} to {most}, not '{typed[:40]}'.")
    return int(typed)


HOST = os.environ.get("HOST", "127.0.0.1")
PORT = whole_number("PORT", 8000, least=1, most=65535)

bind = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"
workers = whole_number("WEB_CONCURRENCY", 2, least=1, most=64)
worker_class = "gthread"
threads = whole_number("WEB_THREADS", 4, least=1, most=64)

# Making a large export is the longest a request takes; a process that is told to stop finishes its own.
timeout = 120
graceful_timeout = 30
keepalive = 5

# Processes show that they are alive by touching a file: in memory where there is such a place.
MEMORY = "/dev/shm"  # noqa: S108 - shared memory, not a file of ours  # nosec B108
worker_tmp_dir = MEMORY if Path(MEMORY).is_dir() else None
control_socket_disable = True
loglevel = "warning"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"class": "ledger.web.lines.Lines"}},
    "handlers": {
        "lines": {"class": "logging.StreamHandler", "formatter": "lines", "stream": "ext://sys.stderr"}
    },
    "root": {"level": "WARNING", "handlers": ["lines"]},
    "loggers": {"gunicorn.error": {"level": "WARNING", "handlers": ["lines"], "propagate": False}},
}
proc_name = "covenant-ledger"


def is_taken(host: str, port: int) -> bool:
    """Say whether something else already listens where the ledger is to be served."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError:
            return True
    return False


def on_starting(_server: Any) -> None:
    """Refuse in one sentence where a setting is wrong, guards are amiss or the address cannot be had."""
    books = _database()
    why = health.why_not_served(books, production=gather(None)["PRODUCTION"])
    books.dispose()
    if why is not None:
        sys.exit(PLAIN.say(why))
    if is_taken(HOST, PORT):
        sys.exit(
            f"The ledger cannot be served at {bind}: the address is in use or is not this machine's. "
            f"Stop what listens there, or choose another port, for instance PORT={PORT % 65535 + 1}."
        )


def _database() -> Database:
    """Check all settings, and give the database they name."""
    try:
        return Database(gather(None)["DATABASE_URL"])
    except Refusal as refusal:
        sys.exit(PLAIN.say(refusal.why))


def when_ready(_server: Any) -> None:
    """Tell where the ledger is to be found, and on which database."""
    books = standing.in_words(_database().engine)
    sys.stdout.write(f"Covenant Ledger is at http://{bind}/ on {books} (Ctrl-C stops it)\n")
    sys.stdout.flush()
