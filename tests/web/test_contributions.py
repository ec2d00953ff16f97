"""Contributions: how instalments stand, money recorded, taken back and returned, and gifts in kind."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ledger import dues
from ledger.storage.db import Database
from tests.web.conftest import Clock
from tests.web.spends import PDF, Visit, english, with_projects, world_of
from tests.web.visitor import Page, Visitor

NOW = datetime(2015, 8, 3, 12, 30, tzinfo=UTC)
REFERENCE = "Reference at the bank"
INSTALMENTS = "Every instalment promised, the oldest due date first"
RECEIVED = "The latest first"
MATCHED = "Instalments it filled, the oldest first, in euros"
FIRM = 15_000_00
NONE = "\N{EN DASH}"
HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x","y")',
    "Ontvangen \N{PARTY POPPER} van \N{RIGHT SINGLE QUOTATION MARK}t bestuur & co",
]


@pytest.fixture(scope="module")
def opened(opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with projects, budgets and payees."""
    return with_projects(opened, tmp_path_factory.mktemp("contributions"))


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands in the summer of the first year."""
    return Clock(NOW)


def record(treasurer: Visitor, party: str, amount: str, reference: str = "") -> Page:
    """Record money that a party paid today; gives the page one ends up on."""
    treasurer.get("/valley/contributions/new")
    return treasurer.submit("Record", {"Party": party, "Amount": amount, REFERENCE: reference})


# ---- the first page -----------------------------------------------------------------------------------


def test_the_first_page_says_who_promised_what_and_what_is_late(visit: Visit) -> None:
    page = english(visit("auditor")).get("/valley/contributions")
    assert page.heading == "Contributions"
    assert "4 instalments are late; of them €145,000.00 is open." in page.words
    assert page.rows(INSTALMENTS)[1] == [
        "01/03/2015", "Vodafone", "15,000.00", NONE, "15,000.00", "▲ Overdue", "155", "Any programme line",
    ]  # fmt: skip
    assert page.rows(INSTALMENTS)[5][5:7] == [f"{NONE} Not yet due", ""]


def test_what_fell_due_and_is_not_in_the_books_is_said_until_the_next_act(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    told = "4 instalments that fell due are not in the books yet; the next act posts them."
    assert told in treasurer.get("/valley/contributions").words
    record(treasurer, "vodafone", "1,00")
    page = treasurer.get("/valley/contributions")
    assert told not in page.words
    assert ["Total", "435,000.00", "145,000.00", "1.00", "144,999.00", "0.00", "0.00", ""] in page.rows(
        "Per party"
    )


def test_instalments_are_sought_by_party_and_state(visit: Visit, database: Database) -> None:
    world_of(database).receive("vodafone", FIRM)
    auditor = english(visit("auditor"))
    page = auditor.get("/valley/contributions?party=vodafone&state=received")
    assert [row[0] for row in page.rows(INSTALMENTS)[1:]] == ["01/03/2015"]
    page = auditor.get("/valley/contributions?party=vodafone&state=overdue")
    assert page.rows(INSTALMENTS)[1] == ["No instalment fits what you asked for."]
    assert page.value("state") == "overdue"


@pytest.mark.parametrize("asked", ["party=nobody", "state=bought", "page=x"])
def test_a_filter_on_what_there_is_not_is_no_page(visit: Visit, asked: str) -> None:
    visit("auditor").get(f"/valley/contributions?{asked}", status=404)


def test_before_the_covenant_begins_and_after_it_ends_there_is_a_page_too(visit: Visit, clock: Clock) -> None:
    treasurer = english(visit("treasurer"))
    for now in (datetime(2014, 6, 1, tzinfo=UTC), datetime(2030, 6, 1, tzinfo=UTC)):
        clock.now = now
        for path in ("contributions", "contributions/new", "parties", "parties/vodafone", "bank"):
            treasurer.get(f"/valley/{path}")


# ---- recording ----------------------------------------------------------------------------------------


def test_money_recorded_fills_the_oldest_instalment_and_shows_where_it_went(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/contributions")
    treasurer.follow("Record money received")
    treasurer.follow("Vodafone")
    page = treasurer.submit(
        "Record",
        {"Amount": "15.500,00", "Reference at the bank": "NL-1"},
        files={"evidence": [("statement.pdf", PDF)]},
    )
    assert page.heading == "Contribution 1"
    assert page.told == ["EUR 15,500.00 is recorded as received."]
    assert page.rows(MATCHED)[1:] == [
        ["01/03/2015", "15,000.00", "15,000.00", "Any programme line"],
        ["01/03/2016 received in advance", "15,000.00", "500.00", "Any programme line"],
        ["Total", "15,500.00", ""],
    ]
    assert [row[2] for row in page.rows("In the books")[1:]] == ["Contribution received"]
    assert page.link("statement.pdf") == "/valley/evidence/1"
    assert treasurer.get("/valley/contributions").rows(RECEIVED)[1] == [
        "1", "03/08/2015", "Vodafone", "01/03/2015, 01/03/2016", "NL-1", "1", "15,500.00", "✓ Received",
    ]  # fmt: skip


def test_the_form_is_filled_with_what_a_party_has_to_pay(visit: Visit, database: Database) -> None:
    world_of(database).receive("vodafone", 14_000_00)
    world_of(database).receive("q-park", FIRM)
    treasurer = english(visit("treasurer"))
    page = treasurer.get("/valley/contributions/new?party=vodafone")
    assert [page.value("party"), page.value("Amount"), page.value("Received on")] == [
        "vodafone", "1000.00", "03/08/2015",
    ]  # fmt: skip
    assert page.rows("What is to come in, in euros")[3] == ["Q-Park", NONE, "", "15,000.00", "01/03/2016"]
    assert treasurer.get("/valley/contributions/new?party=q-park").value("Amount") == "15000.00"
    assert treasurer.get("/valley/contributions/new?party=zuyd").value("party") == ""


@pytest.mark.parametrize(
    "name, typed, mistake",
    [
        ("Party", "", "Choose one of the list."),
        ("Amount", "", "Fill in an amount."),
        ("Amount", "0", "An amount received is more than zero."),
        ("Received on", "04-08-2015", "04/08/2015 has not come yet."),
        ("Received on", "31-12-2014", "31/12/2014 is before the covenant began on 01/01/2015."),
        ("Received on", "30-02-2015", '"30-02-2015" is a day that does not exist.'),
        (REFERENCE, "a\ab", "The character U+0007 cannot stand in a text."),
        (REFERENCE, "x" * 10_000, "This is 10000 characters long; at most 200 fit."),
    ],
)
def test_what_cannot_be_recorded_is_refused_beside_its_field_and_kept(
    visit: Visit, database: Database, name: str, typed: str, mistake: str
) -> None:
    treasurer = english(visit("treasurer"))
    world_of(database).does(dues.settle)
    sent = {"Party": "vodafone", "Amount": "10,50", "Received on": "03-08-2015", name: typed}
    treasurer.get("/valley/contributions/new")
    before = world_of(database).everything()
    page = treasurer.submit("Record", sent, status=422)
    assert page.mistakes == [f"{name}: {mistake}"]
    assert {each: page.value(each) for each in sent} == {
        each: text.replace("\a", "\N{SYMBOL FOR BELL}") for each, text in sent.items()
    }
    assert world_of(database).everything() == before


def test_hostile_texts_are_shown_as_they_were_typed(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    for text in HOSTILE:
        assert text in record(treasurer, "vodafone", "1,00", reference=text).words
    for path in ("contributions", "contributions/received", "bank"):
        words = treasurer.get(f"/valley/{path}").words
        assert all(text[:30] in words for text in HOSTILE)


def test_money_sent_twice_is_recorded_once(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    page = treasurer.get("/valley/contributions/new?party=vodafone")
    sent = treasurer.fields("Record")
    first = treasurer.send(page.path, sent)
    second = treasurer.send(page.path, sent)
    assert first.heading == second.heading == "Contribution 1"


def test_a_file_that_is_none_leaves_nothing_recorded(visit: Visit, database: Database) -> None:
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/contributions/new?party=vodafone")
    page = treasurer.submit("Record", files={"evidence": [("note.txt", b"hello")]}, status=422)
    assert len(page.mistakes) == 1
    assert world_of(database).balance("bank") == 0


def test_all_money_received_is_listed_page_by_page(visit: Visit, database: Database) -> None:
    world = world_of(database)
    for cents in range(1, 52):
        world.receive("vodafone", cents)
    world.receive("q-park", 1)
    auditor = english(visit("auditor"))
    auditor.get("/valley/contributions")
    page = auditor.follow("All 52 contributions received")
    caption = "Contributions, the latest first, in euros"
    assert len(page.rows(caption)) == 51
    assert (
        len(auditor.get(page.link("Next page \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}")).rows(caption))
        == 3
    )
    page = auditor.get("/valley/contributions/received?party=q-park")
    assert [row[2] for row in page.rows(caption)[1:]] == ["Q-Park"]
    auditor.get("/valley/contributions/received?party=nobody", status=404)


# ---- taking back --------------------------------------------------------------------------------------


def test_a_contribution_recorded_in_error_is_reversed_with_its_reason(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    record(treasurer, "vodafone", "15000")
    page = treasurer.submit("Reverse", {"Why it is reversed": "It came from another party."})
    assert page.told == ["The contribution is reversed."]
    assert "Why it was reversed: It came from another party." in page.words
    assert [row[2] for row in page.rows("In the books")[1:]] == [
        "Contribution received",
        "Contribution reversed",
    ]
    assert "Reverse this contribution" not in page.words
    rows = treasurer.get("/valley/contributions?party=vodafone").rows(INSTALMENTS)
    assert rows[1][4:6] == ["15,000.00", "▲ Overdue"]


def test_a_reversal_without_a_reason_or_too_early_is_refused_beside_its_field(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    record(treasurer, "vodafone", "15000")
    page = treasurer.submit("Reverse", {"Why it is reversed": " "}, status=422)
    assert page.mistakes == ["Why it is reversed: Fill this in."]
    page = treasurer.submit(
        "Reverse", {"Why it is reversed": "Wrong.", "Reversed on": "02-08-2015"}, status=422
    )
    assert page.mistakes == ["Reversed on: A reversal cannot be dated before 03/08/2015."]


def test_a_contribution_that_is_not_there_is_no_page(visit: Visit) -> None:
    treasurer = visit("treasurer")
    for number in ("7", "99999999999999999999"):
        treasurer.get(f"/valley/contributions/{number}", status=404)
    page = record(english(treasurer), "vodafone", "1")
    reason = ("reverse-reason", "Wrong.")
    sent = [*(one for one in treasurer.fields("Reverse") if one[0] != reason[0]), reason]
    treasurer.send("/valley/contributions/7/reverse", sent, status=404)
    assert page.heading == treasurer.get(page.path).heading


def test_files_are_added_later_too(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    record(treasurer, "vodafone", "1")
    page = treasurer.submit("Add", files={"evidence": [("bank.pdf", PDF)]})
    assert page.told == ["The evidence is added."]
    assert page.link("bank.pdf") == "/valley/evidence/1"
    page = treasurer.submit("Add", status=422)
    assert page.mistakes == ["Files: Choose a file."]


# ---- returning ----------------------------------------------------------------------------------------


def test_what_came_in_beyond_all_instalments_is_returned(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    page = record(treasurer, "vodafone", "45.150,00")
    assert page.rows(MATCHED)[-2] == ["beyond all instalments", "", "150.00", "to be returned"]
    treasurer.get("/valley/contributions")
    page = treasurer.follow("Record the return")
    assert [page.value("Party"), page.value("Amount")] == ["vodafone", "150.00"]
    page = treasurer.submit("Record")
    assert (page.heading, page.told) == ("Vodafone", ["EUR 150.00 is recorded as returned."])
    page = treasurer.get("/valley/contributions/return")
    assert "Nothing is to be returned to anybody." in page.words


def test_more_than_is_to_be_returned_is_refused_with_the_figures(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    record(treasurer, "vodafone", "45.150,00")
    treasurer.get("/valley/contributions/return")
    page = treasurer.submit("Record", {"Amount": "150,01"}, status=409)
    assert page.mistakes == [
        "Amount: EUR 150.01 is more than the EUR 150.00 that is to be returned to Vodafone."
    ]
    assert page.value("Amount") == "150,01"


def test_a_return_sent_twice_is_recorded_once(visit: Visit, database: Database) -> None:
    treasurer = english(visit("treasurer"))
    record(treasurer, "vodafone", "45.150,00")
    treasurer.get("/valley/contributions/return")
    sent = treasurer.fields("Record")
    for _ in range(2):
        assert treasurer.send("/valley/contributions/return", sent).heading == "Vodafone"
    assert world_of(database).balance("bank") == 45_000_00


# ---- in kind ------------------------------------------------------------------------------------------

GIFT = {
    "Party": "zuyd",
    "Project": "course",
    "Given on": "30-06-2015",
    "How many": "7,5",
    "Description": "Lessons by two teachers",
    "Value": "450,00",
}


def give(treasurer: Visitor, facts: dict[str, str], *, status: int = 200) -> Page:
    """Record a gift in kind; gives the page one ends up on."""
    treasurer.get("/valley/contributions/in-kind/new")
    return treasurer.submit("Record", {**GIFT, **facts}, status=status)


def test_hours_are_recorded_with_their_evidence_and_stand_beside_the_money(
    visit: Visit, database: Database
) -> None:
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/contributions/in-kind/new")
    page = treasurer.submit("Record", GIFT, files={"evidence": [("hours.pdf", PDF)]})
    assert page.heading == "Contributions in kind"
    assert page.told == ["The contribution in kind is recorded."]
    assert page.rows("1 contribution, worth €450.00")[1] == [
        "1", "30/06/2015", "Zuyd Hogeschool", "Lessons by two teachers recorded by Treasurer", "Course",
        "7.5 hours", "450.00", "hours.pdf",
    ]  # fmt: skip
    assert world_of(database).balance("bank") == 0
    page = treasurer.get("/valley/contributions")
    assert "1 contribution of hours or goods, worth €450.00" in page.words


@pytest.mark.parametrize(
    "facts, mistake",
    [
        ({"How many": "0"}, "How many: A quantity is more than zero."),
        ({"How many": "1.234"}, 'How many: "1.234" is not a number with at most two decimals, like 7.5.'),
        ({"Value": "0"}, "Value: A value is more than zero."),
        ({"Value": "1.234"}, None),
        ({"Description": " "}, "Description: Fill this in."),
        ({"Given on": "04-08-2015"}, "Given on: 04/08/2015 has not come yet."),
        ({"Party": "nobody"}, "Party: Choose one of the list."),
    ],
)
def test_a_gift_that_cannot_be_recorded_is_refused_beside_its_field(
    visit: Visit, facts: dict[str, str], mistake: str | None
) -> None:
    page = give(english(visit("treasurer")), facts, status=422)
    assert len(page.mistakes) == 1
    assert mistake in (None, page.mistakes[0])


def test_gifts_are_described_as_they_were_typed(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    for text in HOSTILE:
        page = give(treasurer, {"Description": text, "What was given": "goods", "Project": ""})
        assert text in page.words
        assert "7.5 pieces" in page.words


# ---- who may ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["vodafone", "auditor", "administrator"])
def test_only_the_treasurer_enters(visit: Visit, who: str) -> None:
    visitor = visit(who)
    for path in ("new", "return", "in-kind/new"):
        visitor.get(f"/valley/contributions/{path}", status=403)


def test_others_read_without_buttons_to_enter(visit: Visit, database: Database) -> None:
    world_of(database).receive("vodafone", 45_150_00, date(2015, 8, 1))
    page = english(visit("zuyd")).get("/valley/contributions/1")
    assert "Reverse this contribution" not in page.words
    assert "Record the return" not in page.words
    page = english(visit("zuyd")).get("/valley/contributions")
    assert "Record money received" not in page.words


def test_the_administrator_sees_no_contributions(visit: Visit) -> None:
    for path in ("", "/1", "/received", "/in-kind"):
        visit("administrator").get(f"/valley/contributions{path}", status=403)
