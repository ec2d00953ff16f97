"""Somebody with a browser, as many threads at once can be: they sign in, and send forms with their keys."""

import http.client
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.load.servers import HOST
from tests.web.visitor import PASSWORD

PATIENCE_SECONDS = 120
NO_ANSWER = 0
"""What stands in the place of a status where the server went away before it answered."""

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What was answered: the status, where it leads, and the page."""

    status: int
    location: str = ""
    page: str = ""


class Client:
    """One person, signed in; may be used by any number of threads at once, on any of the servers."""

    def __init__(self, email: str, port: int) -> None:
        self.cookies: dict[str, str] = {}
        token = self._token("/sign-in", port)
        fields = {"csrf_token": token, "email": email, "password": PASSWORD}
        answer = self._ask("POST", "/sign-in", port, fields, keep=True)
        assert answer.status == 303, f"{email} cannot sign in: {answer.status}"
        self.token = self._token("/account", port)

    def send(self, path: str, fields: dict[str, str], port: int) -> Answer:
        """Send a form to one of the servers."""
        return self._ask("POST", path, port, {"csrf_token": self.token, **fields})

    def get(self, path: str, port: int) -> Answer:
        """Open a page on one of the servers."""
        return self._ask("GET", path, port)

    def _token(self, path: str, port: int) -> str:
        found = _TOKEN.search(self._ask("GET", path, port, keep=True).page)
        assert found is not None, f"no form at {path}"
        return found[1]

    def _ask(
        self, method: str, path: str, port: int, fields: dict[str, str] | None = None, *, keep: bool = False
    ) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return Answer(NO_ANSWER)
        finally:
            connection.close()
        if keep:
            for line in answer.headers.get_all("Set-Cookie") or ():
                self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        return Answer(answer.status, answer.headers.get("Location", ""), page)
