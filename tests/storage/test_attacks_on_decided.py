"""What was approved, decided, posted or reversed stands, and nothing comes into being half-way."""
# ruff: noqa: S608 - the statements are made of our own tables

import pytest

from tests.actions.world import World
from tests.storage.attacks import NOON, add, assert_refused
from tests.storage.lived import Lived

L = Lived()


def _set(table: str, changes: str, number: int) -> str:
    return f"UPDATE {table} SET {changes} WHERE covenant_id = 1 AND id = {number}"


OWNER = {"split": "expenditure_id", "budget_line": "budget_id", "vote": "decision_id"}


def _all(table: str, changes: str, number: int) -> str:
    return f"UPDATE {table} SET {changes} WHERE covenant_id = 1 AND {OWNER[table]} = {number}"


def _expenditure(state: str, version: int) -> str:
    return add(
        "expenditure", covenant_id=1, id=99, version=version, kind="invoice", state=state, payee_id=1,
        payee_version=1,
        invoice_reference="x", invoice_on="2016-03-10", accounting_on="2016-03-10", accounting_year=2016,
        description="x", net_cents=1, vat_cents=0, recoverable_vat_cents=0, gross_cents=1, entry_id=29,
        reason="", person_id=1, recorded_at=NOON,
    )  # fmt: skip


def _budget(state: str) -> str:
    return add(
        "budget", covenant_id=1, id=99, year=2017, version=9, purpose="", state=state,
        decision_id=L.adopted_decision, person_id=1, recorded_at=NOON,
    )  # fmt: skip


def _decision(state: str) -> str:
    return add(
        "decision", covenant_id=1, id=99, version=1, kind="reopen_year", subject="year/2015", title="x",
        proposal="x", content="x", digest="x", quorum="1/2", majority="1/2", state=state,
        opened_on="2016-03-10", person_id=1, recorded_at=NOON,
    )  # fmt: skip


def _vote(decision: int, party: int, digest: str = "digest", version: str = "version") -> str:
    return (
        "INSERT INTO vote"
        " (covenant_id, decision_id, version, party_id, choice, reason, digest, person_id, cast_at)"
        f" SELECT 1, id, {version}, {party}, 'for', '', {digest}, 1, recorded_at"
        f" FROM decision WHERE id = {decision}"
    )


def _approval(number: int, version: int, digest: str) -> str:
    return add(
        "approval", covenant_id=1, expenditure_id=number, version=version, party_id=3, person_id=103,
        digest=digest, approved_at=NOON,
    )  # fmt: skip


def _contribution(state: str) -> str:
    return add(
        "contribution", covenant_id=1, id=99, party_id=1, received_on="2016-03-10", amount_cents=1,
        reference="", state=state, reversal_reason="", entry_id=2, person_id=1, recorded_at=NOON,
    )  # fmt: skip


def _payment(state: str) -> str:
    return add(
        "payment", covenant_id=1, id=99, expenditure_id=1, kind="paid", state=state, paid_on="2016-03-10",
        cents=1, reference="", entry_id=29, person_id=1, recorded_at=NOON,
    )  # fmt: skip


FROZEN = {
    # expenditures
    "approved: its payee": _set("expenditure", "payee_id = 1", L.approved),
    "approved: its amounts": _set("expenditure", "net_cents = 1, gross_cents = 1", L.approved),
    "approved: its text": _set("expenditure", "description = 'x'", L.approved),
    "approved: its accounting date": _set("expenditure", "accounting_on = '2015-07-06'", L.approved),
    "approved: its version": _set("expenditure", "version = 2", L.approved),
    "approved: its entry": _set("expenditure", "entry_id = 29", L.approved),
    "approved: its time": _set("expenditure", f"approved_at = '{NOON}'", L.approved),
    "approved: back to entered": _set("expenditure", "state = 'entered', entry_id = NULL", L.approved),
    "approved: its splits": _all("split", "cents = cents + 1", L.approved),
    "approved: another split": f"INSERT INTO split VALUES (1, {L.approved}, 9, 3, 1)",
    "approved: no splits": f"DELETE FROM split WHERE expenditure_id = {L.approved}",
    "approved: another approval": _approval(L.approved, 1, "x"),
    "half approved: its amounts": _set("expenditure", "net_cents = 1, gross_cents = 1", L.half_approved),
    "half approved: its splits": _all("split", "cents = cents + 1", L.half_approved),
    "half approved: another split": f"INSERT INTO split VALUES (1, {L.half_approved}, 9, 3, 1)",
    "half approved: no splits": f"DELETE FROM split WHERE expenditure_id = {L.half_approved}",
    "half approved: who entered it": _set("expenditure", "person_id = 9", L.half_approved),
    "half approved: an approval of something else": _approval(L.half_approved, 1, "x"),
    "half approved: an approval of another version": _approval(L.half_approved, 2, "x"),
    "half approved: an earlier version": _set("expenditure", "version = 0", L.half_approved),
    "half approved: booked by another's entry": _set(
        "expenditure", "state = 'approved', entry_id = 16", L.half_approved
    ),
    "approved: reversed by another's entry": _set("expenditure", "state = 'reversed', reversal_id = 18", 1),
    "an instalment posted by another's entry": _set("instalment", "entry_id = 16", L.later_instalment),
    "half approved: paid at once": _set("expenditure", "state = 'paid', entry_id = 29", L.half_approved),
    "rejected: entered again": _set("expenditure", "state = 'entered'", L.rejected),
    "rejected: the reason": _set("expenditure", "reason = 'x'", L.rejected),
    "reversed: approved again": _set("expenditure", "state = 'approved', reversal_id = NULL", L.reversed),
    "reversed: the reason": _set("expenditure", "reason = 'x'", L.reversed),
    "an expenditure that begins approved": _expenditure("approved", 1),
    "an expenditure that begins at its second version": _expenditure("entered", 2),
    # budgets
    "adopted: its lines": _all("budget_line", "cents = cents + 1", L.adopted_budget),
    "adopted: another line": f"INSERT INTO budget_line VALUES (1, {L.adopted_budget}, 3, 1)",
    "adopted: no lines": f"DELETE FROM budget_line WHERE budget_id = {L.adopted_budget}",
    "adopted: its year": _set("budget", "year = 2017", L.adopted_budget),
    "adopted: its decision": _set("budget", "decision_id = 1", L.adopted_budget),
    "adopted: proposed again": _set("budget", "state = 'proposed'", L.adopted_budget),
    "adopted: its day": _set("budget", "adopted_on = '2016-01-01'", L.adopted_budget),
    "replaced: in force again": _set("budget", "state = 'adopted'", L.replaced_budget),
    "rejected budget: in force": _set("budget", "state = 'adopted'", L.rejected_budget),
    "put to the vote: in force": _set("budget", "state = 'adopted'", L.open_budget),
    "put to the vote: rejected": _set("budget", "state = 'rejected'", L.open_budget),
    "put to the vote: its lines": _all("budget_line", "cents = cents + 1", L.open_budget),
    "put to the vote: another line": f"INSERT INTO budget_line VALUES (1, {L.open_budget}, 3, 1)",
    "put to the vote: no lines": f"DELETE FROM budget_line WHERE budget_id = {L.open_budget}",
    "put to the vote: another decision": _set("budget", "decision_id = 4", L.open_budget),
    "put to the vote: its purpose": _set("budget", "purpose = 'x'", L.open_budget),
    "a budget that begins adopted": _budget("adopted"),
    # decisions and votes
    "decided: its state": _set("decision", "state = 'rejected'", L.adopted_decision),
    "decided: its text": _set("decision", "proposal = 'x', version = 2", L.adopted_decision),
    "decided: its day": _set("decision", "closed_on = '2016-01-01'", L.adopted_decision),
    "decided: a vote": _all("vote", "choice = 'against'", L.adopted_decision),
    "decided: one more vote": _vote(L.adopted_decision, 4),
    "open: its text": _set("decision", "proposal = 'x'", L.open_decision),
    "open: its figures": _set("decision", "content = '{}', digest = 'x'", L.open_decision),
    "open: its rule": _set("decision", "majority = '1/100'", L.open_decision),
    "open: its kind": _set("decision", "kind = 'x', version = 2", L.open_decision),
    "open: an earlier version": _set("decision", "version = 0", L.open_decision),
    "open: a vote on something else": _vote(L.open_decision, 3, digest="'x'"),
    "open: a vote on another version": _vote(L.open_decision, 3, version="2"),
    "open: a vote of who has none": _vote(L.open_decision, 7),
    "open: a vote bound to something else": _all("vote", "digest = 'x'", L.open_decision),
    "open: one more voter": f"INSERT INTO decision_voter VALUES (1, {L.open_decision}, 7, 0)",
    "decided: one more voter": f"INSERT INTO decision_voter VALUES (1, {L.adopted_decision}, 7, 0)",
    "a decision that begins adopted": _decision("adopted"),
    # money in and out
    "a contribution's amount": _set("contribution", "amount_cents = 1", L.contribution),
    "a contribution's party": _set("contribution", "party_id = 1", L.contribution),
    "a contribution reversed without an entry": _set("contribution", "state = 'reversed'", L.contribution),
    "a contribution that begins reversed": _contribution("reversed"),
    "a payment's amount": _set("payment", "cents = 1", L.payment),
    "a payment's day": _set("payment", "paid_on = '2016-01-01'", L.payment),
    "a payment reversed without an entry": _set("payment", "state = 'reversed'", L.payment),
    "a payment that begins reversed": _payment("reversed"),
    "an instalment's posting": _set("instalment", "entry_id = NULL", L.due_instalment),
    "an instalment's amount": _set("instalment", "amount_cents = 1", L.later_instalment),
    "an instalment's day": _set("instalment", "due_on = '2016-04-01'", L.later_instalment),
    "an instalment's pledge": _set("instalment", "pledge_id = 2", L.later_instalment),
    "one more instalment": add(
        "instalment", covenant_id=1, id=99, pledge_id=2, due_on="2016-04-01", amount_cents=1
    ),
    "a contract's amount": _set("obligation", "amount_cents = 10001", L.contract),
    "a contract's year": _set("obligation", "year = 2017", L.contract),
    # the agreement
    "a project's programme line": _set("project", "line_id = 3", 1),
    "a project's slug": _set("project", "slug = 'x'", 1),
    "a programme line's slug": _set("programme_line", "slug = 'x'", 1),
    "a party's first day": _set("party", "joined_on = '2016-01-01'", 1),
    "the covenant's slug": "UPDATE covenant SET slug = 'x'",
    "the covenant's first day": "UPDATE covenant SET starts_on = '2014-01-01'",
    "a year's last day": "UPDATE fiscal_year SET ends_on = '2016-12-31' WHERE year = 2015",
    "a year's first day": "UPDATE fiscal_year SET starts_on = '2015-01-01' WHERE year = 2016",
}

OTHERWISE = {
    "year-closed": add(
        "measurement",
        covenant_id=1,
        id=99,
        indicator_id=1,
        measured_on="2015-12-31",
        value=1,
        source="x",
        person_id=1,
        recorded_at=NOON,
    ),
    "exists": "INSERT INTO fiscal_year VALUES (1, 1999, '2015-06-01', '2015-06-30', 'open', NULL)",
    "append-only": "UPDATE decision_voter SET consent = 0",
}


@pytest.mark.parametrize("name", FROZEN)
def test_nothing_changes(unharmed: World, name: str) -> None:
    words = ("ledger:frozen", "ledger:year-closed", "permission denied for table budget_line")
    assert_refused(unharmed, [FROZEN[name]], *words)


@pytest.mark.parametrize("word", OTHERWISE)
def test_refused_with(unharmed: World, word: str) -> None:
    assert_refused(unharmed, [OTHERWISE[word]], f"ledger:{word}")


CHAINED = "seq, version, at, person_id, act, subject, content, previous_hash, hash"
TRAIL = f"INSERT INTO trail (covenant_id, written, {CHAINED}) SELECT 1, '{{}}'"
LOG = f"INSERT INTO access_log (covenant_id, {CHAINED}) SELECT 0"
ROW = "1, MAX(at), 1, 'x', 'x', '1'"


@pytest.mark.parametrize(
    "statement",
    [
        f"{TRAIL}, MAX(seq) + 2, {ROW}, MAX(hash), 'x' FROM trail",
        f"{TRAIL}, MAX(seq) + 1, {ROW}, 'x', 'x' FROM trail",
        f"{TRAIL}, 0, {ROW}, '', 'x' FROM trail",
        f"{LOG}, MAX(seq) + 2, {ROW}, MAX(hash), 'x' FROM access_log",
        f"{LOG}, MAX(seq) + 1, {ROW}, 'x', 'x' FROM access_log",
    ],
)
def test_the_trail_and_the_log_grow_only_at_their_end(unharmed: World, statement: str) -> None:
    assert_refused(unharmed, [statement], "ledger:trail-order")
