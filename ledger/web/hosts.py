"""The host a request was made to: what no host can be called is refused on a page like any other mistake.

Addresses are matched and made for a host. With a name that none can have neither can be done, not even for
the page that says so; so such a name is laid aside before the application sees the request.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, request
from werkzeug.exceptions import BadRequest

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LONGEST_HOST = 253
_LABEL = r"[a-z0-9_-]{1,63}"
_HOST = re.compile(
    rf"(?:{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9a-f:.]{{2,45}}\])?(?::[0-9]{{1,5}})?", re.IGNORECASE
)
_IN_ITS_PLACE = "localhost"
_NO_HOST = "ledger.no_host"


def use(app: Flask) -> None:
    """Refuse requests to what is no host, before anything else is asked."""
    app.wsgi_app = _Hosts(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(_require_host)


def is_host(named: str) -> bool:
    """Say whether a Host header can be one: a name (RFC 1123; `_` too) or an address, and perhaps a port."""
    return named.isascii() and len(named) <= LONGEST_HOST and _HOST.fullmatch(named) is not None


class _Hosts:
    """Lays a name aside that no host can have, and notes that it did."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Hand the request on."""
        if not is_host(environ.get("HTTP_HOST", "")):
            environ["HTTP_HOST"] = _IN_ITS_PLACE
            environ[_NO_HOST] = True
        return self.application(environ, start_response)


def _require_host() -> None:
    if request.environ.get(_NO_HOST):
        raise BadRequest
