"""What the acts on the trail are called, and what they tell, for people to read: one word table for both.

An act is written on the trail as a word like "expenditure.entered", which never changes; what a reader sees
is its sentence here. A test asks that every act any code writes has its words.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from ledger.core.rule_words import SUBJECTS
from ledger.core.sentences import N_, Cents, Sentence, from_content, sentence
from ledger.core.statements.words import (
    DECISION_KINDS,
    LINKS,
    PARTY_KINDS,
    RECEIPTS,
    RECORDS,
    ROLE_NAMES,
    UNITS,
    VOTES,
    YEAR_DOCUMENTS,
)

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
    "expenditure.payee_changed": N_("Payee of an expenditure changed, to be approved anew"),
    "expenditure.reversed": N_("Expenditure reversed"),
    "expenditure.sent_back": N_("Expenditure sent back"),
    "expenditure.set_off": N_("Expenditure settled with a claim"),
    "expenditure.shares_set": N_("Who pays what, as the treasurer set it"),
    "factor.taken": N_("Second factor taken away"),
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
    "link.made": N_("Link made to choose a password"),
    "payee.added": N_("Payee added"),
    "payee.changed": N_("Name or number of a payee changed"),
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
    "other_since_approval": N_("Other in the register of payees than when it was approved"),
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

PARTS: Mapping[str, tuple[str, ...]] = {
    "charges": ("project", "pledge"),
    "lines": ("project",),
    "shares": ("project", "pledge"),
    "splits": ("project",),
}
"""Lists and tables whose last part is an amount, and what the parts before it are."""

CODES: Mapping[str, Mapping[str, Sentence]] = {
    "choice": VOTES,
    "kind": {**YEAR_DOCUMENTS, **RECEIPTS, **RECORDS, **PARTY_KINDS, **DECISION_KINDS, **LINKS},
    "role": ROLE_NAMES,
    "unit": UNITS,
}
"""Words of the code that stand in an act, by the name they stand under, in the reader's words."""

NUMBERED: Mapping[str, str] = {
    "budget": N_("Budget %(number)s"),
    "decision": N_("Decision %(number)s"),
    "expenditure": N_("Expenditure %(number)s"),
    "instalment": N_("Instalment %(number)s"),
    "year": N_("Fiscal year %(number)s"),
}
"""What a decision can be about by its number, as a sentence."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Value = str | int | date | Cents | Sentence
Detail = tuple[Sentence, tuple[Value, ...]]

Names = Mapping[str, Mapping[str | int, str | Sentence]]
"""What parties, projects, pledges, payees, lines and indicators are called, by short name or number."""


def words_of(act: str) -> Sentence:
    """Say what an act is called; an act without words by its own."""
    return sentence(ACTS.get(act, act))


def subject_words(subject: str, names: Names) -> str | Sentence:
    """Say what a decision is about, by its address like "budget/2"; one without words stands as it is."""
    kind, _, rest = subject.partition("/")
    if kind in NUMBERED:
        return sentence(NUMBERED[kind], number=rest)
    if kind == "rule" and rest in DECISION_KINDS:
        return sentence(N_("Rule for %(kind)s"), kind=DECISION_KINDS[rest])
    if not rest and kind in SUBJECTS:
        return SUBJECTS[kind]
    known = names.get(kind, {})
    number = int(rest) if rest.isascii() and rest.isdigit() else 0
    return known.get(rest) or known.get(number, subject)


def details(content: object, names: Names = MappingProxyType({})) -> Iterator[Detail]:
    """Say what an act tells: label by label, with its values; what is for the proof alone is left out.

    `names` are the names of what an act knows by a short name or number.
    """
    if not isinstance(content, Mapping):
        return
    for name, value in content.items():
        if name not in LABELS or value is None or value == "":
            continue
        if name == "party" and isinstance(value, int):
            continue  # its number says nothing to a reader; who acted stands beside it
        if name in {"from", "to"}:
            told = tuple(each for _, values in details(value, names) for each in values)
        else:
            told = tuple(_values(str(name), value, names))
        if told:
            yield sentence(LABELS[name]), told


def _values(name: str, value: object, names: Names) -> Iterator[Value]:
    """Give a value as it is to be written, each part of a list or table by itself."""
    if isinstance(value, Mapping) and "says" in value:
        yield from_content(value)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield _pair(name, [key, each], names)
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, list):
                yield _pair(name, each, names)
            elif not isinstance(each, Mapping):  # a row of the covenant file: "as written" has it whole
                yield _one(name, each, names)
    else:
        yield _one(name, value, names)


def _one(name: str, value: object, names: Names) -> Value:
    """Give one value as it is to be written: by its name or words, as an amount or as a day."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return str(value)
    if value in names.get(name, ()):
        return names[name][value]
    if isinstance(value, int):
        return Cents(value) if name.endswith("cents") else value
    if name == "subject":
        return subject_words(value, names)
    if value in CODES.get(name, ()):
        return CODES[name][value]
    return date.fromisoformat(value) if _DAY.fullmatch(value) and _is_day(value) else value


def _pair(name: str, parts: list[object], names: Names) -> Value:
    *first, last = parts
    if name not in PARTS or not isinstance(last, int):
        return ", ".join(str(each) for each in parts)
    kinds = PARTS[name][-len(first) :]
    called = [_name(kind, each, names) for kind, each in zip(kinds, first, strict=False)]
    if len(called) == 1:
        return sentence("%(what)s: %(cents)s", what=called[0], cents=Cents(last))
    return sentence("%(what)s / %(of)s: %(cents)s", what=called[0], of=called[-1], cents=Cents(last))


def _name(kind: str, part: object, names: Names) -> str | Sentence:
    return names.get(kind, {}).get(part if isinstance(part, str | int) else "", str(part))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
