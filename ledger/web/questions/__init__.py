"""The questions that can be put to the parties, by kind; budgets and spend have pages of their own."""

from collections.abc import Mapping

from ledger.web.questions.base import ProposalForm, Question

__all__ = ["QUESTIONS", "ProposalForm", "Question"]

_ALL: tuple[Question, ...] = ()

QUESTIONS: Mapping[str, Question] = {question.kind: question for question in _ALL}
