"""Pledges, as the file gives them: who promised what for what, and on which days it falls due."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ledger.core.calendar import yearly_dates
from ledger.core.covenant_file.agreement import Term
from ledger.core.covenant_file.facts import AgreedParty, AgreedPledge
from ledger.core.covenant_file.table import BLANK_DAY, BLANK_DAY_OF_YEAR, MISSING, Table, shown
from ledger.core.instalments import BASES
from ledger.core.money import MAX_CENTS
from ledger.core.sentences import N_, Cents, sentence

UNKNOWN_PARTY = N_('There is no party "%(slug)s" in this file.')
UNKNOWN_LINE = N_('There is no programme line "%(slug)s" in this file.')

Instalments = tuple[tuple[date, int], ...]
"""Due dates and cents."""


@dataclass(frozen=True)
class Signed:
    """What a pledge is read against: who signed, for which programme lines, and for how long."""

    parties: Mapping[str, AgreedParty]
    lines: Collection[str]
    term: Term

    def membership(self, party: str) -> tuple[date, date] | None:
        """Give the first and the last day a party takes part; None where the file does not tell."""
        signatory = self.parties.get(party)
        if self.term.days is None or signatory is None or self.term.leaves_out(signatory.joins_on):
            return None
        first_day, last_day = self.term.days
        return max(first_day, signatory.joins_on), last_day


def read_pledges(tables: list[Table], signed: Signed) -> tuple[AgreedPledge, ...]:
    """Read what each party promised, with every instalment and its due date."""
    return tuple(_pledge(table, signed) for table in tables)


def _pledge(table: Table, signed: Signed) -> AgreedPledge:
    """Read one pledge."""
    table.require_keys(("party", "amount", "basis"), ("due_on", "instalments", "earmark", "source"))
    party = table.text("party")
    if party is not None and signed.parties and party not in signed.parties:
        table.note("party", sentence(UNKNOWN_PARTY, slug=shown(party)))
    amount_cents = table.cents("amount")
    basis = table.word("basis", BASES)
    instalments: Instalments = ()
    if basis == "per_year":
        instalments = _yearly(table, amount_cents, signed.membership(party or ""))
    elif basis == "total":
        instalments = _listed(table, amount_cents, signed, party or "")
    return AgreedPledge(
        party=party or "",
        amount_cents=sum(cents for _, cents in instalments),
        basis=basis or "total",
        yearly_cents=amount_cents if basis == "per_year" else None,
        instalments=instalments,
        earmark=tuple(slug for _, slug in table.references("earmark", signed.lines, UNKNOWN_LINE)),
        source=table.remark("source"),
    )


def _yearly(table: Table, amount_cents: int, membership: tuple[date, date] | None) -> Instalments:
    """Give one instalment for each time the due day comes while the party takes part."""
    if "instalments" in table:
        table.note("instalments", sentence(N_("A pledge per year has a due_on instead of instalments.")))
    if "due_on" not in table:
        table.note("due_on", sentence(MISSING))
    due_on = table.day_of_year("due_on")
    if due_on == BLANK_DAY_OF_YEAR or membership is None:
        return ()
    days = yearly_dates(*due_on, *membership)
    if not days:
        first_day, last_day = membership
        table.note(
            "due_on",
            sentence(
                N_("This day does not come between %(first)s and %(last)s."), first=first_day, last=last_day
            ),
        )
    if amount_cents * len(days) > MAX_CENTS:
        table.note(
            "amount",
            sentence(
                N_("Over the whole term this comes to more than %(most)s, the largest amount there can be."),
                most=Cents(MAX_CENTS),
            ),
        )
    return tuple((day, amount_cents) for day in days)


def _listed(table: Table, amount_cents: int, signed: Signed, party: str) -> Instalments:
    """Read the instalments of a pledge for the whole term, and hold their sum against its amount."""
    if "due_on" in table:
        table.note("due_on", sentence(N_("A pledge for the whole term has instalments instead of a due_on.")))
    if "instalments" not in table:
        table.note("instalments", sentence(MISSING))
        return ()
    inner = table.tables("instalments")
    read = tuple(_instalment(one, signed, party) for one in inner)
    if table.values["instalments"] == []:
        table.note("instalments", sentence(N_("There must be at least one instalment.")))
    sum_cents = sum(cents for _, cents in read)
    is_readable = amount_cents and read and all(cents for _, cents in read)
    if is_readable and sum_cents != amount_cents:
        table.note(
            "instalments",
            sentence(
                N_("The instalments come to %(sum)s, but the pledge is %(pledge)s."),
                sum=Cents(sum_cents),
                pledge=Cents(amount_cents),
            ),
        )
    return tuple(sorted(read, key=lambda one: one[0]))


def _instalment(table: Table, signed: Signed, party: str) -> tuple[date, int]:
    """Read one instalment: a day on which the party takes part, and an amount."""
    table.require_keys(("due_on", "amount"))
    due_on = table.day("due_on")
    membership = signed.membership(party)
    if signed.term.leaves_out(due_on):
        table.note("due_on", sentence(N_("%(day)s lies outside the term of the covenant."), day=due_on))
    elif membership is not None and BLANK_DAY < due_on < membership[0]:
        table.note(
            "due_on",
            sentence(N_("%(day)s is before the party joins, on %(joins)s."), day=due_on, joins=membership[0]),
        )
    return due_on, table.cents("amount")
