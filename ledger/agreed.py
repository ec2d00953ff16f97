"""What the parties decided on who takes part and what was promised, held against what stands on record."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import decisions
from ledger.core.sentences import N_, Cents, sentence
from ledger.storage import pledging, reads
from ledger.storage.reads import col
from ledger.storage.tables import Decision, Instalment, Party, Reduction
from ledger.trail import Finding

REDUCING = ("pledge", "writeoff", "instalment", "leaving")
"""The kinds of decision that take something off instalments as soon as they are adopted."""


def findings(session: Session, covenant_id: int) -> Iterator[Finding]:
    """Name every adopted decision on parties and pledges that is not what stands, the first one first."""
    adopted = session.scalars(
        select(Decision)
        .where(
            col(Decision.covenant_id) == covenant_id,
            col(Decision.state) == "adopted",
            col(Decision.kind).in_(("accession", *REDUCING)),
        )
        .order_by(col(Decision.id))
    ).all()
    parties = {party.slug: party for party in reads.parties(session, covenant_id)}
    instalments = reads.instalments(session, covenant_id)
    taken_off = pledging.reductions(session, covenant_id)
    for decision in adopted:
        figures = decisions.figures_of(decision)
        own = [row for row in taken_off if row.decision_id == decision.id]
        if decision.kind == "accession":
            yield from _joined(decision, figures, parties, instalments)
        else:
            yield from _reduced(decision, figures, own)
        if decision.kind == "leaving":
            yield from _left(decision, figures, parties)
        if decision.kind == "instalment":
            yield from _moved(decision, figures, instalments)


def _joined(
    decision: Decision,
    figures: Mapping[str, Any],
    parties: Mapping[str, Party],
    instalments: Sequence[Instalment],
) -> Iterator[Finding]:
    said = {**figures["party"], "joined_on": date.fromisoformat(figures["joins_on"])}
    party = parties.get(said["slug"])
    stands = {name: getattr(party, name) for name in said} if party else None
    promised = figures["pledge"]["instalments"] if figures["pledge"] else []
    if stands != said or _listed(decision, instalments) != promised:
        yield _differs(decision)


def _listed(decision: Decision, instalments: Sequence[Instalment]) -> list[list[object]]:
    """Give the instalments that came by a decision, as its figures list them."""
    own = sorted((row for row in instalments if row.decision_id == decision.id), key=lambda row: row.id)
    return [[row.due_on.isoformat(), row.amount_cents] for row in own]


def _left(decision: Decision, figures: Mapping[str, Any], parties: Mapping[str, Party]) -> Iterator[Finding]:
    party = parties.get(figures["party"])
    said = (date.fromisoformat(figures["leaves_on"]), int(not figures["return_unspent"]))
    if party is None or (party.left_on, party.money_stays) != said:
        yield _differs(decision)


def _moved(
    decision: Decision, figures: Mapping[str, Any], instalments: Sequence[Instalment]
) -> Iterator[Finding]:
    if _listed(decision, instalments) != [[figures["due_on"], figures["cents"]]]:
        yield _differs(decision)


def _reduced(decision: Decision, figures: Mapping[str, Any], rows: Sequence[Reduction]) -> Iterator[Finding]:
    """Compare what was taken off with what was decided; settling with a leaver takes off more later."""
    said = {each["instalment"]: each["before"] - each["after"] for each in figures["instalments"]}
    taken: dict[int, int] = {}
    for row in rows:
        taken[row.instalment_id] = taken.get(row.instalment_id, 0) + row.cents
    settles = decision.kind == "leaving"
    for number in sorted({*said, *(() if settles else taken)}):
        off, meant = taken.get(number, 0), said.get(number, 0)
        if off < meant or (off > meant and not settles):
            what = N_("It takes %(meant)s off instalment %(number)s; %(off)s was taken off.")
            yield Finding(
                f"decision/{decision.id}",
                sentence(what, meant=Cents(meant), number=number, off=Cents(off)),
            )


def _differs(decision: Decision) -> Finding:
    return Finding(f"decision/{decision.id}", sentence(N_("What stands is not what was decided.")))
