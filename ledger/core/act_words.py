"""What the acts on the trail are called, and what they tell, for people to read: one word table for both.

An act is written on the trail as a word like "expenditure.entered", which never changes; what a reader sees
is its sentence here. A test asks that every act any code writes has its words.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.core.statements.words import DECISION_KINDS, PARTY_KINDS, VOTES

ACTS: Mapping[str, str] = {
    "bank.received": N_("Money received at the bank"),
    "budget.adopted": N_("Budget in force"),
    "budget.carried": N_("Budget carried over"),
    "budget.changed": N_("Proposed budget changed"),
    "budget.proposed": N_("Budget proposed"),
    "cash.agreed": N_("Loan of cash agreed"),
    "cash.received": N_("Cash lent received"),
    "cash.repaid": N_("Cash lent paid back"),
    "cash.reversed": N_("Movement of cash lent taken back"),
    "common.divided": N_("Common fund divided over the parties"),
    "common.released": N_("Money of the common fund released"),
    "contribution.opened": N_("Instalment open again"),
    "contribution.received": N_("Contribution received"),
    "contribution.returned": N_("Overpayment returned"),
    "contribution.reversed": N_("Contribution taken back"),
    "contribution.settled": N_("Contribution set against an instalment that fell due"),
    "covenant.opened": N_("Covenant opened"),
    "covenant.settled": N_("Covenant settled"),
    "decision.adopted": N_("Decision adopted"),
    "decision.changed": N_("Proposal changed"),
    "decision.lapsed": N_("Proposal lapsed"),
    "decision.opened": N_("Proposal put to the vote"),
    "decision.rejected": N_("Proposal rejected"),
    "decision.voted": N_("Vote cast"),
    "decision.withdrawn": N_("Proposal withdrawn"),
    "evidence.added": N_("Evidence added"),
    "expenditure.approved": N_("Expenditure approved by a party"),
    "expenditure.came_back": N_("Money came back"),
    "expenditure.charged": N_("Expenditure charged to the funders"),
    "expenditure.edited": N_("Expenditure changed"),
    "expenditure.entered": N_("Expenditure entered"),
    "expenditure.paid": N_("Expenditure paid"),
    "expenditure.rejected": N_("Expenditure rejected"),
    "expenditure.resubmitted": N_("Expenditure submitted again"),
    "expenditure.reversed": N_("Expenditure reversed"),
    "expenditure.sent_back": N_("Expenditure sent back"),
    "expenditure.set_off": N_("Expenditure settled with a claim"),
    "expenditure.shares_set": N_("Who pays what, as the treasurer set it"),
    "in_kind.recorded": N_("Contribution in kind recorded"),
    "instalment.added": N_("Instalment added"),
    "instalment.due": N_("Instalment fell due"),
    "instalment.lapsed": N_("Instalment lapsed"),
    "instalment.moved": N_("Instalment moved"),
    "instalment.reduced": N_("Instalment reduced"),
    "instalment.returned": N_("What came in on an instalment set aside to return"),
    "instalment.written_off": N_("Instalment written off"),
    "measurement.added": N_("Measurement recorded"),
    "obligation.added": N_("Obligation entered"),
    "obligation.given_back": N_("Given back to an obligation"),
    "obligation.released": N_("Obligation released"),
    "obligation.used": N_("Obligation used"),
    "party.joined": N_("Party joined"),
    "party.left": N_("Party left"),
    "party.settled": N_("Settled with a party"),
    "payee.added": N_("Payee added"),
    "payee.changed": N_("Payee changed"),
    "payee.iban_changed": N_("IBAN of a payee entered or changed"),
    "payee.party_changed": N_("Party of a payee entered or changed"),
    "payment.reversed": N_("Payment taken back"),
    "person.added": N_("Person added"),
    "project.added": N_("Project added"),
    "project.changed": N_("Project changed"),
    "record.completed": N_("Record completed with what the act before changed"),
    "record.taken_back": N_("Record taken back"),
    "role.given": N_("Role given"),
    "role.taken": N_("Role taken away"),
    "rules.changed": N_("Rules changed"),
    "start.adopted": N_("Beginning of the books adopted"),
    "start.spent": N_("What was spent before the books began"),
    "year.balance_stated": N_("Bank balance at the year's end stated"),
    "year.closed": N_("Fiscal year closed"),
    "year.opened_for_evidence": N_("Fiscal year opened for evidence"),
    "year.reopened": N_("Fiscal year opened again"),
}
"""Every act, by its word on the trail."""

LABELS: Mapping[str, str] = {
    "accounting_on": N_("Accounting date"),
    "agreed_on": N_("Agreed on"),
    "answer": N_("Answer"),
    "amount_cents": N_("Amount"),
    "cents": N_("Amount"),
    "charges": N_("Charged"),
    "choice": N_("Vote cast"),
    "day": N_("Date"),
    "deadline": N_("Deadline"),
    "description": N_("Description"),
    "due_on": N_("Due on"),
    "entry": N_("Journal entry"),
    "expenditure": N_("Expenditure"),
    "from": N_("Before"),
    "given_on": N_("Given on"),
    "gross_cents": N_("Gross"),
    "indicator": N_("Indicator"),
    "instalment": N_("Instalment"),
    "invoice_on": N_("Invoice date"),
    "kind": N_("Kind"),
    "line": N_("Programme line"),
    "lines": N_("Budget lines"),
    "measured_on": N_("Measured on"),
    "name": N_("Name"),
    "net_cents": N_("Net"),
    "obligation": N_("Obligation"),
    "original": N_("Credit note on"),
    "paid_on": N_("Paid on"),
    "party": N_("Party"),
    "payee": N_("Payee"),
    "payment": N_("Payment"),
    "pledge": N_("Pledge"),
    "project": N_("Project"),
    "purpose": N_("Purpose"),
    "reason": N_("Reason"),
    "received_on": N_("Received on"),
    "repay_by": N_("To be repaid by"),
    "taken_back_on": N_("Taken back on"),
    "recoverable_vat_cents": N_("Recoverable VAT"),
    "reference": N_("Reference"),
    "released_on": N_("Released on"),
    "returned_on": N_("Returned on"),
    "reversed_on": N_("Reversed on"),
    "role": N_("Role"),
    "settled_on": N_("Settled on"),
    "shares": N_("Shares"),
    "slug": N_("Address"),
    "source": N_("Source"),
    "splits": N_("Splits"),
    "subject": N_("Subject"),
    "to": N_("After"),
    "unit": N_("Unit"),
    "used_on": N_("Used on"),
    "value": N_("Value"),
    "value_cents": N_("Value"),
    "vat_cents": N_("VAT"),
    "version": N_("Version"),
    "year": N_("Fiscal year"),
}
"""What is told in an act, by its name in the content; what is not here is for the proof, not the reader."""

IN_CENTS = frozenset({"charges", "lines", "shares", "splits"})
"""Lists and tables whose last part is an amount."""

CODES: Mapping[str, Mapping[str, Sentence]] = {
    "choice": VOTES,
    "kind": {**PARTY_KINDS, **DECISION_KINDS},
}
"""Words of the code that stand in an act, by the name they stand under, in the reader's words."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Value = str | int | date | Cents | Sentence
Detail = tuple[Sentence, tuple[Value, ...]]


def words_of(act: str) -> Sentence:
    """Say what an act is called; an act without words by its own."""
    return sentence(ACTS.get(act, act))


def details(content: object) -> Iterator[Detail]:
    """Say what an act tells: label by label, with its values; what is for the proof alone is left out."""
    if not isinstance(content, Mapping):
        return
    for name, value in content.items():
        if name not in LABELS or value is None or value == "":
            continue
        if name == "party" and isinstance(value, int):
            continue  # its number says nothing to a reader; who acted stands beside it
        if name in {"from", "to"}:
            inside = tuple(each for _, values in details(value) for each in values)
            if inside:
                yield sentence(LABELS[name]), inside
        else:
            yield sentence(LABELS[name]), tuple(_values(str(name), value))


def _values(name: str, value: object) -> Iterator[Value]:
    """Give a value as it is to be written: amounts, days, and each part of a list."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _pair(name, [key, each])
    elif isinstance(value, list):
        for each in value:
            yield from _pair(name, each) if isinstance(each, list) else _values(name, each)
    elif isinstance(value, bool) or not isinstance(value, int | str):
        yield str(value)
    elif isinstance(value, int):
        yield Cents(value) if name.endswith("cents") else value
    elif value in CODES.get(name, ()):
        yield CODES[name][value]
    else:
        yield date.fromisoformat(value) if _DAY.fullmatch(value) and _is_day(value) else value


def _pair(name: str, parts: list[object]) -> Iterator[Value]:
    *first, last = parts
    if name in IN_CENTS and isinstance(last, int):
        what = " / ".join(str(each) for each in first)
        yield sentence("%(what)s: %(cents)s", what=what, cents=Cents(last))
    else:
        yield ", ".join(str(each) for each in parts)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
