"""Contributions as people look them up: how each instalment stands, what came in and where it went."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger import contributions, evidence, matching, reports
from ledger.core.entry import COMMON
from ledger.core.instalments import STATES, Instalment, State, age_days, state_on
from ledger.core.language import Code
from ledger.core.sentences import Sentence
from ledger.core.statements.facts import Names
from ledger.core.statements.funds import earmark_text
from ledger.core.statements.shape import Statement, whole_controls
from ledger.core.statements.words import ENTRY_KINDS, word
from ledger.evidence import EvidenceRow
from ledger.matching import Place
from ledger.storage import accounts, funding, naming, reads
from ledger.storage.reads import col
from ledger.storage.tables import (
    Contribution,
    ContributionPart,
    FundTotal,
    InKind,
    Instalment as InstalmentTable,
    JournalEntry,
    Party,
    Project,
)

PER_PAGE = 50
