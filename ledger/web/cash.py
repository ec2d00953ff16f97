"""Cash that a party lends: its page, what came in and was repaid, and taking back what was an error."""

from flask import g
from werkzeug.wrappers import Response

from ledger import cash_advances, cash_pages
from ledger.core.sentences import N_, Cents, sentence
from ledger.web.access import requires, requires_member
from ledger.web.bank import area
from ledger.web.fields import DayField, MoneyField, TextField
from ledger.web.forms import LedgerForm
from ledger.web.here import by, read, today, write
from ledger.web.pages import go, page
from ledger.web.refusals import refusing
from ledger.web.spend_forms import ReverseForm

__all__ = ["area"]


class CameInForm(LedgerForm):
    """Cash that came in: when, how much, and its reference."""

    received_on = DayField(N_("Received on"))
    amount = MoneyField(N_("Amount"))
    reference = TextField(N_("Reference at the bank"), optional=True)


class RepaidForm(LedgerForm):
    """Cash that was repaid: when, how much, and its reference."""

    paid_on = DayField(N_("Repaid on"))
    amount = MoneyField(N_("Amount"))
    reference = TextField(N_("Reference at the bank"), optional=True)


@area.get("/advances/<int:number>")
@requires_member
def advance(number: int) -> Response:
    """Show one cash advance, and what can be done with it."""
    return _show(number)


def _show(number: int, refused: LedgerForm | None = None, step: str = "") -> Response:
    with read() as session:
        shown = cash_pages.advance_page(session, g.covenant.id, number, today=today())
    owed, to_come = shown.advance.lent.owed_cents, shown.advance.lent.to_come_cents
    forms: dict[str, LedgerForm] = {
        "received": CameInForm(prefix="received-", data={"received_on": today(), "amount": to_come}),
        "repaid": RepaidForm(prefix="repaid-", data={"paid_on": today(), "amount": owed}),
        **{
            f"movement-{one.id}": ReverseForm(prefix=f"movement-{one.id}-", data={"reversed_on": today()})
            for one, _ in shown.movements
            if one.state == "recorded"
        },
    }
    if refused is not None:
        forms[step] = refused
    return page(
        "bank/advance.html",
        shown=shown,
        forms=forms,
        refused=step,
        is_treasurer="treasurer" in g.roles,
    )


@area.post("/advances/<int:number>/received")
@requires("treasurer")
def advance_received(number: int) -> Response:
    """Record cash that came in from the party."""
    form = CameInForm(prefix="received-")
    if form.sent():
        with refusing(form):
            with write() as session:
                cash_advances.record_received(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    received_on=form.received_on.day,
                    amount_cents=form.amount.cents,
                    reference=form.reference.text,
                )
            told = sentence(N_("%(amount)s is recorded as received."), amount=Cents(form.amount.cents))
            return go("bank.advance", number=number, told=told)
    return _show(number, form, "received")


@area.post("/advances/<int:number>/repaid")
@requires("treasurer")
def advance_repaid(number: int) -> Response:
    """Record cash that was repaid to the party."""
    form = RepaidForm(prefix="repaid-")
    if form.sent():
        with refusing(form):
            with write() as session:
                _, warning = cash_advances.record_repaid(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    paid_on=form.paid_on.day,
                    amount_cents=form.amount.cents,
                    reference=form.reference.text,
                )
            told = sentence(N_("%(amount)s is recorded as repaid."), amount=Cents(form.amount.cents))
            return go("bank.advance", number=number, told=told, warning=warning)
    return _show(number, form, "repaid")


@area.post("/advances/<int:number>/movements/<int:movement>/reverse")
@requires("treasurer")
def reverse_movement(number: int, movement: int) -> Response:
    """Take back a movement that was recorded in error."""
    form = ReverseForm(prefix=f"movement-{movement}-")
    if form.sent():
        with refusing(form):
            with write() as session:
                cash_advances.require_movement(session, g.covenant.id, number, movement)
                warning = cash_advances.reverse_movement(
                    session,
                    g.covenant.id,
                    by=by(form),
                    movement=movement,
                    reversed_on=form.reversed_on.day,
                    reason=form.reason.text,
                )
            return go("bank.advance", number=number, told=N_("It is taken back."), warning=warning)
    return _show(number, form, f"movement-{movement}")
