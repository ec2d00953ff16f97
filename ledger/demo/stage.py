"""The stage the story is told on: the ledger, the clock, the people, and what became of the story's keys."""

from datetime import UTC, date, datetime, time, timedelta

from ledger import evidence, people
from ledger.core.acting import COMMAND_LINE, By, Role
from ledger.core.covenant_file.facts import CovenantFile
from ledger.core.language import format_day
from ledger.core.media import SoundFile
from ledger.core.money import parse_cents
from ledger.demo import acts
from ledger.demo.story import cast
from ledger.storage.db import Session

BEGINS = time(8, tzinfo=UTC)
"""When the office opens: the first act of a day comes soon after it."""

PAUSE = timedelta(minutes=4)
"""How much later each act is than the one before."""


def cents(amount: str) -> int:
    """Read an amount of the story, like 1.234,56, in cents; a credit note's is below zero."""
    return parse_cents(amount, signed=True, decimal=",")


def written(day: str) -> str:
    """Write a day of the story as people do: 16-03-2015."""
    return format_day(date.fromisoformat(day), "nl")


class Clock:
    """The time in the story: it stands still but for a step at each act."""

    def __init__(self, day: date) -> None:
        self.now = datetime.combine(day, BEGINS)
        self._acts = 0

    @property
    def today(self) -> date:
        """Say what day it is in the story."""
        return self.now.date()

    def turn_to(self, day: date) -> None:
        """Go on to the morning of another day; on the day itself the time goes on."""
        if day != self.today:
            self.now = datetime.combine(day, BEGINS)

    def by(self, person: int, party: int | None = None, role: Role | None = None) -> By:
        """Let somebody do the next act, a little later and under a key of its own."""
        self.now += PAUSE
        self._acts += 1
        roles = frozenset({role}) if role else frozenset[Role]()
        return By(person, self.now, self.today, roles, party, key=f"demonstration-{self._acts}")


class Stage:
    """A covenant just opened, who acts in it, and the numbers its ledger gave to the story's keys."""

    def __init__(self, session: Session, covenant_id: int, clock: Clock, agreed: CovenantFile) -> None:
        self.session, self.covenant_id, self.clock = session, covenant_id, clock
        self.parties = agreed.parties
        self.party = {party.slug: number for number, party in enumerate(agreed.parties, start=1)}
        self.due = sorted({due_on for pledge in agreed.pledges for due_on, _ in pledge.instalments})
        self.person: dict[str, int] = {}
        self.payee: dict[str, tuple[int, acts.Firm]] = {}
        self.received: dict[str, int] = {}
        self.decision: dict[str, int] = {}
        self.contract: dict[str, int] = {}
        self.bill: dict[str, tuple[int, acts.Bill]] = {}

    def admit(self) -> None:
        """Let everybody in: the command line the administrator, the administrator all others."""
        administrator = self._add(cast.ADMINISTRATOR, self.clock.by(COMMAND_LINE))
        partners = (cast.partner(party.slug, party.name) for party in self.parties)
        for account in (cast.TREASURER, cast.AUDITOR, *partners):
            self.person[account.party or account.role] = self._add(account, self.clock.by(administrator))

    def _add(self, account: acts.Account, by: By) -> int:
        return people.add_user(
            self.session,
            self.covenant_id,
            by=by,
            email=account.email,
            name=account.name,
            role=account.role,
            party=account.party,
            password=cast.PASSWORD,
        )

    def name_of(self, slug: str) -> str:
        """Give the name of a party."""
        return self.parties[self.party[slug] - 1].name

    def wait_for(self, day: date) -> None:
        """Have something come due on a day: the first after the last on which a vote can be cast."""
        self.due = sorted([*self.due, day])

    def has_fallen_due(self) -> bool:
        """Say whether an instalment fell due, or a last day passed, since this was last asked."""
        before = len(self.due)
        self.due = [day for day in self.due if day > self.clock.today]
        return len(self.due) < before

    def treasurer(self) -> By:
        """Let the treasurer do the next act."""
        return self.clock.by(self.person["treasurer"], role="treasurer")

    def auditor(self) -> By:
        """Let the auditor do the next act."""
        return self.clock.by(self.person["auditor"], role="auditor")

    def partner(self, party: str) -> By:
        """Let the partner of a party do the next act."""
        return self.clock.by(self.person[party], self.party[party], "partner")

    def keep(self, subject: str, name: str, content: bytes) -> None:
        """Let the treasurer keep a file as evidence."""
        evidence.add_evidence(
            self.session,
            self.covenant_id,
            by=self.treasurer(),
            subject=subject,
            file=SoundFile(name, content),
        )
