"""Fiscal years, carried budget and a running start, each against the decision it rests on."""

YEAR_STATES = """
SELECT y.year AS year, y.state AS state
FROM fiscal_year y
LEFT JOIN decision d ON d.covenant_id = y.covenant_id AND d.id = y.decision_id
WHERE y.covenant_id = :covenant
  AND ((y.decision_id IS NULL AND y.state <> 'open')
       OR (y.decision_id IS NOT NULL
           AND (d.id IS NULL OR d.state <> 'adopted' OR d.subject <> 'year/' || y.year
                OR d.kind <> CASE y.state WHEN 'closed' THEN 'close_year' ELSE 'reopen_year' END))
       OR EXISTS (SELECT 1 FROM decision n WHERE n.covenant_id = y.covenant_id AND n.state = 'adopted'
                  AND n.kind IN ('close_year', 'reopen_year') AND n.subject = 'year/' || y.year
                  AND n.id > COALESCE(y.decision_id, 0)))
ORDER BY y.year
"""

CARRIED_TOTALS = """
SELECT p.slug AS project, k.year AS year, SUM(k.kept) AS kept_cents, SUM(k.counted) AS counted_cents
FROM (
    SELECT t.project_id, t.year, t.carried_cents AS kept, 0 AS counted
    FROM project_total t
    WHERE t.covenant_id = :covenant
    UNION ALL
    SELECT c.project_id, c.from_year, 0, c.cents
    FROM budget_carry c
    JOIN budget b ON b.covenant_id = c.covenant_id AND b.id = c.budget_id
     AND b.state IN ('adopted', 'replaced')
    WHERE c.covenant_id = :covenant
) AS k
JOIN project p ON p.covenant_id = :covenant AND p.id = k.project_id
GROUP BY p.slug, k.year
HAVING SUM(k.kept) <> SUM(k.counted)
ORDER BY p.slug, k.year
"""

CARRIES = """
SELECT DISTINCT c.budget_id AS budget, c.from_year AS year
FROM budget_carry c
LEFT JOIN budget b ON b.covenant_id = c.covenant_id AND b.id = c.budget_id
LEFT JOIN decision d ON d.covenant_id = b.covenant_id AND d.id = b.decision_id
WHERE c.covenant_id = :covenant
  AND (b.id IS NULL OR c.from_year >= b.year OR d.id IS NULL OR d.kind <> 'carry' OR d.state <> 'adopted')
ORDER BY c.budget_id, c.from_year
"""

START = """
SELECT 'running-start' AS place
FROM running_start b
LEFT JOIN decision d ON d.covenant_id = b.covenant_id AND d.id = b.decision_id
WHERE b.covenant_id = :covenant AND (d.id IS NULL OR d.kind <> 'start' OR d.state <> 'adopted')
UNION ALL
SELECT 'pledge/' || l.pledge_id
FROM running_start_line l
LEFT JOIN running_start b ON b.covenant_id = l.covenant_id
LEFT JOIN pledge g ON g.covenant_id = l.covenant_id AND g.id = l.pledge_id
LEFT JOIN contribution c ON c.covenant_id = l.covenant_id AND c.id = l.contribution_id
LEFT JOIN journal_entry e ON e.covenant_id = l.covenant_id AND e.id = l.entry_id
WHERE l.covenant_id = :covenant
  AND (b.covenant_id IS NULL
       OR (l.contribution_id IS NOT NULL
           AND (c.id IS NULL OR c.state <> 'received' OR c.amount_cents <> l.received_cents
                OR c.party_id <> g.party_id OR c.received_on >= b.starts_on))
       OR (l.entry_id IS NOT NULL
           AND (e.id IS NULL OR e.day >= b.starts_on
                OR EXISTS (SELECT 1 FROM journal_entry r
                           WHERE r.covenant_id = e.covenant_id AND r.reverses_id = e.id)
                OR (SELECT COUNT(*) FROM posting p WHERE p.covenant_id = e.covenant_id AND p.entry_id = e.id
                    AND p.pledge_id = l.pledge_id
                    AND p.cents = CASE p.account WHEN 'unspent' THEN l.spent_cents
                                                 WHEN 'bank' THEN -l.spent_cents END) <> 2)))
ORDER BY 1
"""

BEFORE_BOOKS = """
SELECT e.id AS entry, e.day AS day, b.starts_on AS starts_on
FROM running_start b
JOIN journal_entry e ON e.covenant_id = b.covenant_id AND e.day < b.starts_on
WHERE b.covenant_id = :covenant
  AND e.id > (SELECT COALESCE(MAX(COALESCE(l.entry_id, c.entry_id)), 0) FROM running_start_line l
              LEFT JOIN contribution c ON c.covenant_id = l.covenant_id AND c.id = l.contribution_id
              WHERE l.covenant_id = b.covenant_id)
  AND NOT EXISTS (SELECT 1 FROM bank_receipt r WHERE r.covenant_id = e.covenant_id AND r.entry_id = e.id)
ORDER BY e.id
"""

COMMON_SETTLED = """
SELECT e.id AS entry
FROM journal_entry e
LEFT JOIN decision d ON d.covenant_id = e.covenant_id AND e.subject = 'settlement/' || d.id
WHERE e.covenant_id = :covenant AND e.kind = 'common_settled'
  AND (d.id IS NULL OR d.kind <> 'settlement' OR d.state <> 'adopted'
       OR EXISTS (SELECT 1 FROM journal_entry o WHERE o.covenant_id = e.covenant_id AND o.id < e.id
                  AND o.kind = e.kind AND o.subject = e.subject))
ORDER BY e.id
"""
