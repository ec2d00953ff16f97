"""Signing in and out."""

from tests.web.visitor import Visitor


def test_x(visitor: Visitor) -> None:
    page = visitor.get("/sign-in")
    print(page.html)
