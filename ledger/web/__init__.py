"""The web room: pages and forms over the acts, and the only room that knows a request."""

from ledger.web.app import create_app

__all__ = ["create_app"]
