"""What holds for every test: fixed examples, no network, and no settings from outside.

`database_url` is an empty database of the test's own: a SQLite file, or a database on the PostgreSQL
server that LEDGER_TEST_DATABASE_URL names (`make test-postgres`).
"""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import event
from sqlalchemy.pool import Pool

from ledger.core.statements.shape import Head
from tests import postgres
from tests.once import made_once
from tests.together import Together

# The same examples on every machine and every day, so that a red test is red for everybody. To hunt for
# new ones: LEDGER_EXAMPLES=explore make test ARGS="tests/core"
settings.register_profile(
    "fixed", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "explore", max_examples=2000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("LEDGER_EXAMPLES", "fixed"))

# What the ledger reads from its environment; a developer's own settings must not reach a test.
SETTINGS_OF_THE_LEDGER = (
    "BEHIND_PROXY",
    "DATABASE_OWNER_URL",
    "DATABASE_URL",
    "HOST",
    "LOG_LEVEL",
    "MAIL_FROM",
    "MAIL_PASSWORD",
    "MAIL_PORT",
    "MAIL_SERVER",
    "MAIL_TLS",
    "MAIL_USERNAME",
    "PORT",
    "PRODUCTION",
    "PUBLIC_ADDRESS",
    "SECRET_KEY",
    "SECURE_COOKIES",
    "SESSION_HOURS",
    "SESSION_IDLE_MINUTES",
    "WEB_CONCURRENCY",
    "WEB_THREADS",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """Share the tests out as `together.py` says, unless another way is asked for."""
    return Together(config, log) if config.getoption("dist") == "load" else None


@pytest.fixture(scope="session", autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Forget the settings from outside, and keep the ledger's own files away from this folder."""
    with pytest.MonkeyPatch.context() as patch:
        for name in SETTINGS_OF_THE_LEDGER:
            patch.delenv(name, raising=False)
        patch.setenv("INSTANCE_FOLDER", str(tmp_path_factory.mktemp("instance")))
        patch.setenv("LOG_LEVEL", "warning")  # a line of every request would hide what a test has to say
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {
            "127.0.0.1",
            "::1",
            "localhost",
        }:
            raise AssertionError(f"A test asks the network for {address[0]}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """Let SQLite go on before what it wrote stands on disk: no database here outlives its test."""

    def hurry(connection: Any, record: Any, _proxy: Any) -> None:
        if type(connection).__module__ in {"sqlite3", "pysqlite3.dbapi2"} and not record.info.get("hurried"):
            connection.execute("PRAGMA synchronous = OFF")
            record.info["hurried"] = True

    event.listen(Pool, "checkout", hurry)
    yield
    event.remove(Pool, "checkout", hurry)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that all processes of one test run have in common."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def demonstration(shared_folder: Path) -> tuple[Path, Head]:
    """Give a SQLite file in which the demonstration is told, and the trail's head: to look at, or to copy.

    It is told once in a test run, by whichever process asks first; the others wait for it.
    """
    from ledger import demo, verifying  # noqa: PLC0415 - the rules are tested without loading all of this
    from ledger.storage import migrate  # noqa: PLC0415
    from ledger.storage.db import Database  # noqa: PLC0415

    def tell(file: Path) -> str:
        database = Database(f"sqlite:///{file}")
        migrate.upgrade(database)
        head = demo.tell(database)
        database.dispose()
        return str(head)

    file, head = made_once(shared_folder, "demonstration.sqlite", tell)
    return file, verifying.parse_witness(head)


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database that is this test's alone."""
    server = os.environ.get(postgres.ADDRESS)
    if server:
        with postgres.new_database(server) as url:
            yield url
    else:
        yield f"sqlite:///{tmp_path / 'ledger.sqlite'}"
