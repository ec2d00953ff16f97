"""The second count: it finds whatever does not add up, names the place, and is silent about sound books."""

import pytest

from ledger.checks import Checked, check, sentence_of
from ledger.core.language import PLAIN
from ledger.core.sentences import sentence
from ledger.storage import recount
from ledger.storage.db import Database
from ledger.storage.recount.questions import QUESTIONS
from ledger.trail import Finding
from ledger.translations import language
from tests.actions.tampering import Defenceless, fixture_defenceless  # noqa: F401
from tests.actions.tamperings import BOOKS
from tests.storage.attacks import NEXT

FAULT = Finding("entry/12", sentence("This entry is not sealed."))
SAID = "entry/12: This entry is not sealed."


@pytest.mark.parametrize(
    "checked, said",
    [
        (Checked(7, 43_500_000, 0, ()), "7 parties, EUR 435,000.00 promised, books balance."),
        (Checked(1, 0, 5, ()), "1 party, EUR 0.00 promised, books balance."),
        (Checked(2, 100, 5, (FAULT,)), f"2 parties, EUR 1.00 promised, 1 fault found.\n{SAID}"),
        (
            Checked(2, 100, 5, (FAULT, FAULT)),
            f"2 parties, EUR 1.00 promised, 2 faults found.\n{SAID}\n{SAID}",
        ),
    ],
)
def test_the_count_is_said_in_a_line_with_every_fault_below_it(checked: Checked, said: str) -> None:
    assert sentence_of(checked, PLAIN) == said


def test_a_covenant_just_opened_is_sound(database: Database, covenant_id: int) -> None:
    with database.read() as session:
        checked = check(session, covenant_id)
    assert sentence_of(checked, PLAIN) == "7 parties, EUR 435,000.00 promised, books balance."


def test_books_of_two_years_are_sound(defenceless: Defenceless) -> None:
    with defenceless.after() as session:
        checked = check(session, 1)
    assert (checked.findings, checked.sound, checked.entries) == ((), True, NEXT - 1)


def test_the_count_is_said_in_dutch_too(defenceless: Defenceless) -> None:
    with defenceless.after() as session:
        assert sentence_of(check(session, 1), language("nl")).startswith("7 ")


@pytest.mark.parametrize("statements, place", [row[1:] for row in BOOKS], ids=[row[0] for row in BOOKS])
def test_tampering_is_found_with(defenceless: Defenceless, statements: list[str], place: str) -> None:
    with defenceless.after(*statements) as session:
        found = check(session, 1)
    assert place in {finding.place for finding in found.findings}
    assert sentence_of(found, PLAIN).count("\n") == len(found.findings)


def test_every_question_finds_something_in_one_of_the_tamperings(defenceless: Defenceless) -> None:
    """A question that nothing could make answer would prove nothing."""
    silent = set(QUESTIONS)
    for _, statements, _ in BOOKS:
        with defenceless.after(*statements) as session:
            silent -= {each for each in silent if recount.wrong(session, 1, each.statement)}
    assert [each.what for each in QUESTIONS if each in silent] == []
