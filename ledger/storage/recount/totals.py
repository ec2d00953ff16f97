"""The kept totals: their ceilings, and the budgets, instalments and obligations they stand for."""

OVER_CAPS = """
SELECT 'pledge/' || t.pledge_id AS place, t.year AS year,
       t.charged_cents AS used_cents, t.due_cents AS most_cents
FROM pledge_total t
WHERE t.covenant_id = :covenant AND (t.charged_cents > t.due_cents OR t.charged_cents < 0)
UNION ALL
SELECT 'project/' || p.slug, t.year, t.spent_cents + t.obligated_cents + t.carried_cents, t.budget_cents
FROM project_total t
JOIN project p ON p.covenant_id = t.covenant_id AND p.id = t.project_id
WHERE t.covenant_id = :covenant AND t.spent_cents + t.obligated_cents + t.carried_cents > t.budget_cents
ORDER BY 1, 2
"""

BELOW_FLOOR = """
SELECT t.account AS account, t.balance_cents AS balance_cents, t.floor_cents AS floor_cents
FROM account_total t
JOIN covenant c ON c.id = t.covenant_id
WHERE t.covenant_id = :covenant
  AND (t.balance_cents < t.floor_cents
       OR t.floor_cents IS DISTINCT FROM
          CASE WHEN t.account = 'bank' AND c.cash_rule = 'refuse' THEN 0 END)
ORDER BY t.account
"""

PLEDGE_AMOUNTS = """
SELECT p.id AS pledge, p.amount_cents AS amount_cents, COALESCE(SUM(k.cents), 0) AS instalments_cents
FROM pledge p
LEFT JOIN (
    SELECT i.pledge_id, i.amount_cents AS cents
    FROM instalment i
    WHERE i.covenant_id = :covenant
    UNION ALL
    SELECT i.pledge_id, -r.cents
    FROM reduction r
    JOIN instalment i ON i.covenant_id = r.covenant_id AND i.id = r.instalment_id
    WHERE r.covenant_id = :covenant AND r.kind = 'moved'
) AS k ON k.pledge_id = p.id
WHERE p.covenant_id = :covenant
GROUP BY p.id, p.amount_cents
HAVING COALESCE(SUM(k.cents), 0) <> p.amount_cents
ORDER BY p.id
"""
"""An instalment that was moved stands there twice; what was moved is left out once."""

DUE_TOTALS = """
WITH kept_year AS (
    SELECT DISTINCT f.year, f.ends_on
    FROM pledge_total t
    JOIN fiscal_year f ON f.covenant_id = t.covenant_id AND f.year = t.year
    WHERE t.covenant_id = :covenant
)
SELECT pledge_id AS pledge, year AS year, SUM(kept) AS kept_cents, SUM(counted) AS counted_cents
FROM (
    SELECT t.pledge_id, t.year, t.due_cents AS kept, 0 AS counted
    FROM pledge_total t
    WHERE t.covenant_id = :covenant
    UNION ALL
    SELECT i.pledge_id, y.year, 0, i.amount_cents
    FROM instalment i
    JOIN kept_year y ON y.ends_on >= i.due_on
    WHERE i.covenant_id = :covenant
    UNION ALL
    SELECT i.pledge_id, y.year, 0, -r.cents
    FROM reduction r
    JOIN instalment i ON i.covenant_id = r.covenant_id AND i.id = r.instalment_id
    JOIN covenant c ON c.id = r.covenant_id
    JOIN kept_year y ON y.ends_on >= i.due_on
      AND (y.ends_on >= r.reduced_on OR y.ends_on >= c.ends_on)
    WHERE r.covenant_id = :covenant
    UNION ALL
    SELECT l.pledge_id, t.year, 0, -l.spent_cents
    FROM running_start_line l
    JOIN running_start b ON b.covenant_id = l.covenant_id
    JOIN pledge_total t ON t.covenant_id = l.covenant_id AND t.pledge_id = l.pledge_id
    JOIN fiscal_year y ON y.covenant_id = l.covenant_id AND y.year = t.year AND y.ends_on >= b.starts_on
    WHERE l.covenant_id = :covenant
    UNION ALL
    SELECT 0, t.year, 0, c.cents
    FROM common_release c
    JOIN pledge_total t ON t.covenant_id = c.covenant_id AND t.pledge_id = 0 AND t.year >= c.year
    WHERE c.covenant_id = :covenant
) AS both_sides
GROUP BY pledge_id, year
HAVING SUM(kept) <> SUM(counted)
ORDER BY pledge_id, year
"""

BUDGET_TOTALS = """
SELECT p.slug AS project, b.year AS year, SUM(b.kept) AS kept_cents, SUM(b.counted) AS counted_cents
FROM (
    SELECT t.project_id, t.year, t.budget_cents AS kept, 0 AS counted
    FROM project_total t
    WHERE t.covenant_id = :covenant
    UNION ALL
    SELECT l.project_id, a.year, 0, l.cents
    FROM budget a
    JOIN budget_line l ON l.covenant_id = a.covenant_id AND l.budget_id = a.id
    WHERE a.covenant_id = :covenant AND a.state = 'adopted'
) AS b
JOIN project p ON p.covenant_id = :covenant AND p.id = b.project_id
GROUP BY p.slug, b.year
HAVING SUM(b.kept) <> SUM(b.counted)
ORDER BY p.slug, b.year
"""

OBLIGATED_TOTALS = """
SELECT p.slug AS project, b.year AS year, SUM(b.kept) AS kept_cents, SUM(b.counted) AS counted_cents
FROM (
    SELECT t.project_id, t.year, t.obligated_cents AS kept, 0 AS counted
    FROM project_total t
    WHERE t.covenant_id = :covenant
    UNION ALL
    SELECT o.project_id, o.year, 0, o.open_cents
    FROM obligation o
    WHERE o.covenant_id = :covenant
) AS b
JOIN project p ON p.covenant_id = :covenant AND p.id = b.project_id
GROUP BY p.slug, b.year
HAVING SUM(b.kept) <> SUM(b.counted)
ORDER BY p.slug, b.year
"""

OBLIGATIONS = """
SELECT o.id AS obligation, o.open_cents AS open_cents,
       o.amount_cents - COALESCE(SUM(u.cents), 0) AS expected_cents
FROM obligation o
LEFT JOIN obligation_use u ON u.covenant_id = o.covenant_id AND u.obligation_id = o.id
WHERE o.covenant_id = :covenant
GROUP BY o.id, o.amount_cents, o.open_cents
HAVING o.amount_cents - COALESCE(SUM(u.cents), 0) <> o.open_cents
ORDER BY o.id
"""
