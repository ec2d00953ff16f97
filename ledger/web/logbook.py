"""The access log as pages write it: each row in a block of its own, about the page's covenant."""

from flask import g, request

from ledger import access_log, signing_in
from ledger.storage.canonical import Content
from ledger.storage.db import Session
from ledger.web.here import now, person_id, read, write_log
from ledger.web.places import place

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


def log_once(act: str, *, subject: str, from_place: str = "", content: Content = None) -> None:
    """Write a row of which one says enough: none where the last quarter of an hour has one of the same.

    The same is what is about this subject or, where a place is named instead of another content, comes from
    there. So nobody who has not signed in makes the log grow at will, by asking again or after ever others.
    """
    since = now() - signing_in.WITHIN
    told_of = {"from": from_place} if from_place else content

    def is_told(block: Session) -> bool:
        about = access_log.count_since(block, act=act, since=since, subject=subject)
        return bool(
            about or (from_place and access_log.count_since(block, act=act, since=since, content=told_of))
        )

    with read() as block:
        if is_told(block):
            return
    with write_log() as block:
        if not is_told(block):
            access_log.append(
                block, now=now(), person_id=person_id(), act=act, subject=subject, content=told_of
            )


def log_refusal(covenant_id: int = 0, act: str = access_log.REFUSED) -> None:
    """Write on the access log that somebody was turned away, or something they sent; once for a request.

    Of those who have not signed in one row for each network and page says enough.
    """
    if g.get("refusal_logged"):
        return
    g.refusal_logged = True
    content: Content = {"method": request.method, "path": told_path()}
    if g.get("person") is not None:
        log(act, content=content, covenant_id=covenant_id)
    else:
        log_once(act, subject=f"network/{place() or 'here'}/{request.endpoint or ''}", content=content)


def told_path() -> str:
    """Give the address as the log tells it: without what makes a link work."""
    secret = (request.view_args or {}).get("token")
    path = request.path.replace(str(secret), "…") if secret else request.path
    return path[:LONGEST_PATH]
