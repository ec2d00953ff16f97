"""Entering: what the treasurer types of an invoice, claim or credit note, made into what the ledger keeps.

Amounts are typed above zero, of a credit note too. A payee who is not in the register yet is added with the
expenditure, in the same database transaction.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import evidence, obligations, payees, spending
from ledger.core.acting import By
from ledger.core.language import Code
from ledger.core.media import SoundFile
from ledger.core.refusals import Malformed, Refusal, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.spend import Amounts, with_rest
from ledger.payees import PayeeRow
from ledger.spending import Invoice
from ledger.storage import naming, reads
from ledger.storage.obligations import ObligationRow
from ledger.storage.reads import col
from ledger.storage.tables import RequestKey


@dataclass(frozen=True)
class Typed:
    """What was typed of an expenditure, read but not yet judged. Amounts are cents above zero.

    Who is paid is `payee`, a number of the register, or else `new_payee` with `new_iban`; `is_other` says
    that a payee who looks like one of the register is another one all the same. `splits` are (project slug,
    cents); of one the cents may be None: it takes what the others leave.
    """

    kind: str
    payee: int | None
    invoice_reference: str
    invoice_on: date
    accounting_on: date | None
    description: str
    net_cents: int
    vat_cents: int
    recoverable_vat_cents: int
    gross_cents: int
    splits: tuple[tuple[str, int | None], ...]
    original: int | None = None
    obligation: int | None = None
    new_payee: str = ""
    new_iban: str = ""
    is_other: bool = False


@dataclass(frozen=True)
class Offer:
    """What there is to choose from on the form: payees, projects by programme line, open contracts."""

    payees: Sequence[PayeeRow]
    projects: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    obligations: Sequence[ObligationRow]


def offer(session: Session, covenant_id: int, *, code: Code, today: date) -> Offer:
    """Read what there is to choose from; a programme line without projects is left out."""
    names = naming.names(session, covenant_id, code)
    by_line: dict[int, list[tuple[str, str]]] = {number: [] for number in names.lines}
    for project in names.projects.values():
        by_line[project.line_id].append((project.slug, project.name))
    return Offer(
        payees.list_payees(session, covenant_id),
        tuple((names.lines[line], tuple(found)) for line, found in by_line.items() if found),
        obligations.open_at(session, covenant_id, today),
    )


def enter(
    session: Session, covenant_id: int, *, by: By, typed: Typed, files: Sequence[SoundFile] = ()
) -> int:
    """Enter an expenditure with its files, its payee too where it is new; give its number.

    Refuses whatever entering an expenditure, adding a payee or keeping a file refuses, and a new payee who
    looks like one that is there already, until it is said to be another one.
    """
    payee_id = _payee(session, covenant_id, by, typed)
    number = spending.enter_expenditure(session, covenant_id, by=by, invoice=_invoice(typed, payee_id))
    evidence.add_all(session, covenant_id, by=by, subject=f"expenditure/{number}", files=files)
    return number


def edit(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    number: int,
    typed: Typed,
    seen_digest: str,
    files: Sequence[SoundFile] = (),
) -> None:
    """Change an expenditure that is not yet approved, and add files to it; a change voids its approvals.

    `seen_digest` is the digest of what the form was filled with: a change of anything else is refused, and so
    is whatever entering refuses.
    """
    is_new = not _is_known(session, covenant_id, by.key)
    if is_new and seen_digest != spending.digest_of(session, covenant_id, number):
        raise WrongState(
            sentence(N_("Somebody changed this expenditure after you opened it. Compare before you save."))
        )
    payee_id = _payee(session, covenant_id, by, typed)
    spending.edit_expenditure(session, covenant_id, by=by, number=number, invoice=_invoice(typed, payee_id))
    evidence.add_all(session, covenant_id, by=by, subject=f"expenditure/{number}", files=files)


def register_payee(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    name: str,
    iban: str = "",
    vat_number: str = "",
    chamber_number: str = "",
    party: str | None = None,
    is_other: bool = False,
) -> int:
    """Add a payee to the register; give its number.

    Refuses one that looks like a payee who is there already, unless `is_other`, and what adding refuses.
    """
    if not is_other and not _is_known(session, covenant_id, by.key):
        _require_unlike(payees.similar(session, covenant_id, name, iban))
    return payees.add_payee(
        session,
        covenant_id,
        by=by,
        name=name,
        iban=iban,
        vat_number=vat_number,
        chamber_number=chamber_number,
        party=party,
    )


def typed_of(session: Session, covenant_id: int, number: int) -> Typed:
    """Give what was typed of an expenditure, to be changed."""
    row = spending.find_expenditure(session, covenant_id, number)
    slugs = {project.id: project.slug for project in reads.projects(session, covenant_id)}
    return Typed(
        kind=row.kind,
        payee=row.payee_id,
        invoice_reference=row.invoice_reference,
        invoice_on=row.invoice_on,
        accounting_on=row.accounting_on,
        description=row.description,
        net_cents=abs(row.net_cents),
        vat_cents=abs(row.vat_cents),
        recoverable_vat_cents=abs(row.recoverable_vat_cents),
        gross_cents=abs(row.gross_cents),
        splits=tuple(
            (slugs[split.project_id], abs(split.cents))
            for split in spending.splits_of(session, covenant_id, number)
        ),
        original=row.original_id,
        obligation=row.obligation_id,
    )


def credit_of(session: Session, covenant_id: int, number: int) -> Typed:
    """Give what a credit note for a whole expenditure would say, for the treasurer to change what differs."""
    original = typed_of(session, covenant_id, number)
    return replace(
        original,
        kind="credit_note",
        invoice_reference="",
        accounting_on=None,
        original=number,
        obligation=None,
    )


def _invoice(typed: Typed, payee_id: int) -> Invoice:
    """Make the invoice of what was typed; a credit note's amounts go below zero here."""
    sign = -1 if typed.kind == "credit_note" else 1
    parts = with_rest(typed.gross_cents - typed.recoverable_vat_cents, [cents for _, cents in typed.splits])
    return Invoice(
        payee_id=payee_id,
        invoice_reference=typed.invoice_reference,
        invoice_on=typed.invoice_on,
        accounting_on=typed.accounting_on,
        description=typed.description,
        amounts=Amounts(
            sign * typed.net_cents,
            sign * typed.vat_cents,
            sign * typed.recoverable_vat_cents,
            sign * typed.gross_cents,
        ),
        splits=tuple(
            (project, sign * cents) for (project, _), cents in zip(typed.splits, parts, strict=True)
        ),
        original=typed.original,
        obligation=typed.obligation,
    )


def _payee(session: Session, covenant_id: int, by: By, typed: Typed) -> int:
    """Give who is paid: the one chosen, or a new one, which is added under a key of its own."""
    if typed.payee is not None and typed.new_payee:
        raise Malformed(sentence(N_("Choose a payee or add a new one, not both.")), "new_payee")
    if typed.payee is not None:
        return payees.find_payee(session, covenant_id, typed.payee, field="payee").id
    if not typed.new_payee:
        raise Malformed(sentence(N_("Choose who is paid, or add a new payee.")), "payee")
    with _beside({"name": "new_payee", "iban": "new_iban"}):
        return register_payee(
            session,
            covenant_id,
            by=replace(by, key=f"{by.key}/payee" if by.key else ""),
            name=typed.new_payee,
            iban=typed.new_iban,
            is_other=typed.is_other,
        )


def _require_unlike(found: Sequence[PayeeRow]) -> None:
    """Refuse a payee who looks like one of the register, and name that one."""
    if found:
        raise Malformed(
            sentence(
                N_("%(name)s (payee %(number)s) is in the register and looks like this. Is it another one?"),
                name=found[0].name,
                number=found[0].number,
            ),
            "name",
        )


@contextmanager
def _beside(fields: dict[str, str]) -> Iterator[None]:
    """Put what is refused in this block beside the fields as the form at hand calls them."""
    try:
        yield
    except Refusal as refusal:
        refusal.field = fields.get(refusal.field or "", refusal.field)
        raise


def _is_known(session: Session, covenant_id: int, key: str) -> bool:
    """Say whether something was done under a request key before: then it was asked about already."""
    return bool(key) and (
        session.execute(
            select(col(RequestKey.result)).where(
                col(RequestKey.covenant_id) == covenant_id, col(RequestKey.key) == key
            )
        ).first()
        is not None
    )
