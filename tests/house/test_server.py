"""The web server: what it says before it serves, and that it serves."""

import importlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.storage import migrate
from ledger.storage.db import Database
from ledger.web import server


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        yield door.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
    return port


def test_a_free_address_is_accepted(free_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PORT", free_port)
    server.on_starting(None)


def test_an_address_in_use_is_refused_in_a_sentence(taken_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PORT", taken_port)
    with pytest.raises(SystemExit, match="the address is in use"):
        server.on_starting(None)


def test_the_reader_is_told_where_the_ledger_is(capsys: pytest.CaptureFixture[str]) -> None:
    server.when_ready(None)
    assert "http://127.0.0.1:8000/ on SQLite 3." in capsys.readouterr().out


@pytest.mark.parametrize(
    "host, port, bind",
    [("0.0.0.0", "80", "0.0.0.0:80"), ("::1", "8001", "[::1]:8001")],  # noqa: S104 - only written, never bound
)
def test_host_and_port_come_from_the_environment(
    host: str, port: str, bind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("PORT", port)
    assert importlib.reload(server).bind == bind


@pytest.mark.parametrize("typed", ["", "http", "-1", "0", "65536", "80.0", "٣"])
def test_a_port_that_is_no_number_is_refused_in_a_sentence(
    typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", typed)
    with pytest.raises(SystemExit, match="PORT must be a whole number"):
        server.whole_number("PORT", 8000, least=1, most=65535)


@pytest.mark.parametrize(
    "name, typed, why",
    [
        ("MAIL_FROM", "the office", "MAIL_FROM must be one e-mail address"),
        ("DATABASE_URL", "mysql://host/books", "no address of a database"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL must be info, warning or error, not 'loud'"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_before_any_process_starts(
    free_port: int, name: str, typed: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PORT", free_port)
    monkeypatch.setenv(name, typed)
    with pytest.raises(SystemExit, match=why):
        server.on_starting(None)


def test_no_server_starts_where_a_guard_is_missing(
    free_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    migrate.upgrade(database)
    monkeypatch.setattr(server, "PORT", free_port)
    monkeypatch.setenv("DATABASE_URL", str(database.engine.url))
    server.on_starting(None)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER guard_trail_update")
    database.dispose()
    with pytest.raises(SystemExit, match="Guards of the database are missing or altered"):
        server.on_starting(None)


@pytest.fixture(autouse=True, scope="module")
def _as_it_was() -> Iterator[None]:
    yield
    importlib.reload(server)
