"""What no longer changes, and from when on: what was approved, decided, posted or reversed."""

from ledger.storage.guards import beyond, years
from ledger.storage.guards.beyond import SPLIT_STANDS
from ledger.storage.guards.deciding import DECIDING
from ledger.storage.guards.rules import Rule, differ, exists

_CONTENT_OF_EXPENDITURE = (
    "version", "kind", "payee_id", "payee_version", "invoice_reference", "invoice_on", "accounting_on",
    "accounting_year", "description", "net_cents", "vat_cents", "recoverable_vat_cents", "gross_cents",
    "original_id", "obligation_id", "shares_reason",
)  # fmt: skip

_CONTENT_OF_BUDGET = (
    "year", "version", "base_id", "decision_id", "person_id", "recorded_at",
)  # fmt: skip

_APPROVED = exists("approval", "NEW", "1 = 1", expenditure_id="id", version="version")

_ABOUT_BUDGET = (
    "(x.subject = 'budget/' || NEW.id OR (x.kind = 'carry' AND x.subject = 'year/' || NEW.year AND NOT "
    "EXISTS (SELECT 1 FROM budget b WHERE b.covenant_id = NEW.covenant_id"
    " AND b.decision_id = NEW.decision_id AND b.id <> NEW.id)))"
)
"""The condition that a decision x is about a budget: one that carries a year's rest makes one budget."""

_VOTED_ON = exists(
    "decision", "NEW", "x.state = 'open' AND x.digest = NEW.digest", id="decision_id", version="version"
)
_HAS_A_VOTE = exists("decision_voter", "NEW", "1 = 1", decision_id="decision_id", party_id="party_id")


def _voted_on(row: str) -> str:
    """Make the condition that votes were cast on the wording of a budget's proposal that stands."""
    return (
        "EXISTS (SELECT 1 FROM vote v JOIN decision d ON d.covenant_id = v.covenant_id"
        " AND d.id = v.decision_id AND d.version = v.version"
        f" WHERE v.covenant_id = {row}.covenant_id AND v.decision_id = {row}.decision_id)"
    )


def _spending() -> tuple[Rule, ...]:
    return (
        Rule("expenditure_origin", "expenditure", "UPDATE", differ("person_id", "recorded_at")),
        Rule(
            "expenditure_content",
            "expenditure",
            "UPDATE",
            f"(OLD.state NOT IN ('entered', 'sent_back') OR NEW.version < OLD.version OR {_APPROVED})"
            f" AND ({differ(*_CONTENT_OF_EXPENDITURE)})",
        ),
        Rule(
            "expenditure_entry",
            "expenditure",
            "UPDATE",
            " OR ".join(
                f"(OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})"
                for column in ("entry_id", "reversal_id", "approved_at")
            ),
        ),
        # What books an expenditure is an entry about it, and what reverses it an entry that reverses that.
        Rule(
            "expenditure_booked",
            "expenditure",
            "UPDATE",
            "(NEW.entry_id IS DISTINCT FROM OLD.entry_id AND NOT "
            + exists("journal_entry", "NEW", "x.subject = 'expenditure/' || NEW.id", id="entry_id")
            + ") OR (NEW.reversal_id IS DISTINCT FROM OLD.reversal_id AND NOT "
            + exists("journal_entry", "NEW", "x.reverses_id = NEW.entry_id", id="reversal_id")
            + ")",
        ),
        Rule(
            "expenditure_state",
            "expenditure",
            "UPDATE",
            "OLD.state IN ('rejected', 'reversed') OR (NEW.state <> OLD.state AND NOT ("
            "(OLD.state = 'entered' AND NEW.state IN ('approved', 'sent_back', 'rejected'))"
            " OR (OLD.state = 'sent_back' AND NEW.state = 'entered' AND NEW.version > OLD.version)"
            " OR (OLD.state = 'sent_back' AND NEW.state = 'rejected')"
            " OR (OLD.state = 'approved' AND NEW.state IN ('paid', 'reversed'))"
            " OR (OLD.state = 'paid' AND NEW.state IN ('approved', 'reversed'))))",
        ),
        *(
            Rule(
                f"split_{act.lower()}",
                "split",
                act,
                exists("expenditure", row, SPLIT_STANDS, id="expenditure_id"),
            )
            for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
        ),
        *(
            Rule(
                f"{table}_reversal",
                table,
                "UPDATE",
                f"NOT (OLD.state = '{first}' AND NEW.state = 'reversed') OR ({differ(*columns)})"
                f" OR NOT {exists('journal_entry', 'OLD', '1 = 1', reverses_id='entry_id')}",
            )
            for table, first, columns in (
                (
                    "contribution",
                    "received",
                    (
                        "party_id", "received_on", "amount_cents", "reference", "entry_id", "person_id",
                        "recorded_at",
                    ),
                ),
                (
                    "payment",
                    "recorded",
                    (
                        "expenditure_id", "kind", "paid_on", "cents", "reference", "set_off_id", "entry_id",
                        "person_id", "recorded_at",
                    ),
                ),
                (
                    "cash_movement",
                    "recorded",
                    (
                        "advance_id", "kind", "moved_on", "cents", "reference", "entry_id", "person_id",
                        "recorded_at",
                    ),
                ),
            )
        ),
        Rule(
            "obligation_content",
            "obligation",
            "UPDATE",
            differ(
                "project_id", "payee_id", "year", "agreed_on", "reference", "description", "amount_cents",
                "person_id", "recorded_at",
            ),
        ),
        Rule(
            "obligation_open",
            "obligation",
            "UPDATE",
            "NEW.open_cents <> OLD.open_cents AND NEW.open_cents <> NEW.amount_cents"
            " - (SELECT COALESCE(SUM(u.cents), 0) FROM obligation_use u"
            " WHERE u.covenant_id = NEW.covenant_id AND u.obligation_id = NEW.id)",
            "kept",
        ),
    )  # fmt: skip


def _deciding() -> tuple[Rule, ...]:
    return (
        Rule(
            "budget_content",
            "budget",
            "UPDATE",
            f"(OLD.state <> 'proposed' AND ({differ('purpose', *_CONTENT_OF_BUDGET)}))"
            f" OR (OLD.decision_id IS NOT NULL AND ({differ(*_CONTENT_OF_BUDGET)}))"
            f" OR (NEW.purpose <> OLD.purpose AND {_voted_on('OLD')})",
        ),
        Rule(
            "budget_state",
            "budget",
            "UPDATE",
            "(NEW.state <> OLD.state AND NOT ("
            "(OLD.state = 'proposed' AND NEW.state IN ('adopted', 'rejected', 'withdrawn', 'lapsed'))"
            " OR (OLD.state = 'adopted' AND NEW.state = 'replaced')))"
            " OR (OLD.adopted_on IS NOT NULL AND NEW.adopted_on IS DISTINCT FROM OLD.adopted_on)",
        ),
        # A budget becomes what its decision became, and a year has one in force.
        Rule(
            "budget_decided",
            "budget",
            "UPDATE",
            "NEW.state <> OLD.state AND NEW.state <> 'replaced' AND (NOT "
            + exists("decision", "NEW", _ABOUT_BUDGET, id="decision_id", state="state")
            + " OR (NEW.state = 'adopted' AND "
            + exists("budget", "NEW", "x.id <> NEW.id", year="year", state="state")
            + "))",
        ),
        *(
            Rule(
                f"budget_line_{act.lower()}",
                "budget_line",
                act,
                exists("budget", row, f"(x.state <> 'proposed' OR {_voted_on('x')})", id="budget_id"),
            )
            for act, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
        ),
        Rule("decision_closed", "decision", "UPDATE", "OLD.state <> 'open'"),
        Rule(
            "decision_rule_kept",
            "decision",
            "UPDATE",
            differ(
                "kind", "subject", "quorum", "majority", "opened_on", "party_id", "person_id", "recorded_at"
            ),
        ),
        # What is put to the parties is always a wording that is kept.
        Rule(
            "decision_version",
            "decision",
            "UPDATE",
            "NEW.version NOT IN (OLD.version, OLD.version + 1) OR (NEW.version = OLD.version AND"
            f" ({differ('title', 'proposal', 'content', 'digest')})) OR (NEW.version > OLD.version AND NOT "
            + exists(
                "decision_version",
                "NEW",
                "x.content = NEW.content AND x.digest = NEW.digest AND x.title = NEW.title",
                decision_id="id",
                version="version",
            )
            + ")",
        ),
        *(
            Rule(f"vote_{act.lower()}", "vote", act, f"NOT {_VOTED_ON} OR NOT {_HAS_A_VOTE}")
            for act in ("INSERT", "UPDATE")
        ),
    )


def _agreement() -> tuple[Rule, ...]:
    return (
        Rule(
            "covenant_content",
            "covenant",
            "UPDATE",
            differ(
                "slug",
                "currency",
                "starts_on",
                "year_starts_month",
                "year_starts_day",
                "charging",
                "demonstration",
            ),
        ),
        Rule("fiscal_year_days", "fiscal_year", "UPDATE", differ("starts_on", "ends_on")),
        Rule("party_content", "party", "UPDATE", differ("slug", "joined_on")),
        Rule("programme_line_slug", "programme_line", "UPDATE", differ("slug")),
        Rule(
            "instalment_posted",
            "instalment",
            "UPDATE",
            f"{differ('pledge_id', 'due_on', 'amount_cents', 'decision_id')}"
            " OR (OLD.entry_id IS NOT NULL AND NEW.entry_id IS DISTINCT FROM OLD.entry_id)"
            " OR (NEW.entry_id IS NOT NULL AND NOT "
            + exists("journal_entry", "NEW", "x.subject = 'instalment/' || NEW.id", id="entry_id")
            + ")",
        ),
        Rule("project_slug", "project", "UPDATE", differ("slug")),
        # Pledges are charged by the programme line of what they pay for.
        Rule(
            "project_line",
            "project",
            "UPDATE",
            "NEW.line_id <> OLD.line_id AND ("
            + " OR ".join(
                exists(table, "NEW", "1 = 1", project_id="id")
                for table in ("split", "budget_line", "obligation")
            )
            + ")",
        ),
    )


FROZEN = (*_spending(), *_deciding(), *DECIDING, *_agreement(), *beyond.FROZEN, *years.FROZEN)
