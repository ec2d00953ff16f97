"""Questions about money beyond the pledges: using the common fund, and borrowing cash from a party."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger import covenants, periods
from ledger.core.sentences import N_, Cents, sentence
from ledger.storage import reads, shares
from ledger.storage.db import Session
from ledger.web.fields import ChoiceField, DayField, MoneyField, verbatim
from ledger.web.here import today
from ledger.web.questions.base import ProposalForm, Question


class CommonForm(ProposalForm):
    """How much of the common fund a project may use, and from which fiscal year on."""

    project = ChoiceField(N_("For which project"))
    year = ChoiceField(
        N_("For costs from fiscal year"), hint=N_("Costs of later years may use what is left of it.")
    )
    amount = MoneyField(N_("Amount"))


def _offer_common(form: CommonForm, session: Session, covenant_id: int) -> None:
    """Offer the projects, and each open year of the term with what of the common fund is left for it."""
    covenant = reads.covenant(session, covenant_id)
    states = reads.year_states(session, covenant_id)
    form.project.offer((each.slug, verbatim(each.name)) for each in reads.projects(session, covenant_id))
    form.year.offer(
        (
            str(year),
            sentence(
                N_("%(year)s: %(left)s left"),
                year=year,
                left=Cents(shares.releasable(session, covenant_id, year)),
            ),
        )
        for year in periods.term_years(covenant)
        if states.get(year) == "open"
    )


COMMON = Question(
    kind="common",
    form=CommonForm,
    facts=lambda form: {
        "project": form.project.choice,
        "year": int(form.year.choice),
        "amount_cents": form.amount.cents,
    },
    known=lambda figures: {
        "project": figures["project"],
        "year": str(figures["year"]),
        "amount": figures["cents"],
    },
    offer=_offer_common,
)


class CashForm(ProposalForm):
    """Who lends how much cash, and by when it is repaid."""

    party = ChoiceField(N_("Which party lends cash"))
    amount = MoneyField(N_("At most"))
    repay_by = DayField(N_("To be repaid by"))


def _offer_cash(form: CashForm, session: Session, covenant_id: int) -> None:
    """Offer the parties that made a pledge and are members today."""
    able = covenants.electorate(session, covenant_id, "funders", today())
    names = {party.id: party for party in reads.parties(session, covenant_id)}
    form.party.offer((names[number].slug, verbatim(names[number].name)) for number in able)


def _known_cash(figures: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "party": figures["party"],
        "amount": figures["cents"],
        "repay_by": date.fromisoformat(figures["repay_by"]),
    }


CASH = Question(
    kind="cash",
    form=CashForm,
    facts=lambda form: {
        "party": form.party.choice,
        "amount_cents": form.amount.cents,
        "repay_by": form.repay_by.day,
    },
    known=_known_cash,
    offer=_offer_cash,
)
