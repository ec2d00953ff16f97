"""People who join a covenant, for the tests of people and roles."""

from sqlalchemy.orm import Session

from ledger import people
from ledger.core.acting import COMMAND_LINE, By
from ledger.storage.tables import Covenant
from tests.actions.acting import TODAY, by

PASSWORD = "correct horse battery"
CLERK = By(COMMAND_LINE, by().now, TODAY)


def add(session: Session, covenant_id: int, name: str, role: str, party: str | None = None) -> int:
    """Add somebody with a role, from the command line."""
    return people.add_user(
        session,
        covenant_id,
        by=CLERK,
        email=f"{name}@demo.example",
        name=name.capitalize(),
        role=role,
        party=party,
        password=PASSWORD,
    )


def as_person(number: int, key: str = "") -> By:
    """Act as the person with this number."""
    return By(number, by().now, TODAY, key=key)


def open_another(session: Session, *, demonstration: int = 0) -> int:
    """Open a second covenant beside the first, without anything in it."""
    values = session.get_one(Covenant, 1).model_dump()
    own = {"id": 2, "slug": "hills", "name": "Hills", "demonstration": demonstration}
    session.add(Covenant(**values | own))
    session.flush()
    return 2
