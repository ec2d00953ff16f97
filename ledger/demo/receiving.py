"""What the story tells of money that comes in, gifts in kind, and what was counted of the goals."""

from datetime import date

from ledger import contributions, indicators, receipts
from ledger.demo import acts, papers
from ledger.demo.stage import Stage, cents, written


def receive(stage: Stage, act: acts.Received) -> None:
    """Record money from a party."""
    number = contributions.record_contribution(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        party=act.party,
        received_on=date.fromisoformat(act.on),
        amount_cents=cents(act.amount),
        reference=act.reference,
    )
    stage.received[act.key] = number


def take_back(stage: Stage, act: acts.RecordedWrongly) -> None:
    """Take a contribution back that was recorded in error."""
    contributions.reverse_contribution(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        number=stage.received[act.contribution],
        reversed_on=date.fromisoformat(act.on),
        reason=act.reason,
    )


def give_back(stage: Stage, act: acts.Returned) -> None:
    """Return to a party what it paid too much."""
    contributions.return_overpayment(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        party=act.party,
        returned_on=date.fromisoformat(act.on),
        amount_cents=cents(act.amount),
    )


def receive_from_bank(stage: Stage, act: acts.FromBank) -> None:
    """Record interest, or VAT that came back."""
    receipts.record_bank_receipt(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        kind=act.kind,
        received_on=date.fromisoformat(act.on),
        amount_cents=cents(act.amount),
        reference=act.reference,
    )


def receive_in_kind(stage: Stage, act: acts.InKind) -> None:
    """Record hours or goods, with the list that shows them."""
    number = receipts.record_in_kind(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        party=act.party,
        project=act.project,
        given_on=date.fromisoformat(act.on),
        unit=act.unit,
        quantity_hundredths=cents(act.quantity),
        description=act.about,
        value_cents=cents(act.value),
    )
    title, what = ("Urenstaat", "Uren") if act.unit == "hours" else ("Ontvangstbewijs", "Aantal")
    lines = [
        f"Gegeven door: {stage.name_of(act.party)}",
        f"Datum: {written(act.on)}",
        act.about,
        f"{what}: {act.quantity}",
        f"Waarde: € {act.value}",
    ]
    stage.keep(f"in-kind/{number}", f"{title} {act.party} {act.on}.pdf", papers.pdf(title, lines))


def measure(stage: Stage, act: acts.Measured) -> None:
    """Record what a source counted, with what it wrote."""
    number = indicators.add_measurement(
        stage.session,
        stage.covenant_id,
        by=stage.treasurer(),
        indicator=act.indicator,
        measured_on=date.fromisoformat(act.counted),
        value=act.value,
        source=act.source,
    )
    lines = [f"Bron: {act.source}", f"Stand op: {written(act.counted)}", f"Geteld: {act.value}"]
    stage.keep(
        f"measurement/{number}", f"Telling {act.indicator} {act.counted}.pdf", papers.pdf("Telling", lines)
    )
