"""The kept totals: they change only with the entry that explains the change, or with what they stand for.

Each total keeps the number of the last entry it counted. A change is refused unless it names a later entry,
that entry is sealed, and its postings come to the difference; so every entry counts once, and whoever
is connected can neither forget spend nor invent money.
"""

from ledger.storage.guards.rules import Rule, differ, exists

_OF_ENTRY = "FROM posting p WHERE p.covenant_id = NEW.covenant_id AND p.entry_id = NEW.entry_id"
_SEALED = exists("entry_seal", "NEW", "1 = 1", entry_id="entry_id")


def _explained(table: str, column: str, lines: str, year: str = "", sign: str = "") -> Rule:
    """Refuse another total than that before and the postings of the next entry counted."""
    of_year = f" AND {exists('journal_entry', 'NEW', year, id='entry_id')}" if year else ""
    return Rule(
        f"{table}_explained",
        table,
        "UPDATE",
        f"({differ(column, 'entry_id')}) AND NOT (NEW.entry_id > OLD.entry_id AND {_SEALED}{of_year}"
        f" AND NEW.{column} - OLD.{column}"
        f" = {sign}(SELECT COALESCE(SUM(p.cents), 0) {_OF_ENTRY} AND {lines}))",
        "kept",
    )


_DUE = (
    "(SELECT COALESCE(SUM(i.amount_cents - (SELECT COALESCE(SUM(r.cents), 0) FROM reduction r"
    " WHERE r.covenant_id = i.covenant_id AND r.instalment_id = i.id"
    " AND (r.reduced_on <= y.ends_on OR y.ends_on >= c.ends_on))), 0) FROM instalment i"
    " JOIN covenant c ON c.id = i.covenant_id"
    " JOIN fiscal_year y ON y.covenant_id = i.covenant_id AND y.year = NEW.year"
    " WHERE i.covenant_id = NEW.covenant_id AND i.pledge_id = NEW.pledge_id AND i.due_on <= y.ends_on)"
    " + (SELECT COALESCE(SUM(r.cents), 0) FROM common_release r WHERE r.covenant_id = NEW.covenant_id"
    " AND r.year <= NEW.year AND NEW.pledge_id = 0)"
    " - (SELECT COALESCE(SUM(l.spent_cents), 0) FROM running_start_line l"
    " JOIN running_start b ON b.covenant_id = l.covenant_id"
    " JOIN fiscal_year y ON y.covenant_id = l.covenant_id AND y.year = NEW.year AND y.ends_on >= b.starts_on"
    " WHERE l.covenant_id = NEW.covenant_id AND l.pledge_id = NEW.pledge_id)"
)
"""What a pledge brings: its instalments less their reductions, each counted from the day it was taken off (in
the last year of the term where that was later), what was released of the common fund, and less what had been
spent of it before the books began."""
_CHARGED_BEFORE = (
    "COALESCE((SELECT MAX(x.charged_cents) FROM pledge_total x WHERE x.covenant_id = NEW.covenant_id"
    " AND x.pledge_id = NEW.pledge_id AND x.year < NEW.year), 0)"
)
_ADOPTED = (
    "(SELECT COALESCE(SUM(l.cents), 0) FROM budget b"
    " JOIN budget_line l ON l.covenant_id = b.covenant_id AND l.budget_id = b.id"
    " WHERE b.covenant_id = NEW.covenant_id AND b.year = NEW.year AND b.state = 'adopted'"
    " AND l.project_id = NEW.project_id)"
)
_OBLIGED = (
    "(SELECT COALESCE(SUM(o.open_cents), 0) FROM obligation o WHERE o.covenant_id = NEW.covenant_id"
    " AND o.project_id = NEW.project_id AND o.year = NEW.year)"
)
_CARRIED = (
    "(SELECT COALESCE(SUM(c.cents), 0) FROM budget_carry c"
    " JOIN budget b ON b.covenant_id = c.covenant_id AND b.id = c.budget_id"
    " AND b.state IN ('adopted', 'replaced')"
    " WHERE c.covenant_id = NEW.covenant_id AND c.project_id = NEW.project_id AND c.from_year = NEW.year)"
)

TOTALS = (
    Rule(
        "account_total_begins",
        "account_total",
        "INSERT",
        "NEW.balance_cents <> 0 OR NEW.entry_id <> 0",
        "kept",
    ),
    # Below what the bank account may not come is the covenant's cash rule.
    Rule(
        "account_total_floor",
        "account_total",
        "UPDATE",
        f"({differ('floor_cents')}) AND NEW.floor_cents IS DISTINCT FROM (SELECT"
        " CASE WHEN NEW.account = 'bank' AND c.cash_rule = 'refuse' THEN 0 END"
        " FROM covenant c WHERE c.id = NEW.covenant_id)",
        "kept",
    ),
    _explained("account_total", "balance_cents", "p.account || '' = NEW.account"),
    Rule("fund_total_begins", "fund_total", "INSERT", "NEW.balance_cents <> 0 OR NEW.entry_id <> 0", "kept"),
    _explained(
        "fund_total", "balance_cents", "p.account || '' = NEW.account AND p.pledge_id = NEW.pledge_id"
    ),
    Rule(
        "pledge_total_begins",
        "pledge_total",
        "INSERT",
        f"NEW.entry_id <> 0 OR NEW.charged_cents <> {_CHARGED_BEFORE} OR NEW.due_cents <> {_DUE}",
        "kept",
    ),
    Rule(
        "pledge_total_due",
        "pledge_total",
        "UPDATE",
        f"NEW.due_cents <> OLD.due_cents AND NEW.due_cents <> {_DUE}",
        "kept",
    ),
    # Charges are counted as the income they bring, which stands below zero.
    _explained(
        "pledge_total",
        "charged_cents",
        "p.account || '' = 'income' AND p.pledge_id = NEW.pledge_id",
        "x.accounting_year <= NEW.year",
        sign="-",
    ),
    Rule(
        "project_total_begins",
        "project_total",
        "INSERT",
        "NEW.entry_id <> 0 OR NEW.spent_cents <> 0"
        f" OR NEW.budget_cents <> {_ADOPTED} OR NEW.obligated_cents <> {_OBLIGED}"
        f" OR NEW.carried_cents <> {_CARRIED}",
        "kept",
    ),
    Rule(
        "project_total_carried",
        "project_total",
        "UPDATE",
        f"NEW.carried_cents <> OLD.carried_cents AND NEW.carried_cents <> {_CARRIED}",
        "kept",
    ),
    Rule(
        "project_total_budget",
        "project_total",
        "UPDATE",
        f"NEW.budget_cents <> OLD.budget_cents AND NEW.budget_cents <> {_ADOPTED}",
        "kept",
    ),
    Rule(
        "project_total_obligated",
        "project_total",
        "UPDATE",
        f"NEW.obligated_cents <> OLD.obligated_cents AND NEW.obligated_cents <> {_OBLIGED}",
        "kept",
    ),
    _explained(
        "project_total",
        "spent_cents",
        "p.account || '' = 'costs' AND p.project_id = NEW.project_id",
        "x.accounting_year = NEW.year",
    ),
)
