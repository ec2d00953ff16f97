"""Covenants: opening one from its file, all of it, and who may vote in it on a day."""

from datetime import date
from typing import Any

import pytest

from ledger import covenants
from ledger.approving import approve_expenditure
from ledger.ballots import rule_of
from ledger.core.covenant_file import read_covenant
from ledger.core.mandate import Step
from ledger.core.refusals import WrongState
from ledger.covenants import electorate, mandate, members, open_covenant, plain
from ledger.decisions import find_decision
from ledger.spending import digest_of
from ledger.storage import reads
from ledger.storage.tables import Covenant, Indicator, Party, PledgeTotal
from tests.actions.acting import by
from tests.actions.world import World, changed, invoice, make_ready, open_world
from tests.actions.world import said as said_of

SECOND = changed(('slug = "valley"', 'slug = "second"'))


def test_a_file_is_opened_with_everything_it_says(world: World) -> None:
    covenant = world.asks(reads.covenant)
    assert (covenant.slug, covenant.cash_rule, covenant.charging) == ("valley", "refuse", "proportional")
    assert (covenant.starts_on, covenant.ends_on) == (date(2015, 1, 1), date(2017, 12, 31))
    assert [party.slug for party in world.asks(reads.parties)][:2] == ["maastricht", "vodafone"]
    assert [line.slug for line in world.asks(reads.lines)] == [
        "placement",
        "acquisition",
        "training",
        "profile",
    ]
    assert [pledge.amount_cents for pledge in world.asks(reads.pledges)] == [300_000_00, *[45_000_00] * 3]
    assert world.asks(reads.earmarks) == {1: frozenset({1, 2})}
    assert len(world.asks(reads.instalments)) == 12
    assert (world.rows(Party), world.rows(Indicator), world.rows(PledgeTotal)) == (7, 2, 12)
    assert world.acts() == ["covenant.opened"]
    assert world.faults() == []


def test_its_mandate_is_kept_step_by_step(world: World) -> None:
    assert world.asks(mandate) == (
        Step(2_500_00, 1),
        Step(25_000_00, 2, frozenset({1})),
        Step(None, 3, frozenset({1})),
    )


def test_what_falls_due_is_kept_through_each_year(world: World) -> None:
    assert world.available(2015) == {
        "maastricht": 100_000_00,
        "vodafone": 15_000_00,
        "q-park": 15_000_00,
        "arvato": 15_000_00,
    }
    assert world.available(2017)["maastricht"] == 300_000_00


def test_a_slug_is_taken_once_and_nothing_is_written(world: World) -> None:
    before = world.everything()
    with pytest.raises(WrongState) as refused, world.database.write() as session:
        open_covenant(session, read_covenant(changed()), by=by())
    assert said_of(refused.value) == (
        "WrongState",
        "covenant.slug",
        "There is already a covenant valley.",
    )
    assert world.everything() == before


def test_two_covenants_in_one_database_count_for_themselves(world: World) -> None:
    other = open_world(world.database, SECOND)
    assert other.covenant_id == 2
    for each in (world, other):
        make_ready(each)
        number = each.spend(invoice(1, {"jobs": 1_000_00}, date(2015, 5, 1)))
        assert (number, each.charged(number)["maastricht"]) == (1, 689_65)
    before = other.totals(), other.head()
    world.receive("vodafone", 5)
    assert {key for key in other.totals().items() ^ before[0].items() if key[0][2] == 2} == set()
    assert other.head() == before[1]
    assert world.faults() == other.faults() == []
    assert world.rows(Covenant) == 2


def test_a_demonstration_is_known_as_one(world: World) -> None:
    with world.database.write() as session:
        assert not covenants.has_demonstration(session)
        open_covenant(session, read_covenant(SECOND), by=by(), demonstration=True)
        assert covenants.has_demonstration(session)


def test_the_trail_tells_what_the_file_said_in_plain_values() -> None:
    told = plain(read_covenant(changed()))
    assert isinstance(told, dict)
    assert told["covenant"]["starts_on"] == "2015-01-01"
    assert told["pledges"][0]["instalments"][0] == ["2015-07-01", 100_000_00]


# ---- members and voters ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day, there",
    [(date(2015, 5, 9), True), (date(2015, 5, 10), True), (date(2015, 5, 11), False)],
)
def test_a_party_is_a_member_until_the_day_it_leaves(world: World, day: date, there: bool) -> None:
    world.leaves("arvato", date(2015, 5, 10))
    assert (world.parties["arvato"] in world.asks(members, day)) == there


def test_funders_are_those_who_promised_money_and_parties_all(world: World) -> None:
    day = date(2015, 5, 10)
    assert world.asks(electorate, "funders", day) == (1, 2, 3, 4)
    assert world.asks(electorate, "parties", day) == (1, 2, 3, 4, 5, 6, 7)
    assert world.asks(electorate, "parties", date(2014, 12, 31)) == ()


# ---- covenants of another shape --------------------------------------------------------------------

WITHOUT_A_TOWN = """
[covenant]
slug = "mill"
name = "The Mill"
place = "Venlo"
currency = "EUR"
starts_on = 2020-09-01
ends_on = 2023-08-31
fiscal_year_starts = "07-01"
charging = "narrowest_first"
cash_rule = "warn"

[[party]]
slug = "bakery"
name = "The Bakery"
kind = "firm"

[[party]]
slug = "school"
name = "The School"
kind = "education"
joins_on = 2021-01-01

[[programme_line]]
slug = "bread"
name_nl = "Brood"
name_en = "Bread"

[[programme_line]]
slug = "lessons"
name_nl = "Lessen"
name_en = "Lessons"

[[pledge]]
party = "bakery"
amount = "100.00"
basis = "per_year"
due_on = "07-01"

[[pledge]]
party = "bakery"
amount = "50.00"
basis = "total"
earmark = ["bread"]
instalments = [{ due_on = 2020-09-01, amount = "50.00" }]

[[pledge]]
party = "school"
amount = "30.00"
basis = "total"
earmark = ["lessons"]
instalments = [{ due_on = 2021-06-30, amount = "30.00" }]

[decisions.budget]
voters = "parties"
quorum = "1/1"
majority = "1/2"

[[mandate]]
approvals = 1
"""


def test_a_covenant_without_a_municipality_by_narrowest_first_from_july_with_a_warning(empty: Any) -> None:
    world: World = empty(WITHOUT_A_TOWN)
    assert [row.year for row in world.asks(reads.fiscal_years)] == [2020, 2021, 2022, 2023]
    world.today = date(2021, 7, 1)
    world.project("oven", "bread")
    world.project("class", "lessons")
    world.budget(2020, {"oven": 50_00, "class": 30_00})
    world.budget(2021, {"oven": 120_00, "class": 20_00})
    payee = world.payee()

    def spend(splits: dict[str, int], day: date) -> dict[str, int]:
        number = world.enter(invoice(payee, splits, day))
        world.approve(number, "bakery")
        return world.charged(number)

    assert spend({"oven": 30_00, "class": 10_00}, date(2021, 6, 30)) == {"bakery": 30_00, "school": 10_00}
    assert spend({"oven": 25_00}, date(2021, 7, 1)) == {"bakery": 25_00}
    assert spend({"class": 20_00}, date(2021, 7, 1)) == {"school": 20_00}
    # of the money for bread alone 20.00 was left; the other 5.00 is of the yearly 100.00
    pledges = {fund.pledge_id: fund.available(2021) for fund in world.asks(reads.funds)}
    assert pledges == {1: 95_00, 2: 0, 3: 0}
    world.pay(1, 40_00)
    assert world.balance("bank") == -40_00
    assert world.faults() == []


def test_before_it_joins_a_party_neither_votes_nor_pays(empty: Any) -> None:
    world: World = empty(WITHOUT_A_TOWN)
    world.today = date(2020, 12, 31)
    world.project("class", "lessons")
    opened = world.decision_of(world.budget(2020, {"class": 30_00}))
    rule = world.asks(rule_of, world.asks(find_decision, opened))
    assert rule.voters == (world.parties["bakery"],)
    number = world.enter(invoice(world.payee(), {"class": 1}, date(2020, 12, 31)))
    assert world.tries(
        approve_expenditure,
        by=world.partner("bakery"),
        number=number,
        seen_digest=world.asks(digest_of, number),
    ) == ("NoRoom", "splits", "EUR 0.01 is asked, but EUR 0.00 is available: The Bakery EUR 0.00.")
