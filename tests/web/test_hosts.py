"""A request names the host it was made to: what no host can be called is answered on a page of errors."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ledger.web.app import SECURITY_HEADERS
from ledger.web.hosts import is_host
from tests.web.visitor import received

LONG = ".".join(["x" * 60] * 5)
NO_HOSTS = ["x" * 64, "a..b", ".x", "x:1:2", "a b", "a/b", "[::1", LONG, "é.example", "x:123456"]


@pytest.mark.parametrize(
    "named, expected",
    [
        ("localhost", True),
        ("localhost:8000", True),
        ("ledger.example", True),
        ("ledger.example.", True),
        ("my_ledger-1:65535", True),
        ("192.0.2.7:80", True),
        ("[2001:db8::1]:443", True),
        ("", True),  # as a program may send that knows no name for us
        ("x" * 63, True),
        *((each, False) for each in NO_HOSTS),
    ],
)
def test_a_host_is_a_name_or_an_address_with_or_without_a_port(named: str, expected: bool) -> None:
    assert is_host(named) is expected


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give somebody who is not signed in, in a ledger whose faults are pages."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


@pytest.mark.parametrize("path", ["/sign-in", "/valley/", "/nowhere", "/static/ledger.css", "/healthz"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_to_what_is_no_host_is_answered_on_a_page(
    client: FlaskClient, path: str, method: str
) -> None:
    answer = client.open(path, method=method, environ_overrides={"HTTP_HOST": "x" * 64})
    page = received(path, answer)
    assert (page.status, page.heading) == (400, "Dit was niet te begrijpen")
    assert {name: page.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.parametrize("host", NO_HOSTS)
def test_no_name_of_a_host_is_a_fault_of_ours(client: FlaskClient, host: str) -> None:
    sent = host.encode().decode("latin-1")
    assert client.get("/sign-in", environ_overrides={"HTTP_HOST": sent}).status_code == 400


@pytest.mark.parametrize(
    "origin", ["http://[x", "http://[::1]:99999999", "http://a\u2100b", "//", "http://\u00bd"]
)
def test_an_origin_that_is_no_address_is_another_site(client: FlaskClient, origin: str) -> None:
    answer = client.post("/sign-in", headers={"Origin": origin.encode().decode("latin-1")})
    page = received("/sign-in", answer)
    assert page.status == 403
    assert "vanaf een andere site" in page.words
