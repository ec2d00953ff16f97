"""Questions on who takes part: a party joins, or leaves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.core.calendar import day_in_year
from ledger.core.covenant_file.facts import PARTY_KINDS
from ledger.core.sentences import N_, Sentence
from ledger.core.slug import make_slug
from ledger.core.statements.words import PARTY_KINDS as KIND_NAMES
from ledger.storage import naming, reads
from ledger.storage.db import Session
from ledger.web.fields import CheckField, ChoiceField, DayField, MoneyField, TextField, verbatim
from ledger.web.forms import RowForm, Rows
from ledger.web.here import code
from ledger.web.paging import text_asked
from ledger.web.questions.base import ProposalForm, Question

# ---- joining -----------------------------------------------------------------------------------------


class InstalmentRow(RowForm):
    """One instalment of a joiner's pledge."""

    due_on = DayField(N_("Due on"))
    amount = MoneyField(N_("Amount"))


class LineRow(RowForm):
    """One programme line a joiner's money is kept for."""

    line = ChoiceField(N_("Programme line"))


class AccessionForm(ProposalForm):
    """Who joins, from when, and with what."""

    name = TextField(N_("Name of the party"))
    slug = TextField(
        N_("Short name"),
        hint=N_("It stands in addresses. Empty: made from the name."),
        most=60,
        optional=True,
    )
    kind = ChoiceField(N_("Kind"), choices=[(kind, KIND_NAMES[kind]) for kind in PARTY_KINDS])
    joins_on = DayField(
        N_("Takes part from"), hint=N_("It shares in spend dated from this day on; what is booked stays.")
    )
    basis = ChoiceField(
        N_("What it promises"),
        choices=[
            ("none", N_("No money: it takes part in what the parties decide")),
            ("per_year", N_("An amount for every year")),
            ("total", N_("Instalments, as listed")),
        ],
        as_radio=True,
    )
    amount = MoneyField(N_("Amount for every year"), optional=True)
    due_on = DayField(
        N_("Falls due every year on"),
        hint=N_("Day and month count: the first one on or after it joins is the first instalment."),
        optional=True,
    )
    instalments = Rows(InstalmentRow, N_("Instalments"), least=0)
    earmark = Rows(LineRow, N_("Kept for"), hint=N_("Empty: for any programme line."), least=0, shown=1)

    def offer(self, lines: list[tuple[str, Sentence]], taken: frozenset[str]) -> None:
        """Offer the programme lines; `taken` are the short names that other parties have."""
        self._lines, self._taken = lines, taken
        self._offer_rows()

    def _offer_rows(self) -> None:
        for row in self.earmark.rows:
            row.line.offer(self._lines)

    def sent(self) -> bool:
        """Say whether the form was sent and can be read; a row that was added offers the lines too."""
        is_sent = super().sent()
        self._offer_rows()
        return is_sent

    @property
    def short_name(self) -> str:
        """Give the short name that was typed, or one made from the name."""
        return self.slug.text or make_slug(self.name.text, self._taken, otherwise="party")


def _offer_lines(form: AccessionForm, session: Session, covenant_id: int) -> None:
    lines = [
        (line.slug, verbatim(naming.line_name(line, code()))) for line in reads.lines(session, covenant_id)
    ]
    form.offer(lines, frozenset(party.slug for party in reads.parties(session, covenant_id)))


def _accession_facts(form: AccessionForm) -> Mapping[str, Any]:
    due_on = form.due_on.data
    basis = form.basis.choice
    return {
        "slug": form.short_name,
        "name": form.name.text,
        "kind": form.kind.choice,
        "joins_on": form.joins_on.day,
        "basis": basis,
        "amount_cents": form.amount.cents if basis == "per_year" else 0,
        "due_on": (due_on.month, due_on.day) if due_on and basis == "per_year" else None,
        "instalments": [(row.due_on.day, row.amount.cents) for row in form.instalments.filled()]
        if basis == "total"
        else [],
        "earmark": [row.line.choice for row in form.earmark.filled()],
    }


def _known_accession(figures: Mapping[str, Any]) -> Mapping[str, Any]:
    joins_on = date.fromisoformat(figures["joins_on"])
    known: dict[str, Any] = {**figures["party"], "joins_on": joins_on, "basis": "none"}
    pledge = figures["pledge"]
    if pledge:
        known["basis"] = pledge["basis"]
        known["earmark"] = [{"line": slug} for slug in pledge["earmark"]]
        if pledge["basis"] == "per_year":
            known["amount"] = pledge["yearly_cents"]
            month, day_of_month = pledge["due_on"]
            known["due_on"] = day_in_year(month, day_of_month, joins_on.year)
        else:
            known["instalments"] = [
                {"due_on": date.fromisoformat(day), "amount": cents} for day, cents in pledge["instalments"]
            ]
    return known


JOIN = Question("accession", AccessionForm, _accession_facts, _known_accession, offer=_offer_lines)


# ---- leaving -----------------------------------------------------------------------------------------


class LeavingForm(ProposalForm):
    """Who leaves, after which day, and what becomes of its money."""

    party = ChoiceField(N_("Party"))
    leaves_on = DayField(
        N_("Last day it takes part"),
        hint=N_("Instalments due after it lapse, but for what was charged already; earlier ones stay due."),
    )
    stays = CheckField(N_("What it has not spent stays in the covenant and goes on paying"))


def _offer_parties(form: LeavingForm, session: Session, covenant_id: int) -> None:
    form.party.offer(
        (party.slug, verbatim(party.name))
        for party in reads.parties(session, covenant_id)
        if party.left_on is None
    )
    asked = text_asked("party")
    if not form.was_sent and form.party.data is None and asked in form.party.values:
        form.party.data = asked


LEAVE = Question(
    "leaving",
    LeavingForm,
    facts=lambda form: {
        "party": form.party.choice,
        "leaves_on": form.leaves_on.day,
        "return_unspent": not form.stays.ticked,
    },
    known=lambda figures: {
        "party": figures["party"],
        "leaves_on": date.fromisoformat(figures["leaves_on"]),
        "stays": not figures["return_unspent"],
    },
    offer=_offer_parties,
)

QUESTIONS = (JOIN, LEAVE)
