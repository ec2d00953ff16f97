"""What the tests of the pages begin with: an application on a database of its own, and people to visit it.

`app` has the covenant of `tests/covenant.toml` open, with a treasurer, an auditor, an administrator and a
partner of every party; the password of each is `visitor.PASSWORD`. `clock` is the application's clock.
"""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from ledger import passwords, people, sessions
from ledger.core.acting import COMMAND_LINE, By
from ledger.core.covenant_file import read_covenant
from ledger.covenants import open_covenant
from ledger.sessions import Limits
from ledger.storage import accounts, migrate, reads
from ledger.storage.db import Database
from ledger.web import create_app
from ledger.web.sessions import TOKEN
from tests.web import sample
from tests.web.visitor import PASSWORD, Visitor

AGREEMENT = Path(__file__).resolve().parents[1] / "covenant.toml"
BEGIN = datetime(2015, 3, 2, 9, 30, tzinfo=UTC)
ROLES = ("treasurer", "auditor", "administrator")
EVER = Limits(timedelta(days=9999), timedelta(days=9999))


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime = BEGIN) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def forward(self, **by: int) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


@pytest.fixture(scope="session", autouse=True)
def _hashed_quickly() -> Iterator[None]:
    """Hash passwords with little work: these tests sign in often."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database file with the covenant and its people, to be copied."""
    file = tmp_path_factory.mktemp("web") / "ledger.sqlite"
    database = Database(f"sqlite:///{file}")
    migrate.upgrade(database)
    by = By(COMMAND_LINE, BEGIN, BEGIN.date())
    with database.write() as session:
        number = open_covenant(session, read_covenant(AGREEMENT.read_bytes()), by=by)
        parties = [party.slug for party in reads.parties(session, number)]
        who = [(role, role, None) for role in ROLES] + [(party, "partner", party) for party in parties]
        for name, role, party in who:
            people.add_user(
                session,
                number,
                by=by,
                email=f"{name}@demo.example",
                name=name.capitalize(),
                role=role,
                party=party,
                password=PASSWORD,
            )
    database.dispose()
    return file


@pytest.fixture
def clock() -> Clock:
    """Give the application's clock."""
    return Clock()


def _make(folder: Path, compiled: Path) -> Flask:
    """Make an application for tests; its database and clock are set for each of them."""
    made = create_app(
        {
            "TESTING": True,
            "DATABASE_URL": f"sqlite:///{folder / 'ledger.sqlite'}",
            "INSTANCE_FOLDER": folder,
            "SECRET_KEY": "a secret for tests alone",
        }
    )
    made.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    return made


@pytest.fixture(scope="session")
def compiled_templates(shared_folder: Path) -> Path:
    """Give a folder in which the templates are kept as compiled, for all processes of a test run."""
    folder = shared_folder / "templates"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def _plain(tmp_path_factory: pytest.TempPathFactory, compiled_templates: Path) -> Flask:
    return _make(tmp_path_factory.mktemp("plain"), compiled_templates)


@pytest.fixture(scope="session")
def _with_samples(tmp_path_factory: pytest.TempPathFactory, compiled_templates: Path) -> Flask:
    made = _make(tmp_path_factory.mktemp("sampled"), compiled_templates)
    sample.add_to(made)
    return made


@contextmanager
def _standing(made: Flask, opened: Path, clock: Clock) -> Iterator[Flask]:
    """Put an application on its own copy of the database, with this clock, everything else as new.

    The copy takes the place of the one before it, so that the engine stays, with the queries it compiled.
    """
    database: Database = made.extensions["ledger"]
    file = Path(str(database.engine.url.database))
    new = file.with_suffix(".new")
    shutil.copyfile(opened, new)
    new.replace(file)
    settings = dict(made.config)
    made.config["NOW"] = clock
    made.extensions["ledger-sound"] = False
    try:
        yield made
    finally:
        database.dispose()
        made.config.clear()
        made.config.update(settings)


@pytest.fixture
def app(_plain: Flask, opened: Path, clock: Clock) -> Iterator[Flask]:
    """Give an application on a copy of the database."""
    with _standing(_plain, opened, clock) as made:
        yield made


@pytest.fixture
def sampled(_with_samples: Flask, opened: Path, clock: Clock) -> Iterator[Flask]:
    """Give an application that has the sample area as well."""
    with _standing(_with_samples, opened, clock) as made:
        yield made


@pytest.fixture
def database(app: Flask) -> Database:
    """Give the application's database."""
    found: Database = app.extensions["ledger"]
    return found


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Give somebody with a browser who has not signed in."""
    return Visitor(app.test_client())


def signed_in(app: Flask, email: str) -> Visitor:
    """Give somebody who has signed in: a session in the database, and its token in their browser."""
    client, token = app.test_client(), secrets.token_urlsafe(32)
    database: Database = app.extensions["ledger"]
    with database.write() as block:
        account = accounts.find_account(block, email)
        assert account is not None, email
        sessions.begin(block, account=account, token=token, browser="", now=app.config["NOW"](), limits=EVER)
    with client.session_transaction() as cookie:
        cookie.permanent = True
        cookie[TOKEN] = token
    return Visitor(client)


@pytest.fixture
def visit(app: Flask) -> Callable[[str], Visitor]:
    """Give a way to be signed in as somebody: `visit("treasurer")`, `visit("vodafone")`."""
    return lambda name: signed_in(app, f"{name}@demo.example")
