"""Taking back what was recorded in error: a bank receipt, money returned to a party, a gift in kind, a count.

The record stands and is never changed; beside it stands that it was taken back, when and why. Where money was
booked, an entry of its own takes it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledger import cash, evidence, keys, periods, trail
from ledger.core.acting import By
from ledger.core.entry import COMMON, Draft, Posting
from ledger.core.numbers import NUMBERS
from ledger.core.refusals import Malformed, NoRoom, NotFound, WrongState
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.core.wording import require_writable
from ledger.evidence import EvidenceRow
from ledger.storage import accounts, journal, reads, shares
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import (
    BankReceipt,
    Covenant,
    Indicator,
    InKind,
    JournalEntry,
    Measurement,
    Party,
    TakenBack,
)

KINDS = ("bank", "return", "in-kind", "measurement")
"""What can be taken back so: the word before the number in its subject."""

ENTRY_KINDS = {"bank": "bank_receipt_reversed", "return": "overpayment_return_reversed"}


@dataclass(frozen=True)
class Record:
    """Something that can be taken back: what it is, its day, who recorded it, and what it rests on.

    `cents` is its amount, None where it is none; `entry_id` the entry that booked it; `about` whose or what.
    """

    kind: str
    number: int
    what: Sentence
    about: str
    day: date
    cents: int | None
    text: str
    entry_id: int | None
    person_id: int
    recorded_at: datetime

    @property
    def subject(self) -> str:
        """Give its address on the trail."""
        return f"{self.kind}/{self.number}"


def find(session: Session, covenant_id: int, kind: str, number: int) -> Record:
    """Find what was recorded under a number; refuses where there is none."""
    if kind in KINDS and number in NUMBERS:
        found = _FIND[kind](session, covenant_id, number)
        if found is not None:
            return found
    raise NotFound(sentence(N_("There is no such record.")))


def _bank(session: Session, covenant_id: int, number: int) -> Record | None:
    row = session.get(BankReceipt, (covenant_id, number))
    if row is None:
        return None
    what = sentence(N_("Interest received")) if row.kind == "interest" else sentence(N_("VAT paid back"))
    return Record(
        "bank", number, what, "", row.received_on, row.amount_cents, row.reference, row.entry_id,
        row.person_id, row.recorded_at,
    )  # fmt: skip


def _return(session: Session, covenant_id: int, number: int) -> Record | None:
    row = session.get(JournalEntry, (covenant_id, number))
    if row is None or row.kind != "overpayment_returned":
        return None
    party = reads.party_by_slug(session, covenant_id, row.subject.removeprefix("party/"))
    cents = sum(line.cents for line in journal.postings_of(session, covenant_id, number) if line.cents > 0)
    what = sentence(N_("Overpayment returned"))
    return Record(
        "return", number, what, party.name, row.day, cents, row.text, number, row.person_id, row.recorded_at
    )


def _in_kind(session: Session, covenant_id: int, number: int) -> Record | None:
    row = session.get(InKind, (covenant_id, number))
    if row is None:
        return None
    party = session.get_one(Party, (covenant_id, row.party_id)).name
    what = sentence(N_("Contribution in kind"))
    return Record(
        "in-kind", number, what, party, row.given_on, row.value_cents, row.description, None,
        row.person_id, row.recorded_at,
    )  # fmt: skip


def _measurement(session: Session, covenant_id: int, number: int) -> Record | None:
    row = session.get(Measurement, (covenant_id, number))
    if row is None:
        return None
    slug = session.get_one(Indicator, (covenant_id, row.indicator_id)).slug
    what = sentence(N_("Measurement: %(value)s"), value=row.value)
    return Record(
        "measurement", number, what, slug, row.measured_on, None, row.source, None,
        row.person_id, row.recorded_at,
    )  # fmt: skip


_FIND = {"bank": _bank, "return": _return, "in-kind": _in_kind, "measurement": _measurement}


# ---- taking back -------------------------------------------------------------------------------------


def take_back(
    session: Session, covenant_id: int, *, by: By, kind: str, number: int, taken_back_on: date, reason: str
) -> Sentence | None:
    """Take back what was recorded in error; give a warning where the bank account then holds too little.

    Refuses what was taken back already, no reason, a day before it or to come, what belongs to a closed year
    where no money was booked, interest that the parties have released for a project since, and, where the
    covenant says so, money that has been paid out.
    """
    require_writable(reason, field="reason")
    asked: dict[str, Content] = {
        "kind": kind,
        "number": number,
        "taken_back_on": day_text(taken_back_on),
        "reason": reason,
    }
    if keys.done_before(session, covenant_id, by=by, act="record.taken_back", asked=asked) is not None:
        return None
    record = find(session, covenant_id, kind, number)
    if of(session, covenant_id, [record.subject]):
        raise WrongState(sentence(N_("This has been taken back already.")))
    if not reason.strip():
        raise Malformed(sentence(N_("Say why this is taken back.")), "reason")
    if taken_back_on > by.today:
        raise Malformed(sentence(N_("%(day)s has not come yet."), day=taken_back_on), "taken_back_on")
    if taken_back_on < record.day:
        raise Malformed(
            sentence(N_("A reversal cannot be dated before %(day)s."), day=record.day), "taken_back_on"
        )
    entry_id: int | None = None
    warning: Sentence | None = None
    if record.entry_id is None:
        periods.require_not_closed(session, covenant_id, record.day)
    else:
        entry_id, warning = _take_money_back(session, covenant_id, by, record, taken_back_on, reason)
    session.execute(
        insert(TakenBack).values(
            covenant_id=covenant_id,
            subject=record.subject,
            taken_back_on=taken_back_on,
            reason=reason,
            entry_id=entry_id,
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )
    content: dict[str, Content] = {**asked, **({"entry": entry_id} if entry_id else {})}
    trail.append(
        session, covenant_id, by=by, act="record.taken_back", subject=record.subject, content=content
    )
    keys.keep(session, covenant_id, by=by, act="record.taken_back", asked=asked, result=number)
    return warning


def _take_money_back(
    session: Session, covenant_id: int, by: By, record: Record, day: date, reason: str
) -> tuple[int, Sentence | None]:
    """Book the mirror of what was booked; give the entry's number and a warning, if any."""
    covenant = reads.covenant(session, covenant_id)
    periods.require_open_day(session, covenant, day, field="taken_back_on")
    periods.require_in_books(session, covenant_id, record.day)
    row = session.get_one(JournalEntry, (covenant_id, record.entry_id))
    postings = journal.mirrored(session, covenant_id, row.id)
    _require_not_released(session, covenant, postings, day)
    out_cents = -sum(line.cents for line in postings if line.account == "bank")
    warning = cash.require_held(session, covenant, out_cents, day, field=None) if out_cents > 0 else None
    year = periods.year_of(covenant, day)
    draft = Draft(day, year, ENTRY_KINDS[record.kind], row.subject, reason, postings)
    return periods.book(session, covenant, draft, by=by, reverses_id=row.id), warning


def _require_not_released(
    session: Session, covenant: Covenant, postings: Sequence[Posting], day: date
) -> None:
    """Refuse to take money of the common fund back that the parties have released for a project."""
    cents = sum(line.cents for line in postings if (line.pledge_id, line.account) == (COMMON, "unspent"))
    left_cents = shares.releasable(session, covenant.id, periods.year_of(covenant, day))
    if cents > left_cents:
        raise NoRoom(
            sentence(
                N_("%(asked)s of the common fund would go, and only %(left)s of it is not released."),
                asked=Cents(cents),
                left=Cents(left_cents),
            )
        )


# ---- what was taken back -----------------------------------------------------------------------------


def of(session: Session, covenant_id: int, subjects: Sequence[str]) -> dict[str, TakenBack]:
    """Read which of these were taken back, by subject."""
    rows = session.scalars(
        select(TakenBack).where(
            col(TakenBack.covenant_id) == covenant_id, col(TakenBack.subject).in_(subjects)
        )
    )
    return {row.subject: row for row in rows}


@dataclass(frozen=True)
class RecordPage:
    """Everything about one record: what it is, whether it was taken back, by whom, and its evidence."""

    record: Record
    taken_back: TakenBack | None
    recorded_by: str
    taken_back_by: str
    files: Sequence[tuple[EvidenceRow, str]]


def record_page(session: Session, covenant_id: int, kind: str, number: int) -> RecordPage:
    """Gather everything about one record; refuses where there is none."""
    record = find(session, covenant_id, kind, number)
    taken = of(session, covenant_id, [record.subject]).get(record.subject)
    files = evidence.list_evidence(session, covenant_id, record.subject)
    people = accounts.names_of(
        session,
        {
            record.person_id,
            *([taken.person_id] if taken else []),
            *(one.person_id for one in files),
        },
    )
    return RecordPage(
        record,
        taken,
        people.get(record.person_id, ""),
        people.get(taken.person_id, "") if taken else "",
        [(one, people.get(one.person_id, "")) for one in files],
    )
