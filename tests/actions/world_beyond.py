"""Programmes that go beyond the rules: shares by hand, the common fund, cash lent, errors taken back."""

from typing import Any

from hypothesis import strategies as st

from ledger import cash_advances, hand_shares, periods, receipts, sending_back, spending, taking_back
from ledger.approving import approve_expenditure
from ledger.hand_shares import Place
from ledger.storage import lent, reads, shares
from ledger.storage.tables import BankReceipt, CashMovement
from tests.actions.world_decisions import Governed
from tests.actions.world_steps import KINDS, Step, sized

BEYOND = (
    "by_hand",
    "by_hand",
    "by_hand",
    "interest",
    "release_common",
    "lend",
    "cash_in",
    "cash_out",
    "error",
)

GOING_BEYOND = st.builds(
    Step,
    kind=st.sampled_from([*KINDS, *(BEYOND * 4)]),
    what=st.integers(0, 9),
    other=st.integers(0, 5),
    size=st.sampled_from(["part", "part", "all", "beyond"]),
    share=st.integers(1, 100),
    back=st.sampled_from([-20, 0, 0, 1, 30, 200]),
    later=st.sampled_from([0, 0, 1, 20, 90]),
)


class BeyondRules(Governed):
    """Books to which steps are told that go beyond the rules."""

    def _by_hand(self, step: Step) -> None:
        """Have a bill paid as the treasurer likes: it is charged so to the cent, or refused."""
        invoice = self._invoice(step)
        number = self.attempt(spending.enter_expenditure, invoice=invoice) if invoice else None
        if not number:
            return
        row = self.world.asks(spending.find_expenditure, number)
        board = self.world.asks(hand_shares.board, number)
        wanted, fits = self._divided(row.id, board.places, step)
        slugs = {project.id: project.slug for project in self.world.asks(reads.projects)}
        typed = [(slugs[project], pledge, cents) for (project, pledge), cents in wanted.items()]
        made = self.attempt(
            hand_shares.set_shares,
            must=fits,
            number=number,
            typed=typed,
            reason="As agreed",
            seen_digest=self.world.asks(spending.digest_of, number),
        )
        if made and step.share % 4 == 0:
            self._send_back_and_forth(number)
        self._approve_by_all(number)
        if made and self.world.state(number) == "approved":
            row = self.world.asks(spending.find_expenditure, number)
            charged = self.world.asks(reads.charges_of_entries, [row.entry_id])
            assert charged == {key: cents for key, cents in wanted.items() if cents}

    def _divided(
        self, number: int, places: tuple[Place, ...], step: Step
    ) -> tuple[dict[tuple[int, int], int], bool]:
        """Divide a bill over what can pay for it, from one place on; say whether that can be set."""
        wanted: dict[tuple[int, int], int] = {}
        taken: dict[int, int] = {}
        fits = True
        for split in self.world.asks(spending.splits_of, number):
            left = split.cents
            own = [place for place in places if place.project_id == split.project_id]
            start = step.other % len(own) if own else 0
            for place in [*own[start:], *own[:start]]:
                used = taken.get(place.pledge_id, 0) if place.pledge_id else 0
                cents = min(left, max(place.available_cents - used, 0))
                wanted[place.project_id, place.pledge_id] = cents
                taken[place.pledge_id] = taken.get(place.pledge_id, 0) + cents
                left -= cents
            if left and own:
                wanted[own[0].project_id, own[0].pledge_id] += left
            fits = fits and not left
        if step.size == "beyond" and wanted:
            wanted[next(iter(wanted))] += 1
            fits = False
        return wanted, fits and any(wanted.values())

    def _send_back_and_forth(self, number: int) -> None:
        seen = self.world.asks(spending.digest_of, number)
        who = self.world.partner(self.agreed.parties[0])
        facts: dict[str, Any] = {"number": number, "reason": "Why?", "seen_digest": seen}
        if self.attempt(sending_back.send_back, by=who, **facts) is None and (
            self.world.state(number) == "sent_back"
        ):
            self.attempt(sending_back.resubmit, must=True, number=number, answer="So it is.")

    def _approve_by_all(self, number: int) -> None:
        """Have party after party approve, until it is charged."""
        for slug in self.agreed.parties:
            if self.world.state(number) == "entered":
                seen = self.world.asks(spending.digest_of, number)
                who = self.world.partner(slug)
                self.attempt(approve_expenditure, by=who, number=number, seen_digest=seen)
        if self.world.state(number) == "approved":
            self._later(f"expenditure {number}", lambda: self._take_expenditure_back(number))

    def _interest(self, step: Step) -> None:
        self.attempt(
            receipts.record_bank_receipt,
            kind="interest",
            received_on=self._past(step),
            amount_cents=step.share * 11,
        )

    def _release_common(self, step: Step) -> None:
        years = periods.term_years(self.world.asks(reads.covenant))
        year = years[step.other % len(years)]
        cents = sized(self.world.asks(shares.releasable, year), step)
        must = step.size != "beyond" and cents > 0 and self.world.asks(reads.year_states)[year] == "open"
        self._decide("common", must=must, project=self._slug(step.what), year=year, amount_cents=cents)

    def _lend(self, step: Step) -> None:
        party = self.agreed.parties[step.what % len(self.agreed.parties)]
        self._decide("cash", party=party, amount_cents=step.share * 13, repay_by=self.world.today)

    def _cash_in(self, step: Step) -> None:
        for one in self.world.asks(lent.as_at, self.world.today)[:1]:
            self.attempt(
                cash_advances.record_received,
                must=False if step.size == "beyond" else None,
                number=one.number,
                received_on=self.world.today,
                amount_cents=sized(one.to_come_cents, step),
            )

    def _cash_out(self, step: Step) -> None:
        for one in self.world.asks(lent.as_at, self.world.today)[:1]:
            self.attempt(
                cash_advances.record_repaid,
                must=False if step.size == "beyond" else None,
                number=one.number,
                paid_on=self.world.today,
                amount_cents=sized(one.owed_cents, step),
            )

    def _error(self, step: Step) -> None:
        """Take a bank receipt back, or a movement of cash lent."""
        today = self.world.today
        moved, came = self._all(CashMovement), self._all(BankReceipt)
        if moved and step.share % 2:
            number = moved[step.what % len(moved)].id
            self.attempt(
                cash_advances.reverse_movement, movement=number, reversed_on=today, reason="Another account"
            )
        elif came:
            number = came[step.what % len(came)].id
            facts: dict[str, Any] = {"kind": "bank", "number": number}
            self.attempt(taking_back.take_back, taken_back_on=today, reason="Another account", **facts)
