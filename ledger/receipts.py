"""Receipts: what comes in beside the contributions of money: interest, VAT paid back, and gifts in kind."""

from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledger import keys, periods, trail
from ledger.core import entry as entries
from ledger.core.acting import By
from ledger.core.entry import Draft
from ledger.core.money import require_size
from ledger.core.refusals import Malformed, NoRoom
from ledger.core.sentences import N_, Cents, sentence
from ledger.core.wording import require_writable
from ledger.storage import reads
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import BankReceipt, FundTotal, InKind


def record_bank_receipt(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    kind: str,
    received_on: date,
    amount_cents: int,
    reference: str = "",
) -> int:
    """Record bank interest ("interest"), or VAT paid back by the tax office ("vat"); give its number.

    Both belong to the common fund. Refuses more VAT than was claimed.
    """
    require_size(amount_cents, field="amount")
    require_writable(reference, field="reference")
    asked = {
        "kind": kind,
        "received_on": day_text(received_on),
        "amount_cents": amount_cents,
        "reference": reference,
    }
    done = keys.done_before(session, covenant_id, by=by, act="bank.received", asked=asked)
    if done is not None:
        return done
    covenant = reads.covenant(session, covenant_id)
    if amount_cents <= 0:
        raise Malformed(sentence(N_("An amount received is more than zero.")), "amount")
    if kind not in {"interest", "vat"}:
        raise Malformed(sentence(N_("Choose what kind of money was received.")), "kind")
    periods.require_day(covenant, received_on, by.today, field="received_on")
    periods.require_open_day(session, covenant, received_on, field="received_on")
    if kind == "vat":
        _require_vat_claim(session, covenant_id, amount_cents)
    number = reads.next_id(session, BankReceipt, covenant_id)
    postings = entries.interest(amount_cents) if kind == "interest" else entries.vat_recovered(amount_cents)
    draft = Draft(
        received_on,
        periods.year_of(covenant, received_on),
        f"{kind}_received",
        f"bank/{number}",
        reference,
        postings,
    )
    entry_id = periods.book(session, covenant, draft, by=by)
    session.add(
        BankReceipt(
            covenant_id=covenant_id,
            id=number,
            kind=kind,
            received_on=received_on,
            amount_cents=amount_cents,
            reference=reference,
            entry_id=entry_id,
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )
    session.flush()
    trail.append(
        session,
        covenant_id,
        by=by,
        act="bank.received",
        subject=f"bank/{number}",
        content={**asked, "entry": entry_id},
    )
    return keys.keep(session, covenant_id, by=by, act="bank.received", asked=asked, result=number)


def vat_claim_cents(session: Session, covenant_id: int) -> int:
    """Give what VAT is still to be recovered, in cents."""
    # the column, not the row: what a session has seen of it before is old once an entry was sealed
    claimed = session.execute(
        select(col(FundTotal.balance_cents)).where(
            col(FundTotal.covenant_id) == covenant_id,
            col(FundTotal.pledge_id) == entries.COMMON,
            col(FundTotal.account) == "vat",
        )
    ).scalar_one()
    return max(claimed, 0)


def _require_vat_claim(session: Session, covenant_id: int, amount_cents: int) -> None:
    claimed_cents = vat_claim_cents(session, covenant_id)
    if amount_cents > claimed_cents:
        raise NoRoom(
            sentence(
                N_("%(asked)s is more than the %(claimed)s of VAT that is still to be recovered."),
                asked=Cents(amount_cents),
                claimed=Cents(claimed_cents),
            ),
            "amount",
        )


def record_in_kind(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    party: str,
    project: str | None,
    given_on: date,
    unit: str,
    quantity_hundredths: int,
    description: str,
    value_cents: int,
) -> int:
    """Record hours or goods a party gave, with their value in cents; give its number.

    It stands beside the journal, never in it: no money moved. `quantity_hundredths` is in hundredths of an
    hour or of a piece.
    """
    require_size(quantity_hundredths, field="quantity")
    require_size(value_cents, field="value")
    require_writable(description, field="description")
    asked = {
        "party": party,
        "project": project,
        "given_on": day_text(given_on),
        "unit": unit,
        "quantity_hundredths": quantity_hundredths,
        "description": description,
        "value_cents": value_cents,
    }
    done = keys.done_before(session, covenant_id, by=by, act="in_kind.recorded", asked=asked)
    if done is not None:
        return done
    covenant = reads.covenant(session, covenant_id)
    giver = reads.party_by_slug(session, covenant_id, party)
    work = reads.project_by_slug(session, covenant_id, project) if project else None
    periods.require_day(covenant, given_on, by.today, field="given_on")
    periods.require_open_day(session, covenant, given_on, field="given_on")
    if unit not in {"hours", "goods"}:
        raise Malformed(sentence(N_("Choose hours or goods.")), "unit")
    if quantity_hundredths <= 0:
        raise Malformed(sentence(N_("A quantity is more than zero.")), "quantity")
    if value_cents <= 0:
        raise Malformed(sentence(N_("A value is more than zero.")), "value")
    if not description.strip():
        raise Malformed(sentence(N_("Describe what was given.")), "description")
    number = reads.next_id(session, InKind, covenant_id)
    session.execute(
        insert(InKind).values(
            covenant_id=covenant_id,
            id=number,
            party_id=giver.id,
            project_id=work.id if work else None,
            given_on=given_on,
            unit=unit,
            quantity_hundredths=quantity_hundredths,
            description=description,
            value_cents=value_cents,
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )
    trail.append(
        session, covenant_id, by=by, act="in_kind.recorded", subject=f"in-kind/{number}", content=asked
    )
    return keys.keep(session, covenant_id, by=by, act="in_kind.recorded", asked=asked, result=number)
