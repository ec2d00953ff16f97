"""What an entry must be before it is sealed, and how the kept totals follow it."""

_LINES = "FROM posting p WHERE p.covenant_id = NEW.covenant_id AND p.entry_id = NEW.entry_id"
_SUM = f"SELECT COALESCE(SUM(p.cents), 0) {_LINES}"
_ACCOUNT = "p.account || ''"
"""The account, kept from the index on accounts: an entry's own lines are few, an account's are not."""

_ENTRY = (
    "FROM journal_entry e JOIN fiscal_year y ON y.covenant_id = e.covenant_id AND y.year = e.fiscal_year"
    " WHERE e.covenant_id = NEW.covenant_id AND e.id = NEW.entry_id"
)
_YEAR_OF_ENTRY = (
    "(SELECT e.accounting_year FROM journal_entry e"
    " WHERE e.covenant_id = NEW.covenant_id AND e.id = NEW.entry_id)"
)

SEAL_CHECKS = (
    ("unbalanced", f"(SELECT COUNT(*) {_LINES}) < 2"),
    ("unbalanced", f"EXISTS (SELECT 1 {_LINES} GROUP BY p.pledge_id HAVING SUM(p.cents) <> 0)"),
    (
        "unbalanced",
        f"EXISTS (SELECT 1 {_LINES} AND {_ACCOUNT} IN ('costs', 'income')"
        " GROUP BY p.pledge_id HAVING SUM(p.cents) <> 0)",
    ),
    (
        "astray",
        f"EXISTS (SELECT 1 {_LINES} AND NOT EXISTS (SELECT 1 FROM journal_entry e"
        " WHERE e.covenant_id = p.covenant_id AND e.id = p.entry_id AND e.day = p.day"
        " AND e.accounting_year = p.accounting_year))",
    ),
    (
        "astray",
        f"EXISTS (SELECT 1 {_LINES} AND NOT EXISTS (SELECT 1 FROM fund_total t"
        " WHERE t.covenant_id = p.covenant_id AND t.pledge_id = p.pledge_id AND t.account = p.account))",
    ),
    (
        "year-closed",
        f"NOT EXISTS (SELECT 1 {_ENTRY} AND y.state = 'open' AND e.day BETWEEN y.starts_on AND y.ends_on"
        " AND e.accounting_year <= e.fiscal_year)",
    ),
    (
        "before-books",
        "EXISTS (SELECT 1 FROM journal_entry e JOIN running_start b ON b.covenant_id = e.covenant_id"
        " WHERE e.covenant_id = NEW.covenant_id AND e.id = NEW.entry_id AND e.day < b.starts_on)",
    ),
    (
        "cap-bank",
        "EXISTS (SELECT 1 FROM account_total t WHERE t.covenant_id = NEW.covenant_id"
        f" AND t.balance_cents + ({_SUM} AND {_ACCOUNT} = t.account) < t.floor_cents"
        f" AND ({_SUM} AND {_ACCOUNT} = t.account) < 0)",
    ),
    (
        "cap-pledge",
        f"EXISTS (SELECT 1 {_LINES} AND {_ACCOUNT} = 'income' AND NOT EXISTS ("
        "SELECT 1 FROM pledge_total t WHERE t.covenant_id = p.covenant_id"
        " AND t.pledge_id = p.pledge_id AND t.year = p.accounting_year))",
    ),
    (
        "cap-pledge",
        "EXISTS (SELECT 1 FROM pledge_total t WHERE t.covenant_id = NEW.covenant_id"
        f" AND t.year >= {_YEAR_OF_ENTRY} AND t.charged_cents"
        f" - ({_SUM} AND {_ACCOUNT} = 'income' AND p.pledge_id = t.pledge_id)"
        " NOT BETWEEN 0 AND t.due_cents)",
    ),
    # What was left of the common fund was divided: it can be charged no more.
    (
        "cap-pledge",
        f"EXISTS (SELECT 1 {_LINES} AND {_ACCOUNT} = 'income' AND p.pledge_id = 0 AND p.cents < 0)"
        " AND EXISTS (SELECT 1 FROM decision d WHERE d.covenant_id = NEW.covenant_id"
        " AND d.kind = 'settlement' AND d.state = 'adopted')",
    ),
    (
        "cap-budget",
        f"EXISTS (SELECT 1 {_LINES} AND {_ACCOUNT} = 'costs' AND NOT EXISTS ("
        "SELECT 1 FROM project_total t WHERE t.covenant_id = p.covenant_id"
        " AND t.project_id = p.project_id AND t.year = p.accounting_year))",
    ),
    (
        "cap-budget",
        "EXISTS (SELECT 1 FROM project_total t WHERE t.covenant_id = NEW.covenant_id"
        f" AND t.year = {_YEAR_OF_ENTRY} AND t.spent_cents + t.obligated_cents"
        f" + t.carried_cents + ({_SUM} AND {_ACCOUNT} = 'costs' AND p.project_id = t.project_id)"
        " > t.budget_cents)",
    ),
)  # fmt: skip
"""What is asked before an entry is sealed: the word of the refusal, and the condition under which it falls.

The caps are asked here as well as by the CHECKs on the kept totals, because SQLite lets an outer
`INSERT OR IGNORE` skip a row that a CHECK inside a trigger refuses, but not what a trigger raises.
"""

SEAL_UPDATES = (
    "UPDATE account_total SET entry_id = NEW.entry_id, balance_cents = balance_cents"
    f" + ({_SUM} AND {_ACCOUNT} = account_total.account)"
    " WHERE covenant_id = NEW.covenant_id"
    f" AND account IN (SELECT p.account {_LINES})",
    "UPDATE fund_total SET entry_id = NEW.entry_id, balance_cents = balance_cents"
    f" + ({_SUM} AND {_ACCOUNT} = fund_total.account"
    " AND p.pledge_id = fund_total.pledge_id)"
    " WHERE covenant_id = NEW.covenant_id"
    f" AND (pledge_id, account) IN (SELECT p.pledge_id, p.account {_LINES})",
    "UPDATE pledge_total SET entry_id = NEW.entry_id, charged_cents = charged_cents"
    f" - ({_SUM} AND {_ACCOUNT} = 'income'"
    " AND p.pledge_id = pledge_total.pledge_id)"
    f" WHERE covenant_id = NEW.covenant_id AND year >= {_YEAR_OF_ENTRY}"
    f" AND pledge_id IN (SELECT p.pledge_id {_LINES} AND {_ACCOUNT} = 'income')",
    "UPDATE project_total SET entry_id = NEW.entry_id, spent_cents = spent_cents"
    f" + ({_SUM} AND {_ACCOUNT} = 'costs'"
    " AND p.project_id = project_total.project_id)"
    f" WHERE covenant_id = NEW.covenant_id AND year = {_YEAR_OF_ENTRY}"
    f" AND project_id IN (SELECT p.project_id {_LINES} AND {_ACCOUNT} = 'costs')",
)
"""How the kept totals follow a sealed entry; each notes the entry as the last one it counted."""
