"""Every form that changes something carries its key: a route whose form has none fails here.

Which routes take something without a key stands here, each with the reason why it may be sent twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from flask import Flask

from ledger.web.forms import LedgerForm, PlainForm
from tests.web.matrix import routes

WITHOUT_A_KEY = {
    "/language/<any(nl, en):code>": "sent twice, it is the same language",
    "/sign-in": "sent twice, the later session takes the place of the earlier",
    "/sign-in/code": "a code is used up by what takes it",
    "/sign-in/forgotten": "of many asked for few letters are sent, and the newest link holds",
    "/sign-in/link/<token>": "a link is used up by what takes it",
    "/sign-out": "who has signed out cannot sign out",
    "/<slug:covenant>/verify": "only asks",
}


def _code_within(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _code_within(each)


def _values(value: Any) -> Iterator[Any]:
    """Go through what a name stands for: itself, and what a table under that name holds."""
    if isinstance(value, dict):
        for each in value.values():
            yield from _values(each)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _values(list(vars(value).values()) if hasattr(value, "__dict__") else [])
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _values(each)
    else:
        yield value


def forms_of(view: Callable[..., Any]) -> set[type[PlainForm]]:
    """Find the forms that a view, or a function of the web room that it calls, can make."""
    found: set[type[PlainForm]] = set()
    seen: set[FunctionType] = set()
    waiting: list[Any] = [view]
    while waiting:
        function = waiting.pop()
        if not isinstance(function, FunctionType) or function in seen:
            continue
        seen.add(function)
        names = {name for code in _code_within(function.__code__) for name in code.co_names}
        known = [function.__globals__[name] for name in names if name in function.__globals__]
        inside = [vars(each).get(name) for each in known if isinstance(each, ModuleType) for name in names]
        for value in _values([*known, *inside]):
            if isinstance(value, type) and issubclass(value, PlainForm):
                found |= {value} - {PlainForm}
            elif getattr(value, "__module__", "").startswith("ledger.web"):
                waiting.append(value)
    return found


def test_every_route_that_takes_a_form_takes_one_with_a_key(app: Flask) -> None:
    taken = {
        rule: forms_of(app.view_functions[route.endpoint])
        for (method, rule), route in routes(app).items()
        if method == "POST"
    }
    keyed = {
        rule for rule, found in taken.items() if found and all(issubclass(form, LedgerForm) for form in found)
    }
    assert set(taken) - keyed == set(WITHOUT_A_KEY)


class Unkeyed(PlainForm):
    """A form as somebody might add it without thinking of its key."""


def _asks_nothing() -> None:
    """Take what is sent without any form."""


def _asks_without_a_key() -> object:
    def within() -> object:
        return Unkeyed()

    return within()


@pytest.mark.parametrize("view, found", [(_asks_nothing, set()), (_asks_without_a_key, {Unkeyed})])
def test_a_form_without_a_key_would_be_found(view: Callable[[], object], found: set[type[PlainForm]]) -> None:
    assert forms_of(view) == found
