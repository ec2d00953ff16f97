"""What can be changed in the books and must then be found: what, how, and the place that is named."""
# ruff: noqa: S608 - the statements are made of our own words

from tests.actions.tamperings_beyond import BEYOND
from tests.storage.attacks import NEXT, NOON, add, posting, seal


def change(table: str, new: str, where: str = "1 = 1") -> str:
    """Write the statement that changes rows."""
    return f"UPDATE {table} SET {new} WHERE {where}"


def remove(table: str, where: str) -> str:
    """Write the statement that takes rows away."""
    return f"DELETE FROM {table} WHERE {where}"


def head(kind: str, subject: str) -> str:
    """Write the statement that adds the next entry, without its postings."""
    return add(
        "journal_entry", covenant_id=1, id=NEXT, day="2016-03-10", fiscal_year=2016, accounting_year=2016,
        kind=kind, subject=subject, text="", person_id=1, recorded_at=NOON,
    )  # fmt: skip


BOOKS: list[tuple[str, list[str], str]] = [
    ("a seal taken away", [remove("entry_seal", "entry_id = 9")], "entry/9"),
    ("an entry taken away", [remove("journal_entry", "id = 9")], "entry/9"),
    ("all postings taken away", [remove("posting", "entry_id = 9")], "entry/9"),
    ("a posting taken away", [remove("posting", "entry_id = 9 AND line = 1")], "entry/9"),
    ("a posting added", [posting(9, 99, "bank", 1, 5)], "entry/9"),
    ("cents moved", [change("posting", "cents = cents + 1", "entry_id = 9 AND line = 1")], "entry/9"),
    ("cents moved on both sides", [change("posting", "cents = 2 * cents", "entry_id = 11")], "entry/11"),
    (
        "costs without a charge",
        [head("x", "x"), posting(NEXT, 1, "costs", 1, 5, 1), posting(NEXT, 2, "unspent", 1, -5), seal()],
        f"entry/{NEXT}",
    ),
    ("a posting's day", [change("posting", "day = '2015-07-09'", "entry_id = 9")], "entry/9"),
    ("a posting's year", [change("posting", "accounting_year = 2016", "entry_id = 9")], "entry/9"),
    ("an entry's day", [change("journal_entry", "day = '2016-01-01'", "id = 9")], "entry/9"),
    ("an entry's year", [change("journal_entry", "fiscal_year = 2016", "id = 9")], "entry/9"),
    ("an entry's budget year", [change("journal_entry", "accounting_year = 2017", "id = 9")], "entry/9"),
    ("an entry's subject", [change("journal_entry", "subject = 'expenditure/4'", "id = 9")], "expenditure/1"),
    ("an entry's kind", [change("journal_entry", "kind = 'interest_received'", "id = 9")], "expenditure/1"),
    ("what an entry reverses", [change("journal_entry", "reverses_id = 9", "id = 18")], "entry/18"),
    (
        "a reversal of less",
        [change("posting", "cents = cents - SIGN(cents)", "entry_id = 18 AND pledge_id = 4")],
        "entry/18",
    ),
    (
        "an expenditure booked twice",
        [
            head("expenditure_approved", "expenditure/1"),
            posting(NEXT, 1, "bank", 1, 5),
            posting(NEXT, 2, "creditors", 1, -5),
            seal(),
        ],
        f"entry/{NEXT}",
    ),
    (
        "a contribution in kind booked as money",
        [head("x", "in-kind/1"), posting(NEXT, 1, "bank", 1, 5), posting(NEXT, 2, "unspent", 1, -5), seal()],
        f"entry/{NEXT}",
    ),
    (
        "money of a pledge that is not there",
        [head("x", "x"), posting(NEXT, 1, "bank", 99, 5), posting(NEXT, 2, "unspent", 99, -5), seal()],
        "pledge/99/bank",
    ),
    ("a balance", [change("account_total", "balance_cents = 0", "account = 'bank'")], "account/bank"),
    ("a balance taken away", [remove("account_total", "account = 'vat'")], "account/vat"),
    ("a floor", [change("account_total", "floor_cents = NULL", "account = 'bank'")], "account/bank"),
    (
        "a fund",
        [change("fund_total", "balance_cents = 1", "pledge_id = 3 AND account = 'vat'")],
        "pledge/3/vat",
    ),
    ("charges", [change("pledge_total", "charged_cents = 0", "pledge_id = 3 AND year = 2016")], "pledge/3"),
    ("charges taken away", [remove("pledge_total", "pledge_id = 3 AND year = 2015")], "pledge/3"),
    ("what is due", [change("pledge_total", "due_cents = due_cents + 1", "pledge_id = 3")], "pledge/3"),
    ("spend", [change("project_total", "spent_cents = 0", "project_id = 1")], "project/work"),
    ("spend taken away", [remove("project_total", "project_id = 1")], "project/work"),
    ("room", [change("project_total", "budget_cents = budget_cents + 1", "project_id = 1")], "project/work"),
    ("a contract's room", [change("project_total", "obligated_cents = 0", "project_id = 2")], "project/fair"),
    (
        "a budget below what is spent",
        [
            change("project_total", "budget_cents = 1", "project_id = 1 AND year = 2015"),
            change("budget_line", "cents = 1", "project_id = 1 AND budget_id = 2"),
        ],
        "project/work",
    ),
    (
        "a pledge below what was charged",
        [change("pledge_total", "due_cents = 1", "pledge_id = 3 AND year = 2015")],
        "pledge/3",
    ),
    ("what is open of a contract", [change("obligation", "open_cents = 0", "id = 2")], "obligation/2"),
    ("a contract's record", [remove("obligation_use", "obligation_id = 2 AND line = 1")], "obligation/2"),
    ("a pledge", [change("pledge", "amount_cents = amount_cents + 1", "id = 3")], "pledge/3"),
    ("an instalment", [change("instalment", "amount_cents = 1", "id = 1")], "instalment/1"),
    ("an instalment's entry", [change("instalment", "entry_id = NULL", "id = 1")], "entry/5"),
    ("an instalment's day", [change("instalment", "due_on = '2015-08-01'", "id = 1")], "instalment/1"),
    ("a reduction", [change("reduction", "cents = 1", "id = 1")], "decision/8"),
    (
        "a reduction of another instalment",
        [change("reduction", "instalment_id = 11", "id = 1")],
        "decision/8",
    ),
    ("a reduction that was forgotten", [remove("reduction", "id = 1")], "decision/8"),
    ("an earmark", [change("pledge_earmark", "line_id = 4", "pledge_id = 1 AND line_id = 1")], "pledge/1"),
    ("a contribution", [change("contribution", "amount_cents = 1", "id = 1")], "contribution/1"),
    (
        "a contribution's day",
        [change("contribution", "received_on = '2015-03-01'", "id = 1")],
        "contribution/1",
    ),
    ("a contribution's party", [change("contribution", "party_id = 1", "id = 1")], "contribution/1"),
    ("a contribution's state", [change("contribution", "state = 'reversed'", "id = 1")], "contribution/1"),
    (
        "a contribution's instalment",
        [change("contribution_part", "instalment_id = 10", "contribution_id = 4")],
        "contribution/4",
    ),
    (
        "a contribution's pledge",
        [change("contribution_part", "pledge_id = 3, instalment_id = 9", "contribution_id = 1")],
        "contribution/1",
    ),
    (
        "an instalment paid twice",
        [change("contribution_part", "instalment_id = 4", "contribution_id = 3")],
        "instalment/4",
    ),
    (
        "an instalment paid ahead",
        [change("contribution_part", "instalment_id = 12", "contribution_id = 1")],
        "pledge/4",
    ),
    ("interest", [change("bank_receipt", "amount_cents = 1")], "bank/1"),
    ("a split", [change("split", "cents = cents + 1", "expenditure_id = 4")], "expenditure/4"),
    ("a split's project", [change("split", "project_id = 3", "expenditure_id = 4")], "expenditure/4"),
    (
        "a split and its expenditure",
        [
            change("split", "cents = cents + 1", "expenditure_id = 4"),
            change("expenditure", "net_cents = net_cents + 1, gross_cents = gross_cents + 1", "id = 4"),
        ],
        "expenditure/4",
    ),
    ("recoverable VAT", [change("expenditure", "recoverable_vat_cents = 1", "id = 2")], "expenditure/2"),
    (
        "who is charged",
        [
            change(
                "posting", "pledge_id = 3 - pledge_id", "entry_id = 9 AND account = 'costs' AND pledge_id < 3"
            )
        ],
        "entry/9",
    ),
    (
        "who owes the payee",
        [
            change(
                "posting", "cents = cents + 5", "entry_id = 9 AND account = 'creditors' AND pledge_id = 2"
            ),
            change("posting", "cents = cents - 5", "entry_id = 9 AND account = 'unspent' AND pledge_id = 2"),
        ],
        "expenditure/1",
    ),
    (
        "an accounting date",
        [change("expenditure", "accounting_on = '2016-01-01'", "id = 1")],
        "expenditure/1",
    ),
    ("a party's first day", [change("party", "joined_on = '2015-12-01'", "id = 2")], "expenditure/1"),
    ("a party's last day", [change("party", "left_on = '2015-02-01'", "id = 2")], "expenditure/1"),
    ("a state", [change("expenditure", "state = 'paid'", "id = 1")], "expenditure/1"),
    ("a paid one's state", [change("expenditure", "state = 'approved'", "id = 8")], "expenditure/8"),
    (
        "a reversal undone",
        [change("expenditure", "state = 'paid', reversal_id = NULL", "id = 2")],
        "expenditure/2",
    ),
    ("another's reversal", [change("expenditure", "reversal_id = 23", "id = 2")], "expenditure/2"),
    ("another's entry", [change("expenditure", "entry_id = 2", "id = 5")], "expenditure/5"),
    ("a payment", [change("payment", "cents = cents + 1", "id = 1")], "payment/1"),
    ("a payment's day", [change("payment", "paid_on = '2015-07-09'", "id = 1")], "payment/1"),
    ("a payment's state", [change("payment", "state = 'reversed'", "id = 1")], "payment/1"),
    ("a payment's expenditure", [change("payment", "expenditure_id = 4", "id = 1")], "payment/1"),
    (
        "a share",
        [change("payment_share", "cents = cents + 1", "payment_id = 1 AND pledge_id = 2")],
        "entry/11",
    ),
    ("a set-off's other half", [change("payment", "cents = -1", "id = 4")], "payment/4"),
    ("a set-off taken apart", [change("payment", "set_off_id = 1", "id = 4")], "payment/4"),
    ("half a set-off", [remove("payment", "id = 4"), remove("payment_share", "payment_id = 4")], "payment/3"),
    ("two budgets in force", [change("budget", "state = 'adopted'", "id = 1")], "year/2015"),
    ("a budget's state", [change("budget", "state = 'adopted'", "id = 5")], "budget/5"),
    ("a budget's decision", [change("budget", "decision_id = 3", "id = 4")], "budget/4"),
    ("a budget line", [change("budget_line", "cents = cents + 1", "budget_id = 4")], "project/work"),
    ("a decision's state", [change("decision", "state = 'rejected'", "id = 4")], "decision/4"),
    ("a vote", [change("vote", "choice = 'against'", "decision_id = 4 AND party_id = 1")], "decision/4"),
    ("a vote taken away", [remove("vote", "decision_id = 4 AND party_id = 1")], "decision/4"),
    ("a voter taken away", [remove("decision_voter", "decision_id = 4 AND party_id = 1")], "decision/4"),
    ("a vote on what is not there", [change("vote", "version = 2", "decision_id = 4")], "decision/4"),
    ("the approvals", [remove("approval", "expenditure_id = 1")], "expenditure/1"),
    ("who approved", [change("approval", "person_id = 1", "expenditure_id = 1")], "expenditure/1"),
    (
        "an approval by who is paid",
        [change("payee_version", "party_id = 2", "payee_id = 1"), change("payee", "party_id = 2", "id = 1")],
        "expenditure/9",
    ),
    ("a payee changed behind approvers", [change("payee", "version = 2", "id = 1")], "expenditure/9"),
    ("whose party a payee is", [change("payee", "party_id = 2", "id = 1")], "payee/1"),
    (
        "one person behind two approvals",
        [change("approval", "person_id = 101", "expenditure_id = 2 AND party_id = 2")],
        "expenditure/2",
    ),
    (
        "one person behind two votes",
        [change("vote", "person_id = 101", "decision_id = 4 AND party_id = 2")],
        "decision/4",
    ),
    (
        "an approval of what is not there",
        [change("approval", "version = 2", "expenditure_id = 1")],
        "expenditure/1",
    ),
    ("a year's days", [change("fiscal_year", "ends_on = '2017-12-30'", "year = 2017")], "year/2017"),
    ("a year opened", [change("fiscal_year", "state = 'open'", "year = 2015")], "year/2015"),
    ("a year closed", [change("fiscal_year", "state = 'closed'", "year = 2016")], "year/2016"),
    ("a year's decision", [change("fiscal_year", "decision_id = 3", "year = 2015")], "year/2015"),
    (
        "budget carried",
        [add("budget_carry", covenant_id=1, budget_id=4, project_id=1, from_year=2015, cents=1)],
        "budget/4",
    ),
    (
        "budget kept as carried",
        [change("project_total", "carried_cents = 1", "project_id = 1")],
        "project/work",
    ),
    ("the common fund divided", [head("common_settled", "settlement/4")], f"entry/{NEXT}"),
    ("the day the books began", [change("running_start", "starts_on = '2016-01-01'")], "entry/1"),
    ("the decision on it", [change("running_start", "decision_id = 4")], "running-start"),
    (
        "an opening balance",
        [change("running_start_line", "spent_cents = 1, entry_id = 2", "pledge_id = 2")],
        "pledge/2",
    ),
    *BEYOND,
]
"""What the second count finds."""

RECORD: list[tuple[str, list[str], str]] = [
    ("an entry's text", [change("journal_entry", "text = 'x'", "id = 9")], "entry/9"),
    ("who booked an entry", [change("journal_entry", "person_id = 9", "id = 9")], "entry/9"),
    ("an entry's subject", [change("journal_entry", "subject = 'x'", "id = 16")], "entry/16"),
    ("an entry's day", [change("journal_entry", "day = '2016-01-02'", "id = 19")], "entry/19"),
    ("what an entry reverses", [change("journal_entry", "reverses_id = NULL", "id = 18")], "entry/18"),
    ("a posting's cents", [change("posting", "cents = cents + 1", "entry_id = 9 AND line = 1")], "entry/9"),
    ("a posting's pledge", [change("posting", "pledge_id = 9", "entry_id = 9 AND line = 1")], "entry/9"),
    ("a posting's project", [change("posting", "project_id = 2", "entry_id = 9 AND line = 1")], "entry/9"),
    ("a posting's account", [change("posting", "account = 'owed'", "entry_id = 16")], "entry/16"),
    ("a posting taken away", [remove("posting", "entry_id = 9 AND line = 1")], "entry/9"),
    ("all postings taken away", [remove("posting", "entry_id = 9")], "entry/9"),
    ("an entry taken away", [remove("journal_entry", "id = 16")], "entry/16"),
    ("an entry nobody told of", [head("x", "x"), seal()], f"entry/{NEXT}"),
    ("two entries changed round", [
        change("journal_entry", "id = 99", "id = 5"),
        change("journal_entry", "id = 5", "id = 6"),
        change("journal_entry", "id = 6", "id = 99"),
    ], "entry/5"),
    ("a charge and its debt", [
        change("posting", "cents = cents + 1", "entry_id = 9 AND account = 'costs' AND pledge_id = 2"),
        change("posting", "cents = cents - 1", "entry_id = 9 AND account = 'costs' AND pledge_id = 3"),
    ], "entry/9"),
    ("a share", [
        change("payment_share", "cents = cents + 1", "payment_id = 1 AND pledge_id = 2"),
    ], "payment/1"),
    ("a payment's entry", [change("payment", "entry_id = 12", "id = 1")], "payment/1"),
    ("a payment's expenditure", [change("payment", "expenditure_id = 4", "id = 1")], "payment/1"),
    ("a payment taken away", [remove("payment", "id = 1")], "payment/1"),
    ("a payment nobody told of", [change("payment", "id = 99", "id = 1")], "payment/99"),
    ("what a contribution paid", [
        change("contribution_part", "instalment_id = 12", "contribution_id = 1"),
    ], "contribution/1"),
    ("a contribution's parts taken away", [
        remove("contribution_part", "contribution_id = 1"),
    ], "contribution/1"),
    ("a contribution's party", [change("contribution", "party_id = 1", "id = 1")], "contribution/1"),
    ("a contribution's reference", [change("contribution", "reference = 'x'", "id = 1")], "contribution/1"),
    ("a contribution taken away", [remove("contribution", "id = 1")], "contribution/1"),
    ("interest", [change("bank_receipt", "kind = 'vat'")], "bank/1"),
    ("a contribution in kind", [change("in_kind", "value_cents = 1", "id = 1")], "in-kind/1"),
    ("a measurement", [change("measurement", "value = 1", "id = 1")], "measurement/1"),
    ("a contract", [change("obligation", "description = 'x'", "id = 1")], "obligation/1"),
    ("a rejected invoice", [change("expenditure", "gross_cents = 1", "id = 6")], "expenditure/6"),
    ("a rejected invoice's project", [
        change("split", "project_id = 3", "expenditure_id = 6"),
    ], "expenditure/6"),
    ("a rejected invoice taken away", [remove("expenditure", "id = 6")], "expenditure/6"),
    ("an approved invoice's text", [change("expenditure", "description = 'x'", "id = 1")], "expenditure/1"),
    ("an approved invoice's payee", [change("expenditure", "payee_id = 2", "id = 1")], "expenditure/1"),
    ("a payee of before", [change("payee_version", "name = 'x'", "payee_id = 1")], "payee/1"),
    ("an approved invoice's split", [change("split", "cents = 1", "expenditure_id = 1")], "expenditure/1"),
    ("an approval's digest", [change("approval", "digest = 'x'", "expenditure_id = 1")], "expenditure/1"),
    ("an approval's person", [change("approval", "person_id = 9", "expenditure_id = 1")], "expenditure/1"),
    ("an approval's party", [
        change("approval", "party_id = 7", "expenditure_id = 1 AND party_id = 1"),
    ], "expenditure/1"),
    ("an approval taken away", [remove("approval", "expenditure_id = 4")], "expenditure/4"),
    ("a proposal's lines", [change("budget_line", "cents = 1", "budget_id = 6")], "budget/6"),
    ("a proposal's lines taken away", [remove("budget_line", "budget_id = 6")], "budget/6"),
    ("a budget's year", [change("budget", "year = 2017", "id = 5")], "budget/5"),
    ("a decision's title", [change("decision", "title = 'x'", "id = 4")], "decision/4"),
    ("a decision's text", [change("decision", "proposal = 'y'", "id = 4")], "decision/4"),
    ("a decision's figures", [change("decision", "content = '{}'", "id = 4")], "decision/4"),
    ("a decision's digest", [change("decision", "digest = 'x'", "id = 4")], "decision/4"),
    ("a decision's outcome", [change("decision", "state = 'rejected'", "id = 4")], "decision/4"),
    ("a decision open again", [change("decision", "state = 'open'", "id = 4")], "decision/4"),
    ("a decision taken", [change("decision", "state = 'adopted'", "id = 6")], "decision/6"),
    ("a decision taken away", [remove("decision", "id = 4")], "decision/4"),
    ("a vote", [change("vote", "choice = 'against'", "decision_id = 4 AND party_id = 2")], "decision/4"),
    ("a vote's reason", [change("vote", "reason = 'x'", "decision_id = 4 AND party_id = 2")], "decision/4"),
    ("a vote's digest", [change("vote", "digest = 'x'", "decision_id = 4 AND party_id = 2")], "decision/4"),
    ("who voted", [change("vote", "person_id = 9", "decision_id = 4 AND party_id = 2")], "decision/4"),
    ("whose vote", [change("vote", "party_id = 7", "decision_id = 4 AND party_id = 2")], "decision/4"),
    ("a vote taken away", [remove("vote", "decision_id = 4 AND party_id = 2")], "decision/4"),
    ("a file's name for another", [change("evidence", "subject = 'expenditure/4'", "id = 1")], "evidence/1"),
    ("a file's size", [change("evidence_file", "size = 1")], "evidence/1"),
    ("a file taken away", [remove("evidence", "id = 1")], "evidence/1"),
    ("the claim a debt was settled with", [change("payment", "expenditure_id = 4", "id = 4")], "payment/4"),
    ("a person in the trail", [change("trail", "person_id = 9", "seq = 5")], "trail/5"),
    ("an act in the trail", [change("trail", "act = 'x'", "seq = 5")], "trail/5"),
    ("a subject in the trail", [change("trail", "subject = 'x'", "seq = 5")], "trail/5"),
    ("a content in the trail", [change("trail", "content = '{}'", "seq = 5")], "trail/5"),
    ("a content that is none", [change("trail", "content = '{'", "seq = 5")], "trail/5"),
    ("the same content written otherwise", [
        change("trail", "content = content || ' '", "seq = 5"),
    ], "trail/5"),
    ("a time in the trail", [change("trail", "at = '2015-01-01 00:00:00+00:00'", "seq = 5")], "trail/5"),
    ("a form in the trail", [change("trail", "version = 2", "seq = 5")], "trail/5"),
    ("a hash in the trail", [change("trail", "hash = 'x'", "seq = 5")], "trail/5"),
    ("a link in the trail", [change("trail", "previous_hash = 'x'", "seq = 5")], "trail/5"),
    ("a row of the trail taken away", [remove("trail", "seq = 5")], "trail/5"),
    ("an act in the access log", [change("access_log", "act = 'x'", "seq = 1")], "access-log/1"),
]  # fmt: skip
"""What is found in the record."""
