"""Forms: what is read and what is refused, where the sentence stands, and that nothing typed is lost."""

import ast
import re
from typing import Any

import pytest
from flask import Flask

from tests.papers import PDF
from tests.web.visitor import Files, Page, Visitor


@pytest.fixture
def visitor(sampled: Flask) -> Visitor:
    """Give a treasurer, at the sample form."""
    visitor = Visitor(sampled.test_client())
    visitor.sign_in("treasurer@demo.example", onward="/account")
    visitor.get("/valley/sample/new")
    return visitor


def send(
    visitor: Visitor, changes: dict[str, str | list[str]] | None = None, *, status: int = 200, **kwargs: Any
) -> Page:
    """Send the sample form, filled in well but for these changes."""
    filled: dict[str, str | list[str]] = {
        "payee": "Zuyd Hogeschool",
        "gross": "1.234,56",
        "invoice_on": "28-2-2015",
        "vote": "for",
        "splits-0-project": "fair",
        "splits-0-cents": "1.234,56",
    }
    own = visitor.fields("Vastleggen")
    sent = [(name, value) for name, value in own if name not in {*filled, "project", *(changes or {})}]
    for name, value in (filled | {"project": "fair"} | (changes or {})).items():
        sent += [(name, each) for each in ([value] if isinstance(value, str) else value)]
    return visitor.send("/valley/sample/new", [*sent, *kwargs.pop("also", [])], status=status)


def taken(page: Page) -> dict[str, str]:
    """Give what the sample form took."""
    (told,) = page.told
    result: dict[str, str] = ast.literal_eval(told)
    return result


def mistake(page: Page) -> str:
    """Give the one thing that is wrong."""
    (found,) = page.mistakes
    return found


def test_a_form_that_is_right_is_taken(visitor: Visitor) -> None:
    page = send(visitor)
    assert page.path == "/valley/sample"
    assert taken(page) | {"files": ""} == {
        "payee": "Zuyd Hogeschool",
        "cents": "123456",
        "day": "2015-02-28",
        "vote": "for",
        "hours": "0",
        "people": "0",
        "remark": "",
        "agreed": "False",
        "files": "",
        "splits": "fair=123456",
        "key": "True",
        "person": "1",
        "roles": "treasurer",
    }


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("1.234,56", "123456"),
        ("1234.56", "123456"),
        ("€ 1.234,56", "123456"),
        ("0,05", "5"),
        ("1e3", "is geen bedrag"),
        ("NaN", "is geen bedrag"),
        ("1.005", "kan worden gelezen als EUR 1.005,00 of als EUR 1,00"),
        ("1.234", "kan worden gelezen als EUR 1.234,00 of als EUR 1,23"),
        ("-0", "is geen bedrag"),
        ("-5", "Een bedrag onder nul kan hier niet"),
        ("\u0663", "is geen bedrag"),
        ("99999999999999999999", "het hoogste bedrag"),
        ("12,5O", "is geen bedrag"),
        ("1\x00", "is geen bedrag"),
        ("", "Vul een bedrag in"),
    ],
)
def test_an_amount_is_read_to_the_cent_or_refused_with_what_was_typed(
    visitor: Visitor, typed: str, expected: str
) -> None:
    page = send(visitor, {"gross": typed}, status=200 if expected.isdigit() else 422)
    if expected.isdigit():
        assert taken(page)["cents"] == expected
    else:
        assert mistake(page).startswith("Bedrag (EUR): ")
        assert expected in mistake(page)
        assert page.value("gross") == typed.replace("\x00", "\N{SYMBOL FOR NULL}")


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("28-02-2015", "2015-02-28"),
        ("1-3-2015", "2015-03-01"),
        ("1/3/2015", "2015-03-01"),
        ("1.3.2015", "2015-03-01"),
        ("2015-03-01", "2015-03-01"),
        (" 01-03-2015 ", "2015-03-01"),
        ("29-02-2016", "2016-02-29"),
        ("01-01-1900", "1900-01-01"),
        ("31-12-2200", "2200-12-31"),
        ("31-12-1899", "tussen 1900 en 2200"),
        ("01-01-2201", "tussen 1900 en 2200"),
        ("29-02-2015", "een dag die niet bestaat"),
        ("31-11-2015", "een dag die niet bestaat"),
        ("00-01-2015", "een dag die niet bestaat"),
        ("1-3-15", "is geen datum"),
        ("1-3/2015", "is geen datum"),
        ("2015-3-1", "is geen datum"),
        ("1 maart 2015", "is geen datum"),
        ("\u0661-\u0663-2015", "is geen datum"),
        ("1" * 500, "is geen datum"),
        ("", "Vul een datum in"),
    ],
)
def test_a_day_is_read_in_the_usual_ways_or_refused(visitor: Visitor, typed: str, expected: str) -> None:
    is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", expected) is not None
    page = send(visitor, {"invoice_on": typed}, status=200 if is_day else 422)
    if is_day:
        assert taken(page)["day"] == expected
    else:
        assert expected in mistake(page)
        assert page.value("invoice_on") == typed


@pytest.mark.parametrize(
    "name, typed, expected",
    [
        ("hours", "7,5", "750"),
        ("hours", "7.25", "725"),
        ("hours", "8", "800"),
        ("hours", "0,07", "7"),
        ("hours", "7,125", "geen getal met hoogstens twee decimalen"),
        ("hours", "-1", "geen getal"),
        ("hours", "1e3", "geen getal"),
        ("hours", "1" * 10, "geen getal"),
        ("people", "12", "12"),
        ("people", "999999999", "999999999"),
        ("people", "1.200", "geen geheel getal"),
        ("people", "1,5", "geen geheel getal"),
        ("people", "²", "geen geheel getal"),
        ("people", "1" * 10, "geen geheel getal"),
    ],
)
def test_numbers_are_exact_or_refused(visitor: Visitor, name: str, typed: str, expected: str) -> None:
    page = send(visitor, {name: typed}, status=200 if expected.isdigit() else 422)
    if expected.isdigit():
        assert taken(page)[name] == expected
    else:
        assert expected in mistake(page)


@pytest.mark.parametrize(
    "name, typed, expected",
    [
        ("payee", "Cafe\u0301  't\u00a0Hoekje ", "Caf\u00e9 't\u00a0Hoekje"),
        ("payee", '"quotes" & <script>alert(1)</script>', '"quotes" & <script>alert(1)</script>'),
        ("payee", '=HYPERLINK("x")', '=HYPERLINK("x")'),
        ("payee", "\U0001f600", "\U0001f600"),
        ("remark", "one\r\ntwo  three\r\n", "one\ntwo three"),
    ],
)
def test_a_text_is_taken_as_it_is_but_for_its_blanks(
    visitor: Visitor, name: str, typed: str, expected: str
) -> None:
    assert taken(send(visitor, {name: typed}))[name] == expected


@pytest.mark.parametrize(
    "name, typed, expected",
    [
        ("payee", "", "Ontvanger: Vul dit in."),
        ("payee", " \u200b ", "Ontvanger: Dit mag niet leeg zijn."),
        ("payee", "x" * 61, "Ontvanger: Dit is 61 tekens lang; er passen er hoogstens 60."),
        ("payee", "a\x07b", "Ontvanger: Het teken U+0007 kan niet in een tekst staan."),
        ("remark", "x" * 2001, "Opmerking: Dit is 2001 tekens lang; er passen er hoogstens 2000."),
        ("remark", "a\x0cb", "Opmerking: Het teken U+000C kan niet in een tekst staan."),
        ("vote", "perhaps", "Stem: Kies er een uit de lijst."),
        ("vote", [], "Stem: Kies er een uit de lijst."),
        ("project", "", "Project: Kies er een uit de lijst."),
        ("project", "another", "Project: Kies er een uit de lijst."),
    ],
)
def test_what_cannot_be_taken_is_explained_at_its_field(
    visitor: Visitor, name: str, typed: str | list[str], expected: str
) -> None:
    page = send(visitor, {name: typed}, status=422)
    assert mistake(page) == expected
    assert [each for each in page.tree.iter() if each.get("aria-invalid")] or name == "vote"


def test_a_tick_and_nothing_else_is_a_tick(visitor: Visitor) -> None:
    assert taken(send(visitor, {"agreed": "yes"}))["agreed"] == "True"


def test_everything_wrong_is_said_at_once_and_everything_typed_stays(visitor: Visitor) -> None:
    typed = {"payee": "", "gross": "x", "invoice_on": "y", "hours": "z", "remark": "<b>\nbold"}
    page = send(visitor, {**typed, "splits-0-cents": "1.234"}, status=422)
    assert [each.partition(":")[0] for each in page.mistakes] == [
        "Ontvanger",
        "Bedrag (EUR)",
        "Factuurdatum",
        "Uren",
        "Regel 1, Bedrag (EUR)",
    ]
    assert {name: page.value(name) for name in typed} == typed
    assert page.value("splits-0-cents") == "1.234"
    assert page.value("project") == "fair"


# ---- rows -------------------------------------------------------------------------------------------------


def test_a_row_is_added_without_losing_what_was_typed(visitor: Visitor) -> None:
    page = visitor.submit("Regel toevoegen", {"payee": "Zuyd", "splits-0-cents": "5,00"})
    assert page.mistakes == []
    assert page.value("payee") == "Zuyd"
    assert page.value("splits-0-cents") == "5,00"
    assert page.value("splits-2-cents") == ""
    assert visitor.submit("Regel toevoegen").value("splits-3-cents") == ""


def test_blank_rows_do_not_count(visitor: Visitor) -> None:
    page = send(
        visitor,
        {
            "splits-0-project": "",
            "splits-0-cents": " ",
            "splits-1-project": "coach",
            "splits-1-cents": "1",
            "splits-7-project": "fair",
            "splits-7-cents": "2",
        },
    )
    assert taken(page)["splits"] == "coach=100, fair=200"


def test_at_least_one_row_is_asked_for(visitor: Visitor) -> None:
    page = send(visitor, {"splits-0-project": "", "splits-0-cents": ""}, status=422)
    assert mistake(page) == "Verdeling over projecten: Vul minstens 1 van deze regels in."


def test_half_a_row_is_asked_to_be_whole(visitor: Visitor) -> None:
    page = send(visitor, {"splits-1-cents": "5"}, status=422)
    assert mistake(page) == "Regel 2, Project: Kies er een uit de lijst."


@pytest.mark.parametrize(
    "name", ["splits-²-cents", f"splits-{'9' * 5000}-cents", "splits--1-cents", "splits-x"]
)
def test_boxes_that_are_nobodys_are_left_alone(visitor: Visitor, name: str) -> None:
    assert taken(send(visitor, {name: "5"}))["splits"] == "fair=123456"


def test_there_is_an_end_to_the_rows(visitor: Visitor) -> None:
    many: dict[str, str | list[str]] = {f"splits-{row}-cents": "1" for row in range(150)}
    projects: dict[str, str | list[str]] = {f"splits-{row}-project": "fair" for row in range(150)}
    assert taken(send(visitor, many | projects))["splits"].count("fair") == 100


# ---- refusals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked, status, mistakes",
    [
        ("no room", 409, ["Bedrag (EUR): Only EUR 123,45 is left."]),
        ("no room anywhere", 409, ["Only EUR 123,45 is left."]),
        ("no such project", 422, ["Project: Er is geen project x."]),
        ("two problems", 422, ["Ontvanger: Het eerste.", "Regel 2, Bedrag (EUR): Het tweede."]),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    visitor: Visitor, asked: str, status: int, mistakes: list[str]
) -> None:
    changes: dict[str, str | list[str]] = {
        "payee": asked,
        "splits-1-project": "fair",
        "splits-1-cents": "5",
    }
    page = send(visitor, changes, status=status)
    assert page.mistakes == mistakes
    assert page.value("gross") == "1.234,56"


@pytest.mark.parametrize(
    "asked, status, words",
    [("no such page", 404, "Er is geen uitgave 9."), ("not allowed", 403, "Dit is uw eigen uitgave.")],
)
def test_a_refusal_that_no_form_can_show_becomes_a_page(
    visitor: Visitor, asked: str, status: int, words: str
) -> None:
    assert words in send(visitor, {"payee": asked}, status=status).words


def test_a_form_without_its_key_is_refused_in_a_sentence(visitor: Visitor) -> None:
    for key in ("", "1", "0" * 36):
        page = send(visitor, {"request_key": key}, status=422)
        assert mistake(page).startswith("Dit formulier kwam zonder zijn sleutel.")


def test_a_form_keeps_its_key_until_it_is_accepted(visitor: Visitor) -> None:
    before = dict(visitor.fields("Vastleggen"))["request_key"]
    send(visitor, {"gross": "x"}, status=422)
    assert dict(visitor.fields("Vastleggen"))["request_key"] == before
    visitor.get("/valley/sample/new")
    assert dict(visitor.fields("Vastleggen"))["request_key"] != before


# ---- files ------------------------------------------------------------------------------------------------


def send_files(visitor: Visitor, files: Files, *, status: int = 200, payee: str = "Zuyd") -> Page:
    """Send the sample form with files."""
    return visitor.submit(
        "Vastleggen",
        {
            "payee": payee,
            "gross": "1",
            "vote": "for",
            "project": "fair",
            "splits-0-project": "fair",
            "splits-0-cents": "1",
        },
        files={"Bewijsstukken": files},
        status=status,
    )


def test_files_are_known_by_their_content(visitor: Visitor) -> None:
    page = send_files(visitor, [("invoice.exe", PDF), ("note.xml", b"<a/>")])
    assert taken(page)["files"] == "invoice.exe=application/pdf, note.xml=application/xml"


def test_every_file_that_cannot_be_taken_is_named(visitor: Visitor) -> None:
    page = send_files(visitor, [("a.pdf", b"MZ"), ("b.pdf", b""), ("c.pdf", PDF)], status=422)
    assert page.mistakes == [
        "Bewijsstukken: a.pdf is geen PDF-, PNG-, JPEG- of XML-bestand.",
        "Bewijsstukken: b.pdf is leeg.",
    ]


def test_files_of_a_refused_form_are_asked_for_again(visitor: Visitor) -> None:
    page = send_files(visitor, [("c.pdf", PDF)], status=409, payee="no room")
    assert "Kies opnieuw: c.pdf. Een browser onthoudt geen bestanden." in page.words


def test_a_form_without_files_is_fine(visitor: Visitor) -> None:
    assert taken(send_files(visitor, [("", b"")]))["files"] == ""
