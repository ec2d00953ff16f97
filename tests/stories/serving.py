"""The pages as a browser gets them: a server on a free port of this machine, and Chromium in front of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.stories.commands import CommandLine

TODAY = datetime(2018, 1, 8, 10, tzinfo=UTC)
"""A day after the story of the demonstration ended, as it is for whoever tries it."""

DESK = ViewportSize(width=1280, height=800)


class _Silent(WSGIRequestHandler):
    """Answers without writing every request down."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing."""


@contextmanager
def served(file: Path) -> Iterator[str]:
    """Serve the ledger in a SQLite file, and give the address."""
    commands = CommandLine(file)
    commands.app.config["NOW"] = lambda: TODAY
    server = make_server("127.0.0.1", 0, commands.app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        commands.close()


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Start the machine's own Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
