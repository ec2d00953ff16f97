"""Attacks through the pages: each is refused, changes nothing, and leaves a row on the access log."""

from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from ledger import dues, people
from ledger.core.acting import COMMAND_LINE, By
from ledger.storage import accounts
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import AccessLog, Covenant, EvidenceFile
from ledger.web.sessions import TOKEN
from tests.hostile_uploads import HOSTILE, heads
from tests.web.attacking import approvals, at_once, digest_of, forged, refused, rows, token
from tests.web.conftest import Clock
from tests.web.proving import code_for, give_password, turn_on
from tests.web.spends import NOW, Visit, entered, with_projects
from tests.web.visitor import PASSWORD, Visitor

CLERK = By(COMMAND_LINE, NOW, NOW.date())


@pytest.fixture(scope="session")
def opened(opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with projects, budgets and payees."""
    return with_projects(opened, tmp_path_factory.mktemp("attacked"))


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands in the summer of the first year."""
    return Clock(NOW)


@pytest.fixture
def database(database: Database) -> Database:
    """Give the database, in which nothing is left to settle: what came due is posted."""
    with database.write(1) as session:
        dues.settle(session, 1, by=CLERK)
    return database


@pytest.fixture
def number(database: Database) -> int:
    """Have the treasurer enter an expenditure; give its number."""
    return entered(database)


# ---- approving one's own ----------------------------------------------------------------------------------


def test_whoever_enters_is_offered_no_approval(visit: Visit, number: int) -> None:
    page = visit("treasurer").get(f"/valley/expenditures/{number}")
    assert "Goedkeuren" not in [button.text for button in page.tree.iter("button")]


def test_whoever_enters_cannot_approve_by_a_forged_form(
    visit: Visit, database: Database, number: int
) -> None:
    digest = digest_of(visit("vodafone"), number)
    treasurer = visit("treasurer")
    with refused(database):
        forged(
            treasurer,
            f"/valley/expenditures/{number}/approve",
            {"digest": digest},
            prefix="approve-",
            status=403,
        )


def test_whoever_entered_cannot_approve_under_another_role(
    visit: Visit, database: Database, number: int
) -> None:
    """The treasurer who entered becomes partner: their sessions end, and the expenditure remembers them."""
    digest = digest_of(visit("maastricht"), number)
    treasurer = visit("treasurer")
    with database.write(1) as session:
        people.take_role(session, 1, by=CLERK, person_id=1, role="treasurer")
        people.give_role(session, 1, by=CLERK, person_id=1, role="partner", party="vodafone")
    assert treasurer.get("/valley/").heading == "Inloggen"
    turned = visit("treasurer")
    with refused(database):
        page = forged(
            turned,
            f"/valley/expenditures/{number}/approve",
            {"digest": digest},
            prefix="approve-",
            status=403,
        )
    assert "Wie een uitgave invoerde" in page.words
    assert approvals(database) == []


def test_nobody_is_treasurer_and_partner_at_once(visit: Visit, database: Database) -> None:
    administrator = visit("administrator")
    administrator.get("/valley/people/1")
    before = rows(database)
    page = administrator.submit("Rol geven", {"Rol": "partner", "Partij": "vodafone"}, status=409)
    assert "Niemand kan zowel invoeren als goedkeuren" in page.words
    assert rows(database) == before


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO approval SELECT 1, 1, 1, 2, 1, 'forged', '2015-08-03T12:30:00.000000+00:00'",
        "UPDATE expenditure SET state = 'paid' WHERE id = 1",
        "UPDATE expenditure SET state = 'approved', entry_id = 1 WHERE id = 1",
        "UPDATE expenditure SET person_id = 2 WHERE id = 1",
        "DELETE FROM access_log",
        "UPDATE access_log SET act = 'nothing'",
        "DELETE FROM person WHERE id = 1",
    ],
)
def test_the_database_itself_refuses(database: Database, number: int, statement: str) -> None:
    before = rows(database)
    with pytest.raises(DBAPIError, match=r"ledger:|constraint"), database.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert rows(database) == before
    assert number == 1


# ---- what is another's ------------------------------------------------------------------------------------


@pytest.fixture
def stranger(app: Flask, database: Database) -> Visitor:
    """Give the treasurer and partners of another covenant, in one person's hands after another."""
    with database.write() as session:
        values = session.get_one(Covenant, 1).model_dump() | {"id": 2, "slug": "hills", "name": "Hills"}
        session.add(Covenant(**values))
        session.flush()
        people.add_user(
            session, 2, by=CLERK, email="far@demo.example", name="Far", role="treasurer", password=PASSWORD
        )
    visitor = Visitor(app.test_client())
    visitor.sign_in("far@demo.example", onward="/account")
    return visitor


@pytest.mark.parametrize(
    "path",
    [
        "/valley/",
        "/valley/expenditures/1",
        "/valley/evidence/1",
        "/valley/exports/workbook?year=2015",
        "/valley/people/1",
        "/hills/expenditures/1",
        "/hills/journal/1",
        "/hills/payees/1",
        "/hills/budgets/1",
        "/hills/evidence/1",
        "/hills/parties/vodafone",
        "/hills/projects/jobs",
    ],
)
@pytest.mark.usefixtures("number")
def test_another_covenants_numbers_lead_nowhere(stranger: Visitor, database: Database, path: str) -> None:
    with refused(database):
        stranger.get(path, status=404)


@pytest.mark.parametrize(
    "path", ["/valley/expenditures/1/pay", "/hills/expenditures/1/pay", "/hills/payees/1/edit"]
)
@pytest.mark.usefixtures("number")
def test_another_covenants_numbers_cannot_be_acted_on(
    stranger: Visitor, database: Database, path: str
) -> None:
    with refused(database):
        forged(stranger, path, {"paid_on": "03-08-2015", "amount": "1"}, prefix="pay-", status=404)


@pytest.mark.parametrize("path", ["/valley/people", "/valley/people/3", "/valley/people/1/link"])
def test_a_partner_reaches_nobodys_account(visit: Visit, database: Database, path: str) -> None:
    visitor = visit("vodafone")
    with refused(database):
        if path.endswith("link"):
            forged(visitor, path, {}, prefix="link-", status=403)
        else:
            visitor.get(path, status=403)


def test_a_partner_approves_for_their_own_party_whatever_the_form_says(
    visit: Visit, database: Database, number: int
) -> None:
    visitor = visit("vodafone")
    others = {"party": "maastricht", "party_id": "1", "person_id": "1", "digest": digest_of(visitor, number)}
    forged(visitor, f"/valley/expenditures/{number}/approve", others, prefix="approve-", status=200)
    with database.read() as session:
        own = accounts.roles_in(session, 1, 5).party_id
    assert [party for _, party in approvals(database)] == [own]


# ---- coming in --------------------------------------------------------------------------------------------


def test_a_code_that_was_seen_is_of_no_use_again(
    app: Flask, visit: Visit, database: Database, clock: Clock
) -> None:
    turn_on(app, visit("auditor"), "auditor@demo.example")
    clock.forward(minutes=5)
    code = code_for(app, "auditor@demo.example")
    owner, thief = Visitor(app.test_client()), Visitor(app.test_client())
    for each in (owner, thief):
        give_password(each, "auditor@demo.example")
    owner.submit("Inloggen", {"code": code})
    with refused(database):
        thief.submit("Inloggen", {"code": code}, status=422)
    assert thief.get("/account").heading == "Inloggen"


def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(
    app: Flask, visit: Visit, database: Database
) -> None:
    """Somebody plants their own cookie on another's browser and waits for them to sign in."""
    thief = visit("vodafone")
    planted = thief.client.get_cookie("session")
    assert planted is not None
    victim = Visitor(app.test_client())
    victim.client.set_cookie("session", planted.value)
    victim.get("/account")
    victim.submit("Uitloggen")
    victim.sign_in("treasurer@demo.example", onward="/account")
    with refused(database):
        assert thief.get("/account").heading == "Inloggen"


def test_a_cookie_from_before_signing_in_is_nobodys(app: Flask) -> None:
    thief, victim = Visitor(app.test_client()), Visitor(app.test_client())
    thief.get("/sign-in")
    planted = thief.client.get_cookie("session")
    assert planted is not None
    victim.client.set_cookie("session", planted.value)
    victim.sign_in("treasurer@demo.example", onward="/account")
    assert thief.get("/account").heading == "Inloggen"


def test_a_token_nobody_was_given_is_nobodys(app: Flask, database: Database) -> None:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[TOKEN] = "x" * 43
    with refused(database):
        assert Visitor(client).get("/account").heading == "Inloggen"


@pytest.mark.parametrize(
    "headers, has_token, status",
    [
        ({}, False, 400),
        ({"Origin": "https://evil.example"}, False, 403),
        ({"Origin": "https://evil.example"}, True, 403),
        ({"Origin": "null"}, True, 403),
        ({"Sec-Fetch-Site": "cross-site"}, True, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, True, 403),
    ],
)
def test_a_form_from_another_site_is_refused(
    visit: Visit, database: Database, headers: dict[str, str], has_token: bool, status: int
) -> None:
    visitor = visit("auditor")
    name, value = token(visitor)
    sent = {"account-name": "Taken over", "account-language": "en", "account-request_key": str(uuid4())}
    with refused(database):
        answer = visitor.client.post(
            "/account", data={**sent, **({name: value} if has_token else {})}, headers=headers
        )
        assert answer.status_code == status


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, {}],
)
def test_ones_own_form_is_taken(visit: Visit, headers: dict[str, str]) -> None:
    visitor = visit("auditor")
    visitor.get("/account")
    assert (
        visitor.client.post("/account", data=dict(visitor.fields("Opslaan")), headers=headers).status_code
        == 303
    )


def test_of_many_guesses_at_once_no_more_are_weighed_than_one_by_one(app: Flask, database: Database) -> None:
    """Twenty guesses on as many threads: ten fail, the others are held."""
    visitors = [Visitor(app.test_client()) for _ in range(20)]
    forms = []
    for each in visitors:
        each.get("/sign-in")
        forms.append({**dict(each.fields("Inloggen")), "email": "auditor@demo.example", "password": "wrong"})
    answers = at_once(visitors, "/sign-in", forms)
    assert answers == [422] * 10 + [429] * 10
    with database.read() as session:
        failed = session.scalars(
            select(func.count()).select_from(AccessLog).where(col(AccessLog.act) == "sign-in.failed")
        ).one()
    assert failed == 10


def test_from_one_network_many_accounts_cannot_be_tried(app: Flask, clock: Clock) -> None:
    def attempt(place: int, status: int, where: str) -> None:
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = where
        visitor = Visitor(client)
        visitor.get("/sign-in")
        visitor.submit("Inloggen", {"email": f"{place}@demo.example", "password": "x"}, status=status)

    for place in range(100):
        attempt(place, 422, "192.0.2.7")
    attempt(100, 429, "192.0.2.7")
    attempt(100, 422, "192.0.2.8")
    clock.forward(minutes=15, seconds=1)
    attempt(101, 422, "192.0.2.7")


# ---- files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what, name, content, why", HOSTILE, ids=heads())
def test_a_hostile_file_is_refused(
    visit: Visit, database: Database, number: int, what: str, name: str, content: bytes, why: str
) -> None:
    treasurer = visit("treasurer")
    treasurer.client.set_cookie("language", "en")
    treasurer.get(f"/valley/expenditures/{number}")
    with refused(database):
        page = treasurer.submit("Add", files={"evidence": [(name, content)]}, status=422)
    (mistake,) = page.mistakes
    assert why in mistake, what
    with database.read() as session:
        assert session.scalars(select(func.count()).select_from(EvidenceFile)).one() == 0
