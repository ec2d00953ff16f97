"""The people of a covenant and their roles: the administrator's pages."""

from flask import g
from werkzeug.wrappers import Response

from ledger import belonging, people, second_factor
from ledger.core.acting import ROLES
from ledger.core.email_address import LONGEST_EMAIL
from ledger.core.numbers import NUMBERS
from ledger.core.refusals import Malformed, NotFound
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.words import ROLE_NAMES
from ledger.storage import accounts, reads
from ledger.storage.accounts import Member
from ledger.web import mail
from ledger.web.access import covenant_area, requires
from ledger.web.fields import CheckField, ChoiceField, TextField, verbatim
from ledger.web.forms import LedgerForm
from ledger.web.here import by, read, write
from ledger.web.pages import go, page
from ledger.web.refusals import refusing
from ledger.web.sign_in import new_token

area = covenant_area("people", __name__)

ROLE_CHOICES = [(role, ROLE_NAMES[role]) for role in ROLES]
ROLE_HINT = N_(
    "A treasurer enters and pays, a partner approves and votes; one person is never both, and an "
    "administrator is neither."
)
PARTY_HINT = N_("Only for a partner: the party this person speaks for.")
DEPUTY_HINT = N_("Only for a partner: a deputy may do the same, and is shown as deputy.")


class RoleForm(LedgerForm):
    """A role, and for a partner the party they speak for."""

    role = ChoiceField(N_("Role"), choices=ROLE_CHOICES, hint=ROLE_HINT)
    party = ChoiceField(N_("Party"), hint=PARTY_HINT, optional=True, placeholder=N_("No party"))
    deputy = CheckField(N_("As its deputy"), hint=DEPUTY_HINT)


class NewPersonForm(LedgerForm):
    """Somebody new in this covenant: who they are and what they may do."""

    email = TextField(
        N_("E-mail address"),
        hint=N_("They sign in with it."),
        inputmode="email",
        most=LONGEST_EMAIL,
    )
    name = TextField(
        N_("Name"), hint=N_("As others see it. Somebody who has an account keeps the name it has.")
    )
    role = ChoiceField(N_("Role"), choices=ROLE_CHOICES, hint=ROLE_HINT)
    party = ChoiceField(N_("Party"), hint=PARTY_HINT, optional=True, placeholder=N_("No party"))
    deputy = CheckField(N_("As its deputy"), hint=DEPUTY_HINT)


class EraseForm(LedgerForm):
    """What whoever erases somebody has to say."""

    sure = CheckField(N_("I know that this cannot be undone"))


@area.get("")
@requires("administrator")
def index() -> Response:
    """List the people of this covenant."""
    with read() as session:
        members = accounts.members(session, g.covenant.id)
    return page("people/index.html", members=members, role_names=ROLE_NAMES)


@area.route("/new", methods=["GET", "POST"])
@requires("administrator")
def new() -> Response:
    """Add somebody, or give a role to somebody who has an account already."""
    form = NewPersonForm()
    form.party.offer(_parties())
    if form.sent():
        with refusing(form):
            with write() as session:
                number = people.add_user(
                    session,
                    g.covenant.id,
                    by=by(form),
                    email=form.email.text,
                    name=form.name.text,
                    role=form.role.choice,
                    party=form.party.choice or None,
                    deputy=form.deputy.ticked,
                )
            with read() as session:
                is_ours = belonging.is_in_charge(session, by(), number)
            if is_ours and not _member(number).account.has_password:
                return _link_page(number)
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
                    deputy=form.deputy.ticked,
                )
            return go("people.show", number=number, told=N_("The role was given."))
    return _person_page(number, give=form)


@area.post("/<int:number>/roles/<any(treasurer, partner, auditor, administrator):role>/take")
@requires("administrator")
def take_role(number: int, role: str) -> Response:
    """Take a role away; without any role left the person no longer sees this covenant.

    Sent again, it is about somebody who may be nobody of this covenant any more.
    """
    form = LedgerForm(prefix=f"take-{role}-")
    if form.sent():
        with refusing(form):
            with write() as session:
                people.take_role(session, g.covenant.id, by=by(form), person_id=number, role=role)
            return go("people.index", told=N_("The role was taken away."))
    return _person_page(number, **{role: form})


@area.post("/<int:number>/link")
@requires("administrator")
def new_link(number: int) -> Response:
    """Make a link by which somebody chooses a password: one who forgot theirs, or never had one."""
    _member(number)
    form = LedgerForm(prefix="link-")
    if form.sent():
        with refusing(form):
            return _link_page(number)
    return _person_page(number, link=form)


@area.post("/<int:number>/second-factor/take")
@requires("administrator")
def take_second_factor(number: int) -> Response:
    """Take the second factor of somebody who lost their phone; their sessions end."""
    _member(number)
    form = LedgerForm(prefix="factor-")
    if form.sent():
        with refusing(form):
            with write() as session:
                people.take_second_factor(session, g.covenant.id, by=by(form), person_id=number)
            return go("people.show", number=number, told=N_("The second factor is off."))
    return _person_page(number, factor=form)


@area.post("/<int:number>/erase")
@requires("administrator")
def erase(number: int) -> Response:
    """Erase somebody's name and e-mail address for good, and close their account."""
    _member(number)
    form = EraseForm(prefix="erase-")
    if form.sent():
        with refusing(form):
            if not form.sure.ticked:
                raise Malformed(sentence(N_("Tick this if you want to erase this person for good.")), "sure")
            with write() as session:
                people.erase_person(session, by=by(form), person_id=number)
            return go("people.index", told=N_("Name and e-mail address are erased."))
    return _person_page(number, erase=form)


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
    with read() as session:
        factor = second_factor.standing(session, number)
        is_ours = belonging.is_in_charge(session, by(), number)
    takes = {role: refused.get(role) or LedgerForm(prefix=f"take-{role}-") for role in member.roles}
    return page(
        "people/show.html",
        member=member,
        is_ours=is_ours,
        role_names=ROLE_NAMES,
        takes=takes,
        role_form=refused.get("give") or _role_form(),
        link_form=refused.get("link") or LedgerForm(prefix="link-"),
        factor=factor,
        factor_form=refused.get("factor") or LedgerForm(prefix="factor-"),
        erase_form=refused.get("erase") or EraseForm(prefix="erase-"),
        close_form=refused.get("close") or LedgerForm(prefix="close-"),
    )


def _link_page(number: int) -> Response:
    """Make a link for somebody and send it, or show it this once where no mail can be sent."""
    token = new_token()
    with write() as session:
        purpose = people.make_link(session, g.covenant.id, by=by(), person_id=number, token=token)
    member = _member(number)
    if mail.sends() and mail.send_link(member.account, purpose, token):
        return go("people.show", number=number, told=N_("A mail with a link is on its way to this person."))
    return page(
        "people/link.html",
        member=member,
        purpose=purpose,
        address=mail.link_address(token),
        failed=mail.sends(),
    )
