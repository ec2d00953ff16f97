"""Accession: a new party joins by decision, from a day on, with a pledge of its own or without one.

It shares only in spend dated from that day on; what is booked never moves, and decisions that are open keep
their voters.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy.orm import Session

from ledger import covenants, decisions, periods, trail
from ledger.core.acting import By
from ledger.core.covenant_file.facts import PARTY_KINDS, AgreedPledge
from ledger.core.instalments import BASES, Basis, expand
from ledger.core.money import MAX_CENTS, require_size
from ledger.core.proposals import Drafted, change
from ledger.core.refusals import Malformed, NotFound
from ledger.core.sentences import N_, Cents, sentence
from ledger.core.slug import require_slug
from ledger.core.wording import require_name
from ledger.storage import reads
from ledger.storage.canonical import day as day_text
from ledger.storage.tables import Covenant, Decision, Party, Pledge

PLEDGES = ("none", *BASES)
"""What a joiner can promise: nothing, an amount for every year, or instalments for the whole term."""


def draft(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    slug: str,
    name: str,
    kind: str,
    joins_on: date,
    basis: str = "none",
    amount_cents: int = 0,
    due_on: tuple[int, int] | None = None,
    instalments: Sequence[tuple[date, int]] = (),
    earmark: Sequence[str] = (),
) -> Drafted:
    """Draw up that a party joins on a day; its pledge `basis` is none, per_year or total.

    A pledge per year is so many cents on every `due_on` (month, day) from the day it joins; one for the whole
    term has `instalments`. `earmark` are slugs of programme lines; none: any. Refuses a slug that is taken, a
    day outside the term or in a closed year, and instalments before that day.
    """
    covenant = reads.covenant(session, covenant_id)
    _require_can_join(session, covenant, slug, joins_on)
    name = require_name(name, field="name")
    if kind not in PARTY_KINDS:
        raise Malformed(sentence(N_("Choose what kind of party it is.")), "kind")
    falls_due = _instalments(covenant, joins_on, basis, amount_cents, due_on, instalments)
    pledge: dict[str, Any] | None = None
    if falls_due:
        pledge = {
            "basis": basis,
            "yearly_cents": amount_cents if basis == "per_year" else None,
            "due_on": list(due_on) if due_on and basis == "per_year" else None,
            "earmark": sorted(_known_lines(session, covenant_id, earmark)),
            "instalments": [[day_text(day), cents] for day, cents in falls_due],
        }
    changes = [change("joins", None, joins_on, of=name)]
    changes += [change("instalment", None, cents, of=name, day=day_text(day)) for day, cents in falls_due]
    figures = {
        "party": {"slug": slug, "name": name, "kind": kind},
        "joins_on": day_text(joins_on),
        "pledge": pledge,
        "changes": changes,
    }
    return Drafted(f"party/{slug}", name, figures)


def _require_can_join(session: Session, covenant: Covenant, slug: str, joins_on: date) -> None:
    """Refuse a slug that is taken, and a day outside the term or in a closed fiscal year."""
    require_slug(slug, [party.slug for party in reads.parties(session, covenant.id)])
    if not covenant.starts_on <= joins_on <= covenant.ends_on:
        raise Malformed(
            sentence(N_("%(day)s lies outside the term of the covenant."), day=joins_on), "joins_on"
        )
    periods.require_open_day(session, covenant, joins_on, field="joins_on")


def _instalments(
    covenant: Covenant,
    joins_on: date,
    basis: str,
    amount_cents: int,
    due_on: tuple[int, int] | None,
    listed: Sequence[tuple[date, int]],
) -> tuple[tuple[date, int], ...]:
    """Give the instalments of a joiner's pledge: the first due date is on or after the day it joins."""
    if basis not in PLEDGES:
        raise Malformed(sentence(N_("Choose what the party promises.")), "basis")
    if basis == "none":
        return ()
    for place, (_, cents) in enumerate(listed):
        require_size(cents, field=f"instalments-{place}-amount")
    amount = amount_cents if basis == "per_year" else sum(cents for _, cents in listed)
    require_size(amount, field="amount")
    if amount <= 0:
        raise Malformed(
            sentence(N_("A pledge is more than zero.")), "amount" if basis == "per_year" else "instalments"
        )
    found = expand(
        amount,
        cast("Basis", basis),
        first_day=joins_on,
        last_day=covenant.ends_on,
        due_on=due_on,
        listed=listed,
    )
    if sum(cents for _, cents in found) > MAX_CENTS:
        raise Malformed(
            sentence(
                N_("Over the whole term this comes to more than %(most)s, the largest amount there can be."),
                most=Cents(MAX_CENTS),
            ),
            "amount",
        )
    return found


def _known_lines(session: Session, covenant_id: int, earmark: Sequence[str]) -> set[str]:
    known = {line.slug for line in reads.lines(session, covenant_id)}
    for slug in earmark:
        if slug not in known:
            raise NotFound(sentence(N_("There is no programme line %(slug)s."), slug=slug[:40]), "earmark")
    return set(earmark)


def adopt(session: Session, covenant_id: int, *, by: By, decision: Decision) -> None:
    """Take a new party in as the parties decided; refuses a slug that was taken or a year closed since."""
    figures = decisions.figures_of(decision)
    covenant = reads.covenant(session, covenant_id)
    slug, joins_on = figures["party"]["slug"], date.fromisoformat(figures["joins_on"])
    _require_can_join(session, covenant, slug, joins_on)
    number = reads.next_id(session, Party, covenant_id)
    session.add(Party(covenant_id=covenant_id, id=number, joined_on=joins_on, **figures["party"]))
    session.flush()
    pledge = figures["pledge"]
    pledge_id = reads.next_id(session, Pledge, covenant_id) if pledge else None
    if pledge_id:
        covenants.add_pledge(
            session,
            covenant,
            pledge_id,
            _agreed(slug, pledge),
            number,
            {line.slug: line.id for line in reads.lines(session, covenant_id)},
            decision_id=decision.id,
        )
    trail.append(
        session,
        covenant_id,
        by=by,
        act="party.joined",
        subject=f"party/{slug}",
        content={
            "party": number,
            "on": figures["joins_on"],
            "pledge": pledge_id,
            "decision": decision.id,
        },
    )


def _agreed(slug: str, pledge: Mapping[str, Any]) -> AgreedPledge:
    falls_due = tuple((date.fromisoformat(day), cents) for day, cents in pledge["instalments"])
    return AgreedPledge(
        party=slug,
        amount_cents=sum(cents for _, cents in falls_due),
        basis=pledge["basis"],
        yearly_cents=pledge["yearly_cents"],
        instalments=falls_due,
        earmark=tuple(pledge["earmark"]),
    )
