"""What the ledger tells whoever runs it: one JSON object a line, on standard error, times in UTC.

A line tells of a request (which route, how it was answered, how long it took), of a fault or of trouble. It
holds no names, no addresses, no amounts and nothing that was typed or that opens anything: of an address the
route alone, of a fault its kind and the places in the code. What people did stands in the trail and the
access log, under their numbers.

Every request has an id, which its lines, its answer's header X-Request-Id and the error page carry. A proxy
that may be believed (BEHIND_PROXY) gives it; else the ledger makes one.
"""

import json
import logging
import re
import secrets
import sys
import time
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal

from flask import Flask, current_app, g, has_app_context, has_request_context, request
from werkzeug.wrappers import Response

from ledger.core.refusals import Unavailable

Level = Literal["info", "warning", "error"]
LEVELS: tuple[Level, ...] = ("info", "warning", "error")

HEADER = "X-Request-Id"
MOST_PLACES = 12
"""How many places in the code a fault's line names, the last ones: a line is short, to be written whole."""

_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
_NETWORK_ADDRESS = re.compile(r"ip=\S+")

Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def use(app: Flask) -> None:
    """Tell a line of every request, and give its answer the request's id; the first watch and the last."""
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """Give the id of this request, by which its lines are found."""
    if "request_id" not in g:
        given = request.headers.get(HEADER, "") if current_app.config["BEHIND_PROXY"] else ""
        g.request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
    return str(g.request_id)


def _begin() -> None:
    g.began = time.monotonic()


def _end(answer: Response) -> Response:
    answer.headers[HEADER] = request_id()
    covenant = g.get("covenant")
    tell(
        "info" if answer.status_code < 500 else "error",
        "request",
        method=request.method,
        route=request.url_rule.rule if request.url_rule else None,
        covenant=covenant.slug if covenant else None,
        status=answer.status_code,
        ms=round((time.monotonic() - g.get("began", time.monotonic())) * 1000, 1),
    )
    return answer


def tell(level: Level, event: str, **what: object) -> None:
    """Write a line, where the setting LOG_LEVEL asks for lines of this level."""
    asked = current_app.config["LOG_LEVEL"] if has_app_context() else LEVELS[0]
    if LEVELS.index(level) < LEVELS.index(asked):
        return
    if has_request_context():
        what = {"request": request_id(), **what}
    # One call, so that lines of several threads and processes do not get mixed.
    sys.stderr.write(line(level, event, **what) + "\n")
    sys.stderr.flush()


def line(level: str, event: str, **what: object) -> str:
    """Give a line: when, how grave, what, and whatever is known besides."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    known = {name: value for name, value in what.items() if value is not None}
    return json.dumps({"time": now, "level": level, "event": event, **known}, ensure_ascii=True)


def tell_fault(fault: Fault) -> None:
    """Write a line about a fault of ours: its kind and where it arose; what it says may be anything."""
    tell("error", "fault", **_told(fault))


def tell_trouble(why: Unavailable) -> None:
    """Write a line about trouble with the database: its kind, and the database's own name for it."""
    tell("error", "database", trouble=why.kind, code=why.code or None)


def _told(fault: Fault) -> dict[str, object]:
    kind, _, trace = fault
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{'/'.join(code.co_filename.split('/')[-3:])}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return {"fault": kind.__name__ if kind else None, "at": places[-MOST_PLACES:]}


class Lines(logging.Formatter):
    """The lines of the web server itself, in the same form."""

    def format(self, record: logging.LogRecord) -> str:
        """Give a record as a line; of one about a fault only the words it always has."""
        level = record.levelname.lower()
        if record.exc_info:
            # The values behind these words may be an address that opens something.
            words = re.sub(r"[\s:]*%[srd]", "", str(record.msg)) if record.args else type(record.msg).__name__
            return line(level, "server", says=words, **_told(record.exc_info))
        return line(level, "server", says=_NETWORK_ADDRESS.sub("ip=…", record.getMessage()))
