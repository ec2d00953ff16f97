"""Every statement there is: its key in addresses and sheets, and its title, in the order of the report."""

from collections.abc import Mapping

from ledger.core.sentences import N_, Sentence, sentence

TITLES: Mapping[str, Sentence] = {
    "balance-sheet": sentence(N_("Balance sheet")),
    "income-expenditure": sentence(N_("Income and expenditure")),
    "budget-actual": sentence(N_("Budget against actual")),
    "contributions": sentence(N_("Contributions per party")),
    "roll-forward": sentence(N_("Roll-forward per pledge")),
    "sources-uses": sentence(N_("Sources and uses")),
    "bank": sentence(N_("Bank account")),
    "creditors": sentence(N_("Creditors")),
    "off-balance": sentence(N_("Not on the balance sheet")),
    "expenditures": sentence(N_("Expenditures")),
    "charges": sentence(N_("Charges per funder")),
    "decisions": sentence(N_("Decisions")),
    "votes": sentence(N_("Votes")),
    "decision-changes": sentence(N_("What decisions change")),
    "indicators": sentence(N_("Indicators")),
    "trial-balance": sentence(N_("Trial balance")),
    "journal": sentence(N_("Journal")),
}
"""Title by key."""

KEYS: tuple[str, ...] = tuple(TITLES)
"""The keys, in the order of the report."""
