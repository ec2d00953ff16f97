"""The demonstration: three years of a real covenant, told through the same acts that the pages use.

    customer-service-valley.toml   the agreement
    story                          who takes part, and what happened when: one diary for each year
    acts                           the words the diaries are written in
    papers                         the invoices and lists that go with them
    stage                          the clock, the people, and what became of the diaries' keys
    telling                        each act done by the person who would do it, at a moment of its day;
                                   deciding, receiving, paying and closing are its parts

`tell` does all of it, or nothing. What happens in the diaries is made up; names, promises and goals are
those of the agreement.
"""

from collections.abc import Iterable
from datetime import date
from importlib.resources import files

from sqlalchemy import select

from ledger import covenants, trail
from ledger.core.acting import COMMAND_LINE
from ledger.core.covenant_file import read_covenant
from ledger.core.covenant_file.facts import CovenantFile
from ledger.core.refusals import WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.statements.shape import Head
from ledger.demo.acts import Act
from ledger.demo.stage import Clock, Stage
from ledger.demo.story import cast, year_2015, year_2016, year_2017
from ledger.demo.story.cast import OPENED_ON, PASSWORD, PAYEES, PROJECTS
from ledger.demo.telling import in_order, tell_act
from ledger.storage.db import ACCESS_LOCK, Database, Session, lock
from ledger.storage.reads import col
from ledger.storage.tables import Covenant, Person

__all__ = ["DIARY", "FIRST", "PASSWORD", "accounts", "agreement", "tell"]

FIRST = 1
"""The number of the first covenant in a database."""

DIARY: tuple[Act, ...] = (*PROJECTS, *PAYEES, *year_2015.DIARY, *year_2016.DIARY, *year_2017.DIARY)
"""Everything that happens in the story."""


def agreement() -> CovenantFile:
    """Read the agreement the demonstration is about."""
    return read_covenant((files(__name__) / "customer-service-valley.toml").read_bytes())


def tell(database: Database, diary: Iterable[Act] = DIARY) -> Head:
    """Tell the demonstration in an empty database, whole or not at all; give the trail's head.

    Told again in another empty database, the head is the same. Refuses a database that holds a covenant or a
    person already, and whatever the acts of the diary are refused for.
    """
    with database.write(FIRST) as session:
        lock(session, ACCESS_LOCK)
        _require_empty(session)
        clock = Clock(date.fromisoformat(OPENED_ON))
        agreed = agreement()
        number = covenants.open_covenant(session, agreed, by=clock.by(COMMAND_LINE), demonstration=True)
        stage = Stage(session, number, clock, agreed)
        stage.admit()
        for day, act in in_order(diary):
            tell_act(stage, day, act)
        return trail.head(session, number)


def accounts() -> list[str]:
    """Name the accounts of the demonstration, by the e-mail address they sign in with."""
    people = (cast.TREASURER, cast.AUDITOR, cast.ADMINISTRATOR)
    partners = (cast.partner(party.slug, party.name) for party in agreement().parties)
    return [account.email for account in (*people, *partners)]


def _require_empty(session: Session) -> None:
    """Refuse a database that somebody uses."""
    for key in (Covenant.id, Person.id):
        if session.execute(select(col(key)).limit(1)).first():
            raise WrongState(
                sentence(N_("The demonstration is told in an empty database only, and this one is in use."))
            )
