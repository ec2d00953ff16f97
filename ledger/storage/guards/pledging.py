"""How parties, pledges and instalments change once the covenant is open: each by its own decision."""

from ledger.storage.guards.rules import Rule, differ, exists

_OPENED = "EXISTS (SELECT 1 FROM trail x WHERE x.covenant_id = NEW.covenant_id)"
"""The covenant is open: the trail begins with its opening, after everything its file says was written."""

_OPEN_BOOKS = exists("fund_total", "NEW", "1 = 1", pledge_id="pledge_id")
"""The pledge has its own books, which are opened last."""


def _adopted(kind: str, party: str) -> str:
    """Make the condition that the parties adopted a decision of a kind about a party."""
    return exists(
        "decision", "NEW", f"x.state = 'adopted' AND x.kind = '{kind}' AND x.subject = 'party/' || {party}"
    )


_BY_ACCESSION = (
    "EXISTS (SELECT 1 FROM party g JOIN decision d ON d.covenant_id = g.covenant_id"
    " AND d.subject = 'party/' || g.slug AND d.kind = 'accession' AND d.state = 'adopted'{more}"
    " WHERE g.covenant_id = NEW.covenant_id AND {of})"
)

_MOVED_HERE = (
    "EXISTS (SELECT 1 FROM reduction r"
    " JOIN instalment i ON i.covenant_id = r.covenant_id AND i.id = r.instalment_id"
    " JOIN decision d ON d.covenant_id = r.covenant_id AND d.id = r.decision_id"
    " WHERE r.covenant_id = NEW.covenant_id AND r.decision_id = NEW.decision_id AND r.kind = 'moved'"
    " AND r.cents = NEW.amount_cents AND i.pledge_id = NEW.pledge_id"
    " AND d.kind = 'instalment' AND d.state = 'adopted')"
    " AND NOT " + exists("instalment", "NEW", "1 = 1", decision_id="decision_id")
)

_PROMISED_SO_FAR = (
    "(SELECT COALESCE(SUM(x.amount_cents), 0) FROM instalment x"
    " WHERE x.covenant_id = NEW.covenant_id AND x.pledge_id = NEW.pledge_id)"
    " - (SELECT COALESCE(SUM(r.cents), 0) FROM reduction r"
    " JOIN instalment x ON x.covenant_id = r.covenant_id AND x.id = r.instalment_id"
    " WHERE r.covenant_id = NEW.covenant_id AND x.pledge_id = NEW.pledge_id AND r.kind = 'moved')"
)

_OF_THE_DECISION = (
    "EXISTS (SELECT 1 FROM instalment i"
    " JOIN pledge p ON p.covenant_id = i.covenant_id AND p.id = i.pledge_id"
    " JOIN party g ON g.covenant_id = p.covenant_id AND g.id = p.party_id"
    " JOIN decision d ON d.covenant_id = i.covenant_id AND d.id = NEW.decision_id"
    " WHERE i.covenant_id = NEW.covenant_id AND i.id = NEW.instalment_id AND d.state = 'adopted' AND ("
    "(NEW.kind = 'moved' AND d.kind = 'instalment' AND d.subject = 'instalment/' || i.id"
    " AND i.entry_id IS NULL)"
    " OR (NEW.kind = 'written_off' AND d.kind = 'writeoff' AND d.subject = 'instalment/' || i.id)"
    " OR (NEW.kind IN ('reduced', 'returned') AND d.kind = 'pledge' AND d.subject = 'pledge/' || p.id)"
    " OR (NEW.kind IN ('lapsed', 'reduced', 'returned') AND d.kind = 'leaving'"
    " AND d.subject = 'party/' || g.slug)"
    " OR (NEW.kind IN ('reduced', 'returned') AND d.kind = 'settlement')))"
)
"""The decision reduces this instalment, in this way."""

_ONCE = (
    "EXISTS (SELECT 1 FROM reduction x"
    " JOIN decision d ON d.covenant_id = x.covenant_id AND d.id = x.decision_id"
    " WHERE x.covenant_id = NEW.covenant_id AND x.instalment_id = NEW.instalment_id"
    " AND x.decision_id = NEW.decision_id AND x.kind = NEW.kind"
    " AND (d.kind = 'pledge' OR x.kind IN ('moved', 'written_off', 'lapsed')))"
)
"""What this decision takes off this instalment in this way is taken off already; settling goes on."""

_BOOKED = (
    "EXISTS (SELECT 1 FROM instalment i WHERE i.covenant_id = NEW.covenant_id AND i.id = NEW.instalment_id"
    " AND ((NEW.kind = 'returned' AND NEW.entry_id IS NOT NULL)"
    " OR (NEW.kind <> 'returned' AND (NEW.entry_id IS NULL) = (i.entry_id IS NULL))))"
    " AND (NEW.entry_id IS NULL OR "
    + exists("journal_entry", "NEW", "x.subject = 'reduction/' || NEW.id", id="entry_id")
    + ")"
)
"""What was in the books already is taken off by an entry about this; what was not, is not booked."""

PLEDGING = (
    Rule(
        "party_begins",
        "party",
        "INSERT",
        f"NEW.left_on IS NOT NULL OR ({_OPENED} AND NOT {_adopted('accession', 'NEW.slug')})",
    ),
    Rule(
        "party_left",
        "party",
        "UPDATE",
        f"({differ('left_on', 'money_stays')})"
        f" AND (OLD.left_on IS NOT NULL OR NOT {_adopted('leaving', 'NEW.slug')})",
    ),
    # Who joins makes one pledge, of which everything is written before its books are opened.
    Rule(
        "pledge_begins",
        "pledge",
        "INSERT",
        f"{_OPENED} AND (NOT {_BY_ACCESSION.format(more='', of='g.id = NEW.party_id')} OR "
        + exists("pledge", "NEW", "1 = 1", party_id="party_id")
        + ")",
    ),
    Rule("pledge_earmark_begins", "pledge_earmark", "INSERT", _OPEN_BOOKS),
    # What falls due is what was promised, and no more; after the opening it comes by decision.
    Rule(
        "instalment_begins",
        "instalment",
        "INSERT",
        f"NEW.entry_id IS NOT NULL OR NEW.amount_cents + {_PROMISED_SO_FAR}"
        " > (SELECT g.amount_cents FROM pledge g WHERE g.covenant_id = NEW.covenant_id"
        f" AND g.id = NEW.pledge_id) OR ({_OPENED} AND NOT (("
        + _BY_ACCESSION.format(
            more=" AND d.id = NEW.decision_id JOIN pledge p ON p.covenant_id = g.covenant_id"
            " AND p.party_id = g.id",
            of="p.id = NEW.pledge_id",
        )
        + f" AND NOT {_OPEN_BOOKS}) OR ({_MOVED_HERE})))",
    ),
    Rule(
        "reduction_begins",
        "reduction",
        "INSERT",
        f"NOT {_OF_THE_DECISION} OR {_ONCE} OR NOT ({_BOOKED})"
        " OR NEW.cents + (SELECT COALESCE(SUM(x.cents), 0) FROM reduction x"
        " WHERE x.covenant_id = NEW.covenant_id AND x.instalment_id = NEW.instalment_id)"
        " > (SELECT i.amount_cents FROM instalment i WHERE i.covenant_id = NEW.covenant_id"
        " AND i.id = NEW.instalment_id)",
    ),
)
