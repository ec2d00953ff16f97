"""What came in: contributions, instalments and bank receipts against the entries that booked them."""

CONTRIBUTION_PARTS = """
SELECT c.id AS contribution, c.amount_cents AS amount_cents, COALESCE(SUM(p.cents), 0) AS parts_cents
FROM contribution c
LEFT JOIN contribution_part p ON p.covenant_id = c.covenant_id AND p.contribution_id = c.id
WHERE c.covenant_id = :covenant
GROUP BY c.id, c.amount_cents
HAVING COALESCE(SUM(p.cents), 0) <> c.amount_cents
ORDER BY c.id
"""

CONTRIBUTION_PLACES = """
SELECT c.id AS contribution, p.line AS line
FROM contribution c
JOIN contribution_part p ON p.covenant_id = c.covenant_id AND p.contribution_id = c.id
LEFT JOIN pledge g ON g.covenant_id = p.covenant_id AND g.id = p.pledge_id
LEFT JOIN instalment i ON i.covenant_id = p.covenant_id AND i.id = p.instalment_id
WHERE c.covenant_id = :covenant
  AND (g.party_id IS DISTINCT FROM c.party_id OR (p.instalment_id IS NOT NULL AND i.id IS NULL)
       OR i.pledge_id <> p.pledge_id)
ORDER BY c.id, p.line
"""

BOOKED = """
SELECT k.place AS place, k.account AS account, k.pledge_id AS pledge,
       SUM(k.said) AS said_cents, SUM(k.booked) AS booked_cents
FROM (
    SELECT 'contribution/' || c.id AS place, 'bank' AS account, p.pledge_id, p.cents AS said, 0 AS booked
    FROM contribution c
    JOIN contribution_part p ON p.covenant_id = c.covenant_id AND p.contribution_id = c.id
    WHERE c.covenant_id = :covenant
    UNION ALL
    SELECT 'contribution/' || c.id, CASE WHEN p.instalment_id IS NULL THEN 'to_return' ELSE 'receivable' END,
           p.pledge_id, -p.cents, 0
    FROM contribution c
    JOIN contribution_part p ON p.covenant_id = c.covenant_id AND p.contribution_id = c.id
    WHERE c.covenant_id = :covenant
    UNION ALL
    SELECT 'contribution/' || c.id, CASE l.account WHEN 'advance' THEN 'receivable' ELSE l.account END,
           l.pledge_id, 0, l.cents
    FROM contribution c
    JOIN posting l ON l.covenant_id = c.covenant_id AND l.entry_id = c.entry_id
    WHERE c.covenant_id = :covenant
    UNION ALL
    SELECT 'instalment/' || i.id, a.account, i.pledge_id, a.sign * i.amount_cents, 0
    FROM instalment i
    CROSS JOIN (SELECT 'receivable' AS account, 1 AS sign UNION ALL SELECT 'unspent', -1) a
    WHERE i.covenant_id = :covenant AND i.entry_id IS NOT NULL
    UNION ALL
    SELECT 'instalment/' || i.id, a.account, i.pledge_id, -a.sign * r.cents, 0
    FROM reduction r
    JOIN instalment i ON i.covenant_id = r.covenant_id AND i.id = r.instalment_id
    CROSS JOIN (SELECT 'receivable' AS account, 1 AS sign UNION ALL SELECT 'unspent', -1) a
    WHERE r.covenant_id = :covenant AND i.entry_id IS NOT NULL
      AND (r.entry_id IS NULL OR r.entry_id < i.entry_id)
    UNION ALL
    SELECT 'reduction/' || r.id, a.account, i.pledge_id, a.sign * r.cents, 0
    FROM reduction r
    JOIN instalment i ON i.covenant_id = r.covenant_id AND i.id = r.instalment_id
    JOIN (SELECT 'claimed' AS what, 'unspent' AS account, 1 AS sign
          UNION ALL SELECT 'claimed', 'receivable', -1
          UNION ALL SELECT 'spendable', 'unspent', 1
          UNION ALL SELECT 'spendable', 'to_return', -1
          UNION ALL SELECT 'ahead', 'advance', 1
          UNION ALL SELECT 'ahead', 'to_return', -1) a
      ON a.what = CASE WHEN r.kind <> 'returned' THEN 'claimed'
                       WHEN i.entry_id < r.entry_id THEN 'spendable' ELSE 'ahead' END
    WHERE r.covenant_id = :covenant AND r.entry_id IS NOT NULL
    UNION ALL
    SELECT 'reduction/' || r.id, l.account, l.pledge_id, 0, l.cents
    FROM reduction r
    JOIN posting l ON l.covenant_id = r.covenant_id AND l.entry_id = r.entry_id
    WHERE r.covenant_id = :covenant
    UNION ALL
    SELECT 'instalment/' || i.id, CASE l.account WHEN 'advance' THEN 'receivable' ELSE l.account END,
           l.pledge_id, 0, l.cents
    FROM instalment i
    JOIN posting l ON l.covenant_id = i.covenant_id AND l.entry_id = i.entry_id
    WHERE i.covenant_id = :covenant
    UNION ALL
    SELECT 'bank/' || b.id, a.account, 0, a.sign * b.amount_cents, 0
    FROM bank_receipt b
    JOIN (SELECT 'interest' AS kind, 'bank' AS account, 1 AS sign
          UNION ALL SELECT 'interest', 'unspent', -1
          UNION ALL SELECT 'vat', 'bank', 1
          UNION ALL SELECT 'vat', 'vat', -1) a ON a.kind = b.kind
    WHERE b.covenant_id = :covenant
    UNION ALL
    SELECT 'bank/' || b.id, l.account, l.pledge_id, 0, l.cents
    FROM bank_receipt b
    JOIN posting l ON l.covenant_id = b.covenant_id AND l.entry_id = b.entry_id
    WHERE b.covenant_id = :covenant
) AS k
GROUP BY k.place, k.account, k.pledge_id
HAVING SUM(k.said) <> SUM(k.booked)
ORDER BY k.place, k.account, k.pledge_id
"""
"""Received in advance stands with receivable here: which of the two it is at a moment is time's work."""

INSTALMENTS_FILLED = """
SELECT i.id AS instalment, i.amount_cents - COALESCE(SUM(k.gone), 0) AS amount_cents,
       COALESCE(SUM(k.received), 0) AS received_cents
FROM instalment i
JOIN (
    SELECT p.instalment_id, p.cents AS received, 0 AS gone, 0 AS returned
    FROM contribution_part p
    JOIN contribution c ON c.covenant_id = p.covenant_id AND c.id = p.contribution_id AND c.state = 'received'
    WHERE p.covenant_id = :covenant
    UNION ALL
    SELECT r.instalment_id, 0, CASE r.kind WHEN 'returned' THEN 0 ELSE r.cents END,
           CASE r.kind WHEN 'returned' THEN r.cents ELSE 0 END
    FROM reduction r
    WHERE r.covenant_id = :covenant
) AS k ON k.instalment_id = i.id
WHERE i.covenant_id = :covenant
GROUP BY i.id, i.amount_cents
HAVING COALESCE(SUM(k.received), 0)
       NOT BETWEEN COALESCE(SUM(k.returned), 0) AND i.amount_cents - COALESCE(SUM(k.gone), 0)
ORDER BY i.id
"""

INSTALMENT_DAYS = """
SELECT i.id AS instalment, i.due_on AS due_on, e.day AS day
FROM instalment i
JOIN journal_entry e ON e.covenant_id = i.covenant_id AND e.id = i.entry_id
WHERE i.covenant_id = :covenant AND e.day < i.due_on
ORDER BY i.id
"""

RECEIVED = """
SELECT k.pledge_id AS pledge, k.account AS account, SUM(k.said) AS said_cents, SUM(k.booked) AS booked_cents
FROM (
    SELECT i.pledge_id, 'receivable' AS account, i.amount_cents AS said, 0 AS booked
    FROM instalment i
    WHERE i.covenant_id = :covenant AND i.entry_id IS NOT NULL
    UNION ALL
    SELECT i.pledge_id, 'receivable', -r.cents, 0
    FROM reduction r
    JOIN instalment i ON i.covenant_id = r.covenant_id AND i.id = r.instalment_id
    WHERE r.covenant_id = :covenant AND r.kind <> 'returned' AND i.entry_id IS NOT NULL
    UNION ALL
    SELECT i.pledge_id, 'advance', r.cents, 0
    FROM reduction r
    JOIN instalment i ON i.covenant_id = r.covenant_id AND i.id = r.instalment_id
    WHERE r.covenant_id = :covenant AND r.kind = 'returned' AND i.entry_id IS NULL
    UNION ALL
    SELECT p.pledge_id, CASE WHEN i.entry_id IS NULL THEN 'advance' ELSE 'receivable' END, -p.cents, 0
    FROM contribution_part p
    JOIN contribution c ON c.covenant_id = p.covenant_id AND c.id = p.contribution_id AND c.state = 'received'
    JOIN instalment i ON i.covenant_id = p.covenant_id AND i.id = p.instalment_id
    WHERE p.covenant_id = :covenant
    UNION ALL
    SELECT t.pledge_id, t.account, 0, t.balance_cents
    FROM fund_total t
    WHERE t.covenant_id = :covenant AND t.account IN ('receivable', 'advance')
) AS k
GROUP BY k.pledge_id, k.account
HAVING SUM(k.said) <> SUM(k.booked)
ORDER BY k.pledge_id, k.account
"""
