"""One expenditure: the page on which everything is done with it, from its approval to its reversal."""

from flask import g
from werkzeug.wrappers import Response

from ledger import approving, dossiers, payments, reversals, sending_back, spend_decisions
from ledger.core.sentences import N_, Cents, sentence
from ledger.dossiers import Dossier
from ledger.next_steps import NextSteps, next_steps
from ledger.web.access import covenant_area, requires, requires_member
from ledger.web.filing import keep_files
from ledger.web.forms import LedgerForm
from ledger.web.here import by, code, read, today, write
from ledger.web.pages import go, page
from ledger.web.refusals import refusing
from ledger.web.spend_forms import (
    BackForm,
    FilesForm,
    PayForm,
    ProposeForm,
    RejectForm,
    ResubmitForm,
    ReverseForm,
    SendBackForm,
    SetOffForm,
)

area = covenant_area("expenditures", __name__)


@area.get("/<int:number>")
@requires_member
def show(number: int) -> Response:
    """Show everything about one expenditure, and what can be done with it."""
    return _show(number)


def open_file(number: int) -> tuple[Dossier, NextSteps]:
    """Gather everything about an expenditure, and what the reader can do with it."""
    with read() as session:
        file = dossiers.open_dossier(session, g.covenant.id, number, today=today(), code=code())
        return file, next_steps(session, g.covenant.id, file, by=by())


def _show(number: int, refused: LedgerForm | None = None, step: str = "") -> Response:
    """Make the page of an expenditure; a refused form stands in its place, or on top where it has none."""
    file, steps = open_file(number)
    forms = _forms(file)
    if refused is not None:
        forms[step] = refused
        refused.digest.show(file.digest)
    places = set(steps.can) | {f"payment-{one.number}" for one in file.payments if one.state == "recorded"}
    return page(
        "expenditures/show.html",
        file=file,
        steps=steps,
        forms=forms,
        refused=step,
        displaced=refused if step not in places else None,
    )


def _forms(file: Dossier) -> dict[str, LedgerForm]:
    """Make the forms of every step, filled with what is most likely meant."""
    open_cents = abs(file.owed_cents)
    off = SetOffForm(
        prefix="off-",
        data={
            "claim": str(file.claims[0][0].id) if file.claims else None,
            "settled_on": today(),
            "amount": min(open_cents, file.claims[0][1]) if file.claims else None,
        },
    )
    off.offer(file.claims)
    return {
        "approve": LedgerForm(prefix="approve-", data={"digest": file.digest}),
        "reject": RejectForm(prefix="reject-"),
        "send-back": SendBackForm(prefix="send-back-", data={"digest": file.digest}),
        "resubmit": ResubmitForm(prefix="resubmit-"),
        "propose": ProposeForm(prefix="propose-"),
        "pay": PayForm(prefix="pay-", data={"paid_on": today(), "amount": open_cents}),
        "take-back": BackForm(prefix="back-", data={"received_on": today(), "amount": open_cents}),
        "set-off": off,
        "reverse": ReverseForm(prefix="reverse-", data={"reversed_on": today()}),
        "add-evidence": FilesForm(prefix="files-"),
        **{
            f"payment-{one.number}": ReverseForm(
                prefix=f"payment-{one.number}-", data={"reversed_on": today()}
            )
            for one in file.payments
            if one.state == "recorded"
        },
    }


@area.post("/<int:number>/approve")
@requires("partner")
def approve(number: int) -> Response:
    """Approve, for the reader's organisation, exactly what its page showed."""
    form = LedgerForm(prefix="approve-")
    if form.sent():
        with refusing(form):
            with write() as session:
                now = approving.approve_expenditure(
                    session, g.covenant.id, by=by(form), number=number, seen_digest=form.digest.text
                )
            told = (
                N_("Your approval is recorded. The expenditure is approved and charged to the funders.")
                if now.complete
                else N_("Your approval is recorded.")
            )
            return go("expenditures.show", number=number, told=told)
    return _show(number, form, "approve")


@area.post("/<int:number>/reject")
@requires("partner")
def reject(number: int) -> Response:
    """Reject an expenditure, with the reason."""
    form = RejectForm(prefix="reject-")
    if form.sent():
        with refusing(form):
            with write() as session:
                approving.reject_expenditure(
                    session, g.covenant.id, by=by(form), number=number, reason=form.reason.text
                )
            return go("expenditures.show", number=number, told=N_("The expenditure is rejected."))
    return _show(number, form, "reject")


@area.post("/<int:number>/send-back")
@requires("partner")
def send_back(number: int) -> Response:
    """Send an expenditure back to the treasurer, with what to look at."""
    form = SendBackForm(prefix="send-back-")
    if form.sent():
        with refusing(form):
            with write() as session:
                sending_back.send_back(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    reason=form.reason.text,
                    seen_digest=form.digest.text,
                )
            return go("expenditures.show", number=number, told=N_("It is sent back to the treasurer."))
    return _show(number, form, "send-back")


@area.post("/<int:number>/resubmit")
@requires("treasurer")
def resubmit(number: int) -> Response:
    """Put an expenditure that was sent back before the approvers again."""
    form = ResubmitForm(prefix="resubmit-")
    if form.sent():
        with refusing(form):
            with write() as session:
                sending_back.resubmit(
                    session, g.covenant.id, by=by(form), number=number, answer=form.answer.text
                )
            return go("expenditures.show", number=number, told=N_("The partners are asked again."))
    return _show(number, form, "resubmit")


@area.post("/<int:number>/propose")
@requires("treasurer", "partner")
def propose(number: int) -> Response:
    """Put an expenditure to the parties that the mandate cannot deal with."""
    form = ProposeForm(prefix="propose-")
    if form.sent():
        with refusing(form):
            with write() as session:
                decision = spend_decisions.propose_spend(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    proposal=form.proposal.text,
                    deadline=form.deadline.data,
                )
            return go("decisions.show", number=decision, told=N_("It is put to the parties."))
    return _show(number, form, "propose")


@area.post("/<int:number>/pay")
@requires("treasurer")
def pay(number: int) -> Response:
    """Record that an expenditure, or part of it, was paid."""
    form = PayForm(prefix="pay-")
    if form.sent():
        with refusing(form):
            with write() as session:
                _, warning = payments.pay(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    paid_on=form.paid_on.day,
                    amount_cents=form.amount.cents,
                    reference=form.reference.text,
                )
            told = sentence(N_("The payment of %(amount)s is recorded."), amount=Cents(form.amount.cents))
            return go("expenditures.show", number=number, told=told, warning=warning)
    return _show(number, form, "pay")


@area.post("/<int:number>/take-back")
@requires("treasurer")
def take_back(number: int) -> Response:
    """Record money that a payee paid back."""
    form = BackForm(prefix="back-")
    if form.sent():
        with refusing(form):
            with write() as session:
                payments.take_back(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    received_on=form.received_on.day,
                    amount_cents=form.amount.cents,
                    reference=form.reference.text,
                )
            told = sentence(N_("%(amount)s that came back is recorded."), amount=Cents(form.amount.cents))
            return go("expenditures.show", number=number, told=told)
    return _show(number, form, "take-back")


@area.post("/<int:number>/set-off")
@requires("treasurer")
def set_off(number: int) -> Response:
    """Settle what is owed with a claim on the same payee."""
    form = SetOffForm(prefix="off-")
    form.offer(open_file(number)[0].claims)
    if form.sent():
        with refusing(form):
            with write() as session:
                payments.set_off(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    claim_number=int(form.claim.choice),
                    settled_on=form.settled_on.day,
                    amount_cents=form.amount.cents,
                )
            told = sentence(N_("%(amount)s is settled with the claim."), amount=Cents(form.amount.cents))
            return go("expenditures.show", number=number, told=told)
    return _show(number, form, "set-off")


@area.post("/<int:number>/reverse")
@requires("treasurer")
def reverse(number: int) -> Response:
    """Reverse an approved or paid expenditure."""
    form = ReverseForm(prefix="reverse-")
    if form.sent():
        with refusing(form):
            with write() as session:
                reversals.reverse_expenditure(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    reversed_on=form.reversed_on.day,
                    reason=form.reason.text,
                )
            return go("expenditures.show", number=number, told=N_("The reversal is recorded."))
    return _show(number, form, "reverse")


@area.post("/<int:number>/payments/<int:payment>/reverse")
@requires("treasurer")
def reverse_payment(number: int, payment: int) -> Response:
    """Take back a payment that was recorded in error."""
    file, _ = open_file(number)
    dossiers.require_payment(file, payment)
    form = ReverseForm(prefix=f"payment-{payment}-")
    if form.sent():
        with refusing(form):
            with write() as session:
                warning = reversals.reverse_payment(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=payment,
                    reversed_on=form.reversed_on.day,
                    reason=form.reason.text,
                )
            return go(
                "expenditures.show", number=number, told=N_("The payment is reversed."), warning=warning
            )
    return _show(number, form, f"payment-{payment}")


@area.post("/<int:number>/evidence")
@requires("treasurer")
def add_evidence(number: int) -> Response:
    """Add files as evidence; the approvals given stand."""
    form = keep_files(f"expenditure/{number}")
    if form is None:
        return go("expenditures.show", number=number, told=N_("The evidence is added."))
    return _show(number, form, "add-evidence")
