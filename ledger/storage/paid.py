"""To whom an expenditure goes: the parties that its payee is, or was at any time since it was entered.

A payee is the party the register links it to, and so is every other payee with one of its numbers: where an
invoice of one is paid, it reaches the other. Links and numbers count as they stood at any time since the
expenditure was entered, so that changing the register for a while changes nothing about who stands aside.
Guards, the second count and the acts ask it in the same words.
"""
# ruff: noqa: S608 - the statements are made of our own words

from sqlalchemy import literal_column, select, text
from sqlalchemy.orm import Session

from ledger.storage.tables import Decision
from ledger.storage.types import Number

NUMBERS = ("iban", "vat_number", "chamber_number")
"""By which of its numbers a payee is known for another one."""


def _stood(version: str) -> str:
    """Make the condition that a version of a payee stood at some time since the expenditure x was entered."""
    return (
        f"NOT EXISTS (SELECT 1 FROM payee_version n WHERE n.covenant_id = {version}.covenant_id"
        f" AND n.payee_id = {version}.payee_id AND n.version = {version}.version + 1"
        " AND n.recorded_at < x.recorded_at)"
    )


_SAME = " OR ".join(f"(a.{number} <> '' AND b.{number} = a.{number})" for number in NUMBERS)

REACHES = (
    f"w.covenant_id = x.covenant_id AND {_stood('w')} AND (w.payee_id = x.payee_id OR EXISTS ("
    f"SELECT 1 FROM payee_version a JOIN payee_version b ON b.covenant_id = a.covenant_id AND ({_SAME})"
    " WHERE a.covenant_id = x.covenant_id AND a.payee_id = x.payee_id AND b.payee_id = w.payee_id"
    f" AND {_stood('a')} AND {_stood('b')}))"
)
"""The condition that what is paid on an expenditure x reaches the party of a payee's version w."""


def goes_to(party: str) -> str:
    """Make the condition that what is paid on an expenditure x reaches a party."""
    return f"EXISTS (SELECT 1 FROM payee_version w WHERE w.party_id = {party} AND {REACHES})"


_PARTIES = (
    select(literal_column("w.party_id", Number))
    .distinct()
    .select_from(text("expenditure x JOIN payee_version w ON w.covenant_id = x.covenant_id"))
    .where(text("x.covenant_id = :covenant AND x.id = :number AND w.party_id IS NOT NULL"), text(REACHES))
)


def payee_parties(session: Session, covenant_id: int, number: int) -> frozenset[int]:
    """Name the parties that the payee of an expenditure is, or was since it was entered."""
    session.flush()
    return frozenset(session.scalars(_PARTIES, {"covenant": covenant_id, "number": number}))


def aside(session: Session, decision: Decision) -> frozenset[int]:
    """Name who stands aside by the rules on an open decision: on one expenditure, whom it would pay."""
    if decision.kind != "spend":
        return frozenset()
    number = int(decision.subject.removeprefix("expenditure/"))
    return payee_parties(session, decision.covenant_id, number)
