"""What goes beyond pledges and rules, through the pages: cash lent, the common fund, other rules, errors."""

from typing import Any

from ledger import contributions, decisions, receipts
from ledger.storage.db import Database
from tests.web.spends import NOW, PDF, Visit, english, entered, opening, world_of
from tests.web.visitor import Visitor

DAY = NOW.date()
WHY = {"Why?": "We need it."}


def at(visit: Visit, who: str, address: str) -> Visitor:
    """Have somebody open a page, in English."""
    visitor = english(visit(who))
    visitor.get(f"/valley/{address}")
    return visitor


def adopted(database: Database) -> None:
    """Have the parties adopt the last proposal."""
    world = world_of(database)
    number = world.asks(decisions.list_decisions)[0].id
    world.votes(number, "for")
    assert world.asks(decisions.find_decision, number).state == "adopted"


# ---- cash lent -----------------------------------------------------------------------------------------


def test_a_party_lends_cash_and_gets_it_back(visit: Visit, database: Database) -> None:
    treasurer = at(visit, "treasurer", "decisions/new/cash")
    facts = {"Which party lends cash": "vodafone", "At most": "5.000,00", "To be repaid by": "31-08-2015"}
    page = treasurer.submit("Put to the parties", {**facts, **WHY, "To be repaid by": "1-1-2015"}, status=422)
    assert page.mistakes == ["To be repaid by: 01/01/2015 has passed already."]
    page = treasurer.submit("Put to the parties", {"To be repaid by": "31-08-2015"})
    assert "Owed to Vodafone for cash lent, at most" in page.words
    adopted(database)
    treasurer.get("/valley/bank")
    page = treasurer.follow("Vodafone")
    assert page.heading == "Cash lent by Vodafone"
    page = treasurer.submit("Record what came in", {"Amount": "5.000,01"}, status=409)
    assert "that may still come in" in page.mistakes[0]
    page = treasurer.submit("Record what came in", {"Amount": "4.000,00"})
    assert page.told == ["EUR 4,000.00 is recorded as received."]
    page = treasurer.submit("Record the repayment", {"Amount": "1.000,00"})
    assert page.rows("Movements, in euros")[1][0] == "Came in"
    page = english(visit("vodafone")).get("/valley/parties/vodafone")
    assert "€3,000.00 is owed to it" in page.words
    assert world_of(database).faults() == []


def test_a_movement_recorded_in_error_is_taken_back_from_its_page(visit: Visit, database: Database) -> None:
    treasurer = at(visit, "treasurer", "decisions/new/cash")
    facts = {"Which party lends cash": "q-park", "At most": "5.000,00", "To be repaid by": "31-08-2015"}
    treasurer.submit("Put to the parties", {**facts, **WHY})
    adopted(database)
    treasurer.get("/valley/bank/advances/1")
    treasurer.submit("Record what came in")
    page = treasurer.submit("Take it back", {"Why it is reversed": "Another account"})
    assert page.told == ["It is taken back."]
    assert "Another account" in page.words
    assert world_of(database).faults() == []


# ---- the common fund -----------------------------------------------------------------------------------


def test_the_common_fund_is_released_and_used(visit: Visit, database: Database) -> None:
    world = world_of(database)
    world.does(receipts.record_bank_receipt, kind="interest", received_on=DAY, amount_cents=800_00)
    treasurer = at(visit, "treasurer", "bank")
    treasurer.follow("Ask the parties to release some")
    facts = {"For which project": "jobs", "For costs from fiscal year": "2015", "Amount": "800,01"}
    page = treasurer.submit("Put to the parties", {**facts, **WHY}, status=409)
    assert page.mistakes == [
        "Amount: EUR 800.01 is more than the EUR 800.00 of the common fund that is left for 2015."
    ]
    treasurer.submit("Put to the parties", {"Amount": "800,00"})
    adopted(database)
    number = entered(database)
    treasurer.get(f"/valley/expenditures/{number}")
    treasurer.follow("Shares by hand")
    others = {f"share-1-{pledge}": "" for pledge in (1, 3, 4)}
    boxes = {**others, "share-1-2": "200,00", "share-1-0": "800,00"}
    page = treasurer.submit("Set the shares", {**boxes, "Why by hand?": "As decided."})
    assert ["Common fund", "Jobs", "0.00", "800.00", "800.00"] in page.rows(
        "Beside what the rule gives, in euros"
    )
    page = opening(visit, "vodafone", number).submit("Approve")
    assert ["Common fund", "800.00"] in [row[:2] for row in page.rows("As booked, in euros")]
    seen = at(visit, "auditor", "bank").page
    assert seen is not None
    assert seen.rows("The common fund, in euros")[1] == ["Jobs", "800.00", "800.00", "0.00"]
    assert world_of(database).faults() == []


# ---- the rules -----------------------------------------------------------------------------------------


def test_the_rule_of_a_kind_is_changed_and_shows_where_it_came_from(visit: Visit, database: Database) -> None:
    partner = at(visit, "vodafone", "settings")
    partner.follow("Budget")
    page = partner.submit("Put to the parties", {"Quorum": "2/1", **WHY}, status=422)
    assert page.mistakes[0].startswith("Quorum: ")
    page = partner.submit("Put to the parties", {"Quorum": "1/2"})
    assert ["Quorum", "at least 2/3 of the voters", "at least 1/2 of the voters"] in [
        row[:3] for row in page.rows("What it would change")
    ]
    adopted(database)
    seen = at(visit, "auditor", "settings").page
    assert seen is not None
    page = seen
    assert "by decision" in page.words
    assert page.rows("How decisions are taken")[1][2] == "1/2" or "1/2" in page.words
    assert world_of(database).faults() == []


def test_a_rule_of_its_own_is_given_up_by_ticking_a_box(visit: Visit, database: Database) -> None:
    give_up = "Give its own rule up and follow that of Budget"
    partner = at(visit, "vodafone", "settings/rules/spend")
    assert partner.page is not None
    assert give_up not in partner.page.words
    partner.submit("Put to the parties", {"Quorum": "1/2", **WHY})
    adopted(database)
    partner.get("/valley/settings/rules/spend")
    page = partner.submit("Put to the parties", {give_up: "1", **WHY})
    assert ["Rule it follows", "its own", "that of Budget"] in [
        row[:3] for row in page.rows("What it would change")
    ]
    partner.follow("Change the proposal")
    page = partner.submit("Change the proposal", {"Why?": "Said better."})
    assert "Said better." in page.words
    adopted(database)
    partner.get("/valley/settings/rules/spend")
    assert partner.page is not None
    assert give_up not in partner.page.words
    assert world_of(database).faults() == []


def test_ones_own_open_change_is_worded_anew_and_anothers_is_pointed_at(
    visit: Visit, database: Database
) -> None:
    partner = at(visit, "vodafone", "settings/cash-rule")
    partner.submit("Put to the parties", {"Paying beyond the bank balance": "warn", **WHY})
    page = partner.follow("Change the proposal")
    assert "Any change makes a new version" in page.words
    page = partner.submit("Change the proposal", {"Why?": "Said better."})
    assert "Said better." in page.words
    seen = at(visit, "q-park", "settings/cash-rule").page
    assert seen is not None
    page = seen
    assert "The parties are voting on a change of this already" in page.words


def test_the_mandate_is_changed_as_a_whole(visit: Visit, database: Database) -> None:
    treasurer = at(visit, "treasurer", "settings/mandate")
    page = treasurer.submit(
        "Put to the parties", {"steps-0-up_to": "30.000,00", "steps-2-source": "nobody", **WHY}, status=422
    )
    assert len(page.mistakes) == 2
    page = treasurer.submit(
        "Put to the parties",
        {"steps-0-up_to": "5.000,00", "steps-2-source": "maastricht, vodafone"},
    )
    assert "up to EUR 5,000.00: 1 approval by funders" in page.words
    adopted(database)
    seen = at(visit, "auditor", "settings").page
    assert seen is not None
    page = seen
    assert "up to EUR 5,000.00" in page.words or "5,000.00" in page.words
    assert world_of(database).faults() == []


# ---- errors --------------------------------------------------------------------------------------------


def test_interest_recorded_in_error_is_taken_back_and_keeps_its_evidence(
    visit: Visit, database: Database
) -> None:
    world_of(database).does(
        receipts.record_bank_receipt, kind="interest", received_on=DAY, amount_cents=800_00
    )
    treasurer = at(visit, "treasurer", "bank")
    page = treasurer.follow("Interest")
    assert page.heading == "Interest received"
    page = treasurer.submit("Add", files={"evidence": [("statement.pdf", PDF)]})
    assert "statement.pdf" in page.words
    page = treasurer.submit("Take it back", {"Why it was recorded in error": "Another account's"})
    assert page.told == ["It is taken back."]
    assert "Another account's" in page.words
    assert world_of(database).balance("bank") == 0
    assert world_of(database).faults() == []


def test_there_is_no_record_of_another_kind(visit: Visit) -> None:
    auditor = english(visit("auditor"))
    for address in ("records/payment/1", "records/bank/1", "bank/advances/1"):
        auditor.get(f"/valley/{address}", status=404)


def test_money_returned_in_error_is_taken_back_from_its_entry(visit: Visit, database: Database) -> None:
    world = world_of(database)
    world.receive("vodafone", 45_100_00)
    facts: dict[str, Any] = {"party": "vodafone", "returned_on": DAY, "amount_cents": 60_00}
    entry, _ = world.does(contributions.return_overpayment, **facts)
    treasurer = at(visit, "treasurer", f"journal/{entry}")
    page = treasurer.follow("Recorded in error?")
    assert page.heading == "Overpayment returned"
    page = treasurer.submit("Take it back", {"Why it was recorded in error": "Not paid at all"})
    assert page.told == ["It is taken back."]
    assert world.balance("to_return", "vodafone") == -100_00
    assert world.faults() == []
