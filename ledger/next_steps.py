"""Next steps: what somebody can do with an expenditure now, and why they cannot do the rest.

A step is offered only where it can succeed as things stand; the act itself asks everything again.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from ledger import approving, evidence
from ledger.core.acting import By
from ledger.core.refusals import Refusal
from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.dossiers import UNDECIDED, Dossier

Step = Literal[
    "approve",
    "reject",
    "send-back",
    "resubmit",
    "propose",
    "edit",
    "set-shares",
    "pay",
    "take-back",
    "set-off",
    "reverse",
    "reverse-payment",
    "credit",
    "add-evidence",
]


@dataclass(frozen=True)
class NextSteps:
    """What this reader can do, and in sentences what is waited for and why they cannot do what they might."""

    can: frozenset[Step]
    told: tuple[Sentence, ...]


def next_steps(session: Session, covenant_id: int, file: Dossier, *, by: By) -> NextSteps:
    """Say what a reader can do with an expenditure now."""
    can: set[Step] = set()
    told = _waited_for(file)
    if "treasurer" in by.roles:
        can |= _of_treasurer(session, covenant_id, file, by)
    if "partner" in by.roles:
        own, why = _of_partner(session, covenant_id, file, by)
        can |= own
        told += [why] if why else []
    if by.roles & {"treasurer", "partner"} and _needs_decision(file):
        can.add("propose")
    return NextSteps(frozenset(can), tuple(told))


def _waited_for(file: Dossier) -> list[Sentence]:
    """Say what an expenditure waits for."""
    if file.row.state == "sent_back":
        return [sentence(N_("It was sent back, and waits for the treasurer."))]
    if file.row.state == "entered" and file.vote is not None:
        return [sentence(N_("The partners are voting on it: decision %(number)s."), number=file.vote.id)]
    if file.row.state == "entered" and file.mandate.standing is not None:
        return list(file.mandate.standing.reasons)
    if file.row.state == "entered":
        return [sentence(N_("This amount is above the mandate; the partners have to decide on it."))]
    if file.owed_cents > 0:
        return [sentence(N_("%(open)s is still to be paid."), open=Cents(file.owed_cents))]
    if file.owed_cents < 0:
        return [sentence(N_("%(open)s is still to come back."), open=Cents(-file.owed_cents))]
    done = {
        "paid": N_("Nothing is open any more."),
        "reversed": N_("It is reversed, and nothing is open any more."),
        "rejected": N_("It was rejected: it is not charged and not paid."),
    }
    return [sentence(done[file.row.state])] if file.row.state in done else []


def _needs_decision(file: Dossier) -> bool:
    """Say whether only the parties together can approve this."""
    standing = file.mandate.standing
    within = standing is not None and standing.reachable
    return file.row.state == "entered" and not within and file.vote is None


def _of_treasurer(session: Session, covenant_id: int, file: Dossier, by: By) -> set[Step]:
    found = _before_approval(file)
    if evidence.takes_files(session, covenant_id, f"expenditure/{file.row.id}", by=by):
        found.add("add-evidence")
    state = file.row.state
    if file.owed_cents > 0:
        found.add("pay")
    if file.owed_cents < 0:
        found.add("take-back")
    if file.claims:
        found.add("set-off")
    if state in {"approved", "paid"}:
        if not any(note.state in {"approved", "paid"} for note in file.credit_notes):
            found.add("reverse")
        if file.row.kind == "invoice":
            found.add("credit")
    if any(one.state == "recorded" for one in file.payments):
        found.add("reverse-payment")
    return found


def _before_approval(file: Dossier) -> set[Step]:
    """Say what the treasurer can do with an expenditure that is not decided yet."""
    if file.row.state not in UNDECIDED:
        return set()
    found: set[Step] = {"edit"}
    if file.row.kind == "invoice" and file.splits:
        found.add("set-shares")
    if file.row.state == "sent_back":
        found.add("resubmit")
    return found


def _of_partner(
    session: Session, covenant_id: int, file: Dossier, by: By
) -> tuple[set[Step], Sentence | None]:
    """Say what a partner can do, and why not if they cannot approve."""
    row, asks = file.row, file.mandate
    if row.state not in UNDECIDED or file.vote is not None:
        return set(), None
    found: set[Step] = set()
    for step, approves in (("reject", False), ("approve", True)):
        try:
            approving.require_approver(
                session, covenant_id, row, asks, by=by, state="entered", approves=approves
            )
        except Refusal as refusal:
            return found, refusal.why
        if step == "reject":
            found |= {"reject", "send-back"} if row.state == "entered" else {"reject"}
    if row.state == "sent_back":
        return found, None
    if asks.standing is None or not asks.standing.reachable:
        return found, None
    if file.outlook is None or file.outlook.refusal is None:
        return found | {"approve"}, None
    return found, sentence(N_("As things stand it cannot be approved."))
