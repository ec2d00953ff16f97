"""Deciding: how votes are counted, and the moment a decision falls.

One vote per organisation. Everything is computed in exact fractions. The outcome falls as soon as
nothing that those who have not voted could still do would change it.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Literal

from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, Sentence, sentence

Vote = Literal["for", "against", "abstain", "recused"]
VOTES: tuple[Vote, ...] = ("for", "against", "abstain", "recused")
Outcome = Literal["open", "adopted", "rejected", "withdrawn", "lapsed"]

IN_PLACE_OF_CONSENT = Fraction(2, 3)
"""The share of the other voters that must vote for, where consent has lapsed."""

_SHARE = re.compile("([0-9]{1,6})/([0-9]{1,6})")


@dataclass(frozen=True)
class Rule:
    """How one decision is taken: kept with the decision, so that a later change does not touch it.

    `voters` are party ids. At least `quorum` of them must have voted. More than `majority` of the
    votes for and against must be for, or with `at_least` that share itself. Every party in `consent`
    must vote for. Parties in `aside` stand aside by the rules, whatever they voted.
    """

    voters: tuple[int, ...]
    quorum: Fraction
    majority: Fraction
    at_least: bool = False
    consent: frozenset[int] = frozenset()
    aside: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Tally:
    """How a vote stands: the outcome so far, the counts, and why, in sentences.

    `cast` are the votes that count for the quorum. `consent_missing` are parties whose consent is
    needed and not given; `consent_lapsed` those whose consent lapsed.
    """

    outcome: Outcome
    cast: int
    quorum_needed: int
    for_: int
    against: int
    abstained: int
    recused: int
    why: tuple[Sentence, ...]
    consent_missing: tuple[int, ...] = ()
    consent_lapsed: tuple[int, ...] = ()


def parse_share(text: str, *, field: str | None = None) -> Fraction:
    """Read a share written as a fraction, like 2/3; raise Malformed unless above 0 and at most 1."""
    match = _SHARE.fullmatch(text)
    if match and 0 < int(match[1]) <= int(match[2]):
        return Fraction(int(match[1]), int(match[2]))
    raise Malformed(
        sentence(
            N_('"%(typed)s" is not a share like 2/3: a fraction above 0 and at most 1.'), typed=text[:40]
        ),
        field,
    )


def parse_majority(text: str, *, field: str | None = None) -> tuple[Fraction, bool]:
    """Read a majority: 1/2 is more than half, >=2/3 at least two thirds; gives the share and "at least".

    Raises Malformed for what is no share, and for 1/1 without >=, which could never be met.
    """
    at_least = text.startswith(">=")
    share = parse_share(text.removeprefix(">="), field=field)
    if share == 1 and not at_least:
        raise Malformed(
            sentence(N_("More than all votes can never be had; write >=1/1 for all of them.")), field
        )
    return share, at_least


def tally(
    rule: Rule,
    votes: Mapping[int, Vote],
    *,
    over: bool = False,
    names: Mapping[int, str] | None = None,
) -> Tally:
    """Count the votes of a decision and say whether it is adopted, rejected, lapsed or still open.

    `votes` holds one vote per party id; those of parties that are no voters do not count. With `over` (the
    last day has passed) the votes as they stand decide, and without a quorum the proposal lapses. `names`
    are the parties' names, for the sentences.
    """
    cast = _counted(rule, votes)
    outstanding = [party for party in rule.voters if party not in cast]
    outcome: Outcome
    if not outstanding:
        outcome = "adopted" if _adopts(rule, cast) else "rejected"
    else:
        outcome = _certain(rule, cast, outstanding)
    if outcome == "open" and over:
        has_quorum = _Count(rule, cast).has_quorum
        outcome = "lapsed" if not has_quorum else "adopted" if _adopts(rule, cast) else "rejected"
    return _told(rule, cast, outcome, names or {}, over=over)


def silent_leavers(
    left_on: Mapping[int, date | None], voted: Collection[int], deadline: date | None, today: date
) -> frozenset[int]:
    """Name the parties that left without having voted: nobody waits for them, they stand aside.

    `left_on` is the last day each party took part; None: it still does. `deadline` is the last day to vote,
    if there is one: who left on that day or later could vote until then, so for them nothing changes by it.
    """
    until = today if deadline is None else min(today, deadline)
    return frozenset(
        party for party, last in left_on.items() if last is not None and last < until and party not in voted
    )


def ended(
    rule: Rule,
    votes: Mapping[int, Vote],
    outcome: Outcome,
    *,
    over: bool = False,
    names: Mapping[int, str] | None = None,
) -> Tally:
    """Tell of a decision that has ended how its votes stood and why; `over`: its last day had passed."""
    return _told(rule, _counted(rule, votes), outcome, names or {}, over=over)


def _counted(rule: Rule, votes: Mapping[int, Vote]) -> dict[int, Vote]:
    """Give the votes that count: those of the voters, in their order, and who stands aside by the rules."""
    return {
        party: "recused" if party in rule.aside else votes[party]
        for party in rule.voters
        if party in votes or party in rule.aside
    }


def _certain(rule: Rule, cast: Mapping[int, Vote], outstanding: list[int]) -> Outcome:
    """Say what the outcome will be whatever the others do; "open" where they can change it.

    The best they can do is all vote for. The worst for the quorum is that none votes, the worst for
    the majority that all vote against; a party whose consent is asked can always withhold it.
    """
    if not _adopts(rule, {**cast, **dict.fromkeys(outstanding, "for")}):
        return "rejected"
    consent_open = rule.consent.intersection(outstanding)
    against: dict[int, Vote] = {**cast, **dict.fromkeys(outstanding, "against")}
    if not consent_open and _adopts(rule, cast) and _adopts(rule, against):
        return "adopted"
    return "open"


def _adopts(rule: Rule, cast: Mapping[int, Vote]) -> bool:
    """Say whether these votes, and no others, adopt."""
    count = _Count(rule, cast)
    return count.has_quorum and count.has_majority and not count.consent_missing and count.has_stand_in


class _Count:
    """The votes of one decision counted against its rule."""

    def __init__(self, rule: Rule, cast: Mapping[int, Vote]) -> None:
        counts = list(cast.values())
        self.for_, self.against = counts.count("for"), counts.count("against")
        self.abstained, self.recused = counts.count("abstain"), counts.count("recused")
        self.cast = self.for_ + self.against + self.abstained
        self.active = len(rule.voters) - self.recused
        self.quorum_needed = ceil(rule.quorum * self.active)
        self.has_quorum = self.cast >= self.quorum_needed
        needed = rule.majority * (self.for_ + self.against)
        self.has_majority = self.for_ > 0 and (self.for_ >= needed if rule.at_least else self.for_ > needed)
        able = {party for party in rule.voters if cast.get(party) != "recused"}
        self.consent_lapsed = tuple(sorted(rule.consent - able))
        self.consent_missing = tuple(
            sorted(party for party in rule.consent & able if cast.get(party) != "for")
        )
        self.stand_in_needed = ceil(IN_PLACE_OF_CONSENT * self.active) if self.consent_lapsed else 0
        self.has_stand_in = self.for_ >= self.stand_in_needed


def _told(
    rule: Rule, cast: Mapping[int, Vote], outcome: Outcome, names: Mapping[int, str], *, over: bool
) -> Tally:
    """Put the count and the sentences that explain it together."""
    count = _Count(rule, cast)
    return Tally(
        outcome,
        count.cast,
        count.quorum_needed,
        count.for_,
        count.against,
        count.abstained,
        count.recused,
        (
            *_reasons(rule, cast, lambda party: names.get(party, f"#{party}")),
            *_ending(rule, cast, outcome, over=over),
        ),
        count.consent_missing,
        count.consent_lapsed,
    )


def _reasons(rule: Rule, cast: Mapping[int, Vote], name: Callable[[int], str]) -> Iterator[Sentence]:
    """Say how the votes stand and what is asked of them."""
    count = _Count(rule, cast)
    consenting = [name(party) for party in sorted(rule.consent) if cast.get(party) == "for"]
    yield sentence(
        N_(
            "%(votes)s, %(needed)s needed; for %(for_)s, against %(against)s,"
            " abstained %(abstained)s%(consent)s."
        ),
        votes=sentence(N_("1 vote cast"))
        if count.cast == 1
        else sentence(N_("%(cast)s votes cast"), cast=count.cast),
        needed=count.quorum_needed,
        for_=count.for_,
        against=count.against,
        abstained=count.abstained,
        consent=sentence(N_("; %(parties)s in favour"), parties=", ".join(consenting)) if consenting else "",
    )
    if count.recused:
        yield sentence(
            N_("Standing aside, and left out of the count: %(parties)s."),
            parties=", ".join(name(party) for party, vote in cast.items() if vote == "recused"),
        )
    yield sentence(
        N_("All of the votes for and against must be for.")
        if rule.majority == 1
        else N_("At least %(share)s of the votes for and against must be for.")
        if rule.at_least
        else N_("More than %(share)s of the votes for and against must be for."),
        share=str(rule.majority),
    )
    for party in count.consent_missing:
        yield sentence(N_("%(party)s must vote for, and has not done so."), party=name(party))
    for party in count.consent_lapsed:
        yield sentence(
            N_("The consent of %(party)s lapses; %(needed)s votes for take its place."),
            party=name(party),
            needed=count.stand_in_needed,
        )


def _ending(rule: Rule, cast: Mapping[int, Vote], outcome: Outcome, *, over: bool) -> Iterator[Sentence]:
    """Say why the outcome fell when it did; nothing while the vote is open."""
    outstanding = [party for party in rule.voters if party not in cast]
    if outcome == "withdrawn":
        yield sentence(N_("The proposal was withdrawn."))
    elif outcome == "lapsed" and over and _adopts(rule, cast):
        yield sentence(
            N_("It had the votes when the last day passed, but could no longer be applied, so it lapsed.")
        )
    elif outcome == "lapsed" and over:
        yield sentence(N_("Too few had voted when the last day passed, so the proposal lapsed."))
    elif outcome == "lapsed":
        yield sentence(N_("What it was about was changed or dealt with otherwise, so the proposal lapsed."))
    elif outcome != "open" and not outstanding:
        yield sentence(N_("Every voter has voted."))
    elif outcome != "open" and _certain(rule, cast, outstanding) == outcome:
        yield sentence(N_("Those who have not voted could not change the outcome."))
    elif outcome != "open":
        yield sentence(N_("The last day passed, and the votes as they stood decided."))
