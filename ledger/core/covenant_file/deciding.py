"""Decision rules and mandates, as the file gives them: who decides on what, and who approves spending."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.core.approval import parse_majority, parse_share
from ledger.core.covenant_file.facts import DECISION_KINDS, AgreedRule, AgreedStep
from ledger.core.covenant_file.pledges import UNKNOWN_PARTY
from ledger.core.covenant_file.table import Findings, Table, unknown_key
from ledger.core.mandate import VOTERS, Voters
from ledger.core.refusals import Malformed, NotFound, Problems
from ledger.core.sentences import N_, Cents, Sentence, sentence

MOST_APPROVALS = 1000
MINOR_SHARE = "1/10"
"""What share of a budget a minor amendment may move, where the file gives them a rule but no share."""


@dataclass(frozen=True)
class Electorate:
    """Who may vote, by slug: all parties, or those that made a pledge. None where the file does not tell."""

    parties: frozenset[str] | None
    funders: frozenset[str] | None

    def of(self, voters: Voters | None) -> frozenset[str] | None:
        """Give those who may vote under a rule; None where that cannot be told."""
        if voters is None:
            return None
        return self.funders if voters == "funders" else self.parties


def read_rules(table: Table, electorate: Electorate) -> tuple[AgreedRule, ...]:
    """Read the rule of each kind of decision; that of budgets must be there, the others may borrow it."""
    if "budget" not in table:
        table.note(
            "budget", sentence(N_("This rule is missing; decisions without a rule of their own use it too."))
        )
    rules = []
    for kind in table.values:
        if kind not in DECISION_KINDS:
            table.note(kind, unknown_key(kind, DECISION_KINDS))
        elif inner := table.table(kind):
            rules.append(_rule(inner, kind, electorate))
    return tuple(rules)


def read_mandate(tables: list[Table], electorate: Electorate) -> tuple[AgreedStep, ...]:
    """Read the steps of the mandate, from small amounts to large; only the last may have no limit.

    Where even the last has a limit, the parties decide on what is above it.
    """
    steps = tuple(_step(table, electorate) for table in tables)
    highest_cents, unlimited = 0, ""
    for table, step in zip(tables, steps, strict=True):
        if unlimited:
            table.note(
                "up_to",
                sentence(N_("This step is never reached, since %(step)s has no limit."), step=unlimited),
            )
        if step.up_to_cents is None:
            unlimited = unlimited or table.path
        elif 0 < step.up_to_cents <= highest_cents:
            table.note(
                "up_to",
                sentence(
                    N_("This limit must be higher than that of the steps before, %(limit)s."),
                    limit=Cents(highest_cents),
                ),
            )
        highest_cents = max(highest_cents, step.up_to_cents or 0)
    return steps


class _Typed(Findings):
    """What is wrong in rules that somebody typed: each beside the box it stands in."""

    def note(self, place: str, why: Sentence, name: str = "") -> None:
        """Note a problem beside its box; one of a list belongs to the list."""
        self.problems.append(Malformed(why, re.sub(r"\[[0-9]+\]$", "", place)))

    def require_none(self) -> None:
        """Refuse what is wrong, all of it at once."""
        if self.problems:
            raise Problems(self.problems)


def typed_rule(kind: str, values: Mapping[str, object], electorate: Electorate) -> AgreedRule:
    """Read the rule of one kind of decision as somebody typed it, by the checks of the covenant file.

    `values` bear the names of the file. Raises NotFound for a kind there is none of, Problems for what is
    wrong.
    """
    if kind not in DECISION_KINDS:
        raise NotFound(sentence(N_("There is no such kind of decision.")))
    found = _Typed()
    rule = _rule(Table(found, "", values), kind, electorate)
    found.require_none()
    return rule


def typed_mandate(steps: Sequence[Mapping[str, object]], electorate: Electorate) -> tuple[AgreedStep, ...]:
    """Read the steps of a mandate as somebody typed them, by the checks of the covenant file.

    Raises Problems, each beside a step's box, like `steps-0.approvals`.
    """
    found = _Typed()
    tables = [Table(found, f"steps-{place}", values) for place, values in enumerate(steps)]
    read = read_mandate(tables, electorate)
    if not read:
        raise Malformed(sentence(N_("A mandate has one step at least.")), "steps")
    found.require_none()
    return read


def _rule(table: Table, kind: str, electorate: Electorate) -> AgreedRule:
    """Read the rule of one kind of decision."""
    sized = kind == "minor_amendment"
    table.require_keys(("voters", "quorum", "majority"), ("consent", "share") if sized else ("consent",))
    voters = table.word("voters", VOTERS)
    able = electorate.of(voters)
    if able is not None and not able:
        table.note("voters", sentence(N_("Nobody may vote: no party has made a pledge.")))
    return AgreedRule(
        kind=kind,
        voters=voters or "funders",
        quorum=table.parsed("quorum", _quorum) or "",
        majority=table.parsed("majority", _majority) or "",
        consent=_able(table, "consent", electorate, able),
        share=(table.parsed("share", _quorum) or "") if "share" in table else MINOR_SHARE if sized else "",
    )


def _step(table: Table, electorate: Electorate) -> AgreedStep:
    """Read one step of the mandate."""
    table.require_keys(("approvals",), ("up_to", "from", "voters"))
    voters = table.word("voters", VOTERS, "funders")
    approvals = table.whole("approvals", 1, MOST_APPROVALS)
    able = electorate.of(voters)
    if able is not None and approvals > len(able):
        table.note(
            "approvals",
            sentence(
                N_("%(approvals)s approvals can never be given; parties that may approve: %(able)s."),
                approvals=approvals,
                able=len(able),
            ),
        )
    return AgreedStep(
        up_to_cents=table.cents("up_to") if "up_to" in table else None,
        approvals=approvals,
        from_parties=_able(table, "from", electorate, able),
        voters=voters or "funders",
    )


def _quorum(text: str) -> str:
    """Give a share as it is written; raise Malformed where it cannot be read."""
    parse_share(text)
    return text


def _majority(text: str) -> str:
    """Give a majority as it is written; raise Malformed where it cannot be read or met."""
    parse_majority(text)
    return text


def _able(table: Table, key: str, electorate: Electorate, able: frozenset[str] | None) -> tuple[str, ...]:
    """Read a list of parties whose vote or approval is asked, and note those that cannot give it."""
    found = table.references(key, electorate.parties or (), UNKNOWN_PARTY)
    for place, slug in found:
        if able is not None and slug not in able:
            table.note(place, sentence(N_('"%(slug)s" has no vote here: it has made no pledge.'), slug=slug))
    return tuple(slug for _, slug in found)
