"""Questions about all balances at once: those with which the books begin, and their settlement at the end."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.core.sentences import N_, Cents, sentence
from ledger.storage import reads
from ledger.storage.db import Session
from ledger.web.fields import ChoiceField, DayField, MoneyField
from ledger.web.forms import RowForm, Rows
from ledger.web.questions.base import ProposalForm, Question


class PledgeRow(RowForm):
    """How one pledge stood on the evening before the books begin."""

    pledge = ChoiceField(N_("Pledge"))
    received = MoneyField(N_("Had come in"), optional=True)
    spent = MoneyField(N_("Had been spent"), optional=True)


class StartForm(ProposalForm):
    """From which day on the books are kept here, and what stood on each pledge before."""

    starts_on = DayField(
        N_("First day of the books"),
        hint=N_("What happened before it is in the opening balances; what had fallen due is known already."),
    )
    lines = Rows(
        PledgeRow,
        N_("Opening balances"),
        hint=N_("All that had come in on a pledge, and all that had been spent of it and paid."),
    )
    common = MoneyField(
        N_("In the common fund"), hint=N_("Such as interest; leave empty for nothing."), optional=True
    )


def _offer(form: StartForm, session: Session, covenant_id: int) -> None:
    """Offer the pledges by their parties; a new form has a row for each of them."""
    names = {party.id: party.name for party in reads.parties(session, covenant_id)}
    pledges = reads.pledges(session, covenant_id)
    if not form.was_sent and all(row.is_blank for row in form.lines.rows):
        while form.lines.entries:
            form.lines.pop_entry()
        for pledge in pledges:
            form.lines.append_entry({"pledge": str(pledge.id)})
    offered = [
        (
            str(pledge.id),
            sentence(
                N_("%(party)s, %(promised)s"),
                party=names[pledge.party_id or 0],
                promised=Cents(pledge.amount_cents),
            ),
        )
        for pledge in pledges
    ]
    for row in form.lines.rows:
        row.pledge.offer(offered)


def _known(figures: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "starts_on": date.fromisoformat(figures["starts_on"]),
        "common": figures["common_cents"] or None,
        "lines": [
            {
                "pledge": str(line["pledge"]),
                "received": line["received_cents"],
                "spent": line["spent_cents"],
            }
            for line in figures["lines"]
        ],
    }


START = Question(
    kind="start",
    form=StartForm,
    facts=lambda form: {
        "starts_on": form.starts_on.day,
        "common_cents": form.common.cents,
        "lines": [
            {
                "pledge": int(row.pledge.choice),
                "received_cents": row.received.cents,
                "spent_cents": row.spent.cents,
            }
            for row in form.lines.filled()
        ],
    },
    known=_known,
    offer=_offer,
)

SETTLEMENT = Question(
    kind="settlement",
    form=ProposalForm,
    facts=lambda form: {},
    known=lambda figures: {},
)

QUESTIONS = (SETTLEMENT, START)
