"""What was decided on parties and pledges is what stands: anything else is found, by its decision."""
# ruff: noqa: S608 - the statements are made of our own tables

from collections.abc import Iterator
from datetime import date

import pytest

from ledger.checks import check
from ledger.core.language import PLAIN
from tests.actions.conftest import own_database
from tests.actions.pledging import ARVATO, FIRM_3, TOWN_2
from tests.actions.tampering import Defenceless
from tests.actions.test_accessions import JOINER
from tests.actions.world import World


@pytest.fixture(scope="module")
def decided(readied: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Defenceless]:
    """Give books without guards in which decisions 3 to 6 were taken: who joins, leaves, what moves, goes."""
    with own_database(tmp_path_factory, readied) as own:
        world = World(own)
        world.decides("accession", **JOINER)
        world.decides("instalment", instalment=TOWN_2, due_on=date(2016, 6, 1))
        world.decides("pledge", pledge=ARVATO, cancel=True)
        world.leaves("vodafone", date(2016, 12, 31))
        made = Defenceless(own)
        yield made
        made.dispose()


def test_what_was_decided_stands(decided: Defenceless) -> None:
    with decided.after() as session:
        assert check(session, 1).findings == ()


TAMPERINGS = [
    ("UPDATE party SET name = 'Another' WHERE slug = 'stadion'", 3),
    ("UPDATE party SET joined_on = '2015-01-01' WHERE slug = 'stadion'", 3),
    (
        "UPDATE instalment SET amount_cents = 1 WHERE decision_id = 3 AND due_on < '2017-01-01'",
        3,
    ),
    ("DELETE FROM party WHERE slug = 'stadion'", 3),
    ("UPDATE instalment SET due_on = '2016-07-01' WHERE decision_id = 4", 4),
    ("UPDATE instalment SET decision_id = NULL WHERE decision_id = 4", 4),
    ("UPDATE reduction SET cents = cents - 1 WHERE decision_id = 4", 4),
    ("DELETE FROM reduction WHERE decision_id = 5", 5),
    ("UPDATE reduction SET decision_id = 5 WHERE decision_id = 4", 5),
    ("UPDATE party SET left_on = '2017-12-31' WHERE slug = 'vodafone'", 6),
    ("UPDATE party SET money_stays = 1 WHERE slug = 'vodafone'", 6),
    (f"UPDATE reduction SET cents = 1 WHERE instalment_id = {FIRM_3}", 6),
]


@pytest.mark.parametrize("statement, decision", TAMPERINGS)
def test_what_stands_otherwise_is_found(decided: Defenceless, statement: str, decision: int) -> None:
    with decided.after(statement) as session:
        found = {one.place: PLAIN.say(one.what) for one in check(session, 1).findings}
    assert f"decision/{decision}" in found
