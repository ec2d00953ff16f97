"""Filing: keeping the files that were sent from a page as evidence of what it shows."""

from flask import g

from ledger import evidence
from ledger.web.here import by, write
from ledger.web.refusals import refusing
from ledger.web.spend_forms import FilesForm


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
