"""Proposals: choosing what to put to the parties, putting it, and wording it anew while it is open."""

from flask import g
from werkzeug.wrappers import Response

from ledger import decisions, proposing
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, sentence
from ledger.core.statements.words import DECISION_KINDS
from ledger.web.access import requires
from ledger.web.decisions import area
from ledger.web.fields import LinesField
from ledger.web.forms import LedgerForm
from ledger.web.here import by, read, write
from ledger.web.pages import go, page
from ledger.web.questions import QUESTIONS, ProposalForm, Question
from ledger.web.refusals import refusing


class WordingForm(LedgerForm):
    """The text of a proposal alone, where its figures are not changed here."""

    proposal = LinesField(N_("Why?"), hint=N_("The parties read this before they vote."))


@area.get("/new")
@requires("treasurer", "partner")
def choose() -> Response:
    """Choose what kind of decision to ask of the parties."""
    return page("decisions/choose.html", kinds={kind: DECISION_KINDS[kind] for kind in QUESTIONS})


@area.route("/new/<kind>", methods=["GET", "POST"])
@requires("treasurer", "partner")
def new(kind: str) -> Response:
    """Put a question of one kind to the parties."""
    question = _question(kind)
    form = _form(question)
    if form.sent():
        with refusing(form):
            with write() as session:
                number = proposing.propose(
                    session,
                    g.covenant.id,
                    by=by(form),
                    kind=kind,
                    facts=question.facts(form),
                    proposal=form.proposal.text,
                    deadline=form.deadline.data,
                )
            return go("decisions.show", number=number, told=N_("The proposal is put to the parties."))
    return page("decisions/new.html", form=form, kind=DECISION_KINDS[kind], decision=None)


@area.route("/<int:number>/edit", methods=["GET", "POST"])
@requires("treasurer", "partner")
def edit(number: int) -> Response:
    """Word an open proposal anew; the votes cast count no longer."""
    with read() as session:
        decision = decisions.find_decision(session, g.covenant.id, number)
    decisions.require_proposer(decision, by())
    decisions.require_open(decision)
    if decision.subject.startswith("budget/"):
        return go("budgets.edit", number=int(decision.subject.split("/")[1]))
    question = QUESTIONS.get(decision.kind)
    figures = decisions.figures_of(decision)
    form: LedgerForm
    if question is not None:
        form = _form(question, {**question.known(figures), "proposal": decision.proposal})
        del form.deadline
    else:
        form = WordingForm(data={"proposal": decision.proposal})
    if form.sent():
        with refusing(form):
            with write() as session:
                proposing.change(
                    session,
                    g.covenant.id,
                    by=by(form),
                    number=number,
                    facts=question.facts(form) if question is not None else None,
                    proposal=form.proposal.text,
                )
            return go("decisions.show", number=number, told=CHANGED)
    return page("decisions/new.html", form=form, kind=DECISION_KINDS[decision.kind], decision=decision)


CHANGED = N_("The proposal is changed; votes cast on the text before count no longer.")


def _question(kind: str) -> Question:
    question = QUESTIONS.get(kind)
    if question is None:
        raise NotFound(sentence(N_("There is no such kind of decision to propose.")))
    return question


def _form(question: Question, data: dict[str, object] | None = None) -> ProposalForm:
    form = question.form(data=data)
    with read() as session:
        question.offer(form, session, g.covenant.id)
    return form
