"""What may go beyond the rule, and how: shares by hand, the common fund, cash, errors; and the rules.

The rules of a covenant are written when it is opened, before its trail begins. After that they change only
while a decision about them has been adopted and its act does not stand on the trail yet: the act applies the
decision and tells of it in one database transaction, so whoever comes later finds as many acts as decisions.
"""

from ledger.storage.guards.rules import Rule, exists

RULES_CHANGED = "rules.changed"
"""The act by which an adopted change of the rules is applied; one for every decision, about its subject."""

SPLIT_STANDS = (
    "(x.state NOT IN ('entered', 'sent_back') OR EXISTS (SELECT 1 FROM approval a"
    " WHERE a.covenant_id = x.covenant_id AND a.expenditure_id = x.id AND a.version = x.version))"
)
"""The condition that the parts of an expenditure x stand: it is decided, or approvals were given to them."""


def _decided_now(covenant: str, subject: str) -> str:
    """Make the condition that a change of rules about a subject was adopted and not told of yet."""
    return (
        f"(SELECT COUNT(*) FROM decision d WHERE d.covenant_id = {covenant} AND d.kind = 'rules'"
        f" AND d.state = 'adopted' AND d.subject = {subject})"
        f" > (SELECT COUNT(*) FROM trail t WHERE t.covenant_id = {covenant} AND t.act = '{RULES_CHANGED}'"
        f" AND t.subject = {subject})"
    )


def _unopened(row: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM trail t WHERE t.covenant_id = {row}.covenant_id)"


def _by_decision(table: str, subject: str) -> tuple[Rule, ...]:
    """Refuse any change to a table of rules but at the opening and by decision; `subject` holds {row}."""
    return tuple(
        Rule(
            f"{table}_{act.lower()}",
            table,
            act,
            f"NOT ({_decided_now(f'{row}.covenant_id', subject.format(row=row))})"
            + (f" AND NOT {_unopened(row)}" if act == "INSERT" else ""),
        )
        for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    )


_RELEASED = "(SELECT COALESCE(SUM(r.cents), 0) FROM common_release r WHERE r.covenant_id = NEW.covenant_id)"
_COMMON_RECEIVED = (
    "(SELECT -COALESCE(SUM(t.balance_cents), 0) FROM fund_total t WHERE t.covenant_id = NEW.covenant_id"
    " AND t.pledge_id = 0 AND t.account IN ('unspent', 'income'))"
)
"""What the common fund received: what is unspent of it and what was charged to it, which stand below zero."""

_OF_ADVANCE = (
    "FROM cash_movement m WHERE m.covenant_id = NEW.covenant_id AND m.advance_id = NEW.advance_id"
    " AND m.state = 'recorded'"
)
_ADVANCED = f"(SELECT COALESCE(SUM(m.cents), 0) {_OF_ADVANCE} AND m.kind = 'advanced')"
_REPAID = f"(SELECT COALESCE(SUM(m.cents), 0) {_OF_ADVANCE} AND m.kind = 'repaid')"


def _taken_back(table: str, prefix: str, condition: str) -> str:
    return exists(table, "NEW", f"'{prefix}/' || x.id = NEW.subject AND {condition}")


_REVERSING = (
    "EXISTS (SELECT 1 FROM journal_entry e WHERE e.covenant_id = x.covenant_id AND e.id = NEW.entry_id"
    " AND e.reverses_id = x.{0})"
)

BEGINNINGS = (
    # An expenditure is sent back, and put before the approvers again, in the version that stands.
    Rule(
        "sending_back_begins",
        "sending_back",
        "INSERT",
        "NOT "
        + exists("expenditure", "NEW", "x.state = 'sent_back'", id="expenditure_id", version="version"),
    ),
    Rule(
        "resubmission_begins",
        "resubmission",
        "INSERT",
        "NOT "
        + exists("expenditure", "NEW", "x.state = 'entered'", id="expenditure_id", version="version")
        + " OR NOT "
        + exists("sending_back", "NEW", "x.version < NEW.version", expenditure_id="expenditure_id"),
    ),
    Rule(
        "common_release_begins",
        "common_release",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM decision d JOIN project p ON p.covenant_id = d.covenant_id"
        " AND p.id = NEW.project_id AND d.subject = 'project/' || p.slug"
        " WHERE d.covenant_id = NEW.covenant_id AND d.id = NEW.decision_id AND d.kind = 'common'"
        " AND d.state = 'adopted')",
    ),
    Rule(
        "common_release_cap",
        "common_release",
        "INSERT",
        f"NEW.cents + {_RELEASED} > {_COMMON_RECEIVED}",
        "cap-pledge",
    ),
    Rule(
        "cash_advance_begins",
        "cash_advance",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM decision d JOIN party p ON p.covenant_id = d.covenant_id"
        " AND p.id = NEW.party_id AND d.subject = 'party/' || p.slug"
        " JOIN pledge g ON g.covenant_id = p.covenant_id AND g.party_id = p.id AND g.id = NEW.pledge_id"
        " WHERE d.covenant_id = NEW.covenant_id AND d.id = NEW.decision_id AND d.kind = 'cash'"
        " AND d.state = 'adopted')",
    ),
    # Never more comes in than was agreed, and never more is repaid than came in.
    Rule(
        "cash_movement_begins",
        "cash_movement",
        "INSERT",
        "NEW.state <> 'recorded'"
        f" OR (NEW.kind = 'advanced' AND NEW.cents + {_ADVANCED} > (SELECT a.agreed_cents FROM cash_advance a"
        " WHERE a.covenant_id = NEW.covenant_id AND a.id = NEW.advance_id))"
        f" OR (NEW.kind = 'repaid' AND NEW.cents + {_REPAID} > {_ADVANCED})",
    ),
    Rule(
        "taken_back_begins",
        "taken_back",
        "INSERT",
        "NOT ("
        + " OR ".join(
            (
                _taken_back("bank_receipt", "bank", _REVERSING.format("entry_id")),
                _taken_back(
                    "journal_entry",
                    "return",
                    f"x.kind = 'overpayment_returned' AND {_REVERSING.format('id')}",
                ),
                _taken_back("in_kind", "in-kind", "NEW.entry_id IS NULL"),
                _taken_back("measurement", "measurement", "NEW.entry_id IS NULL"),
            )
        )
        + ")",
    ),
)
"""How these rows may come to be."""

FROZEN = (
    *(
        Rule(
            f"hand_share_{act.lower()}",
            "hand_share",
            act,
            exists("expenditure", row, SPLIT_STANDS, id="expenditure_id"),
        )
        for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ),
    *_by_decision("decision_rule", "'rule/' || {row}.kind"),
    *_by_decision("rule_consent", "'rule/' || {row}.kind"),
    *_by_decision("mandate_step", "'mandate'"),
    *_by_decision("mandate_from", "'mandate'"),
    Rule(
        "covenant_cash_rule",
        "covenant",
        "UPDATE",
        f"NEW.cash_rule <> OLD.cash_rule AND NOT ({_decided_now('OLD.id', chr(39) + 'cash-rule' + chr(39))})",
    ),
)
"""What of these no longer changes, and from when on."""
