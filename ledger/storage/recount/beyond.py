"""What goes beyond the rule: shares by hand, the common fund, cash lent, what was sent or taken back."""

HAND_SHARES = """
SELECT k.expenditure AS expenditure, p.slug AS project, k.pledge_id AS pledge,
       SUM(k.said) AS said_cents, SUM(k.booked) AS booked_cents
FROM (
    SELECT x.id AS expenditure, h.project_id, h.pledge_id, h.cents AS said, 0 AS booked
    FROM expenditure x
    JOIN hand_share h ON h.covenant_id = x.covenant_id AND h.expenditure_id = x.id
    WHERE x.covenant_id = :covenant AND x.entry_id IS NOT NULL
    UNION ALL
    SELECT x.id, l.project_id, l.pledge_id, 0, l.cents
    FROM expenditure x
    JOIN posting l ON l.covenant_id = x.covenant_id AND l.entry_id = x.entry_id AND l.account = 'costs'
    WHERE x.covenant_id = :covenant
      AND EXISTS (SELECT 1 FROM hand_share h WHERE h.covenant_id = x.covenant_id AND h.expenditure_id = x.id)
) AS k
LEFT JOIN project p ON p.covenant_id = :covenant AND p.id = k.project_id
GROUP BY k.expenditure, p.slug, k.pledge_id
HAVING SUM(k.said) <> SUM(k.booked)
ORDER BY k.expenditure, p.slug, k.pledge_id
"""

HAND_SHARE_SUMS = """
SELECT x.id AS expenditure
FROM expenditure x
WHERE x.covenant_id = :covenant
  AND ((x.shares_reason <> '') <> EXISTS (SELECT 1 FROM hand_share h
                                          WHERE h.covenant_id = x.covenant_id AND h.expenditure_id = x.id)
       OR (x.shares_reason <> '' AND EXISTS (
           SELECT k.project_id
           FROM (
               SELECT s.project_id, s.cents FROM split s
               WHERE s.covenant_id = x.covenant_id AND s.expenditure_id = x.id
               UNION ALL
               SELECT h.project_id, -h.cents FROM hand_share h
               WHERE h.covenant_id = x.covenant_id AND h.expenditure_id = x.id
           ) AS k
           GROUP BY k.project_id
           HAVING SUM(k.cents) <> 0)))
ORDER BY x.id
"""

SENT_BACK = """
SELECT x.id AS expenditure, x.state AS state
FROM expenditure x
LEFT JOIN (
    SELECT s.expenditure_id, MAX(s.version) AS version
    FROM sending_back s
    WHERE s.covenant_id = :covenant
      AND NOT EXISTS (SELECT 1 FROM resubmission r WHERE r.covenant_id = s.covenant_id
                      AND r.expenditure_id = s.expenditure_id AND r.version > s.version)
    GROUP BY s.expenditure_id
) AS o ON o.expenditure_id = x.id
WHERE x.covenant_id = :covenant
  AND ((x.state = 'sent_back' AND o.version IS NULL)
       OR (x.state NOT IN ('sent_back', 'rejected') AND o.version IS NOT NULL))
ORDER BY x.id
"""

COMMON_RELEASES = """
SELECT r.id AS release
FROM common_release r
LEFT JOIN project p ON p.covenant_id = r.covenant_id AND p.id = r.project_id
LEFT JOIN decision d ON d.covenant_id = r.covenant_id AND d.id = r.decision_id
WHERE r.covenant_id = :covenant
  AND (d.kind IS DISTINCT FROM 'common' OR d.state <> 'adopted' OR d.subject <> 'project/' || p.slug)
ORDER BY r.id
"""

COMMON_RELEASED = """
SELECT y.year AS year, y.received AS received_cents, y.released AS released_cents
FROM (
    SELECT f.year,
           (SELECT -COALESCE(SUM(l.cents), 0) FROM posting l
            WHERE l.covenant_id = f.covenant_id AND l.pledge_id = 0 AND l.account IN ('unspent', 'income')
              AND l.day <= f.ends_on
              AND l.entry_id NOT IN (SELECT e.id FROM journal_entry e WHERE e.covenant_id = f.covenant_id
                                     AND e.kind = 'common_settled')
              AND l.entry_id IN (SELECT s.entry_id FROM entry_seal s WHERE s.covenant_id = f.covenant_id)
           ) AS received,
           (SELECT COALESCE(SUM(r.cents), 0) FROM common_release r
            WHERE r.covenant_id = f.covenant_id AND r.year <= f.year) AS released
    FROM fiscal_year f
    WHERE f.covenant_id = :covenant
) AS y
WHERE y.released > y.received AND y.released > 0
ORDER BY y.year
"""

COMMON_USED = """
SELECT p.slug AS project, k.year AS year, SUM(k.used) AS used_cents, SUM(k.released) AS released_cents
FROM (
    SELECT l.project_id, f.year, l.cents AS used, 0 AS released
    FROM posting l
    JOIN fiscal_year f ON f.covenant_id = l.covenant_id AND f.year >= l.accounting_year
    WHERE l.covenant_id = :covenant AND l.account = 'costs' AND l.pledge_id = 0
      AND l.entry_id IN (SELECT s.entry_id FROM entry_seal s WHERE s.covenant_id = :covenant)
    UNION ALL
    SELECT r.project_id, f.year, 0, r.cents
    FROM common_release r
    JOIN fiscal_year f ON f.covenant_id = r.covenant_id AND f.year >= r.year
    WHERE r.covenant_id = :covenant
) AS k
JOIN project p ON p.covenant_id = :covenant AND p.id = k.project_id
GROUP BY p.slug, k.year
HAVING SUM(k.used) > SUM(k.released) OR SUM(k.used) < 0
ORDER BY p.slug, k.year
"""

CASH_ADVANCES = """
SELECT a.id AS advance
FROM cash_advance a
LEFT JOIN party p ON p.covenant_id = a.covenant_id AND p.id = a.party_id
LEFT JOIN pledge g ON g.covenant_id = a.covenant_id AND g.id = a.pledge_id
LEFT JOIN decision d ON d.covenant_id = a.covenant_id AND d.id = a.decision_id
WHERE a.covenant_id = :covenant
  AND (d.kind IS DISTINCT FROM 'cash' OR d.state <> 'adopted' OR d.subject <> 'party/' || p.slug
       OR g.party_id IS DISTINCT FROM a.party_id)
ORDER BY a.id
"""

CASH_MOVED = """
SELECT a.id AS advance, a.agreed_cents AS agreed_cents,
       COALESCE(SUM(CASE m.kind WHEN 'advanced' THEN m.cents END), 0) AS advanced_cents,
       COALESCE(SUM(CASE m.kind WHEN 'repaid' THEN m.cents END), 0) AS repaid_cents
FROM cash_advance a
JOIN cash_movement m ON m.covenant_id = a.covenant_id AND m.advance_id = a.id AND m.state = 'recorded'
WHERE a.covenant_id = :covenant
GROUP BY a.id, a.agreed_cents
HAVING COALESCE(SUM(CASE m.kind WHEN 'advanced' THEN m.cents END), 0) > a.agreed_cents
    OR COALESCE(SUM(CASE m.kind WHEN 'repaid' THEN m.cents END), 0)
       > COALESCE(SUM(CASE m.kind WHEN 'advanced' THEN m.cents END), 0)
ORDER BY a.id
"""

CASH_BOOKED = """
SELECT k.place AS place, k.account AS account, k.pledge_id AS pledge,
       SUM(k.said) AS said_cents, SUM(k.booked) AS booked_cents
FROM (
    SELECT 'cash-movement/' || m.id AS place, s.account, a.pledge_id,
           s.sign * CASE m.kind WHEN 'advanced' THEN m.cents ELSE -m.cents END AS said, 0 AS booked
    FROM cash_movement m
    JOIN cash_advance a ON a.covenant_id = m.covenant_id AND a.id = m.advance_id
    CROSS JOIN (SELECT 'bank' AS account, 1 AS sign UNION ALL SELECT 'owed', -1) s
    WHERE m.covenant_id = :covenant
    UNION ALL
    SELECT 'cash-movement/' || m.id, l.account, l.pledge_id, 0, l.cents
    FROM cash_movement m
    JOIN posting l ON l.covenant_id = m.covenant_id AND l.entry_id = m.entry_id
    WHERE m.covenant_id = :covenant
) AS k
GROUP BY k.place, k.account, k.pledge_id
HAVING SUM(k.said) <> SUM(k.booked)
ORDER BY k.place, k.account, k.pledge_id
"""

CASH_OWED = """
SELECT k.pledge_id AS pledge, SUM(k.said) AS said_cents, SUM(k.booked) AS booked_cents
FROM (
    SELECT a.pledge_id, CASE m.kind WHEN 'advanced' THEN m.cents ELSE -m.cents END AS said, 0 AS booked
    FROM cash_movement m
    JOIN cash_advance a ON a.covenant_id = m.covenant_id AND a.id = m.advance_id
    WHERE m.covenant_id = :covenant AND m.state = 'recorded'
    UNION ALL
    SELECT t.pledge_id, 0, -t.balance_cents
    FROM fund_total t
    WHERE t.covenant_id = :covenant AND t.account = 'owed'
) AS k
GROUP BY k.pledge_id
HAVING SUM(k.said) <> SUM(k.booked)
ORDER BY k.pledge_id
"""

TAKEN_BACK = """
SELECT t.subject AS place
FROM taken_back t
LEFT JOIN bank_receipt b ON b.covenant_id = t.covenant_id AND 'bank/' || b.id = t.subject
LEFT JOIN journal_entry o ON o.covenant_id = t.covenant_id AND 'return/' || o.id = t.subject
     AND o.kind = 'overpayment_returned'
LEFT JOIN in_kind g ON g.covenant_id = t.covenant_id AND 'in-kind/' || g.id = t.subject
LEFT JOIN measurement m ON m.covenant_id = t.covenant_id AND 'measurement/' || m.id = t.subject
LEFT JOIN journal_entry e ON e.covenant_id = t.covenant_id AND e.id = t.entry_id
WHERE t.covenant_id = :covenant
  AND ((b.id IS NULL AND o.id IS NULL AND g.id IS NULL AND m.id IS NULL)
       OR ((b.id IS NOT NULL OR o.id IS NOT NULL)
           AND (e.reverses_id IS DISTINCT FROM COALESCE(b.entry_id, o.id) OR e.day <> t.taken_back_on))
       OR ((g.id IS NOT NULL OR m.id IS NOT NULL) AND t.entry_id IS NOT NULL))
ORDER BY t.subject
"""
