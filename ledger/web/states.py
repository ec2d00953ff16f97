"""The states things are in, as badges: a word, a tone and a mark, so that colour never tells it alone.

The marks are characters that the pages' typeface has.
"""

from dataclasses import dataclass

from ledger.core.sentences import N_, Sentence, sentence


@dataclass(frozen=True)
class State:
    """How a state is shown: its name, the tone of its badge (a class of the style sheet), and its mark."""

    name: Sentence
    tone: str
    mark: str


def _calm(name: str) -> State:
    return State(sentence(name), "calm", "\N{BLACK DIAMOND}")


def _good(name: str) -> State:
    return State(sentence(name), "good", "\N{CHECK MARK}")


def _warn(name: str) -> State:
    return State(sentence(name), "warn", "!")


def _bad(name: str) -> State:
    return State(sentence(name), "bad", "\N{BLACK UP-POINTING TRIANGLE}")


def _plain(name: str) -> State:
    return State(sentence(name), "plain", "\N{EN DASH}")


STATES: dict[str, State] = {
    # expenditures
    "entered": _calm(N_("Entered")),
    "sent_back": _warn(N_("Sent back")),
    "approved": _good(N_("Approved")),
    "paid": _good(N_("Paid")),
    "reversed": _plain(N_("Reversed")),
    # contributions, payments, obligations
    "received": _good(N_("Received")),
    "taken_back": _plain(N_("Taken back")),
    "recorded": _good(N_("Recorded")),
    "due": _warn(N_("Due")),
    "overdue": _bad(N_("Overdue")),
    "not-due": _plain(N_("Not yet due")),
    "partial": _warn(N_("Partly received")),
    "gone": _plain(N_("Does not come any more")),
    "released": _plain(N_("Released")),
    # budgets and decisions
    "proposed": _calm(N_("Proposed")),
    "adopted": _good(N_("Adopted")),
    "replaced": _plain(N_("Replaced")),
    "rejected": _bad(N_("Rejected")),
    "withdrawn": _plain(N_("Withdrawn")),
    "lapsed": _plain(N_("Lapsed")),
    # fiscal years, projects, accounts, decisions
    "open": _calm(N_("Open")),
    "over": _warn(N_("Voting closed")),
    "closed": _plain(N_("Closed")),
    "evidence": _warn(N_("Open for evidence")),
    # votes
    "for": _good(N_("In favour")),
    "against": _bad(N_("Against")),
    "abstain": _plain(N_("Abstained")),
    "recused": _plain(N_("Recused")),
    # room
    "missing": _warn(N_("Still to be done")),
    "ok": _good(N_("In order")),
    "nearly-spent": _warn(N_("Nearly spent")),
    "overspent": _bad(N_("Overspent")),
    "difference": _bad(N_("Difference")),
}


def state(key: str) -> State:
    """Give how a state is shown; one without a name of its own is shown plainly, as it is called."""
    return STATES.get(key) or State(sentence("%(text)s", text=key), "plain", "\N{EN DASH}")
