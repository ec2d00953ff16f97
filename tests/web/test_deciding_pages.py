"""Projects, budgets and decisions, as the treasurer and the partners go about them."""

from tests.web.spends import Visit, english
from tests.web.visitor import Visitor


def with_projects(visit: Visit) -> Visitor:
    """Have the treasurer add two projects on two programme lines."""
    treasurer = english(visit("treasurer"))
    for name, line in (("Jobs fair", "placement"), ("Academy", "training")):
        treasurer.get("/valley/projects/new")
        treasurer.submit("Add", {"Name": name, "Programme line": line, "What is done": "Work."})
    return treasurer


def proposed(visit: Visit) -> Visitor:
    """Have the treasurer propose the budget of 2015."""
    treasurer = with_projects(visit)
    treasurer.get("/valley/budgets/new?year=2015")
    treasurer.submit(
        "Put to the parties",
        {"purpose": "The first year.", "Jobs fair": "40.000,00", "Academy": "12500"},
    )
    return treasurer


def test_a_project_is_added_and_found_on_its_own_page(visit: Visit) -> None:
    treasurer = with_projects(visit)
    page = treasurer.get("/valley/projects/jobs-fair")
    assert page.heading == "Jobs fair"
    assert "Placement" in page.words


def test_a_project_without_a_name_is_refused_beside_its_field(visit: Visit) -> None:
    treasurer = english(visit("treasurer"))
    treasurer.get("/valley/projects/new")
    page = treasurer.submit("Add", {"Programme line": "placement", "What is done": "Kept."}, status=422)
    assert page.mistakes == ["Name: Fill this in."]
    assert page.value("What is done") == "Kept."


def test_a_project_is_renamed(visit: Visit) -> None:
    treasurer = with_projects(visit)
    treasurer.get("/valley/projects/academy/edit")
    page = treasurer.submit("Save", {"Name": "The academy"})
    assert page.heading == "The academy"


def test_a_proposed_budget_is_put_to_the_parties_with_its_total(visit: Visit) -> None:
    page = proposed(visit).get("/valley/budgets/1")
    assert page.heading == "Budget 2015, version 1"
    assert ["Total", "52,500.00", "0.00", "0.00"] in page.rows("Lines per project, in euros")


def test_an_amount_that_can_mean_two_things_is_asked_about_and_kept(visit: Visit) -> None:
    treasurer = with_projects(visit)
    treasurer.get("/valley/budgets/new?year=2015")
    page = treasurer.submit("Put to the parties", {"purpose": "x", "Jobs fair": "1.234"}, status=422)
    assert page.value("Jobs fair") == "1.234"
    assert len(page.mistakes) == 1


def test_a_budget_of_nothing_is_refused(visit: Visit) -> None:
    treasurer = with_projects(visit)
    treasurer.get("/valley/budgets/new?year=2015")
    page = treasurer.submit("Put to the parties", {"purpose": "x"}, status=422)
    assert page.mistakes == ["Budget something for at least one project."]


def test_a_year_outside_the_term_has_no_budget(visit: Visit) -> None:
    english(visit("treasurer")).get("/valley/budgets/new?year=2031", status=404)


def test_the_vote_that_decides_puts_the_budget_in_force(visit: Visit) -> None:
    proposed(visit)
    for party in ("maastricht", "vodafone"):
        partner = english(visit(party))
        partner.get("/valley/decisions/1")
        assert partner.submit("Cast the vote", {"choice": "for"}).told == ["Your vote is recorded."]
    partner = english(visit("q-park"))
    partner.get("/valley/decisions/1")
    page = partner.submit("Cast the vote", {"choice": "for"})
    assert page.told == ["Your vote is recorded, and the proposal is adopted."]
    assert "Adopted" in page.words


def test_a_vote_may_be_changed_while_the_outcome_is_open(visit: Visit) -> None:
    proposed(visit)
    partner = english(visit("vodafone"))
    partner.get("/valley/decisions/1")
    partner.submit("Cast the vote", {"choice": "against", "Reason": "Too much."})
    page = partner.submit("Cast the vote", {"choice": "for", "Reason": ""})
    row = next(row for row in page.rows("Votes") if row[0].startswith("Vodafone"))
    assert row[1].endswith("In favour")


def test_standing_aside_asks_a_reason(visit: Visit) -> None:
    proposed(visit)
    partner = english(visit("vodafone"))
    partner.get("/valley/decisions/1")
    page = partner.submit("Cast the vote", {"choice": "recused"}, status=422)
    assert page.mistakes == ["Reason: Say why your organisation stands aside."]


def test_a_party_without_a_pledge_sees_the_decision_but_has_no_vote(visit: Visit) -> None:
    proposed(visit)
    page = english(visit("zuyd")).get("/valley/decisions/1")
    assert "Cast the vote" not in page.words


def test_a_vote_on_other_figures_than_were_shown_is_refused(visit: Visit) -> None:
    proposed(visit)
    partner = english(visit("vodafone"))
    partner.get("/valley/decisions/1")
    sent = [
        (name, "0" * 64 if name.endswith("digest") else value)
        for name, value in partner.fields("Cast the vote")
    ]
    page = partner.send("/valley/decisions/1/vote", [*sent, ("choice", "for")], status=409)
    assert "changed after you opened it" in page.mistakes[0]


def test_a_withdrawn_proposal_leaves_room_for_another(visit: Visit) -> None:
    treasurer = proposed(visit)
    treasurer.get("/valley/decisions/1")
    assert treasurer.submit("Withdraw").told == ["The proposal is withdrawn."]
    treasurer.get("/valley/budgets/new?year=2015")
    page = treasurer.submit("Put to the parties", {"purpose": "Again.", "Jobs fair": "1"})
    assert page.heading == "Budget 2015, version 2"


def test_partners_do_not_propose_budgets(visit: Visit) -> None:
    visit("vodafone").get("/valley/budgets/new", status=403)


def test_the_treasurer_has_no_vote(visit: Visit) -> None:
    treasurer = proposed(visit)
    page = treasurer.get("/valley/decisions/1")
    assert "Cast the vote" not in page.words


def test_a_vote_that_comes_too_late_is_said_so(visit: Visit) -> None:
    proposed(visit)
    late = english(visit("vodafone"))
    late.get("/valley/decisions/1")
    town = english(visit("maastricht"))
    town.get("/valley/decisions/1")
    assert town.submit("Cast the vote", {"choice": "against"}).told != []
    page = late.submit("Cast the vote", {"choice": "for", "reason": "We want this."}, status=409)
    assert page.mistakes == ["Decision 1 has already been taken."]


def test_withdrawing_what_was_just_decided_is_said_to_be_too_late(visit: Visit) -> None:
    treasurer = proposed(visit)
    treasurer.get("/valley/decisions/1")
    town = english(visit("maastricht"))
    town.get("/valley/decisions/1")
    town.submit("Cast the vote", {"choice": "against"})
    page = treasurer.submit("Withdraw", {}, status=409)
    assert page.mistakes == ["Decision 1 has already been taken."]


def test_a_proposal_is_changed_and_every_party_is_asked_again(visit: Visit) -> None:
    treasurer = proposed(visit)
    town = english(visit("maastricht"))
    town.get("/valley/decisions/1")
    town.submit("Cast the vote", {"choice": "for"})
    treasurer.get("/valley/decisions/1/edit")
    page = treasurer.submit("Change the proposal", {"Academy": "10000"})
    assert page.told == ["The proposal is changed; votes cast on the text before count no longer."]
    page = town.get("/valley/decisions/1")
    assert "Version 1, replaced" in page.words
    assert "0 votes cast, 3 needed" in page.words
    assert "Vote on decision 1: the proposal was changed" in town.get("/valley/").words


def test_a_party_cannot_change_what_the_treasurer_proposed(visit: Visit) -> None:
    proposed(visit)
    english(visit("maastricht")).get("/valley/decisions/1/edit", status=403)
