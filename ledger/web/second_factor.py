"""The second factor: turning it on with a picture for the phone, and off again."""

from io import BytesIO

import segno
from flask import Blueprint, g
from werkzeug.wrappers import Response

from ledger import second_factor
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, sentence
from ledger.second_factor import Enrolment
from ledger.web import attempts
from ledger.web.access import requires_person
from ledger.web.fields import PasswordField, TextField
from ledger.web.forms import LedgerForm
from ledger.web.here import by, read
from ledger.web.pages import go, page
from ledger.web.places import secret
from ledger.web.refusals import refusing

area = Blueprint("second_factor", __name__, url_prefix="/account/second-factor")


class BeginForm(LedgerForm):
    """The password of whoever turns a second factor on."""

    password = PasswordField(N_("Present password"), autocomplete="current-password")


class ConfirmForm(LedgerForm):
    """The first code, which shows that the phone has the key."""

    code = TextField(
        N_("Code"),
        hint=N_("The six digits that your phone shows now."),
        autocomplete="one-time-code",
        inputmode="numeric",
        most=40,
    )


class OffForm(LedgerForm):
    """What turning the second factor off asks for."""

    password = PasswordField(N_("Present password"), autocomplete="current-password")
    code = TextField(
        N_("Code"),
        hint=N_("The six digits that your phone shows now, or one of your recovery codes."),
        autocomplete="one-time-code",
        most=40,
    )


@area.get("")
@requires_person
def index() -> Response:
    """Show whether the second factor is on, and what can be done about it."""
    return _page()


@area.post("/begin")
@requires_person
def begin() -> Response:
    """Begin: from now on the picture is shown, until the first code was given."""
    form = BeginForm(prefix="begin-")
    if form.sent():
        with refusing(form):
            with attempts.proving() as session:
                second_factor.begin(session, by=by(), password=form.password.text)
            return go("second_factor.index")
    return _page(begin_form=form)


@area.get("/picture.svg")
@requires_person
def picture() -> Response:
    """Draw the key as the picture a phone reads, while the first code is awaited."""
    enrolment = _enrolment()
    if enrolment is None:
        raise NotFound(sentence(N_("There is no such page.")))
    drawn = BytesIO()
    segno.make(enrolment.address, error="m").save(
        drawn, kind="svg", scale=6, border=4, dark="#000", light="#fff"
    )
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@area.post("/confirm")
@requires_person
def confirm() -> Response:
    """Turn the second factor on by the first code, and show the recovery codes, this once."""
    form = ConfirmForm(prefix="confirm-")
    if form.sent():
        with refusing(form):
            with attempts.ending_sessions() as session:
                codes = second_factor.confirm(session, by=by(), code=form.code.text, secret=secret())
            return page("account/recovery_codes.html", codes=codes)
    return _page(confirm_form=form)


@area.post("/turn-off")
@requires_person
def turn_off() -> Response:
    """Turn the second factor off, by password and code."""
    form = OffForm(prefix="off-")
    if form.sent():
        with refusing(form):
            with attempts.ending_sessions() as session:
                second_factor.turn_off(
                    session,
                    by=by(),
                    password=form.password.text,
                    code=form.code.text,
                    secret=secret(),
                )
            return go("account.index", told=N_("The second factor is off."))
    return _page(off_form=form)


def _enrolment() -> Enrolment | None:
    with read() as session:
        return second_factor.enrolment(session, person_id=g.person.id, email=g.person.email, secret=secret())


def _page(**refused: LedgerForm) -> Response:
    """Make the page, with a form that was refused in its place."""
    with read() as session:
        standing = second_factor.standing(session, g.person.id)
    return page(
        "account/second_factor.html",
        factor=standing,
        enrolment=_enrolment(),
        begin_form=refused.get("begin_form") or BeginForm(prefix="begin-"),
        confirm_form=refused.get("confirm_form") or ConfirmForm(prefix="confirm-"),
        off_form=refused.get("off_form") or OffForm(prefix="off-"),
    )
