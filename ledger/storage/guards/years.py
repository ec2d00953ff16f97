"""Closed means closed: what a year keeps out that is closed or open for evidence only, and who opens it.

The seal of an entry keeps money out of the books; here is every record with a day of its own, and the entry
before it is sealed. What comes to light later is recorded with a day in an open year. A year is closed and
opened by decision alone, and each decision does so once: it stands on the year that it put in its present
state.
"""

from ledger.storage.guards.rules import Rule, differ, exists

_OF_EVIDENCE = (
    ("expenditure", "expenditure", "x.accounting_on"),
    ("contribution", "contribution", "x.received_on"),
    ("bank", "bank_receipt", "x.received_on"),
    ("in-kind", "in_kind", "x.given_on"),
    ("measurement", "measurement", "x.measured_on"),
    ("obligation", "obligation", "x.agreed_on"),
)
"""What has a day of its own: the word in its subject, its table, and the column of its day."""

CAME_LATER = "('management_statement', 'auditors_report')"
"""What is filed with a year after it was closed."""


def _decided(kind: str, more: str) -> str:
    return exists(
        "decision",
        "NEW",
        f"x.kind = '{kind}' AND x.state = 'adopted' AND x.subject = 'year/' || NEW.year AND {more}",
        id="decision_id",
    )


def _graded(grade: str) -> str:
    """Make the condition that a decision x opens a year to this grade, as its figures say."""
    said = f'"grade":"{grade}"'
    return f"replace(x.content, '{said}', '') <> x.content"


def _not_open(day: str) -> str:
    """Make the condition that a day lies in a year that is not open."""
    return (
        "EXISTS (SELECT 1 FROM fiscal_year y WHERE y.covenant_id = NEW.covenant_id"
        f" AND y.state <> 'open' AND {day} BETWEEN y.starts_on AND y.ends_on)"
    )


def _year_not_open(column: str) -> str:
    return exists("fiscal_year", "NEW", "x.state <> 'open'", year=column)


def _number_in_subject(word: str) -> str:
    """Give the number in a subject of one kind; nothing in one of another."""
    size = len(word) + 1
    return (
        f"CASE WHEN substr(NEW.subject, 1, {size}) = '{word}/'"
        f" AND length(NEW.subject) BETWEEN {size + 1} AND {size + 9}"
        f" AND trim(substr(NEW.subject, {size + 1}), '0123456789') = ''"
        f" THEN CAST(substr(NEW.subject, {size + 1}) AS INTEGER) END"
    )


def _evidence_of(word: str, table: str, day: str) -> str:
    number = _number_in_subject(word)
    return (
        f"EXISTS (SELECT 1 FROM {table} x JOIN fiscal_year y ON y.covenant_id = x.covenant_id"
        f" AND y.state = 'closed' AND {day} BETWEEN y.starts_on AND y.ends_on"
        f" WHERE x.covenant_id = NEW.covenant_id AND x.id = {number})"
    )


_EVIDENCE_CLOSED = " OR ".join(
    (
        *(_evidence_of(*each) for each in _OF_EVIDENCE),
        "EXISTS (SELECT 1 FROM budget x JOIN fiscal_year y ON y.covenant_id = x.covenant_id"
        " AND y.year = x.year AND y.state = 'closed' WHERE x.covenant_id = NEW.covenant_id AND x.id ="
        f" {_number_in_subject('budget')})",
        "EXISTS (SELECT 1 FROM fiscal_year y WHERE y.covenant_id = NEW.covenant_id AND y.state = 'closed'"
        f" AND NEW.subject = 'year/' || y.year AND NEW.kind NOT IN {CAME_LATER})",
    )
)

_OF_TAKEN_BACK = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} x WHERE x.covenant_id = NEW.covenant_id"
    f" AND '{word}/' || x.id = NEW.subject AND {_not_open(day)})"
    for word, table, day in _OF_EVIDENCE
    if table in {"in_kind", "measurement"}
)

_NEXT = "NEW.state <> OLD.state AND NEW.decision_id > COALESCE(OLD.decision_id, 0)"

_LATER_CLOSED = exists("fiscal_year", "NEW", "x.year > NEW.year AND x.state <> 'open'")
"""The figures of a later closed year rest on those of this one."""

BEGINNINGS = (
    Rule(
        "bank_balance_begins",
        "bank_balance",
        "INSERT",
        f"{_year_not_open('year')} OR NEW.line <> 1 + (SELECT COUNT(*) FROM bank_balance x"
        " WHERE x.covenant_id = NEW.covenant_id AND x.year = NEW.year)",
        "year-closed",
    ),
    # What a budget takes over is written down before it comes into force, from an earlier year.
    Rule(
        "budget_carry_begins",
        "budget_carry",
        "INSERT",
        "NOT "
        + exists(
            "budget",
            "NEW",
            "x.state = 'proposed' AND x.decision_id IS NULL AND x.year > NEW.from_year",
            id="budget_id",
        ),
    ),
    Rule(
        "running_start_begins",
        "running_start",
        "INSERT",
        "NOT " + exists("decision", "NEW", "x.kind = 'start' AND x.state = 'adopted'", id="decision_id"),
    ),
    Rule(
        "running_start_line_begins",
        "running_start_line",
        "INSERT",
        exists("running_start", "NEW", "1 = 1")
        + " OR NOT "
        + exists("decision", "NEW", "x.kind = 'start' AND x.state = 'adopted'"),
    ),
)
"""How these rows may come to be."""

FROZEN = (
    Rule(
        "fiscal_year_state",
        "fiscal_year",
        "UPDATE",
        f"({differ('state', 'decision_id')}) AND NOT ({_NEXT} AND CASE NEW.state"
        f" WHEN 'closed' THEN {_decided('close_year', '1 = 1')}"
        f" WHEN 'evidence' THEN OLD.state = 'closed' AND {_decided('reopen_year', _graded('evidence'))}"
        f" ELSE {_decided('reopen_year', _graded('figures'))} AND NOT {_LATER_CLOSED} END)",
    ),
    Rule("evidence_closed", "evidence", "INSERT", _EVIDENCE_CLOSED, "year-closed"),
    *(
        Rule(f"{table}_closed", table, "INSERT", _not_open(f"NEW.{day}"), "year-closed")
        for table, day in (
            ("bank_receipt", "received_on"),
            ("cash_movement", "moved_on"),
            ("contribution", "received_on"),
            ("expenditure", "accounting_on"),
            ("in_kind", "given_on"),
            ("instalment", "due_on"),
            ("measurement", "measured_on"),
            ("obligation_use", "used_on"),
            ("payment", "paid_on"),
            ("reduction", "reduced_on"),
        )
    ),
    Rule(
        "obligation_closed",
        "obligation",
        "INSERT",
        f"{_not_open('NEW.agreed_on')} OR {_year_not_open('year')}",
        "year-closed",
    ),
    Rule(
        "journal_entry_closed",
        "journal_entry",
        "INSERT",
        f"{_not_open('NEW.day')} OR {_year_not_open('fiscal_year')}",
        "year-closed",
    ),
    Rule(
        "taken_back_closed",
        "taken_back",
        "INSERT",
        f"{_not_open('NEW.taken_back_on')} OR {_OF_TAKEN_BACK}",
        "year-closed",
    ),
    Rule(
        "expenditure_moved",
        "expenditure",
        "UPDATE",
        f"NEW.accounting_on <> OLD.accounting_on AND {_not_open('NEW.accounting_on')}",
        "year-closed",
    ),
    Rule("budget_closed", "budget", "INSERT", _year_not_open("year"), "year-closed"),
    Rule(
        "budget_of_closed",
        "budget",
        "UPDATE",
        f"NEW.state <> OLD.state AND NEW.state IN ('adopted', 'replaced') AND {_year_not_open('year')}",
        "year-closed",
    ),
)
"""What of these no longer changes, and from when on."""
