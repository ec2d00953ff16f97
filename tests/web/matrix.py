"""The matrix as it is read from `matrix.txt`, and the people who ask: everybody, each with a browser.

A line says what is asked, and what nobody, the treasurer, a partner, the auditor and the administrator are
answered; after the bar the same of a covenant in which none of them takes part.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from ledger.storage.db import Database
from ledger.storage.tables import Covenant
from tests.web.conftest import signed_in

TABLE = Path(__file__).with_name("matrix.txt")
OWN, OTHER = "customer-service-valley", "elsewhere"
WHO = ("nobody", "treasurer", "partner", "auditor", "administrator")
EMAILS = dict(zip(WHO[1:], ("treasurer", "vodafone", "auditor", "administrator"), strict=True))
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Asked(NamedTuple):
    """What is asked: a method and an address."""

    method: str
    address: str

    @property
    def elsewhere(self) -> "Asked":
        """Give the same in the other covenant."""
        return Asked(self.method, self.address.replace(f"/{OWN}/", f"/{OTHER}/", 1))

    @property
    def is_of_a_covenant(self) -> bool:
        """Say whether this belongs to a covenant."""
        return self.address.startswith(f"/{OWN}/")


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    asked: Asked
    own: tuple[int, ...]
    other: tuple[int, ...]

    def __str__(self) -> str:
        """Write the line as it stands in the table."""
        other = " |  " + "  ".join(map(str, self.other)) if self.other else ""
        return f"{self.asked.method:4}  {self.asked.address:62}  {'  '.join(map(str, self.own))}{other}"


def lines() -> list[Line]:
    """Read the table."""
    return [_line(text) for text in TABLE.read_text(encoding="utf-8").splitlines() if text and text[0] != "#"]


def _line(text: str) -> Line:
    own, _, other = text.partition("|")
    method, address, *statuses = own.split()
    return Line(Asked(method, address), tuple(map(int, statuses)), tuple(map(int, other.split())))


def routes(app: Flask) -> dict[tuple[str, str], Rule]:
    """Give every route by method and rule; what only tells which methods there are is none."""
    return {
        (method, rule.rule): rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def rule_of(app: Flask, asked: Asked) -> str:
    """Give the rule of the route that answers an address."""
    path = asked.address.partition("?")[0]
    rule, _ = app.url_map.bind("localhost").match(path, method=asked.method, return_rule=True)
    return rule.rule


def open_other(app: Flask) -> None:
    """Open the other covenant, in which none of these people takes part."""
    database: Database = app.extensions["ledger"]
    with database.write() as session:
        number = 2
        values = session.get_one(Covenant, 1).model_dump() | {
            "id": number,
            "slug": OTHER,
            "name": "Elsewhere",
        }
        session.add(Covenant(**values))


class Everybody:
    """Nobody and one person of every role, each with a browser and the token their forms carry."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._at_hand: dict[str, tuple[FlaskClient, str]] = {}

    def ask(self, who: str, asked: Asked, fields: Mapping[str, str] | None = None) -> int:
        """Ask as somebody, by an empty form where it is one; gives the status of the answer."""
        client, token = self._browser(who)
        if asked.method == "GET":
            answer = client.get(asked.address)
        else:
            answer = client.post(asked.address, data={"csrf_token": token, **(fields or {})})
            if asked.address == "/sign-out":
                del self._at_hand[who]
        answer.close()
        return answer.status_code

    def answers(self, asked: Asked) -> Iterator[int]:
        """Give what each is answered."""
        return (self.ask(who, asked) for who in WHO)

    def _browser(self, who: str) -> tuple[FlaskClient, str]:
        if who not in self._at_hand:
            client = (
                signed_in(self.app, f"{EMAILS[who]}@demo.example").client
                if who in EMAILS
                else self.app.test_client()
            )
            found = _TOKEN.search(client.get("/account" if who in EMAILS else "/sign-in").text)
            assert found is not None
            self._at_hand[who] = client, found[1]
        return self._at_hand[who]
