"""How the house is read by its own tests: the files of each room, parsed."""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")
HOUSE = Path(__file__).resolve().parents[2]
CODE = ("ledger", "exports", "tests", "wsgi.py")


def python_files(*rooms: str) -> list[Path]:
    """List the Python files of these rooms (folders or files at the top), in order."""
    found: list[Path] = []
    for room in rooms:
        place = HOUSE / room
        found += [place] if place.is_file() else sorted(place.rglob("*.py"))
    return found


def written_files(*rooms: str, endings: tuple[str, ...]) -> list[Path]:
    """List the files of these rooms with one of these endings."""
    found: list[Path] = []
    for room in rooms:
        place = HOUSE / room
        found += [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file())
    return [path for path in found if path.suffix in endings]


def name_of(path: Path) -> str:
    """Give a file's path below the top of the project."""
    return path.relative_to(HOUSE).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """Parse a Python file, once."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[str]:
    """Name every module that a file imports, in full."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def offending(files: Iterable[Path], look: Callable[[Path], Iterable[Found]]) -> dict[str, list[Found]]:
    """Name the files in which something was found that should not stand there, with what it was."""
    return {name_of(path): found for path in files if (found := list(look(path)))}
