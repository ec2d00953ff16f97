"""What goes beyond the rules in books lived in: cash lent, the common fund, shares by hand, errors."""

from typing import Any

from ledger import receipts, spending
from ledger.cash_advances import record_received, record_repaid
from ledger.hand_shares import set_shares
from ledger.sending_back import resubmit, send_back
from ledger.taking_back import take_back
from tests.actions.world import World, invoice

OWN_RULE: dict[str, Any] = {
    "voters": "funders",
    "quorum": "1/2",
    "majority": "1/2",
    "consent": ["maastricht"],
}


class Beyond:
    """The numbers of what stands in the books."""

    answered = 10
    """An expenditure that was sent back and resubmitted."""
    sent_back = 11
    """One that is with the treasurer."""
    by_hand = 12
    """An approved one with shares set by hand, of which some on the common fund."""
    kept_receipt = 2
    taken_back_receipt = 3
    """Interest of 2016, and some that was recorded in error."""


def live_beyond(world: World) -> None:
    """Go on living, beyond the rules."""
    today = world.today
    for _ in (Beyond.kept_receipt, Beyond.taken_back_receipt):
        world.does(receipts.record_bank_receipt, kind="interest", received_on=today, amount_cents=1_000)
    error: dict[str, Any] = {"taken_back_on": today, "reason": "Twice"}
    world.does(take_back, kind="bank", number=Beyond.taken_back_receipt, **error)
    for number in (Beyond.answered, Beyond.sent_back):
        assert world.enter(invoice(1, {"work": 5_000}, today)) == number
        seen = world.asks(spending.digest_of, number)
        world.does(send_back, by=world.partner("vodafone"), number=number, reason="Why?", seen_digest=seen)
    world.does(resubmit, number=Beyond.answered, answer="So it is.")
    world.decides("common", project="work", year=2016, amount_cents=600)
    number = world.enter(invoice(1, {"work": 1_000}, today))
    seen = world.asks(spending.digest_of, number)
    typed = [("work", 0, 600), ("work", 4, 400)]
    world.does(set_shares, number=number, typed=typed, reason="As decided.", seen_digest=seen)
    world.approve(number, "arvato")
    world.decides("cash", party="vodafone", amount_cents=5_000, repay_by=today)
    world.does(record_received, number=1, received_on=today, amount_cents=4_000)
    world.does(record_repaid, number=1, paid_on=today, amount_cents=1_000)
    world.decides("rules", about="rule/carry", values=OWN_RULE)
