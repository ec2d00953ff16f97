"""Whether the ledger is well: asked by programs at `/healthz`, and before the first page is shown.

A database that was never set up, or whose guards are missing or altered, shows no pages: what it says could
not be trusted.
"""

from flask import Blueprint, current_app, jsonify
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from ledger.core.sentences import N_, Sentence, sentence
from ledger.storage import migrate
from ledger.web.access import asked, open_to_programs
from ledger.web.here import database

health = Blueprint("health", __name__)

NEVER_SET_UP = sentence(
    N_(
        "The database of this ledger has not been set up, or not for this version. "
        "Whoever runs the ledger sets it up with the command covenant-ledger init."
    )
)
NO_DATABASE = sentence(N_("The database of this ledger does not answer. Try again in a while."))
GUARDS_AMISS = sentence(
    N_(
        "Guards of the database are missing or altered, so nothing is shown. "
        "Whoever runs the ledger finds out why, and puts them back with the command covenant-ledger init."
    )
)


class NotSound(ServiceUnavailable):
    """The ledger cannot be used now; the sentence says why."""

    def __init__(self, why: Sentence) -> None:
        super().__init__()
        self.why = why


@health.get("/healthz")
@open_to_programs
def show() -> tuple[Response, int]:
    """Answer 200 while database and guards are sound, else 503 with what is amiss."""
    faults = migrate.faults(database())
    return jsonify(status="ok" if not faults else "fault", faults=faults), 503 if faults else 200


def require_sound() -> None:
    """Refuse to show pages of a database that is not sound; asked until it once was."""
    access = asked()
    if current_app.extensions["ledger-sound"] or (access is not None and not access.for_people):
        return
    faults = migrate.faults(database())
    if faults:
        raise NotSound({"schema": NEVER_SET_UP, "database": NO_DATABASE}.get(faults[0], GUARDS_AMISS))
    current_app.extensions["ledger-sound"] = True
