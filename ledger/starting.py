"""The running start: opening the books of a covenant that was under way, by decision, before anything else.

It is made of ordinary facts, dated the day before the books begin: for every pledge a contribution of what
had come in, and an entry of what had been spent of it and paid. So every count and every statement holds
without a case of its own, and from the first day on they are the opening balances. What was spent before can
never be spent again: each pledge brings that much less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger import contributions, decisions, matching, periods, receipts, reductions, trail
from ledger.core import entry as entries
from ledger.core.acting import By
from ledger.core.budget import CashRule
from ledger.core.entry import Draft
from ledger.core.money import require_size
from ledger.core.proposals import Drafted, change
from ledger.core.refusals import Malformed, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.starting import Before, bank, require_balances, require_day
from ledger.storage import pledging, reads
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import (
    Covenant,
    Decision,
    JournalEntry,
    Party,
    Pledge,
    RunningStart,
    RunningStartLine,
)

Lines = Sequence[Mapping[str, int]]
"""What is said of each pledge: `pledge`, `received_cents` and `spent_cents`."""


def draft(
    session: Session, covenant_id: int, *, by: By, starts_on: date, lines: Lines, common_cents: int = 0
) -> Drafted:
    """Draw up the opening balances of a covenant that was under way; a pledge that is not named has none.

    `starts_on` is the first day of the books, `common_cents` what the common fund held. Refuses a day outside
    the term, balances that cannot have been, and a covenant in whose books anything but instalments falling
    due stands already.
    """
    covenant = reads.covenant(session, covenant_id)
    require_day(starts_on, covenant.starts_on, covenant.ends_on, by.today)
    _require_unbegun(session, covenant_id)
    found = _before(session, covenant_id, starts_on, lines)
    require_size(common_cents, field="common")
    rule: CashRule = covenant.cash_rule  # type: ignore[assignment]
    require_balances(found, common_cents, rule)
    figures = {
        "starts_on": day_text(starts_on),
        "common_cents": common_cents,
        "lines": [
            {
                "pledge": line.pledge_id,
                "due_cents": line.due_cents,
                "received_cents": line.received_cents,
                "spent_cents": line.spent_cents,
            }
            for line in found
        ],
        "changes": [
            change("books_begin", covenant.starts_on, starts_on, of=covenant.name),
            *(_changes(found)),
            *([change("begin_common", None, common_cents, of=covenant.name)] if common_cents else []),
            change("begin_bank", None, bank(found, common_cents), of=covenant.name),
        ],
    }
    return Drafted(subject_of(covenant), covenant.name, figures)


def _changes(found: Sequence[Before]) -> list[dict[str, Any]]:
    changes = []
    for line in found:
        changes += [
            change("begin_due", None, line.due_cents, of=line.name),
            change("begin_received", None, line.received_cents, of=line.name),
            change("begin_spent", None, line.spent_cents, of=line.name),
        ]
    return changes


def subject_of(covenant: Covenant) -> str:
    """Name the covenant as what a decision is about."""
    return f"covenant/{covenant.slug}"


def _require_unbegun(session: Session, covenant_id: int) -> None:
    """Refuse opening balances once anything was booked; instalments that fell due do not count."""
    running = reads.running_start(session, covenant_id)
    if running is not None:
        raise WrongState(
            sentence(
                N_("The opening balances were adopted already, by decision %(number)s."),
                number=running.decision_id,
            )
        )
    entry = session.execute(
        select(col(JournalEntry.id))
        .where(col(JournalEntry.covenant_id) == covenant_id, col(JournalEntry.kind) != "instalment_due")
        .order_by(col(JournalEntry.id))
        .limit(1)
    ).scalar()
    if entry is not None:
        raise WrongState(
            sentence(
                N_("The books have begun with entry %(number)s; opening balances come before all else."),
                number=entry,
            )
        )


def _before(session: Session, covenant_id: int, starts_on: date, lines: Lines) -> list[Before]:
    """Put what is said of the pledges beside what had fallen due of them before a day."""
    reduced = pledging.reduced(session, covenant_id)
    due: dict[int, int] = {}
    for one in reads.instalments(session, covenant_id):
        if one.due_on < starts_on:
            less = reduced.get(one.id, pledging.UNREDUCED).cents
            due[one.pledge_id] = due.get(one.pledge_id, 0) + one.amount_cents - less
    pledges = {pledge.id for pledge in reads.pledges(session, covenant_id)}
    named = [line["pledge"] for line in lines]
    if len(set(named)) != len(named) or not set(named) <= pledges:
        raise Malformed(sentence(N_("Name each pledge of the covenant once.")), "lines")
    for line in lines:
        require_size(line["received_cents"], field="lines")
        require_size(line["spent_cents"], field="lines")
    return [
        Before(
            line["pledge"],
            reductions.owner_of(session, covenant_id, line["pledge"]),
            due.get(line["pledge"], 0),
            line["received_cents"],
            line["spent_cents"],
        )
        for line in lines
    ]


def adopt(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Open the books; refuses, and with it the vote that decides, where the figures are no longer so."""
    contributions.post_due(session, covenant_id, by=decisions.as_it_fell(decision, by))
    said = decisions.figures_of(decision)
    starts_on = date.fromisoformat(said["starts_on"])
    given: Lines = said["lines"]
    now = draft(
        session, covenant_id, by=by, starts_on=starts_on, lines=given, common_cents=said["common_cents"]
    )
    if now.figures != said:
        raise WrongState(
            sentence(N_("The figures have moved since this was proposed: change the proposal first."))
        )
    covenant = reads.covenant(session, covenant_id)
    day = starts_on - timedelta(days=1)
    came_in = {line["pledge"]: _take_in(session, covenant, by, line, day) for line in given}
    if said["common_cents"]:
        receipts.record_bank_receipt(
            session,
            covenant_id,
            by=replace(by, key=""),
            kind="interest",
            received_on=day,
            amount_cents=said["common_cents"],
        )
    rows = [
        RunningStartLine(
            covenant_id=covenant_id,
            pledge_id=line["pledge"],
            received_cents=line["received_cents"],
            spent_cents=line["spent_cents"],
            contribution_id=came_in[line["pledge"]],
            entry_id=_spend(session, covenant, by, line, day),
        )
        for line in given
    ]
    session.add_all(rows)
    session.flush()
    session.add(
        RunningStart(
            covenant_id=covenant_id,
            starts_on=starts_on,
            decision_id=decision.id,
            common_cents=said["common_cents"],
        )
    )
    session.flush()
    year = periods.year_of(covenant, starts_on)
    for line in given:
        if line["spent_cents"]:
            reductions.count_due(session, covenant_id, line["pledge"], year, -line["spent_cents"])
    content: Content = {"decision": decision.id, "starts_on": said["starts_on"], "lines": said["lines"]}
    trail.append(session, covenant_id, by=by, act="start.adopted", subject=decision.subject, content=content)


def _take_in(session: Session, covenant: Covenant, by: By, line: Mapping[str, int], day: date) -> int | None:
    """Record what had come in of a pledge as a contribution to its instalments; give its number."""
    if not line["received_cents"]:
        return None
    pledge = session.get_one(Pledge, (covenant.id, line["pledge"]))
    giver = session.get_one(Party, (covenant.id, pledge.party_id))
    parts = matching.match(session, covenant.id, giver, line["received_cents"], pledge_id=pledge.id)
    return contributions.take_in(session, covenant, by=by, giver=giver, received_on=day, parts=parts)


def _spend(session: Session, covenant: Covenant, by: By, line: Mapping[str, int], day: date) -> int | None:
    """Book what had been spent of a pledge, and was paid; give the entry."""
    if not line["spent_cents"]:
        return None
    subject = f"start/{line['pledge']}"
    draft = Draft(
        day,
        periods.year_of(covenant, day),
        "spent_before",
        subject,
        "",
        entries.spent_before(line["pledge"], line["spent_cents"]),
    )
    entry_id = periods.book(session, covenant, draft, by=by)
    content: Content = {"pledge": line["pledge"], "cents": line["spent_cents"], "entry": entry_id}
    trail.append(session, covenant.id, by=by, act="start.spent", subject=subject, content=content)
    return entry_id
