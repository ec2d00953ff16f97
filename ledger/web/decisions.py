"""Decisions: the register, one decision with its votes, and casting a vote."""

from flask import g, request
from werkzeug.wrappers import Response

from ledger import decision_pages, decisions, dossiers, evidence, voting
from ledger.core.approval import VOTES
from ledger.core.sentences import N_
from ledger.core.statements.words import DECISION_KINDS, OUTCOMES
from ledger.decision_pages import AskedDecisions
from ledger.dossiers import Dossier
from ledger.storage import accounts
from ledger.storage.db import Session
from ledger.storage.tables import Decision
from ledger.web.access import covenant_area, requires, requires_member
from ledger.web.fields import ChoiceField, TextField
from ledger.web.filing import files_form, keep_files
from ledger.web.forms import LedgerForm
from ledger.web.here import by, code, read, today, write
from ledger.web.pages import go, page
from ledger.web.paging import Paging, text_asked
from ledger.web.refusals import refusing

area = covenant_area("decisions", __name__)

PER_PAGE = 50

CHOICES = {
    "for": N_("In favour"),
    "against": N_("Against"),
    "abstain": N_("Abstain"),
    "recused": N_("Stand aside (recused)"),
}


class VoteForm(LedgerForm):
    """An organisation's vote, with a reason."""

    choice = ChoiceField(
        N_("How does your organisation vote?"),
        choices=[(vote, CHOICES[vote]) for vote in VOTES],
        as_radio=True,
    )
    reason = TextField(
        N_("Reason"), hint=N_("Needed when your organisation stands aside."), optional=True, most=2000
    )


class WithdrawForm(LedgerForm):
    """Why a proposal is withdrawn."""

    reason = TextField(
        N_("Reason"), hint=N_("Needed where the party that proposed it has left."), optional=True, most=2000
    )


@area.get("")
@requires_member
def index() -> Response:
    """Show the part of the register of decisions that the address asks for."""
    state, kind = text_asked("state"), text_asked("kind")
    asked = AskedDecisions(
        state if state in OUTCOMES else "",
        kind if kind in DECISION_KINDS else "",
    )
    paging = Paging.asked(PER_PAGE)
    with read() as session:
        found = decision_pages.decision_rows(
            session, g.covenant.id, g.party_id, asked, today=today(), first=paging.first, most=PER_PAGE
        )
    return page(
        "decisions/index.html",
        asked=asked,
        found=found,
        paging=paging.of(found.count, request.args),
        kinds=DECISION_KINDS,
        states=OUTCOMES,
    )


@area.get("/<int:number>")
@requires_member
def show(number: int) -> Response:
    """Show one decision: what is proposed, how it stands, who voted how."""
    return _decision_page(number)


@area.post("/<int:number>/vote")
@requires("partner")
def vote(number: int) -> Response:
    """Cast or change the vote of the partner's organisation."""
    form = VoteForm()
    if form.sent():
        with refusing(form):
            with write() as session:
                tally = voting.cast_vote(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    choice=form.choice.choice,
                    reason=form.reason.text,
                    seen_digest=form.digest.text,
                )
            told = {
                "open": N_("Your vote is recorded."),
                "adopted": N_("Your vote is recorded, and the proposal is adopted."),
                "rejected": N_("Your vote is recorded, and the proposal is rejected."),
                "lapsed": N_("Your vote is recorded, and the proposal has lapsed."),
            }
            return go("decisions.show", number=number, told=told[tally.outcome])
    return _decision_page(number, vote_form=form)


@area.post("/<int:number>/evidence")
@requires("treasurer", "partner")
def add_evidence(number: int) -> Response:
    """Add files to a decision: the minutes, a letter, the reasons."""
    form = keep_files(f"decision/{number}")
    if form is None:
        return go("decisions.show", number=number, told=N_("The evidence is added."))
    return _decision_page(number, files=form)


@area.post("/<int:number>/withdraw")
@requires("treasurer", "partner")
def withdraw(number: int) -> Response:
    """Withdraw a proposal that is still open."""
    form = WithdrawForm(prefix="withdraw-")
    if form.sent():
        with refusing(form):
            with write() as session:
                voting.withdraw(session, g.covenant.id, by=by(form), number=number, reason=form.reason.text)
            return go("decisions.show", number=number, told=N_("The proposal is withdrawn."))
    return _decision_page(number, withdraw_form=form)


def _bill(session: Session, decision: Decision) -> Dossier | None:
    """Open the expenditure that is being voted on: its voters see what an approver sees."""
    if decision.kind != "spend" or decision.state != "open":
        return None
    number = int(decision.subject.split("/")[1])
    return dossiers.open_dossier(session, g.covenant.id, number, today=today(), code=code())


def _decision_page(
    number: int,
    vote_form: VoteForm | None = None,
    withdraw_form: WithdrawForm | None = None,
    files: LedgerForm | None = None,
) -> Response:
    refused = vote_form or withdraw_form or files
    with read() as session:
        shown = decision_pages.decision_page(session, g.covenant.id, number, today=today())
        kept = evidence.list_evidence(session, g.covenant.id, f"decision/{number}")
        names = accounts.names_of(session, {each.person_id for each in kept})
        if "auditor" not in g.roles:
            files = files_form(session, f"decision/{number}", files)
        decision = shown.standing.decision
        file = _bill(session, decision)
        is_open = shown.standing.state == "open"
        may_withdraw = is_open and voting.may_withdraw(session, g.covenant.id, decision, by())
    own = shown.standing.votes.get(g.party_id)
    may_vote = shown.standing.takes_vote_of(g.party_id)
    if vote_form is not None:
        vote_form.digest.show(decision.digest)
    elif may_vote:
        vote_form = VoteForm()
        vote_form.digest.data = decision.digest
        if own:
            vote_form.choice.data, vote_form.reason.data = own.choice, own.reason
    shown_forms = (vote_form if may_vote else None, withdraw_form if may_withdraw else None, files)
    return page(
        "decisions/show.html",
        file=file,
        displaced=refused if refused not in shown_forms else None,
        shown=shown,
        own=own,
        kind=DECISION_KINDS[decision.kind],
        files=[(each, names.get(each.person_id, "")) for each in kept],
        vote_form=vote_form if may_vote else None,
        is_proposer=is_open and decisions.is_proposer(decision, by()),
        withdraw_form=(withdraw_form or WithdrawForm(prefix="withdraw-")) if may_withdraw else None,
        files_form=files,
    )
