"""The door for a web server: the application, and nothing else."""

from ledger.web import create_app

app = create_app()
