"""People: who may sign in, and what each may do in a covenant.

Name and e-mail stand in one table alone. The trail and the access log know a person by their number, so that
name and e-mail can be erased without breaking the record.
"""

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from ledger import access_log, keys, links, passwords, second_factor, sessions, trail
from ledger.belonging import covenants_administered, is_in_charge, require_in_charge
from ledger.core.acting import ROLES, By, Role
from ledger.core.email_address import require_email
from ledger.core.language import CODES
from ledger.core.refusals import Malformed, NotFound, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.wording import require_name
from ledger.storage import accounts, reads
from ledger.storage.accounts import find_account, roles_in
from ledger.storage.canonical import Content
from ledger.storage.db import ACCESS_LOCK, lock
from ledger.storage.reads import col
from ledger.storage.tables import Person, PersonRole

_MAKES_ACCOUNTS = N_(
    "Whoever keeps the accounts cannot enter or approve too: an administrator is never treasurer or partner "
    "of the same covenant."
)
NEVER_TOGETHER: tuple[tuple[frozenset[Role], str], ...] = (
    (
        frozenset({"treasurer", "partner"}),
        N_("Nobody can both enter and approve: one person is never treasurer and partner."),
    ),
    (frozenset({"administrator", "treasurer"}), _MAKES_ACCOUNTS),
    (frozenset({"administrator", "partner"}), _MAKES_ACCOUNTS),
)
"""Roles that nobody has together in one covenant, and why: one enters, the other approves, and whoever makes
the links by which others choose a password could sign in as either."""


# ---- adding people ------------------------------------------------------------------------------------


def add_person(
    session: Session, *, by: By, email: str, name: str, password: str | None = None, language: str = "nl"
) -> int:
    """Add somebody who may sign in, and give their number; without a password they cannot sign in yet.

    Refuses an e-mail address that an account has already.
    """
    email = require_email(email)
    name = require_name(name, field="name")
    if language not in CODES:
        raise Malformed(sentence(N_("Choose one of the list.")), "language")
    secret = (
        passwords.NO_PASSWORD
        if password is None
        else passwords.hashed(passwords.require_password(password, email=email))
    )
    lock(session, ACCESS_LOCK)
    if session.execute(select(col(Person.id)).where(col(Person.email) == email)).first():
        raise WrongState(sentence(N_("There is already an account with this e-mail address.")), "email")
    number = (session.execute(select(func.max(col(Person.id)))).scalar() or 0) + 1
    session.execute(
        insert(Person).values(
            id=number,
            email=email,
            name=name,
            password_hash=secret,
            language=language,
            stamp=1,
            created_at=by.now,
        )
    )
    _log(session, by, access_log.PERSON_ADDED, number)
    return number


def add_user(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    email: str,
    name: str,
    role: str,
    party: str | None = None,
    deputy: bool = False,
    password: str | None = None,
    language: str = "nl",
) -> int:
    """Give a role to somebody by their e-mail address, adding them first where they have no account yet.

    Gives their number. Somebody who has an account keeps its name, language and password.
    """
    email = require_email(email)
    # what a key stands for is kept for good, so that neither name nor e-mail may be part of it
    asked: Content = {"role": role, "party": party, "deputy": deputy}
    known = keys.done_before(session, covenant_id, by=by, act="person.added", asked=asked)
    account = find_account(session, email)
    if known is not None:
        keys.require_same(account is not None and account.id == known)
        return known
    number = (
        account.id
        if account
        else add_person(session, by=by, email=email, name=name, password=password, language=language)
    )
    _give(session, covenant_id, by, number, role, party, deputy=deputy)
    return keys.keep(session, covenant_id, by=by, act="person.added", asked=asked, result=number)


def disable_person(session: Session, *, by: By, person_id: int) -> None:
    """Close somebody's account: their sessions end and they cannot sign in.

    Refuses where they are the last administrator of a covenant, and an account that belongs to a covenant
    which the one who does this does not administer.
    """
    if _require_may_close(session, by, person_id).disabled_at is None:
        _close(session, by, person_id)


def erase_person(session: Session, *, by: By, person_id: int) -> None:
    """Erase somebody's name and e-mail address for good, and close their account.

    What they did stays on the record under their number. Refuses what closing the account refuses.
    """
    person = _require_may_close(session, by, person_id)
    if person.erased_at is not None:
        return
    if person.disabled_at is None:
        _close(session, by, person_id)
    session.execute(
        update(Person)
        .where(col(Person.id) == person_id)
        .values(
            name=f"Person {person_id}",
            email=f"person-{person_id}@erased.invalid",
            password_hash=passwords.NO_PASSWORD,
            erased_at=by.now,
        )
    )
    second_factor.forget(session, person_id)
    _log(session, by, access_log.PERSON_ERASED, person_id)


def _require_may_close(session: Session, by: By, person_id: int) -> Person:
    """Find a person whose account may be closed by whoever asks; the others who write wait from here on."""
    lock(session, ACCESS_LOCK)
    person = _require_person(session, person_id)
    require_in_charge(session, by, person_id)
    for covenant_id in covenants_administered(session, person_id):
        _require_other_administrator(session, covenant_id, person_id)
    return person


def _close(session: Session, by: By, person_id: int) -> None:
    session.execute(update(Person).where(col(Person.id) == person_id).values(disabled_at=by.now))
    links.forget(session, person_id)
    sessions.end_all(session, person_id)
    _log(session, by, access_log.PERSON_DISABLED, person_id)


def make_link(session: Session, covenant_id: int, *, by: By, person_id: int, token: str) -> links.Purpose:
    """Make a link by which somebody chooses a password; gives whether it invites them or replaces one.

    Every link they had ends. The covenant's trail tells who made it for whom: it shows those who have a say
    that somebody may have come in for another.
    Refuses an account that belongs to a covenant which the one who does this does not administer.
    """
    lock(session, ACCESS_LOCK)
    person = accounts.require_open(session, person_id)
    require_in_charge(session, by, person_id)
    purpose: links.Purpose = "reset" if person.password_hash else "invitation"
    links.forget(session, person_id)
    links.make(session, by=by, person_id=person_id, token=token, purpose=purpose)
    subject = f"person/{person_id}"
    trail.append(session, covenant_id, by=by, act="link.made", subject=subject, content={"kind": purpose})
    return purpose


def take_second_factor(session: Session, covenant_id: int, *, by: By, person_id: int) -> None:
    """Take the second factor of somebody who lost their phone and their recovery codes; their sessions end.

    The covenant's trail tells who took it from whom.
    Refuses an account that belongs to a covenant which the one who does this does not administer.
    """
    lock(session, ACCESS_LOCK)
    accounts.require_open(session, person_id)
    require_in_charge(session, by, person_id)
    second_factor.remove(session, by=by, person_id=person_id)
    trail.append(session, covenant_id, by=by, act="factor.taken", subject=f"person/{person_id}", content={})


def change_account(session: Session, *, by: By, language: str, name: str | None = None) -> None:
    """Change the language one reads in, and one's own name where one is given.

    The access log tells which of the two changed, and neither of them. Refuses a closed account.
    """
    lock(session, ACCESS_LOCK)
    person = accounts.require_open(session, by.person_id)
    if language not in CODES:
        raise Malformed(sentence(N_("Choose one of the list.")), "language")
    wanted = {
        "language": language,
        "name": person.name if name is None else require_name(name, field="name"),
    }
    changed = {part: value for part, value in wanted.items() if getattr(person, part) != value}
    if changed:
        session.execute(update(Person).where(col(Person.id) == person.id).values(**changed))
        _log(session, by, access_log.ACCOUNT_CHANGED, person.id, content={"changed": sorted(changed)})


# ---- roles --------------------------------------------------------------------------------------------


def give_role(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    person_id: int,
    role: str,
    party: str | None = None,
    deputy: bool = False,
) -> None:
    """Give somebody a role in a covenant; a partner speaks for one `party`, named by its slug.

    A `deputy` may do what the party's partner may, and is shown as deputy. Their sessions end where the giver
    is in charge of their account. Refuses to let one person both enter and approve, or do either and keep the
    accounts, whichever role comes first.
    """
    asked: Content = {"person": person_id, "role": role, "party": party, "deputy": deputy}
    if keys.done_before(session, covenant_id, by=by, act="role.given", asked=asked) is None:
        _give(session, covenant_id, by, person_id, role, party, deputy=deputy)
        keys.keep(session, covenant_id, by=by, act="role.given", asked=asked, result=person_id)


def _give(
    session: Session,
    covenant_id: int,
    by: By,
    person_id: int,
    role: str,
    party: str | None,
    *,
    deputy: bool,
) -> None:
    lock(session, ACCESS_LOCK)
    accounts.require_open(session, person_id, field="email")
    wanted = next((each for each in ROLES if each == role), None)
    if wanted is None:
        raise Malformed(sentence(N_("Choose one of the list.")), "role")
    party_id = _party_of_role(session, covenant_id, wanted, party, deputy=deputy)
    held = roles_in(session, covenant_id, person_id).roles
    if wanted in held:
        raise WrongState(sentence(N_("This person has that role already.")), "role")
    for together, why in NEVER_TOGETHER:
        if held | {wanted} >= together:
            raise WrongState(sentence(why), "role")
    if is_in_charge(session, by, person_id):
        sessions.end_all(session, person_id)
    session.execute(
        insert(PersonRole).values(
            covenant_id=covenant_id, person_id=person_id, role=wanted, party_id=party_id, deputy=int(deputy)
        )
    )
    content: Content = {"role": wanted, "party": party or None, **({"deputy": True} if deputy else {})}
    trail.append(
        session, covenant_id, by=by, act="role.given", subject=f"person/{person_id}", content=content
    )


def take_role(session: Session, covenant_id: int, *, by: By, person_id: int, role: str) -> None:
    """Take a role away; the person's sessions end, wherever they were.

    Refuses to take it from the last administrator.
    """
    asked: Content = {"person": person_id, "role": role}
    if keys.done_before(session, covenant_id, by=by, act="role.taken", asked=asked) is not None:
        return
    lock(session, ACCESS_LOCK)
    if role not in roles_in(session, covenant_id, person_id).roles:
        raise WrongState(sentence(N_("This person does not have that role.")))
    if role == "administrator":
        _require_other_administrator(session, covenant_id, person_id)
    sessions.end_all(session, person_id)
    session.execute(
        delete(PersonRole).where(
            col(PersonRole.covenant_id) == covenant_id,
            col(PersonRole.person_id) == person_id,
            col(PersonRole.role) == role,
        )
    )
    trail.append(
        session, covenant_id, by=by, act="role.taken", subject=f"person/{person_id}", content={"role": role}
    )
    keys.keep(session, covenant_id, by=by, act="role.taken", asked=asked, result=person_id)


def _party_of_role(
    session: Session, covenant_id: int, role: Role, party: str | None, *, deputy: bool
) -> int | None:
    """Find the party a partner speaks for; refuses a partner without one, and anybody else with one."""
    if role == "partner" and not party:
        raise Malformed(sentence(N_("Choose the party this partner speaks for.")), "party")
    if role != "partner" and party:
        raise Malformed(sentence(N_("Only a partner speaks for a party.")), "party")
    if role != "partner" and deputy:
        raise Malformed(sentence(N_("Only a partner can be a deputy.")), "deputy")
    return reads.party_by_slug(session, covenant_id, party).id if party else None


def _require_other_administrator(session: Session, covenant_id: int, person_id: int) -> None:
    """Refuse to leave a covenant without anybody who can let people in."""
    others = session.execute(
        select(func.count())
        .select_from(PersonRole)
        .join(Person, col(Person.id) == col(PersonRole.person_id))
        .where(
            col(PersonRole.covenant_id) == covenant_id,
            col(PersonRole.role) == "administrator",
            col(PersonRole.person_id) != person_id,
            col(Person.disabled_at).is_(None),
        )
    ).scalar_one()
    if not others:
        raise WrongState(sentence(N_("This is the last administrator; give somebody else that role first.")))


def _log(session: Session, by: By, act: str, person_id: int, *, content: Content = None) -> None:
    access_log.append(
        session,
        now=by.now,
        person_id=by.person_id,
        act=act,
        subject=f"person/{person_id}",
        content=content,
    )


def _require_person(session: Session, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(sentence(N_("There is no such person.")))
    return person
