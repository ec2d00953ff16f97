"""Whether the ledger is well: asked by programs at `/healthz`, and before the first page is shown.

`/healthz` answers in JSON: `status` (ok or fault), `faults`, the `engine` with its `version` and how it
keeps what is written, the `schema` and the `guards` (ok, fault, or unknown without a schema). A fault is
`database` (it does not answer), `busy` (somebody has been writing for a long time), `full`, `schema` (never
set up, or not for this version), `owner` (see below) or the name of a guard.

A database that was never set up, or whose guards are missing or altered, shows no pages: what it says could
not be trusted. Nor is one served, in production, by the owner of its tables, who could switch the guards off.
"""

from flask import Blueprint, current_app, jsonify
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from ledger.core.refusals import Unavailable
from ledger.core.sentences import N_, Sentence, sentence
from ledger.storage import migrate, roles, standing, trouble
from ledger.storage.db import Database
from ledger.web.access import asked, open_to_programs
from ledger.web.here import database

health = Blueprint("health", __name__)

NEVER_SET_UP = sentence(
    N_(
        "The database of this ledger has not been set up, or not for this version. "
        "Whoever runs the ledger sets it up with the command covenant-ledger init."
    )
)
GUARDS_AMISS = sentence(
    N_(
        "Guards of the database are missing or altered, so nothing is shown. "
        "Whoever runs the ledger finds out why, and puts them back with the command covenant-ledger init."
    )
)
OWNER = "owner"
"""The fault of a ledger that is served by the owner of its tables."""

AS_OWNER = sentence(
    N_(
        "DATABASE_URL signs in as the owner of the tables, who could switch their guards off, so nothing is "
        "served. Whoever runs the ledger names the owner in DATABASE_OWNER_URL and another role in "
        "DATABASE_URL, which the command covenant-ledger init --roles --apply makes."
    )
)

WHY = {migrate.NOT_UP_TO_DATE: NEVER_SET_UP, OWNER: AS_OWNER}
"""What is said of a fault that is not a guard's."""


class NotSound(ServiceUnavailable):
    """The ledger cannot be used now; the sentence says why."""

    def __init__(self, why: Sentence) -> None:
        super().__init__()
        self.why = why


@health.get("/healthz")
@open_to_programs
def show() -> tuple[Response, int]:
    """Answer 200 while the database and its guards are sound and it can be written in, else 503 and why."""
    known: dict[str, object] = {}
    faults = _faults()
    if not set(faults) & set(trouble.SENTENCES):
        try:
            known |= standing.described(database())
        except Unavailable as why:
            faults = [why.kind]
        else:
            is_current = faults != [migrate.NOT_UP_TO_DATE]
            known["schema"] = migrate.NEWEST if is_current else "fault"
            known["guards"] = ("fault" if set(faults) - {OWNER} else "ok") if is_current else "unknown"
            if why_not := standing.trouble_writing(database()):
                faults = [*faults, why_not]
    return jsonify(status="ok" if not faults else "fault", faults=faults, **known), 503 if faults else 200


def require_sound() -> None:
    """Refuse to show pages of a database that is not sound; asked until it once was."""
    access = asked()
    if current_app.extensions["ledger-sound"] or (access is not None and not access.for_people):
        return
    faults = _faults()
    if faults:
        for kind in trouble.SENTENCES:
            if kind == faults[0]:
                raise trouble.unavailable(kind)
        raise NotSound(WHY.get(faults[0], GUARDS_AMISS))
    current_app.extensions["ledger-sound"] = True


def why_not_served(books: Database, *, production: bool) -> Sentence | None:
    """Say why no process may begin to serve this database; None: it may, or may be able to later."""
    found = faults_of(books, production=production)
    is_passing = not found or found[0] in {*trouble.SENTENCES, migrate.NOT_UP_TO_DATE}
    return None if is_passing else WHY.get(found[0], GUARDS_AMISS)


def faults_of(books: Database, *, production: bool) -> list[str]:
    """Name what keeps this database from being served."""
    found = migrate.faults(books)
    return found or ([OWNER] if production and roles.is_owner(books) else [])


def _faults() -> list[str]:
    return faults_of(database(), production=current_app.config["PRODUCTION"] and not current_app.testing)
