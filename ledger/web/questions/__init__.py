"""The questions that can be put to the parties, by kind; budgets and spend have pages of their own."""

from collections.abc import Mapping

from ledger.web.questions import balances, parties, pledges, years
from ledger.web.questions.base import ProposalForm, Question
from ledger.web.questions.money import CASH, COMMON

__all__ = ["QUESTIONS", "ProposalForm", "Question"]

_ALL: tuple[Question, ...] = (
    COMMON,
    CASH,
    *pledges.QUESTIONS,
    *parties.QUESTIONS,
    *years.QUESTIONS,
    *balances.QUESTIONS,
)

QUESTIONS: Mapping[str, Question] = {question.kind: question for question in _ALL}
