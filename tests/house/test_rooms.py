"""The rooms: what each may import, how large a file may be, and that no amount is ever a float."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house.reading import CODE, HOUSE, imports, name_of, offending, parsed, python_files

MOST_LINES = 400
LONGER: dict[str, str] = {
    "ledger/storage/migrations/versions/v0001_first_schema.py": "a record of every table, column by column",
}
"""Files that may be longer, each with the reason."""

MONEY = re.compile(r"(^|_)(cents|amount|gross|net|vat|total|balance)$")
"""Names that hold an amount."""


def test_every_file_is_short_enough_to_be_read_in_one_go() -> None:
    lines = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(*CODE)
    }
    assert {name: count for name, count in lines.items() if count > MOST_LINES and name not in LONGER} == {}


def test_no_file_is_excused_for_a_length_it_does_not_have() -> None:
    excused = [HOUSE / name for name in LONGER]
    assert [each for each in excused if len(each.read_text().splitlines()) <= MOST_LINES] == []


def test_the_rules_are_plain_python() -> None:
    """The core imports the standard library and itself, and nothing that acts or asks the time."""

    def outside(path: Path) -> Iterator[str]:
        for name in imports(path):
            if name.split(".")[0] not in sys.stdlib_module_names and not _is_core(name):
                yield name

    assert offending(python_files("ledger/core"), outside) == {}


def test_what_leaves_the_house_is_made_from_the_core_alone() -> None:
    def ours(path: Path) -> Iterator[str]:
        for name in imports(path):
            if name.split(".")[0] == "ledger" and not _is_core(name):
                yield name

    assert offending(python_files("exports"), ours) == {}


def _is_core(name: str) -> bool:
    return name in {"ledger", "ledger.core"} or name.startswith("ledger.core.")


CLOCK = {"now", "today", "utcnow", "time", "time_ns"}


def test_rules_and_files_never_look_at_the_clock() -> None:
    def asked(path: Path) -> list[int]:
        return [
            node.lineno
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in CLOCK
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in {"date", "datetime", "time"}
        ]

    assert offending(python_files("ledger/core", "exports"), asked) == {}


AMOUNT_IN_AMOUNT_OUT = {"abs", "max", "min", "sum"}


def _is_money(node: ast.AST) -> bool:
    """Say whether an amount stands in this expression; what a function makes of one is another thing."""
    if isinstance(node, ast.Name):
        return bool(MONEY.search(node.id))
    if isinstance(node, ast.Attribute):
        return bool(MONEY.search(node.attr)) or _is_money(node.value)
    if isinstance(node, ast.Call) and not (
        isinstance(node.func, ast.Name) and node.func.id in AMOUNT_IN_AMOUNT_OUT
    ):
        return False
    return any(map(_is_money, ast.iter_child_nodes(node)))


def _floats(path: Path) -> Iterator[int]:
    """Find the lines where an amount meets a float: float(), a number with a point, or a true division.

    The division of one amount by another is a proportion, by which drawings find their lengths.
    """
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            if any(map(_is_money, node.args)):
                yield node.lineno
        elif isinstance(node, ast.BinOp) and _is_money(node):
            sides = (node.left, node.right)
            point = any(isinstance(side, ast.Constant) and isinstance(side.value, float) for side in sides)
            if point or (isinstance(node.op, ast.Div) and not all(map(_is_money, sides))):
                yield node.lineno


def test_no_amount_is_ever_a_float() -> None:
    assert offending(python_files("ledger", "exports"), _floats) == {}


def test_the_ledger_knows_no_floats_at_all() -> None:
    """Only the exports measure: a drawing has lengths. The books have cents."""

    def floats(path: Path) -> list[int]:
        return [
            node.lineno
            for node in ast.walk(parsed(path))
            if (isinstance(node, ast.Name) and node.id == "float")
            or (isinstance(node, ast.Constant) and isinstance(node.value, float))
        ]

    assert offending(python_files("ledger"), floats) == {}


def test_the_import_rule_is_written_down_for_the_linter() -> None:
    settings = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    rooms = next(each for each in settings["contracts"] if each.get("containers") == ["ledger"])
    order = [layer.split()[0] for layer in rooms["layers"]]
    assert rooms["exhaustive"]
    assert (order[:2], order[-2:]) == (["cli", "web"], ["storage", "core"])
