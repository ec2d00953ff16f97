"""One's own account: signing in and out, name, language and password."""

import hmac
from dataclasses import replace
from hashlib import sha256

from flask import Blueprint, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ledger import access_log, people
from ledger.core.language import CODES
from ledger.core.sentences import N_
from ledger.storage import accounts
from ledger.web.access import begin_session, end_session, open_to_all, requires_person
from ledger.web.fields import ChoiceField, PasswordField, TextField, verbatim
from ledger.web.forms import LedgerForm, PlainForm
from ledger.web.here import LANGUAGE_COOKIE, by, now, read, write_log
from ledger.web.pages import go, log, own_path, page
from ledger.web.refusals import refusing

area = Blueprint("account", __name__)

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}
A_YEAR_SECONDS = 365 * 24 * 3600


class SignInForm(PlainForm):
    """E-mail address and password."""

    email = TextField(
        N_("E-mail address"), autocomplete="username", inputmode="email", most=people.LONGEST_EMAIL
    )
    password = PasswordField(N_("Password"), autocomplete="current-password")


class AccountForm(LedgerForm):
    """How one is called, and in which language one reads."""

    name = TextField(N_("Name"), autocomplete="name")
    language = ChoiceField(
        N_("Language"), choices=[(code, verbatim(LANGUAGE_NAMES[code])) for code in CODES], as_radio=True
    )


class PasswordForm(LedgerForm):
    """The present password and a new one."""

    old = PasswordField(N_("Present password"), autocomplete="current-password")
    new = PasswordField(
        N_("New password"),
        hint=N_("At least 12 characters; a few words in a row are easy to keep in mind."),
        autocomplete="new-password",
    )


@area.route("/sign-in", methods=["GET", "POST"])
@open_to_all
def sign_in() -> Response:
    """Ask for e-mail address and password, and lead on to the page that was wanted."""
    onward = own_path(request.args.get("next")) or url_for("home.index")
    if g.person is not None:
        return redirect(onward, 303)
    with read() as session:
        offered = accounts.demonstration_emails(session)
    chosen = request.args.get("account")
    form = SignInForm(data={"email": chosen} if chosen in offered else None)
    if form.sent():
        with refusing(form):
            _let_in(form.email.text, form.password.text)
            return redirect(onward, 303)
    return page(
        "account/sign_in.html",
        form=form,
        offered=offered,
        chosen=chosen,
        onward=own_path(request.args.get("next")),
    )


def _let_in(email: str, password: str) -> None:
    """Begin a session for whoever these belong to; every attempt is logged, the address only as a digest."""
    subject = _address(email)
    try:
        with read() as session:
            people.require_calm(session, subject=subject, now=now())
            number = people.sign_in(session, email=email, password=password)
            account = accounts.account(session, number)
    except people.TooOften:
        log(access_log.SIGN_IN_HELD, subject=subject)
        raise
    except people.NotSignedIn:
        log(access_log.SIGN_IN_FAILED, subject=subject)
        raise
    if account is not None:
        begin_session(account)
    log(access_log.SIGNED_IN, subject=subject)


def _address(email: str) -> str:
    """Name an address in the access log: keyed, so that nobody can look addresses up in it."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return f"address/{hmac.new(key, email.lower().encode(), sha256).hexdigest()[:32]}"


@area.post("/sign-out")
@requires_person
def sign_out() -> Response:
    """End the session on this browser."""
    log(access_log.SIGNED_OUT)
    end_session()
    return go("account.sign_in", told=N_("You have signed out."))


@area.get("/account")
@requires_person
def index() -> Response:
    """Show one's own name, language and roles, and the forms to change them."""
    return _account_page()


@area.post("/account")
@requires_person
def change() -> Response:
    """Change one's own name and language."""
    form = _account_form()
    if form.sent():
        with refusing(form):
            with write_log() as session:
                people.change_account(session, by=by(), name=form.name.text, language=form.language.choice)
            g.language = form.language.choice
            return _remember(go("account.index", told=N_("Your account was changed.")), g.language)
    return _account_page(account_form=form)


@area.post("/account/password")
@requires_person
def change_password() -> Response:
    """Change one's own password; all other sessions end."""
    form = PasswordForm(prefix="password-")
    if form.sent():
        with refusing(form):
            with write_log() as session:
                stamp = people.change_password(session, by=by(), old=form.old.text, new=form.new.text)
            begin_session(replace(g.person, stamp=stamp))
            return go("account.index", told=N_("Your password was changed. Other sessions have ended."))
    return _account_page(password_form=form)


def _account_form() -> AccountForm:
    return AccountForm(prefix="account-", data={"name": g.person.name, "language": g.person.language})


def _account_page(
    account_form: AccountForm | None = None, password_form: PasswordForm | None = None
) -> Response:
    with read() as session:
        covenants = accounts.covenants_of(session, g.person.id)
    return page(
        "account/index.html",
        account_form=account_form or _account_form(),
        password_form=password_form or PasswordForm(prefix="password-"),
        covenants=covenants,
        role_names=people.ROLE_NAMES,
    )


@area.get("/language/<any(nl, en):code>")
@open_to_all
def language(code: str) -> Response:
    """Speak this language on this browser, and go back to where the reader was."""
    return _remember(redirect(own_path(request.args.get("next")) or url_for("home.index"), 303), code)


@area.post("/language/<any(nl, en):code>")
@requires_person
def own_language(code: str) -> Response:
    """Speak this language to this person, here and wherever they sign in."""
    with write_log() as session:
        people.change_account(session, by=by(), language=code)
    return language(code)


def _remember(answer: Response, code: str) -> Response:
    """Keep the language on this browser."""
    answer.set_cookie(
        LANGUAGE_COOKIE, code, max_age=A_YEAR_SECONDS, secure=request.is_secure, httponly=True, samesite="Lax"
    )
    return answer
