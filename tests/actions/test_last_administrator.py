"""The last administrator: whatever happens at once, one always remains who can let people in."""

from collections.abc import Callable, Iterator
from threading import Barrier, Thread

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from ledger import passwords, people
from ledger.core.refusals import Refusal
from ledger.storage import accounts
from ledger.storage.db import Database
from tests.actions.joining import CLERK, add, as_person
from tests.actions.races import ROUNDS

Act = Callable[[Session, int, int, int], None]


@pytest.fixture(autouse=True, scope="module")
def _hashed_quickly() -> Iterator[None]:
    """Hash passwords with little work: these tests make many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


def takes_role(session: Session, covenant_id: int, who: int, whose: int) -> None:
    """Let one administrator take the role of another."""
    people.take_role(session, covenant_id, by=as_person(who), person_id=whose, role="administrator")


def closes(session: Session, covenant_id: int, who: int, whose: int) -> None:
    """Let one administrator close the account of another."""
    people.disable_person(session, by=as_person(who), person_id=whose)


def erases(session: Session, covenant_id: int, who: int, whose: int) -> None:
    """Let one administrator erase another."""
    people.erase_person(session, by=as_person(who), person_id=whose)


def _still(database: Database, covenant_id: int, those: tuple[int, int]) -> list[int]:
    with database.read() as session:
        return [
            each.account.id
            for each in accounts.members(session, covenant_id)
            if "administrator" in each.roles and not each.account.disabled and each.account.id in those
        ]


@pytest.mark.parametrize(
    "one, other", [(takes_role, takes_role), (closes, closes), (takes_role, closes), (erases, takes_role)]
)
def test_of_two_administrators_who_remove_each_other_one_remains(
    database: Database, covenant_id: int, one: Act, other: Act
) -> None:
    with database.write(covenant_id) as session:
        last = add(session, covenant_id, "first", "administrator")
    for number in range(ROUNDS):
        with database.write(covenant_id) as session:
            newer = add(session, covenant_id, f"round-{number}", "administrator")
        told = _at_once(database, covenant_id, (one, last, newer), (other, newer, last))
        (remaining,) = _still(database, covenant_id, (last, newer))
        assert sorted(told) == ["done", "refused"], number
        last = remaining


def _at_once(database: Database, covenant_id: int, *acts: tuple[Act, int, int]) -> list[str]:
    """Do these at the same time, each in a block of its own; say of each whether it was done or refused."""
    together, told = Barrier(len(acts)), []

    def run(act: Act, who: int, whose: int) -> None:
        together.wait(30)
        try:
            with database.write(covenant_id) as session:
                act(session, covenant_id, who, whose)
        except Refusal:
            told.append("refused")
        else:
            told.append("done")

    threads = [Thread(target=run, args=each) for each in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    return told


def test_one_administrator_alone_is_refused_to_go(session: Session, covenant_id: int) -> None:
    only = add(session, covenant_id, "only", "administrator")
    for act in (takes_role, closes, erases):
        with pytest.raises(Refusal, match="last administrator"):
            act(session, covenant_id, only, only)


def test_an_administrator_whose_account_is_closed_does_not_count(session: Session, covenant_id: int) -> None:
    only = add(session, covenant_id, "only", "administrator")
    gone = add(session, covenant_id, "gone", "administrator")
    people.disable_person(session, by=CLERK, person_id=gone)
    with pytest.raises(Refusal, match="last administrator"):
        takes_role(session, covenant_id, only, only)
