"""Error pages: what is the matter, in the reader's language, and what can be done about it."""

from contextlib import suppress
from dataclasses import dataclass

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from ledger.core.refusals import NotAllowed, NotFound, Refusal, Unavailable
from ledger.core.sentences import N_, Sentence, sentence
from ledger.links import LinkOver
from ledger.web.health import NotSound
from ledger.web.lines import request_id, tell_trouble
from ledger.web.logbook import log_refusal
from ledger.web.settings import MEGABYTE

MOST_DRAINED = 64 * MEGABYTE


@dataclass(frozen=True)
class Trouble:
    """What an error page says: its heading, what happened, and what to do."""

    title: Sentence
    what: Sentence
    advice: Sentence | None = None


def _trouble(title: str, what: str, advice: str = "") -> Trouble:
    return Trouble(sentence(title), sentence(what), sentence(advice) if advice else None)


TROUBLES: dict[int, Trouble] = {
    400: _trouble(
        N_("This could not be understood"),
        N_("Your browser sent something the ledger cannot read."),
        N_("Open the page again and try once more."),
    ),
    403: _trouble(
        N_("You may not do this"),
        N_("Your role in this covenant does not allow this."),
        N_("The administrator of the covenant knows who may."),
    ),
    404: _trouble(
        N_("This page is not there"),
        N_("The address is wrong, or you take no part in the covenant it belongs to."),
        N_("Check the address, or begin at the first page."),
    ),
    405: _trouble(
        N_("This cannot be opened like that"),
        N_("This address only takes what a form sends."),
        N_("Open the page with the form and send it from there."),
    ),
    409: _trouble(N_("This cannot be done now"), N_("The state of the ledger does not allow this.")),
    410: _trouble(N_("This link is over"), N_("This link can no longer be used.")),
    413: _trouble(
        N_("This is too large"),
        N_("At most 12 MB can be sent at once, of which 1 MB of text. Nothing was kept of what you sent."),
        N_("Send fewer files at a time, each of at most 10 MB."),
    ),
    422: _trouble(N_("This could not be accepted"), N_("Something in what you sent is not right.")),
    429: _trouble(
        N_("Too many attempts"), N_("There were too many attempts."), N_("Wait a while and try again.")
    ),
    500: _trouble(
        N_("Something went wrong"),
        N_("This is a fault of the ledger, not yours. Nothing was changed."),
        N_("Try again; if it stays wrong, tell whoever runs the ledger."),
    ),
    503: _trouble(
        N_("The ledger is not available"),
        N_("The ledger cannot be used at this moment."),
        N_("If you sent a form, send the same form again then: it counts once, whatever became of it now."),
    ),
}
TRY_AGAIN_SECONDS = 15
FORM_TOO_OLD = Trouble(
    sentence(N_("This form is no longer valid")),
    sentence(N_("The page was open for too long, or you signed in or out since. Nothing was changed.")),
    sentence(N_("Open the page again and fill it in anew.")),
)


def handle(app: Flask) -> None:
    """Make pages of everything that goes wrong in the application."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(NotSound, _not_sound)
    app.register_error_handler(HTTPException, _failed)


def trouble_page(status: int, trouble: Trouble) -> tuple[str, int]:
    """Make the error page of a trouble."""
    page = render_template("errors/page.html", trouble=trouble, status=status, request_id=request_id())
    return page, status


def _refused(refusal: Refusal) -> tuple[str, int] | Response:
    """Make a page of a refusal that no form could show; who was turned away is logged."""
    if isinstance(refusal, Unavailable):
        return _unavailable(refusal)
    usual = TROUBLES.get(refusal.status, TROUBLES[422])
    if isinstance(refusal, NotAllowed | NotFound | LinkOver):
        log_refusal()
    advice = usual.advice if refusal.status in {403, 404} else None
    return trouble_page(refusal.status, Trouble(usual.title, refusal.why, advice))


def _unavailable(why: Unavailable) -> Response:
    """Say that the database is in trouble, on a page for which nothing is read."""
    tell_trouble(why)
    page, status = trouble_page(503, Trouble(TROUBLES[503].title, why.why, TROUBLES[503].advice))
    answer = Response(page, status, mimetype="text/html")
    answer.headers["Retry-After"] = str(TRY_AGAIN_SECONDS)
    return answer


def _form_too_old(error: CSRFError) -> tuple[str, int]:
    """Say that a form came without the token of this session; somebody else's page may have sent it."""
    log_refusal()
    return trouble_page(400, FORM_TOO_OLD)


def _not_sound(error: NotSound) -> tuple[str, int]:
    """Say why no page can be shown."""
    return trouble_page(503, Trouble(TROUBLES[503].title, error.why))


def _failed(error: HTTPException) -> Response | tuple[str, int] | HTTPException:
    """Make a page of what the web server itself refuses; a mere redirection goes on.

    Trouble with the database that arose while another page was made of a refusal comes here as a fault.
    """
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, Unavailable):
        return _unavailable(cause)
    status = error.code or 500
    if status < 400:
        return error
    if status == 413:
        _drain()
    page, _ = trouble_page(status, TROUBLES.get(status, TROUBLES[400 if status < 500 else 500]))
    answer = Response(page, status, mimetype="text/html")
    for name, value in error.get_headers():
        if name == "Allow":
            answer.headers[name] = value
    return answer


def _drain() -> None:
    """Read what is still coming in and forget it: a browser only hears an answer once it has sent all."""
    left = min(request.content_length or 0, MOST_DRAINED)
    stream = request.environ["wsgi.input"]
    with suppress(OSError):
        while left > 0 and (part := stream.read(min(left, MEGABYTE))):
            left -= len(part)
