"""Reading a covenant file: what good files say, and that nothing in a file brings the reader down."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.covenant_file import (
    DECISION_KINDS,
    AgreedCovenant,
    AgreedIndicator,
    AgreedLine,
    AgreedParty,
    AgreedPledge,
    AgreedRule,
    AgreedStep,
    CovenantFile,
    read_covenant,
)
from ledger.core.covenant_file.reader import LARGEST_FILE
from ledger.core.language import PLAIN
from ledger.core.refusals import Malformed, Problems
from tests.core.covenant_files import GOOD, found_in, spoilt

SHARED_FILE = Path(__file__).parents[3] / "shared" / "covenants" / "customer-service-valley.toml"

VILLAGE = """
[covenant]
slug = "village"
name = "Village Hall"
place = "Eys"
currency = "EUR"
starts_on = 2020-07-01
ends_on = 2020-07-01
fiscal_year_starts = "07-01"
goal_nl = \"\"\"
  Een zaal
  voor allen\"\"\"

[[party]]
slug = "friends"
name = "  Friends of the Hall "
kind = "other"

[[programme_line]]
slug = "hall"
name_nl = "Zaal"
name_en = "Hall"

[[pledge]]
party = "friends"
amount = "0.01"
basis = "per_year"
due_on = "07-01"

[decisions.budget]
voters = "parties"
quorum = "1/1"
majority = ">=1/1"

[[mandate]]
approvals = 1
"""


def covenant_of(parties: int, amount: str, due_on: str, years: int, fiscal_year_starts: str = "01-01") -> str:
    """Write a covenant of many parties that each promise an amount per year."""
    head = VILLAGE[: VILLAGE.index("[[party]]")]
    head = head.replace("2020-07-01", "2015-07-01", 1).replace("2020-07-01", f"{2015 + years}-06-30")
    head = head.replace('starts = "07-01"', f'starts = "{fiscal_year_starts}"')
    signed = "".join(
        f'[[party]]\nslug = "p{n}"\nname = "Party {n}"\nkind = "firm"\n'
        f'[[pledge]]\nparty = "p{n}"\namount = "{amount}"\nbasis = "per_year"\ndue_on = "{due_on}"\n'
        for n in range(1, parties + 1)
    )
    line = VILLAGE[VILLAGE.index("[[programme_line]]") : VILLAGE.index("[[pledge]]")]
    return head + signed + line + VILLAGE[VILLAGE.index("[decisions") :]


def test_everything_a_small_file_says_is_read() -> None:
    file = read_covenant(GOOD)

    assert file == CovenantFile(
        covenant=AgreedCovenant(
            slug="green-quarter",
            name="Green Quarter",
            place="Venlo",
            currency="EUR",
            starts_on=date(2021, 1, 1),
            ends_on=date(2024, 12, 31),
            fiscal_year_starts=(1, 1),
            goal_nl="",
            goal_en="",
            cash_rule="warn",
            charging="proportional",
        ),
        parties=(
            AgreedParty("town", "Town of Venlo", "municipality", date(2021, 1, 1)),
            AgreedParty("bakery", "The Bakery", "firm", date(2022, 6, 1)),
            AgreedParty("school", "The School", "education", date(2021, 1, 1)),
            AgreedParty("library", "The Library", "other", date(2021, 1, 1)),
        ),
        lines=(AgreedLine("trees", "Bomen", "Trees"), AgreedLine("benches", "Banken", "Benches")),
        pledges=(
            AgreedPledge(
                party="town",
                amount_cents=1000_00,
                basis="total",
                yearly_cents=None,
                instalments=((date(2021, 3, 1), 400_00), (date(2022, 3, 1), 600_00)),
                earmark=("trees",),
            ),
            AgreedPledge(
                party="bakery",
                amount_cents=100_00,
                basis="per_year",
                yearly_cents=50_00,
                instalments=((date(2023, 3, 1), 50_00), (date(2024, 3, 1), 50_00)),
            ),
        ),
        rules=(
            AgreedRule("budget", "funders", "2/3", "1/2", ("town",)),
            AgreedRule("rules", "parties", "1/1", ">=2/3", ("school",)),
        ),
        mandate=(
            AgreedStep(100_00, 1),
            AgreedStep(500_00, 2, ("town",)),
            AgreedStep(None, 3, ("school",), "parties"),
        ),
        indicators=(AgreedIndicator("shade", "Schaduw", "Shade", 0, date(2020, 6, 1), 12, date(2030, 6, 1)),),
    )


def test_a_village_with_one_funder_and_one_day_is_a_covenant() -> None:
    file = read_covenant(VILLAGE)

    assert (file.covenant.goal_nl, file.parties[0].name, file.pledges[0].instalments, file.indicators) == (
        "Een zaal voor allen",
        "Friends of the Hall",
        ((date(2020, 7, 1), 1),),
        (),
    )


def test_thirty_parties_and_forty_million_over_five_years_are_read() -> None:
    file = read_covenant(covenant_of(30, "266666.67", "09-15", 5))

    assert (len(file.parties), file.promised_cents) == (30, 30 * 5 * 26_666_667)


def test_a_yearly_amount_falls_due_once_in_every_broken_fiscal_year() -> None:
    file = read_covenant(covenant_of(1, "10.00", "06-30", 3, "07-01"))

    assert [day for day, _ in file.pledges[0].instalments] == [
        date(2016, 6, 30),
        date(2017, 6, 30),
        date(2018, 6, 30),
    ]


def test_due_on_29_february_is_the_last_day_of_february() -> None:
    file = read_covenant(covenant_of(1, "10.00", "02-29", 2))

    assert [day for day, _ in file.pledges[0].instalments] == [date(2016, 2, 29), date(2017, 2, 28)]


@pytest.mark.parametrize(
    "joins_on,first_due_on",
    [
        ("2021-01-01", date(2021, 3, 1)),
        ("2022-03-01", date(2022, 3, 1)),
        ("2022-03-02", date(2023, 3, 1)),
        ("2024-03-01", date(2024, 3, 1)),
    ],
)
def test_who_joins_later_owes_from_the_first_due_date_on(joins_on: str, first_due_on: date) -> None:
    file = read_covenant(spoilt("joins_on = 2022-06-01", f"joins_on = {joins_on}"))

    assert file.pledges[1].instalments[0][0] == first_due_on


def test_instalments_are_given_oldest_first() -> None:
    text = spoilt('due_on = 2021-03-01, amount = "400.00"', 'due_on = 2023-03-01, amount = "400.00"')

    assert read_covenant(text).pledges[0].instalments == (
        (date(2022, 3, 1), 600_00),
        (date(2023, 3, 1), 400_00),
    )


@pytest.mark.parametrize("kind", DECISION_KINDS)
def test_a_kind_of_decision_without_a_rule_takes_the_budgets(kind: str) -> None:
    rule = read_covenant(GOOD).rule_for(kind)

    assert rule.kind == ("rules" if kind == "rules" else "budget")


def test_a_covenant_without_money_lets_all_parties_decide() -> None:
    no_pledge = VILLAGE[: VILLAGE.index("[[pledge]]")] + VILLAGE[VILLAGE.index("[decisions") :]

    assert read_covenant(no_pledge + 'voters = "parties"\n').promised_cents == 0


@pytest.mark.skipif(not SHARED_FILE.exists(), reason="the first covenant's file is not beside the project")
def test_the_first_covenants_own_file_is_read() -> None:
    file = read_covenant(SHARED_FILE.read_bytes())

    assert (len(file.parties), len(file.lines), len(file.indicators), file.promised_cents) == (
        7,
        4,
        4,
        435_000_00,
    )


def test_bytes_with_a_mark_at_the_front_and_windows_line_ends_are_read() -> None:
    raw = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()

    assert read_covenant(raw) == read_covenant(GOOD)


@pytest.mark.parametrize(
    "text,place,said",
    [
        ("[covenant]\nslug = oeps\n", "line 2", "Line 2: This cannot be read as TOML: Invalid value."),
        ("a = [1,\n", "line 2", "Line 2: This cannot be read as TOML: Invalid value."),
        ('a = "x\n', "line 1", "Line 1: This cannot be read as TOML: Illegal character '\\n'."),
        ("a = 1\na = 2\n", "line 2", "Line 2: This cannot be read as TOML: Cannot overwrite a value."),
        ("a = 2015-02-30\n", "line 1", "Line 1: This cannot be read as TOML: Invalid date or datetime."),
        (b"a = 1\nb = '\xff'\n", "line 2", "Line 2: This is not written in UTF-8."),
        ("a = " + "[" * 100_000, "file", "The file is nested too deeply."),
        ("a = " + "9" * 5_000, "file", "The file holds a number that is too long."),
        ("#" * (LARGEST_FILE + 1), "file", "The file is longer than 1000000 bytes."),
    ],
)
def test_what_is_no_toml_is_refused_with_its_line(text: str | bytes, place: str, said: str) -> None:
    with pytest.raises(Problems) as caught:
        read_covenant(text)

    assert [(one.field, PLAIN.say(one.why)) for one in caught.value.each] == [(place, said)]


@pytest.mark.parametrize(
    "old,new,said",
    [
        ('"EUR"', '"USD"', "covenant.currency (green-quarter): "),
        ('slug = "green-quarter"', 'slug = "Green"', "covenant.slug: "),
        ('"firm"', '"company"', "party[2].kind (bakery): "),
        ('slug = "library"', 'slug = "town"', "party[4].slug (town): "),
        ('name_en = "Benches"', "name_en = 1", "programme_line[2].name_en (benches): "),
        ('"50.00"', '"50.0"', "pledge[2].amount (bakery): "),
        ("due_on = 2022-03-01", "due_on = 2026-03-01", "pledge[1].instalments[2].due_on (town): "),
        ('consent = ["town"]', 'consent = ["mill"]', "decisions.budget.consent[1]: "),
        ("approvals = 2", "approvals = 0", "mandate[2].approvals: "),
        ("baseline = 0", "baseline = -1", "indicator[1].baseline (shade): "),
        ("[covenant]\n", "partij = 1\n[covenant]\n", "partij: "),
    ],
)
def test_a_sentence_begins_with_its_place_and_the_slug_of_what_stands_there(
    old: str, new: str, said: str
) -> None:
    with pytest.raises(Problems) as caught:
        read_covenant(spoilt(old, new))

    assert PLAIN.say(caught.value.why).startswith(said)


def test_every_problem_is_a_malformed_value() -> None:
    with pytest.raises(Problems) as caught:
        read_covenant(spoilt('"EUR"', "1"))

    assert {type(one) for one in caught.value.each} == {Malformed}


def test_all_problems_of_a_file_come_at_once_and_in_its_order() -> None:
    text = GOOD
    for old, new in (
        ('"EUR"', '"USD"'),
        ("ends_on = 2024-12-31", "ends_on = 2020-12-31"),
        ('slug = "school"', 'slug = "bakery"'),
        ('earmark = ["trees"]', 'earmark = ["forest"]'),
        ('"600.00"', '"600.001"'),
        ('due_on = "03-01"', 'due_on = "30-02"'),
        ('majority = "1/2"', 'majority = "1/1"'),
        ("approvals = 2", "approvals = 2.0"),
        ("target = 12", "goal = 12"),
    ):
        text = text.replace(old, new, 1)

    assert [place for place, _ in found_in(text)] == [
        "covenant.currency",
        "covenant.ends_on",
        "party[3].slug",
        "pledge[1].instalments[2].amount",
        "pledge[1].earmark[1]",
        "pledge[2].due_on",
        "decisions.budget.majority",
        "decisions.rules.consent[1]",
        "mandate[2].approvals",
        "mandate[3].from[1]",
        "indicator[1].goal",
        "indicator[1].target_on",
    ]


def test_an_empty_file_misses_every_section() -> None:
    assert [place for place, _ in found_in("")] == [
        "covenant",
        "party",
        "programme_line",
        "decisions",
        "mandate",
    ]


# ---- garbage ---------------------------------------------------------------------------------------

KEYS = st.sampled_from(sorted(set(GOOD.replace("[", " ").replace("]", " ").split()) - {"=", "{", "}"}))
SECTIONS = st.sampled_from(
    ["covenant", "party", "programme_line", "pledge", "decisions", "mandate", "indicator", "budget"]
)
PIECES = st.one_of(
    KEYS,
    SECTIONS,
    st.sampled_from(["[", "]", "[[", "]]", "{", "}", "=", ",", ".", '"', "'''", "\n", "#", "\\u0000", "-0"]),
    st.sampled_from(["2021-01-01", "09:00:00", "1e400", "nan", "-inf", "true", "0xff", '"town"', "\ud800"]),
    st.text(max_size=4),
)
SCALARS = st.one_of(
    st.sampled_from(['"town"', '"trees"', '"total"', '"per_year"', '"03-01"', '"02-29"', '"10.00"', '"1/2"']),
    st.sampled_from(["2021-01-01", "9999-12-31", "0001-01-01", "2021-01-01T00:00:00Z", "07:00:00"]),
    st.sampled_from(["true", "nan", "-inf", "0x" + "f" * 5000, '"funders"', '"parties"', '"-1.00"', "''"]),
    st.integers(-5, 2**64).map(str),
)


def inline(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Write lists and tables around values."""
    tables = st.dictionaries(KEYS.filter(str.isidentifier), values, max_size=6)
    return st.one_of(
        st.lists(values, max_size=3).map(lambda each: f"[{', '.join(each)}]"),
        tables.map(lambda each: "{" + ", ".join(f"{key} = {value}" for key, value in each.items()) + "}"),
    )


NESTED = st.recursive(SCALARS, inline, max_leaves=12)


def is_taken_or_refused(text: str | bytes) -> bool:
    """Say whether a file is read or refused in sentences that can be said; any other fault is raised."""
    try:
        file = read_covenant(text)
    except Problems as problems:
        return all(PLAIN.say(one.why).encode() and one.field for one in problems.each)
    return file.promised_cents == sum(cents for one in file.pledges for _, cents in one.instalments)


@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_random_pieces_of_toml_are_taken_or_refused(text: str) -> None:
    assert is_taken_or_refused(text)


@given(st.binary(max_size=60))
def test_random_bytes_are_taken_or_refused(raw: bytes) -> None:
    assert is_taken_or_refused(raw)


@given(st.dictionaries(SECTIONS, NESTED, max_size=7))
def test_random_values_in_the_right_sections_are_taken_or_refused(sections: dict[str, str]) -> None:
    assert is_taken_or_refused("\n".join(f"{key} = {value}" for key, value in sections.items()))


@given(st.data())
def test_a_good_file_with_some_values_replaced_is_taken_or_refused(data: st.DataObject) -> None:
    rows = GOOD.splitlines()
    for place in data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=4)):
        key, is_pair, _ = rows[place].partition(" = ")
        rows[place] = f"{key} = {data.draw(NESTED)}" if is_pair else data.draw(st.sampled_from(rows))

    assert is_taken_or_refused("\n".join(rows))
