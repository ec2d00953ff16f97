"""The people of a covenant and their roles: the administrator's pages."""

import base64
import hmac
from hashlib import sha256

from flask import current_app, g
from werkzeug.wrappers import Response

from ledger import people
from ledger.core.acting import ROLES
from ledger.core.numbers import NUMBERS
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, Sentence, sentence
from ledger.storage import accounts, reads
from ledger.storage.accounts import Member
from ledger.web.access import covenant_area, requires
from ledger.web.fields import ChoiceField, TextField, verbatim
from ledger.web.forms import LedgerForm
from ledger.web.here import by, read, write
from ledger.web.pages import go, page
from ledger.web.refusals import refusing

area = covenant_area("people", __name__)

ROLE_CHOICES = [(role, people.ROLE_NAMES[role]) for role in ROLES]
ROLE_HINT = N_("A treasurer enters and pays, a partner approves and votes; one person is never both.")
PARTY_HINT = N_("Only for a partner: the party this person speaks for.")


class RoleForm(LedgerForm):
    """A role, and for a partner the party they speak for."""

    role = ChoiceField(N_("Role"), choices=ROLE_CHOICES, hint=ROLE_HINT)
    party = ChoiceField(N_("Party"), hint=PARTY_HINT, optional=True, placeholder=N_("No party"))


class NewPersonForm(LedgerForm):
    """Somebody new in this covenant: who they are and what they may do."""

    email = TextField(
        N_("E-mail address"), hint=N_("They sign in with it."), inputmode="email", most=people.LONGEST_EMAIL
    )
    name = TextField(
        N_("Name"), hint=N_("As others see it. Somebody who has an account keeps the name it has.")
    )
    role = ChoiceField(N_("Role"), choices=ROLE_CHOICES, hint=ROLE_HINT)
    party = ChoiceField(N_("Party"), hint=PARTY_HINT, optional=True, placeholder=N_("No party"))


@area.get("")
@requires("administrator")
def index() -> Response:
    """List the people of this covenant."""
    with read() as session:
        members = accounts.members(session, g.covenant.id)
    return page("people/index.html", members=members, role_names=people.ROLE_NAMES)


@area.route("/new", methods=["GET", "POST"])
@requires("administrator")
def new() -> Response:
    """Add somebody, or give a role to somebody who has an account already."""
    form = NewPersonForm()
    form.party.offer(_parties())
    if form.sent():
        with refusing(form):
            password = _starting_password(form)
            with write() as session:
                number = people.add_user(
                    session,
                    g.covenant.id,
                    by=by(form),
                    email=form.email.text,
                    name=form.name.text,
                    role=form.role.choice,
                    party=form.party.choice or None,
                    password=password,
                )
            with read() as session:
                is_new = people.opens(session, number, password)
            if is_new:
                return _password_page(number, password)
            return go(
                "people.show", number=number, told=N_("This person had an account and now has the role.")
            )
    return page("people/new.html", form=form)


@area.get("/<int:number>")
@requires("administrator")
def show(number: int) -> Response:
    """Show one person's roles, and what can be done about them."""
    return _person_page(number)


@area.post("/<int:number>/give-role")
@requires("administrator")
def give_role(number: int) -> Response:
    """Give a role to somebody of this covenant."""
    _member(number)
    form = _role_form()
    if form.sent():
        with refusing(form):
            with write() as session:
                people.give_role(
                    session,
                    g.covenant.id,
                    by=by(form),
                    person_id=number,
                    role=form.role.choice,
                    party=form.party.choice or None,
                )
            return go("people.show", number=number, told=N_("The role was given."))
    return _person_page(number, give=form)


@area.post("/<int:number>/roles/<any(treasurer, partner, auditor, administrator):role>/take")
@requires("administrator")
def take_role(number: int, role: str) -> Response:
    """Take a role away; without any role left the person no longer sees this covenant."""
    _member(number)
    form = LedgerForm(prefix=f"take-{role}-")
    if form.sent():
        with refusing(form):
            with write() as session:
                people.take_role(session, g.covenant.id, by=by(form), person_id=number, role=role)
            return go("people.index", told=N_("The role was taken away."))
    return _person_page(number, **{role: form})


@area.post("/<int:number>/password")
@requires("administrator")
def new_password(number: int) -> Response:
    """Make a new starting password for somebody who forgot theirs; their sessions end."""
    _member(number)
    form = LedgerForm(prefix="password-")
    if form.sent():
        with refusing(form):
            password = _starting_password(form)
            with write() as session:
                people.set_password(session, by=by(form), person_id=number, new=password)
            return _password_page(number, password)
    return _person_page(number, password=form)


@area.post("/<int:number>/close")
@requires("administrator")
def close(number: int) -> Response:
    """Close somebody's account: they cannot sign in any more."""
    _member(number)
    form = LedgerForm(prefix="close-")
    if form.sent():
        with refusing(form):
            with write() as session:
                people.disable_person(session, by=by(form), person_id=number)
            return go("people.show", number=number, told=N_("The account is closed."))
    return _person_page(number, close=form)


def _member(number: int) -> Member:
    """Find one of the people of this covenant; refuses anybody else's number."""
    with read() as session:
        found = accounts.member(session, g.covenant.id, number) if number in NUMBERS else None
    if found is None:
        raise NotFound(sentence(N_("There is no such person in this covenant.")))
    return found


def _parties() -> list[tuple[str, Sentence]]:
    """List the parties somebody can speak for."""
    with read() as session:
        return [(party.slug, verbatim(party.name)) for party in reads.parties(session, g.covenant.id)]


def _role_form() -> RoleForm:
    form = RoleForm(prefix="role-")
    form.party.offer(_parties())
    return form


def _person_page(number: int, **refused: LedgerForm) -> Response:
    """Make a person's page, with a form that was refused in its place."""
    member = _member(number)
    takes = {role: refused.get(role) or LedgerForm(prefix=f"take-{role}-") for role in member.roles}
    return page(
        "people/show.html",
        member=member,
        role_names=people.ROLE_NAMES,
        takes=takes,
        role_form=refused.get("give") or _role_form(),
        password_form=refused.get("password") or LedgerForm(prefix="password-"),
        close_form=refused.get("close") or LedgerForm(prefix="close-"),
    )


def _password_page(number: int, password: str) -> Response:
    """Show a starting password, this once."""
    return page("people/password.html", member=_member(number), password=password)


def _starting_password(form: LedgerForm) -> str:
    """Make a password for a form: hard to guess, easy to copy, and the same when the form is sent twice."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    made = hmac.new(secret, f"starting-password/{form.key}".encode(), sha256).digest()
    text = base64.b32encode(made).decode().lower()[:20]
    return "-".join(text[place : place + 4] for place in range(0, len(text), 4))
