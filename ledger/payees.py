"""Payees: the register of who is paid, and what looks like one that is in it already.

Names, account numbers and the numbers of a sole trader are personal data: they stand in the register alone,
never in the trail. There a payee is a number, and an IBAN its SHA-256. Every change is a version of its own,
kept for good: who was paid, and whose party that was, can be told of any moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledger import keys, trail
from ledger.core.acting import By
from ledger.core.iban import parse_iban
from ledger.core.numbers import NUMBERS
from ledger.core.payee import likeness, parse_chamber_number, parse_vat_number
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, sentence
from ledger.core.wording import require_name
from ledger.storage import reads
from ledger.storage.canonical import Content, digest, digest_of_text
from ledger.storage.reads import col
from ledger.storage.tables import Party, Payee, PayeeVersion, Trail

TOLD_TO_APPROVERS = ("payee.changed", "payee.iban_changed", "payee.party_changed")
"""The acts on a payee that whoever approves an expenditure has to see."""


@dataclass(frozen=True)
class PayeeRow:
    """A payee as lists and pages show it; `party` is the slug of the party it is, if it is one.

    `iban_changed_at` is when its IBAN was last entered or changed, in UTC.
    """

    number: int
    name: str
    iban: str
    vat_number: str
    chamber_number: str
    party: str | None
    party_name: str | None
    iban_changed_at: datetime | None


@dataclass(frozen=True)
class PayeeChange:
    """One act on a payee's name or numbers, IBAN or party: which, when and by which person."""

    act: str
    at: datetime
    person_id: int


Act = tuple[str, dict[str, Content]]
"""An act on a payee, and what is told of it beside the payee's number."""


@dataclass(frozen=True)
class Details:
    """What is typed in of a payee, read and found good."""

    name: str
    iban: str
    vat_number: str
    chamber_number: str
    party: str | None
    party_id: int | None

    def content(self) -> dict[str, Content]:
        """Write the details as a content: for the request key, whose digest alone is kept."""
        return {
            "name": self.name,
            "iban": self.iban,
            "vat_number": self.vat_number,
            "chamber_number": self.chamber_number,
            "party": self.party,
        }

    def columns(self) -> dict[str, Any]:
        """Give the details as the columns of the register."""
        return {
            "name": self.name,
            "iban": self.iban,
            "vat_number": self.vat_number,
            "chamber_number": self.chamber_number,
            "party_id": self.party_id,
        }


def add_payee(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    name: str,
    iban: str = "",
    vat_number: str = "",
    chamber_number: str = "",
    party: str | None = None,
) -> int:
    """Add a payee to the register; give its number.

    Refuses an empty name, an IBAN whose check digits do not fit, a VAT or chamber number of the wrong shape
    and an unknown party. A payee like one that is there already is accepted: `similar` finds those to warn
    about.
    """
    details = details_of(session, covenant_id, name, iban, vat_number, chamber_number, party)
    asked = details.content()
    done = keys.done_before(session, covenant_id, by=by, act="payee.added", asked=asked)
    if done is not None:
        return done
    number = reads.next_id(session, Payee, covenant_id)
    row = Payee(covenant_id=covenant_id, id=number, **details.columns())
    row.iban_changed_at = by.now if details.iban else None
    session.add(row)
    session.flush()
    keep_version(session, covenant_id, number, 1, details, by)
    acts: list[Act] = [("payee.added", {})]
    if details.iban:
        acts.append(iban_act(details))
    if details.party:
        acts.append(party_act(details))
    tell(session, row, by, acts)
    return keys.keep(session, covenant_id, by=by, act="payee.added", asked=asked, result=number)


def find_payee(session: Session, covenant_id: int, number: int, *, field: str | None = None) -> Payee:
    """Find a payee by its number; refuses where there is none."""
    found = session.get(Payee, (covenant_id, number)) if number in NUMBERS else None
    if found is None:
        raise NotFound(sentence(N_("There is no payee %(number)s."), number=number), field)
    return found


def list_payees(session: Session, covenant_id: int) -> list[PayeeRow]:
    """List the payees by name."""
    return sorted(_rows(session, covenant_id), key=lambda row: (row.name.casefold(), row.number))


def look_up(
    session: Session, covenant_id: int, text: str = "", *, first: int = 0, most: int | None = None
) -> tuple[list[PayeeRow], int]:
    """Look payees up by a part of their name or of one of their numbers; give those asked for, and how many.

    Capitals and blanks do not count; `first` and `most` page through them.
    """
    wanted = "".join(text.split()).casefold()
    found = [
        row
        for row in list_payees(session, covenant_id)
        if any(
            wanted in "".join(each.split()).casefold()
            for each in (row.name, row.iban, row.vat_number, row.chamber_number, row.party_name or "")
        )
    ]
    return found[first:][:most], len(found)


def read_payee(session: Session, covenant_id: int, number: int) -> PayeeRow:
    """Read one payee as pages show it; refuses where there is none."""
    return _rows(session, covenant_id, find_payee(session, covenant_id, number).id)[0]


def similar(
    session: Session, covenant_id: int, name: str, iban: str = "", *, but: int | None = None
) -> list[PayeeRow]:
    """List the payees that look like this one: the same IBAN, or the same name but for its writing.

    Accents, capitals, marks, blanks and the legal form do not count. `but` leaves one payee out: the one that
    is being changed. `iban` may be as typed.
    """
    wanted, account = likeness(name), "".join(iban.split()).upper()
    return [
        row
        for row in list_payees(session, covenant_id)
        if row.number != but
        and ((account and row.iban == account) or (wanted and likeness(row.name) == wanted))
    ]


def changes_of(session: Session, covenant_id: int, number: int) -> list[PayeeChange]:
    """List when a payee was changed, its IBAN or party entered too, and by whom; the last one first."""
    rows = session.execute(
        select(col(Trail.act), col(Trail.at), col(Trail.person_id))
        .where(
            col(Trail.covenant_id) == covenant_id,
            col(Trail.subject) == f"payee/{number}",
            col(Trail.act).in_(TOLD_TO_APPROVERS),
        )
        .order_by(col(Trail.seq).desc())
    )
    return [PayeeChange(*row) for row in rows]


def details_of(
    session: Session,
    covenant_id: int,
    name: str,
    iban: str,
    vat_number: str,
    chamber_number: str,
    party: str | None,
) -> Details:
    """Read what is typed in of a payee; refuses what is not well formed."""
    return Details(
        name=require_name(name, field="name"),
        iban=parse_iban(iban),
        vat_number=parse_vat_number(vat_number),
        chamber_number=parse_chamber_number(chamber_number),
        party=party or None,
        party_id=reads.party_by_slug(session, covenant_id, party).id if party else None,
    )


def iban_act(details: Details) -> Act:
    """Give the act that a payee's IBAN was entered, changed or taken away."""
    return "payee.iban_changed", {"iban_sha256": digest_of_text(details.iban) if details.iban else None}


def party_act(details: Details) -> Act:
    """Give the act that a payee was said to be a party, or none any more."""
    return "payee.party_changed", {"party": details.party}


def tell(session: Session, row: Payee, by: By, acts: Sequence[Act]) -> None:
    """Tell the trail what was entered or changed of a payee, by its number alone."""
    for act, content in acts:
        trail.append(
            session,
            row.covenant_id,
            by=by,
            act=act,
            subject=f"payee/{row.id}",
            content={"payee": row.id, **content},
        )


def keep_version(
    session: Session, covenant_id: int, number: int, version: int, details: Details, by: By
) -> None:
    """Keep what the register says of a payee from now on; the payee's own row follows it."""
    said = details.columns()
    session.execute(
        insert(PayeeVersion).values(
            covenant_id=covenant_id,
            payee_id=number,
            version=version,
            **said,
            digest=digest({"payee": number, **said}),
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )


def _rows(session: Session, covenant_id: int, number: int | None = None) -> list[PayeeRow]:
    """Read all payees, or the one with this number."""
    query = (
        select(
            col(Payee.id),
            col(Payee.name),
            col(Payee.iban),
            col(Payee.vat_number),
            col(Payee.chamber_number),
            col(Party.slug),
            col(Party.name),
            col(Payee.iban_changed_at),
        )
        .outerjoin(Party, (col(Party.covenant_id) == Payee.covenant_id) & (col(Party.id) == Payee.party_id))
        .where(col(Payee.covenant_id) == covenant_id)
    )
    if number is not None:
        query = query.where(col(Payee.id) == number)
    return [PayeeRow(*row) for row in session.execute(query)]
