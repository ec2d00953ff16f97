"""The guards as PostgreSQL triggers and functions.

The functions that follow a sealed entry run with their owner's rights, so that the role of the web
process needs no right to change a kept total that only a seal may change.
"""

from sqlalchemy import Connection, text

from ledger.storage.guards.rules import APPEND_ONLY, FROZEN, NEVER_DELETED, SEAL_CHECKS, SEAL_UPDATES

PREFIX = "guard_"
REFUSE_BODY = (
    "BEGIN RAISE EXCEPTION USING MESSAGE = 'ledger:' || TG_ARGV[0], ERRCODE = 'check_violation'; END"
)
RETURNS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def _functions() -> dict[str, str]:
    """List the bodies of the functions by name."""
    made = {f"{PREFIX}refuse": REFUSE_BODY}
    for rule in FROZEN:
        made[f"{PREFIX}{rule.name}"] = (
            f"BEGIN IF {rule.when} THEN RAISE EXCEPTION USING MESSAGE = 'ledger:{rule.word}',"
            f" ERRCODE = 'check_violation'; END IF; RETURN {RETURNS[rule.act]}; END"
        )
    checks = " ".join(
        f"IF {when} THEN RAISE EXCEPTION USING MESSAGE = 'ledger:{word}', ERRCODE = 'check_violation'; END IF;"
        for word, when in SEAL_CHECKS
    )
    lock_year = (
        "PERFORM 1 FROM fiscal_year y JOIN journal_entry e ON e.covenant_id = y.covenant_id"
        " AND e.fiscal_year = y.year WHERE e.covenant_id = NEW.covenant_id AND e.id = NEW.entry_id"
        " FOR UPDATE OF y;"
    )
    lock_totals = (
        "PERFORM 1 FROM account_total t WHERE t.covenant_id = NEW.covenant_id ORDER BY t.account FOR UPDATE;"
    )
    made[f"{PREFIX}seal_check"] = f"BEGIN {lock_year} {lock_totals} {checks} RETURN NEW; END"
    updates = " ".join(f"{update};" for update in SEAL_UPDATES)
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
        made[f"{PREFIX}{name}_truncate"] = (name, f"BEFORE TRUNCATE ON {name} FOR EACH STATEMENT {refuse}")
    for rule in FROZEN:
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


def install(connection: Connection) -> None:
    """Put every function and trigger in place anew."""
    for name, body in _functions().items():
        definer = " SECURITY DEFINER SET search_path = public" if name.startswith(f"{PREFIX}seal") else ""
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql{definer} AS $guard${body}$guard$"
        )
    for name, (table, rest) in _triggers().items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {rest}")


def faults(connection: Connection) -> list[str]:
    """Name the guards that are missing, altered or switched off."""
    functions: dict[str, str] = dict(
        connection.execute(
            text(
                "SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                " WHERE n.nspname = 'public'"
            )
        ).all()
    )
    triggers = {
        (name, table): (definition, enabled)
        for name, table, definition, enabled in connection.execute(
            text(
                "SELECT t.tgname, c.relname, pg_get_triggerdef(t.oid, true), t.tgenabled::text FROM pg_trigger t"
                " JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
            )
        )
    }
    found = [name for name, body in _functions().items() if functions.get(name) != body]
    for name, (table, rest) in _triggers().items():
        definition, enabled = triggers.get((name, table), ("", ""))
        if enabled != "O" or not definition.endswith(rest):
            found.append(name)
    return sorted(set(found))
