"""What became of pledges, as people look it up: what can be given up, and what was, by which decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ledger import leavings, reductions
from ledger.core.sentences import N_, Sentence, sentence
from ledger.storage import pledging, reads
from ledger.storage.tables import Decision, Party

WORDS: Mapping[str, Sentence] = {
    "moved": sentence(N_("Moved to another day")),
    "reduced": sentence(N_("Reduced")),
    "written_off": sentence(N_("Written off")),
    "lapsed": sentence(N_("Lapsed as it left")),
    "returned": sentence(N_("Set aside to be returned")),
}
"""Why cents of an instalment do not come any more."""


@dataclass(frozen=True)
class InstalmentChoice:
    """An instalment that brings anything, as it is offered to choose from; `is_due`: it has fallen due."""

    number: int
    pledge_id: int
    party: str
    due_on: date
    net_cents: int
    open_cents: int
    is_due: bool


@dataclass(frozen=True)
class ReductionView:
    """What was taken off one instalment: how, how many cents, when, and by which decision."""

    word: Sentence
    party: str
    slug: str
    due_on: date
    cents: int
    on: date
    decision: int
    proposal: str


@dataclass(frozen=True)
class LeaverView:
    """A party that left and is not settled with: since when, and how many cents it did not spend."""

    party: str
    slug: str
    left_on: date
    cents: int


def choices(session: Session, covenant_id: int, today: date) -> list[InstalmentChoice]:
    """List the instalments that bring anything, the oldest due first within each party."""
    owners = _owners(session, covenant_id)
    found = [
        InstalmentChoice(
            one.id,
            one.pledge_id,
            owners[one.pledge_id].name,
            one.due_on,
            one.net_cents,
            one.open_cents,
            one.is_posted or one.due_on <= today,
        )
        for one in reductions.promised(session, covenant_id).values()
        if one.net_cents
    ]
    return sorted(found, key=lambda one: one.pledge_id)


def _owners(session: Session, covenant_id: int) -> dict[int, Party]:
    parties = {party.id: party for party in reads.parties(session, covenant_id)}
    return {pledge.id: parties[pledge.party_id or 0] for pledge in reads.pledges(session, covenant_id)}


def taken_off(session: Session, covenant_id: int, *, slug: str | None = None) -> Sequence[ReductionView]:
    """List what was taken off the instalments of one party (None: of all), the latest first."""
    owners = _owners(session, covenant_id)
    known = {row.id: row for row in reads.instalments(session, covenant_id)}
    found = []
    for row in reversed(pledging.reductions(session, covenant_id)):
        due = known[row.instalment_id]
        owner = owners[due.pledge_id]
        if slug in (None, owner.slug):
            decision = session.get_one(Decision, (covenant_id, row.decision_id))
            found.append(
                ReductionView(
                    WORDS[row.kind],
                    owner.name,
                    owner.slug,
                    due.due_on,
                    row.cents,
                    row.reduced_on,
                    decision.id,
                    decision.proposal,
                )
            )
    return found


def leavers(session: Session, covenant_id: int, today: date) -> list[LeaverView]:
    """List the parties that left and have money that was not spent and is to be settled."""
    found = []
    for party in reads.parties(session, covenant_id):
        if party.left_on is None or party.left_on >= today or party.money_stays:
            continue
        cents = sum(leavings.unspent(session, covenant_id, party.id).values())
        if cents:
            found.append(LeaverView(party.name, party.slug, party.left_on, cents))
    return found
