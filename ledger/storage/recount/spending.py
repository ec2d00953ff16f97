"""What was spent: expenditures and payments against the entries that booked them."""

SPLITS = """
SELECT x.id AS expenditure, x.gross_cents - x.recoverable_vat_cents AS expected_cents,
       COALESCE(SUM(s.cents), 0) AS splits_cents
FROM expenditure x
LEFT JOIN split s ON s.covenant_id = x.covenant_id AND s.expenditure_id = x.id
WHERE x.covenant_id = :covenant
GROUP BY x.id, x.gross_cents, x.recoverable_vat_cents
HAVING COALESCE(SUM(s.cents), 0) <> x.gross_cents - x.recoverable_vat_cents
ORDER BY x.id
"""

SPLITS_CHARGED = """
SELECT k.expenditure AS expenditure, p.slug AS project,
       SUM(k.said) AS said_cents, SUM(k.booked) AS booked_cents
FROM (
    SELECT x.id AS expenditure, s.project_id, s.cents AS said, 0 AS booked
    FROM expenditure x
    JOIN split s ON s.covenant_id = x.covenant_id AND s.expenditure_id = x.id
    WHERE x.covenant_id = :covenant AND x.entry_id IS NOT NULL
    UNION ALL
    SELECT x.id, l.project_id, 0, l.cents
    FROM expenditure x
    JOIN posting l ON l.covenant_id = x.covenant_id AND l.entry_id = x.entry_id AND l.account = 'costs'
    WHERE x.covenant_id = :covenant
) AS k
LEFT JOIN project p ON p.covenant_id = :covenant AND p.id = k.project_id
GROUP BY k.expenditure, k.project_id, p.slug
HAVING SUM(k.said) <> SUM(k.booked)
ORDER BY k.expenditure, p.slug
"""

EXPENDITURES_BOOKED = """
SELECT k.expenditure AS expenditure, k.account AS account, k.pledge_id AS pledge,
       SUM(k.said) AS said_cents, SUM(k.booked) AS booked_cents
FROM (
    SELECT x.id AS expenditure, a.account, 0 AS pledge_id,
           a.sign * x.recoverable_vat_cents AS said, 0 AS booked
    FROM expenditure x
    CROSS JOIN (SELECT 'vat' AS account, 1 AS sign UNION ALL SELECT 'creditors', -1) a
    WHERE x.covenant_id = :covenant AND x.entry_id IS NOT NULL
    UNION ALL
    SELECT x.id, a.account, l.pledge_id, a.sign * l.cents, 0
    FROM expenditure x
    JOIN posting l ON l.covenant_id = x.covenant_id AND l.entry_id = x.entry_id AND l.account = 'costs'
    CROSS JOIN (SELECT 'creditors' AS account, -1 AS sign UNION ALL SELECT 'unspent', 1
                UNION ALL SELECT 'income', -1) a
    WHERE x.covenant_id = :covenant
    UNION ALL
    SELECT x.id, l.account, l.pledge_id, 0, l.cents
    FROM expenditure x
    JOIN posting l ON l.covenant_id = x.covenant_id AND l.entry_id = x.entry_id AND l.account <> 'costs'
    WHERE x.covenant_id = :covenant
) AS k
GROUP BY k.expenditure, k.account, k.pledge_id
HAVING SUM(k.said) <> SUM(k.booked)
ORDER BY k.expenditure, k.account, k.pledge_id
"""
"""The costs are held against the splits; every other line of the entry follows from them and from the VAT."""

ACCOUNTING_YEARS = """
SELECT x.id AS expenditure, x.accounting_on AS accounting_on, x.accounting_year AS year
FROM expenditure x
LEFT JOIN fiscal_year y ON y.covenant_id = x.covenant_id AND y.year = x.accounting_year
WHERE x.covenant_id = :covenant
  AND (y.year IS NULL OR x.accounting_on < y.starts_on OR x.accounting_on > y.ends_on)
ORDER BY x.id
"""

NOT_MEMBERS = """
SELECT DISTINCT x.id AS expenditure, g.name AS party, x.accounting_on AS accounting_on
FROM expenditure x
JOIN posting l ON l.covenant_id = x.covenant_id AND l.entry_id = x.entry_id AND l.account = 'costs'
JOIN pledge p ON p.covenant_id = l.covenant_id AND p.id = l.pledge_id
JOIN party g ON g.covenant_id = p.covenant_id AND g.id = p.party_id
WHERE x.covenant_id = :covenant AND x.kind = 'invoice'
  AND (x.accounting_on < g.joined_on OR (x.accounting_on > g.left_on AND g.money_stays = 0))
ORDER BY x.id, g.name
"""

PAYMENT_SHARES = """
SELECT y.id AS payment, y.cents AS payment_cents, COALESCE(SUM(s.cents), 0) AS shares_cents
FROM payment y
LEFT JOIN payment_share s ON s.covenant_id = y.covenant_id AND s.payment_id = y.id
WHERE y.covenant_id = :covenant
GROUP BY y.id, y.cents
HAVING COALESCE(SUM(s.cents), 0) <> y.cents
ORDER BY y.id
"""

PAYMENTS_BOOKED = """
SELECT k.entry AS entry, k.account AS account, k.pledge_id AS pledge,
       SUM(k.said) AS said_cents, SUM(k.booked) AS booked_cents
FROM (
    SELECT y.entry_id AS entry, a.account, s.pledge_id, a.sign * s.cents AS said, 0 AS booked
    FROM payment y
    JOIN payment_share s ON s.covenant_id = y.covenant_id AND s.payment_id = y.id
    CROSS JOIN (SELECT 'creditors' AS account, 1 AS sign UNION ALL SELECT 'bank', -1) a
    WHERE y.covenant_id = :covenant
    UNION ALL
    SELECT l.entry_id, l.account, l.pledge_id, 0, l.cents
    FROM posting l
    WHERE l.covenant_id = :covenant
      AND l.entry_id IN (SELECT y.entry_id FROM payment y WHERE y.covenant_id = :covenant)
) AS k
GROUP BY k.entry, k.account, k.pledge_id
HAVING SUM(k.said) <> SUM(k.booked)
ORDER BY k.entry, k.account, k.pledge_id
"""

SET_OFFS = """
SELECT y.id AS payment, y.entry_id AS entry
FROM payment y
LEFT JOIN payment o ON o.covenant_id = y.covenant_id AND o.id = y.set_off_id
WHERE y.covenant_id = :covenant AND y.set_off_id IS NOT NULL
  AND (o.id IS NULL OR y.kind <> 'set_off' OR o.kind <> 'set_off' OR o.entry_id <> y.entry_id
       OR o.cents <> -y.cents OR o.state <> y.state)
UNION ALL
SELECT MAX(y.id), y.entry_id
FROM payment y
WHERE y.covenant_id = :covenant
GROUP BY y.entry_id
HAVING COUNT(*) <> MAX(CASE WHEN y.kind = 'set_off' THEN 2 ELSE 1 END)
ORDER BY 1
"""

PAID_STATES = """
SELECT x.id AS expenditure, x.state AS state, COALESCE(SUM(o.cents), 0) AS open_cents
FROM expenditure x
LEFT JOIN (
    SELECT k.expenditure, k.pledge_id, SUM(k.cents) AS cents
    FROM (
        SELECT x.id AS expenditure, l.pledge_id, -l.cents AS cents
        FROM expenditure x
        JOIN posting l
          ON l.covenant_id = x.covenant_id AND l.entry_id = x.entry_id AND l.account = 'creditors'
        WHERE x.covenant_id = :covenant AND x.state IN ('approved', 'paid')
        UNION ALL
        SELECT y.expenditure_id, s.pledge_id, -s.cents
        FROM payment y
        JOIN payment_share s ON s.covenant_id = y.covenant_id AND s.payment_id = y.id
        WHERE y.covenant_id = :covenant AND y.state = 'recorded'
    ) AS k
    GROUP BY k.expenditure, k.pledge_id
) AS o ON o.expenditure = x.id
WHERE x.covenant_id = :covenant AND x.state IN ('approved', 'paid')
GROUP BY x.id, x.state
HAVING (x.state = 'paid') <> (COALESCE(MAX(ABS(o.cents)), 0) = 0)
ORDER BY x.id
"""

CREDITORS = """
SELECT k.pledge_id AS pledge, SUM(k.owed) AS owed_cents, SUM(k.booked) AS booked_cents
FROM (
    SELECT l.pledge_id, -l.cents AS owed, 0 AS booked
    FROM expenditure x
    JOIN posting l
      ON l.covenant_id = x.covenant_id AND l.entry_id = x.entry_id AND l.account = 'creditors'
    WHERE x.covenant_id = :covenant
    UNION ALL
    SELECT l.pledge_id, -l.cents, 0
    FROM expenditure x
    JOIN posting l
      ON l.covenant_id = x.covenant_id AND l.entry_id = x.reversal_id AND l.account = 'creditors'
    WHERE x.covenant_id = :covenant
    UNION ALL
    SELECT s.pledge_id, -s.cents, 0
    FROM payment y
    JOIN payment_share s ON s.covenant_id = y.covenant_id AND s.payment_id = y.id
    WHERE y.covenant_id = :covenant AND y.state = 'recorded'
    UNION ALL
    SELECT t.pledge_id, 0, -t.balance_cents
    FROM fund_total t
    WHERE t.covenant_id = :covenant AND t.account = 'creditors'
) AS k
GROUP BY k.pledge_id
HAVING SUM(k.owed) <> SUM(k.booked)
ORDER BY k.pledge_id
"""
