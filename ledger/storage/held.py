"""Which tables the trail holds, and the one form in which a row of theirs is digested.

Every act tells the digest of each row it wrote (`written.py` notes them), so the trail says what each table
must hold, and verifying compares the two row by row, in both directions. That goes by itself: a new table
with a `covenant_id` is held from its first row on. An act writes its rows through its session first and
calls `trail.append` last; what comes after that is told too, in a row of its own at the block's end.

There are four things to decide about a new table, and a test asks for the first:

    NOUNS     what a row of it is called in a finding
    PLACES    where its rows belong, if not at "table/key": a split belongs to its expenditure
    APART     which of its columns the trail does not hold, and what does
    EXCUSED   why the trail does not hold it at all, and what does: nothing may be held by nothing

The form of a row is the canonical JSON of its columns by name, empty ones (NULL) and the covenant's number
left out: a column that is added later and stays empty changes no digest.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Table, TextClause, text
from sqlalchemy.orm import Session

from ledger.core.sentences import N_, Sentence, sentence
from ledger.storage.canonical import kept, quoted
from ledger.storage.reads import in_parts
from ledger.storage.tables import METADATA

EXCUSED: Mapping[str, str] = {
    "journal_entry": "an act that books an entry tells one digest of all of it, as `booked`",
    "posting": "part of the digest of its entry",
    "entry_seal": "part of the digest of its entry",
    "account_total": "kept by the guards and counted again from the postings by `check`",
    "fund_total": "kept by the guards and counted again from the postings by `check`",
    "pledge_total": "kept by the guards and counted again from postings and instalments by `check`",
    "project_total": "kept by the guards and counted again from postings, budgets and contracts by `check`",
    "request_key": "only gives the answer to a form sent twice; what is done again stands on the trail",
    "trail": "is chained by itself",
    "access_log": "is chained by itself",
}
"""The tables with a covenant's number that are not held row by row, and why."""

APART: Mapping[str, Collection[str]] = {
    # follows from its decision, against which `check` holds it
    "budget": ("adopted_on", "decision_id", "state"),
    # the bytes of a file are held against its SHA-256, which is its key
    "evidence_file": ("content",),
}
"""The columns that are not part of a row's digest, and what holds them instead."""

PLACES: Mapping[str, str] = {
    "approval": "expenditure/{0}",
    "bank_balance": "year/{0}",
    "bank_receipt": "bank/{0}",
    "budget_carry": "budget/{0}",
    "budget_line": "budget/{0}",
    "cash_advance": "cash/{0}",
    "cash_movement": "cash-movement/{0}",
    "common_release": "release/{0}",
    "contribution_part": "contribution/{0}",
    "decision_rule": "rule/{0}",
    "decision_version": "decision/{0}",
    "decision_voter": "decision/{0}",
    "fiscal_year": "year/{0}",
    "hand_share": "expenditure/{0}",
    "log_witness": "trail/{0}",
    "mandate_from": "mandate/{0}",
    "mandate_step": "mandate/{0}",
    "obligation_use": "obligation/{0}",
    "payee_version": "payee/{0}",
    "payment_share": "payment/{0}",
    "person_role": "person/{0}",
    "pledge_earmark": "pledge/{0}",
    "programme_line": "line/{0}",
    "resubmission": "expenditure/{0}",
    "rule_consent": "rule/{0}",
    "running_start_line": "pledge/{0}",
    "sending_back": "expenditure/{0}",
    "split": "expenditure/{0}",
    "vote": "decision/{0}",
}
"""Where the rows of a table belong: {0} is the first part of their key."""

NOUNS: Mapping[str, str] = {
    "approval": N_("approval of party %(second)s"),
    "bank_balance": N_("bank balance %(second)s"),
    "bank_receipt": N_("money received"),
    "budget": N_("budget"),
    "budget_carry": N_("amount carried for project %(second)s"),
    "budget_line": N_("budget line of project %(second)s"),
    "cash_advance": N_("cash lent by a party"),
    "cash_movement": N_("movement of cash lent"),
    "common_release": N_("release of the common fund"),
    "contribution": N_("contribution"),
    "contribution_part": N_("part %(second)s"),
    "covenant": N_("covenant"),
    "decision": N_("decision"),
    "decision_rule": N_("rule of deciding"),
    "decision_version": N_("version %(second)s"),
    "decision_voter": N_("voter %(second)s"),
    "evidence": N_("evidence"),
    "evidence_file": N_("file"),
    "expenditure": N_("expenditure"),
    "fiscal_year": N_("fiscal year"),
    "hand_share": N_("share set by hand on pledge %(last)s"),
    "in_kind": N_("contribution in kind"),
    "indicator": N_("indicator"),
    "instalment": N_("instalment"),
    "log_witness": N_("note of where the access log ended"),
    "mandate_from": N_("approval required of party %(second)s"),
    "mandate_step": N_("step of the mandate"),
    "measurement": N_("measurement"),
    "obligation": N_("obligation"),
    "obligation_use": N_("use %(second)s"),
    "party": N_("party"),
    "payee": N_("payee"),
    "payee_version": N_("version %(second)s"),
    "payment": N_("payment"),
    "payment_share": N_("share of pledge %(second)s"),
    "person_role": N_("role of %(second)s"),
    "pledge": N_("pledge"),
    "pledge_earmark": N_("earmark for line %(second)s"),
    "programme_line": N_("programme line"),
    "project": N_("project"),
    "reduction": N_("reduction of an instalment"),
    "resubmission": N_("resubmission as version %(second)s"),
    "rule_consent": N_("consent of party %(second)s"),
    "running_start": N_("beginning of the books"),
    "running_start_line": N_("opening balance"),
    "sending_back": N_("sending back of version %(second)s"),
    "split": N_("split %(second)s"),
    "taken_back": N_("taking back"),
    "vote": N_("vote of party %(last)s on version %(second)s"),
}
"""What a row of each table is called; of another table it is the table's own name."""


@dataclass(frozen=True)
class Held:
    """A table the trail holds: the columns of its key besides the covenant's number, and all that count."""

    name: str
    owner: str
    key: tuple[str, ...]
    columns: tuple[str, ...]

    def place(self, key: str) -> str:
        """Say where a row belongs, by its key as the trail writes it."""
        first = key.partition("/")[0]
        made = PLACES.get(self.name, f"{self.name.replace('_', '-')}/{key}").format(first)
        return made.rstrip("/")

    def noun(self, key: str) -> Sentence:
        """Say what a row is, by its key."""
        parts = [*key.split("/"), ""]
        return sentence(NOUNS.get(self.name, self.name), second=parts[1], last=parts[len(self.key) - 1])

    def digests(self, session: Session, covenant_id: int) -> Iterator[tuple[str, str]]:
        """Digest every row of a covenant: its key and its digest, by key."""
        found = session.execute(_all_of(self), {"covenant": covenant_id})
        return _digested(self, in_parts(found))

    def digest(self, session: Session, covenant_id: int, key: Sequence[object]) -> tuple[str, str | None]:
        """Digest the row with a key as it stands now: its key as the trail writes it, None if it is gone."""
        asked = {"covenant": covenant_id, **{f"key_{place}": value for place, value in enumerate(key)}}
        found = list(_digested(self, session.execute(_one_of(self), asked)))
        return found[0] if found else ("/".join(map(_written, key)), None)


@cache
def held() -> Mapping[str, Held]:
    """List every table the trail holds, by name, in the order in which rows depend on one another."""
    return {
        table.name: _held(table)
        for table in METADATA.sorted_tables
        if table.name not in EXCUSED and (table.name == "covenant" or "covenant_id" in table.columns)
    }


def _held(table: Table) -> Held:
    owner, *key = (column.name for column in table.primary_key.columns)
    apart = {owner, *APART.get(table.name, ())}
    columns = sorted(column.name for column in table.columns if column.name not in apart)
    return Held(table.name, owner, tuple(key), tuple(columns))


@cache
def _all_of(table: Held) -> TextClause:
    order = ", ".join(table.key) or table.owner
    return text(f"{_select(table)} ORDER BY {order}").execution_options(yield_per=5000)


@cache
def _one_of(table: Held) -> TextClause:
    same = "".join(f" AND {name} = :key_{place}" for place, name in enumerate(table.key))
    return text(_select(table) + same)


def _select(table: Held) -> str:
    names = ", ".join([*table.key, *table.columns])
    return f"SELECT {names} FROM {table.name} WHERE {table.owner} = :covenant"  # noqa: S608 - our own words


def _digested(table: Held, rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[str, str]]:
    """Digest rows that hold the columns of the key first, then all columns in the order of their names."""
    depth = len(table.key)
    names = [f'"{name}":' for name in table.columns]
    sha256 = hashlib.sha256
    for row in rows:
        inside = ",".join(
            [
                name + (str(value) if type(value) is int else quoted(_written(value)))
                for name, value in zip(names, row[depth:], strict=True)
                if value is not None
            ]
        )
        key = str(row[0]) if depth == 1 else "/".join(map(_written, row[:depth]))
        yield key, sha256(f"{{{inside}}}".encode()).hexdigest()


def _written(value: object) -> str:
    return kept(value) if isinstance(value, date) else str(value)
