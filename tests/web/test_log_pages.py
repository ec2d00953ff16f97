"""The page of the access log: what auditor and administrator see of who came in, and of nobody else."""

from collections.abc import Callable

import pytest
from flask import Flask

from ledger import access_log
from ledger.core.log_words import LOG_ACTS
from ledger.storage.db import Database
from tests.web.conftest import BEGIN
from tests.web.spends import english
from tests.web.test_access import open_hills
from tests.web.visitor import Page, Visitor, text_of

Visit = Callable[[str], Visitor]
HERE = "/valley/access-log"


def rows(page: Page) -> list[list[str]]:
    """Read the rows of the log: person, act, subject and details."""
    return [row[1:5] if len(row) == 6 else row[2:6] for row in page.rows()[1:]]


def tried(app: Flask, email: str) -> None:
    """Have somebody try to sign in with a wrong password."""
    stranger = english(Visitor(app.test_client()))
    stranger.get("/sign-in")
    stranger.submit("Sign in", {"email": email, "password": "wrong-wrong-wrong"}, status=422)


@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_who_was_turned_away_is_told_with_name_and_address(visit: Visit, who: str) -> None:
    visit("treasurer").get("/valley/people", status=403)
    page = english(visit(who)).get(HERE)
    assert rows(page)[0] == ["Treasurer", "Turned away", "", "Address: /valley/people"]


@pytest.mark.parametrize("who", ["treasurer", "vodafone"])
def test_nobody_else_looks_over_peoples_shoulders(visit: Visit, who: str) -> None:
    english(visit(who)).get(HERE, status=403)


def test_a_failed_attempt_is_about_whom_it_named_and_nobodys_else_is_shown(app: Flask, visit: Visit) -> None:
    tried(app, "treasurer@demo.example")
    tried(app, "stranger@elsewhere.example")
    page = english(visit("auditor")).get(f"{HERE}?act={access_log.SIGN_IN_FAILED}")
    assert rows(page) == [["Nobody signed in", "Failed to prove who one is", "Treasurer", ""]]


def test_no_e_mail_address_and_no_network_stands_on_the_page(app: Flask, visit: Visit) -> None:
    tried(app, "treasurer@demo.example")
    page = english(visit("auditor")).get(HERE)
    assert "@" not in page.words
    assert "address/" not in page.words


def test_what_happened_on_the_pages_of_another_covenant_is_not_shown(
    visit: Visit, database: Database
) -> None:
    open_hills(database)
    visit("treasurer").get("/hills/people", status=404)
    page = english(visit("auditor")).get(HERE)
    assert "/hills" not in page.words


def test_the_log_can_be_asked_for_a_person_an_act_and_days(visit: Visit) -> None:
    visit("treasurer").get("/valley/people", status=403)
    visit("vodafone").get("/valley/people", status=403)
    auditor = english(visit("auditor"))
    day = f"{BEGIN:%d-%m-%Y}"
    found = {
        asked: [row[0] for row in rows(auditor.get(f"{HERE}?act=access.refused&{asked}")) if len(row) == 4]
        for asked in ("", "person=1", f"since={day}&until={day}", "since=01-01-2199", "until=01-01-2000")
    }
    assert [len(names) for names in found.values()] == [2, 1, 2, 0, 0]
    assert found["person=1"] == ["Treasurer"]


def test_a_day_that_cannot_be_read_is_told(visit: Visit) -> None:
    page = english(visit("auditor")).get(f"{HERE}?since=tomorrow", status=422)
    assert "is not a date" in page.words


def test_looking_at_the_log_adds_nothing_to_it(visit: Visit) -> None:
    auditor = english(visit("auditor"))
    assert rows(auditor.get(HERE)) == rows(auditor.get(HERE))


def test_the_page_tells_the_logs_head_to_keep(visit: Visit, database: Database) -> None:
    page = english(visit("auditor")).get(HERE)
    with database.read() as session:
        assert str(access_log.head(session)) in page.words


def test_every_act_on_the_log_has_words_of_its_own() -> None:
    acts = {
        value
        for name, value in vars(access_log).items()
        if name.isupper() and isinstance(value, str) and name != "FORM"
    }
    assert set(LOG_ACTS) == acts
    assert len(set(LOG_ACTS.values())) == len(LOG_ACTS)


@pytest.mark.parametrize("who, section", [("auditor", "Trail"), ("administrator", "Access log")])
def test_it_stands_within_the_trail_for_whoever_sees_that(visit: Visit, who: str, section: str) -> None:
    page = english(visit(who)).get(HERE)
    (here,) = {text_of(each) for each in page.tree.iter("a") if each.get("aria-current")}
    assert here == section
    assert ("Access log" in page.sections) == (who == "administrator")


def test_the_trail_leads_the_auditor_to_it(visit: Visit) -> None:
    auditor = english(visit("auditor"))
    auditor.get("/valley/trail")
    assert auditor.follow("Access log").heading == "Access log"
