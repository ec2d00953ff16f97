"""The words: the project speaks of itself alone, and of nobody's machine."""

import re
from pathlib import Path

from tests.house.reading import CODE, HOUSE, offending, python_files, written_files

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
    r"^(127\.0\.0\.1|localhost|www\.w3\.org|www\.auditfiles\.nl|[\w.-]*\.?example(\.(nl|com|org))?"
    r"|schemas\.(microsoft\.com|openxmlformats\.org)|openoffice\.org|www\.mozilla\.org)$"
)
"""Ourselves, examples, and the names that standards and vocabularies go by, which nobody opens."""

PEOPLE = re.compile(r"[\w.+-]+@([\w-]+\.)+[a-z]{2,}\b")
NUMBERED = re.compile(r"\b(?:issue|ticket|task|pull request)s? #?\d", re.IGNORECASE)


def test_no_text_names_a_folder_of_somebodys_machine() -> None:
    assert offending(TEXTS, lambda path: HOMES.findall(path.read_text(encoding="utf-8"))) == {}


def test_no_text_points_to_an_address_outside() -> None:
    def outside(path: Path) -> list[str]:
        hosts = set(ADDRESSES.findall(path.read_text(encoding="utf-8")))
        return sorted(host for host in hosts if not HOSTS_WE_NAME.match(host))

    assert offending(TEXTS, outside) == {}


def test_every_mail_address_is_an_example() -> None:
    def real(path: Path) -> list[str]:
        found = {match.group(0) for match in PEOPLE.finditer(path.read_text(encoding="utf-8"))}
        return sorted(each for each in found if not re.search(r"[@.]example(\.\w+)?$", each))

    assert offending(TEXTS, real) == {}


def test_no_text_sends_its_reader_to_a_list_elsewhere() -> None:
    assert offending(TEXTS, lambda path: NUMBERED.findall(path.read_text(encoding="utf-8"))) == {}


def test_no_test_sleeps() -> None:
    def sleeps(path: Path) -> list[str]:
        return re.findall(r"\b(?:time\.)?sleep\(", path.read_text(encoding="utf-8"))

    assert offending(python_files("tests"), sleeps) == {}


def test_the_top_of_the_house_holds_nothing_unexpected() -> None:
    rooms = {each.name for each in HOUSE.iterdir() if each.is_dir() and not each.name.startswith(".")}
    made = {"instance", "dist", "build", "htmlcov"}
    assert {room for room in rooms - made if not room.endswith(".egg-info") and room != "__pycache__"} == {
        "ledger",
        "exports",
        "templates",
        "tests",
    }
