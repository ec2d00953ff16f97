"""Where Alembic starts: it is handed an open connection by `storage/migrate.py`, never an address."""

from alembic import context

from ledger.storage.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()
