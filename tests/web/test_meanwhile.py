"""Somebody whose session or role ends while their form is on its way changes nothing any more."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, g

from ledger.core.refusals import NotAllowed
from ledger.storage import accounts
from ledger.storage.db import Database
from ledger.web import here


@pytest.fixture
def at_work(app: Flask, database: Database) -> Iterator[None]:
    """Put the treasurer in a request, as the door left them."""
    with app.test_request_context():
        with database.read() as session:
            g.person = accounts.find_account(session, "treasurer@demo.example")
            g.covenant = accounts.find_covenant(session, "valley")
            standing = accounts.roles_in(session, g.covenant.id, g.person.id)
        g.roles, g.party_id = standing.roles, standing.party_id
        yield


def test_who_is_still_who_they_were_may_write(at_work: None) -> None:
    with here.write():
        pass


@pytest.mark.parametrize("block", [here.write, here.write_account])
def test_who_was_signed_out_meanwhile_may_not(at_work: None, block: object) -> None:
    g.person = replace(g.person, stamp=g.person.stamp - 1)
    with pytest.raises(NotAllowed, match="Your session has ended meanwhile"), block():  # type: ignore[operator]
        pass


def test_whose_role_was_changed_meanwhile_may_not(at_work: None) -> None:
    g.roles = frozenset({"treasurer", "administrator"})
    with pytest.raises(NotAllowed, match="was changed meanwhile"), here.write():
        pass
