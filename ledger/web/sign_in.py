"""Signing in and out: the password, the code of the second factor, and links for those without a password."""

import secrets
from typing import Any

from flask import Blueprint, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ledger import access_log, links, passwords, second_factor, signing_in
from ledger.core.email_address import LONGEST_EMAIL
from ledger.core.sentences import N_
from ledger.signing_in import NotSignedIn
from ledger.storage import accounts
from ledger.storage.accounts import Account
from ledger.storage.db import Session
from ledger.web import attempts, mail, sessions
from ledger.web.access import open_to_all, requires_person
from ledger.web.fields import PasswordField, TextField
from ledger.web.forms import PlainForm
from ledger.web.here import by, now, read, write_log
from ledger.web.logbook import log
from ledger.web.pages import go, own_path, page
from ledger.web.places import place, secret
from ledger.web.refusals import refusing

area = Blueprint("sign_in", __name__)

HALFWAY, HALFWAY_SECONDS = "halfway", 600
"""Where the cookie keeps who has given a right password and owes a code, and for how long."""

TOKEN_BYTES = 32


class SignInForm(PlainForm):
    """E-mail address and password."""

    email = TextField(N_("E-mail address"), autocomplete="username", inputmode="email", most=LONGEST_EMAIL)
    password = PasswordField(N_("Password"), autocomplete="current-password")


class CodeForm(PlainForm):
    """The code of the second factor."""

    code = TextField(
        N_("Code"),
        hint=N_("The six digits that your phone shows now, or one of your recovery codes."),
        autocomplete="one-time-code",
        most=40,
    )


class ForgottenForm(PlainForm):
    """The e-mail address of whoever forgot their password."""

    email = TextField(N_("E-mail address"), autocomplete="username", inputmode="email", most=LONGEST_EMAIL)


class ChosenForm(PlainForm):
    """A password that is chosen by a link."""

    password = PasswordField(
        N_("New password"),
        hint=N_("At least 12 characters; a few words in a row are easy to keep in mind."),
        autocomplete="new-password",
    )


@area.route("/sign-in", methods=["GET", "POST"])
@open_to_all
def index() -> Response:
    """Ask for e-mail address and password, and lead on to the page that was wanted."""
    onward = own_path(request.args.get("next")) or url_for("home.index")
    if g.person is not None:
        return redirect(onward, 303)
    with read() as block:
        offered = accounts.demonstration_emails(block)
    chosen = request.args.get("account")
    form = SignInForm(data={"email": chosen} if chosen in offered else None)
    if form.sent():
        with refusing(form):
            if _let_in(form.email.text, form.password.text):
                return redirect(onward, 303)
            return redirect(url_for("sign_in.code", next=own_path(request.args.get("next"))), 303)
    return page(
        "account/sign_in.html",
        form=form,
        offered=offered,
        chosen=chosen,
        onward=own_path(request.args.get("next")),
    )


def _let_in(email: str, password: str) -> bool:
    """Begin a session for whoever these belong to; every attempt is logged, the address only as a digest.

    Gives False where the code of the second factor is still to come.
    """
    attempts.require_calm(email)
    account, owes_code = _weigh(email, password)
    token = None
    with attempts.held(attempts.subject_of(email)), write_log() as block:
        attempts.settle(block, email, right=account is not None)
        if account is not None:
            _log_in(block, account, access_log.PASSWORD_RIGHT if owes_code else access_log.SIGNED_IN)
            token = None if owes_code else sessions.start(block, account)
    if account is None:
        raise signing_in.not_signed_in()
    if token is None:
        session.clear()
        session[HALFWAY] = [account.id, account.stamp, int(now().timestamp())]
        return False
    sessions.remember(account, token)
    return True


def _weigh(email: str, password: str) -> tuple[Account | None, bool]:
    """Say whose these are, if anybody's, and whether a code is to come."""
    with read() as block:
        try:
            number = signing_in.sign_in(block, email=email, password=password)
        except NotSignedIn:
            return None, False
        return accounts.account(block, number), second_factor.standing(block, number).on


def _log_in(block: Session, account: Account, act: str) -> None:
    subject = attempts.subject_of(account.email)
    access_log.append(block, now=now(), person_id=account.id, act=act, subject=subject)


@area.route("/sign-in/code", methods=["GET", "POST"])
@open_to_all
def code() -> Response:
    """Ask for the code of the second factor, and lead on to the page that was wanted."""
    onward = own_path(request.args.get("next")) or url_for("home.index")
    if g.person is not None:
        return redirect(onward, 303)
    account = _halfway()
    if account is None:
        return redirect(url_for("sign_in.index", next=own_path(request.args.get("next"))), 303)
    form = CodeForm()
    if form.sent():
        with refusing(form):
            _take_code(account, form.code.text)
            return redirect(onward, 303)
    return page("account/code.html", form=form)


def _halfway() -> Account | None:
    """Read who gave the right password on this browser a short while ago, and is still to give a code."""
    kept: Any = session.get(HALFWAY)
    if not (isinstance(kept, list) and len(kept) == 3 and all(isinstance(each, int) for each in kept)):
        return None
    number, stamp, at = kept
    with read() as block:
        account = accounts.account(block, number)
    fresh = 0 <= now().timestamp() - at < HALFWAY_SECONDS
    return account if account and fresh and not account.disabled and account.stamp == stamp else None


def _take_code(account: Account, typed: str) -> None:
    """Begin a session by a right code; a wrong one counts as a failure to sign in."""
    attempts.require_calm(account.email)
    token = None
    with attempts.held(attempts.subject_of(account.email)), write_log() as block:
        right = second_factor.take(block, person_id=account.id, code=typed, secret=secret(), now=now())
        if attempts.settle(block, account.email, right=right):
            _log_in(block, account, access_log.SIGNED_IN)
            token = sessions.start(block, account)
    if token is None:
        raise second_factor.wrong_code()
    sessions.remember(account, token)


@area.post("/sign-out")
@requires_person
def out() -> Response:
    """End the session on this browser."""
    log(access_log.SIGNED_OUT)
    sessions.end()
    return go("sign_in.index", told=N_("You have signed out."))


# ---- links -------------------------------------------------------------------------------------------


@area.route("/sign-in/forgotten", methods=["GET", "POST"])
@open_to_all
def forgotten() -> Response:
    """Send a link to whoever forgot their password; says the same whatever was typed."""
    form = ForgottenForm()
    if form.sent():
        with refusing(form):
            _ask_for_link(form.email.text)
            return page("account/forgotten.html", form=None, sends=mail.sends())
    return page("account/forgotten.html", form=form, sends=mail.sends())


def _ask_for_link(email: str) -> None:
    """Log that a link was asked for, and do what follows from it behind the reader's back.

    What is asked for again and again for one address is answered the same and has no consequence. Refuses
    where too much was asked for from one network, whatever the addresses.
    """
    with write_log() as block:
        is_taken = signing_in.ask_for_link(
            block, subject=attempts.subject_of(email), place=place(), now=now()
        )
    if mail.sends() and is_taken:
        mail.later(_send_link, email)


def _send_link(email: str) -> None:
    """Make a link for whoever has this address, if anybody, and send it there."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with write_log() as block:
        account = accounts.find_account(block, signing_in.as_kept(email))
        if account is None or account.disabled:
            return
        links.make(block, by=by(), person_id=account.id, token=token, purpose="reset")
    mail.send_link(account, "reset", token)


@area.route("/sign-in/link/<token>", methods=["GET", "POST"])
@open_to_all
def link(token: str) -> Response:
    """Let whoever has a link choose a password by it, once."""
    with read() as block:
        opened = links.find(block, token=token, now=now())
    form = ChosenForm()
    if form.sent():
        with refusing(form):
            chosen = passwords.NewPassword(form.password.text)
            with write_log() as block:
                links.use(block, by=by(), token=token, password=chosen)
            sessions.end()
            return go("sign_in.index", told=N_("Your password is set. Sign in with it."))
    return page("account/link.html", form=form, account=opened.account, purpose=opened.purpose)


def new_token() -> str:
    """Make the token of a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)
