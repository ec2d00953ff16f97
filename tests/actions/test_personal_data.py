"""Names and e-mail addresses of people stand in one table alone: neither chain holds any of them."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from ledger import access_log
from ledger.core.statements.shape import Head
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import AccessLog

Demonstration = tuple[Path, Head]
CHAINS = {
    "trail": ("act", "subject", "content", "written"),
    "access_log": ("act", "subject", "content"),
}


def chained(file: Path) -> list[str]:
    """Read every text of both chains, without capitals."""
    with closing(sqlite3.connect(file)) as connection:
        return [
            text.casefold()
            for table, columns in CHAINS.items()
            for row in connection.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608
            for text in row
        ]


def people(file: Path) -> list[tuple[str, str]]:
    """Read the name and the address of everybody."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT name, email FROM person").fetchall()


def test_a_whole_story_names_nobody_on_either_chain(demonstration: Demonstration) -> None:
    file, _ = demonstration
    texts = chained(file)
    assert len(texts) > 1000
    everybody = people(file)
    assert len(everybody) > 5
    with closing(sqlite3.connect(file)) as connection:
        parties = {name.casefold() for (name,) in connection.execute("SELECT name FROM party")}
    told = set()
    for name, email in everybody:
        words = {email.casefold(), email.partition("@")[0].casefold()} - _slugs(file)
        if name.casefold() not in parties:  # the demonstration's partners bear their party's name
            words.add(name.casefold())
        told |= {word for word in words for text in texts if f'"{word}"' in text or f" {word}" in text}
    assert not told - {"treasurer", "auditor", "administrator"}  # the names of roles
    assert not [text for text in texts if "@" in text]


def _slugs(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        return {slug for (slug,) in connection.execute("SELECT slug FROM party")}


def test_payees_stand_on_the_trail_by_number_and_digest_alone(demonstration: Demonstration) -> None:
    """A name may stand in what somebody wrote of an invoice; the register itself tells none."""
    file, _ = demonstration
    with closing(sqlite3.connect(file)) as connection:
        payees = connection.execute("SELECT name, iban FROM payee").fetchall()
        acts = connection.execute("SELECT content, written FROM trail WHERE act LIKE 'payee.%'").fetchall()
    told = "".join(text for act in acts for text in act)
    assert len(acts) >= len(payees) > 5
    assert [name for name, _ in payees if name in told] == []
    assert [iban for _, iban in payees if iban and iban in "".join(chained(file)).upper()] == []


def test_a_search_would_find_a_name(database: Database) -> None:
    """The search above proves something: what stands on a chain is found."""
    with database.write() as session:
        access_log.append(
            session,
            now=datetime(2015, 6, 1, tzinfo=UTC),
            person_id=1,
            act="x",
            content={"name": "Somebody"},
        )
        found = select(func.count()).select_from(AccessLog).where(col(AccessLog.content).contains("Somebody"))
        assert session.execute(found).scalar_one() == 1
