"""The covenant itself, its parties, its programme lines and its indicators, as the file gives them."""

from dataclasses import dataclass
from datetime import date

from ledger.core.budget import CASH_RULES
from ledger.core.calendar import day_in_year
from ledger.core.charging import METHODS
from ledger.core.covenant_file.facts import (
    PARTY_KINDS,
    AgreedCovenant,
    AgreedIndicator,
    AgreedLine,
    AgreedParty,
)
from ledger.core.covenant_file.table import BLANK_DAY, Table, note_repeats
from ledger.core.sentences import N_, sentence

CURRENCY = "EUR"
LONGEST_TERM_YEARS = 50
LARGEST_COUNT = 2_000_000_000
"""The largest number an indicator may have."""

TAKEN_AT_THE_TOP = ("sign-in", "sign-out", "account", "language", "healthz", "static", "verify")
"""Addresses beside which a covenant's own stands."""

TAKEN_AMONG_PARTIES = ("new",)


@dataclass(frozen=True)
class Term:
    """The first and the last day of the covenant, as far as the file gives them.

    A term that cannot be read is None, and nothing lies outside it.
    """

    days: tuple[date, date] | None

    def leaves_out(self, day: date) -> bool:
        """Say whether a day lies outside the term; a blank day does not."""
        if self.days is None or day == BLANK_DAY:
            return False
        return not self.days[0] <= day <= self.days[1]


def read_agreement(table: Table) -> tuple[AgreedCovenant, Term]:
    """Read the covenant's own table: its name, its term and its rules for money."""
    table.require_keys(
        ("slug", "name", "place", "currency", "starts_on", "ends_on", "fiscal_year_starts"),
        ("goal_nl", "goal_en", "cash_rule", "charging"),
    )
    covenant = AgreedCovenant(
        slug=table.slug("slug", TAKEN_AT_THE_TOP),
        name=table.label("name"),
        place=table.label("place"),
        currency=table.word("currency", (CURRENCY,)) or CURRENCY,
        starts_on=table.day("starts_on"),
        ends_on=table.day("ends_on"),
        fiscal_year_starts=table.day_of_year("fiscal_year_starts"),
        goal_nl=table.remark("goal_nl"),
        goal_en=table.remark("goal_en"),
        cash_rule=table.word("cash_rule", CASH_RULES, "warn") or "warn",
        charging=table.word("charging", METHODS, "proportional") or "proportional",
    )
    return covenant, _term(table, covenant.starts_on, covenant.ends_on)


def read_parties(tables: list[Table], covenant: AgreedCovenant, term: Term) -> tuple[AgreedParty, ...]:
    """Read the signatories; one that says nothing of it joins on the covenant's first day."""
    note_repeats(tables)
    return tuple(_party(table, covenant, term) for table in tables)


def read_lines(tables: list[Table]) -> tuple[AgreedLine, ...]:
    """Read the programme lines."""
    note_repeats(tables)
    return tuple(_line(table) for table in tables)


def read_indicators(tables: list[Table]) -> tuple[AgreedIndicator, ...]:
    """Read the indicators. Their days may lie outside the term: effects are counted before and after."""
    note_repeats(tables)
    return tuple(_indicator(table) for table in tables)


def _term(table: Table, first_day: date, last_day: date) -> Term:
    """Take two days as a term, and note what is wrong with it."""
    if BLANK_DAY in (first_day, last_day):
        return Term(None)
    if last_day < first_day:
        table.note("ends_on", sentence(N_("The covenant ends before it starts, on %(day)s."), day=first_day))
        return Term(None)
    anniversary = day_in_year(first_day.month, first_day.day, first_day.year + LONGEST_TERM_YEARS)
    if last_day >= anniversary:
        table.note(
            "ends_on",
            sentence(N_("A covenant cannot last longer than %(years)s years."), years=LONGEST_TERM_YEARS),
        )
        return Term(None)
    return Term((first_day, last_day))


def _party(table: Table, covenant: AgreedCovenant, term: Term) -> AgreedParty:
    """Read one party."""
    table.require_keys(("slug", "name", "kind"), ("joins_on",))
    joins_on = table.day("joins_on") if "joins_on" in table else covenant.starts_on
    if "joins_on" in table and term.leaves_out(joins_on):
        table.note("joins_on", sentence(N_("%(day)s lies outside the term of the covenant."), day=joins_on))
    return AgreedParty(
        slug=table.slug("slug", TAKEN_AMONG_PARTIES),
        name=table.label("name"),
        kind=table.word("kind", PARTY_KINDS) or "other",
        joins_on=joins_on,
    )


def _line(table: Table) -> AgreedLine:
    """Read one programme line."""
    table.require_keys(("slug", "name_nl", "name_en"), ("about_nl", "about_en"))
    return AgreedLine(
        slug=table.slug("slug"),
        name_nl=table.label("name_nl"),
        name_en=table.label("name_en"),
        about_nl=table.remark("about_nl"),
        about_en=table.remark("about_en"),
    )


def _indicator(table: Table) -> AgreedIndicator:
    """Read one indicator."""
    table.require_keys(("slug", "name_nl", "name_en", "baseline", "baseline_on"), ("target", "target_on"))
    indicator = AgreedIndicator(
        slug=table.slug("slug"),
        name_nl=table.label("name_nl"),
        name_en=table.label("name_en"),
        baseline=table.whole("baseline", 0, LARGEST_COUNT),
        baseline_on=table.day("baseline_on"),
        target=table.whole("target", 0, LARGEST_COUNT) if "target" in table else None,
        target_on=table.day("target_on") if "target_on" in table else None,
    )
    if "target_on" in table and "target" not in table:
        table.note("target_on", sentence(N_("There is no target to be reached on this day.")))
    elif BLANK_DAY < (indicator.target_on or BLANK_DAY) < indicator.baseline_on:
        table.note("target_on", sentence(N_("The target cannot lie before the baseline.")))
    return indicator
