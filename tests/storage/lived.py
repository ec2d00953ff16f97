"""Books that have been lived in: no table is empty, and there is one of everything that can be attacked."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import SQLModel

from ledger import access_log, budget_proposals, evidence, obligations, people
from ledger.core.acting import By
from ledger.core.media import SoundFile
from ledger.storage.db import Database
from ledger.storage.tables import AccessLink, RecoveryCode, SecondFactor, WebSession
from tests import papers
from tests.actions import two_years
from tests.actions.world import World, invoice
from tests.storage.lived_beyond import live_beyond
from tests.storage.lived_years import live_years

CLOSED_YEAR = 2015
OPEN_YEAR = 2016
TODAY = date(2016, 3, 10)


@dataclass(frozen=True)
class Lived:
    """The numbers of what stands in the books."""

    approved: int = 4
    """An expenditure that is approved, and has splits and approvals."""
    half_approved: int = 9
    """An expenditure that was entered and has one approval of two."""
    rejected: int = 6
    reversed: int = 2
    replaced_budget: int = 1
    adopted_budget: int = 4
    rejected_budget: int = 5
    open_budget: int = 6
    adopted_decision: int = 5
    open_decision: int = 7
    """Budgets, and the decisions about two of them; one more, in between, closed a year."""
    contract: int = 2
    contribution: int = 1
    payment: int = 1
    due_instalment: int = 1
    later_instalment: int = 3
    reduced_instalment: int = 12
    reducing: int = 8
    """An instalment that was reduced, and the decision about it."""


def live(world: World) -> None:
    """Live through two years, and leave some of it undone."""
    two_years.first_part(world)
    _come_in(world)
    two_years.second_part(world)
    world.budget(OPEN_YEAR, {"work": 6_000_000, "fair": 500_000})
    world.votes(world.decision_of(_propose(world, 5_000_000)), "against", "maastricht")
    world.vote(world.decision_of(_propose(world, 4_000_000)), "vodafone", "for")
    world.approve(world.enter(invoice(1, {"work": 300_000, "fair": 1}, TODAY)), "vodafone")
    world.does(
        obligations.add_obligation,
        project="fair",
        payee=1,
        year=OPEN_YEAR,
        agreed_on=TODAY,
        description="Posters",
        amount_cents=10_000,
    )
    for key, subject in (("first", "expenditure/8"), ("second", "expenditure/9")):
        world.does(evidence.add_evidence, subject=subject, file=SoundFile("x.pdf", papers.pdf(key)))
        world.does(
            obligations.release_obligation,
            by=world.treasurer(key=key),
            number=Lived.contract,
            released_on=TODAY,
            reason="Cheaper",
            cents=1,
        )
    world.decides("pledge", pledge=4, instalments=[(Lived.reduced_instalment, 1_000_000)])
    live_beyond(world)
    live_years(world)
    with world.database.write(world.covenant_id) as session:
        for name, role, party in (("treasurer", "treasurer", None), ("partner", "partner", "vodafone")):
            people.add_user(
                session,
                world.covenant_id,
                by=By(0, world.treasurer().now, TODAY),
                email=f"{name}@demo.example",
                name=name,
                role=role,
                party=party,
            )
    _come_in(world)
    with world.database.write() as session:
        for number in (1, 2):
            session.add_all(_coming_in(number, world.treasurer().now))


def _come_in(world: World) -> None:
    """Have the access log tell of a sign-in; the next act notes it."""
    with world.database.write() as session:
        access_log.append(session, now=world.treasurer().now, person_id=1, act=access_log.SIGNED_IN)


def _coming_in(person_id: int, now: datetime) -> list[SQLModel]:
    """Have somebody signed in, with a link on its way and a second factor."""
    word = f"of {person_id}"
    return [
        WebSession(
            token_hash=word, person_id=person_id, stamp=1, browser="x", started_at=now, last_used_at=now
        ),
        AccessLink(person_id=person_id, token_hash=word, purpose="reset", made_at=now, expires_at=now),
        SecondFactor(person_id=person_id, nonce=word, confirmed_at=now),
        RecoveryCode(person_id=person_id, code_hash=word),
    ]


def _propose(world: World, cents: int) -> int:
    return world.does(budget_proposals.propose_budget, year=OPEN_YEAR, purpose="Less", lines={"work": cents})


def lived_in(database: Database) -> World:
    """Give the world of books that were lived in already."""
    return World(database, today=TODAY)
