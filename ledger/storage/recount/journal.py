"""The entries: balanced, sealed, in their year, mirrored where reversed, each told of by what it booked."""

NOT_SEALED = """
SELECT e.id AS entry
FROM journal_entry e
LEFT JOIN entry_seal s ON s.covenant_id = e.covenant_id AND s.entry_id = e.id
WHERE e.covenant_id = :covenant AND s.entry_id IS NULL
ORDER BY e.id
"""

MISSING = """
SELECT e.id - 1 AS entry
FROM journal_entry e
LEFT JOIN journal_entry b ON b.covenant_id = e.covenant_id AND b.id = e.id - 1
WHERE e.covenant_id = :covenant AND e.id > 1 AND b.id IS NULL
ORDER BY e.id
"""

TOO_FEW = """
SELECT e.id AS entry
FROM journal_entry e
WHERE e.covenant_id = :covenant
  AND (SELECT COUNT(*) FROM posting p WHERE p.covenant_id = e.covenant_id AND p.entry_id = e.id) < 2
ORDER BY e.id
"""

UNBALANCED = """
SELECT p.entry_id AS entry, p.pledge_id AS pledge, SUM(p.cents) AS sum_cents
FROM posting p
WHERE p.covenant_id = :covenant
GROUP BY p.entry_id, p.pledge_id
HAVING SUM(p.cents) <> 0
ORDER BY p.entry_id, p.pledge_id
"""

RESULT_IN_ENTRY = """
SELECT p.entry_id AS entry, p.pledge_id AS pledge, SUM(p.cents) AS result_cents
FROM posting p
WHERE p.covenant_id = :covenant AND p.account IN ('costs', 'income')
GROUP BY p.entry_id, p.pledge_id
HAVING SUM(p.cents) <> 0
ORDER BY p.entry_id, p.pledge_id
"""

STRAY_LINES = """
SELECT p.entry_id AS entry, p.line AS line
FROM posting p
LEFT JOIN journal_entry e ON e.covenant_id = p.covenant_id AND e.id = p.entry_id
WHERE p.covenant_id = :covenant
  AND (e.id IS NULL OR p.day <> e.day OR p.accounting_year <> e.accounting_year)
ORDER BY p.entry_id, p.line
"""

STRAY_SEALS = """
SELECT s.entry_id AS entry
FROM entry_seal s
LEFT JOIN journal_entry e ON e.covenant_id = s.covenant_id AND e.id = s.entry_id
WHERE s.covenant_id = :covenant AND e.id IS NULL
ORDER BY s.entry_id
"""

OUTSIDE_YEAR = """
SELECT e.id AS entry, e.day AS day, e.fiscal_year AS year
FROM journal_entry e
LEFT JOIN fiscal_year y ON y.covenant_id = e.covenant_id AND y.year = e.fiscal_year
WHERE e.covenant_id = :covenant
  AND (y.year IS NULL OR e.day < y.starts_on OR e.day > y.ends_on OR e.accounting_year > e.fiscal_year)
ORDER BY e.id
"""

MIRRORS = """
SELECT r.id AS entry, r.reverses_id AS reversed
FROM journal_entry r
LEFT JOIN journal_entry o ON o.covenant_id = r.covenant_id AND o.id = r.reverses_id
WHERE r.covenant_id = :covenant AND r.reverses_id IS NOT NULL
  AND (o.id IS NULL OR o.reverses_id IS NOT NULL OR o.id >= r.id
       OR (r.kind = 'expenditure_reversed' AND r.accounting_year <> o.accounting_year))
UNION
SELECT k.entry, k.reversed
FROM (
    SELECT r.id AS entry, r.reverses_id AS reversed, p.pledge_id, p.project_id, p.cents,
           CASE WHEN r.kind = 'contribution_reversed' AND p.account = 'advance'
                THEN 'receivable' ELSE p.account END AS account
    FROM journal_entry r
    JOIN posting p ON p.covenant_id = r.covenant_id AND p.entry_id IN (r.id, r.reverses_id)
    WHERE r.covenant_id = :covenant AND r.reverses_id IS NOT NULL
) AS k
GROUP BY k.entry, k.reversed, k.account, k.pledge_id, k.project_id
HAVING SUM(k.cents) <> 0
ORDER BY 1
"""
"""A reversed contribution gives back as receivable what was received in advance and has fallen due since."""

IN_KIND_BOOKED = """
SELECT e.id AS entry
FROM journal_entry e
WHERE e.covenant_id = :covenant AND e.subject LIKE 'in-kind/%'
ORDER BY e.id
"""

_NAMED = """
    SELECT 'expenditure/' || x.id AS place, x.entry_id AS entry, 'expenditure/' || x.id AS subject,
           CASE x.kind WHEN 'invoice' THEN 'expenditure_approved' ELSE 'credit_note_approved' END AS kind,
           x.accounting_year AS year
    FROM expenditure x WHERE x.covenant_id = :covenant AND x.entry_id IS NOT NULL
    UNION ALL
    SELECT 'expenditure/' || x.id, x.reversal_id, 'expenditure/' || x.id, 'expenditure_reversed',
           x.accounting_year
    FROM expenditure x WHERE x.covenant_id = :covenant AND x.reversal_id IS NOT NULL
    UNION ALL
    SELECT 'contribution/' || c.id, c.entry_id, 'contribution/' || c.id, 'contribution_received', NULL
    FROM contribution c WHERE c.covenant_id = :covenant
    UNION ALL
    SELECT 'instalment/' || i.id, i.entry_id, 'instalment/' || i.id, 'instalment_due', NULL
    FROM instalment i WHERE i.covenant_id = :covenant AND i.entry_id IS NOT NULL
    UNION ALL
    SELECT 'reduction/' || r.id, r.entry_id, 'reduction/' || r.id,
           CASE r.kind WHEN 'returned' THEN 'unspent_set_aside'
                       WHEN 'written_off' THEN 'contribution_written_off' ELSE 'pledge_reduced' END, NULL
    FROM reduction r WHERE r.covenant_id = :covenant AND r.entry_id IS NOT NULL
    UNION ALL
    SELECT 'pledge/' || l.pledge_id, l.entry_id, 'start/' || l.pledge_id, 'spent_before', NULL
    FROM running_start_line l WHERE l.covenant_id = :covenant AND l.entry_id IS NOT NULL
    UNION ALL
    SELECT 'bank/' || b.id, b.entry_id, 'bank/' || b.id, b.kind || '_received', NULL
    FROM bank_receipt b WHERE b.covenant_id = :covenant
    UNION ALL
    SELECT 'cash-movement/' || m.id, m.entry_id, 'cash/' || m.advance_id, 'cash_' || m.kind, NULL
    FROM cash_movement m WHERE m.covenant_id = :covenant
    UNION ALL
    SELECT t.subject, t.entry_id, t.subject, 'bank_receipt_reversed', NULL
    FROM taken_back t WHERE t.covenant_id = :covenant AND t.subject LIKE 'bank/%'
    UNION ALL
    SELECT t.subject, t.entry_id, o.subject, 'overpayment_return_reversed', NULL
    FROM taken_back t
    JOIN journal_entry o ON o.covenant_id = t.covenant_id AND 'return/' || o.id = t.subject
    WHERE t.covenant_id = :covenant
    UNION ALL
    SELECT 'payment/' || y.id, y.entry_id, 'expenditure/' || COALESCE(o.expenditure_id, y.expenditure_id),
           'expenditure_' || y.kind, NULL
    FROM payment y
    LEFT JOIN payment o ON o.covenant_id = y.covenant_id AND o.id = y.set_off_id
    WHERE y.covenant_id = :covenant
"""
"""Every entry that something on record names as its own: where, and what that entry must be."""

WRONG_ENTRY = f"""
SELECT n.place AS place, n.entry AS entry
FROM ({_NAMED}) AS n
LEFT JOIN journal_entry e ON e.covenant_id = :covenant AND e.id = n.entry
WHERE e.id IS NULL OR e.kind <> n.kind OR e.subject <> n.subject OR e.accounting_year <> n.year
ORDER BY n.entry, n.place
"""  # noqa: S608 - made of our own words

UNTOLD_ENTRY = f"""
SELECT e.id AS entry
FROM journal_entry e
LEFT JOIN ({_NAMED}) AS n ON n.entry = e.id
WHERE e.covenant_id = :covenant AND n.entry IS NULL
  AND e.kind IN ('expenditure_approved', 'credit_note_approved', 'expenditure_reversed', 'expenditure_paid',
                 'expenditure_came_back', 'expenditure_set_off', 'contribution_received', 'instalment_due',
                 'pledge_reduced', 'contribution_written_off', 'unspent_set_aside',
                 'interest_received', 'vat_received', 'spent_before', 'cash_advanced', 'cash_repaid',
                 'bank_receipt_reversed', 'overpayment_return_reversed')
ORDER BY e.id
"""  # noqa: S608 - made of our own words

REVERSED = """
SELECT r.place AS place, r.entry AS entry
FROM (
    SELECT 'contribution/' || c.id AS place, c.entry_id AS entry, c.state = 'reversed' AS gone
    FROM contribution c WHERE c.covenant_id = :covenant
    UNION ALL
    SELECT 'payment/' || y.id, y.entry_id, y.state = 'reversed'
    FROM payment y WHERE y.covenant_id = :covenant
    UNION ALL
    SELECT 'expenditure/' || x.id, x.entry_id, x.state = 'reversed'
    FROM expenditure x WHERE x.covenant_id = :covenant AND x.entry_id IS NOT NULL
    UNION ALL
    SELECT 'cash-movement/' || m.id, m.entry_id, m.state = 'reversed'
    FROM cash_movement m WHERE m.covenant_id = :covenant
    UNION ALL
    SELECT 'bank/' || b.id, b.entry_id, EXISTS (SELECT 1 FROM taken_back t
        WHERE t.covenant_id = b.covenant_id AND t.subject = 'bank/' || b.id)
    FROM bank_receipt b WHERE b.covenant_id = :covenant
    UNION ALL
    SELECT 'return/' || o.id, o.id, EXISTS (SELECT 1 FROM taken_back t
        WHERE t.covenant_id = o.covenant_id AND t.subject = 'return/' || o.id)
    FROM journal_entry o WHERE o.covenant_id = :covenant AND o.kind = 'overpayment_returned'
) AS r
LEFT JOIN journal_entry e ON e.covenant_id = :covenant AND e.reverses_id = r.entry
WHERE r.gone <> (e.id IS NOT NULL)
UNION ALL
SELECT 'expenditure/' || x.id, x.reversal_id
FROM expenditure x
JOIN journal_entry e ON e.covenant_id = x.covenant_id AND e.id = x.reversal_id
WHERE x.covenant_id = :covenant AND e.reverses_id IS DISTINCT FROM x.entry_id
ORDER BY 1
"""

BANK_DAYS = """
SELECT m.place AS place, m.moved_on AS moved_on, m.entry AS entry, e.day AS day
FROM (
    SELECT 'payment/' || y.id AS place, y.paid_on AS moved_on, y.entry_id AS entry
    FROM payment y WHERE y.covenant_id = :covenant
    UNION ALL
    SELECT 'contribution/' || c.id, c.received_on, c.entry_id
    FROM contribution c WHERE c.covenant_id = :covenant
    UNION ALL
    SELECT 'bank/' || b.id, b.received_on, b.entry_id
    FROM bank_receipt b WHERE b.covenant_id = :covenant
    UNION ALL
    SELECT 'cash-movement/' || c.id, c.moved_on, c.entry_id
    FROM cash_movement c WHERE c.covenant_id = :covenant
) AS m
JOIN journal_entry e ON e.covenant_id = :covenant AND e.id = m.entry
WHERE e.day <> m.moved_on
ORDER BY m.entry, m.place
"""
