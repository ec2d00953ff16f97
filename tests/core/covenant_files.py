"""A small good covenant file to spoil, and how to ask what is found wrong in one."""

from ledger.core.covenant_file import read_covenant
from ledger.core.language import PLAIN
from ledger.core.refusals import Problems

GOOD = """
[covenant]
slug = "green-quarter"
name = "Green Quarter"
place = "Venlo"
currency = "EUR"
starts_on = 2021-01-01
ends_on = 2024-12-31
fiscal_year_starts = "01-01"

[[party]]
slug = "town"
name = "Town of Venlo"
kind = "municipality"

[[party]]
slug = "bakery"
name = "The Bakery"
kind = "firm"
joins_on = 2022-06-01

[[party]]
slug = "school"
name = "The School"
kind = "education"

[[party]]
slug = "library"
name = "The Library"
kind = "other"

[[programme_line]]
slug = "trees"
name_nl = "Bomen"
name_en = "Trees"

[[programme_line]]
slug = "benches"
name_nl = "Banken"
name_en = "Benches"

[[pledge]]
party = "town"
amount = "1000.00"
basis = "total"
earmark = ["trees"]
instalments = [
  { due_on = 2021-03-01, amount = "400.00" },
  { due_on = 2022-03-01, amount = "600.00" },
]

[[pledge]]
party = "bakery"
amount = "50.00"
basis = "per_year"
due_on = "03-01"

[decisions.budget]
voters = "funders"
quorum = "2/3"
majority = "1/2"
consent = ["town"]

[decisions.rules]
voters = "parties"
quorum = "1/1"
majority = ">=2/3"
consent = ["school"]

[[mandate]]
up_to = "100.00"
approvals = 1

[[mandate]]
up_to = "500.00"
approvals = 2
from = ["town"]

[[mandate]]
approvals = 3
voters = "parties"
from = ["school"]

[[indicator]]
slug = "shade"
name_nl = "Schaduw"
name_en = "Shade"
baseline = 0
baseline_on = 2020-06-01
target = 12
target_on = 2030-06-01
"""

TEXT = "This must be a text in quotes."
DAY = "This must be a date without quotes and without a time, like 2015-12-31."
WHOLE = "This must be a whole number without quotes."
AMOUNT = 'This must be an amount in quotes, like "300000.00".'
SLUGS = 'This must be a list of slugs in quotes, like ["placement"].'
MISSING = "This key is missing."
UNKNOWN = "This key is not known here."
TABLE = "This must be a table."
ABOVE_ZERO = "An amount must be above zero."

Found = list[tuple[str | None, str]]


def found_in(text: str | bytes) -> Found:
    """Give everything found wrong in a file: the place, and the sentence without the place."""
    try:
        read_covenant(text)
    except Problems as problems:
        return [(one.field, PLAIN.say(one.why).partition(": ")[2]) for one in problems.each]
    return []


def spoilt(old: str, new: str) -> str:
    """Give the good file with the first place that reads `old` changed."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def one_of(typed: str, words: str) -> str:
    """Say what is said of a word that is none of those allowed."""
    return f'"{typed}" cannot stand here; it must be one of: {words}.'


def meant(key: str) -> str:
    """Say what is said of a key that looks like another."""
    return f"This key is not known here; is {key} meant?"


def outside(day: str) -> str:
    """Say what is said of a day outside the term."""
    return f"{day} lies outside the term of the covenant."
