"""Forms sent again where the first time changed what the page is about: the same answer, and nothing more."""

from collections.abc import Callable
from datetime import date

import pytest

from ledger.receipts import record_bank_receipt
from ledger.storage.db import Database
from ledger.storage.tables import Decision
from tests.actions.world import World
from tests.stories.twice import Twice
from tests.web.conftest import BEGIN
from tests.web.visitor import Visitor

Visit = Callable[[str], Visitor]


def pressing_twice(visit: Visit, name: str) -> Twice:
    """Give somebody who reads English and sends every form more than once."""
    client = visit(name).client
    client.set_cookie("language", "en")
    return Twice(client, doubled=set(), varied=set())


@pytest.mark.parametrize(
    "path, typed",
    [
        ("cash-rule", {"cash_rule": "warn"}),
        ("rules/budget", {"quorum": "1/2"}),
    ],
)
def test_a_change_of_the_rules_is_proposed_once(
    visit: Visit, database: Database, path: str, typed: dict[str, str]
) -> None:
    """The second time it is not taken for another wording of what the first time proposed."""
    treasurer = pressing_twice(visit, "treasurer")
    treasurer.get(f"/valley/settings/{path}")
    treasurer.submit("Put to the parties", {"proposal": "So it was agreed.", **typed})
    assert World(database).rows(Decision) == 1
    assert len(treasurer.doubled) == 1


def test_a_last_role_is_taken_once(visit: Visit) -> None:
    """The second time it is about somebody who is nobody of this covenant any more."""
    administrator = pressing_twice(visit, "administrator")
    administrator.get("/valley/people/2")
    assert administrator.submit("Take away auditor").heading == "People"
    assert len(administrator.doubled) == 1


def test_a_record_is_taken_back_once_and_another_reason_is_refused_in_words(
    visit: Visit, database: Database
) -> None:
    world = World(database, today=BEGIN.date())
    world.does(record_bank_receipt, kind="interest", received_on=date(2015, 3, 2), amount_cents=500)
    treasurer = pressing_twice(visit, "treasurer")
    treasurer.get("/valley/records/bank/1")
    treasurer.submit("Take it back", {"reason": "It was never received."})
    assert treasurer.varied == treasurer.doubled != set()
