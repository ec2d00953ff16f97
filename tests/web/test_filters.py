"""How figures, days and states are written on pages, in both languages."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask, g

from ledger.core.sentences import sentence
from ledger.web import filters
from ledger.web.navigation import first_page
from ledger.web.pages import own_path, send
from ledger.web.states import STATES, state

NB = filters.NO_BREAK


@pytest.mark.parametrize(
    "write, value, dutch, english",
    [
        (filters.money, 123456, "1.234,56", "1,234.56"),
        (filters.money, None, "", ""),
        (filters.euro, 123456, f"€{NB}1.234,56", "€1,234.56"),
        (filters.euro, -5, f"-€{NB}0,05", "-€0.05"),
        (filters.day, date(2015, 3, 2), "02-03-2015", "02/03/2015"),
        (filters.day, None, "", ""),
        (filters.long_day, date(2015, 3, 2), "2 maart 2015", "2 March 2015"),
        (filters.moment, datetime(2015, 3, 2, 9, 5, tzinfo=UTC), "02-03-2015 10:05", "02/03/2015 10:05"),
        (filters.moment, datetime(2015, 7, 1, 22, 30, tzinfo=UTC), "02-07-2015 00:30", "02/07/2015 00:30"),
        (filters.share, 831, "83,1%", "83.1%"),
        (filters.count, 12345, "12.345", "12,345"),
        (filters.count, 2015, "2015", "2015"),
        (filters.hours, 750, "7,5", "7.5"),
        (filters.hours, 725, "7,25", "7.25"),
        (filters.hours, 800, "8", "8"),
    ],
)
def test_figures_are_written_in_the_readers_language(
    app: Flask, write: Callable[[Any], str], value: object, dutch: str, english: str
) -> None:
    for language, expected in (("nl", dutch), ("en", english)):
        with app.test_request_context(headers={"Cookie": f"language={language}"}):
            assert write(value) == expected


def test_a_state_without_a_name_of_its_own_is_shown_as_it_is_called() -> None:
    assert state("unheard-of").name == sentence("%(text)s", text="unheard-of")
    assert state("paid") is STATES["paid"]


@pytest.mark.parametrize(
    "method, path, referrer, expected",
    [
        ("GET", "/account?a=1", None, "/account?a=1"),
        ("GET", "/account", None, "/account"),
        ("POST", "/account/password", "http://localhost/account", "/account"),
        ("POST", "/account/password", "https://other.example/", "/"),
        ("POST", "/account/password", None, "/"),
    ],
)
def test_changing_language_comes_back_to_the_page_one_was_on(
    app: Flask, method: str, path: str, referrer: str | None, expected: str
) -> None:
    headers = {"Referer": referrer} if referrer else {}
    with app.test_request_context(path, method=method, headers=headers):
        assert filters.here_path() == expected


def test_whoever_no_page_admits_begins_nowhere(app: Flask) -> None:
    with app.test_request_context():
        assert first_page("valley", frozenset()) is None
        assert first_page("valley", frozenset({"administrator"})) == "/valley/people"


def test_a_file_goes_out_as_an_attachment_that_nothing_can_run(app: Flask) -> None:
    with app.test_request_context():
        g.person = g.covenant = None
        answer = send(b"%PDF-", name="jaarverslag ë.pdf", media_type="application/pdf", subject="report/1")
        answer.direct_passthrough = False
    assert answer.data == b"%PDF-"
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    answer.close()


@pytest.mark.parametrize("address", [None, "", "ftp://localhost/x", "http://localhost.evil.example/"])
def test_only_our_own_pages_are_our_own(app: Flask, address: str | None) -> None:
    with app.test_request_context():
        assert own_path(address) is None
