"""What was written since the last act: the rows that a session added, changed or took away.

A session notes by itself which rows of the tables the trail holds it writes, whether by its objects or by a
statement; the trail asks for them with every act. So no act can forget to tell of a row, and a row that was
written past this, by a stranger's hand, is one the trail does not tell of.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Delete, Insert, Update, event, inspect, select
from sqlalchemy.orm import InstanceState, ORMExecuteState, Session, UOWTransaction

from ledger.storage.held import held
from ledger.storage.tables import METADATA

_NOTED = "rows written since the last act"
_AT_END = "what is still to be done when the block ends"

Noted = dict[str, dict[tuple[object, ...], None]]


def take(session: Session, covenant_id: int) -> dict[str, dict[str, str | None]]:
    """Give the rows of a covenant written since this was last asked: table to key to digest, None if gone."""
    session.flush()
    noted: Noted = session.info.get(_NOTED, {})
    tables = held()
    found: dict[str, dict[str, str | None]] = {}
    for name in sorted(noted):
        ours = [key for key in noted[name] if key[0] == covenant_id]
        told = dict(tables[name].digest(session, covenant_id, key[1:]) for key in ours)
        if told:
            found[name] = told
        for key in ours:
            del noted[name][key]
    return found


def waits(session: Session, covenant_id: int) -> bool:
    """Say whether rows of a covenant were written that no act has told of yet."""
    noted: Noted = session.info.get(_NOTED, {})
    return any(key[0] == covenant_id for keys in noted.values() for key in keys)


def at_end(session: Session, name: str, finish: Callable[[Session], None]) -> None:
    """Have something done when the write block ends well; under one name the last one asked for."""
    session.info.setdefault(_AT_END, {})[name] = finish


def finish(session: Session) -> None:
    """Do what was asked for at the block's end."""
    session.flush()
    for each in list(session.info.pop(_AT_END, {}).values()):
        each(session)


def _note(session: Session, table: str, key: tuple[object, ...]) -> None:
    if table in held():
        session.info.setdefault(_NOTED, {}).setdefault(table, {})[key] = None


@event.listens_for(Session, "after_flush")
def _note_objects(session: Session, _context: UOWTransaction) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        state = inspect(row)
        table = state.mapper.local_table.name
        if row not in session.dirty or _counts(state, table):
            _note(session, table, tuple(state.mapper.primary_key_from_instance(row)))


def _counts(state: InstanceState[Any], table: str) -> bool:
    """Say whether any column changed that the trail holds."""
    columns = held()[table].columns if table in held() else ()
    return any(state.attrs[name].history.has_changes() for name in columns)


@event.listens_for(Session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    statement = state.statement
    if isinstance(statement, Insert | Update | Delete):
        for key in list(_keys_of(state, statement)):
            _note(state.session, str(statement.table), key)


def _keys_of(state: ORMExecuteState, statement: Insert | Update | Delete) -> Iterator[tuple[object, ...]]:
    """Give the keys of the rows a statement is about to write."""
    table = statement.table
    if str(table) not in held():
        return
    columns = list(METADATA.tables[str(table)].primary_key.columns)
    if isinstance(statement, Insert):
        for row in _rows_of(state, statement):
            yield tuple(row[column.name] for column in columns)
        return
    asked = select(*columns)
    if statement.whereclause is not None:
        asked = asked.where(statement.whereclause)
    state.session.flush()
    for found in state.session.connection().execute(asked):
        yield tuple(found)


def _rows_of(state: ORMExecuteState, statement: Insert) -> list[Mapping[str, Any]]:
    """Give what a statement inserts: the rows it is executed with, or the values it carries itself."""
    given = state.parameters
    if not given:
        return [statement.compile().params]
    return [given] if isinstance(given, Mapping) else list(given)
