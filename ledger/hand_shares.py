"""Shares by hand: the treasurer says, with a reason, which pledge pays what of an expenditure.

They are part of what approvers approve, and whoever would pay more than the rule gives must be one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from ledger import charges, keys, spending, trail
from ledger.core.acting import By
from ledger.core.charging import Charge
from ledger.core.money import require_size
from ledger.core.refusals import Malformed, Refusal, WrongState
from ledger.core.sentences import N_, Sentence, sentence
from ledger.core.wording import require_writable
from ledger.storage import reads, shares
from ledger.storage.canonical import Content
from ledger.storage.reads import col
from ledger.storage.shares import Shares
from ledger.storage.tables import Expenditure, HandShare

Typed = Sequence[tuple[str, int, int]]
"""Shares as they are typed: project slug, pledge number, cents."""


def set_shares(
    session: Session, covenant_id: int, *, by: By, number: int, typed: Typed, reason: str, seen_digest: str
) -> int:
    """Set the shares of an invoice by hand, in cents per project and pledge; give its version.

    Without any share the rule holds again. Like every change it makes a new version and voids the approvals
    given, and a vote on it lapses. Refuses a credit note, no reason, shares that are not the projects' parts,
    and more than a pledge, or what was released of the common fund (pledge 0), can pay.
    """
    require_writable(reason, field="reason")
    for _, _, cents in typed:
        require_size(cents, field="shares")
    asked: Content = {
        "expenditure": number,
        "shares": [list(each) for each in typed],
        "reason": reason,
        "digest": seen_digest,
    }
    done = keys.done_before(session, covenant_id, by=by, act="expenditure.shares_set", asked=asked)
    if done is not None:
        return done
    row = spending.find_expenditure(session, covenant_id, number)
    spending.require_editable(row)
    if seen_digest != spending.digest_of(session, covenant_id, number):
        raise WrongState(
            sentence(N_("Somebody changed this expenditure after you opened it. Compare before you save."))
        )
    wanted = _checked(session, covenant_id, row, typed, reason)
    stands = (shares.by_hand(session, covenant_id, number), row.shares_reason)
    if stands != (wanted, reason if wanted else ""):
        _write(session, covenant_id, by, row, wanted, reason)
    return keys.keep(
        session, covenant_id, by=by, act="expenditure.shares_set", asked=asked, result=row.version
    )


def _checked(session: Session, covenant_id: int, row: Expenditure, typed: Typed, reason: str) -> Shares:
    """Ask everything that refuses shares set by hand; give them by project number."""
    if row.kind != "invoice":
        raise WrongState(
            sentence(N_("A credit note gives back to those who paid; nothing is set by hand on it."))
        )
    summed: dict[tuple[int, int], int] = {}
    for slug, pledge_id, cents in typed:
        project = reads.project_by_slug(session, covenant_id, slug, field="shares")
        if (project.id, pledge_id) in summed:
            raise Malformed(sentence(N_("A funder stands here twice for one project.")), "shares")
        summed[project.id, pledge_id] = cents
    wanted = tuple((project, pledge, cents) for (project, pledge), cents in sorted(summed.items()) if cents)
    if not wanted:
        return ()
    if not reason.strip():
        raise Malformed(sentence(N_("Say why the shares are set by hand.")), "reason")
    splits = spending.splits_of(session, covenant_id, row.id)
    if {project for project, _, _ in wanted} - {split.project_id for split in splits}:
        raise Malformed(sentence(N_("A share is set for a project that bears nothing of this.")), "shares")
    charges.charged_by_hand(session, covenant_id, row, splits, wanted)
    return wanted


def _write(session: Session, covenant_id: int, by: By, row: Expenditure, wanted: Shares, reason: str) -> None:
    voided = [party for party, _ in spending.approvals_of(session, covenant_id, row.id, row.version)]
    row.version += 1
    row.shares_reason = reason if wanted else ""
    session.flush()
    session.execute(
        delete(HandShare).where(
            col(HandShare.covenant_id) == covenant_id, col(HandShare.expenditure_id) == row.id
        )
    )
    if wanted:
        session.execute(
            insert(HandShare),
            [
                {
                    "covenant_id": covenant_id,
                    "expenditure_id": row.id,
                    "project_id": project,
                    "pledge_id": pledge,
                    "cents": cents,
                }
                for project, pledge, cents in wanted
            ],
        )
    content: dict[str, Content] = {
        "version": row.version,
        "shares": [list(each) for each in wanted],
        "reason": row.shares_reason,
        "approvals_voided": voided,
    }
    trail.append(
        session,
        covenant_id,
        by=by,
        act="expenditure.shares_set",
        subject=f"expenditure/{row.id}",
        content=content,
    )
    spending.lapse_vote(session, covenant_id, by=by, number=row.id)


# ---- what there is to set them by --------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """One share that can be set: of which project, on which pledge, and the figures it is set by, in cents.

    `by_rule` is what the rule gives, `by_hand` what is set now (None: nothing is set by hand), `available`
    what the pledge can pay at most.
    """

    project_id: int
    pledge_id: int
    available_cents: int
    by_rule_cents: int
    by_hand_cents: int | None

    @property
    def more_cents(self) -> int:
        """By how much the share set by hand is above what the rule gives; below zero: less."""
        return (self.by_hand_cents or 0) - self.by_rule_cents


@dataclass(frozen=True)
class Board:
    """Every share that can be set for an expenditure, and why the rule cannot pay it, where it cannot."""

    places: tuple[Place, ...]
    refusal: Sentence | None
    reason: str

    @property
    def told(self) -> tuple[Place, ...]:
        """The shares worth telling: those that the rule or the hand makes more than nothing."""
        return tuple(one for one in self.places if one.by_rule_cents or one.by_hand_cents)

    @property
    def is_by_hand(self) -> bool:
        """Say whether shares are set by hand now."""
        return any(place.by_hand_cents is not None for place in self.places)


def board(session: Session, covenant_id: int, number: int) -> Board:
    """Lay out every share that can be set for an expenditure, beside what the rule would give."""
    row = spending.find_expenditure(session, covenant_id, number)
    splits = spending.splits_of(session, covenant_id, number)
    own = shares.by_hand(session, covenant_id, number)
    refusal: Sentence | None = None
    by_rule: list[Charge] = []
    try:
        by_rule = charges.charged_by_rule(session, covenant_id, row, splits)
    except Refusal as why:
        refusal = why.why
    given = {(one.project_id, one.pledge_id): one.cents for one in by_rule}
    set_now = {(project, pledge): cents for project, pledge, cents in own}
    funds = reads.funds(session, covenant_id)
    released = shares.common_funds(session, covenant_id)
    lines = {project.id: project.line_id for project in reads.projects(session, covenant_id)}
    places = []
    for split in splits:
        pots = [fund for fund in funds if fund.counts(row.accounting_on, lines[split.project_id])]
        common = released.get(split.project_id)
        for fund in [*pots, *([common] if common is not None else [])]:
            key = (split.project_id, fund.pledge_id)
            places.append(
                Place(
                    *key,
                    fund.available(row.accounting_year),
                    given.get(key, 0),
                    set_now.get(key, 0) if own else None,
                )
            )
    return Board(tuple(places), refusal, row.shares_reason)
