"""Real servers on this machine's own address: gunicorn, any number, to be asked, killed and started anew."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import Event

from tests.house.reading import HOUSE
from tests.load import served

HOST = "127.0.0.1"
_NEVER = Event()
PATIENCE_SECONDS = 60
"""How long a server may take to start or to stop before it counts as one that never will."""


class Servers:
    """Servers of one ledger, each on a port of its own; `ports` are where they answer."""

    def __init__(
        self, database_url: str, folder: Path, now: datetime, *, count: int = 2, checked: bool = True
    ) -> None:
        self.ports = [_free_port() for _ in range(count)]
        self.log = folder / "servers.log"
        self._running: list[subprocess.Popen[bytes]] = []
        self._environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "INSTANCE_FOLDER": str(folder),
            "SECRET_KEY": secrets.token_hex(),
            "HOST": HOST,
            "WEB_CONCURRENCY": "1",
            "WEB_THREADS": "8",
            "LOG_LEVEL": "warning",
            "PRODUCTION": "0",  # what is asked here is not who owns the tables
            "SESSION_HOURS": "700",
            served.NOW: now.isoformat(),
            served.UNCHECKED: "" if checked else "1",
        }

    def start(self) -> None:
        """Start them all, and return when each answers."""
        command = [sys.executable, "-m", "gunicorn", "--config", "python:ledger.web.server"]
        for port in self.ports:
            with self.log.open("ab") as log:
                self._running.append(
                    subprocess.Popen(
                        [*command, "tests.load.served:make()"],
                        env={**self._environment, "PORT": str(port)},
                        cwd=HOUSE,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )
                )
        for port in self.ports:
            self._wait_for(port)

    def _wait_for(self, port: int) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while not _is_well(port):
            if time.monotonic() > end or any(each.poll() is not None for each in self._running):
                raise RuntimeError(self.log.read_text(encoding="utf-8")[-2000:])
            _NEVER.wait(0.02)

    def kill(self) -> None:
        """End every process of theirs at once, whatever it is doing, as a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> list[int]:
        """Ask them to stop, and wait until they have; gives their exit statuses."""
        for each in self._running:
            each.terminate()
        return self._ended()

    def _end(self, how: signal.Signals) -> None:
        for each in self._running:
            with suppress(ProcessLookupError):
                os.killpg(each.pid, how)
        self._ended()

    def _ended(self) -> list[int]:
        ended = [each.wait(PATIENCE_SECONDS) for each in self._running]
        self._running.clear()
        return ended


@contextmanager
def serving(
    database_url: str, folder: Path, now: datetime, *, count: int = 2, checked: bool = True
) -> Iterator[Servers]:
    """Serve a ledger until the block ends."""
    servers = Servers(database_url, folder, now, count=count, checked=checked)
    try:
        servers.start()
        yield servers
    finally:
        servers.kill()


def _is_well(port: int) -> bool:
    asked = http.client.HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def _free_port() -> int:
    """Find a free port below those that are given out by themselves, which whoever asks might be given."""
    while True:
        port = 20_000 + secrets.randbelow(10_000)
        with socket.socket() as door, suppress(OSError):
            door.bind((HOST, port))
            return port
