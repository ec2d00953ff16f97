"""The guards as PostgreSQL triggers and functions.

Every function runs with its owner's rights, so that the role of the web process needs no right to change a
kept total that only a seal may change, and finds its tables in the schema `public` before any of the
session's own: a temporary table that bears a table's name must not be read in its place. Nobody else may put
one on a table of their own, where it would do with those rights what their rows say.
"""

from sqlalchemy import Connection, text

from ledger.storage.guards.beginnings import BEGINNINGS
from ledger.storage.guards.freezing import FROZEN
from ledger.storage.guards.rules import APPEND_ONLY, KEYS_STAY, NEVER_DELETED, Rule, all_tables
from ledger.storage.guards.sealing import SEAL_CHECKS, SEAL_UPDATES
from ledger.storage.guards.totals import TOTALS

PREFIX = "guard_"
SETTINGS = {"search_path": "public, pg_temp", "enable_seqscan": "off", "jit": "off"}
"""Where the functions look, and that they look by key: a plan made for an empty table is kept for long."""

_RAISE = "RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE ="
REFUSE_BODY = f"BEGIN {_RAISE} 'ledger:' || TG_ARGV[0]; END"
RETURNS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
RULES = (*KEYS_STAY, *BEGINNINGS, *FROZEN, *TOTALS)

# What another transaction sealed or added meanwhile is seen after waiting for it only where each statement
# looks anew; elsewhere the database itself refuses (serializable) or is not asked to (repeatable read).
_LOOKS_ANEW = (
    f"IF current_setting('transaction_isolation') = 'repeatable read' THEN {_RAISE} 'ledger:stale'; END IF;"
)
_LOCKS = (
    "PERFORM 1 FROM journal_entry e"
    " WHERE e.covenant_id = NEW.covenant_id AND e.id = NEW.entry_id FOR UPDATE;",
    "PERFORM 1 FROM fiscal_year y"
    " JOIN journal_entry e ON e.covenant_id = y.covenant_id AND e.fiscal_year = y.year"
    " WHERE e.covenant_id = NEW.covenant_id AND e.id = NEW.entry_id FOR UPDATE OF y;",
    "PERFORM 1 FROM account_total t WHERE t.covenant_id = NEW.covenant_id ORDER BY t.account FOR UPDATE;",
)


def _refusing(word: str, when: str) -> str:
    return f"IF {when} THEN {_RAISE} 'ledger:{word}'; END IF;"


def _body(rule: Rule) -> str:
    alone = f"{_LOOKS_ANEW} PERFORM{rule.alone.removeprefix('SELECT')}; " if rule.alone else ""
    return f"BEGIN {alone}{_refusing(rule.word, rule.when)} RETURN {RETURNS[rule.act]}; END"


def _functions() -> dict[str, str]:
    """List the bodies of the functions by name."""
    made = {f"{PREFIX}refuse": REFUSE_BODY}
    made |= {f"{PREFIX}{rule.name}": _body(rule) for rule in RULES}
    checks = " ".join(_refusing(word, when) for word, when in SEAL_CHECKS)
    updates = " ".join(f"{update};" for update in SEAL_UPDATES)
    made[f"{PREFIX}seal_check"] = f"BEGIN {_LOOKS_ANEW} {' '.join(_LOCKS)} {checks} RETURN NEW; END"
    made[f"{PREFIX}seal_totals"] = f"BEGIN {updates} RETURN NULL; END"
    return made


def _triggers() -> dict[str, tuple[str, str]]:
    """List the triggers: name to table and the rest of its definition."""
    made: dict[str, tuple[str, str]] = {}
    refuse = f"EXECUTE FUNCTION {PREFIX}refuse('append-only')"
    for name in APPEND_ONLY:
        made[f"{PREFIX}{name}_update"] = (name, f"BEFORE UPDATE ON {name} FOR EACH ROW {refuse}")
    for name in (*APPEND_ONLY, *NEVER_DELETED):
        made[f"{PREFIX}{name}_delete"] = (name, f"BEFORE DELETE ON {name} FOR EACH ROW {refuse}")
    for table in all_tables():
        name = table.name
        made[f"{PREFIX}{name}_truncate"] = (name, f"BEFORE TRUNCATE ON {name} FOR EACH STATEMENT {refuse}")
    for rule in RULES:
        made[f"{PREFIX}{rule.name}"] = (
            rule.table,
            f"BEFORE {rule.act} ON {rule.table} FOR EACH ROW EXECUTE FUNCTION {PREFIX}{rule.name}()",
        )
    for name, moment in (("seal_check", "BEFORE"), ("seal_totals", "AFTER")):
        made[f"{PREFIX}{name}"] = (
            "entry_seal",
            f"{moment} INSERT ON entry_seal FOR EACH ROW EXECUTE FUNCTION {PREFIX}{name}()",
        )
    return made


def remove(connection: Connection) -> None:
    """Drop the triggers that stand; their functions stay, and do nothing without them."""
    standing = text(
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE NOT t.tgisinternal AND n.nspname = 'public' AND starts_with(t.tgname, :prefix)"
    )
    for name, table in connection.execute(standing, {"prefix": PREFIX}).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name} ON {table}")


def install(connection: Connection) -> None:
    """Drop the triggers that stand, and put every function and trigger in place anew."""
    remove(connection)
    settings = " ".join(f"SET {name} = {value}" for name, value in SETTINGS.items())
    for name, body in _functions().items():
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER {settings} AS $guard${body}$guard$"
        )
        connection.exec_driver_sql(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")
    for name, (_, rest) in _triggers().items():
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {rest}")


def listed(connection: Connection) -> dict[str, str]:
    """List the triggers and functions that stand, with the text of each."""
    asked = (
        "SELECT t.tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t"
        " WHERE NOT t.tgisinternal AND starts_with(t.tgname, :prefix)"
        " UNION ALL SELECT p.proname || '()', pg_get_functiondef(p.oid) FROM pg_proc p"
        " JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'public' AND starts_with(p.proname, :prefix)"
    )
    return {row[0]: row[1] for row in connection.execute(text(asked), {"prefix": PREFIX})}


def faults(connection: Connection) -> list[str]:
    """Name the guards that are missing, altered or switched off."""
    functions = {
        name: (body, as_owner, settings, for_all)
        for name, body, as_owner, settings, for_all in connection.execute(
            text(
                "SELECT p.proname, p.prosrc, p.prosecdef, p.proconfig,"
                " has_function_privilege('public', p.oid, 'EXECUTE') FROM pg_proc p"
                " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'"
            )
        )
    }
    triggers = {
        (name, table): (definition, enabled)
        for name, table, definition, enabled in connection.execute(
            text(
                "SELECT t.tgname, c.relname, pg_get_triggerdef(t.oid, true), t.tgenabled::text"
                " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE NOT t.tgisinternal AND n.nspname = 'public'"
            )
        )
    }
    settings = [f"{name}={value}" for name, value in SETTINGS.items()]
    found = [
        name for name, body in _functions().items() if functions.get(name) != (body, True, settings, False)
    ]
    for name, (table, rest) in _triggers().items():
        definition, enabled = triggers.get((name, table), ("", ""))
        if enabled != "O" or not definition.endswith(rest):
            found.append(name)
    return sorted(set(found))
