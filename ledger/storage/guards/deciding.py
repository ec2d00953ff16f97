"""Adopting takes votes: a decision becomes adopted only where the votes on its wording meet its rule.

The count is that of `core/approval.py`, over what is kept with the decision: its quorum and majority, its
voters and those whose consent it needs, and the votes on the version that stands. Whether others could still
change the outcome is for the ledger's own acts to say.
"""

from ledger.core.approval import IN_PLACE_OF_CONSENT
from ledger.storage.guards.rules import Rule

_COUNTED = (
    "(SELECT COUNT(*) AS voters"
    + "".join(
        f", COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS {name}"
        for name, condition in (
            ("agreed", "b.choice = 'for'"),
            ("opposed", "b.choice = 'against'"),
            ("abstained", "b.choice = 'abstain'"),
            ("recused", "b.choice = 'recused'"),
            ("withheld", "v.consent = 1 AND COALESCE(b.choice, '') NOT IN ('for', 'recused')"),
            ("lapsed", "v.consent = 1 AND b.choice = 'recused'"),
        )
    )
    + " FROM decision_voter v LEFT JOIN vote b ON b.covenant_id = v.covenant_id"
    " AND b.decision_id = v.decision_id AND b.party_id = v.party_id"
    " AND b.version = NEW.version AND b.digest = NEW.digest"
    " WHERE v.covenant_id = NEW.covenant_id AND v.decision_id = NEW.id) c"
)
"""The voters of a decision and their votes on the wording that stands, counted."""


def _share(column: str) -> tuple[str, str]:
    """Give the upper and the lower number of a share like 2/3, or of a majority like >=2/3."""
    plain = f"ltrim(NEW.{column}, '>=')"
    upper = f"CAST(rtrim(rtrim({plain}, '0123456789'), '/') AS BIGINT)"
    lower = f"CAST(ltrim(ltrim({plain}, '0123456789'), '/') AS BIGINT)"
    return upper, lower


def _adopts() -> str:
    """Make the condition that the votes counted as c adopt a decision by its own rule."""
    (quorum, of_quorum), (majority, of_majority) = _share("quorum"), _share("majority")
    share = f"{majority} * (c.agreed + c.opposed)"
    return (
        f"c.agreed > 0 AND c.withheld = 0 AND {quorum} > 0 AND {of_quorum} > 0 AND {of_majority} > 0"
        f" AND (c.agreed + c.opposed + c.abstained) * {of_quorum} >= {quorum} * (c.voters - c.recused)"
        f" AND (c.agreed * {of_majority} > {share}"
        f" OR (substr(NEW.majority, 1, 2) = '>=' AND c.agreed * {of_majority} = {share}))"
        f" AND (c.lapsed = 0 OR c.agreed * {IN_PLACE_OF_CONSENT.denominator}"
        f" >= {IN_PLACE_OF_CONSENT.numerator} * (c.voters - c.recused))"
    )


DECIDING = (
    Rule(
        "decision_adopted",
        "decision",
        "UPDATE",
        "NEW.state = 'adopted' AND OLD.state <> 'adopted'"
        f" AND NOT EXISTS (SELECT 1 FROM {_COUNTED} WHERE {_adopts()})",
    ),
)
"""How a decision may be adopted."""
