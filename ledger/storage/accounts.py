"""The accounts: who can sign in and what each may do where, as pages and rules ask for it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import cast

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from ledger.core.acting import ROLES, Role
from ledger.core.language import Code
from ledger.core.refusals import NotFound, WrongState
from ledger.core.sentences import N_, sentence
from ledger.storage.reads import col
from ledger.storage.tables import Covenant, Party, Person, PersonRole

_PARTY_OF_ROLE = and_(
    col(Party.covenant_id) == col(PersonRole.covenant_id), col(Party.id) == col(PersonRole.party_id)
)


@dataclass(frozen=True)
class Account:
    """What the pages know of somebody who signs in; `stamp` changes when their sessions are to end."""

    id: int
    email: str
    name: str
    language: Code
    stamp: int
    disabled: bool
    has_password: bool
    erased: bool


@dataclass(frozen=True)
class Standing:
    """What somebody may do in one covenant, and the party they speak for as a partner, if they are one."""

    roles: frozenset[Role]
    party_id: int | None = None
    party: str | None = None


@dataclass(frozen=True)
class TakesPart:
    """A covenant somebody takes part in, for the list they choose from."""

    slug: str
    name: str
    place: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Member:
    """Somebody with roles in a covenant, for its administrator; `party` is the one they speak for.

    `deputy` says that they speak for it in the place of somebody else.
    """

    account: Account
    roles: tuple[Role, ...]
    party: str | None
    deputy: bool = False


def account(session: Session, person_id: int) -> Account | None:
    """Read somebody's account by their number; None where there is none."""
    person = session.get(Person, person_id)
    return _account(person) if person else None


def require_open(session: Session, person_id: int, *, field: str | None = None) -> Person:
    """Find a person whose account is open; refuses a number that is nobody's, and a closed account."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(sentence(N_("There is no such person.")))
    if person.disabled_at is not None:
        raise WrongState(sentence(N_("This account is closed.")), field)
    return person


def find_account(session: Session, email: str) -> Account | None:
    """Read an account by its e-mail address; None where there is none."""
    person = session.execute(
        select(Person).where(col(Person.email) == email.strip().lower())
    ).scalar_one_or_none()
    return _account(person) if person else None


def find_covenant(session: Session, slug: str) -> Covenant | None:
    """Find a covenant by its slug; None where there is none."""
    return session.execute(select(Covenant).where(col(Covenant.slug) == slug)).scalar_one_or_none()


def roles_in(session: Session, covenant_id: int, person_id: int) -> Standing:
    """Read what somebody may do in a covenant; nothing at all where they take no part in it."""
    rows = session.execute(
        select(col(PersonRole.role), col(PersonRole.party_id), col(Party.name))
        .outerjoin(Party, _PARTY_OF_ROLE)
        .where(col(PersonRole.covenant_id) == covenant_id, col(PersonRole.person_id) == person_id)
    ).all()
    party_id, party = next(((number, name) for _, number, name in rows if number is not None), (None, None))
    return Standing(frozenset(cast("Role", role) for role, _, _ in rows), party_id, party)


def covenants_of(session: Session, person_id: int) -> list[TakesPart]:
    """List the covenants somebody takes part in, by name."""
    rows = session.execute(
        select(col(Covenant.slug), col(Covenant.name), col(Covenant.place), col(PersonRole.role))
        .join(PersonRole, col(PersonRole.covenant_id) == col(Covenant.id))
        .where(col(PersonRole.person_id) == person_id)
        .order_by(col(Covenant.name), col(Covenant.slug))
    )
    found: dict[str, TakesPart] = {}
    for slug, name, place, role in rows:
        before = found.get(slug, TakesPart(slug, name, place, frozenset()))
        found[slug] = replace(before, roles=before.roles | {cast("Role", role)})
    return list(found.values())


def members(session: Session, covenant_id: int) -> list[Member]:
    """List the people of a covenant with their roles, by name."""
    rows = session.execute(
        select(Person, col(PersonRole.role), col(PersonRole.deputy), col(Party.name))
        .join(PersonRole, col(PersonRole.person_id) == col(Person.id))
        .outerjoin(Party, _PARTY_OF_ROLE)
        .where(col(PersonRole.covenant_id) == covenant_id)
        .order_by(func.lower(col(Person.name)), col(Person.id))
    )
    found: dict[int, Member] = {}
    for person, role, deputy, party in rows:
        before = found.get(person.id, Member(_account(person), (), None))
        roles = tuple(each for each in ROLES if each in {*before.roles, role})
        found[person.id] = replace(
            before, roles=roles, party=before.party or party, deputy=before.deputy or bool(deputy)
        )
    return list(found.values())


def member(session: Session, covenant_id: int, person_id: int) -> Member | None:
    """Find somebody among the people of a covenant; None where they have no role in it."""
    return next((each for each in members(session, covenant_id) if each.account.id == person_id), None)


def deputies(session: Session, covenant_id: int) -> frozenset[int]:
    """Give the numbers of those who speak for their party as its deputy, to be shown beside what they did."""
    rows = session.execute(
        select(col(PersonRole.person_id)).where(
            col(PersonRole.covenant_id) == covenant_id, col(PersonRole.deputy) == 1
        )
    )
    return frozenset(rows.scalars())


def names_of(session: Session, people: Collection[int]) -> dict[int, str]:
    """Read the names of people by their numbers; the command line, number 0, has none."""
    rows = session.execute(select(col(Person.id), col(Person.name)).where(col(Person.id).in_(people)))
    return dict(rows.all())


def demonstration_emails(session: Session) -> list[str]:
    """List the e-mail addresses of the demonstration's accounts; none outside a demonstration."""
    rows = session.execute(
        select(col(Person.email))
        .join(PersonRole, col(PersonRole.person_id) == col(Person.id))
        .join(Covenant, col(Covenant.id) == col(PersonRole.covenant_id))
        .where(col(Covenant.demonstration) == 1, col(Person.email).like("%@demo.example"))
        .group_by(col(Person.id), col(Person.email))
        .order_by(func.min(col(PersonRole.role)).desc(), col(Person.id))
    )
    return list(rows.scalars())


def _account(person: Person) -> Account:
    return Account(
        id=person.id,
        email=person.email,
        name=person.name,
        language=cast("Code", person.language),
        stamp=person.stamp,
        disabled=person.disabled_at is not None,
        has_password=bool(person.password_hash),
        erased=person.erased_at is not None,
    )
