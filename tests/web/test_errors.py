"""What goes wrong is said on a page of its own, in the reader's language; and what every answer carries."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from ledger.storage import migrate
from ledger.storage.db import Database, journal_mode, library_version
from ledger.web import create_app
from ledger.web.app import SECURITY_HEADERS
from ledger.web.errors import TROUBLES
from tests.web.visitor import Visitor, received


@pytest.mark.parametrize(
    "path", ["/nowhere", "/favicon.ico", "/UPPER/people", "/valley/none", "/static/none.css", "/a/b/c/d"]
)
def test_an_address_without_a_page_says_so(visit: Callable[[str], Visitor], path: str) -> None:
    page = visit("auditor").get(path, status=404)
    assert page.heading == "Deze pagina is er niet"


def test_an_address_that_only_takes_forms_says_so(visit: Callable[[str], Visitor]) -> None:
    visitor = visit("auditor")
    page = visitor.get("/sign-out", status=405)
    assert page.heading == "Dit kan zo niet worden geopend"
    assert set(page.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


def test_too_much_at_once_is_refused_in_a_sentence(visit: Callable[[str], Visitor]) -> None:
    visitor = visit("auditor")
    visitor.get("/account")
    sent = [*visitor.fields("Opslaan"), ("more", "x" * 13 * 1024 * 1024)]
    page = visitor.send("/account", sent, status=413)
    assert page.heading == "Dit is te groot"


def test_too_long_a_text_is_refused_in_a_sentence(visit: Callable[[str], Visitor]) -> None:
    client = visit("auditor").client
    body = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"x" * 2**21 + b"\r\n--x--\r\n"
    answer = client.post("/account", data=body, content_type="multipart/form-data; boundary=x")
    page = received("/account", answer)
    assert (page.status, page.heading) == (413, "Dit is te groot")


def test_a_fault_of_ours_is_a_page_that_tells_nothing(sampled: Flask) -> None:
    visitor = Visitor(sampled.test_client())
    visitor.sign_in("treasurer@demo.example", onward="/account")
    sampled.config["PROPAGATE_EXCEPTIONS"] = False
    visitor.get("/valley/sample/new")
    filled: dict[str, str | list[str]] = {
        "payee": "a fault",
        "gross": "1",
        "vote": "for",
        "project": "fair",
        "splits-0-project": "fair",
        "splits-0-cents": "1",
    }
    page = visitor.submit("Vastleggen", filled, status=500)
    assert page.heading == "Er ging iets mis"
    assert "RuntimeError" not in page.html


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_every_kind_of_trouble_has_words(status: int) -> None:
    assert TROUBLES[status].title.template
    assert TROUBLES[status].what.template


def test_an_error_page_speaks_the_readers_language(visitor: Visitor) -> None:
    visitor.client.set_cookie("language", "en")
    assert visitor.get("/favicon.ico", status=404).heading == "This page is not there"


# ---- a database that is not sound -----------------------------------------------------------------------


@pytest.fixture
def unready(tmp_path: Path) -> Flask:
    """Give an application on a database that was never set up."""
    return create_app({"INSTANCE_FOLDER": tmp_path, "TESTING": True})


def test_a_database_that_was_never_set_up_says_what_to_do(unready: Flask) -> None:
    client = unready.test_client()
    page = received("/", client.get("/"))
    assert (page.status, page.heading) == (503, "De kas is niet beschikbaar")
    assert "covenant-ledger init" in page.words
    with client.get("/static/ledger.css") as answer:
        assert answer.status_code == 200
    answer = client.get("/healthz")
    assert answer.json is not None
    assert (answer.status_code, answer.json["status"], answer.json["faults"]) == (503, "fault", ["schema"])
    assert (answer.json["schema"], answer.json["guards"]) == ("fault", "unknown")


def test_once_it_is_set_up_its_pages_are_shown(unready: Flask) -> None:
    client = unready.test_client()
    assert client.get("/sign-in").status_code == 503
    database: Database = unready.extensions["ledger"]
    migrate.upgrade(database)
    assert client.get("/sign-in").status_code == 200
    assert client.get("/healthz").json == {
        "status": "ok",
        "faults": [],
        "engine": "sqlite",
        "version": library_version(),
        "journal_mode": journal_mode()[0],
        "synchronous": "OFF",  # as it is in tests alone
        "schema": migrate.NEWEST,
        "guards": "ok",
    }


def test_a_missing_guard_closes_the_pages(unready: Flask) -> None:
    database: Database = unready.extensions["ledger"]
    migrate.upgrade(database)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER guard_trail_update")
    client = unready.test_client()
    page = received("/", client.get("/"))
    assert page.status == 503
    assert "Bewakers van de database ontbreken" in page.words
    told = client.get("/healthz").json
    assert told is not None
    assert (told["status"], told["faults"], told["guards"]) == ("fault", ["guard_trail_update"], "fault")


def test_a_database_that_does_not_answer_is_a_page_too(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    app = create_app({"INSTANCE_FOLDER": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path / 'folder'}"})
    page = received("/", app.test_client().get("/"))
    assert page.status == 503
    assert "antwoordt niet" in page.words


# ---- what every answer carries ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/healthz", "/static/ledger.css"])
def test_every_answer_carries_what_browsers_should_hold_to(app: Flask, path: str) -> None:
    with app.test_client().get(path) as answer:
        assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert "Strict-Transport-Security" not in answer.headers


def test_over_tls_browsers_are_told_to_stay_there(app: Flask) -> None:
    answer = app.test_client().get("/sign-in", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_static_files_are_kept_for_a_year_under_a_mark_of_their_content(app: Flask) -> None:
    client = app.test_client()
    address = re.search(r'href="(/static/ledger\.css\?v=[0-9a-f]{12})"', client.get("/sign-in").text)
    assert address
    with client.get(address.group(1)) as answer:
        assert answer.mimetype == "text/css"
        assert "max-age=31536000" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["Regular", "Semibold", "It"])
def test_the_typeface_is_served_from_its_package(app: Flask, name: str) -> None:
    client = app.test_client()
    address = f"/static/fonts/SourceSansPro-{name}.otf"
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert plain.data[:4] == b"OTTO"
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data)


@pytest.mark.parametrize("name", ["SourceSansPro-Black.otf", "..%2f__init__.py", "LICENSE.txt"])
def test_no_other_file_is_handed_out(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/static/fonts/{name}").status_code == 404
