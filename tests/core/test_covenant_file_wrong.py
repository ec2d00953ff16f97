"""Wrong covenant files: each row spoils a good file in one way, and says what is found and where.

These rows are about the covenant, its parties, programme lines and indicators; the other sections have a
table of their own in `test_covenant_file_money.py`.
"""

import pytest

from tests.core.covenant_files import (
    DAY,
    GOOD,
    MISSING,
    TABLE,
    TEXT,
    UNKNOWN,
    WHOLE,
    Found,
    found_in,
    meant,
    one_of,
    outside,
    spoilt,
)

ACCEPTED: Found = []
SLUG_RULE = "is no slug: small letters, digits and hyphens, not beginning with a hyphen, at most 60."
YEARS = "The year of a date must lie between 1900 and 2199."
KINDS = "municipality, government, firm, education, other"
EUR = 'currency = "EUR"'
NAME = '"Green Quarter"'
SLUG = '"green-quarter"'
STARTS = "starts_on = 2021-01-01"
ENDS = "ends_on = 2024-12-31"
JOINS = "joins_on = 2022-06-01"
BASELINE = "baseline = 0"
TARGET = "target = 12"
TARGET_ON = "target_on = 2030-06-01"
BENCHES = 'name_en = "Benches"'


def text_of(length: int) -> str:
    return '"' + "x" * length + '"'


def no_slug(typed: str) -> str:
    return f'"{typed}" {SLUG_RULE}'


def unfit(code: str) -> str:
    return f"The character U+{code} cannot stand in a text."


def too_long(length: int, most: int) -> str:
    return f"This is {length} characters long; at most {most} fit."


@pytest.mark.parametrize(
    "old,new,expected",
    [
        ('slug = "green-quarter"', "", [("covenant.slug", MISSING)]),
        (SLUG, "12", [("covenant.slug", TEXT)]),
        (SLUG, '""', [("covenant.slug", no_slug(""))]),
        (SLUG, '"Green"', [("covenant.slug", no_slug("Green"))]),
        (SLUG, '"-green"', [("covenant.slug", no_slug("-green"))]),
        (SLUG, '"green_quarter"', [("covenant.slug", no_slug("green_quarter"))]),
        (SLUG, '"gr\u00e9en"', [("covenant.slug", no_slug("gr\u00e9en"))]),
        (SLUG, '"green\\n"', [("covenant.slug", no_slug("green[U+000A]"))]),
        (SLUG, text_of(61), [("covenant.slug", no_slug("x" * 40 + "…"))]),
        (SLUG, text_of(60), ACCEPTED),
        (SLUG, '"4-seasons-"', ACCEPTED),
        (SLUG, '"new"', ACCEPTED),
        *(
            (
                SLUG,
                f'"{word}"',
                [("covenant.slug", f'"{word}" is an address of the ledger itself; take another slug.')],
            )
            for word in ("sign-in", "sign-out", "account", "language", "healthz", "static", "verify")
        ),
        ('name = "Green Quarter"', "", [("covenant.name", MISSING)]),
        (NAME, "true", [("covenant.name", TEXT)]),
        (NAME, '" \\t"', [("covenant.name", "This may not be empty.")]),
        (NAME, '"\\u200d"', [("covenant.name", "This may not be empty.")]),
        (NAME, text_of(200), ACCEPTED),
        (NAME, text_of(201), [("covenant.name", too_long(201, 200))]),
        (NAME, "'''<script>\"=HYPERLINK(1)\"</script> \U0001f469\u200d\U0001f33e'''", ACCEPTED),
        (NAME, '"Green\\u0007Quarter"', [("covenant.name", unfit("0007"))]),
        (NAME, '"Green\\nQuarter"', [("covenant.name", unfit("000A"))]),
        (NAME, '"Green\\u0085Quarter"', [("covenant.name", unfit("0085"))]),
        (NAME, '"Green\\u2028Quarter"', [("covenant.name", unfit("2028"))]),
        (NAME, '"Green\\u202eQuarter"', [("covenant.name", unfit("202E"))]),
        (NAME, '"Green\\uFFFFQuarter"', [("covenant.name", unfit("FFFF"))]),
        (NAME, '"Green\ud800Quarter"', [("covenant.name", unfit("D800"))]),
        ('"Venlo"', "[1]", [("covenant.place", TEXT)]),
        ('"EUR"', '"USD"', [("covenant.currency", one_of("USD", "EUR"))]),
        ('"EUR"', '"eur"', [("covenant.currency", one_of("eur", "EUR"))]),
        (STARTS, "", [("covenant.starts_on", MISSING)]),
        (STARTS, 'starts_on = "2021-01-01"', [("covenant.starts_on", DAY)]),
        (STARTS, "starts_on = 2021-01-01T09:00:00", [("covenant.starts_on", DAY)]),
        (STARTS, "starts_on = 2021-01-01T09:00:00Z", [("covenant.starts_on", DAY)]),
        (STARTS, "starts_on = 09:00:00", [("covenant.starts_on", DAY)]),
        (STARTS, "starts_on = 2021", [("covenant.starts_on", DAY)]),
        (STARTS, "starts_on = 1899-12-31", [("covenant.starts_on", YEARS)]),
        (ENDS, "ends_on = 2200-01-01", [("covenant.ends_on", YEARS)]),
        (
            ENDS,
            "ends_on = 2020-12-31",
            [("covenant.ends_on", "The covenant ends before it starts, on 01/01/2021.")],
        ),
        (ENDS, "ends_on = 2070-12-31", ACCEPTED),
        (
            ENDS,
            "ends_on = 2071-01-01",
            [("covenant.ends_on", "A covenant cannot last longer than 50 years.")],
        ),
        ('"01-01"', '"02-29"', ACCEPTED),
        (
            '"01-01"',
            '"1-1"',
            [("covenant.fiscal_year_starts", '"1-1" is not a month and a day, like 03-01.')],
        ),
        (
            '"01-01"',
            "2021-01-01",
            [
                (
                    "covenant.fiscal_year_starts",
                    'This must be a month and a day in quotes, like "03-01".',
                )
            ],
        ),
        (EUR, f"{EUR}\ngoal_nl = 5", [("covenant.goal_nl", TEXT)]),
        (EUR, f'{EUR}\ngoal_nl = ""', ACCEPTED),
        (EUR, f"{EUR}\ngoal_en = {text_of(2000)}", ACCEPTED),
        (EUR, f"{EUR}\ngoal_en = {text_of(2001)}", [("covenant.goal_en", too_long(2001, 2000))]),
        (EUR, f'{EUR}\ngoal_en = "a\\u0000"', [("covenant.goal_en", unfit("0000"))]),
        (EUR, f'{EUR}\ncash_rule = "no"', [("covenant.cash_rule", one_of("no", "refuse, warn"))]),
        (EUR, f"{EUR}\ncash_rule = false", [("covenant.cash_rule", TEXT)]),
        (
            EUR,
            f'{EUR}\ncharging = "equal"',
            [("covenant.charging", one_of("equal", "proportional, narrowest_first"))],
        ),
        (EUR, f'{EUR}\ncashrule = "warn"', [("covenant.cashrule", meant("cash_rule"))]),
        (EUR, f'{EUR}\n"zz\\u0000" = 1', [("covenant.zz[U+0000]", UNKNOWN)]),
    ],
)
def test_what_is_wrong_with_the_covenant_is_named(old: str, new: str, expected: Found) -> None:
    assert found_in(spoilt(old, new)) == expected


@pytest.mark.parametrize(
    "old,new,expected",
    [
        ('slug = "library"', "", [("party[4].slug", MISSING)]),
        ('slug = "library"', 'slug = "town"', [("party[4].slug", '"town" is the slug of party[1] already.')]),
        (
            'slug = "library"',
            'slug = "new"',
            [("party[4].slug", '"new" is an address of the ledger itself; take another slug.')],
        ),
        ('name = "The Bakery"', "", [("party[2].name", MISSING)]),
        ('name = "The Bakery"', 'name = ""', [("party[2].name", "This may not be empty.")]),
        ('"firm"', '"company"', [("party[2].kind", one_of("company", KINDS))]),
        ('"firm"', "3", [("party[2].kind", TEXT)]),
        ('"firm"', '"government"', ACCEPTED),
        ('"firm"', '"other"', ACCEPTED),
        (JOINS, "left_on = 2022-06-01", [("party[2].left_on", UNKNOWN)]),
        (JOINS, 'joins_on = "soon"', [("party[2].joins_on", DAY)]),
        (JOINS, "joins_on = 2020-12-31", [("party[2].joins_on", outside("31/12/2020"))]),
        (JOINS, "joins_on = 2025-01-01", [("party[2].joins_on", outside("01/01/2025"))]),
        (JOINS, "joins_on = 2021-01-01", ACCEPTED),
        (JOINS, "joins_on = 2024-03-01", ACCEPTED),
        (
            'slug = "benches"',
            'slug = "trees"',
            [("programme_line[2].slug", '"trees" is the slug of programme_line[1] already.')],
        ),
        ('slug = "benches"', 'slug = "new"', ACCEPTED),
        ('slug = "benches"', 'slug = "town"', ACCEPTED),
        ('name_nl = "Banken"', "", [("programme_line[2].name_nl", MISSING)]),
        (BENCHES, f"{BENCHES}\nabout_en = []", [("programme_line[2].about_en", TEXT)]),
        (BENCHES, f'{BENCHES}\nabout_fr = ""', [("programme_line[2].about_fr", meant("about_nl"))]),
    ],
)
def test_what_is_wrong_with_parties_and_programme_lines_is_named(old: str, new: str, expected: Found) -> None:
    assert found_in(spoilt(old, new)) == expected


@pytest.mark.parametrize(
    "old,new,expected",
    [
        (BASELINE, "", [("indicator[1].baseline", MISSING)]),
        (BASELINE, "baseline = true", [("indicator[1].baseline", WHOLE)]),
        (BASELINE, "baseline = 1.5", [("indicator[1].baseline", WHOLE)]),
        (BASELINE, 'baseline = "5"', [("indicator[1].baseline", WHOLE)]),
        (
            BASELINE,
            "baseline = -1",
            [("indicator[1].baseline", "This must be a whole number from 0 to 2000000000.")],
        ),
        (BASELINE, "baseline = 2_000_000_000", ACCEPTED),
        (
            BASELINE,
            f"baseline = 0x{'f' * 9000}",
            [("indicator[1].baseline", "This must be a whole number from 0 to 2000000000.")],
        ),
        (TARGET, "target = 12.0", [("indicator[1].target", WHOLE)]),
        (TARGET, "", [("indicator[1].target_on", "There is no target to be reached on this day.")]),
        (f"{TARGET}\n{TARGET_ON}", "", ACCEPTED),
        (TARGET_ON, "", ACCEPTED),
        (TARGET_ON, "target_on = 2030", [("indicator[1].target_on", DAY)]),
        (TARGET_ON, "target_on = 2020-06-01", ACCEPTED),
        (
            TARGET_ON,
            "target_on = 2020-05-31",
            [("indicator[1].target_on", "The target cannot lie before the baseline.")],
        ),
        ("baseline_on = 2020-06-01", "", [("indicator[1].baseline_on", MISSING)]),
        ('slug = "shade"', "slug = 1", [("indicator[1].slug", TEXT)]),
    ],
)
def test_what_is_wrong_with_an_indicator_is_named(old: str, new: str, expected: Found) -> None:
    assert found_in(spoilt(old, new)) == expected


def test_two_indicators_with_one_slug_are_refused() -> None:
    again = GOOD[GOOD.index("[[indicator]]") :]

    assert found_in(GOOD + again) == [("indicator[2].slug", '"shade" is the slug of indicator[1] already.')]


@pytest.mark.parametrize(
    "heading,expected",
    [
        ("[covenant]", [("covenant", MISSING)]),
        ("[[party]]", [("party", MISSING)]),
        ("[[programme_line]]", [("programme_line", MISSING)]),
        ("[decisions", [("decisions", MISSING)]),
        ("[[mandate]]", [("mandate", MISSING)]),
        ("[[indicator]]", ACCEPTED),
    ],
)
def test_a_section_that_must_be_there_is_missed_once(heading: str, expected: Found) -> None:
    sections = ("\n" + GOOD).split("\n\n")
    text = "\n\n".join(one for one in sections if not one.lstrip().startswith(heading))

    assert found_in(text) == expected


@pytest.mark.parametrize(
    "key,written,expected",
    [
        ("covenant", "covenant = 1", [("covenant", TABLE)]),
        ("party", "party = []", [("party", "There must be at least one [[party]].")]),
        ("party", "party = {}", [("party", "This must be a list of tables, each under [[party]].")]),
        ("party", "party = [1]", [("party[1]", TABLE)]),
        (
            "programme_line",
            "programme_line = []",
            [("programme_line", "There must be at least one [[programme_line]].")],
        ),
        ("pledge", 'pledge = "all"', [("pledge", "This must be a list of tables, each under [[pledge]].")]),
        ("pledge", "pledge = [[]]", [("pledge[1]", TABLE)]),
        ("decisions", "decisions = []", [("decisions", TABLE)]),
        ("mandate", "mandate = []", [("mandate", "There must be at least one [[mandate]].")]),
        ("indicator", "indicator = []", ACCEPTED),
    ],
)
def test_a_section_of_the_wrong_form_is_one_problem(key: str, written: str, expected: Found) -> None:
    headings = (f"[{key}]", f"[[{key}]]", f"[{key}.")
    sections = GOOD.strip().split("\n\n")
    kept = "\n\n".join(one for one in sections if not one.startswith(headings))

    assert found_in(f"{written}\n{kept}") == expected


def test_a_section_that_means_nothing_is_refused() -> None:
    assert found_in(GOOD + "[[partij]]\nslug = 1\n") == [("partij", meant("party"))]
