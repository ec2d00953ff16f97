"""What the story tells of proposals and votes."""

from collections.abc import Mapping
from datetime import date, timedelta

from ledger import budget_proposals, budgets, decisions, spend_decisions, voting
from ledger.demo import acts, papers
from ledger.demo.stage import Stage, cents, written


def propose(stage: Stage, act: acts.Proposed) -> None:
    """Propose a year's budget, or its amendment."""
    number = budget_proposals.propose_budget(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        year=act.year,
        purpose=act.purpose,
        lines=in_cents(act.lines),
        deadline=date.fromisoformat(act.until) if act.until else None,
    )
    if act.until:
        stage.wait_for(date.fromisoformat(act.until) + timedelta(days=1))
    decision = budgets.find_budget(stage.session, stage.covenant_id, number).decision_id
    stage.decision[act.key] = decision or 0


def reword(stage: Stage, act: acts.Reworded) -> None:
    """Propose other figures, or say it better, while the parties are voting."""
    decision = decisions.find_decision(stage.session, stage.covenant_id, stage.decision[act.proposal])
    budget_proposals.change_budget(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        number=decisions.figures_of(decision)["budget"],
        purpose=act.purpose,
        lines=in_cents(act.lines),
    )


def in_cents(lines: Mapping[str, str]) -> dict[str, int]:
    """Read the amounts of a budget, in cents per project."""
    return {project: cents(amount) for project, amount in lines.items()}


def ask_partners(stage: Stage, act: acts.AskedPartners) -> None:
    """Put a bill to the vote of the partners."""
    stage.decision[act.key] = spend_decisions.propose_spend(
        stage.session,
        stage.covenant_id,
        by=stage.partner(act.party),
        number=stage.bill[act.bill][0],
        proposal=act.purpose,
    )


def vote(stage: Stage, act: acts.Voted) -> None:
    """Cast a party's vote; the minutes are kept with a decision that fell."""
    number = stage.decision[act.proposal]
    decision = decisions.find_decision(stage.session, stage.covenant_id, number)
    tally = voting.cast_vote(
        stage.session,
        stage.covenant_id,
        by=stage.partner(act.party),
        number=number,
        choice=act.choice,
        reason=act.reason,
        seen_digest=decision.digest,
    )
    if tally.outcome == "open":
        return
    outcome = "Aangenomen" if tally.outcome == "adopted" else "Verworpen"
    lines = [
        f"Besluit {number}: {decision.title}",
        f"{outcome} op {written(act.on)}",
        f"Voor: {tally.for_}, tegen: {tally.against}, onthouding: {tally.abstained}",
    ]
    stage.keep(f"decision/{number}", f"Verslag besluit {number}.pdf", papers.pdf("Verslag", lines))
