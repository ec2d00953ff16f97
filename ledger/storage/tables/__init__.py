"""The tables, one class each: shape and constraints only; the rules are in `core`.

`METADATA` is what the migrations must add up to; a test compares the two on both engines.
"""

from sqlmodel import SQLModel

from ledger.storage.tables.agreement import (
    Covenant,
    DecisionRule,
    FiscalYear,
    Indicator,
    Instalment,
    MandateFrom,
    MandateStep,
    Measurement,
    Party,
    Pledge,
    PledgeEarmark,
    ProgrammeLine,
    RuleConsent,
)
from ledger.storage.tables.book import (
    AccountTotal,
    EntrySeal,
    FundTotal,
    JournalEntry,
    PledgeTotal,
    Posting,
    ProjectTotal,
)
from ledger.storage.tables.deciding import Budget, BudgetLine, Decision, DecisionVoter, Vote
from ledger.storage.tables.money import (
    Approval,
    BankReceipt,
    Contribution,
    ContributionPart,
    Expenditure,
    InKind,
    Obligation,
    ObligationUse,
    Payee,
    Payment,
    PaymentShare,
    Project,
    Split,
)
from ledger.storage.tables.record import (
    AccessLog,
    Evidence,
    EvidenceFile,
    Person,
    PersonRole,
    RequestKey,
    Trail,
)

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "AccessLog",
    "AccountTotal",
    "Approval",
    "BankReceipt",
    "Budget",
    "BudgetLine",
    "Contribution",
    "ContributionPart",
    "Covenant",
    "Decision",
    "DecisionRule",
    "DecisionVoter",
    "EntrySeal",
    "Evidence",
    "EvidenceFile",
    "Expenditure",
    "FiscalYear",
    "FundTotal",
    "InKind",
    "Indicator",
    "Instalment",
    "JournalEntry",
    "MandateFrom",
    "MandateStep",
    "Measurement",
    "Obligation",
    "ObligationUse",
    "Party",
    "Payee",
    "Payment",
    "PaymentShare",
    "Person",
    "PersonRole",
    "Pledge",
    "PledgeEarmark",
    "PledgeTotal",
    "Posting",
    "ProgrammeLine",
    "Project",
    "ProjectTotal",
    "RequestKey",
    "RuleConsent",
    "Split",
    "Trail",
    "Vote",
]
