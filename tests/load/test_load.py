"""A little of what `make prove` does in full: real servers, many at once, and not one euro lost."""

from pathlib import Path

from tests.load import experiments


def test_the_last_euro_is_spent_once_by_the_database_alone(database_url: str, tmp_path: Path) -> None:
    experiments.last_euros(database_url, tmp_path, rounds=1, count=8, cents=500_00, room=1, checked=False)
