"""Telling: each act of the diaries done in the ledger, on its day and by the person who would do it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from ledger import dues
from ledger.demo import acts, closing, deciding, paying, receiving
from ledger.demo.stage import Stage

HOW: Mapping[type, Callable[[Stage, Any], None]] = {
    acts.Work: paying.begin,
    acts.Firm: paying.register,
    acts.NewIban: paying.change_iban,
    acts.Received: receiving.receive,
    acts.RecordedWrongly: receiving.take_back,
    acts.Returned: receiving.give_back,
    acts.FromBank: receiving.receive_from_bank,
    acts.InKind: receiving.receive_in_kind,
    acts.Measured: receiving.measure,
    acts.Proposed: deciding.propose,
    acts.Reworded: deciding.reword,
    acts.AskedPartners: deciding.ask_partners,
    acts.Voted: deciding.vote,
    acts.BankSaid: closing.hear_from_bank,
    acts.Filed: closing.file,
    acts.AskedToClose: closing.ask,
    acts.Agreed: paying.agree,
    acts.Released: paying.release,
    acts.Bill: paying.enter,
    acts.Corrected: paying.correct,
    acts.Rejected: paying.reject,
    acts.Reversed: paying.reverse,
    acts.CameBack: paying.take_back,
    acts.SettledWith: paying.settle,
    acts.Approved: paying.approve,
    acts.Paid: paying.pay,
}
"""What is done in the ledger for each thing that happens in the story."""


def in_order(diary: Iterable[acts.Act]) -> list[tuple[date, acts.Act]]:
    """Put what happens in the order of its days, and on each day approvals and payments after the rest."""
    steps: list[tuple[date, int, acts.Act]] = []
    for act in diary:
        steps.append((date.fromisoformat(act.on), 0, act))
        if not isinstance(act, acts.Bill | acts.Corrected):
            continue
        key = act.key if isinstance(act, acts.Bill) else act.bill
        for said in act.approved:
            day, party = said.split()
            steps.append((date.fromisoformat(day), 1, acts.Approved(day, key, party)))
        for said in act.paid:
            day, _, amount = said.partition(" ")
            steps.append((date.fromisoformat(day), 2, acts.Paid(day, key, amount)))
    return [(day, act) for day, _, act in sorted(steps, key=lambda step: step[:2])]


def tell_act(stage: Stage, day: date, act: acts.Act) -> None:
    """Do one act; the first on or after the day on which something comes due settles that too."""
    stage.clock.turn_to(day)
    if stage.has_fallen_due():
        dues.settle(stage.session, stage.covenant_id, by=stage.treasurer())
        stage.session.expire_all()
    HOW[type(act)](stage, act)
    stage.session.flush()
    # Triggers of the database keep the totals, so what was read before an act is stale after it.
    stage.session.expire_all()
