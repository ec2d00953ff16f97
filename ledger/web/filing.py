"""Filing: asking for files that are evidence of what a page shows, and keeping those that were sent."""

from flask import g

from ledger import evidence
from ledger.storage.db import Session
from ledger.web.forms import LedgerForm
from ledger.web.here import by, write
from ledger.web.refusals import refusing
from ledger.web.spend_forms import FilesForm


def files_form(session: Session, subject: str, refused: LedgerForm | None = None) -> FilesForm | None:
    """Give the form for files of something, where they would be taken; one that was refused stays."""
    if isinstance(refused, FilesForm):
        return refused
    takes = evidence.takes_files(session, g.covenant.id, subject, by=by())
    return FilesForm(prefix="files-") if takes else None


def keep_files(subject: str) -> FilesForm | None:
    """Keep the files that were sent as evidence of something; give their form back where it was refused."""
    form = FilesForm(prefix="files-")
    if form.sent():
        with refusing(form):
            with write() as session:
                evidence.add_all(
                    session,
                    g.covenant.id,
                    by=by(form),
                    subject=subject,
                    files=form.evidence.uploads,
                )
            return None
    return form
