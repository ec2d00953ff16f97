"""The words that statements share: headings of groups, totals, states, and what entries are about."""

from collections.abc import Mapping

from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.facts import said

TOTAL = sentence(N_("Total"))
SUBTOTAL = sentence(N_("Subtotal"))

ENTRY_KINDS: Mapping[str, Sentence] = {
    "instalment_due": sentence(N_("Instalment fell due")),
    "common_settled": sentence(N_("Common fund divided")),
    "spent_before": sentence(N_("Spent before the books began")),
    "pledge_reduced": sentence(N_("Pledge reduced")),
    "contribution_written_off": sentence(N_("Contribution written off")),
    "unspent_set_aside": sentence(N_("Set aside to be returned")),
    "advance_falls_due": sentence(N_("Advance payment fell due")),
    "contribution_received": sentence(N_("Contribution received")),
    "contribution_reversed": sentence(N_("Contribution reversed")),
    "overpayment_returned": sentence(N_("Overpayment returned")),
    "cash_advanced": sentence(N_("Cash lent by a party")),
    "cash_repaid": sentence(N_("Cash repaid to a party")),
    "cash_reversed": sentence(N_("Cash movement reversed")),
    "interest_received": sentence(N_("Interest received")),
    "vat_received": sentence(N_("VAT paid back")),
    "bank_receipt_reversed": sentence(N_("Bank receipt taken back")),
    "overpayment_return_reversed": sentence(N_("Return of an overpayment taken back")),
    "expenditure_approved": sentence(N_("Expenditure approved")),
    "credit_note_approved": sentence(N_("Credit note approved")),
    "expenditure_paid": sentence(N_("Expenditure paid")),
    "expenditure_came_back": sentence(N_("Payment came back")),
    "expenditure_set_off": sentence(N_("Claim set off")),
    "expenditure_reversed": sentence(N_("Expenditure reversed")),
    "payment_reversed": sentence(N_("Payment reversed")),
}

STATES: Mapping[str, Sentence] = {
    "entered": sentence(N_("Entered")),
    "sent_back": sentence(N_("Sent back")),
    "approved": sentence(N_("Approved")),
    "paid": sentence(N_("Paid")),
    "rejected": sentence(N_("Rejected")),
    "reversed": sentence(N_("Reversed")),
}
"""The states of an expenditure."""

PARTY_KINDS: Mapping[str, Sentence] = {
    "municipality": sentence(N_("Municipality")),
    "government": sentence(N_("Government")),
    "firm": sentence(N_("Firm")),
    "education": sentence(N_("Education")),
    "other": sentence(N_("Other")),
}

DECISION_KINDS: Mapping[str, Sentence] = {
    "budget": sentence(N_("Budget")),
    "amendment": sentence(N_("Budget amendment")),
    "minor_amendment": sentence(N_("Minor budget amendment")),
    "spend": sentence(N_("Expenditure above the mandate")),
    "accession": sentence(N_("Accession of a party")),
    "leaving": sentence(N_("Leaving of a party")),
    "rules": sentence(N_("Change of the rules")),
    "pledge": sentence(N_("Reduction of a pledge")),
    "instalment": sentence(N_("Moving of an instalment")),
    "writeoff": sentence(N_("Writing off a contribution")),
    "carry": sentence(N_("Carrying budget forward")),
    "common": sentence(N_("Spending the common fund")),
    "cash": sentence(N_("Covering a shortage of cash")),
    "close_year": sentence(N_("Closing of a year")),
    "reopen_year": sentence(N_("Reopening of a year")),
    "settlement": sentence(N_("Settlement at the end")),
    "start": sentence(N_("Opening balances of a running covenant")),
}

OUTCOMES: Mapping[str, Sentence] = {
    "open": sentence(N_("Open")),
    "over": sentence(N_("Voting closed")),
    "adopted": sentence(N_("Adopted")),
    "rejected": sentence(N_("Rejected")),
    "withdrawn": sentence(N_("Withdrawn")),
    "lapsed": sentence(N_("Lapsed")),
}

VOTES: Mapping[str, Sentence] = {
    "for": sentence(N_("In favour")),
    "against": sentence(N_("Against")),
    "abstain": sentence(N_("Abstained")),
    "recused": sentence(N_("Stood aside")),
}

LINKS: Mapping[str, Sentence] = {
    "invitation": sentence(N_("invitation")),
    "reset": sentence(N_("new password")),
}
"""What a link by which somebody chooses a password is for."""

YEAR_DOCUMENTS: Mapping[str, Sentence] = {
    "management_statement": sentence(N_("Signed management statement")),
    "auditors_report": sentence(N_("Auditor's report")),
    "bank_statement": sentence(N_("Bank statement")),
    "other": sentence(N_("Something else")),
}
"""What can be filed with a fiscal year."""

RECEIPTS: Mapping[str, Sentence] = {
    "interest": sentence(N_("Interest")),
    "vat": sentence(N_("VAT that the tax office paid back")),
}
"""What comes in at the bank beside contributions."""

RECORDS: Mapping[str, Sentence] = {
    "bank": sentence(N_("Money received at the bank")),
    "return": sentence(N_("Overpayment returned")),
    "in-kind": sentence(N_("Contribution in kind")),
    "measurement": sentence(N_("Measurement")),
}
"""What was recorded and can be taken back."""

UNITS: Mapping[str, Sentence] = {"hours": sentence(N_("Hours")), "goods": sentence(N_("Goods"))}
"""In what a contribution in kind is counted."""

ROLE_NAMES: Mapping[str, Sentence] = {
    "treasurer": sentence(N_("treasurer")),
    "partner": sentence(N_("partner")),
    "auditor": sentence(N_("auditor")),
    "administrator": sentence(N_("administrator")),
}
"""What people are in a covenant."""


def word(words: Mapping[str, Sentence], key: str) -> Sentence:
    """Say a word of the code in the reader's words; one that is not known stands as it is."""
    return words.get(key) or said(key)
