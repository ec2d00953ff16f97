"""How a row may come to be: at its beginning, in its place, and bound to what it is about."""

from ledger.core.mandate import CHANGED_BY
from ledger.storage.guards import beyond, years
from ledger.storage.guards.pledging import PLEDGING
from ledger.storage.guards.rules import Rule, exists
from ledger.storage.paid import goes_to

_BY_ITS_OWN_HAND = (
    "EXISTS (SELECT 1 FROM expenditure x WHERE x.covenant_id = NEW.covenant_id AND x.id = NEW.expenditure_id"
    f" AND (x.person_id = NEW.person_id OR {goes_to('NEW.party_id')}))"
    " OR EXISTS (SELECT 1 FROM trail t WHERE t.covenant_id = NEW.covenant_id"
    " AND t.subject = 'expenditure/' || NEW.expenditure_id AND t.person_id = NEW.person_id"
    f" AND t.act IN {CHANGED_BY})"
)
"""The condition that an approval is by who entered or changed the expenditure, or by whom it pays."""

_FOR_ITSELF = (
    "NEW.choice <> 'recused' AND EXISTS (SELECT 1 FROM decision d JOIN expenditure x"
    " ON x.covenant_id = d.covenant_id AND d.subject = 'expenditure/' || x.id"
    " WHERE d.covenant_id = NEW.covenant_id AND d.id = NEW.decision_id AND d.kind = 'spend'"
    f" AND {goes_to('NEW.party_id')})"
)
"""The condition that a vote is by a party that the expenditure voted on would pay."""

_AS_REGISTERED = "".join(
    f" AND x.{column} IS NOT DISTINCT FROM NEW.{column}"
    for column in ("name", "iban", "vat_number", "chamber_number", "party_id", "version")
)
"""The condition that a row of a payee and one of its versions say the same."""

BEGINNINGS = (
    *PLEDGING,
    *beyond.BEGINNINGS,
    *years.BEGINNINGS,
    Rule("expenditure_begins", "expenditure", "INSERT", "NEW.state <> 'entered' OR NEW.version <> 1"),
    Rule("budget_begins", "budget", "INSERT", "NEW.state <> 'proposed'"),
    Rule("decision_begins", "decision", "INSERT", "NEW.state <> 'open' OR NEW.version <> 1"),
    Rule("contribution_begins", "contribution", "INSERT", "NEW.state <> 'received'"),
    Rule("payment_begins", "payment", "INSERT", "NEW.state <> 'recorded'"),
    Rule("obligation_begins", "obligation", "INSERT", "NEW.open_cents <> NEW.amount_cents"),
    Rule(
        "fiscal_year_begins",
        "fiscal_year",
        "INSERT",
        "NEW.state <> 'open' OR NEW.decision_id IS NOT NULL OR "
        + exists("fiscal_year", "NEW", "x.starts_on <= NEW.ends_on AND x.ends_on >= NEW.starts_on"),
        "exists",
    ),
    # Who has a vote is settled before the first one is cast.
    Rule(
        "decision_voter_begins",
        "decision_voter",
        "INSERT",
        "NOT "
        + exists("decision", "NEW", "x.state = 'open'", id="decision_id")
        + " OR "
        + exists("vote", "NEW", "1 = 1", decision_id="decision_id"),
    ),
    # An approval is of the version that stands, with the payee as the register has it, and all approvals of
    # a version are of the same content.
    Rule(
        "approval_begins",
        "approval",
        "INSERT",
        "NOT "
        + exists("expenditure", "NEW", "x.state = 'entered'", id="expenditure_id", version="version")
        + " OR "
        + exists(
            "approval", "NEW", "x.digest <> NEW.digest", expenditure_id="expenditure_id", version="version"
        )
        + " OR "
        + exists(
            "expenditure",
            "NEW",
            "EXISTS (SELECT 1 FROM payee p WHERE p.covenant_id = x.covenant_id AND p.id = x.payee_id"
            " AND p.version <> x.payee_version)",
            id="expenditure_id",
        ),
    ),
    Rule("approval_of_another", "approval", "INSERT", _BY_ITS_OWN_HAND),
    *(Rule(f"vote_of_another_{act.lower()}", "vote", act, _FOR_ITSELF) for act in ("INSERT", "UPDATE")),
    # What the register says of a payee stands in its last version, and every version in its place.
    Rule("payee_begins", "payee", "INSERT", "NEW.version <> 1"),
    Rule(
        "payee_version_begins",
        "payee_version",
        "INSERT",
        "NEW.version <> 1 + COALESCE((SELECT MAX(x.version) FROM payee_version x"
        " WHERE x.covenant_id = NEW.covenant_id AND x.payee_id = NEW.payee_id), 0)"
        " OR (NEW.version = 1 AND NOT EXISTS (SELECT 1 FROM payee x"
        f" WHERE x.covenant_id = NEW.covenant_id AND x.id = NEW.payee_id{_AS_REGISTERED}))",
    ),
    Rule(
        "payee_registered",
        "payee",
        "UPDATE",
        "NEW.version < OLD.version OR NOT EXISTS (SELECT 1 FROM payee_version x"
        f" WHERE x.covenant_id = NEW.covenant_id AND x.payee_id = NEW.id{_AS_REGISTERED})",
    ),
    Rule(
        "posting_sealed",
        "posting",
        "INSERT",
        exists("entry_seal", "NEW", "1 = 1", entry_id="entry_id"),
        "sealed",
        alone="SELECT 1 FROM journal_entry x WHERE x.covenant_id = NEW.covenant_id AND x.id = NEW.entry_id"
        " FOR KEY SHARE",
    ),
    Rule(
        "trail_order",
        "trail",
        "INSERT",
        "NEW.seq <> 1 + COALESCE((SELECT MAX(x.seq) FROM trail x WHERE x.covenant_id = NEW.covenant_id), 0)"
        " OR NEW.previous_hash <> COALESCE((SELECT x.hash FROM trail x WHERE x.covenant_id = NEW.covenant_id"
        " AND x.seq = NEW.seq - 1), '')",
        "trail-order",
    ),
    # An act notes a row of the access log that is there.
    Rule(
        "log_witness_begins",
        "log_witness",
        "INSERT",
        "NEW.trail_seq <> 1 + COALESCE((SELECT MAX(x.seq) FROM trail x"
        " WHERE x.covenant_id = NEW.covenant_id), 0)"
        " OR NOT EXISTS (SELECT 1 FROM access_log x WHERE x.seq = NEW.log_seq AND x.hash = NEW.log_hash)",
        "trail-order",
    ),
    Rule(
        "access_log_order",
        "access_log",
        "INSERT",
        "NEW.seq <> 1 + COALESCE((SELECT MAX(x.seq) FROM access_log x), 0)"
        " OR NEW.previous_hash <> COALESCE((SELECT x.hash FROM access_log x WHERE x.seq = NEW.seq - 1), '')",
        "trail-order",
    ),
)
