"""Mail: the few letters the ledger sends, by the server the settings name; without one it sends none.

MAIL_SERVER      the server that takes mail; left out: no mail is sent, and administrators see links instead
MAIL_PORT        its port; default 587, or 465 with MAIL_TLS=tls
MAIL_TLS         starttls (default), tls or none
MAIL_FROM        the address letters come from
MAIL_USERNAME    and MAIL_PASSWORD: how the ledger signs in there; left out: it does not
PUBLIC_ADDRESS   where people reach the ledger, such as https://kas.example; links in letters begin with it
"""

import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from flask import copy_current_request_context, current_app, url_for

from ledger.core.email_address import require_email
from ledger.core.refusals import Malformed, Refusal
from ledger.core.sentences import N_, sentence
from ledger.links import LASTS, Purpose
from ledger.storage.accounts import Account
from ledger.translations import language as language_of
from ledger.web import lines

PATIENCE_SECONDS = 10
WAYS = ("starttls", "tls", "none")
NAMES = (
    "MAIL_SERVER",
    "MAIL_PORT",
    "MAIL_TLS",
    "MAIL_FROM",
    "MAIL_USERNAME",
    "MAIL_PASSWORD",
    "PUBLIC_ADDRESS",
)


def _is_whole(address: str) -> bool:
    """Say whether an address names how and where the ledger is to be found."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.netloc != ""


def gather(said: Mapping[str, Any]) -> dict[str, Any]:
    """Read the settings of mail; refuses those with which no letter would arrive, or lead nowhere."""
    public = str(said.get("PUBLIC_ADDRESS", "")).rstrip("/")
    way = str(said.get("MAIL_TLS") or "starttls")
    port = str(said.get("MAIL_PORT") or (465 if way == "tls" else 587))
    if public and not _is_whole(public):
        raise Malformed(
            sentence(
                N_("PUBLIC_ADDRESS must be a whole address that begins with https, not '%(said)s'."),
                said=public[:80],
            )
        )
    if way not in WAYS:
        raise Malformed(
            sentence(N_("MAIL_TLS must be starttls, tls or none, not '%(said)s'."), said=way[:40])
        )
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Malformed(
            sentence(N_("MAIL_PORT must be the number of a port, not '%(said)s'."), said=port[:40])
        )
    if said.get("MAIL_SERVER") and not (public and said.get("MAIL_FROM")):
        raise Malformed(
            sentence(
                N_("MAIL_SERVER needs MAIL_FROM and PUBLIC_ADDRESS beside it: letters lead to the ledger.")
            )
        )
    if said.get("MAIL_FROM"):
        _require_sender(str(said["MAIL_FROM"]))
    if bool(said.get("MAIL_USERNAME")) != bool(said.get("MAIL_PASSWORD")):
        raise Malformed(sentence(N_("MAIL_USERNAME and MAIL_PASSWORD are given together, or neither is.")))
    return {
        "PUBLIC_ADDRESS": public,
        "MAIL_SERVER": str(said.get("MAIL_SERVER", "")),
        "MAIL_PORT": int(port),
        "MAIL_TLS": way,
        "MAIL_FROM": str(said.get("MAIL_FROM", "")),
        "MAIL_USERNAME": str(said.get("MAIL_USERNAME", "")),
        "MAIL_PASSWORD": str(said.get("MAIL_PASSWORD", "")),
    }


def _require_sender(said: str) -> None:
    """Refuse an address that letters cannot come from: it is one, with or without a name before it."""
    try:
        letter = EmailMessage()
        letter["From"] = said
        (sender,) = letter["From"].addresses
        is_sound = not letter["From"].defects and bool(require_email(sender.addr_spec))
    except (ValueError, IndexError, MessageError, Refusal):
        is_sound = False
    if not is_sound:
        raise Malformed(
            sentence(
                N_(
                    "MAIL_FROM must be one e-mail address that letters come from, such as "
                    "kas@organisation.example, not '%(said)s'."
                ),
                said=said[:80],
            )
        )


def sends() -> bool:
    """Say whether the ledger sends mail."""
    return bool(current_app.config["MAIL_SERVER"])


def later(act: Callable[..., object], *values: object) -> None:
    """Do something after the answer has gone out, so that nobody learns from how long it takes."""
    Thread(target=copy_current_request_context(act), args=values).start()


def link_address(token: str) -> str:
    """Give the whole address of a link: below the ledger's public address where that is known."""
    path = url_for("sign_in.link", token=token)
    public = current_app.config["PUBLIC_ADDRESS"]
    return f"{public}{path}" if public else url_for("sign_in.link", token=token, _external=True)


def send_link(account: Account, purpose: Purpose, token: str) -> bool:
    """Send somebody the link by which they choose a password; gives whether the server took the letter."""
    speak = language_of(account.language)
    hours = int(LASTS[purpose].total_seconds()) // 3600
    if purpose == "invitation":
        subject = sentence(N_("You are invited to the ledger of a covenant"))
        text = sentence(
            N_("Choose a password with this link. It works once, within %(hours)s hours:"), hours=hours
        )
    else:
        subject = sentence(N_("A new password for the ledger"))
        text = sentence(
            N_(
                "Choose a new password with this link. It works once, within %(hours)s hours. "
                "If you did not ask for it, you need not do anything:"
            ),
            hours=hours,
        )
    return _send(account, speak.say(subject), f"{speak.say(text)}\n\n{link_address(token)}\n")


def _send(account: Account, subject: str, text: str) -> bool:
    letter = EmailMessage()
    letter["From"] = current_app.config["MAIL_FROM"]
    letter["Subject"] = subject
    letter.set_content(text)
    try:
        letter["To"] = Address(account.name, addr_spec=account.email)
        with _server() as server:
            server.send_message(letter)
    except (OSError, ValueError, IndexError, MessageError, smtplib.SMTPException) as error:
        lines.tell("warning", "mail", says="A letter could not be sent.", fault=type(error).__name__)
        return False
    return True


def _server() -> smtplib.SMTP:
    """Open the way to the server, as safely as the settings say, and sign in where they say how."""
    config = current_app.config
    host, port, way = config["MAIL_SERVER"], config["MAIL_PORT"], config["MAIL_TLS"]
    if way == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=PATIENCE_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port, timeout=PATIENCE_SECONDS)
    if way == "starttls":
        server.starttls(context=ssl.create_default_context())
    if config["MAIL_USERNAME"]:
        server.login(config["MAIL_USERNAME"], config["MAIL_PASSWORD"])
    return server
