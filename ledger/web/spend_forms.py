"""The forms of an expenditure: entering and editing it, and every step after that."""

from collections.abc import Sequence
from typing import Any, cast

from ledger.core.iban import format_iban
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.core.spend import LONGEST_TEXT
from ledger.entering import Offer, Typed
from ledger.payees import PayeeRow
from ledger.storage.tables import Expenditure
from ledger.web.fields import (
    CheckField,
    ChoiceField,
    CountField,
    DayField,
    LinesField,
    MoneyField,
    TextField,
    verbatim,
)
from ledger.web.forms import EvidenceField, LedgerForm, RowForm, Rows

KINDS: tuple[tuple[str, str], ...] = (
    ("invoice", N_("Invoice or claim")),
    ("credit_note", N_("Credit note or refund")),
)


class SplitRow(RowForm):
    """One project and the part of the amount that it bears."""

    project = ChoiceField(N_("Project"))
    amount = MoneyField(N_("Amount"), hint=N_("Open: what the others leave."), optional=True)


class PayeeField(ChoiceField):
    """Who is paid, from the register; nothing is chosen where a new payee is typed instead."""

    def read(self, typed: str) -> Any:
        """Take the choice as sent; none is no mistake of this field alone."""
        return typed or None


class EntryForm(LedgerForm):
    """What is asked of an invoice, claim or credit note."""

    kind = ChoiceField(N_("What is this?"), choices=KINDS, as_radio=True)
    payee = PayeeField(N_("Payee"), placeholder=N_("Choose from the register"))
    new_payee = TextField(N_("Name of a new payee"), optional=True)
    new_iban = TextField(N_("Its IBAN"), optional=True, most=60)
    is_other = CheckField(N_("This is another payee than the one in the register"))
    invoice_reference = TextField(N_("Invoice number or reference"))
    invoice_on = DayField(N_("Invoice date"))
    accounting_on = DayField(
        N_("Date of delivery"),
        hint=N_("Decides the fiscal year. Open: the invoice date."),
        optional=True,
    )
    description = LinesField(N_("What was bought or done"), most=LONGEST_TEXT, rows=2)
    net = MoneyField(N_("Net"))
    vat = MoneyField(N_("VAT"), hint=N_("Open: none."), optional=True)
    recoverable_vat = MoneyField(
        N_("Of which recoverable"), hint=N_("VAT that the tax office pays back. Open: none."), optional=True
    )
    gross = MoneyField(N_("Gross"), hint=N_("The amount to be paid."))
    splits = Rows(
        SplitRow,
        N_("For which projects"),
        hint=N_("Together they bear gross less recoverable VAT."),
        least=0,
    )
    original = CountField(
        N_("Number of the expenditure that is credited"),
        hint=N_("Its number in this ledger. Then its funders get back what they paid."),
        optional=True,
    )
    obligation = ChoiceField(
        N_("Under which contract"), placeholder=N_("None of these obligations"), optional=True
    )
    evidence = EvidenceField(N_("Files"), optional=True)

    def offer(self, offered: Offer, also: Sequence[tuple[str, Sentence]] = ()) -> None:
        """Offer the payees, projects and contracts there are; `also` are contracts with nothing open."""
        self.payee.offer((str(one.number), verbatim(payee_name(one))) for one in offered.payees)
        projects = [
            (verbatim(line), [(slug, verbatim(name)) for slug, name in found])
            for line, found in offered.projects
        ]
        self._projects = projects
        for row in self.splits.rows:
            _project(row).offer_groups(projects)
        self.obligation.offer(
            [
                *(
                    (
                        str(one.number),
                        sentence(
                            N_("%(number)s: %(payee)s, %(description)s (%(open)s open, %(year)s)"),
                            number=one.number,
                            payee=one.payee_name,
                            description=one.description[:60],
                            open=Cents(one.open_cents),
                            year=one.year,
                        ),
                    )
                    for one in offered.obligations
                ),
                *also,
            ]
        )

    def sent(self) -> bool:
        """Say whether the form was sent and can be read; a row that was added offers the projects too."""
        is_sent = super().sent()
        for row in self.splits.rows:
            _project(row).offer_groups(self._projects)
        return is_sent

    def typed(self) -> Typed:
        """Give what was typed, once the form was accepted."""
        return Typed(
            kind=self.kind.choice,
            payee=int(self.payee.choice) if self.payee.choice else None,
            invoice_reference=self.invoice_reference.text,
            invoice_on=self.invoice_on.day,
            accounting_on=self.accounting_on.data,
            description=self.description.text,
            net_cents=self.net.cents,
            vat_cents=self.vat.cents,
            recoverable_vat_cents=self.recoverable_vat.cents,
            gross_cents=self.gross.cents,
            splits=tuple((_project(row).choice, row["amount"].data) for row in self.splits.filled()),
            original=self.original.data if self.kind.choice == "credit_note" else None,
            obligation=int(self.obligation.choice) if self.obligation.choice else None,
            new_payee=self.new_payee.text,
            new_iban=self.new_iban.text,
            is_other=self.is_other.ticked,
        )


def _project(row: RowForm) -> ChoiceField:
    """Give the question for which project a row is."""
    return cast("ChoiceField", row["project"])


def filled_with(typed: Typed) -> dict[str, Any]:
    """Give the values of a form that is to show this."""
    return {
        "kind": typed.kind,
        "payee": str(typed.payee) if typed.payee else None,
        "invoice_reference": typed.invoice_reference or None,
        "invoice_on": typed.invoice_on,
        "accounting_on": typed.accounting_on,
        "description": typed.description or None,
        "net": typed.net_cents,
        "vat": typed.vat_cents or None,
        "recoverable_vat": typed.recoverable_vat_cents or None,
        "gross": typed.gross_cents,
        "splits": [{"project": project, "amount": cents} for project, cents in typed.splits],
        "original": typed.original,
        "obligation": str(typed.obligation) if typed.obligation else None,
    }


def payee_name(row: PayeeRow) -> str:
    """Name a payee so that two of one name can be told apart."""
    return f"{row.name} · {format_iban(row.iban)}" if row.iban else row.name


class RejectForm(LedgerForm):
    """Why an expenditure is rejected."""

    reason = LinesField(N_("Why it is rejected"), rows=2)


class SendBackForm(LedgerForm):
    """What the treasurer is asked about an expenditure."""

    reason = LinesField(N_("What the treasurer should look at"), rows=2)


class ResubmitForm(LedgerForm):
    """What the treasurer answers."""

    answer = LinesField(
        N_("Your answer"), hint=N_("Only after a change it may be left empty."), rows=2, optional=True
    )


class ProposeForm(LedgerForm):
    """What the parties are asked."""

    proposal = LinesField(N_("What the parties are asked"), rows=3)
    deadline = DayField(N_("Last day to vote"), optional=True)


class PayForm(LedgerForm):
    """A payment: when, how much, and its reference."""

    paid_on = DayField(N_("Paid on"))
    amount = MoneyField(N_("Amount"))
    reference = TextField(N_("Reference at the bank"), optional=True)


class BackForm(LedgerForm):
    """Money a payee paid back: when, how much, and its reference."""

    received_on = DayField(N_("Received on"))
    amount = MoneyField(N_("Amount"))
    reference = TextField(N_("Reference at the bank"), optional=True)


class SetOffForm(LedgerForm):
    """A claim on the payee with which part of this is settled."""

    claim = ChoiceField(N_("Claim"))
    settled_on = DayField(N_("Settled on"))
    amount = MoneyField(N_("Amount"))

    def offer(self, claims: Sequence[tuple[Expenditure, int]]) -> None:
        """Offer the claims there are on the payee."""
        self.claim.offer(
            (
                str(row.id),
                sentence(
                    N_("Expenditure %(number)s, %(reference)s: %(open)s to come back"),
                    number=row.id,
                    reference=row.invoice_reference[:60],
                    open=Cents(cents),
                ),
            )
            for row, cents in claims
        )


class ReverseForm(LedgerForm):
    """When something is reversed, and why."""

    reversed_on = DayField(N_("Reversed on"))
    reason = LinesField(N_("Why it is reversed"), rows=2)


class FilesForm(LedgerForm):
    """Files to be added as evidence."""

    evidence = EvidenceField(N_("Files"))


class PayeeForm(LedgerForm):
    """What the register says of a payee."""

    name = TextField(N_("Name"), hint=N_("As it stands on its invoices."))
    iban = TextField(N_("IBAN"), hint=N_("For example NL91 ABNA 0417 1643 00"), optional=True, most=60)
    vat_number = TextField(N_("VAT number"), optional=True, most=40)
    chamber_number = TextField(N_("Chamber of commerce number"), optional=True, most=40)
    party = ChoiceField(
        N_("Party"),
        hint=N_("Only where the payee is a party itself: that party then takes no part in approving."),
        placeholder=N_("Not a party"),
        optional=True,
    )
    is_other = CheckField(N_("This is another payee than the one in the register"))
