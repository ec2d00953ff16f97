"""What the ledger tells whoever runs it: a line of JSON for every request and fault, which names nobody."""

import json
import logging
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from ledger.web import lines
from tests.web.visitor import PASSWORD, Visitor, received

TOKEN = "kX3-a-token-that-opens-an-account"


@pytest.fixture
def told(app: Flask, capsys: pytest.CaptureFixture[str]) -> Callable[[], list[dict[str, Any]]]:
    """Give a way to read the lines told since it was last asked."""
    app.config["LOG_LEVEL"] = "info"
    return lambda: [json.loads(each) for each in capsys.readouterr().err.splitlines()]


Told = Callable[[], list[dict[str, Any]]]


def test_every_request_is_one_line_of_json_in_utc(app: Flask, told: Told) -> None:
    app.test_client().get("/sign-in?next=/valley/people")
    (line,) = told()
    assert set(line) == {"time", "level", "event", "request", "method", "route", "status", "ms"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    assert (line["level"], line["event"]) == ("info", "request")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/sign-in", 200)


@pytest.mark.parametrize(
    "path, route, status",
    [
        (f"/sign-in/link/{TOKEN}", "/sign-in/link/<token>", 410),
        ("/valley/people/1?q=auditor@demo.example", "/<slug:covenant>/people/<int:number>", 303),
        ("/auditor@demo.example", None, 404),
        ("/healthz", "/healthz", 200),
    ],
)
def test_a_line_names_the_route_and_never_the_address(
    app: Flask, told: Told, path: str, route: str | None, status: int
) -> None:
    app.test_client().get(path)
    (line,) = told()
    assert (line.get("route"), line["status"]) == (route, status)
    assert TOKEN not in str(line)
    assert "demo.example" not in str(line)


def test_nothing_that_is_typed_stands_in_a_line(app: Flask, visitor: Visitor, told: Told) -> None:
    visitor.sign_in("auditor@demo.example", onward="/account")
    visitor.submit("Opslaan", {"Naam": "Somebody with a name"})
    everything = str(told())
    for secret in ("auditor", PASSWORD, "Somebody", "127.0.0.1", app.config["SECRET_KEY"]):
        assert secret not in everything
    cookie = visitor.client.get_cookie("session")
    assert cookie is not None
    assert cookie.value not in everything


@pytest.mark.parametrize("level, events", [("info", 1), ("warning", 0), ("error", 0)])
def test_the_settings_say_which_lines_are_told(app: Flask, told: Told, level: str, events: int) -> None:
    app.config["LOG_LEVEL"] = level
    app.test_client().get("/sign-in")
    assert len(told()) == events


# ---- the request's id --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hops, given, is_taken",
    [
        (1, "0a1b2c3d4e5f6071", True),
        (1, "8-chars.", True),
        (1, "x" * 64, True),
        (1, "x" * 65, False),
        (1, "short", False),
        (1, 'id","level":"none', False),
        (1, "someone@demo.example", False),
        (1, "", False),
        (0, "0a1b2c3d4e5f6071", False),
    ],
)
def test_only_a_proxy_that_may_be_believed_gives_the_id_of_a_request(
    app: Flask, told: Told, hops: int, given: str, is_taken: bool
) -> None:
    app.config["BEHIND_PROXY"] = hops
    answer = app.test_client().get("/sign-in", headers={"X-Request-Id": given})
    (line,) = told()
    assert answer.headers["X-Request-Id"] == line["request"]
    assert (line["request"] == given) is is_taken
    if not is_taken:
        assert re.fullmatch("[0-9a-f]{16}", line["request"])


def test_an_error_page_tells_the_id_so_that_somebody_can_quote_it(app: Flask, told: Told) -> None:
    answer = app.test_client().get("/nowhere/at/all")
    page = received("/nowhere/at/all", answer)
    assert page.headers["X-Request-Id"] in page.words
    assert [line["request"] for line in told()] == [page.headers["X-Request-Id"]]


# ---- faults ------------------------------------------------------------------------------------------------


def test_a_fault_is_told_by_its_kind_and_place_and_not_by_what_it_says(
    app: Flask, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble() -> None:
        raise RuntimeError("about auditor@demo.example")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.config, "NOW", stumble)
    answer = app.test_client().get(f"/sign-in/link/{TOKEN}")
    assert answer.status_code == 500
    fault, request = told()
    assert (fault["level"], fault["event"], fault["fault"]) == ("error", "fault", "RuntimeError")
    assert fault["at"][-1].startswith("tests/web/test_lines.py:")
    assert (request["status"], request["level"]) == (500, "error")
    assert fault["request"] == request["request"] == answer.headers["X-Request-Id"]
    assert "demo.example" not in str(fault)
    assert TOKEN not in str(fault)


def _record(message: object, *values: object, fault: bool = False) -> logging.LogRecord:
    caught: Any = None
    if fault:
        try:
            int(f"about {TOKEN}")
        except ValueError:
            caught = sys.exc_info()
    return logging.LogRecord("gunicorn.error", logging.WARNING, __file__, 1, message, values, caught)


@pytest.mark.parametrize(
    "record, says",
    [
        (_record("Worker (pid:%s) was sent %s!", 7, "SIGKILL"), "Worker (pid:7) was sent SIGKILL!"),
        (_record("Invalid request from ip=192.0.2.7: bad"), "Invalid request from ip=… bad"),
        (_record("Error handling request %s", f"/link/{TOKEN}", fault=True), "Error handling request"),
        (_record(ValueError(TOKEN), fault=True), "ValueError"),
    ],
)
def test_the_web_servers_own_words_are_lines_too_and_name_nobody(
    record: logging.LogRecord, says: str
) -> None:
    written = lines.Lines().format(record)
    line = json.loads(written)
    assert (line["event"], line["level"], line["says"]) == ("server", "warning", says)
    assert TOKEN not in written
    assert "\n" not in written
