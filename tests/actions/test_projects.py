"""Adding and changing projects."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from ledger.core.refusals import KeyReused, NotFound
from ledger.payees import add_payee
from ledger.projects import add_project, change_project, list_projects
from ledger.storage import reads
from ledger.storage.db import Database
from ledger.storage.tables import Budget, BudgetLine, Expenditure, Obligation, Payee, Project, Split
from ledger.trail import head, verify_chain
from tests.actions.acting import TODAY, by
from tests.actions.told import told
from tests.outcomes import name_of, outcome

FIRST, LAST = date(2015, 1, 1), date(2017, 12, 31)
DAY = timedelta(days=1)


def test_a_project_is_kept_as_it_was_typed(session: Session, covenant_id: int) -> None:
    add_project(
        session,
        covenant_id,
        by=by(),
        name=" Job  market ",
        line="placement",
        about="One\ntwo",
        starts_on=FIRST,
    )

    (row,) = list_projects(session, covenant_id)
    assert (row.number, row.slug, row.name, row.about) == (1, "job-market", "Job market", "One two")
    assert (row.line, row.line_nl, row.line_en) == ("placement", "Toeleiding", "Placement")
    assert (row.starts_on, row.ends_on) == (FIRST, None)


@pytest.mark.parametrize(
    "name,slug,expected",
    [
        ("Job market", None, "job-market"),
        ("Job market", "", "job-market"),
        ("Job market", "jobs", "jobs"),
        ("Taken", None, "taken-2"),
        ("Other", "taken", "WrongState slug"),
        ("New", None, "new-2"),
        ("New", "new", "Malformed slug"),
        ("Other", "Not a slug", "Malformed slug"),
        ("", None, "Malformed name"),
        ("x" * 200, None, "x" * 60),
        ("x" * 201, None, "Malformed name"),
        ("a\x00b", None, "Malformed name"),
        ("😀", None, "project"),
    ],
)
def test_a_project_gets_the_slug_it_is_given_or_one_made_from_its_name(
    session: Session, covenant_id: int, name: str, slug: str | None, expected: str
) -> None:
    add_project(session, covenant_id, by=by(), name="Taken", line="training")

    got = outcome(lambda: add_project(session, covenant_id, by=by(), name=name, line="placement", slug=slug))

    assert expected == (got if isinstance(got, str) else name_of(got))


@pytest.mark.parametrize(
    "starts_on,ends_on,expected",
    [
        (None, None, "accepted"),
        (FIRST, LAST, "accepted"),
        (FIRST - DAY, LAST, "Malformed starts_on"),
        (FIRST, LAST + DAY, "Malformed ends_on"),
        (LAST + DAY, None, "Malformed starts_on"),
        (None, FIRST - DAY, "Malformed ends_on"),
        (TODAY, TODAY, "accepted"),
        (TODAY, TODAY - DAY, "Malformed ends_on"),
    ],
)
def test_a_project_lies_within_the_term_of_the_covenant(
    session: Session, covenant_id: int, starts_on: date | None, ends_on: date | None, expected: str
) -> None:
    got = outcome(
        lambda: add_project(
            session, covenant_id, by=by(), name="Fair", line="profile", starts_on=starts_on, ends_on=ends_on
        )
    )

    assert name_of(got) == expected


def test_a_project_on_an_unknown_line_is_refused(session: Session, covenant_id: int) -> None:
    got = outcome(lambda: add_project(session, covenant_id, by=by(), name="Fair", line="nothing"))

    assert name_of(got) == "NotFound line"


def test_a_refused_project_leaves_no_trace(session: Session, covenant_id: int) -> None:
    before = head(session, covenant_id)

    outcome(lambda: add_project(session, covenant_id, by=by(), name="Fair", line="profile", slug="new"))

    assert head(session, covenant_id) == before
    assert list_projects(session, covenant_id) == []


def test_the_same_form_sent_twice_makes_one_project(session: Session, covenant_id: int) -> None:
    slugs = [add_project(session, covenant_id, by=by(key="k"), name="Fair", line="profile") for _ in range(2)]

    assert slugs == ["fair", "fair"]
    assert len(list_projects(session, covenant_id)) == 1
    with pytest.raises(KeyReused):
        add_project(session, covenant_id, by=by(key="k"), name="Other", line="profile")


def test_a_change_is_told_with_what_was_there_before(session: Session, covenant_id: int) -> None:
    add_project(session, covenant_id, by=by(), name="Fair", line="profile")

    slug = change_project(
        session, covenant_id, by=by(), project="fair", name="Jobs fair", line="training", ends_on=LAST
    )

    assert slug == "fair"
    assert told(session, "project/fair")[1] == (
        "project.changed",
        {
            "from": {"name": "Fair", "line": "profile", "ends_on": None},
            "to": {"name": "Jobs fair", "line": "training", "ends_on": "2017-12-31"},
        },
    )
    (row,) = list_projects(session, covenant_id)
    assert (row.slug, row.name, row.line, row.ends_on) == ("fair", "Jobs fair", "training", LAST)


def test_a_change_of_nothing_is_not_told(session: Session, covenant_id: int) -> None:
    add_project(session, covenant_id, by=by(), name="Fair", line="profile", about="What it is")
    before = head(session, covenant_id)

    change_project(
        session, covenant_id, by=by(), project="fair", name="Fair", line="profile", about="What it is"
    )

    assert head(session, covenant_id) == before


def test_the_same_change_sent_twice_is_done_once(session: Session, covenant_id: int) -> None:
    add_project(session, covenant_id, by=by(), name="Fair", line="profile")

    slugs = [
        change_project(session, covenant_id, by=by(key="k"), project="fair", name="B", line="profile")
        for _ in range(2)
    ]

    assert slugs == ["fair", "fair"]
    assert len(told(session, "project/fair")) == 2


def test_a_project_that_is_not_there_cannot_be_changed(session: Session, covenant_id: int) -> None:
    with pytest.raises(NotFound):
        change_project(session, covenant_id, by=by(), project="fair", name="Fair", line="profile")


def _in_a_budget(session: Session, covenant_id: int) -> None:
    session.add(
        Budget(covenant_id=covenant_id, id=1, year=2015, version=1, person_id=1, recorded_at=by().now)
    )
    session.flush()
    session.add(BudgetLine(covenant_id=covenant_id, budget_id=1, project_id=1, cents=100))
    session.flush()


def _in_a_contract(session: Session, covenant_id: int) -> None:
    session.add(Payee(covenant_id=covenant_id, id=1, name="Print Works"))
    session.flush()
    session.add(
        Obligation(
            covenant_id=covenant_id, id=1, project_id=1, payee_id=1, year=2015, agreed_on=TODAY,
            description="x", amount_cents=100, open_cents=100, person_id=1, recorded_at=by().now,
        )
    )  # fmt: skip
    session.flush()


def _in_an_expenditure(session: Session, covenant_id: int) -> None:
    add_payee(session, covenant_id, by=by(), name="Print Works")
    session.add(
        Expenditure(
            covenant_id=covenant_id, id=1, kind="invoice", payee_id=1, invoice_reference="1",
            invoice_on=TODAY, accounting_on=TODAY, accounting_year=2015, description="x",
            net_cents=100, vat_cents=0, gross_cents=100, person_id=1, recorded_at=by().now,
        )
    )  # fmt: skip
    session.flush()
    session.add(Split(covenant_id=covenant_id, expenditure_id=1, line=1, project_id=1, cents=100))
    session.flush()


@pytest.mark.parametrize(
    "use,line,expected",
    [
        (lambda *_: None, "training", "accepted"),
        (_in_a_budget, "profile", "accepted"),
        (_in_a_budget, "training", "WrongState line"),
        (_in_a_contract, "training", "WrongState line"),
        (_in_an_expenditure, "training", "WrongState line"),
    ],
)
def test_the_line_stays_once_money_was_planned_or_spent_by_it(
    session: Session, covenant_id: int, use: Callable[[Session, int], None], line: str, expected: str
) -> None:
    add_project(session, covenant_id, by=by(), name="Fair", line="profile")
    use(session, covenant_id)

    got = outcome(
        lambda: change_project(session, covenant_id, by=by(), project="fair", name="Fair", line=line)
    )

    assert name_of(got) == expected


def test_projects_are_listed_by_line_and_then_as_they_came(session: Session, covenant_id: int) -> None:
    for name, line in (("D", "profile"), ("B", "placement"), ("A", "placement"), ("C", "training")):
        add_project(session, covenant_id, by=by(), name=name, line=line)

    assert [row.name for row in list_projects(session, covenant_id)] == ["B", "A", "C", "D"]


def test_what_was_added_stands_after_the_block_ends(database: Database, covenant_id: int) -> None:
    with database.write(covenant_id) as session:
        add_project(session, covenant_id, by=by(), name="Fair", line="profile")

    with database.read() as session:
        assert session.get_one(Project, (covenant_id, 1)).slug == "fair"
        assert reads.project_by_slug(session, covenant_id, "fair").id == 1
        assert verify_chain(session, covenant_id) == []
