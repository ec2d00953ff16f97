"""What the story tells of payees, contracts, bills and how they are paid."""

from dataclasses import replace
from datetime import date
from textwrap import wrap

from ledger import approving, obligations, payee_changes, payees, payments, projects, reversals, spending
from ledger.core.money import format_cents
from ledger.core.spend import Amounts
from ledger.demo import acts, papers
from ledger.demo.stage import Stage, cents, written
from ledger.spending import Invoice

WIDTH = 80
"""How many characters fit on a line of a bill."""


def begin(stage: Stage, act: acts.Work) -> None:
    """Add a project."""
    projects.add_project(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        name=act.name,
        line=act.line,
        slug=act.slug,
        about=act.about,
        starts_on=date.fromisoformat(act.starts),
        ends_on=date.fromisoformat(act.ends),
    )


def register(stage: Stage, act: acts.Firm) -> None:
    """Enter somebody who is to be paid."""
    number = payees.add_payee(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        name=act.name,
        iban=act.iban,
        vat_number=act.vat_number,
        chamber_number=act.chamber_number,
        party=act.party,
    )
    stage.payee[act.key] = number, act


def change_iban(stage: Stage, act: acts.NewIban) -> None:
    """Change a payee's account number."""
    number, firm = stage.payee[act.payee]
    payee_changes.change_payee(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        payee=number,
        name=firm.name,
        iban=act.iban,
        vat_number=firm.vat_number,
        chamber_number=firm.chamber_number,
        party=firm.party,
    )
    stage.payee[act.payee] = number, replace(firm, iban=act.iban)


def agree(stage: Stage, act: acts.Agreed) -> None:
    """Enter a contract, with what was signed."""
    number, firm = stage.payee[act.payee]
    stage.contract[act.key] = obligations.add_obligation(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        project=act.project,
        payee=number,
        year=act.year,
        agreed_on=date.fromisoformat(act.on),
        description=act.about,
        amount_cents=cents(act.amount),
        reference=act.reference,
    )
    title = f"Overeenkomst {act.reference}"
    lines = [
        f"Met: {firm.name}",
        f"Getekend op: {written(act.on)}",
        *wrap(act.about, WIDTH),
        f"Bedrag: € {act.amount}",
    ]
    stage.keep(f"obligation/{stage.contract[act.key]}", _file(title, "pdf"), papers.pdf(title, lines))


def release(stage: Stage, act: acts.Released) -> None:
    """Let go of what a contract still holds."""
    obligations.release_obligation(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        number=stage.contract[act.contract],
        released_on=date.fromisoformat(act.on),
        reason=act.reason,
    )


def enter(stage: Stage, act: acts.Bill) -> None:
    """Enter a bill, with the file it came as."""
    number = spending.enter_expenditure(
        stage.session, stage.covenant_id, by=stage.treasurer(), invoice=_invoice(stage, act)
    )
    stage.bill[act.key] = number, act
    _keep_papers(stage, number, act)


def correct(stage: Stage, act: acts.Corrected) -> None:
    """Change a bill that is not yet approved, with the file that came instead."""
    number, bill = stage.bill[act.bill]
    bill = replace(bill, about=act.about, net=act.net, vat=act.vat)
    spending.edit_expenditure(
        stage.session, stage.covenant_id, by=stage.treasurer(), number=number, invoice=_invoice(stage, bill)
    )
    stage.bill[act.bill] = number, bill
    _keep_papers(stage, number, bill)


def approve(stage: Stage, act: acts.Approved) -> None:
    """Give a party's approval of a bill as it stands."""
    number, _ = stage.bill[act.bill]
    approving.approve_expenditure(
        stage.session,
        stage.covenant_id,
        by=stage.partner(act.party),
        number=number,
        seen_digest=spending.digest_of(stage.session, stage.covenant_id, number),
    )


def reject(stage: Stage, act: acts.Rejected) -> None:
    """Reject a bill."""
    approving.reject_expenditure(
        stage.session,
        stage.covenant_id,
        by=stage.partner(act.party),
        number=stage.bill[act.bill][0],
        reason=act.reason,
    )


def pay(stage: Stage, act: acts.Paid) -> None:
    """Pay a bill, or part of it."""
    number, bill = stage.bill[act.bill]
    row = spending.find_expenditure(stage.session, stage.covenant_id, number)
    owed = sum(payments.owed(stage.session, stage.covenant_id, row).values())
    payments.pay(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        number=number,
        paid_on=date.fromisoformat(act.on),
        amount_cents=cents(act.amount) if act.amount else owed,
        reference=bill.reference,
    )


def take_back(stage: Stage, act: acts.CameBack) -> None:
    """Record money that a payee paid back."""
    payments.take_back(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        number=stage.bill[act.bill][0],
        received_on=date.fromisoformat(act.on),
        amount_cents=cents(act.amount),
        reference=act.reference,
    )


def settle(stage: Stage, act: acts.SettledWith) -> None:
    """Settle a bill with what its payee still owes on another."""
    payments.set_off(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        number=stage.bill[act.bill][0],
        claim_number=stage.bill[act.claim][0],
        settled_on=date.fromisoformat(act.on),
        amount_cents=cents(act.amount),
    )


def reverse(stage: Stage, act: acts.Reversed) -> None:
    """Take an approved bill out of the books again."""
    reversals.reverse_expenditure(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        number=stage.bill[act.bill][0],
        reversed_on=date.fromisoformat(act.on),
        reason=act.reason,
    )


def _amounts(bill: acts.Bill) -> Amounts:
    net_cents, vat_cents = cents(bill.net), cents(bill.vat)
    return Amounts(net_cents, vat_cents, cents(bill.recoverable), net_cents + vat_cents)


def _invoice(stage: Stage, bill: acts.Bill) -> Invoice:
    """Write a bill of the story as it is typed in."""
    amounts = _amounts(bill)
    if isinstance(bill.projects, str):
        splits: tuple[tuple[str, int], ...] = ((bill.projects, amounts.to_charge_cents),)
    else:
        splits = tuple((project, cents(amount)) for project, amount in bill.projects.items())
    return Invoice(
        payee_id=stage.payee[bill.payee][0],
        invoice_reference=bill.reference,
        invoice_on=date.fromisoformat(bill.dated),
        accounting_on=date.fromisoformat(bill.delivered) if bill.delivered else None,
        description=bill.about,
        amounts=amounts,
        splits=splits,
        original=stage.bill[bill.original][0] if bill.original else None,
        obligation=stage.contract[bill.contract] if bill.contract else None,
    )


def _keep_papers(stage: Stage, number: int, bill: acts.Bill) -> None:
    """Keep the bill itself: to be read, and from some payees also as an electronic invoice."""
    firm, amounts = stage.payee[bill.payee][1], _amounts(bill)
    title = f"{'Creditnota' if amounts.gross_cents < 0 else firm.document} {bill.reference}"
    gross = format_cents(amounts.gross_cents, "nl")
    lines = [
        firm.name,
        "Aan: Customer Service Valley, Maastricht",
        f"Datum: {written(bill.dated)}",
        "",
        *wrap(bill.about, WIDTH),
        "",
        f"Bedrag zonder btw: € {bill.net}",
        f"Btw: € {bill.vat}",
        f"Te betalen: € {gross}",
        f"Op rekening: {firm.iban}",
        "",
        "Dit stuk is gemaakt voor de demonstratie.",
    ]
    stage.keep(f"expenditure/{number}", _file(title, "pdf"), papers.pdf(title, lines))
    if firm.sends_xml:
        fields = [
            ("nummer", bill.reference),
            ("datum", bill.dated),
            ("leverancier", firm.name),
            ("omschrijving", bill.about),
            ("netto", bill.net),
            ("btw", bill.vat),
            ("bruto", gross),
        ]
        stage.keep(f"expenditure/{number}", _file(title, "xml"), papers.xml(fields))


def _file(title: str, ending: str) -> str:
    """Name a file after what it is."""
    return f"{title.replace('/', '-')}.{ending}"
