"""Questions on what was promised: moving an instalment, reducing a pledge, writing off what is owed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ledger import pledge_pages
from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.pledge_pages import InstalmentChoice
from ledger.storage.db import Session
from ledger.web.fields import ChoiceField, DayField, MoneyField, verbatim
from ledger.web.forms import RowForm, Rows
from ledger.web.here import today
from ledger.web.paging import text_asked
from ledger.web.questions.base import ProposalForm, Question

Groups = list[tuple[Sentence, list[tuple[str, Sentence]]]]


def _labelled(one: InstalmentChoice) -> Sentence:
    """Say which instalment it is, and how much of it is still to come."""
    if one.open_cents == one.net_cents:
        told = N_("%(day)s: %(net)s")
    else:
        told = N_("%(day)s: %(net)s, of which %(open)s is still to come in")
    return sentence(told, day=one.due_on, net=Cents(one.net_cents), open=Cents(one.open_cents))


def _grouped(found: Sequence[InstalmentChoice], *, with_pledge: bool = False) -> Groups:
    """Offer instalments party by party."""
    groups: dict[str, list[tuple[str, Sentence]]] = {}
    for one in found:
        value = f"{one.pledge_id}.{one.number}" if with_pledge else str(one.number)
        groups.setdefault(one.party, []).append((value, _labelled(one)))
    return [(verbatim(party), each) for party, each in groups.items()]


# ---- moving ------------------------------------------------------------------------------------------


class MoveForm(ProposalForm):
    """Which instalment falls due when."""

    instalment = ChoiceField(
        N_("Instalment"), hint=N_("What is still to come in of it is moved; it has not fallen due yet.")
    )
    due_on = DayField(N_("New due date"))


def _offer_moves(form: MoveForm, session: Session, covenant_id: int) -> None:
    found = pledge_pages.choices(session, covenant_id, today())
    form.instalment.offer_groups(_grouped([one for one in found if one.open_cents and not one.is_due]))
    _choose(form, form.instalment, "instalment")


def _choose(form: ProposalForm, field: ChoiceField, name: str) -> None:
    """Choose what the address asks for, on a form that was just opened."""
    asked = text_asked(name)
    if not form.was_sent and field.data is None and asked in field.values:
        field.data = asked


MOVE = Question(
    "instalment",
    MoveForm,
    facts=lambda form: {"instalment": int(form.instalment.choice), "due_on": form.due_on.day},
    known=lambda figures: {
        "instalment": str(figures["instalments"][0]["instalment"]),
        "due_on": date.fromisoformat(figures["due_on"]),
    },
    offer=_offer_moves,
)


# ---- reducing ----------------------------------------------------------------------------------------


class ReductionRow(RowForm):
    """One instalment, and what it is to bring."""

    instalment = ChoiceField(N_("Instalment"))
    amount = MoneyField(N_("New amount"))


class ReductionForm(ProposalForm):
    """Which instalments bring less, or which pledge brings nothing more."""

    instalments = Rows(
        ReductionRow,
        N_("Instalments that become less"),
        hint=N_("Of one pledge. What has fallen due keeps what came in; what was paid ahead goes back."),
        least=0,
    )
    cancel = ChoiceField(
        N_("Or cancel a pledge"),
        hint=N_("Everything that is still to come in and was not charged."),
        placeholder=N_("No pledge is cancelled"),
        optional=True,
    )

    def offer(self, groups: Groups, pledges: list[tuple[str, Sentence]]) -> None:
        """Offer the instalments of every party, and its pledges."""
        self._groups = groups
        self.cancel.offer(pledges)
        self._offer_rows()

    def _offer_rows(self) -> None:
        for row in self.instalments.rows:
            row.instalment.offer_groups(self._groups)

    def sent(self) -> bool:
        """Say whether the form was sent and can be read; a row that was added offers the instalments too."""
        is_sent = super().sent()
        self._offer_rows()
        return is_sent


def _offer_reductions(form: ReductionForm, session: Session, covenant_id: int) -> None:
    found = pledge_pages.choices(session, covenant_id, today())
    pledges: dict[int, tuple[str, int]] = {}
    for one in found:
        party, cents = pledges.get(one.pledge_id, (one.party, 0))
        pledges[one.pledge_id] = party, cents + one.open_cents
    form.offer(
        _grouped(found, with_pledge=True),
        [
            (
                str(number),
                sentence(N_("%(party)s, %(open)s still to come in"), party=party, open=Cents(cents)),
            )
            for number, (party, cents) in pledges.items()
            if cents
        ],
    )


def _reduction_facts(form: ReductionForm) -> Mapping[str, Any]:
    rows = form.instalments.filled()
    if form.cancel.choice and not rows:
        return {"pledge": int(form.cancel.choice), "cancel": True}
    if not rows or form.cancel.choice:
        raise Malformed(
            sentence(N_("Name the instalments that become less, or the pledge that is cancelled.")),
            "instalments",
        )
    named = [(row.instalment.choice.split("."), row.amount.cents) for row in rows]
    return {
        "pledge": int(named[0][0][0]),
        "instalments": [(int(number), cents) for (_, number), cents in named],
    }


def _known_reduction(figures: Mapping[str, Any]) -> Mapping[str, Any]:
    pledge = figures["pledge"]
    if figures["cancel"]:
        return {"cancel": str(pledge)}
    return {
        "instalments": [
            {"instalment": f"{pledge}.{each['instalment']}", "amount": each["after"]}
            for each in figures["instalments"]
        ]
    }


REDUCE = Question("pledge", ReductionForm, _reduction_facts, _known_reduction, offer=_offer_reductions)


# ---- writing off -------------------------------------------------------------------------------------


class WriteOffForm(ProposalForm):
    """Which claim is given up, and how much of it."""

    instalment = ChoiceField(N_("Instalment"), hint=N_("It has fallen due and did not come in, or not all."))
    amount = MoneyField(N_("Amount"), hint=N_("Empty: all that is open."), optional=True)


def _offer_writeoffs(form: WriteOffForm, session: Session, covenant_id: int) -> None:
    found = pledge_pages.choices(session, covenant_id, today())
    form.instalment.offer_groups(_grouped([one for one in found if one.open_cents and one.is_due]))
    _choose(form, form.instalment, "instalment")


WRITE_OFF = Question(
    "writeoff",
    WriteOffForm,
    facts=lambda form: {"instalment": int(form.instalment.choice), "cents": form.amount.data},
    known=lambda figures: {
        "instalment": str(figures["instalments"][0]["instalment"]),
        "amount": figures["instalments"][0]["before"] - figures["instalments"][0]["after"],
    },
    offer=_offer_writeoffs,
)

QUESTIONS = (REDUCE, MOVE, WRITE_OFF)
