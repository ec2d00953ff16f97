"""Programmes in which the parties decide as well: who joins and leaves, and what of the promises comes.

What is decided is not undone; the books are examined after every vote, as after every other act.
"""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from ledger import (
    approving,
    ballots,
    contributions,
    decisions,
    leavings,
    obligations,
    periods,
    proposing,
    receipts,
    reductions,
    voting,
)
from ledger.core.reducing import Promised
from ledger.storage import reads
from ledger.storage.sums import Books
from ledger.storage.tables import Obligation, Party
from tests.actions.world import WORDS
from tests.actions.world_programmes import Programme
from tests.actions.world_steps import KINDS, Step, sized

DECIDED = ("join", "leave", "reduce", "cancel", "move", "write_off", "settle", "give_back")
BASES = ("none", "per_year", "total")

DECIDING = st.builds(
    Step,
    kind=st.sampled_from([*KINDS, *(DECIDED * 2)]),
    what=st.integers(0, 9),
    other=st.integers(0, 5),
    size=st.sampled_from(["part", "part", "all", "beyond"]),
    share=st.integers(1, 100),
    back=st.sampled_from([-20, 0, 0, 1, 30, 200]),
    later=st.sampled_from([0, 0, 1, 20, 90]),
)


class Governed(Programme):
    """Books to which steps are told, decisions among them."""

    def _decide(self, kind: str, /, *, must: bool | None = None, **facts: Any) -> None:
        """Propose something and vote until it falls; what a vote cannot apply is withdrawn."""
        number = self.attempt(proposing.propose, must=must, kind=kind, facts=facts, proposal=WORDS)
        if not number:
            return
        decision = self.world.asks(decisions.find_decision, number)
        slugs = {party.id: party.slug for party in self.world.asks(reads.parties)}
        for voter in self.world.asks(ballots.rule_of, decision).voters:
            now = self.world.asks(decisions.find_decision, number)
            if now.state == "open":
                self.attempt(
                    voting.cast_vote,
                    by=self.world.partner(slugs[voter]),
                    number=number,
                    choice="for",
                    seen_digest=now.digest,
                )
        self.world.parties = {party.slug: party.id for party in self.world.asks(reads.parties)}
        if self.world.asks(decisions.find_decision, number).state == "open":
            self.attempt(voting.withdraw, number=number)

    def _instalments(self) -> list[Promised]:
        return list(self.world.asks(reductions.promised).values())

    def _join(self, step: Step) -> None:
        joins_on = self._day(step)
        last = self.agreed.last_day
        days = [min(joins_on + timedelta(days=step.share * each), last) for each in (1, 3)]
        self._decide(
            "accession",
            slug=f"joiner-{len(self.world.parties)}",
            name="Joiner",
            kind="firm",
            joins_on=joins_on,
            basis=BASES[step.what % 3],
            amount_cents=step.share * 11,
            due_on=(1 + step.other, 28),
            instalments=[(day, step.share * 7) for day in days],
            earmark=list(self.agreed.lines[: step.other % 2]),
        )

    def _leave(self, step: Step) -> None:
        """Have somebody leave, but not the first party, who approves what is spent."""
        able = [slug for slug in self.world.parties if slug != self.agreed.parties[0]]
        if able:
            self._decide(
                "leaving",
                party=able[step.what % len(able)],
                leaves_on=self._day(step),
                return_unspent=step.share % 4 != 0,
            )

    def _reduce(self, step: Step) -> None:
        known = [one for one in self._instalments() if one.net_cents]
        if known:
            one = known[step.what % len(known)]
            after = one.net_cents - sized(one.net_cents, step)
            self._decide(
                "pledge",
                must=False if step.size == "beyond" else None,
                pledge=one.pledge_id,
                instalments=[(one.id, after)],
            )

    def _cancel(self, step: Step) -> None:
        pledges = [pledge.id for pledge in self.world.asks(reads.pledges)]
        self._decide("pledge", pledge=pledges[step.what % len(pledges)], cancel=True)

    def _move(self, step: Step) -> None:
        known = [one for one in self._instalments() if one.open_cents and not one.is_posted]
        if known:
            day = min(self.world.today + timedelta(days=step.share * 5), self.agreed.last_day)
            self._decide("instalment", instalment=known[step.what % len(known)].id, due_on=day)

    def _write_off(self, step: Step) -> None:
        self.world.does(contributions.post_due)
        known = [one for one in self._instalments() if one.open_cents and one.is_posted]
        if known:
            one = known[step.what % len(known)]
            self._decide(
                "writeoff",
                must=False if step.size == "beyond" else None,
                instalment=one.id,
                cents=sized(one.open_cents, step),
            )

    def _settle(self, step: Step) -> None:
        left = [row for row in self._parties() if row.left_on is not None]
        if left:
            self.attempt(leavings.settle_leaver, party=left[step.what % len(left)].slug)

    def _give_back(self, step: Step) -> None:
        """Pay back what is to be returned to a party, or part of it, or a cent more."""
        owed = {row.slug: self._to_return(row) for row in self._parties()}
        able = [slug for slug, cents in owed.items() if cents]
        if able:
            slug = able[step.what % len(able)]
            self.attempt(
                contributions.return_overpayment,
                must=False if step.size == "beyond" else None,
                party=slug,
                returned_on=self.world.today,
                amount_cents=sized(owed[slug], step),
            )

    def _to_return(self, party: Party) -> int:
        return sum(cents for _, cents in self.world.asks(contributions.to_return, party.id))

    def _parties(self) -> list[Party]:
        return list(self.world.asks(reads.parties))

    def over(self) -> date:
        """Let the covenant end and settle with whoever left; give the day."""
        self.world.today = max(self.world.today, self.agreed.last_day) + timedelta(days=1)
        self.world.does(contributions.post_due)
        for party in self._parties():
            self.attempt(leavings.settle_leaver, party=party.slug)
        return self.world.today

    def settle(self) -> bool:
        """End all that is still open, and settle the covenant if there is money; say whether it could be."""
        world = self.world
        for year in periods.term_years(world.asks(reads.covenant))[:-1]:
            if world.asks(reads.year_states)[year] == "open":
                world.closes(year)
        first = world.partner(self.agreed.parties[0])
        for row in self.expenditures("entered", "sent_back"):
            self.attempt(approving.reject_expenditure, by=first, number=row.id, reason="Too late")
        for contract in self._all(Obligation):
            if contract.open_cents:
                facts = {"number": contract.id, "released_on": world.today, "reason": "Over"}
                self.attempt(obligations.release_obligation, must=True, **facts)
        claim = world.asks(receipts.vat_claim_cents)
        if claim:
            facts = {"kind": "vat", "received_on": world.today, "amount_cents": claim}
            self.attempt(receipts.record_bank_receipt, must=True, **facts)
        if self.expenditures("entered", "sent_back"):
            return False
        self._decide("settlement", must=bool(self.unspent()))
        return True

    def unspent(self) -> dict[int, int]:
        """Give what of each pledge, and of the common fund, is not spent, in cents."""
        pledges = [0, *(pledge.id for pledge in self.world.asks(reads.pledges))]
        funds = self.world.asks(lambda session, number: Books(session, number).kept_funds())
        return {each: -funds["unspent", each] for each in pledges if funds["unspent", each]}
