"""The access log as pages write it: each row in a block of its own, about the page's covenant."""

from flask import g, request

from ledger import access_log
from ledger.storage.canonical import Content
from ledger.web.here import now, person_id, write_log

LONGEST_PATH = 200


def log(act: str, *, subject: str = "", content: Content = None, covenant_id: int | None = None) -> None:
    """Write a row on the access log, about the page's covenant unless another is named."""
    covenant = g.get("covenant")
    with write_log() as session:
        access_log.append(
            session,
            now=now(),
            person_id=person_id(),
            covenant_id=covenant_id or (covenant.id if covenant else 0),
            act=act,
            subject=subject,
            content=content,
        )


def log_refusal(covenant_id: int = 0, act: str = access_log.REFUSED) -> None:
    """Write on the access log that somebody was turned away, or something they sent; once for a request."""
    if not g.get("refusal_logged"):
        g.refusal_logged = True
        log(act, content={"method": request.method, "path": told_path()}, covenant_id=covenant_id)


def told_path() -> str:
    """Give the address as the log tells it: without what makes a link work."""
    secret = (request.view_args or {}).get("token")
    path = request.path.replace(str(secret), "…") if secret else request.path
    return path[:LONGEST_PATH]
