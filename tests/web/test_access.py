"""Who may come where: every route names its permission, and one watch holds all of them to it."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from ledger import people
from ledger.core.acting import COMMAND_LINE, By
from ledger.core.refusals import NotAllowed
from ledger.evidence import SUBJECTS
from ledger.record_pages import address_of
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import AccessLog, Covenant
from ledger.web.access import Access, access_of, open_to_all, require_all_named, requires
from tests.web.conftest import BEGIN
from tests.web.visitor import Visitor

CLERK = By(COMMAND_LINE, BEGIN, BEGIN.date())


def refusals(database: Database) -> list[tuple[int, int, str]]:
    """List who was turned away: covenant, person and what they asked for."""
    with database.read() as session:
        rows = session.execute(
            select(col(AccessLog.covenant_id), col(AccessLog.person_id), col(AccessLog.content))
            .where(col(AccessLog.act) == "access.refused")
            .order_by(col(AccessLog.seq))
        ).all()
    asked = [(covenant, person, json.loads(content)) for covenant, person, content in rows]
    return [(covenant, person, f"{each['method']} {each['path']}") for covenant, person, each in asked]


def open_hills(database: Database) -> None:
    """Open a second covenant, in which nobody but its own administrator takes part."""
    with database.write() as session:
        values = session.get_one(Covenant, 1).model_dump() | {"id": 2, "slug": "hills", "name": "Hills"}
        session.add(Covenant(**values))
        session.flush()
        people.add_user(
            session,
            2,
            by=CLERK,
            email="hills@demo.example",
            name="Hills",
            role="administrator",
            password="demo-demo-demo",
        )


def test_every_route_names_its_permission(app: Flask) -> None:
    assert [name for name, view in app.view_functions.items() if access_of(view) is None] == []


def test_an_application_with_a_silent_route_does_not_start(app: Flask) -> None:
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/silent", "silent", lambda: "hello")
    with pytest.raises(TypeError, match="silent"):
        require_all_named(bare)


def test_a_route_names_one_permission_only() -> None:
    with pytest.raises(TypeError, match="names its permission twice"):

        @open_to_all
        @requires("treasurer")
        def view() -> str:
            return "hello"


@pytest.mark.parametrize(
    "access, roles, expected",
    [
        (Access(frozenset({"treasurer"})), {"treasurer"}, True),
        (Access(frozenset({"treasurer"})), {"partner"}, False),
        (Access(frozenset({"treasurer", "auditor"})), {"partner", "auditor"}, True),
        (Access(frozenset({"treasurer"})), set(), False),
        (Access(), set(), True),
    ],
)
def test_one_of_the_roles_is_enough(access: Access, roles: set[str], expected: bool) -> None:
    assert access.admits(frozenset(roles)) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
def test_a_file_is_open_to_whoever_may_see_the_page_of_what_it_is_evidence_of(app: Flask, kind: str) -> None:
    asks = [
        access_of(app.view_functions[app.url_map.bind("localhost").match(f"/valley/{path}")[0]])
        for path in ("evidence/1", address_of(f"{kind}/1"))
    ]
    assert asks[0] is not None
    assert asks[0] == asks[1]


@pytest.mark.parametrize("path", ["/", "/account", "/valley/people", "/nowhere/people", "/nowhere/"])
def test_whoever_has_not_signed_in_is_asked_to(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).heading == "Inloggen"


@pytest.mark.parametrize(
    "who, status", [("treasurer", 403), ("auditor", 403), ("vodafone", 403), ("administrator", 200)]
)
def test_only_the_administrator_sees_the_people(
    visit: Callable[[str], Visitor], who: str, status: int
) -> None:
    visit(who).get("/valley/people", status=status)


def test_another_role_ends_the_sessions_and_holds_from_the_next(
    visit: Callable[[str], Visitor], database: Database
) -> None:
    visitor = visit("auditor")
    visitor.get("/valley/people", status=403)
    with database.write(1) as session:
        people.give_role(session, 1, by=CLERK, person_id=2, role="administrator")
    assert visitor.get("/valley/people").heading == "Inloggen"
    visitor = visit("auditor")
    visitor.get("/valley/people")
    with database.write(1) as session:
        people.take_role(session, 1, by=CLERK, person_id=2, role="administrator")
        people.take_role(session, 1, by=CLERK, person_id=2, role="auditor")
    assert visitor.get("/valley/people").heading == "Inloggen"
    visit("auditor").get("/valley/people", status=404)


def test_another_covenant_looks_like_one_that_is_not_there(
    visit: Callable[[str], Visitor], database: Database
) -> None:
    open_hills(database)
    visitor = visit("administrator")
    other = visitor.get("/hills/people", status=404)
    nowhere = visitor.get("/nowhere/people", status=404)
    words = [page.words.replace(page.headers["X-Request-Id"], "…") for page in (other, nowhere)]
    assert words[0] == words[1]
    assert other.sections == nowhere.sections == []


def test_whoever_is_turned_away_stands_on_the_access_log(
    visit: Callable[[str], Visitor], database: Database
) -> None:
    open_hills(database)
    visitor = visit("treasurer")
    visitor.get("/valley/people", status=403)
    visitor.get("/hills/people", status=404)
    visitor.get("/nowhere/people", status=404)
    assert refusals(database) == [
        (1, 1, "GET /valley/people"),
        (2, 1, "GET /hills/people"),
        (0, 1, "GET /nowhere/people"),
    ]


def test_the_navigation_shows_what_somebody_may_open(visit: Callable[[str], Visitor]) -> None:
    assert "Personen" in visit("administrator").get("/valley/people").sections
    assert "Personen" not in visit("treasurer").get("/valley/people", status=403).sections


def test_a_refusal_says_who_knows_more(visit: Callable[[str], Visitor]) -> None:
    page = visit("treasurer").get("/valley/people", status=403)
    assert page.heading == "Dit mag u niet"
    assert "Uw rol in dit convenant laat dit niet toe." in page.words


def test_what_a_form_sends_is_not_taken_from_whoever_may_not_send_it(
    visit: Callable[[str], Visitor], database: Database
) -> None:
    administrator, treasurer = visit("administrator"), visit("treasurer")
    administrator.get("/valley/people/1")
    sent = [(name, value) for name, value in administrator.fields("Account sluiten") if name != "csrf_token"]
    treasurer.get("/account")
    token = [(name, value) for name, value in treasurer.fields("Opslaan") if name == "csrf_token"]
    treasurer.send("/valley/people/2/close", [*sent, *token], status=403)
    assert refusals(database) == [(1, 1, "POST /valley/people/2/close")]


def test_a_refusal_names_its_status() -> None:
    assert NotAllowed.status == 403
