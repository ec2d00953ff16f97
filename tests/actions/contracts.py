"""Contracts, for the tests: a planned project, contracts on it, and the invoices that use them."""

from datetime import timedelta

from sqlalchemy.orm import Session

from ledger.budget_proposals import propose_budget
from ledger.budgets import find_budget
from ledger.core.charging import Charge
from ledger.core.entry import Draft, approved
from ledger.decisions import find_decision
from ledger.obligations import add_obligation, find_obligation
from ledger.payees import add_payee
from ledger.projects import add_project
from ledger.storage import reads
from ledger.storage.journal import post
from ledger.storage.tables import Expenditure, Split
from ledger.voting import cast_vote
from tests.actions.acting import TODAY, by

DAY = timedelta(days=1)
FAIR, OTHER = 1, 2
BUDGET = 100_000


def plan(session: Session, covenant_id: int) -> Session:
    """Give project "fair" a budget of EUR 1,000.00 for 2015 and for 2016, and project "other" none."""
    add_project(session, covenant_id, by=by(), name="Fair", line="profile")
    add_project(session, covenant_id, by=by(), name="Other", line="profile")
    add_payee(session, covenant_id, by=by(), name="Print Works")
    add_payee(session, covenant_id, by=by(), name="Caterer")
    for year in (2015, 2016):
        number = propose_budget(session, covenant_id, by=by(), year=year, purpose="", lines={"fair": BUDGET})
        decision = find_decision(
            session, covenant_id, find_budget(session, covenant_id, number).decision_id or 0
        )
        for party in (1, 2, 3):
            who = by("partner", party=party)
            cast_vote(
                session, covenant_id, by=who, number=decision.id, choice="for", seen_digest=decision.digest
            )
    return session


def agree(session: Session, amount_cents: int = 60_000, **changes: object) -> int:
    """Agree on a contract of EUR 600.00 for the fair, but for what is said otherwise; give its number."""
    typed: dict[str, object] = {
        "by": by(),
        "project": "fair",
        "payee": 1,
        "year": 2015,
        "agreed_on": TODAY,
        "description": "Posters",
        "amount_cents": amount_cents,
        **changes,
    }
    return add_obligation(session, 1, **typed)  # type: ignore[arg-type]


def invoice(session: Session, number: int, *, obligation: int | None = 1, **splits: int) -> Expenditure:
    """Enter an invoice on a day in June 2015, as it is before its last approval."""
    row = Expenditure(
        covenant_id=1, id=number, kind="invoice", payee_id=1, invoice_reference=str(number),
        invoice_on=TODAY, accounting_on=TODAY, accounting_year=2015, description="x",
        net_cents=sum(splits.values()), vat_cents=0, gross_cents=sum(splits.values()),
        obligation_id=obligation, person_id=1, recorded_at=by().now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    projects = {"fair": FAIR, "other": OTHER}
    for line, (slug, cents) in enumerate(splits.items(), start=1):
        session.add(
            Split(covenant_id=1, expenditure_id=number, line=line, project_id=projects[slug], cents=cents)
        )
    session.flush()
    return row


def spend(session: Session, cents: int, year: int = 2015) -> None:
    """Book spend for the fair, charged to the second pledge."""
    if cents:
        draft = Draft(TODAY, year, "spent", "test/1", "", approved([Charge(FAIR, 2, cents)]))
        post(session, 1, draft, fiscal_year=2015, person_id=1, now=by().now)


def held(session: Session, year: int = 2015) -> int:
    """Give what contracts hold of the fair's budget, in cents, from the kept totals."""
    return reads.room(session, 1, FAIR, year).obligated_cents


def open_of(session: Session, number: int = 1) -> int:
    """Give what is open of a contract, in cents."""
    return find_obligation(session, 1, number).open_cents
