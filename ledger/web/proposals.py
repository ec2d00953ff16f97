"""Proposals: choosing what to put to the parties, putting it, and wording it anew while it is open."""

from collections.abc import Mapping

from flask import g
from werkzeug.wrappers import Response

from ledger import decisions, proposing
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.words import DECISION_KINDS
from ledger.rule_changes import MANDATE, RULE
from ledger.web.access import requires
from ledger.web.decisions import area
from ledger.web.fields import LinesField
from ledger.web.forms import LedgerForm
from ledger.web.here import by, read, write
from ledger.web.pages import go, page
from ledger.web.questions import QUESTIONS, ProposalForm, Question
from ledger.web.refusals import refusing

GROUPS: tuple[tuple[Sentence, Mapping[str, Sentence]], ...] = (
    (
        sentence(N_("Money")),
        {
            "carry": sentence(N_("Let what is left of a year's budget be spent in the next.")),
            "common": sentence(N_("Spend money that came from no party, such as interest.")),
            "cash": sentence(N_("Have a party lend the covenant money until contributions come in.")),
        },
    ),
    (
        sentence(N_("Pledges")),
        {
            "instalment": sentence(N_("Have an instalment fall due on another day.")),
            "pledge": sentence(N_("Lower or cancel what a party has promised.")),
            "writeoff": sentence(N_("Give up money that fell due and will not come in.")),
        },
    ),
    (
        sentence(N_("Parties")),
        {
            "accession": sentence(N_("Let a new party join, with its own pledge, from a day on.")),
            "leaving": sentence(N_("Let a party leave after a day, and say what becomes of its money.")),
        },
    ),
    (
        sentence(N_("Fiscal years")),
        {
            "close_year": sentence(N_("Close the books of a year: nothing can be dated in it from then on.")),
            "reopen_year": sentence(N_("Open a closed year again, for evidence alone or for its figures.")),
            "settlement": sentence(N_("Divide what is left when the covenant has ended.")),
            "start": sentence(N_("Take over the balances of a covenant that was under way already.")),
        },
    ),
    (
        sentence(N_("Rules")),
        {"rules": sentence(N_("Change how decisions are taken and who must approve expenditures."))},
    ),
)
"""What can be asked of the parties, by what it is about: each kind in a word of explanation."""


CAN_BE_ASKED = frozenset({"rules", *QUESTIONS})
"""The kinds that are put to the parties from here."""


class WordingForm(LedgerForm):
    """The text of a proposal alone, where its figures are not changed here."""

    proposal = LinesField(N_("Why?"), hint=N_("The parties read this before they vote."))


@area.get("/new")
@requires("treasurer", "partner")
def choose() -> Response:
    """Choose what kind of decision to ask of the parties."""
    groups = [
        (
            heading,
            [(kind, DECISION_KINDS[kind], about) for kind, about in kinds.items() if kind in CAN_BE_ASKED],
        )
        for heading, kinds in GROUPS
    ]
    return page("decisions/choose.html", groups=groups)


@area.route("/new/<kind>", methods=["GET", "POST"])
@requires("treasurer", "partner")
def new(kind: str) -> Response:
    """Put a question of one kind to the parties; changes of the rules begin where the rules stand."""
    if kind == "rules":
        return go("settings.index")
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
    if decision.kind == "rules":
        return _to_rule(decision.subject)
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


def _to_rule(about: str) -> Response:
    """Go to where a change of the rules is worded."""
    if about.startswith(RULE):
        return go("settings.change_rule", kind=about.removeprefix(RULE))
    return go("settings.change_mandate" if about == MANDATE else "settings.change_cash_rule")


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
