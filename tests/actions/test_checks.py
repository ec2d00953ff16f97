"""The second count: it finds whatever does not add up, names the place, and is silent about sound books."""

from collections.abc import Iterator

import pytest

from ledger.checks import Checked, check, sentence_of
from ledger.core.language import PLAIN
from ledger.core.sentences import sentence
from ledger.storage.db import Database
from ledger.trail import Finding
from ledger.translations import language
from tests.actions.tampering import tamper
from tests.actions.world import World
from tests.storage.lived import live, lived_in

FAULT = Finding("entry/12", sentence("This entry is not sealed."))


@pytest.mark.parametrize(
    "checked, said",
    [
        (Checked(7, 43_500_000, 0, ()), "7 parties, EUR 435,000.00 promised, books balance."),
        (Checked(1, 0, 5, ()), "1 party, EUR 0.00 promised, books balance."),
        (
            Checked(2, 100, 5, (FAULT,)),
            "2 parties, EUR 1.00 promised, 1 fault found.\nentry/12: This entry is not sealed.",
        ),
        (
            Checked(2, 100, 5, (FAULT, FAULT)),
            "2 parties, EUR 1.00 promised, 2 faults found.\n"
            "entry/12: This entry is not sealed.\nentry/12: This entry is not sealed.",
        ),
    ],
)
def test_the_count_is_said_in_a_line_with_every_fault_below_it(checked: Checked, said: str) -> None:
    assert sentence_of(checked, PLAIN) == said


def test_a_covenant_just_opened_is_sound(database: Database, covenant_id: int) -> None:
    with database.read() as session:
        checked = check(session, covenant_id)
    assert sentence_of(checked, PLAIN) == "7 parties, EUR 435,000.00 promised, books balance."


def test_books_of_two_years_are_sound(lived_books: World) -> None:
    checked = lived_books.asks(check)
    assert (checked.findings, checked.sound, checked.entries) == ((), True, 29)


def test_the_count_is_said_in_dutch_too(lived_books: World) -> None:
    assert sentence_of(lived_books.asks(check), language("nl"))


UNNAMED = "INSERT INTO posting VALUES (1, {0}, {1}, '{2}', {3}, '{4}', {5}, {6}, {7})"
NOON = "2016-03-10 12:00:00+00:00"


def _post(number: int, line: int, account: str, pledge: int, cents: int, project: str = "NULL") -> str:
    return UNNAMED.format(number, line, "2016-03-10", 2016, account, pledge, project, cents)


ENTRY = (
    "INSERT INTO journal_entry (covenant_id, id, day, fiscal_year, accounting_year, kind, subject, text,"
    " person_id, recorded_at) VALUES (1, {0}, '{1}', {2}, {3}, '{4}', '{5}', '', 1, '" + NOON + "')"
)
SEAL = f"INSERT INTO entry_seal VALUES (1, 30, '{NOON}')"
NEXT = ENTRY.format(30, "2016-03-10", 2016, 2016, "x", "x")

TAMPERINGS: list[tuple[str, tuple[str, ...], str]] = [
    # the journal
    ("a seal taken away", ("DELETE FROM entry_seal WHERE entry_id = 9",), "entry/9"),
    ("an entry taken away", ("DELETE FROM journal_entry WHERE id = 9",), "entry/9"),
    ("all postings taken away", ("DELETE FROM posting WHERE entry_id = 9",), "entry/9"),
    ("a posting taken away", ("DELETE FROM posting WHERE entry_id = 9 AND line = 1",), "entry/9"),
    ("a posting added", (_post(9, 99, "bank", 1, 5),), "entry/9"),
    ("cents moved", ("UPDATE posting SET cents = cents + 1 WHERE entry_id = 9 AND line = 1",), "entry/9"),
    (
        "cents moved on both sides",
        ("UPDATE posting SET cents = 2 * cents WHERE entry_id = 11",),
        "entry/11",
    ),
    (
        "costs without a charge",
        (
            NEXT,
            _post(30, 1, "costs", 1, 5, "1"),
            _post(30, 2, "unspent", 1, -5),
            SEAL,
        ),
        "entry/30",
    ),
    ("a posting's day", ("UPDATE posting SET day = '2015-07-09' WHERE entry_id = 9",), "entry/9"),
    ("a posting's year", ("UPDATE posting SET accounting_year = 2016 WHERE entry_id = 9",), "entry/9"),
    ("an entry's day", ("UPDATE journal_entry SET day = '2016-01-01' WHERE id = 9",), "entry/9"),
    ("an entry's year", ("UPDATE journal_entry SET fiscal_year = 2016 WHERE id = 9",), "entry/9"),
    ("an entry's budget year", ("UPDATE journal_entry SET accounting_year = 2017 WHERE id = 9",), "entry/9"),
    ("an entry's subject", ("UPDATE journal_entry SET subject = 'expenditure/4' WHERE id = 9",), "expenditure/1"),
    ("an entry's kind", ("UPDATE journal_entry SET kind = 'interest_received' WHERE id = 9",), "expenditure/1"),
    ("what an entry reverses", ("UPDATE journal_entry SET reverses_id = 9 WHERE id = 18",), "entry/18"),
    (
        "a reversal of less",
        ("UPDATE posting SET cents = cents - SIGN(cents) WHERE entry_id = 18 AND pledge_id = 4",),
        "entry/18",
    ),
    (
        "an expenditure booked twice",
        (
            ENTRY.format(30, "2016-03-10", 2016, 2016, "expenditure_approved", "expenditure/1"),
            _post(30, 1, "bank", 1, 5),
            _post(30, 2, "creditors", 1, -5),
            SEAL,
        ),
        "entry/30",
    ),
    (
        "a contribution in kind booked as money",
        (
            ENTRY.format(30, "2016-03-10", 2016, 2016, "x", "in-kind/1"),
            _post(30, 1, "bank", 1, 5),
            _post(30, 2, "unspent", 1, -5),
            SEAL,
        ),
        "entry/30",
    ),
    (
        "money of a pledge that is not there",
        (NEXT, _post(30, 1, "bank", 99, 5), _post(30, 2, "unspent", 99, -5), SEAL),
        "pledge/99/bank",
    ),
    # the kept totals
    ("a balance", ("UPDATE account_total SET balance_cents = 0 WHERE account = 'bank'",), "account/bank"),
    ("a balance taken away", ("DELETE FROM account_total WHERE account = 'vat'",), "account/vat"),
    ("a floor", ("UPDATE account_total SET floor_cents = NULL WHERE account = 'bank'",), "account/bank"),
    ("a fund", ("UPDATE fund_total SET balance_cents = 1 WHERE pledge_id = 3 AND account = 'vat'",), "pledge/3/vat"),
    ("charges", ("UPDATE pledge_total SET charged_cents = 0 WHERE pledge_id = 3 AND year = 2016",), "pledge/3"),
    ("charges taken away", ("DELETE FROM pledge_total WHERE pledge_id = 3 AND year = 2015",), "pledge/3"),
    ("what is due", ("UPDATE pledge_total SET due_cents = due_cents + 1 WHERE pledge_id = 3",), "pledge/3"),
    ("spend", ("UPDATE project_total SET spent_cents = 0 WHERE project_id = 1",), "project/work"),
    ("spend taken away", ("DELETE FROM project_total WHERE project_id = 1",), "project/work"),
    ("room", ("UPDATE project_total SET budget_cents = budget_cents + 1 WHERE project_id = 1",), "project/work"),
    ("a contract's room", ("UPDATE project_total SET obligated_cents = 0 WHERE project_id = 2",), "project/fair"),
    (
        "a budget below what is spent",
        (
            "UPDATE project_total SET budget_cents = 1 WHERE project_id = 1 AND year = 2015",
            "UPDATE budget_line SET cents = 1 WHERE project_id = 1 AND budget_id = 2",
        ),
        "project/work",
    ),
    (
        "a pledge below what was charged",
        ("UPDATE pledge_total SET due_cents = 1 WHERE pledge_id = 3 AND year = 2015",),
        "pledge/3",
    ),
    ("what is open of a contract", ("UPDATE obligation SET open_cents = 0 WHERE id = 2",), "obligation/2"),
    ("a contract's record", ("DELETE FROM obligation_use WHERE obligation_id = 2 AND line = 1",), "obligation/2"),
    # what was promised and received
    ("a pledge", ("UPDATE pledge SET amount_cents = amount_cents + 1 WHERE id = 3",), "pledge/3"),
    ("an instalment", ("UPDATE instalment SET amount_cents = 1 WHERE id = 1",), "instalment/1"),
    ("an instalment's entry", ("UPDATE instalment SET entry_id = NULL WHERE id = 1",), "entry/5"),
    ("an instalment's day", ("UPDATE instalment SET due_on = '2015-08-01' WHERE id = 1",), "instalment/1"),
    ("an earmark", ("UPDATE pledge_earmark SET line_id = 4 WHERE pledge_id = 1 AND line_id = 1",), "pledge/1"),
    ("a contribution", ("UPDATE contribution SET amount_cents = 1 WHERE id = 1",), "contribution/1"),
    ("a contribution's day", ("UPDATE contribution SET received_on = '2015-03-01' WHERE id = 1",), "contribution/1"),
    ("a contribution's party", ("UPDATE contribution SET party_id = 1 WHERE id = 1",), "contribution/1"),
    ("a contribution's state", ("UPDATE contribution SET state = 'reversed' WHERE id = 1",), "contribution/1"),
    (
        "a contribution's instalment",
        ("UPDATE contribution_part SET instalment_id = 10 WHERE contribution_id = 4",),
        "contribution/4",
    ),
    (
        "a contribution's pledge",
        ("UPDATE contribution_part SET pledge_id = 3, instalment_id = 9 WHERE contribution_id = 1",),
        "contribution/1",
    ),
    (
        "an instalment paid twice",
        ("UPDATE contribution_part SET instalment_id = 4 WHERE contribution_id = 3",),
        "instalment/4",
    ),
    (
        "an instalment paid ahead",
        ("UPDATE contribution_part SET instalment_id = 12 WHERE contribution_id = 1",),
        "pledge/4",
    ),
    ("interest", ("UPDATE bank_receipt SET amount_cents = 1",), "bank/1"),
    # what was spent
    ("a split", ("UPDATE split SET cents = cents + 1 WHERE expenditure_id = 4",), "expenditure/4"),
    ("a split's project", ("UPDATE split SET project_id = 3 WHERE expenditure_id = 4",), "expenditure/4"),
    (
        "a split and its expenditure",
        (
            "UPDATE split SET cents = cents + 1 WHERE expenditure_id = 4",
            "UPDATE expenditure SET net_cents = net_cents + 1, gross_cents = gross_cents + 1 WHERE id = 4",
        ),
        "expenditure/4",
    ),
    (
        "recoverable VAT",
        ("UPDATE expenditure SET recoverable_vat_cents = 1 WHERE id = 2",),
        "expenditure/2",
    ),
    (
        "who is charged",
        ("UPDATE posting SET pledge_id = 5 - pledge_id WHERE entry_id = 9 AND account = 'costs' AND pledge_id > 1",
         "UPDATE posting SET pledge_id = 9 - pledge_id WHERE entry_id = 9 AND account = 'costs' AND pledge_id > 4"),
        "entry/9",
    ),
    (
        "who owes the payee",
        (
            "UPDATE posting SET cents = cents + 5 WHERE entry_id = 9 AND account = 'creditors' AND pledge_id = 2",
            "UPDATE posting SET cents = cents - 5 WHERE entry_id = 9 AND account = 'unspent' AND pledge_id = 2",
        ),
        "expenditure/1",
    ),
    ("an accounting date", ("UPDATE expenditure SET accounting_on = '2016-01-01' WHERE id = 1",), "expenditure/1"),
    ("a party's first day", ("UPDATE party SET joined_on = '2015-12-01' WHERE id = 2",), "expenditure/1"),
    ("a party's last day", ("UPDATE party SET left_on = '2015-02-01' WHERE id = 2",), "expenditure/1"),
    ("a state", ("UPDATE expenditure SET state = 'paid' WHERE id = 1",), "expenditure/1"),
    ("a paid one's state", ("UPDATE expenditure SET state = 'approved' WHERE id = 8",), "expenditure/8"),
    ("a reversal undone", ("UPDATE expenditure SET state = 'paid', reversal_id = NULL WHERE id = 2",), "expenditure/2"),
    ("another's reversal", ("UPDATE expenditure SET reversal_id = 23 WHERE id = 2",), "expenditure/2"),
    ("another's entry", ("UPDATE expenditure SET entry_id = 14 WHERE id = 5",), "expenditure/5"),
    ("a payment", ("UPDATE payment SET cents = cents + 1 WHERE id = 1",), "payment/1"),
    ("a payment's day", ("UPDATE payment SET paid_on = '2015-07-09' WHERE id = 1",), "payment/1"),
    ("a payment's state", ("UPDATE payment SET state = 'reversed' WHERE id = 1",), "payment/1"),
    ("a payment's expenditure", ("UPDATE payment SET expenditure_id = 4 WHERE id = 1",), "payment/1"),
    ("a share", ("UPDATE payment_share SET cents = cents + 1 WHERE payment_id = 1 AND pledge_id = 2",), "entry/11"),
    ("a set-off's other half", ("UPDATE payment SET cents = -1 WHERE id = 4",), "payment/4"),
    ("a set-off taken apart", ("UPDATE payment SET set_off_id = 1 WHERE id = 4",), "payment/4"),
    ("half a set-off", ("DELETE FROM payment WHERE id = 4", "DELETE FROM payment_share WHERE payment_id = 4"), "payment/3"),
    # what was decided
    ("two budgets in force", ("UPDATE budget SET state = 'adopted' WHERE id = 1",), "year/2015"),
    ("a budget's state", ("UPDATE budget SET state = 'adopted' WHERE id = 5",), "budget/5"),
    ("a budget's decision", ("UPDATE budget SET decision_id = 3 WHERE id = 4",), "budget/4"),
    ("a budget line", ("UPDATE budget_line SET cents = cents + 1 WHERE budget_id = 4",), "project/work"),
    ("a decision's state", ("UPDATE decision SET state = 'rejected' WHERE id = 4",), "decision/4"),
    ("a vote", ("UPDATE vote SET choice = 'against' WHERE decision_id = 4 AND party_id = 1",), "decision/4"),
    ("a vote taken away", ("DELETE FROM vote WHERE decision_id = 4 AND party_id = 1",), "decision/4"),
    ("a voter taken away", ("DELETE FROM decision_voter WHERE decision_id = 4 AND party_id = 1",), "decision/4"),
    ("a vote on what is not there", ("UPDATE vote SET version = 2 WHERE decision_id = 4",), "decision/4"),
    ("the approvals", ("DELETE FROM approval WHERE expenditure_id = 1",), "expenditure/1"),
    ("who approved", ("UPDATE approval SET person_id = 1 WHERE expenditure_id = 1",), "expenditure/1"),
    ("an approval of what is not there", ("UPDATE approval SET version = 2 WHERE expenditure_id = 1",), "expenditure/1"),
    ("a year's days", ("UPDATE fiscal_year SET ends_on = '2017-12-30' WHERE year = 2017",), "year/2017"),
]  # fmt: skip


@pytest.fixture(scope="session")
def lived_once(opened: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a database that was lived in for two years, to be copied."""
    from tests.actions.conftest import _new_database  # noqa: PLC0415

    with _new_database(tmp_path_factory.mktemp("lived"), opened) as url:
        made = Database(url)
        live(World(made))
        made.dispose()
        yield url


@pytest.fixture
def lived_books(lived_once: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give books of the test's own that were lived in for two years."""
    from tests.actions.conftest import own_database  # noqa: PLC0415

    with own_database(tmp_path_factory, lived_once) as own:
        yield lived_in(own)


@pytest.mark.parametrize(
    "statements, place", [row[1:] for row in TAMPERINGS], ids=[row[0] for row in TAMPERINGS]
)
def test_tampering_is_found_with(lived_books: World, statements: tuple[str, ...], place: str) -> None:
    tamper(lived_books.database, *statements)
    found = lived_books.asks(check)
    assert place in {finding.place for finding in found.findings}
    assert sentence_of(found, PLAIN).count("\n") == len(found.findings)


def test_every_question_is_answered_by_one_of_the_tamperings(lived_books: World) -> None:
    """A question that no change to the books could make it ask for would prove nothing."""
