"""Somebody who presses every button twice at first, and then with other content: each form counts once.

What a form that was accepted answers the second time must be what it answered the first time, without a
single statement that writes; with something else in it under the same key, it is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from ledger.storage.db import Database
from tests.web.visitor import Page, Visitor

WITHOUT_A_KEY = ("/sign-in", "/sign-out", "/language/")
OTHERWISE = {
    "reference": "another reference",
    "about": "something else",
    "name": "Another name",
    "reason": "Another reason.",
    "amount": "1,23",
    "purpose": "Another purpose.",
    "title": "Another title",
}
"""Boxes that take nearly anything, and what else is typed into them."""

REUSED = "already sent with other content"
Sent = list[tuple[str, Any]]


class Twice(Visitor):
    """A visitor of this kind."""

    def __init__(self, client: FlaskClient, *, doubled: set[str], varied: set[str]) -> None:
        super().__init__(client)
        self.doubled = doubled
        self.varied = varied

    def send(self, path: str, sent: Sent, *, status: int = 200) -> Page:
        """Send these fields; where they are accepted for the first time on their route, again and again."""
        if urlsplit(path).path.startswith(WITHOUT_A_KEY) or not _key_of(sent):
            return super().send(path, sent, status=status)
        kept, route = _remembered(sent), self._route(path)
        first = self._post(path, _remembered(kept))
        if first.status_code == 303 and route not in self.doubled:
            cookie = self.client.get_cookie("session")
            with self._writing_nothing(route):
                again = self._post(path, _remembered(kept))
            assert (again.status_code, again.location) == (303, first.location), f"{route} sent twice"
            self.doubled.add(route)
            self._vary(path, kept, route)
            if cookie is not None:  # with what the first answer tells, and not told thrice
                self.client.set_cookie("session", cookie.value)
        return self._arrive(first, path, status)

    def _vary(self, path: str, kept: Sent, route: str) -> None:
        """Send it with other content under the same key, where it has a box for that."""
        place = next((at for at, (name, _) in enumerate(kept) if name.rpartition("-")[2] in OTHERWISE), None)
        if place is None:
            return
        name, _ = kept[place]
        other = _remembered(kept)
        other[place] = (name, OTHERWISE[name.rpartition("-")[2]])
        with self._writing_nothing(route):
            answer = self._post(path, other)
        assert answer.status_code == 409, f"{route} with another {name}: {answer.status_code}"
        assert REUSED in answer.text, f"{route} with another {name}"
        self.varied.add(route)

    def _post(self, path: str, sent: Sent) -> TestResponse:
        data: dict[str, list[Any]] = {}
        for name, value in sent:
            data.setdefault(name, []).append(value)
        has_files = any(isinstance(value, tuple) for _, value in sent)
        kind = "multipart/form-data" if has_files else "application/x-www-form-urlencoded"
        return self.client.post(path, data=data, content_type=kind, headers=self._from())

    def _route(self, path: str) -> str:
        urls = self.client.application.url_map.bind("localhost")
        rule, _ = urls.match(urlsplit(path).path, method="POST", return_rule=True)
        return str(rule.rule)

    @contextmanager
    def _writing_nothing(self, route: str) -> Iterator[None]:
        database: Database = self.client.application.extensions["ledger"]
        written: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if statement.split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
                written.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        try:
            yield
        finally:
            event.remove(database.engine, "before_cursor_execute", note)
        assert written == [], f"{route} sent again writes"


def _key_of(sent: Sent) -> str:
    return next((str(value) for name, value in sent if name.endswith("request_key")), "")


def _remembered(sent: Sent) -> Sent:
    """Copy what is sent, its files too, which are read up by sending them."""
    return [
        (name, (BytesIO(value[0].getvalue()), value[1]) if isinstance(value, tuple) else copy(value))
        for name, value in sent
    ]
