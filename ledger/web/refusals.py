"""The one place where a refusal becomes something on a page.

Inside `with refusing(form):` a refusal goes beside its field, or above the form, and the page is made again
with everything typed: status 422, or 409 where the ledger's state says no. What no form can show (not there,
not allowed) goes on to `errors`, which makes a page of it.

    form = NewProject()
    if form.sent():
        with refusing(form):
            with write() as session:
                slug = projects.add_project(session, g.covenant.id, by=by(form), name=form.name.text, ...)
            return go("projects.show", project=slug)
    return page("projects/new.html", form=form)
"""

from types import TracebackType

from ledger.core.refusals import NotAllowed, Refusal
from ledger.links import LinkOver
from ledger.web.forms import PlainForm
from ledger.web.logbook import log_refusal


class _Refusing:
    """The block in which a form takes refusals."""

    def __init__(self, form: PlainForm) -> None:
        self.form = form

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """End the block; a refusal that the form can show ends here."""
        if isinstance(error, NotAllowed | LinkOver):
            log_refusal()
        return isinstance(error, Refusal) and self.form.take(error)


def refusing(form: PlainForm) -> _Refusing:
    """Show what is refused in this block on the form; the block ends where it was refused."""
    return _Refusing(form)
