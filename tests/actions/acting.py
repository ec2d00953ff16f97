"""Who acts in the tests: one person of each role, at noon of a day."""

from datetime import UTC, date, datetime, time

from ledger.core.acting import By, Role

TODAY = date(2015, 6, 1)
PERSONS: dict[Role, int] = {"treasurer": 1, "auditor": 2, "administrator": 3, "partner": 100}
"""The number of the person with each role; a partner's is that and the number of their party."""


def by(role: Role = "treasurer", *, today: date = TODAY, party: int | None = None, key: str = "") -> By:
    """Act as somebody with this role on a day; a partner speaks for the party with this number."""
    return By(
        person_id=PERSONS[role] + (party or 0),
        now=datetime.combine(today, time(12), UTC),
        today=today,
        roles=frozenset({role}),
        party_id=party,
        key=key,
    )
