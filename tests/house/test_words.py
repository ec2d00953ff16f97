"""The words: the project speaks of itself alone, and of nobody's machine."""

import re
from pathlib import Path

import pytest

from tests.house.reading import CODE, HOUSE, name_of, python_files, written_files

TEXTS = [
    path
    for path in written_files(
        *CODE,
        "templates",
        ".ci",
        "Makefile",
        "README.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "pyproject.toml",
        endings=("", ".py", ".html", ".css", ".js", ".md", ".toml", ".po", ".txt", ".sql", ".mako", ".svg"),
    )
    if path.exists()
]

HOMES = re.compile(r"(?<![\w.~}/-])/(?:home|root|Users|work|opt|mnt|media|srv)/[\w.-]+")
"""A path on somebody's machine."""

ADDRESSES = re.compile(r"\bhttps?://([\w.-]+\w)")
HOSTS_WE_NAME = re.compile(
    r"^(127\.0\.0\.1|localhost|www\.w3\.org|www\.auditfiles\.nl|[\w.-]*\.?example(\.(nl|com|org))?)$"
)
"""Ourselves, the names that standards go by, and examples."""

PEOPLE = re.compile(r"[\w.+-]+@([\w-]+\.)+[a-z]{2,}\b")
NUMBERED = re.compile(r"\b(?:issue|ticket|task|pull request)s? #?\d", re.IGNORECASE)

WRITING = pytest.mark.parametrize("path", TEXTS, ids=name_of)


@WRITING
def test_no_text_names_a_folder_of_somebodys_machine(path: Path) -> None:
    assert HOMES.findall(path.read_text(encoding="utf-8")) == []


@WRITING
def test_no_text_points_to_an_address_outside(path: Path) -> None:
    hosts = set(ADDRESSES.findall(path.read_text(encoding="utf-8")))
    assert {host for host in hosts if not HOSTS_WE_NAME.match(host)} == set()


@WRITING
def test_every_mail_address_is_an_example(path: Path) -> None:
    found = {match.group(0) for match in PEOPLE.finditer(path.read_text(encoding="utf-8"))}
    assert {each for each in found if not re.search(r"[@.]example(\.\w+)?$", each)} == set()


@WRITING
def test_no_text_sends_its_reader_to_a_list_elsewhere(path: Path) -> None:
    assert NUMBERED.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", python_files("tests"), ids=name_of)
def test_no_test_sleeps(path: Path) -> None:
    assert re.findall(r"\b(?:time\.)?sleep\(", path.read_text(encoding="utf-8")) == []


def test_the_top_of_the_house_holds_nothing_unexpected() -> None:
    rooms = {each.name for each in HOUSE.iterdir() if each.is_dir() and not each.name.startswith(".")}
    made = {"instance", "dist", "build", "htmlcov"}
    assert {room for room in rooms - made if not room.endswith(".egg-info") and room != "__pycache__"} == {
        "ledger",
        "exports",
        "templates",
        "tests",
    }
