"""Spending: entering an expenditure, editing it, approving or rejecting it.

Entering warns about the ceilings; the last approval charges the funders and books the entry, or refuses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from ledger import budgets, charges, covenants, decisions, keys, obligations, periods, trail
from ledger.core import entry as entries
from ledger.core.acting import By
from ledger.core.charging import Charge
from ledger.core.entry import Draft
from ledger.core.mandate import Standing, Step, require_may_approve, standing, step_for
from ledger.core.money import require_size
from ledger.core.numbers import NUMBERS
from ledger.core.refusals import Malformed, NotFound, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.spend import Amounts, require_well_formed
from ledger.core.wording import require_writable
from ledger.storage import reads
from ledger.storage.canonical import Content, digest
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import Approval, Covenant, Decision, Expenditure, Party, Payee, Split, Trail


@dataclass(frozen=True)
class Invoice:
    """What is typed in of an invoice or credit note; a credit note's amounts are below zero.

    `accounting_on` is the day of delivery; None: the invoice date. `splits` are (project slug, cents) and sum
    to gross less recoverable VAT. `original` is the expenditure a credit note is about, where it is known;
    `obligation` the contract an invoice falls under.
    """

    payee_id: int
    invoice_reference: str
    invoice_on: date
    accounting_on: date | None
    description: str
    amounts: Amounts
    splits: tuple[tuple[str, int], ...]
    original: int | None = None
    obligation: int | None = None

    @property
    def day(self) -> date:
        """The accounting date."""
        return self.accounting_on or self.invoice_on

    def content(self) -> Content:
        """Write the invoice as a content: for its request key."""
        return {
            "payee": self.payee_id,
            "reference": self.invoice_reference,
            "invoice_on": day_text(self.invoice_on),
            "accounting_on": day_text(self.day),
            "description": self.description,
            "net_cents": self.amounts.net_cents,
            "vat_cents": self.amounts.vat_cents,
            "recoverable_vat_cents": self.amounts.recoverable_vat_cents,
            "gross_cents": self.amounts.gross_cents,
            "splits": [[project, cents] for project, cents in self.splits],
            "original": self.original,
            "obligation": self.obligation,
        }


def find_expenditure(session: Session, covenant_id: int, number: int) -> Expenditure:
    """Find an expenditure by its number; refuses where there is none."""
    found = session.get(Expenditure, (covenant_id, number)) if number in NUMBERS else None
    if found is None:
        raise NotFound(sentence(N_("There is no expenditure %(number)s."), number=number))
    return found


def enter_expenditure(session: Session, covenant_id: int, *, by: By, invoice: Invoice) -> int:
    """Enter an invoice, claim or credit note; give its number.

    Refuses what is malformed and an accounting date in a closed year; the ceilings only warn here, since a
    real invoice must be registrable.
    """
    _require_keepable(invoice)
    asked = invoice.content()
    done = keys.done_before(session, covenant_id, by=by, act="expenditure.entered", asked=asked)
    if done is not None:
        return done
    covenant = reads.covenant(session, covenant_id)
    splits = _checked(session, covenant, invoice, by)
    number = reads.next_id(session, Expenditure, covenant_id)
    session.execute(
        insert(Expenditure).values(
            covenant_id=covenant_id,
            id=number,
            version=1,
            state="entered",
            person_id=by.person_id,
            recorded_at=by.now,
            **_columns(covenant, invoice),
        )
    )
    _write_splits(session, covenant_id, number, splits)
    trail.append(
        session,
        covenant_id,
        by=by,
        act="expenditure.entered",
        subject=f"expenditure/{number}",
        content={**cast("dict[str, Content]", asked), "version": 1},
    )
    return keys.keep(session, covenant_id, by=by, act="expenditure.entered", asked=asked, result=number)


def edit_expenditure(session: Session, covenant_id: int, *, by: By, number: int, invoice: Invoice) -> int:
    """Change an expenditure that is not yet approved; any change voids the approvals. Gives its version.

    A decision on it that is being voted on lapses. Refuses one that is approved or rejected already, and
    whatever entering refuses.
    """
    _require_keepable(invoice)
    asked: Content = {"expenditure": number, "invoice": invoice.content()}
    done = keys.done_before(session, covenant_id, by=by, act="expenditure.edited", asked=asked)
    if done is not None:
        return done
    covenant = reads.covenant(session, covenant_id)
    row = find_expenditure(session, covenant_id, number)
    if row.state != "entered":
        raise WrongState(
            sentence(N_("Expenditure %(number)s is decided and can no longer be edited."), number=number)
        )
    splits = _checked(session, covenant, invoice, by, number)
    columns = _columns(covenant, invoice)
    same = all(getattr(row, name) == value for name, value in columns.items())
    if same and splits == [(s.project_id, s.cents) for s in splits_of(session, covenant_id, number)]:
        return keys.keep(
            session, covenant_id, by=by, act="expenditure.edited", asked=asked, result=row.version
        )
    voided = [party for party, _ in approvals_of(session, covenant_id, number, row.version)]
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1
    session.flush()
    session.execute(
        delete(Split).where(col(Split.covenant_id) == covenant_id, col(Split.expenditure_id) == number)
    )
    _write_splits(session, covenant_id, number, splits)
    content = {
        **cast("dict[str, Content]", invoice.content()),
        "version": row.version,
        "approvals_voided": voided,
    }
    trail.append(
        session,
        covenant_id,
        by=by,
        act="expenditure.edited",
        subject=f"expenditure/{number}",
        content=content,
    )
    vote = open_vote(session, covenant_id, number)
    if vote is not None:
        decisions.close(session, covenant_id, vote, by=by, state="lapsed")
    return keys.keep(session, covenant_id, by=by, act="expenditure.edited", asked=asked, result=row.version)


def open_vote(session: Session, covenant_id: int, number: int) -> Decision | None:
    """Find the decision by which the partners are voting on an expenditure, if they are."""
    about = decisions.decisions_on(session, covenant_id, f"expenditure/{number}")
    return next((decision for decision in about if decision.state == "open"), None)


def _require_keepable(invoice: Invoice) -> None:
    """Refuse an invoice with amounts or texts that the ledger cannot hold at all, before it is looked at."""
    amounts = invoice.amounts
    for field, cents in (
        ("net", amounts.net_cents),
        ("vat", amounts.vat_cents),
        ("recoverable_vat", amounts.recoverable_vat_cents),
        ("gross", amounts.gross_cents),
        *(("splits", cents) for _, cents in invoice.splits),
    ):
        require_size(cents, field=field)
    require_writable(invoice.invoice_reference, field="invoice_reference")
    require_writable(invoice.description, field="description")


def _checked(
    session: Session, covenant: Covenant, invoice: Invoice, by: By, number: int | None = None
) -> list[tuple[int, int]]:
    """Ask everything that refuses entry; give the splits by project number."""
    payee_id = invoice.payee_id
    if payee_id not in NUMBERS or session.get(Payee, (covenant.id, payee_id)) is None:
        raise Malformed(sentence(N_("Choose who is paid.")), "payee")
    splits = [
        (reads.project_by_slug(session, covenant.id, slug, field="splits").id, cents)
        for slug, cents in invoice.splits
    ]
    require_well_formed(
        invoice.amounts,
        splits,
        reference=invoice.invoice_reference,
        description=invoice.description,
        accounting_on=invoice.day,
        term=(covenant.starts_on, covenant.ends_on),
    )
    if invoice.invoice_on > by.today:
        raise Malformed(sentence(N_("%(day)s has not come yet."), day=invoice.invoice_on), "invoice_on")
    periods.require_open_day(session, covenant, invoice.day, field="accounting_on")
    if invoice.original is not None:
        _require_original(session, covenant.id, invoice, number)
    if invoice.obligation is not None:
        obligations.require_usable(
            session,
            covenant.id,
            invoice.obligation,
            payee_id=invoice.payee_id,
            project_ids=[project for project, _ in splits],
            year=periods.year_of(covenant, invoice.day),
        )
    return splits


def _require_original(session: Session, covenant_id: int, invoice: Invoice, number: int | None) -> None:
    """Refuse a credit note whose original is not an invoice of the same payee before it."""
    if invoice.amounts.gross_cents > 0:
        raise Malformed(sentence(N_("Only a credit note is about another expenditure.")), "original")
    there = invoice.original in NUMBERS
    original = session.get(Expenditure, (covenant_id, invoice.original)) if there else None
    known = original is not None and original.kind == "invoice" and original.id != number
    if original is None or not known or original.payee_id != invoice.payee_id:
        raise Malformed(sentence(N_("Choose an invoice of the same payee.")), "original")
    if invoice.day < original.accounting_on:
        raise Malformed(
            sentence(
                N_("A credit note cannot be dated before its invoice of %(day)s."), day=original.accounting_on
            ),
            "accounting_on",
        )


def _columns(covenant: Covenant, invoice: Invoice) -> dict[str, object]:
    amounts = invoice.amounts
    return {
        "kind": "credit_note" if amounts.gross_cents < 0 else "invoice",
        "payee_id": invoice.payee_id,
        "invoice_reference": invoice.invoice_reference,
        "invoice_on": invoice.invoice_on,
        "accounting_on": invoice.day,
        "accounting_year": periods.year_of(covenant, invoice.day),
        "description": invoice.description,
        "net_cents": amounts.net_cents,
        "vat_cents": amounts.vat_cents,
        "recoverable_vat_cents": amounts.recoverable_vat_cents,
        "gross_cents": amounts.gross_cents,
        "original_id": invoice.original,
        "obligation_id": invoice.obligation,
    }


def _write_splits(session: Session, covenant_id: int, number: int, splits: Sequence[tuple[int, int]]) -> None:
    session.execute(
        insert(Split),
        [
            {
                "covenant_id": covenant_id,
                "expenditure_id": number,
                "line": line,
                "project_id": project,
                "cents": cents,
            }
            for line, (project, cents) in enumerate(splits, start=1)
        ],
    )


def splits_of(session: Session, covenant_id: int, number: int) -> Sequence[Split]:
    """Read an expenditure's splits in their order."""
    return session.scalars(
        select(Split)
        .where(col(Split.covenant_id) == covenant_id, col(Split.expenditure_id) == number)
        .order_by(col(Split.line))
        .execution_options(populate_existing=True)
    ).all()


def approvals_of(session: Session, covenant_id: int, number: int, version: int) -> list[tuple[int, Approval]]:
    """Read the approvals given to one version, oldest first: party and approval."""
    rows = session.scalars(
        select(Approval)
        .where(
            col(Approval.covenant_id) == covenant_id,
            col(Approval.expenditure_id) == number,
            col(Approval.version) == version,
        )
        .order_by(col(Approval.approved_at), col(Approval.party_id))
    )
    return [(row.party_id, row) for row in rows]


def digest_of(session: Session, covenant_id: int, number: int) -> str:
    """Give the digest of what an approver of this expenditure approves: every figure, text and date of it."""
    row = find_expenditure(session, covenant_id, number)
    return digest_on(row, [(s.project_id, s.cents) for s in splits_of(session, covenant_id, number)])


def digest_on(row: Expenditure, splits: Sequence[tuple[int, int]]) -> str:
    """Give the digest that approvals are bound to, of an expenditure and its splits (project, cents)."""
    return digest(
        {
            "expenditure": row.id,
            "version": row.version,
            "payee": row.payee_id,
            "reference": row.invoice_reference,
            "invoice_on": day_text(row.invoice_on),
            "accounting_on": day_text(row.accounting_on),
            "description": row.description,
            "net_cents": row.net_cents,
            "vat_cents": row.vat_cents,
            "recoverable_vat_cents": row.recoverable_vat_cents,
            "gross_cents": row.gross_cents,
            "splits": [[project, cents] for project, cents in splits],
            "original": row.original_id,
            "obligation": row.obligation_id,
        }
    )


@dataclass(frozen=True)
class Mandate:
    """Who must still approve an expenditure: the step, who may, and how it stands; no step: a decision."""

    step: Step | None
    voters: tuple[int, ...]
    payee_party: int | None
    standing: Standing | None


def mandate_of(session: Session, covenant_id: int, row: Expenditure, today: date) -> Mandate:
    """Say how an expenditure stands with the mandate."""
    step = step_for(row.gross_cents, covenants.mandate(session, covenant_id))
    payee = session.get_one(Payee, (covenant_id, row.payee_id))
    if step is None:
        return Mandate(None, (), payee.party_id, None)
    voters = covenants.electorate(session, covenant_id, step.voters, today)
    given = [party for party, _ in approvals_of(session, covenant_id, row.id, row.version)]
    names: Mapping[int, str] = {party.id: party.name for party in reads.parties(session, covenant_id)}
    return Mandate(step, voters, payee.party_id, standing(step, given, voters, payee.party_id, names=names))


def approve_expenditure(
    session: Session, covenant_id: int, *, by: By, number: int, seen_digest: str
) -> Standing:
    """Give a party's approval; the last one that is needed charges the funders and books the entry.

    `seen_digest` is the digest the approver was shown: an approval of anything else is refused. Refuses
    who may not approve, and an expenditure beyond the budget or beyond what is promised.
    """
    row = find_expenditure(session, covenant_id, number)
    asks = mandate_of(session, covenant_id, row, by.today)
    if asks.standing is None:
        _require_entered(row)
        raise WrongState(sentence(N_("This amount is above the mandate; the partners have to decide on it.")))
    asked: Content = {"expenditure": number, "digest": seen_digest}
    if keys.done_before(session, covenant_id, by=by, act="expenditure.approved", asked=asked) is not None:
        return asks.standing
    given = [party for party, _ in approvals_of(session, covenant_id, number, row.version)]
    _require_no_vote(session, covenant_id, number)
    require_may_approve(
        state=row.state,
        entered_by=entered_by(session, covenant_id, row, by),
        person_id=by.person_id,
        party_id=by.party_id,
        payee_party=asks.payee_party,
        voters=asks.voters,
        given=given,
    )
    if seen_digest != digest_of(session, covenant_id, number):
        raise WrongState(
            sentence(N_("This expenditure was changed after you opened it. Look at it again first."))
        )
    shares = charges.of_expenditure(session, covenant_id, row, splits_of(session, covenant_id, number))
    session.execute(
        insert(Approval).values(
            covenant_id=covenant_id,
            expenditure_id=number,
            version=row.version,
            party_id=by.party_id,
            person_id=by.person_id,
            digest=seen_digest,
            approved_at=by.now,
        )
    )
    content: dict[str, Content] = {"party": by.party_id, "version": row.version, "digest": seen_digest}
    trail.append(
        session,
        covenant_id,
        by=by,
        act="expenditure.approved",
        subject=f"expenditure/{number}",
        content=content,
    )
    now = mandate_of(session, covenant_id, row, by.today).standing or asks.standing
    if now.complete:
        charge_expenditure(session, covenant_id, by=by, row=row, shares=shares)
    keys.keep(session, covenant_id, by=by, act="expenditure.approved", asked=asked, result=number)
    return now


def _require_entered(row: Expenditure) -> None:
    if row.state != "entered":
        raise WrongState(sentence(N_("Only an expenditure that is entered can be approved.")))


def _require_no_vote(session: Session, covenant_id: int, number: int) -> None:
    """Refuse to pass over a vote of the partners that is going on."""
    if open_vote(session, covenant_id, number) is not None:
        raise WrongState(sentence(N_("The partners are voting on this expenditure; vote there.")))


def entered_by(session: Session, covenant_id: int, row: Expenditure, by: By) -> int:
    """Give who entered an expenditure: the person who asks, where they have edited it since."""
    edited = session.execute(
        select(col(Trail.seq)).where(
            col(Trail.covenant_id) == covenant_id,
            col(Trail.subject) == f"expenditure/{row.id}",
            col(Trail.act) == "expenditure.edited",
            col(Trail.person_id) == by.person_id,
        )
    ).first()
    return by.person_id if edited else row.person_id


def charge_expenditure(
    session: Session, covenant_id: int, *, by: By, row: Expenditure, shares: Sequence[Charge]
) -> int:
    """Charge an expenditure that has what it needs: book its entry; give the entry's number."""
    covenant = reads.covenant(session, covenant_id)
    day = periods.booking_day(session, covenant, row.accounting_on, field="accounting_on")
    if row.kind == "credit_note":
        for split in splits_of(session, covenant_id, row.id):
            budgets.open_room(session, covenant_id, split.project_id, row.accounting_year)
    obligations.use_for(session, covenant_id, by=by, row=row)
    make = entries.approved if row.kind == "invoice" else entries.credit
    draft = Draft(
        day,
        row.accounting_year,
        "expenditure_approved" if row.kind == "invoice" else "credit_note_approved",
        f"expenditure/{row.id}",
        row.description,
        make(shares, abs(row.recoverable_vat_cents)),
    )
    entry_id = periods.book(session, covenant, draft, by=by)
    row.entry_id = entry_id
    row.state = "approved"
    row.approved_at = by.now
    session.flush()
    content: dict[str, Content] = {
        "entry": entry_id,
        "day": day_text(day),
        "charges": [[one.project_id, one.pledge_id, one.cents] for one in shares],
    }
    trail.append(
        session,
        covenant_id,
        by=by,
        act="expenditure.charged",
        subject=f"expenditure/{row.id}",
        content=content,
    )
    return entry_id


def reject_expenditure(session: Session, covenant_id: int, *, by: By, number: int, reason: str) -> None:
    """Reject an expenditure that is not yet approved, with a reason; it stays in the register.

    Refuses who could not have approved it, no reason, and one the partners are voting on.
    """
    require_writable(reason, field="reason")
    asked: Content = {"expenditure": number, "reason": reason}
    if keys.done_before(session, covenant_id, by=by, act="expenditure.rejected", asked=asked) is not None:
        return
    row = find_expenditure(session, covenant_id, number)
    asks = mandate_of(session, covenant_id, row, by.today)
    voters = asks.voters if asks.step else covenants.electorate(session, covenant_id, "funders", by.today)
    if row.state != "entered":
        raise WrongState(
            sentence(N_("Expenditure %(number)s is decided and cannot be rejected."), number=number)
        )
    _require_no_vote(session, covenant_id, number)
    require_may_approve(
        state=row.state,
        entered_by=entered_by(session, covenant_id, row, by),
        person_id=by.person_id,
        party_id=by.party_id,
        payee_party=asks.payee_party,
        voters=voters,
        given=(),
    )
    if not reason.strip():
        raise Malformed(sentence(N_("Say why this is rejected.")), "reason")
    row.state = "rejected"
    row.reason = reason
    session.flush()
    trail.append(
        session,
        covenant_id,
        by=by,
        act="expenditure.rejected",
        subject=f"expenditure/{number}",
        content={"party": by.party_id, "version": row.version, "reason": reason},
    )
    keys.keep(session, covenant_id, by=by, act="expenditure.rejected", asked=asked, result=number)


def payee_party_of(session: Session, covenant_id: int, row: Expenditure) -> Party | None:
    """Find the party an expenditure's payee is, where it is one."""
    payee = session.get_one(Payee, (covenant_id, row.payee_id))
    return session.get(Party, (covenant_id, payee.party_id)) if payee.party_id else None
