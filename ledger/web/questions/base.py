"""What a kind of decision asks of whoever proposes it: its form, and what the form's answers come to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.core.sentences import N_
from ledger.storage.db import Session
from ledger.web.fields import AskedField, DayField, LinesField
from ledger.web.forms import LedgerForm, RowForm, Rows


class ProposalForm(LedgerForm):
    """The text of a proposal and its last day; each kind puts its own fields before these."""

    proposal = LinesField(N_("Why?"), hint=N_("The parties read this before they vote."))
    deadline = DayField(
        N_("Last day to vote"),
        hint=N_(
            "After it the votes as they stand decide. Empty: the vote is open until the outcome is certain."
        ),
        optional=True,
    )

    @property
    def asked(self) -> Iterator[AskedField | Rows[RowForm]]:
        """Go through the fields a reader sees: what this kind asks to know, then why and until when."""
        found = list(super().asked)
        last = [field for field in found if field.short_name in {"proposal", "deadline"}]
        return iter([*(field for field in found if field not in last), *last])


def _nothing(form: Any, session: Session, covenant_id: int) -> None:
    """Offer nothing: the form has no choices of this covenant."""


@dataclass(frozen=True)
class Question:
    """One kind of decision as the web asks it.

    `offer(form, session, covenant_id)` fills the form's choices, `facts(form)` gives what `proposing.propose`
    asks to know, and `known(figures)` what an open proposal says, by the form's field, to change it.
    """

    kind: str
    form: type[ProposalForm]
    facts: Callable[[Any], Mapping[str, Any]]
    known: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    offer: Callable[[Any, Session, int], None] = _nothing
