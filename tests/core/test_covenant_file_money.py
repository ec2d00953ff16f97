"""Wrong covenant files: pledges, decision rules and mandates, each row spoiling a good file in one way."""

import pytest

from tests.core.covenant_files import (
    ABOVE_ZERO,
    AMOUNT,
    DAY,
    GOOD,
    MISSING,
    SLUGS,
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
TOWN = '"1000.00"'
BAKERY = 'amount = "50.00"'
FIRST = '{ due_on = 2021-03-01, amount = "400.00" }'
DUE = 'due_on = "03-01"'
LISTED = """instalments = [
  { due_on = 2021-03-01, amount = "400.00" },
  { due_on = 2022-03-01, amount = "600.00" },
]"""
EARMARK = 'earmark = ["trees"]'
MOST = "EUR 100,000,000,000.00, the largest amount there can be."
BUDGET = """[decisions.budget]
voters = "funders"
quorum = "2/3"
majority = "1/2"
consent = ["town"]
"""
RULES = "[decisions.rules]"
UP_TO_100 = 'up_to = "100.00"'
UP_TO_500 = 'up_to = "500.00"'
MONEY_OF_PARTIES = GOOD[GOOD.index("[[pledge]]") : GOOD.index("[decisions.budget]")]


def no_amount(typed: str) -> str:
    return f'"{typed}" is not an amount with a point and two decimals, like 300000.00.'


def no_share(typed: str) -> str:
    return f'"{typed}" is not a share like 2/3: a fraction above 0 and at most 1.'


def no_vote(slug: str) -> str:
    return f'"{slug}" has no vote here: it has made no pledge.'


@pytest.mark.parametrize(
    "old,new,expected",
    [
        (TOWN, "1000.00", [("pledge[1].amount", AMOUNT)]),
        (TOWN, "1000", [("pledge[1].amount", AMOUNT)]),
        *(
            (TOWN, f'"{typed}"', [("pledge[1].amount", no_amount(typed))])
            for typed in (
                "1000",
                "1000.0",
                "1000.000",
                "1,000.00",
                "1.000,00",
                "1e3",
                "NaN",
                "",
                " 1000.00",
                "٣.00",
                "+1.00",
            )
        ),
        (TOWN, '"0.00"', [("pledge[1].amount", ABOVE_ZERO)]),
        (TOWN, '"-0.00"', [("pledge[1].amount", ABOVE_ZERO)]),
        (TOWN, '"-1000.00"', [("pledge[1].amount", ABOVE_ZERO)]),
        (TOWN, '"-1000.001"', [("pledge[1].amount", no_amount("-1000.001"))]),
        (TOWN, '"100000000000.01"', [("pledge[1].amount", f'"100000000000.01" is more than {MOST}')]),
        (
            TOWN,
            '"1000.01"',
            [
                (
                    "pledge[1].instalments",
                    "The instalments come to EUR 1,000.00, but the pledge is EUR 1,000.01.",
                )
            ],
        ),
        (
            TOWN,
            '"999.99"',
            [
                (
                    "pledge[1].instalments",
                    "The instalments come to EUR 1,000.00, but the pledge is EUR 999.99.",
                )
            ],
        ),
        ('party = "town"', "", [("pledge[1].party", MISSING)]),
        ('party = "town"', "party = 1", [("pledge[1].party", TEXT)]),
        (
            'party = "bakery"',
            'party = "baker"',
            [("pledge[2].party", 'There is no party "baker" in this file.')],
        ),
        (
            'party = "bakery"',
            'party = "town"',
            [
                (
                    "mandate[2].approvals",
                    "2 approvals can never be given; parties that may approve: 1.",
                )
            ],
        ),
        ('basis = "total"', 'basis = "once"', [("pledge[1].basis", one_of("once", "total, per_year"))]),
        ('basis = "total"', "", [("pledge[1].basis", MISSING)]),
        (
            'basis = "total"',
            'basis = "total"\ndue_on = "03-01"',
            [("pledge[1].due_on", "A pledge for the whole term has instalments instead of a due_on.")],
        ),
        (
            EARMARK,
            'earmark = ["tree"]',
            [("pledge[1].earmark[1]", 'There is no programme line "tree" in this file.')],
        ),
        (
            EARMARK,
            'earmark = ["trees", "trees"]',
            [("pledge[1].earmark[2]", '"trees" is in this list twice.')],
        ),
        (EARMARK, 'earmark = ["trees", 2]', [("pledge[1].earmark[2]", TEXT)]),
        (EARMARK, 'earmark = "trees"', [("pledge[1].earmark", SLUGS)]),
        (EARMARK, "earmark = []", ACCEPTED),
        (EARMARK, "source = 1", [("pledge[1].source", TEXT)]),
        (EARMARK, 'note = ""', [("pledge[1].note", UNKNOWN)]),
        (LISTED, "", [("pledge[1].instalments", MISSING)]),
        (LISTED, "instalments = []", [("pledge[1].instalments", "There must be at least one instalment.")]),
        (
            LISTED,
            'instalments = "two"',
            [("pledge[1].instalments", "This must be a list of tables, each under [[pledge.instalments]].")],
        ),
        (LISTED, 'instalments = ["two"]', [("pledge[1].instalments[1]", TABLE)]),
        (
            FIRST,
            '{ due_on = 2021-03-01, amount = "0.00" }',
            [("pledge[1].instalments[1].amount", ABOVE_ZERO)],
        ),
        (
            FIRST,
            '{ due_on = 2021-03-01, amount = "-400.00" }',
            [("pledge[1].instalments[1].amount", ABOVE_ZERO)],
        ),
        (FIRST, "{ due_on = 2021-03-01 }", [("pledge[1].instalments[1].amount", MISSING)]),
        (FIRST, '{ amount = "400.00" }', [("pledge[1].instalments[1].due_on", MISSING)]),
        (FIRST, '{ due_on = "03-01", amount = "400.00" }', [("pledge[1].instalments[1].due_on", DAY)]),
        (
            FIRST,
            '{ due_on = 2021-03-01, amount = "400.00", paid = true }',
            [("pledge[1].instalments[1].paid", UNKNOWN)],
        ),
        (
            FIRST,
            '{ due_on = 2020-12-31, amount = "400.00" }',
            [("pledge[1].instalments[1].due_on", outside("31/12/2020"))],
        ),
        (
            FIRST,
            '{ due_on = 2025-01-01, amount = "400.00" }',
            [("pledge[1].instalments[1].due_on", outside("01/01/2025"))],
        ),
        (FIRST, '{ due_on = 2021-01-01, amount = "400.00" }', ACCEPTED),
        (FIRST, '{ due_on = 2024-12-31, amount = "400.00" }', ACCEPTED),
        (FIRST, '{ due_on = 2022-03-01, amount = "400.00" }', ACCEPTED),
        (
            'kind = "municipality"',
            'kind = "municipality"\njoins_on = 2021-03-02',
            [("pledge[1].instalments[1].due_on", "01/03/2021 is before the party joins, on 02/03/2021.")],
        ),
        ('kind = "municipality"', 'kind = "municipality"\njoins_on = 2021-03-01', ACCEPTED),
        (BAKERY, 'amount = "50.005"', [("pledge[2].amount", no_amount("50.005"))]),
        (
            BAKERY,
            'amount = "100000000000.00"',
            [("pledge[2].amount", f"Over the whole term this comes to more than {MOST}")],
        ),
        (BAKERY, 'amount = "50000000000.00"', ACCEPTED),
        (DUE, "", [("pledge[2].due_on", MISSING)]),
        (
            DUE,
            "due_on = 2022-03-01",
            [("pledge[2].due_on", 'This must be a month and a day in quotes, like "03-01".')],
        ),
        (DUE, 'due_on = "02-29"', ACCEPTED),
        (DUE, 'due_on = "02-30"', [("pledge[2].due_on", '"02-30" is not a month and a day, like 03-01.')]),
        (DUE, 'due_on = "13-01"', [("pledge[2].due_on", '"13-01" is not a month and a day, like 03-01.')]),
        (
            DUE,
            f"{DUE}\ninstalments = []",
            [("pledge[2].instalments", "A pledge per year has a due_on instead of instalments.")],
        ),
        (
            "joins_on = 2022-06-01",
            "joins_on = 2024-03-02",
            [("pledge[2].due_on", "This day does not come between 02/03/2024 and 31/12/2024.")],
        ),
    ],
)
def test_what_is_wrong_with_a_pledge_is_named(old: str, new: str, expected: Found) -> None:
    assert found_in(spoilt(old, new)) == expected


@pytest.mark.parametrize(
    "old,new,expected",
    [
        (
            BUDGET,
            "",
            [
                (
                    "decisions.budget",
                    "This rule is missing; decisions without a rule of their own use it too.",
                )
            ],
        ),
        (RULES, "[decisions.budgets]", [("decisions.budgets", meant("budget"))]),
        (RULES, "[decisions.other]", [("decisions.other", UNKNOWN)]),
        *(
            (RULES, f"[decisions.{kind}]", ACCEPTED)
            for kind in (
                "amendment",
                "accession",
                "leaving",
                "close_year",
                "reopen_year",
                "spend",
                "pledge",
                "writeoff",
                "carry",
                "common",
                "cash",
                "settlement",
            )
        ),
        (RULES, f"[decisions]\nspend = 1\n{RULES}", [("decisions.spend", TABLE)]),
        ('quorum = "2/3"', "", [("decisions.budget.quorum", MISSING)]),
        ('quorum = "2/3"', "quorum = 0.5", [("decisions.budget.quorum", TEXT)]),
        ('quorum = "2/3"', 'quorum = "half"', [("decisions.budget.quorum", no_share("half"))]),
        ('quorum = "2/3"', 'quorum = "3/2"', [("decisions.budget.quorum", no_share("3/2"))]),
        ('quorum = "2/3"', 'quorum = "1/0"', [("decisions.budget.quorum", no_share("1/0"))]),
        ('quorum = "2/3"', 'quorum = ">=2/3"', [("decisions.budget.quorum", no_share(">=2/3"))]),
        ('majority = "1/2"', "", [("decisions.budget.majority", MISSING)]),
        ('majority = "1/2"', 'majority = "50%"', [("decisions.budget.majority", no_share("50%"))]),
        (
            'majority = "1/2"',
            'majority = "1/1"',
            [
                (
                    "decisions.budget.majority",
                    "More than all votes can never be had; write >=1/1 for all of them.",
                )
            ],
        ),
        ('majority = "1/2"', 'majority = ">=1/1"', ACCEPTED),
        ('voters = "funders"', "", [("decisions.budget.voters", MISSING)]),
        (
            'voters = "funders"',
            'voters = "all"',
            [("decisions.budget.voters", one_of("all", "funders, parties"))],
        ),
        ('consent = ["town"]', "", ACCEPTED),
        ('consent = ["town"]', 'consent = "town"', [("decisions.budget.consent", SLUGS)]),
        (
            'consent = ["town"]',
            'consent = ["bakery", "school"]',
            [("decisions.budget.consent[2]", no_vote("school"))],
        ),
        (
            'consent = ["town"]',
            'consent = ["mill"]',
            [("decisions.budget.consent[1]", 'There is no party "mill" in this file.')],
        ),
        ('consent = ["town"]', "deadline = 3", [("decisions.budget.deadline", UNKNOWN)]),
    ],
)
def test_what_is_wrong_with_a_decision_rule_is_named(old: str, new: str, expected: Found) -> None:
    assert found_in(spoilt(old, new)) == expected


@pytest.mark.parametrize(
    "old,new,expected",
    [
        (UP_TO_100, "up_to = 100", [("mandate[1].up_to", AMOUNT)]),
        (UP_TO_100, 'up_to = "100.0"', [("mandate[1].up_to", no_amount("100.0"))]),
        (UP_TO_100, 'up_to = "0.00"', [("mandate[1].up_to", ABOVE_ZERO)]),
        (UP_TO_100, f'{UP_TO_100}\nupto = ""', [("mandate[1].upto", meant("up_to"))]),
        ("approvals = 3", "approvals = 4", ACCEPTED),
        (UP_TO_100, 'up_to = "499.99"', ACCEPTED),
        (
            UP_TO_100,
            'up_to = "500.00"',
            [("mandate[2].up_to", "This limit must be higher than that of the steps before, EUR 500.00.")],
        ),
        (UP_TO_500, "", [("mandate[3].up_to", "This step is never reached, since mandate[2] has no limit.")]),
        (
            UP_TO_100,
            "",
            [
                ("mandate[2].up_to", "This step is never reached, since mandate[1] has no limit."),
                ("mandate[3].up_to", "This step is never reached, since mandate[1] has no limit."),
            ],
        ),
        ("approvals = 1", "", [("mandate[1].approvals", MISSING)]),
        ("approvals = 1", "approvals = true", [("mandate[1].approvals", WHOLE)]),
        ("approvals = 1", 'approvals = "1"', [("mandate[1].approvals", WHOLE)]),
        (
            "approvals = 1",
            "approvals = 0",
            [("mandate[1].approvals", "This must be a whole number from 1 to 1000.")],
        ),
        (
            "approvals = 1",
            "approvals = -1",
            [("mandate[1].approvals", "This must be a whole number from 1 to 1000.")],
        ),
        (
            "approvals = 2",
            "approvals = 3",
            [
                (
                    "mandate[2].approvals",
                    "3 approvals can never be given; parties that may approve: 2.",
                )
            ],
        ),
        (
            "approvals = 3",
            "approvals = 5",
            [
                (
                    "mandate[3].approvals",
                    "5 approvals can never be given; parties that may approve: 4.",
                )
            ],
        ),
        ('from = ["town"]', 'from = ["school"]', [("mandate[2].from[1]", no_vote("school"))]),
        (
            'from = ["town"]',
            'from = ["mill"]',
            [("mandate[2].from[1]", 'There is no party "mill" in this file.')],
        ),
        ('from = ["town"]', 'from = ["town", "bakery"]', ACCEPTED),
        ('from = ["town"]', 'voters = "town"', [("mandate[2].voters", one_of("town", "funders, parties"))]),
        ("approvals = 3", 'approvals = 3\nup_to = "501.00"', ACCEPTED),
    ],
)
def test_what_is_wrong_with_a_mandate_is_named(old: str, new: str, expected: Found) -> None:
    assert found_in(spoilt(old, new)) == expected


def test_where_nobody_promised_money_funders_can_neither_vote_nor_approve() -> None:
    assert found_in(spoilt(MONEY_OF_PARTIES, "")) == [
        ("decisions.budget.voters", "Nobody may vote: no party has made a pledge."),
        ("decisions.budget.consent[1]", no_vote("town")),
        ("mandate[1].approvals", "1 approvals can never be given; parties that may approve: 0."),
        ("mandate[2].approvals", "2 approvals can never be given; parties that may approve: 0."),
        ("mandate[2].from[1]", no_vote("town")),
    ]


def test_a_pledge_of_nobody_leaves_the_votes_of_funders_unjudged() -> None:
    text = spoilt('party = "town"', 'party = "twon"')

    assert found_in(text) == [("pledge[1].party", 'There is no party "twon" in this file.')]
