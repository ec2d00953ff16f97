"""Attacking through the pages: forged forms, and holding an attack to what it may leave behind."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Barrier, Thread
from uuid import uuid4

from sqlalchemy import func, select

from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import METADATA, AccessLog, Approval
from tests.web.visitor import Page, Visitor

REFUSALS = ("access.refused", "evidence.refused", "sign-in.failed", "sign-in.held", "session.over")
"""What the access log calls an attack that was refused."""

OF_ACCESS = {"access_log", "web_session", "second_factor"}


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Read every row but those about coming in."""
    with database.engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(table.select())]
            for name, table in METADATA.tables.items()
            if name not in OF_ACCESS
        }


def refusals(database: Database) -> int:
    """Count the rows of the access log that tell of a refusal."""
    with database.read() as session:
        return session.scalars(
            select(func.count()).select_from(AccessLog).where(col(AccessLog.act).in_(REFUSALS))
        ).one()


def at_once(visitors: Sequence[Visitor], address: str, forms: Sequence[dict[str, str]]) -> list[int]:
    """Have each of these send a form of theirs at the same moment; give how they were answered, sorted."""
    together, answers = Barrier(len(visitors)), []

    def send(place: int) -> None:
        together.wait(30)
        answers.append(visitors[place].client.post(address, data=forms[place]).status_code)

    threads = [Thread(target=send, args=(place,)) for place in range(len(visitors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(answers)


@contextmanager
def refused(database: Database, rows_logged: int = 1) -> Iterator[None]:
    """Hold what is done in this block to changing nothing, and to its rows on the access log."""
    before, count = rows(database), refusals(database)
    yield
    assert rows(database) == before
    assert refusals(database) == count + rows_logged


def token(visitor: Visitor) -> tuple[str, str]:
    """Give the token that this visitor's forms carry."""
    return "csrf_token", visitor.get("/account").value("csrf_token", "Opslaan")


def forged(visitor: Visitor, path: str, fields: dict[str, str], *, prefix: str = "", status: int) -> Page:
    """Send a form that no page offered, with a sound token and key."""
    sent = [token(visitor), (f"{prefix}request_key", str(uuid4()))]
    sent += [(f"{prefix}{name}", value) for name, value in fields.items()]
    return visitor.send(path, sent, status=status)


def digest_of(visitor: Visitor, number: int) -> str:
    """Give the digest that an approver's form carries."""
    visitor.get(f"/valley/expenditures/{number}")
    return str(dict(visitor.fields("Goedkeuren"))["approve-digest"])


def approvals(database: Database) -> list[tuple[int, int]]:
    """List by whom and for which party something was approved."""
    with database.read() as session:
        return [(row.person_id, row.party_id) for row in session.scalars(select(Approval))]
