"""Proving who one is: the codes a phone shows, and turning the second factor on through the pages."""

from datetime import timedelta

from flask import Flask
from pyotp import TOTP

from ledger import second_factor
from ledger.storage import accounts
from ledger.storage.db import Database
from ledger.storage.tables import SecondFactor
from tests.web.visitor import PASSWORD, Page, Visitor

HALF_MINUTE = timedelta(seconds=30)
BEGIN, TURN_ON, TURN_OFF = "Beginnen", "Aanzetten", "Uitzetten"


def code_for(app: Flask, email: str, *, steps: int = 0) -> str:
    """Give the code somebody's phone shows, now or so many half minutes later."""
    database: Database = app.extensions["ledger"]
    with database.read() as session:
        account = accounts.find_account(session, email)
        assert account is not None
        row = session.get_one(SecondFactor, account.id)
        key = second_factor.key_of(app.config["SECRET_KEY"], account.id, row.nonce)
    return TOTP(key).at(app.config["NOW"]() + steps * HALF_MINUTE)


def turn_on(app: Flask, visitor: Visitor, email: str) -> Page:
    """Turn somebody's second factor on; gives the page with the recovery codes."""
    visitor.get("/account/second-factor")
    visitor.submit(BEGIN, {"password": PASSWORD})
    return visitor.submit(TURN_ON, {"code": code_for(app, email)})


def give_password(visitor: Visitor, email: str) -> Page:
    """Give the right password; gives the page that asks for the code."""
    visitor.get("/sign-in")
    return visitor.submit("Inloggen", {"email": email, "password": PASSWORD})
