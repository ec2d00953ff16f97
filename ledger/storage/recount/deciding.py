"""What was decided: budgets, decisions, votes and approvals against one another, and who is paid."""

from ledger.core.mandate import CHANGED_BY
from ledger.storage.paid import goes_to

TWO_ADOPTED = """
SELECT b.year AS year, COUNT(*) AS budgets
FROM budget b
WHERE b.covenant_id = :covenant AND b.state = 'adopted'
GROUP BY b.year
HAVING COUNT(*) > 1
ORDER BY b.year
"""

BUDGET_STATES = """
SELECT b.id AS budget, b.state AS state, d.id AS decision
FROM budget b
LEFT JOIN decision d ON d.covenant_id = b.covenant_id AND d.id = b.decision_id
WHERE b.covenant_id = :covenant
  AND (d.id IS NULL
       OR (d.subject <> 'budget/' || b.id AND (d.kind <> 'carry' OR d.subject <> 'year/' || b.year))
       OR d.state <> CASE b.state WHEN 'proposed' THEN 'open' WHEN 'replaced' THEN 'adopted' ELSE b.state END
       OR b.adopted_on IS DISTINCT FROM CASE d.state WHEN 'adopted' THEN d.closed_on END
       OR (b.state IN ('adopted', 'replaced') AND (b.state = 'replaced') <> EXISTS (
           SELECT 1 FROM budget n WHERE n.covenant_id = b.covenant_id AND n.year = b.year AND n.id <> b.id
           AND n.state = 'adopted')))
ORDER BY b.id
"""

STRAY_VOTES = """
SELECT v.decision_id AS decision, v.party_id AS party
FROM vote v
LEFT JOIN decision d ON d.covenant_id = v.covenant_id AND d.id = v.decision_id
LEFT JOIN decision_voter w
  ON w.covenant_id = v.covenant_id AND w.decision_id = v.decision_id AND w.party_id = v.party_id
WHERE v.covenant_id = :covenant AND (d.id IS NULL OR w.party_id IS NULL OR v.version > d.version)
ORDER BY v.decision_id, v.party_id
"""

UNAPPROVED = """
SELECT x.id AS expenditure
FROM expenditure x
WHERE x.covenant_id = :covenant AND x.entry_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.covenant_id = x.covenant_id AND a.expenditure_id = x.id
                  AND a.version = x.version)
  AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.covenant_id = x.covenant_id AND d.kind = 'spend'
                  AND d.subject = 'expenditure/' || x.id AND d.state = 'adopted')
ORDER BY x.id
"""

SELF_APPROVED = f"""
SELECT a.expenditure_id AS expenditure, g.name AS party
FROM approval a
JOIN expenditure x ON x.covenant_id = a.covenant_id AND x.id = a.expenditure_id
JOIN party g ON g.covenant_id = a.covenant_id AND g.id = a.party_id
WHERE a.covenant_id = :covenant
  AND (a.version > x.version OR (a.version = x.version AND (a.person_id = x.person_id OR EXISTS (
           SELECT 1 FROM trail t WHERE t.covenant_id = a.covenant_id AND t.person_id = a.person_id
             AND t.subject = 'expenditure/' || x.id AND t.at < a.approved_at
             AND t.act IN {CHANGED_BY}))))
ORDER BY a.expenditure_id, g.name
"""  # noqa: S608 - our own words

AGREED_BY_PAYEE = f"""
SELECT k.expenditure AS expenditure, g.name AS party
FROM (
    SELECT a.covenant_id AS covenant_id, a.expenditure_id AS expenditure, a.party_id AS party_id
    FROM approval a
    JOIN expenditure x
      ON x.covenant_id = a.covenant_id AND x.id = a.expenditure_id AND x.version = a.version
    WHERE a.covenant_id = :covenant AND x.state NOT IN ('rejected', 'reversed') AND {goes_to("a.party_id")}
    UNION
    SELECT v.covenant_id, x.id, v.party_id
    FROM decision d
    JOIN expenditure x ON x.covenant_id = d.covenant_id AND d.subject = 'expenditure/' || x.id
    JOIN vote v ON v.covenant_id = d.covenant_id AND v.decision_id = d.id AND v.version = d.version
    WHERE d.covenant_id = :covenant AND d.kind = 'spend' AND d.state = 'adopted' AND x.state <> 'reversed'
      AND v.choice <> 'recused' AND {goes_to("v.party_id")}
) AS k
JOIN party g ON g.covenant_id = k.covenant_id AND g.id = k.party_id
ORDER BY k.expenditure, g.name
"""  # noqa: S608 - our own words

PAYEES = """
SELECT p.id AS payee
FROM payee p
WHERE p.covenant_id = :covenant
  AND (NOT EXISTS (
           SELECT 1 FROM payee_version v
           WHERE v.covenant_id = p.covenant_id AND v.payee_id = p.id AND v.version = p.version
             AND v.name = p.name AND v.iban = p.iban AND v.vat_number = p.vat_number
             AND v.chamber_number = p.chamber_number AND v.party_id IS NOT DISTINCT FROM p.party_id)
       OR EXISTS (
           SELECT 1 FROM payee_version v
           WHERE v.covenant_id = p.covenant_id AND v.payee_id = p.id AND v.version > p.version))
ORDER BY p.id
"""

PAYEE_BEFORE = """
SELECT x.id AS expenditure
FROM expenditure x
JOIN payee p ON p.covenant_id = x.covenant_id AND p.id = x.payee_id
WHERE x.covenant_id = :covenant AND x.state IN ('entered', 'sent_back') AND x.payee_version <> p.version
ORDER BY x.id
"""

TWO_VOICES = """
SELECT k.place AS place, k.person_id AS person, COUNT(*) AS parties
FROM (
    SELECT 'expenditure/' || a.expenditure_id AS place, a.version, a.person_id
    FROM approval a
    WHERE a.covenant_id = :covenant
    UNION ALL
    SELECT 'decision/' || v.decision_id, v.version, v.person_id
    FROM vote v
    WHERE v.covenant_id = :covenant
) AS k
WHERE k.person_id <> 0
GROUP BY k.place, k.version, k.person_id
HAVING COUNT(*) > 1
ORDER BY k.place, k.person_id
"""
