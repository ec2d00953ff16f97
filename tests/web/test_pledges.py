"""What was promised, changed on the pages: parties that join and leave, instalments that come no more."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.storage.db import Database
from tests.web.conftest import Clock
from tests.web.spends import NOW, Visit, approved, english, with_projects, world_of
from tests.web.visitor import Page, text_of

NONE = "\N{EN DASH}"
TAKEN_OFF = "What does not come any more, by decision, in euros"
INSTALMENTS = "Instalments, in euros"


@pytest.fixture(scope="module")
def opened(opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with projects, budgets and payees."""
    return with_projects(opened, tmp_path_factory.mktemp("pledges"))


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands in the summer of the first year."""
    return Clock(NOW)


@pytest.fixture(autouse=True)
def _sound(database: Database) -> object:
    """Ask at the end that the books and the record are sound."""
    yield
    assert world_of(database).faults() == []


def proposed(
    visit: Visit, kind: str, values: dict[str, str], *, who: str = "treasurer", status: int = 200
) -> Page:
    """Put a question to the parties; give the page it leads to."""
    visitor = english(visit(who))
    visitor.get(f"/valley/decisions/new/{kind}")
    return visitor.submit("Put to the parties", {"proposal": "Because.", **values}, status=status)


def decided(visit: Visit, page: Page, *voters: str) -> Page:
    """Have parties vote for the decision of a page; give the page the last of them sees."""
    for party in voters or ("maastricht", "vodafone", "q-park"):
        partner = english(visit(party))
        partner.get(page.path)
        page = partner.submit("Cast the vote", {"choice": "for"})
    assert "Adopted" in page.words
    return page


def option(page: Page, name: str, starts: str) -> str:
    """Give the value of a choice that begins with these words."""
    (select,) = [each for each in page.tree.iter("select") if each.get("name") == name]
    (found,) = [each for each in select.iter("option") if text_of(each).startswith(starts)]
    return found.get("value", "")


def test_every_question_is_offered(visit: Visit) -> None:
    page = english(visit("vodafone")).get("/valley/decisions/new")
    for words in ("Accession of a party", "Leaving of a party", "Reduction of a pledge",
                  "Moving of an instalment", "Writing off a contribution"):  # fmt: skip
        assert words in page.words


def test_an_instalment_is_moved(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    page = treasurer.get("/valley/decisions/new/instalment")
    chosen = option(page, "instalment", "01/03/2016: EUR 100,000.00")
    page = proposed(visit, "instalment", {"instalment": chosen, "due_on": "01/06/2016"})
    assert page.rows("What it would change")[1:3] == [
        ["Instalment of Gemeente Maastricht due on 01/03/2016", "100,000.00", "0.00"],
        ["Instalment of Gemeente Maastricht due on 01/06/2016", NONE, "100,000.00"],
    ]
    decided(visit, page)
    page = english(visit("auditor")).get("/valley/parties/maastricht")
    assert [row[0] for row in page.rows(INSTALMENTS)[1:]] == [
        "01/07/2015",
        "01/03/2016",
        "01/06/2016",
        "01/03/2017",
    ]
    assert page.rows(INSTALMENTS)[2][1:] == ["0.00", NONE, f"{NONE} Does not come any more"]
    assert page.rows(TAKEN_OFF)[1][1:4] == ["01/03/2016", "Moved to another day", "100,000.00"]


def test_a_move_that_cannot_be_is_told_beside_the_day(visit: Visit) -> None:
    page = english(visit("treasurer")).get("/valley/decisions/new/instalment")
    chosen = option(page, "instalment", "01/03/2016: EUR 100,000.00")
    page = proposed(visit, "instalment", {"instalment": chosen, "due_on": "01/06/2018"}, status=422)
    assert page.mistakes == ["New due date: 01/06/2018 lies outside the term of the covenant."]


def test_a_proposal_is_changed_in_its_figures(visit: Visit) -> None:
    page = english(visit("treasurer")).get("/valley/decisions/new/instalment")
    chosen = option(page, "instalment", "01/03/2016: EUR 100,000.00")
    page = proposed(visit, "instalment", {"instalment": chosen, "due_on": "01/06/2016"})
    treasurer = english(visit("treasurer"))
    treasurer.get(page.path)
    page = treasurer.follow("Change the proposal")
    assert page.value("due_on") == "01/06/2016"
    page = treasurer.submit("Change the proposal", {"due_on": "01/09/2016"})
    assert page.rows("What it would change")[2][0].endswith("01/09/2016")


def test_a_pledge_is_reduced_instalment_by_instalment(visit: Visit) -> None:
    page = english(visit("vodafone")).get("/valley/decisions/new/pledge")
    first = option(page, "instalments-0-instalment", "01/03/2016: EUR 100,000.00")
    page = proposed(
        visit,
        "pledge",
        {"instalments-0-instalment": first, "instalments-0-amount": "60000,00"},
        who="vodafone",
    )
    assert page.rows("What it would change")[1] == [
        "Instalment of Gemeente Maastricht due on 01/03/2016",
        "100,000.00",
        "60,000.00",
        "-40,000.00",
    ]
    partner = english(visit("vodafone"))
    partner.get(page.path)
    page = partner.follow("Change the proposal")
    assert page.value("instalments-0-amount") == "60000.00"
    decided(visit, page := partner.get(page.path.removesuffix("/edit")))
    page = english(visit("auditor")).get("/valley/contributions")
    assert page.rows(TAKEN_OFF)[1][1:5] == ["Gemeente Maastricht", "01/03/2016", "Reduced", "40,000.00"]
    assert "now €260,000.00" in english(visit("auditor")).get("/valley/parties/maastricht").words


def test_a_pledge_is_cancelled(visit: Visit) -> None:
    page = english(visit("treasurer")).get("/valley/decisions/new/pledge")
    chosen = option(page, "cancel", "arvato")
    decided(visit, proposed(visit, "pledge", {"cancel": chosen}))
    page = english(visit("auditor")).get("/valley/parties/arvato")
    assert [row[3] for row in page.rows(INSTALMENTS)[1:]] == [f"{NONE} Does not come any more"] * 3


def test_a_question_without_an_answer_says_so(visit: Visit) -> None:
    page = proposed(visit, "pledge", {}, status=422)
    assert page.mistakes == [
        (
            "Instalments that become less:"
            " Name the instalments that become less, or the pledge that is cancelled."
        )
    ]


def test_a_claim_is_written_off(visit: Visit) -> None:
    page = english(visit("treasurer")).get("/valley/decisions/new/writeoff")
    assert "01/03/2016" not in page.words
    (select,) = [each for each in page.tree.iter("select") if each.get("name") == "instalment"]
    (group,) = [each for each in select.iter("optgroup") if each.get("label", "").startswith("arvato")]
    chosen = next(group.iter("option")).get("value", "")
    decided(visit, proposed(visit, "writeoff", {"instalment": chosen, "amount": "5000,00"}))
    page = english(visit("auditor")).get("/valley/parties/arvato")
    assert page.rows(INSTALMENTS)[1][1] == "10,000.00"
    assert page.rows(TAKEN_OFF)[1][2:4] == ["Written off", "5,000.00"]


def test_a_party_joins_with_a_pledge_per_year(visit: Visit, database: Database) -> None:
    page = proposed(
        visit,
        "accession",
        {
            "name": "Stadion Geusselt",
            "kind": "firm",
            "joins_on": "01/09/2015",
            "basis": "per_year",
            "amount": "15000,00",
            "due_on": "01/03/2016",
            "earmark-0-line": "training",
        },
    )
    assert "What it is about" not in page.words
    assert page.rows("What it would change")[1:] == [
        ["First day of Stadion Geusselt", NONE, "01/09/2015"],
        ["Instalment of Stadion Geusselt due on 01/03/2016", NONE, "15,000.00"],
        ["Instalment of Stadion Geusselt due on 01/03/2017", NONE, "15,000.00"],
    ]
    decided(visit, page, "maastricht", "vodafone", "q-park", "arvato", "arcus")
    page = english(visit("auditor")).get("/valley/parties/stadion-geusselt")
    assert page.heading == "Stadion Geusselt"
    assert [row[1] for row in page.rows(INSTALMENTS)[1:]] == ["15,000.00", "15,000.00"]
    assert "Training" in page.words
    assert "Decision" in page.words


def test_a_party_joins_with_instalments_or_without_a_pledge(visit: Visit) -> None:
    values = {"name": "Stadion", "kind": "firm", "joins_on": "01/09/2015", "basis": "total"}
    page = proposed(visit, "accession", values, status=422)
    assert page.mistakes == ["Instalments: A pledge is more than zero."]
    page = proposed(
        visit,
        "accession",
        {**values, "instalments-0-due_on": "01/08/2015", "instalments-0-amount": "1,00"},
        status=422,
    )
    assert page.mistakes == ["Instalments: The instalment due on 01/08/2015 lies outside the term."]
    page = proposed(visit, "accession", {**values, "basis": "none", "slug": "club"})
    decided(visit, page, "maastricht", "vodafone", "q-park", "arvato", "arcus")
    assert "no money" in english(visit("auditor")).get("/valley/parties/club").words


def test_a_party_leaves_is_settled_with_and_gets_its_money_back(
    visit: Visit, database: Database, clock: Clock
) -> None:
    approved(database)
    world_of(database).receive("vodafone", 15_000_00)
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/parties/vodafone")
    page = treasurer.follow("Propose that it leaves")
    assert page.value("party") == "vodafone"
    page = treasurer.submit("Put to the parties", {"leaves_on": "31/12/2015", "proposal": "It moved away."})
    assert page.rows("What it would change")[1:] == [
        ["Last day of Vodafone", NONE, "31/12/2015"],
        ["What Vodafone has not spent", NONE, "Goes back to it"],
        ["Instalment of Vodafone due on 01/03/2016", "15,000.00", "0.00"],
        ["Instalment of Vodafone due on 01/03/2017", "15,000.00", "0.00"],
    ]
    decided(visit, page)
    clock.now = datetime(2016, 1, 11, 9, 0, tzinfo=UTC)
    treasurer = english(visit("treasurer"))
    page = treasurer.get("/valley/")
    assert "Settle EUR 14,896.55 with a party that left" in page.words
    page = treasurer.get("/valley/parties/vodafone")
    assert "The last day it took part was 31 December 2015." in page.words
    page = treasurer.submit("Settle with this party")
    assert page.told == ["EUR 14,896.55 is settled with this party."]
    assert page.rows("Closing statement, in euros")[1][1:] == [
        "45,000.00", "44,896.55", "15,000.00", "103.45", "0.00", "14,896.55", "0.00", "0.00",
    ]  # fmt: skip
    page = treasurer.follow("Record the return")
    page = treasurer.submit("Record", {"Returned on": "11/01/2016"})
    assert page.rows("Closing statement, in euros")[1][5:] == ["14,896.55", "0.00", "0.00", "0.00"]
    assert "Settle" not in english(visit("treasurer")).get("/valley/").words
