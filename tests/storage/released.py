"""The books of released schemas, kept as rows, so that every migration is tried on what users have.

    python -m tests.storage.released

writes those of the newest schema to `tests/storage/released/REVISION.json.gz`: to be done with every release.
From then on they are put into a database of that schema and brought up to the newest, by `test_upgrades.py`.
"""

import base64
import gzip
import json
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import LargeBinary, MetaData, Table, func, insert, select

from ledger.storage import guards, migrate
from ledger.storage.db import Database
from ledger.storage.tables import METADATA

FOLDER = Path(__file__).parent / "released"


@dataclass(frozen=True)
class Kept:
    """All rows of a database, by table, and the revision it stood at."""

    revision: str
    rows: dict[str, list[dict[str, Any]]]


def take(database: Database) -> Kept:
    """Read every row, written so that either engine takes it."""
    with database.engine.connect() as connection:
        found = MetaData()
        found.reflect(connection)
        rows = {
            name: [
                {column: _written(value) for column, value in row._mapping.items()}
                for row in connection.execute(select(table))
            ]
            for name, table in found.tables.items()
            if name in METADATA.tables
        }
        revision = migrate.standing(connection)
    assert revision is not None
    return Kept(revision, rows)


def put(kept: Kept, database: Database) -> None:
    """Make the schema of a revision in an empty database, with its rows and the guards there are now."""
    with database.engine.connect() as opened:
        connection = opened.execution_options(ledger_write=True)
        with connection.begin():
            migrate.bring_to(connection, kept.revision)
            found = MetaData()
            found.reflect(connection)
            for table in found.sorted_tables:
                if rows := kept.rows.get(table.name):
                    connection.execute(insert(table), [_read(table, row) for row in rows])
            if kept.revision == migrate.NEWEST:
                guards.install(connection)


def counts(database: Database) -> dict[str, int]:
    """Count the rows of every table."""
    with database.engine.connect() as connection:
        found = MetaData()
        found.reflect(connection)
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in found.tables.items()
        }


def stored() -> dict[str, Path]:
    """List the files that are kept, by their revision."""
    return {file.name.split(".")[0]: file for file in sorted(FOLDER.glob("*.json.gz"))}


def read(file: Path) -> Kept:
    """Read the rows of a released schema."""
    return Kept(**json.loads(gzip.decompress(file.read_bytes())))


def write(kept: Kept, folder: Path) -> Path:
    """Write the rows of a schema that is to be released."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{kept.revision}.json.gz"
    text = json.dumps({"revision": kept.revision, "rows": kept.rows}, sort_keys=True)
    file.write_bytes(gzip.compress(text.encode(), mtime=0))
    return file


def _written(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if isinstance(value, date | datetime) else value


def _read(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    binary = {column.name for column in table.columns if isinstance(column.type, LargeBinary)}
    return {
        name: base64.b64decode(value) if name in binary and value is not None else value
        for name, value in row.items()
    }


def main() -> None:
    """Live two years in the newest schema, and keep its books."""
    from tests.actions.world import AGREEMENT, open_world  # noqa: PLC0415 - the tests need only the rows
    from tests.storage.lived import live  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/ledger.sqlite")
        migrate.upgrade(database)
        live(open_world(database, AGREEMENT.read_text(encoding="utf-8")))
        print(f"Wrote {write(take(database), FOLDER)}.")  # noqa: T201 - for whoever releases
        database.dispose()


if __name__ == "__main__":
    main()
