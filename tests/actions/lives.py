"""One example of each kind of decision: what is asked, what it could be changed into, and what must be first.

A kind that can be opened and has no example here makes the tests of a decision's life fail.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ledger import contributions, proposing, receipts
from ledger.budget_proposals import change_budget, propose_budget
from ledger.core.acting import By
from ledger.spend_decisions import propose_spend
from tests.actions.pledging import FIRM, FIRM_1, FIRM_2, TOWN_2
from tests.actions.world import BUDGETS, SUPPLIER, World, changed, invoice
from tests.actions.yearly import balance_of, decides, live_through_2015

MINOR = """
[decisions.minor_amendment]
voters = "funders"
quorum = "1/2"
majority = "1/2"
share = "1/10"
"""
AGREEMENT = changed(
    ('[[mandate]]\napprovals = 3\nfrom = ["maastricht"]', '[[mandate]]\nup_to = "50000.00"\napprovals = 3'),
    ("\n[decisions.rules]", f"{MINOR}\n[decisions.rules]"),
)
"""The covenant of these tests: its mandate ends at EUR 50,000.00, and amendments of a tenth are small."""

REASON, OTHER_REASON = "It is needed.", "It is needed all the same."


def nothing(world: World) -> None:
    """Begin with what there is: projects and budgets of 2015 and 2016, on 1 June 2015."""


@dataclass(frozen=True)
class Life:
    """An example of a kind: what is proposed, and other figures for the same thing (None: only other words).

    `begin` makes a world in which it can be proposed. `writes` is an act on the trail that adopting adds.
    """

    kind: str
    facts: Mapping[str, Any]
    writes: str
    other: Mapping[str, Any] | None = None
    begin: Callable[[World], None] = field(default=nothing)

    def open(self, world: World, by: By | None = None, deadline: date | None = None) -> int:
        """Put it to the parties; give the decision's number."""
        return world.does(
            proposing.propose,
            by=by,
            kind=self.kind,
            facts=self.facts,
            proposal=REASON,
            deadline=deadline,
        )

    def change(self, world: World, number: int, by: By | None = None) -> int:
        """Word it anew; give the version."""
        return world.does(proposing.change, by=by, number=number, facts=self.other, proposal=OTHER_REASON)


@dataclass(frozen=True)
class BudgetLife(Life):
    """A budget, or its amendment: proposed by an act of its own."""

    def open(self, world: World, by: By | None = None, deadline: date | None = None) -> int:
        """Propose a budget; give its decision's number."""
        made = world.does(propose_budget, by=by, purpose=REASON, deadline=deadline, **self.facts)
        return world.decision_of(made)

    def change(self, world: World, number: int, by: By | None = None) -> int:
        """Propose other lines."""
        budget = 3  # two were adopted before
        return world.does(change_budget, by=by, number=budget, purpose=OTHER_REASON, **(self.other or {}))


@dataclass(frozen=True)
class SpendLife(Life):
    """An expenditure above the mandate."""

    def open(self, world: World, by: By | None = None, deadline: date | None = None) -> int:
        """Put an expenditure to the parties."""
        return world.does(propose_spend, by=by, number=1, proposal=REASON, deadline=deadline)


def lived(world: World) -> None:
    """Live through 2015, and let the treasurer enter what the bank says at its end."""
    live_through_2015(world)
    balance_of(world)


def closed(world: World) -> None:
    """Have 2015 closed."""
    lived(world)
    decides(world, "close_year", year=2015)


def ended(world: World) -> None:
    """Let the covenant end with a firm's money unspent, its years closed but for the last."""
    world.today = date(2017, 6, 1)
    world.receive("vodafone", 45_000_00)
    world.today = date(2018, 2, 1)
    world.does(contributions.post_due)
    for year in (2015, 2016):
        balance_of(world, year)
        decides(world, "close_year", year=year)


def with_interest(world: World) -> None:
    """Have the bank pay EUR 1,000.00 of interest."""
    facts: dict[str, Any] = {"kind": "interest", "received_on": world.today, "amount_cents": 1_000_00}
    world.does(receipts.record_bank_receipt, **facts)


def billed(world: World) -> None:
    """Enter a bill above the mandate."""
    world.enter(invoice(SUPPLIER, {"jobs": 50_000_01}, world.today - timedelta(days=20)))


FULL = BUDGETS[2015]
JOINER: Mapping[str, Any] = {
    "slug": "stadion",
    "name": "Stadion",
    "kind": "firm",
    "joins_on": date(2015, 7, 1),
    "basis": "per_year",
    "amount_cents": 15_000_00,
    "due_on": (3, 1),
}
HALF: Mapping[str, Any] = {"voters": "funders", "quorum": "1/2", "majority": "1/2", "consent": []}


def opening(spent_cents: int) -> Mapping[str, Any]:
    """Say what a covenant under way had received of a firm and spent of it, before June."""
    line = {"pledge": FIRM, "received_cents": 15_000_00, "spent_cents": spent_cents}
    return {"starts_on": date(2015, 6, 1), "lines": [line]}


_EXAMPLES: tuple[Life, ...] = (
    BudgetLife(
        "budget",
        {"year": 2017, "lines": {"jobs": 10_000_00}},
        "budget.adopted",
        {"lines": {"jobs": 9_000_00}},
    ),
    BudgetLife(
        "amendment",
        {"year": 2015, "lines": {**FULL, "jobs": 60_000_00}},
        "budget.adopted",
        {"lines": {**FULL, "jobs": 50_000_00}},
    ),
    BudgetLife(
        "minor_amendment",
        {"year": 2015, "lines": {**FULL, "jobs": 99_000_00}},
        "budget.adopted",
        {"lines": {**FULL, "jobs": 98_000_00}},
    ),
    Life("accession", JOINER, "party.joined", {**JOINER, "amount_cents": 10_000_00}),
    Life(
        "leaving",
        {"party": "vodafone", "leaves_on": date(2015, 12, 31)},
        "party.left",
        {"party": "vodafone", "leaves_on": date(2016, 6, 30)},
    ),
    Life(
        "pledge",
        {"pledge": FIRM, "instalments": [(FIRM_2, 10_000_00)]},
        "instalment.reduced",
        {"pledge": FIRM, "instalments": [(FIRM_2, 9_000_00)]},
    ),
    Life(
        "instalment",
        {"instalment": TOWN_2, "due_on": date(2016, 6, 1)},
        "instalment.moved",
        {"instalment": TOWN_2, "due_on": date(2016, 7, 1)},
    ),
    Life(
        "writeoff",
        {"instalment": FIRM_1, "cents": 2_000_00},
        "instalment.written_off",
        {"instalment": FIRM_1, "cents": 1_000_00},
    ),
    Life(
        "carry",
        {"from_year": 2015, "to_year": 2016, "lines": {"course": 1_000_00}},
        "budget.carried",
        {"from_year": 2015, "to_year": 2016, "lines": {"course": 900_00}},
        lived,
    ),
    Life("close_year", {"year": 2015}, "year.closed", None, lived),
    Life(
        "reopen_year",
        {"year": 2015, "grade": "evidence"},
        "year.opened_for_evidence",
        {"year": 2015, "grade": "figures"},
        closed,
    ),
    Life(
        "common",
        {"project": "jobs", "year": 2015, "amount_cents": 500_00},
        "common.released",
        {"project": "jobs", "year": 2015, "amount_cents": 400_00},
        with_interest,
    ),
    Life(
        "cash",
        {"party": "vodafone", "amount_cents": 10_000_00, "repay_by": date(2015, 9, 30)},
        "cash.agreed",
        {"party": "vodafone", "amount_cents": 9_000_00, "repay_by": date(2015, 9, 30)},
    ),
    Life(
        "rules",
        {"about": "rule/budget", "values": HALF},
        "rules.changed",
        {"about": "rule/budget", "values": {**HALF, "quorum": "1/3"}},
    ),
    Life("start", opening(5_000_00), "start.adopted", opening(4_000_00)),
    Life("settlement", {}, "covenant.settled", None, ended),
    SpendLife("spend", {}, "expenditure.charged", None, billed),
)

LIVES: Mapping[str, Life] = {one.kind: one for one in _EXAMPLES}
"""The example of each kind."""
