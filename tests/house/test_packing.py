"""The packing: the locks agree with what the project asks for, and the wheel carries all that runs."""

import re
import tomllib
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.reading import HOUSE

LOCKS = ("requirements.lock", "requirements-dev.lock")
ALL_LOCKS = (*LOCKS, "requirements-semgrep.lock")


def _project() -> dict[str, Any]:
    return tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def _pins(lock: str) -> dict[str, Version]:
    """Give the exact version of every package that a lock names."""
    found = re.findall(r"^([\w.\[\]-]+)==([\w.]+)", (HOUSE / lock).read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(name.split("[")[0]): Version(version) for name, version in found}


def _asked_for(*, for_development: bool) -> list[Requirement]:
    project = _project()
    texts = project["project"]["dependencies"] + project["dependency-groups"]["build"]
    return [Requirement(text) for text in texts + for_development * project["dependency-groups"]["dev"]]


@pytest.mark.parametrize("lock, for_development", [(LOCKS[0], False), (LOCKS[1], True)])
def test_a_lock_holds_a_fitting_version_of_everything_asked_for(lock: str, for_development: bool) -> None:
    pins = _pins(lock)
    unfit = [
        str(each)
        for each in _asked_for(for_development=for_development)
        if canonicalize_name(each.name) not in pins
        or pins[canonicalize_name(each.name)] not in each.specifier
    ]
    assert unfit == [], "make lock brings the locks in step"


def test_development_runs_on_the_very_versions_that_users_run_on() -> None:
    assert _pins(LOCKS[0]).items() <= _pins(LOCKS[1]).items()


@pytest.mark.parametrize("lock", ALL_LOCKS)
def test_every_locked_package_carries_its_hashes(lock: str) -> None:
    text = re.sub(r"^ *#.*\n", "", (HOUSE / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
    entries = re.split(r"\n(?! )", text.strip())
    assert [each for each in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", each)] == []


@pytest.mark.parametrize("lock", ALL_LOCKS)
def test_a_lock_names_no_package_index_and_no_folder(lock: str) -> None:
    text = (HOUSE / lock).read_text(encoding="utf-8")
    assert re.findall(r"://|--(?:extra-)?index|--find-links|--trusted|^-e|^\.|@ ", text, re.MULTILINE) == []


def _travelling() -> set[str]:
    """Name every file below the packages and the templates as it is to stand in the wheel."""
    moved: dict[str, str] = _project()["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    rooms = {"ledger": "ledger", "exports": "exports", **moved}
    return {
        f"{there}/{path.relative_to(HOUSE / here).as_posix()}"
        for here, there in rooms.items()
        for path in (HOUSE / here).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(WheelBuilder(str(HOUSE)).build(directory=str(folder), versions=["standard"])))


def test_the_wheel_carries_pages_pictures_translations_and_migrations(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        assert _travelling() - set(packed.namelist()) == set()


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        rooms = {name.split("/")[0] for name in packed.namelist()}
    assert {room for room in rooms if not room.endswith(".dist-info")} == {"ledger", "exports"}


@pytest.mark.parametrize(
    "kind",
    [
        r"ledger/web/templates/.+\.html",
        r"ledger/web/static/.+\.css",
        r"ledger/translations/nl/LC_MESSAGES/messages\.mo",
        r"ledger/storage/migrations/versions/.+\.py",
    ],
)
def test_the_wheel_has_at_least_one_of_each_kind(wheel: Path, kind: str) -> None:
    with zipfile.ZipFile(wheel) as packed:
        assert any(re.fullmatch(kind, name) for name in packed.namelist())
