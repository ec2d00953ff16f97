"""What a view answers: a page, the way to another page, or a file."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from flask import flash, g, make_response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from ledger import access_log, histories
from ledger.core.sentences import Sentence
from ledger.record_pages import ActView
from ledger.web.fields import as_sentence
from ledger.web.forms import PlainForm
from ledger.web.here import code, read, say
from ledger.web.logbook import log


def page(template: str, *, status: int = 200, **shown: Any) -> Response:
    """Make a page; a refused form among what it shows, also within a dict or a list, decides its status."""
    refused = [form.status for form in _forms_in(shown.values()) if form.status != 200]
    shown.setdefault("history", _history(template))
    return make_response(render_template(template, **shown), *(refused[:1] or [status]))


HISTORIES = {
    "budgets/show.html": "budget",
    "contributions/show.html": "contribution",
    "decisions/show.html": "decision",
    "expenditures/show.html": "expenditure",
    "obligations/show.html": "obligation",
    "parties/show.html": "party",
    "payees/show.html": "payee",
    "projects/show.html": "project",
    "years/show.html": "year",
}
"""The pages that show one thing, with what the trail told of it at their foot: the word in its subject."""


def _history(template: str) -> Sequence[ActView]:
    """Read what the trail tells of the thing a page shows; it is the last thing its address names."""
    if template not in HISTORIES or not request.view_args:
        return ()
    *_, name = request.view_args.values()
    with read() as session:
        return histories.history(session, g.covenant.id, f"{HISTORIES[template]}/{name}", code=code())


def _forms_in(values: Iterable[object]) -> Iterator[PlainForm]:
    for value in values:
        if isinstance(value, PlainForm):
            yield value
        elif isinstance(value, dict):
            yield from _forms_in(value.values())
        elif isinstance(value, list | tuple):
            yield from _forms_in(value)


def go(
    endpoint: str, *, told: Sentence | str = "", warning: Sentence | None = None, **values: Any
) -> Response:
    """Lead on to another page after something was done, where the reader is told so, a warning first."""
    if warning is not None:
        tell(warning)
    if told:
        tell(told)
    return redirect(url_for(endpoint, **values), 303)


def tell(what: Sentence | str) -> None:
    """Say a sentence at the top of the next page, once."""
    flash(say(as_sentence(what)))


def own_path(address: str | None) -> str | None:
    """Give the path of an address when it is one of our own pages; None for anywhere else."""
    if not address or not address.isprintable() or "\\" in address or address.startswith("//"):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    ours = not parts.netloc or (parts.netloc == request.host and parts.scheme in {"http", "https"})
    if not ours or not parts.path.startswith("/") or parts.path.startswith("//"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def send(content: bytes, *, name: str, media_type: str, subject: str) -> Response:
    """Hand out a file as an attachment, under a fixed type, and log that it left the house.

    `subject` says what it is, such as "evidence/12" or "workbook/2015".
    """
    log(access_log.DOWNLOADED, subject=subject, content={"sha256": sha256(content).hexdigest()})
    answer = send_file(
        BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name, etag=False
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return answer
