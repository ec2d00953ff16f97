"""One's own account: name, language, password and sessions."""

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from ledger import passwords, people, second_factor
from ledger import sessions as kept_sessions
from ledger.core.language import CODES
from ledger.core.sentences import N_
from ledger.core.statements.words import ROLE_NAMES
from ledger.storage import accounts
from ledger.web import attempts, sessions
from ledger.web.access import open_to_all, requires_person
from ledger.web.fields import ChoiceField, PasswordField, TextField, verbatim
from ledger.web.forms import LedgerForm
from ledger.web.here import LANGUAGE_COOKIE, by, read, write_account
from ledger.web.pages import go, own_path, page
from ledger.web.refusals import refusing

area = Blueprint("account", __name__)

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}
A_YEAR_SECONDS = 365 * 24 * 3600


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
            with write_account() as session:
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
            new = passwords.NewPassword(form.new.text, field="new")
            with attempts.ending_sessions() as session:
                passwords.change_password(session, by=by(), old=form.old.text, new=new)
            return go("account.index", told=N_("Your password was changed. Other sessions have ended."))
    return _account_page(password_form=form)


@area.post("/account/sessions/<mark>/end")
@requires_person
def end_session(mark: str) -> Response:
    """End one of one's own sessions, on whatever browser it is."""
    form = LedgerForm(prefix=_end_prefix(mark))
    if form.sent():
        with refusing(form):
            with write_account() as session:
                kept_sessions.end_one(session, by=by(), mark=mark)
            return go("account.index", told=N_("The session has ended."))
    return _account_page(end_form=form)


def _end_prefix(mark: str) -> str:
    """Tell the forms that end a session apart."""
    return f"end-{mark}-"


def _account_form() -> AccountForm:
    return AccountForm(prefix="account-", data={"name": g.person.name, "language": g.person.language})


def _account_page(
    account_form: AccountForm | None = None,
    password_form: PasswordForm | None = None,
    end_form: LedgerForm | None = None,
) -> Response:
    with read() as session:
        covenants = accounts.covenants_of(session, g.person.id)
        factor = second_factor.standing(session, g.person.id)
    listed = sessions.list_own()
    return page(
        "account/index.html",
        account_form=account_form or _account_form(),
        password_form=password_form or PasswordForm(prefix="password-"),
        covenants=covenants,
        role_names=ROLE_NAMES,
        factor=factor,
        sessions=[(each, LedgerForm(prefix=_end_prefix(each.mark))) for each in listed],
        end_form=end_form,
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
    with write_account() as session:
        people.change_account(session, by=by(), language=code)
    return language(code)


def _remember(answer: Response, code: str) -> Response:
    """Keep the language on this browser."""
    answer.set_cookie(
        LANGUAGE_COOKIE, code, max_age=A_YEAR_SECONDS, secure=request.is_secure, httponly=True, samesite="Lax"
    )
    return answer
