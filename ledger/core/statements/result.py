"""What came in and what it was spent on: the result, the budget, and who paid for which project."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.core.sentences import N_, Cents, Sentence, sentence
from ledger.core.statements.facts import Costs, Names, Period, column, tenths
from ledger.core.statements.shape import Bar, Cell, Control, Flow, Row, Statement
from ledger.core.statements.titles import TITLES
from ledger.core.statements.words import SUBTOTAL, TOTAL

INCOME = sentence(N_("Income"))
COSTS = sentence(N_("Costs"))
EARLIER = sentence(N_("Costs of earlier years"))
RESULT = sentence(N_("Result"))

ByProjectYear = Mapping[tuple[int, int], int]
"""Cents per project and fiscal year."""


@dataclass(frozen=True)
class Result:
    """What was booked in one period: income in cents per pledge, costs per project and accounting year.

    `kept_income_cents` and `kept_costs` (per accounting year) are the same by way of the kept totals.
    """

    year: int | None
    income: Mapping[int, int]
    costs: ByProjectYear
    kept_income_cents: int
    kept_costs: Mapping[int, int]

    def is_earlier(self, accounting_year: int) -> bool:
        """Say whether costs of an accounting year are prior-year spend in this period."""
        return self.year is not None and accounting_year < self.year


@dataclass(frozen=True)
class Budgets:
    """The budgets of the years asked for, in cents per project and year: as adopted first, and as in force.

    The `kept_` figures are the same per programme line, by another road.
    """

    original: ByProjectYear
    in_force: ByProjectYear


def income_expenditure(
    period: Period, names: Names, now: Result, before: Result | None, budgets: Budgets
) -> Statement:
    """Draw income per funder and costs per programme line, beside the year before and the budgets.

    Costs of an earlier accounting year, booked now because that year was closed, stand apart. The result is
    always zero: income is recognised as costs are made.
    """
    shown = [result for result in (now, before) if result is not None]
    keys = ("now", "before")[: len(shown)]
    tables = [_result_lines(result, names) for result in shown]
    original, amended = (_per_line(each, names) for each in (budgets.original, budgets.in_force))
    rows = []
    for group, item in dict.fromkeys(key for table in tables for key in table):
        planned: tuple[Cell, Cell] = (None, None)
        if group == COSTS:
            planned = (original.get(str(item), 0), amended.get(str(item), 0))
        rows.append(Row((group, item, *(table.get((group, item), 0) for table in tables), *planned)))
    rows.sort(key=lambda row: _GROUPS.index(row.cells[0]))
    return Statement(
        "income-expenditure",
        TITLES["income-expenditure"],
        (
            column("group", N_("Income or costs")),
            column("item", N_("Item"), wide=True),
            column("now", N_("This year") if period.year else N_("Whole term"), "money"),
            *([column("before", N_("Prior year"), "money")] if before else []),
            column("adopted", N_("Adopted budget"), "money"),
            column("amended", N_("Amended budget"), "money"),
        ),
        tuple(rows),
        tuple(_result_controls(keys, shown, {row.cells[0] for row in rows})),
        group_by="group",
        notes=_result_notes(period),
    )


_GROUPS: list[Cell] = [INCOME, COSTS, EARLIER, RESULT]


def _result_lines(result: Result, names: Names) -> dict[tuple[Sentence, str | Sentence], int]:
    """Put what was booked on the lines of the statement; every funder and programme line has one."""
    lines: dict[tuple[Sentence, str | Sentence], int] = {
        (INCOME, names.funder(pledge_id)): 0 for pledge_id in names.pledges
    }
    for pledge_id in names.funds():
        if pledge_id in result.income:
            key = (INCOME, names.funder(pledge_id))
            lines[key] = lines.get(key, 0) + result.income[pledge_id]
    for line in names.lines.values():
        lines[COSTS, line] = 0
    projects = _in_order(names)
    for (project_id, year), cents in sorted(
        result.costs.items(), key=lambda booked: projects.index(booked[0][0])
    ):
        key = (EARLIER if result.is_earlier(year) else COSTS, names.line_of(project_id))
        lines[key] = lines.get(key, 0) + cents
    lines[RESULT, RESULT] = sum(result.income.values()) - sum(result.costs.values())
    return lines


def _result_controls(keys: Iterable[str], results: Iterable[Result], groups: set[Cell]) -> Iterable[Control]:
    for key, result in zip(keys, results, strict=True):
        earlier = sum(cents for year, cents in result.kept_costs.items() if result.is_earlier(year))
        costs = sum(result.kept_costs.values())
        yield Control(TOTAL, key, result.kept_income_cents, INCOME)
        yield Control(TOTAL, key, costs - earlier, COSTS)
        if EARLIER in groups:
            yield Control(TOTAL, key, earlier, EARLIER)
        yield Control(TOTAL, key, result.kept_income_cents - costs, RESULT)


def _result_notes(period: Period) -> tuple[Sentence, ...]:
    return (
        sentence(N_("From %(first)s through %(last)s."), first=period.from_day, last=period.as_at),
        sentence(
            N_(
                "Costs of earlier years are spend approved after its year was closed, and reversals of "
                "earlier spend; they count in the budget of their own year."
            )
        ),
    )


def _per_line(by_project: ByProjectYear, names: Names) -> dict[str, int]:
    sums: dict[str, int] = {}
    for (project_id, _), cents in by_project.items():
        line = names.line_of(project_id)
        sums[line] = sums.get(line, 0) + cents
    return sums


@dataclass(frozen=True)
class Use:
    """What became of one project's budget: budget, obligations, approved spend, and what was carried over."""

    budget_cents: int = 0
    obligated_cents: int = 0
    spent_cents: int = 0
    carried_cents: int = 0

    @property
    def left_cents(self) -> int:
        """What is left of the budget."""
        return self.budget_cents - self.obligated_cents - self.spent_cents - self.carried_cents

    def __add__(self, other: "Use") -> "Use":
        return Use(
            self.budget_cents + other.budget_cents,
            self.obligated_cents + other.obligated_cents,
            self.spent_cents + other.spent_cents,
            self.carried_cents + other.carried_cents,
        )


def uses(
    budgets: ByProjectYear,
    obligated: ByProjectYear,
    spent: ByProjectYear,
    carried: ByProjectYear | None = None,
) -> dict[int, Use]:
    """Put budget, obligations, spend and what was carried over together, per project over the years given."""
    found: dict[int, Use] = {}
    for (project_id, _), cents in budgets.items():
        found[project_id] = found.get(project_id, Use()) + Use(budget_cents=cents)
    for (project_id, _), cents in obligated.items():
        found[project_id] = found.get(project_id, Use()) + Use(obligated_cents=cents)
    for (project_id, _), cents in spent.items():
        found[project_id] = found.get(project_id, Use()) + Use(spent_cents=cents)
    for (project_id, _), cents in (carried or {}).items():
        found[project_id] = found.get(project_id, Use()) + Use(carried_cents=cents)
    return found


def budget_actual(
    period: Period, names: Names, found: Mapping[int, Use], kept: Mapping[int, Use]
) -> Statement:
    """Draw budget against actual per programme line and project, by accounting year.

    `found` comes from the budgets, the contracts and the postings; `kept` from the kept totals.
    """
    rows = []
    for project_id in _in_order(names):
        use = found.get(project_id)
        if use is None:
            continue
        project = names.projects[project_id]
        rows.append(
            Row(
                (
                    names.line_of(project_id),
                    project.name,
                    use.budget_cents,
                    use.obligated_cents,
                    use.spent_cents,
                    use.left_cents,
                    tenths(use.spent_cents, use.budget_cents),
                ),
                f"projects/{project.slug}",
            )
        )
    return Statement(
        "budget-actual",
        TITLES["budget-actual"],
        (
            column("line", N_("Programme line")),
            column("project", N_("Project"), wide=True),
            column("budget", N_("Budget"), "money"),
            column("obligated", N_("Obligations"), "money"),
            column("spent", N_("Spent"), "money"),
            column("left", N_("Left"), "money"),
            column("used", N_("Spent of budget"), "share"),
        ),
        tuple(rows),
        tuple(_use_controls(names, kept, {str(row.cells[0]) for row in rows})),
        group_by="line",
        notes=(
            sentence(N_("Obligations are contracts that are not invoiced yet.")),
            sentence(
                N_("Spend counts in the year it belongs to, as far as it was booked by %(day)s."),
                day=period.as_at,
            ),
            *_carried_note(found),
        ),
    )


def _carried_note(found: Mapping[int, Use]) -> Iterable[Sentence]:
    """Say what of the budgets was carried over and is not left any more, where anything was."""
    cents = sum(use.carried_cents for use in found.values())
    if cents:
        what = N_("%(cents)s was carried into the budget of a later year, and is not left in this one.")
        yield sentence(what, cents=Cents(cents))


def _in_order(names: Names) -> list[int]:
    """List the projects by programme line, then in the order they were made."""
    lines = list(names.lines)
    return sorted(names.projects, key=lambda number: (lines.index(names.projects[number].line_id), number))


def _use_controls(names: Names, kept: Mapping[int, Use], shown: set[str]) -> Iterable[Control]:
    per_line: dict[str | None, Use] = dict.fromkeys(
        (line for line in names.lines.values() if line in shown), Use()
    )
    for project_id, use in kept.items():
        line = names.line_of(project_id)
        per_line[line] = per_line.get(line, Use()) + use
    per_line[None] = sum(per_line.values(), Use())
    for group, use in per_line.items():
        if group is not None and group not in shown:
            continue
        label = TOTAL if group is None else SUBTOTAL
        yield Control(label, "budget", use.budget_cents, group)
        yield Control(label, "obligated", use.obligated_cents, group)
        yield Control(label, "spent", use.spent_cents, group)
        yield Control(label, "left", use.left_cents, group)


def bars(names: Names, found: Mapping[int, Use]) -> tuple[Bar, ...]:
    """Make the bars of the chart of budget against actual, one per project."""
    return tuple(
        Bar(names.projects[number].name, use.budget_cents, use.obligated_cents, use.spent_cents)
        for number in _in_order(names)
        if (use := found.get(number)) is not None
    )


def sources_uses(period: Period, names: Names, costs: Costs, kept_income: Mapping[int, int]) -> Statement:
    """Draw which funder paid for which project in the period, grouped by funder.

    `kept_income` is each pledge's income of the period in cents, by way of the kept totals: as every entry
    balances for every pledge, it equals what that pledge was charged.
    """
    flows = _flows(names, costs)
    totals: dict[str | Sentence, int] = {}
    for pledge_id in names.funds():
        funder = names.funder(pledge_id)
        totals[funder] = totals.get(funder, 0) + kept_income.get(pledge_id, 0)
    shown = {funder for funder, _ in flows}
    return Statement(
        "sources-uses",
        TITLES["sources-uses"],
        (
            column("funder", N_("Funder")),
            column("line", N_("Programme line")),
            column("project", N_("Project"), wide=True),
            column("cents", N_("Amount"), "money"),
        ),
        tuple(
            Row(
                (funder, names.line_of(project_id), names.projects[project_id].name, cents),
                f"projects/{names.projects[project_id].slug}",
            )
            for (funder, project_id), cents in flows.items()
        ),
        (
            *(Control(SUBTOTAL, "cents", cents, one) for one, cents in totals.items() if one in shown),
            Control(TOTAL, "cents", sum(totals.values())),
        ),
        group_by="funder",
        notes=(
            sentence(N_("Booked from %(first)s through %(last)s."), first=period.from_day, last=period.as_at),
        ),
    )


def _flows(names: Names, costs: Costs) -> dict[tuple[str | Sentence, int], int]:
    """Add up the costs per funder and project, in the covenant's order; what comes to nothing is left out."""
    sums: dict[tuple[int, int], int] = {}
    for (project_id, pledge_id, _), cents in costs.items():
        sums[pledge_id, project_id] = sums.get((pledge_id, project_id), 0) + cents
    flows: dict[tuple[str | Sentence, int], int] = {}
    for pledge_id in names.funds():
        for project_id in _in_order(names):
            cents = sums.get((pledge_id, project_id), 0)
            if cents:
                key = (names.funder(pledge_id), project_id)
                flows[key] = flows.get(key, 0) + cents
    return flows


def flows(names: Names, costs: Costs, say_common: str) -> tuple[Flow, ...]:
    """Make the flow of money from funder through line to project; `say_common` names the common fund."""
    return tuple(
        Flow(
            funder if isinstance(funder, str) else say_common,
            names.line_of(project_id),
            names.projects[project_id].name,
            cents,
        )
        for (funder, project_id), cents in _flows(names, costs).items()
    )
