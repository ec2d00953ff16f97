"""Two at once on PostgreSQL: who adds to an entry and who seals it never miss each other."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from tests.actions.world import World
from tests.storage.attacks import BALANCED, NEXT, entry, posting, seal, sealed
from tests.storage.plain import Plain, plainly

BRIEFLY = "SET lock_timeout = '200ms'"
HAS_TO_WAIT = "canceling statement due to lock timeout"
EXTRA = posting(NEXT, 9, "bank", 2, 1)


@pytest.fixture
def two(lived: World) -> Iterator[tuple[Plain, Plain]]:
    """Give two connections to the same books, in which the next entry is made but not sealed."""
    if lived.database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    with closing(Plain(lived.database)) as one, closing(Plain(lived.database)) as other:
        assert one.tries(*entry(BALANCED)) == "done"
        for each in (one, other):
            each.connection.execute(BRIEFLY)
        yield one, other


def test_a_seal_waits_for_a_posting_on_its_way(two: tuple[Plain, Plain]) -> None:
    one, other = two
    one.connection.execute("BEGIN")
    one.connection.execute(EXTRA)
    assert HAS_TO_WAIT in other.tries(seal())
    one.connection.execute("COMMIT")
    assert "ledger:unbalanced" in other.tries(seal())


def test_a_posting_waits_for_a_seal_on_its_way(two: tuple[Plain, Plain]) -> None:
    one, other = two
    one.connection.execute("BEGIN")
    one.connection.execute(seal())
    assert HAS_TO_WAIT in other.tries(EXTRA)
    one.connection.execute("COMMIT")
    assert "ledger:sealed" in other.tries(EXTRA)


@pytest.mark.parametrize("statement", [EXTRA, seal()])
def test_nothing_is_booked_where_a_seal_could_go_unseen(two: tuple[Plain, Plain], statement: str) -> None:
    one, _ = two
    with one.connection.transaction():
        one.connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(psycopg.errors.CheckViolation, match="ledger:stale"):
            one.connection.execute(statement)
        raise psycopg.Rollback


EMPTY = "CREATE TEMP TABLE {0} (LIKE public.{0})"
ALL_OPEN = (
    "CREATE TEMP TABLE fiscal_year AS"
    " SELECT covenant_id, year, starts_on, ends_on, 'open' AS state FROM public.fiscal_year"
)
TOO_MUCH = [("bank", 2, -99_000_000), ("unspent", 2, 99_000_000)]


@pytest.mark.parametrize(
    "shadow, statements, word",
    [
        (EMPTY.format("entry_seal"), [posting(29, 9, "bank", 2, 1)], "sealed"),
        (ALL_OPEN, sealed(BALANCED, day="2015-12-31", year=2015), "year-closed"),
        (EMPTY.format("account_total"), sealed(TOO_MUCH), "cap-bank"),
    ],
    ids=["seals", "years", "balances"],
)
def test_the_guards_read_no_table_of_the_session(
    unharmed: World, shadow: str, statements: tuple[str, ...], word: str
) -> None:
    if unharmed.database.is_sqlite:
        pytest.skip("SQLite's triggers name the tables of their own database")
    with plainly(unharmed.database) as plain:
        plain.connection.execute(shadow)
        plain.connection.execute("SET search_path = pg_temp, public")
        in_public = [each.replace("INTO ", "INTO public.", 1) for each in statements]
        assert f"ledger:{word}" in plain.tries(*in_public)
