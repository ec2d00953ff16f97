"""What the tests of the spending pages begin with: projects, budgets and payees, and a summer's day."""

from pathlib import Path

import pytest

from tests.web.conftest import Clock
from tests.web.spends import NOW, Visit, english, with_projects
from tests.web.visitor import Visitor


@pytest.fixture(scope="session")
def opened(opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with projects, budgets and payees."""
    return with_projects(opened, tmp_path_factory.mktemp("spends"))


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands in the summer of the first year."""
    return Clock(NOW)


@pytest.fixture
def treasurer(visit: Visit) -> Visitor:
    """Give the treasurer, who reads English."""
    return english(visit("treasurer"))
