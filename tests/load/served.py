"""The application as the load tests serve it: on a day of the covenant's term, with or without its own check.

Set by the environment: LOAD_NOW, the time it is there, and LOAD_UNCHECKED=1, where the application does not
ask whether the budget has room: then only the database does.
"""

import os
from datetime import datetime

from flask import Flask

from ledger import charges
from ledger.web import create_app

NOW, UNCHECKED = "LOAD_NOW", "LOAD_UNCHECKED"


def make() -> Flask:
    """Make the application as the environment says."""
    if os.environ.get(UNCHECKED):
        vars(charges)["require_room"] = lambda *_asked, **_more: None
    app = create_app()
    now = datetime.fromisoformat(os.environ[NOW])
    app.config["NOW"] = lambda: now
    return app
