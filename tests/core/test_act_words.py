"""What acts are called and what they tell: every act has its words, and a content is laid out to be read."""

import ast
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger import access_log
from ledger.core.act_words import ACTS, LABELS, Names, details, words_of
from ledger.core.instalments import REDUCTIONS
from ledger.core.language import PLAIN
from ledger.core.sentences import Cents, Sentence, sentence
from ledger.storage.tables.deciding import DECISION_STATES

LEDGER = Path(access_log.__file__).parent
ACT = re.compile("[a-z_]+[.][a-z_]+")
NO_ACTS = {"covenant.slug", "spend.proposed"}
"""What looks like an act: a form's field, and the word under which a request is remembered."""


def written() -> set[str]:
    """Find every act that the code of the acts writes on the trail."""
    found = {
        node.value
        for file in LEDGER.glob("*.py")
        if file.name != "access_log.py"
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACT.fullmatch(node.value)
    }
    made = {f"decision.{state}" for state in DECISION_STATES if state != "open"}
    return (found | made | {f"instalment.{kind}" for kind in REDUCTIONS}) - NO_ACTS


def test_every_act_has_its_words() -> None:
    assert written() - set(ACTS) == set()


def test_no_words_outlive_their_act() -> None:
    assert set(ACTS) - written() == set()


def test_no_two_acts_are_called_the_same() -> None:
    assert len(set(ACTS.values())) == len(ACTS)


def test_an_act_without_words_is_called_by_its_own() -> None:
    assert PLAIN.say(words_of("thing.done")) == "thing.done"


@pytest.mark.parametrize(
    "content, expected",
    [
        ({}, []),
        (None, []),
        ([1, 2], []),
        ({"digest": "ab", "booked": "cd", "party": None, "reason": ""}, []),
        (
            {"gross_cents": 100_000, "paid_on": "2015-12-31"},
            [("Gross", [Cents(100_000)]), ("Paid on", [date(2015, 12, 31)])],
        ),
        ({"splits": [["work", 5], ["fair", 6]]}, [("Splits", ["work: EUR 0.05", "fair: EUR 0.06"])]),
        ({"charges": [[1, 2, 5]]}, [("Charged", ["1 / 2: EUR 0.05"])]),
        ({"lines": {"work": 5}}, [("Budget lines", ["work: EUR 0.05"])]),
        ({"from": {"name": "A"}, "to": {"name": "B"}}, [("Before", ["A"]), ("After", ["B"])]),
        ({"reference": ["2015-1", "2015-2"]}, [("Reference", ["2015-1", "2015-2"])]),
        ({"reference": [["2015", "1"]]}, [("Reference", ["2015, 1"])]),
        ({"reference": {"says": "Too late.", "with": {}}}, [("Reference", ["Too late."])]),
        ({"reference": "2015-99-99", "year": 2015}, [("Reference", ["2015-99-99"]), ("Fiscal year", [2015])]),
    ],
)  # fmt: skip
def test_a_content_is_laid_out_to_be_read(content: Any, expected: list[tuple[str, list[object]]]) -> None:
    found = [
        (PLAIN.say(label), [PLAIN.say(each) if isinstance(each, Sentence) else each for each in values])
        for label, values in details(content)
    ]
    assert found == expected


NAMES: Names = {
    "party": {"firm": "The firm"},
    "project": {"work": "Work", 1: "Work"},
    "pledge": {0: sentence("Common fund"), 2: "The firm"},
    "line": {"placement": "Placement"},
    "payee": {3: "Supplier"},
}


@pytest.mark.parametrize(
    "content, told",
    [
        ({"kind": "management_statement"}, "Signed management statement"),
        ({"kind": "auditors_report"}, "Auditor's report"),
        ({"kind": "interest"}, "Interest"),
        ({"kind": "in-kind"}, "Contribution in kind"),
        ({"kind": "budget"}, "Budget"),
        ({"role": "treasurer"}, "treasurer"),
        ({"unit": "hours"}, "Hours"),
        ({"party": "firm"}, "The firm"),
        ({"party": "stranger"}, "stranger"),
        ({"project": "work"}, "Work"),
        ({"pledge": 2}, "The firm"),
        ({"line": "placement"}, "Placement"),
        ({"payee": 3}, "Supplier"),
        ({"splits": [["work", 5]]}, "Work: EUR 0.05"),
        ({"lines": [[1, 5]]}, "Work: EUR 0.05"),
        ({"shares": [[0, 5]]}, "Common fund: EUR 0.05"),
        ({"shares": [[1, 2, 5]]}, "Work / The firm: EUR 0.05"),
        ({"charges": [[1, 0, 5]]}, "Work / Common fund: EUR 0.05"),
        ({"subject": "budget/2"}, "Budget 2"),
        ({"subject": "year/2015"}, "Fiscal year 2015"),
        ({"subject": "rule/spend"}, "Rule for Expenditure above the mandate"),
        ({"subject": "mandate"}, "Mandate"),
        ({"subject": "cash-rule"}, "Paying beyond the bank balance"),
        ({"subject": "party/firm"}, "The firm"),
        ({"subject": "pledge/2"}, "The firm"),
        ({"subject": "thing/9"}, "thing/9"),
    ],
)
def test_words_of_the_code_and_short_names_are_said_as_people_say_them(
    content: dict[str, object], told: str
) -> None:
    ((_, (value,)),) = details(content, NAMES)
    assert (PLAIN.say(value) if isinstance(value, Sentence) else value) == told


def test_what_a_covenant_was_opened_with_is_left_to_what_is_written() -> None:
    assert list(details({"lines": [{"slug": "placement", "name_en": "Placement"}]}, NAMES)) == []


def test_every_label_can_be_said() -> None:
    assert all(PLAIN.say(sentence(label)) for label in LABELS.values())


def test_what_says_nothing_to_a_reader_is_left_out() -> None:
    assert list(details({"from": {"digest": "x"}, "to": {}, "hash": "y", "name": ""})) == []


def test_yes_and_no_are_written_out() -> None:
    assert [values for _, values in details({"value": True})] == [("True",)]


def test_words_of_the_code_are_told_in_the_readers_words() -> None:
    told = {
        PLAIN.say(label): [PLAIN.say(each) for each in values if isinstance(each, Sentence)]
        for label, values in details({"choice": "against", "kind": "close_year", "party": 4})
    }
    assert told == {"Vote cast": ["Against"], "Kind": ["Closing of a year"]}
