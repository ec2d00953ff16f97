"""Spending: entering an expenditure, editing it, approving or rejecting it.

Entering warns about the ceilings; the last approval charges the funders and books the entry, or refuses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from ledger import decisions, keys, obligations, periods, trail
from ledger.core.acting import By
from ledger.core.money import require_size
from ledger.core.numbers import NUMBERS
from ledger.core.refusals import Malformed, NotFound, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.spend import Amounts, require_well_formed
from ledger.core.wording import require_writable
from ledger.storage import reads, shares
from ledger.storage.canonical import Content, digest
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.shares import Shares
from ledger.storage.tables import (
    Approval,
    Covenant,
    Decision,
    Expenditure,
    HandShare,
    Payee,
    PayeeVersion,
    Split,
)


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
            **_columns(session, covenant, invoice),
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

    A decision on it that is being voted on lapses, and shares set by hand are forgotten where the projects'
    parts or the accounting date change. One that was sent back stays so until it is resubmitted. Refuses one
    that is approved or rejected already, and whatever entering refuses.
    """
    _require_keepable(invoice)
    asked: Content = {"expenditure": number, "invoice": invoice.content()}
    done = keys.done_before(session, covenant_id, by=by, act="expenditure.edited", asked=asked)
    if done is not None:
        return done
    covenant = reads.covenant(session, covenant_id)
    row = find_expenditure(session, covenant_id, number)
    require_editable(row)
    splits = _checked(session, covenant, invoice, by, number)
    columns = _columns(session, covenant, invoice)
    before = [(s.project_id, s.cents) for s in splits_of(session, covenant_id, number)]
    same = all(getattr(row, name) == value for name, value in columns.items())
    if same and splits == before:
        return keys.keep(
            session, covenant_id, by=by, act="expenditure.edited", asked=asked, result=row.version
        )
    voided = [party for party, _ in approvals_of(session, covenant_id, number, row.version)]
    moved = columns["accounting_on"] != row.accounting_on or splits != before
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1
    session.flush()
    dropped = moved and drop_shares(session, covenant_id, row)
    session.execute(
        delete(Split).where(col(Split.covenant_id) == covenant_id, col(Split.expenditure_id) == number)
    )
    _write_splits(session, covenant_id, number, splits)
    content = {
        **cast("dict[str, Content]", invoice.content()),
        "version": row.version,
        "approvals_voided": voided,
        **({"shares_dropped": True} if dropped else {}),
    }
    trail.append(
        session,
        covenant_id,
        by=by,
        act="expenditure.edited",
        subject=f"expenditure/{number}",
        content=content,
    )
    lapse_vote(session, covenant_id, by=by, number=number)
    return keys.keep(session, covenant_id, by=by, act="expenditure.edited", asked=asked, result=row.version)


def require_editable(row: Expenditure) -> None:
    """Refuse to change an expenditure that is approved or rejected already."""
    if row.state not in {"entered", "sent_back"}:
        raise WrongState(
            sentence(N_("Expenditure %(number)s is decided and can no longer be edited."), number=row.id)
        )


def lapse_vote(session: Session, covenant_id: int, *, by: By, number: int) -> None:
    """Let a vote on an expenditure lapse: what the partners were voting on has been changed."""
    vote = open_vote(session, covenant_id, number)
    if vote is not None:
        decisions.close(session, covenant_id, vote, by=by, state="lapsed")


def drop_shares(session: Session, covenant_id: int, row: Expenditure) -> bool:
    """Forget the shares set by hand, once what they divide has changed; say whether there were any."""
    if not row.shares_reason:
        return False
    row.shares_reason = ""
    session.execute(
        delete(HandShare).where(
            col(HandShare.covenant_id) == covenant_id, col(HandShare.expenditure_id) == row.id
        )
    )
    session.flush()
    return True


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


def _columns(session: Session, covenant: Covenant, invoice: Invoice) -> dict[str, object]:
    amounts = invoice.amounts
    payee = session.get_one(Payee, (covenant.id, invoice.payee_id))
    return {
        "kind": "credit_note" if amounts.gross_cents < 0 else "invoice",
        "payee_id": payee.id,
        "payee_version": payee.version,
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
    if not splits:  # all of it is recoverable VAT
        return
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
    """Give the digest of what an approver of this expenditure approves: all of it, and who is paid."""
    row = find_expenditure(session, covenant_id, number)
    splits = [(s.project_id, s.cents) for s in splits_of(session, covenant_id, number)]
    paid = session.get_one(PayeeVersion, (covenant_id, row.payee_id, row.payee_version))
    return digest_on(row, splits, shares.by_hand(session, covenant_id, number), payee_digest=paid.digest)


def digest_on(
    row: Expenditure, splits: Sequence[tuple[int, int]], by_hand: Shares = (), *, payee_digest: str
) -> str:
    """Give the digest that approvals are bound to, of an expenditure and its splits (project, cents).

    `by_hand` are the shares set by hand (project, pledge, cents); where there are none nothing is said of
    them. `payee_digest` stands for the payee's name, account, numbers and party.
    """
    set_by_hand: dict[str, Content] = {
        "shares": [list(each) for each in by_hand],
        "shares_reason": row.shares_reason,
    }
    return digest(
        {
            "expenditure": row.id,
            "version": row.version,
            "payee": row.payee_id,
            "payee_digest": payee_digest,
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
            **(set_by_hand if by_hand else {}),
        }
    )
