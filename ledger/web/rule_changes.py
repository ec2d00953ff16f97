"""Asking the parties to change the rules: how a kind of decision is taken, the mandate, the cash rule."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from flask import g, request
from werkzeug.wrappers import Response

from ledger import decisions, proposing, rule_changes
from ledger.core.covenant_file.facts import DECISION_KINDS as KINDS
from ledger.core.money import format_plain, parse_plain
from ledger.core.refusals import NotFound
from ledger.core.rule_words import CASH_RULES, VOTERS
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.statements.words import DECISION_KINDS, word
from ledger.storage import reads
from ledger.storage.tables import Decision, Party
from ledger.web.access import requires
from ledger.web.fields import CheckField, ChoiceField, CountField, MoneyField, TextField
from ledger.web.forms import RowForm, Rows
from ledger.web.here import by, read, write
from ledger.web.pages import go, page
from ledger.web.proposals import CHANGED
from ledger.web.questions import ProposalForm
from ledger.web.refusals import refusing
from ledger.web.rules import area

__all__ = ["area"]

SHARE = N_("A fraction, like 2/3.")


class RuleForm(ProposalForm):
    """How a kind of decision is taken; the parties whose consent is asked come with `change_rule`."""

    voters = ChoiceField(N_("Who votes"), choices=VOTERS.items(), as_radio=True)
    quorum = TextField(N_("Quorum"), hint=N_("Which share of the voters must vote at least, like 2/3."))
    majority = TextField(
        N_("Majority"),
        hint=N_("1/2 is more than half of the votes for and against; >=2/3 at least two thirds."),
    )

    @property
    def values(self) -> dict[str, Any]:
        """Give the rule as it was typed, by the names of the covenant file."""
        given_up = self._fields.get("as_default")
        if given_up is not None and cast("CheckField", given_up).ticked:
            return {"as_default": True}
        found = {
            "voters": self.voters.choice,
            "quorum": self.quorum.text,
            "majority": self.majority.text,
            "consent": [
                name.removeprefix("consent-")
                for name, field in self._fields.items()
                if name.startswith("consent-") and cast("CheckField", field).ticked
            ],
        }
        share = self._fields.get("share")
        return found if share is None else {**found, "share": cast("TextField", share).text}


class StepRow(RowForm):
    """One step of the mandate."""

    up_to = MoneyField(N_("Up to, gross"), hint=N_("Open: no limit."), optional=True)
    approvals = CountField(N_("Approvals"))
    voters = ChoiceField(N_("By"), choices=VOTERS.items())
    source = TextField(
        N_("One of them from"), hint=N_("Short names of parties, commas between."), optional=True
    )


class MandateForm(ProposalForm):
    """The whole mandate, from small amounts to large."""

    steps = Rows(
        StepRow,
        N_("Steps, from small amounts to large"),
        hint=N_("Above the last limit, if the last step has one, the parties decide."),
        shown=3,
    )

    @property
    def values(self) -> dict[str, Any]:
        """Give the steps as they were typed, by the names of the covenant file."""
        return {"steps": [_step(row) for row in self.steps.filled()]}


def _step(row: RowForm) -> dict[str, Any]:
    limit = cast("MoneyField", row["up_to"]).data
    source = cast("TextField", row["source"]).text
    return {
        **({"up_to": format_plain(limit)} if limit is not None else {}),
        "approvals": cast("CountField", row["approvals"]).count,
        "voters": cast("ChoiceField", row["voters"]).choice,
        "from": [each.strip() for each in source.split(",") if each.strip()],
    }


class CashRuleForm(ProposalForm):
    """What happens when more is paid than the bank account holds."""

    cash_rule = ChoiceField(N_("Paying beyond the bank balance"), choices=CASH_RULES.items(), as_radio=True)

    @property
    def values(self) -> dict[str, Any]:
        """Give the rule that was chosen."""
        return {"cash_rule": self.cash_rule.choice}


# ---- the pages ---------------------------------------------------------------------------------------


@area.route("/rules/<kind>", methods=["GET", "POST"])
@requires("treasurer", "partner")
def change_rule(kind: str) -> Response:
    """Ask the parties to change how a kind of decision is taken."""
    if kind not in KINDS:
        raise NotFound(sentence(N_("There is no such kind of decision.")))
    with read() as session:
        now = rule_changes.rule_now(session, g.covenant.id, kind)
        default = rule_changes.default_of(session, g.covenant.id, kind)
        parties = reads.parties(session, g.covenant.id)

    def made(data: dict[str, Any]) -> ProposalForm:
        known = {**now, **data}
        form = _rule_form(kind, parties, default)
        ticked = {f"consent-{slug}": True for slug in known["consent"]}
        return form(data={**known, **ticked, "share": known.get("share") or "1/10"})

    return _ask(f"{rule_changes.RULE}{kind}", made, word(DECISION_KINDS, kind))


def _rule_form(kind: str, parties: Sequence[Party], default: str | None) -> type[RuleForm]:
    """Make the form for a kind of decision; `default` is the kind whose rule it could follow instead."""
    fields: dict[str, Any] = {}
    if default is not None:
        fields["as_default"] = CheckField(
            sentence(N_("Give its own rule up and follow that of %(kind)s"), kind=DECISION_KINDS[default]),
            hint=N_("Ticked, nothing else that is filled in about the rule counts."),
        )
    fields |= {
        f"consent-{party.slug}": CheckField(sentence(N_("Consent of %(party)s needed"), party=party.name))
        for party in parties
    }
    if kind == "minor_amendment":
        fields["share"] = TextField(N_("Share of the budget it may move"), hint=SHARE)
    return type("RuleFormOfKind", (RuleForm,), fields)


@area.route("/mandate", methods=["GET", "POST"])
@requires("treasurer", "partner")
def change_mandate() -> Response:
    """Ask the parties to change who must approve an expenditure."""
    with read() as session:
        now = rule_changes.mandate_now(session, g.covenant.id)
        parties = reads.parties(session, g.covenant.id)
    slugs = ", ".join(party.slug for party in parties)

    def made(data: dict[str, Any]) -> ProposalForm:
        steps = data.get("steps", now)
        return MandateForm(data={**data, "steps": [_row(each) for each in steps]})

    return _ask(
        rule_changes.MANDATE,
        made,
        sentence(N_("Mandate")),
        note=sentence(N_("Parties: %(slugs)s"), slugs=slugs),
    )


def _row(step: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "up_to": parse_plain(step["up_to"]) if "up_to" in step else None,
        "approvals": step["approvals"],
        "voters": step["voters"],
        "source": ", ".join(step["from"]) or None,
    }


@area.route("/cash-rule", methods=["GET", "POST"])
@requires("treasurer", "partner")
def change_cash_rule() -> Response:
    """Ask the parties to change what happens when more is paid than the bank account holds."""
    with read() as session:
        now = reads.covenant(session, g.covenant.id).cash_rule

    def made(data: dict[str, Any]) -> ProposalForm:
        return CashRuleForm(data={"cash_rule": now, **data})

    return _ask(rule_changes.CASH_RULE, made, sentence(N_("Paying beyond the bank balance")))


def _ask(
    about: str,
    made: Callable[[dict[str, Any]], Any],
    title: Sentence,
    *,
    note: Sentence | None = None,
) -> Response:
    """Put a change of the rules to the parties, or word one's own anew that is open already.

    A form that asks for the last day to vote was made for a new proposal, and is one when it is sent again.
    """
    with read() as session:
        decision = proposing.open_on(session, g.covenant.id, "rules", about)
    is_own = decision is not None and decisions.is_proposer(decision, by())
    own = decision if is_own and "deadline" not in request.form else None
    form = made(_known(own))
    if own is not None:
        del form.deadline
    if form.sent():
        with refusing(form):
            with write() as session:
                facts = {"about": about, "values": form.values}
                if own is not None:
                    proposing.change(
                        session,
                        g.covenant.id,
                        by=by(form),
                        number=own.id,
                        facts=facts,
                        proposal=form.proposal.text,
                    )
                    number, told = own.id, CHANGED
                else:
                    number = proposing.propose(
                        session,
                        g.covenant.id,
                        by=by(form),
                        kind="rules",
                        facts=facts,
                        proposal=form.proposal.text,
                        deadline=form.deadline.data,
                    )
                    told = N_("The proposal is put to the parties.")
            return go("decisions.show", number=number, told=told)
    return page("settings/change.html", form=form, about_rule=title, note=note, own=own, open_one=decision)


def _known(own: Decision | None) -> dict[str, Any]:
    """Give what one's open proposal says already."""
    if own is None:
        return {}
    return {**decisions.figures_of(own)["values"], "proposal": own.proposal}
