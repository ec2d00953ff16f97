"""The rules about holes: for each a hole is planted, and `make lint` shows that it is found."""

import re

from tests.house.reading import HOUSE

RULES = HOUSE / ".ci" / "semgrep"
PLANTED = ("rules.py", "rules.html")


def _named(pattern: str, *files: str) -> set[str]:
    found: set[str] = set()
    for name in files:
        found |= set(re.findall(pattern, (RULES / name).read_text(encoding="utf-8"), re.MULTILINE))
    return found


def test_for_every_rule_a_hole_is_planted_and_something_sound() -> None:
    rules = _named(r"^  - id: ([a-z-]+)$", "rules.yml")
    assert len(rules) >= 8
    assert _named(r"ruleid: ([a-z-]+)", *PLANTED) == rules
    assert _named(r"ok: ([a-z-]+)", *PLANTED) == rules


def test_no_rule_is_told_to_look_away_within_the_house() -> None:
    told = [
        path
        for room in ("ledger", "exports", "templates")
        for path in (HOUSE / room).rglob("*")
        if path.suffix in {".py", ".html"} and "nosemgrep" in path.read_text(encoding="utf-8")
    ]
    assert told == []


def test_the_rules_are_asked_whenever_the_house_is_linted() -> None:
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    _, _, lint = makefile.partition("\nlint:")
    asked, _, _ = lint.partition("\nformat:")
    assert "-m bandit" in asked
    assert "--test --quiet .ci/semgrep" in asked
    assert "--error --config .ci/semgrep/rules.yml" in asked
