"""What goes beyond the rules stands: shares by hand, cash lent, the common fund, errors, and the rules."""
# ruff: noqa: S608 - the statements are made of our own tables

import pytest

from tests.actions.world import World
from tests.storage.attacks import NOON, add, assert_refused
from tests.storage.lived import Lived
from tests.storage.lived_beyond import Beyond
from tests.storage.plain import plainly

L, B = Lived(), Beyond()


def _set(changes: str, number: int) -> str:
    return f"UPDATE expenditure SET {changes} WHERE covenant_id = 1 AND id = {number}"


def _share(expenditure: int) -> str:
    return add("hand_share", covenant_id=1, expenditure_id=expenditure, project_id=1, pledge_id=3, cents=1)


def _movement(kind: str, cents: int, state: str = "recorded") -> str:
    return add(
        "cash_movement", covenant_id=1, id=99, advance_id=1, kind=kind, state=state, moved_on="2016-03-10",
        cents=cents, reference="", reversal_reason="", entry_id=9, person_id=1, recorded_at=NOON,
    )  # fmt: skip


def _version(party: int | None, *, payee: int = 1, iban: str = "", number: int = 2) -> str:
    return add(
        "payee_version", covenant_id=1, payee_id=payee, version=number, name="x", iban=iban, vat_number="",
        chamber_number="", party_id=party, digest="x", person_id=1, recorded_at=NOON,
    )  # fmt: skip


def _payee_is(party: int | None, number: int = 2, *, payee: int = 1, iban: str = "") -> tuple[str, str]:
    """Have the register say that a payee is a party, or none, as its rules ask."""
    said = f"name = 'x', iban = '{iban}', party_id = {party or 'NULL'}, version = {number}"
    row = f"UPDATE payee SET {said} WHERE covenant_id = 1 AND id = {payee}"
    return _version(party, payee=payee, iban=iban, number=number), row


def _release(decision: int, cents: int = 1, project: int = 1) -> str:
    return add(
        "common_release", covenant_id=1, id=99, decision_id=decision, project_id=project, year=2016,
        cents=cents,
    )  # fmt: skip


def _advance(decision: int, party: int = 2, pledge: int = 2) -> str:
    return add(
        "cash_advance", covenant_id=1, id=99, decision_id=decision, party_id=party, pledge_id=pledge,
        agreed_cents=1, repay_by="2016-12-31",
    )  # fmt: skip


def _taken_back(subject: str, entry: int | None) -> str:
    return add(
        "taken_back", covenant_id=1, subject=subject, taken_back_on="2016-03-10", reason="x", entry_id=entry,
        person_id=1, recorded_at=NOON,
    )  # fmt: skip


def _approval(number: int, party: int, person: int) -> str:
    return (
        "INSERT INTO approval (covenant_id, expenditure_id, version, party_id, person_id, digest,"
        f" approved_at) SELECT 1, {number}, x.version, {party}, {person}, 'x', '{NOON}'"
        f" FROM expenditure x WHERE x.id = {number}"
    )


def _sending(number: int, version: int) -> str:
    return add(
        "sending_back", covenant_id=1, expenditure_id=number, version=version, party_id=2, person_id=102,
        reason="x", sent_at=NOON,
    )  # fmt: skip


ADOPTED = {"common": 9, "cash": 10, "rules": 11}
"""The decisions that were adopted, by kind: each was applied once, and is good for nothing more."""

ATTACKS = {
    # shares by hand
    "by hand: another share": _share(B.by_hand),
    "by hand: the cents": f"UPDATE hand_share SET cents = 1 WHERE expenditure_id = {B.by_hand}",
    "by hand: no shares": f"DELETE FROM hand_share WHERE expenditure_id = {B.by_hand}",
    "by hand: the reason": f"UPDATE expenditure SET shares_reason = '' WHERE id = {B.by_hand}",
    "half approved: shares by hand": _share(L.half_approved),
    "half approved: a reason": f"UPDATE expenditure SET shares_reason = 'x' WHERE id = {L.half_approved}",
    # sent back
    "sent back: entered again as it was": _set("state = 'entered'", B.sent_back),
    "sent back: approved": _set("state = 'approved', entry_id = 30", B.sent_back),
    "sent back: an approval": _approval(B.sent_back, 3, 103),
    "sent back: another version": _sending(B.sent_back, 2),
    "entered: sent back without its state": _sending(L.half_approved, 1),
    "approved: sent back": _set("state = 'sent_back', entry_id = NULL", L.approved),
    "never sent back: resubmitted": add(
        "resubmission",
        covenant_id=1,
        expenditure_id=L.half_approved,
        version=1,
        person_id=1,
        answer="",
        resubmitted_at=NOON,
    ),
    # four eyes
    "an approval by who entered it": _approval(B.answered, 3, 1),
    "an approval by the payee's party": (*_payee_is(3), _approval(B.answered, 3, 103)),
    "an approval by who the payee was": (*_payee_is(3), *_payee_is(None, 3), _approval(B.answered, 3, 103)),
    "an approval by who shares a number": (
        *_payee_is(None, iban="x"),
        *_payee_is(3, payee=2, iban="x"),
        _approval(B.answered, 3, 103),
    ),
    "approved: its payee as it became": (*_payee_is(None, payee=2), _set("payee_version = 2", L.approved)),
    "an approval of what the payee was": (*_payee_is(None), _approval(B.answered, 3, 103)),
    # the register of payees
    "a payee linked by hand": "UPDATE payee SET party_id = 3 WHERE id = 1",
    "a payee's account": "UPDATE payee SET iban = 'x' WHERE id = 1",
    "a payee's version": "UPDATE payee SET version = 9 WHERE id = 1",
    "a version out of its place": _version(None, number=7),
    "a first version of something else": (
        add("payee", covenant_id=1, id=99, name="y", iban="", vat_number="", chamber_number="", version=1),
        _version(None, payee=99, number=1),
    ),
    "a payee that begins later": add(
        "payee", covenant_id=1, id=99, name="x", iban="", vat_number="", chamber_number="", version=2
    ),
    # the common fund and cash lent
    "a release without a decision": _release(4),
    "a release for another project": _release(ADOPTED["common"], project=2),
    "more than the common fund received": _release(ADOPTED["common"], 9_999),
    "cash lent without a decision": _advance(4),
    "cash lent by another party": _advance(ADOPTED["cash"], party=3),
    "cash lent on another's pledge": _advance(ADOPTED["cash"], pledge=3),
    "more cash than was agreed": _movement("advanced", 1_001),
    "more repaid than came in": _movement("repaid", 3_001),
    "a movement that begins reversed": _movement("advanced", 1, "reversed"),
    "a movement's cents": "UPDATE cash_movement SET cents = 1",
    "a movement reversed without an entry": "UPDATE cash_movement SET state = 'reversed'",
    # errors
    "a receipt taken back by another entry": _taken_back(f"bank/{B.kept_receipt}", 9),
    "a receipt taken back without an entry": _taken_back(f"bank/{B.kept_receipt}", None),
    "what is not there taken back": _taken_back("bank/99", None),
    "a payment taken back": _taken_back("payment/1", None),
    # the rules
    "a rule": "UPDATE decision_rule SET quorum = '1/9' WHERE kind = 'budget'",
    "the rule that was changed": "UPDATE decision_rule SET quorum = '1/9' WHERE kind = 'carry'",
    "a rule taken away": "DELETE FROM decision_rule WHERE kind = 'carry'",
    "a rule added": add(
        "decision_rule", covenant_id=1, kind="cash", voters="funders", quorum="1/9", majority="1/2", share=""
    ),
    "a consent taken away": "DELETE FROM rule_consent WHERE kind = 'budget'",
    "a consent added": add("rule_consent", covenant_id=1, kind="carry", party_id=2),
    "a step of the mandate": "UPDATE mandate_step SET approvals = 1",
    "a step taken away": "DELETE FROM mandate_step WHERE step = 1",
    "a step added": add("mandate_step", covenant_id=1, step=9, approvals=1, voters="funders"),
    "whose approval is required": "DELETE FROM mandate_from",
    "an approval required of another": add("mandate_from", covenant_id=1, step=1, party_id=2),
    "the cash rule": "UPDATE covenant SET cash_rule = 'warn'",
    "how is charged": "UPDATE covenant SET charging = 'narrowest_first'",
    "the bank's floor": "UPDATE account_total SET floor_cents = NULL WHERE account = 'bank'",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_it_is_refused_from_a_plain_connection(unharmed: World, name: str) -> None:
    attack = ATTACKS[name]
    statements = [attack] if isinstance(attack, str) else list(attack)
    guards = ("ledger:frozen", "ledger:cap-pledge", "ledger:kept", "ledger:exists")
    assert_refused(unharmed, statements, *guards, "permission denied for table decision_rule")


def test_the_decisions_are_those(lived: World) -> None:
    with plainly(lived.database) as plain:
        for kind, number in ADOPTED.items():
            assert plain.value(f"SELECT kind FROM decision WHERE id = {number}") == kind
