"""One person speaks for one organisation on one thing, whatever becomes of their role."""

from dataclasses import replace
from datetime import date, timedelta

from ledger import decisions, dues, evidence, payee_changes, payees, proposing, spending
from ledger.approving import approve_expenditure
from ledger.budget_proposals import propose_budget
from ledger.core.media import SoundFile
from ledger.dossiers import open_dossier
from ledger.spend_decisions import propose_spend
from ledger.voting import cast_vote
from ledger.waiting import for_person
from tests import papers
from tests.actions.test_charges import bill
from tests.actions.test_voting import limited  # noqa: F401 - a fixture
from tests.actions.world import ACCEPTED, SUPPLIER, World

IBAN = "NL91ABNA0417164300"


def test_who_approved_for_one_organisation_cannot_approve_for_another(ready: World) -> None:
    number = ready.enter(bill(10_000_00))
    ready.approve(number, "vodafone")
    moved = replace(ready.partner("maastricht"), person_id=ready.partner("vodafone").person_id)
    seen = ready.asks(spending.digest_of, number)
    assert ready.tries(approve_expenditure, by=moved, number=number, seen_digest=seen) == (
        "NotAllowed",
        None,
        "You approved this expenditure for another organisation already.",
    )
    assert ready.asks(for_person, by=ready.partner("maastricht")) != []
    assert ready.asks(for_person, by=moved) == []


def test_who_voted_for_one_organisation_cannot_vote_for_another(limited: World) -> None:  # noqa: F811
    number = limited.does(propose_spend, number=limited.enter(bill(60_000_00)), proposal="Needed.")
    limited.vote(number, "vodafone", "for")
    moved = replace(limited.partner("maastricht"), person_id=limited.partner("vodafone").person_id)
    seen = limited.asks(decisions.find_decision, number).digest
    facts = {"number": number, "choice": "for", "seen_digest": seen}
    assert limited.tries(cast_vote, by=moved, **facts) == (
        "NotAllowed",
        None,
        "You voted on this for another organisation already.",
    )


def test_a_payee_that_becomes_known_as_a_party_stands_aside_on_the_last_day_too(limited: World) -> None:  # noqa: F811
    limited.does(payee_changes.change_payee, payee=SUPPLIER, name="Supplier", iban=IBAN)
    number = limited.enter(bill(60_000_00))
    decision = limited.does(
        propose_spend, number=number, proposal="Needed.", deadline=limited.today + timedelta(days=5)
    )
    for slug, choice in (("maastricht", "for"), ("q-park", "against"), ("vodafone", "for")):
        limited.vote(decision, slug, choice)
    limited.does(payees.add_payee, name="The firm's shop", iban=IBAN, party="vodafone")
    limited.today += timedelta(days=6)
    limited.does(dues.settle)
    assert limited.asks(decisions.find_decision, decision).state == "rejected"
    assert limited.faults() == []


def test_who_was_the_payee_meanwhile_takes_part_no_more(limited: World) -> None:  # noqa: F811
    number = limited.enter(bill(60_000_00))
    decision = limited.does(propose_spend, number=number, proposal="Needed.")
    limited.vote(decision, "vodafone", "for")
    for party, outcome in (("vodafone", "open"), (None, "adopted")):
        limited.does(payee_changes.change_payee, payee=SUPPLIER, name="Supplier", party=party)
        assert limited.standing(decision).rule.aside == {limited.parties["vodafone"]}
        limited.vote(decision, "q-park", "for")
        if party is None:
            limited.vote(decision, "maastricht", "for")
        assert limited.asks(decisions.find_decision, decision).state == outcome
    assert limited.faults() == []


def test_another_wording_leaves_the_payee_aside(limited: World) -> None:  # noqa: F811
    limited.does(payee_changes.change_payee, payee=SUPPLIER, name="Supplier", party="vodafone")
    decision = limited.does(propose_spend, number=limited.enter(bill(60_000_00)), proposal="Needed.")
    limited.does(proposing.change, number=decision, proposal="Needed badly.")
    limited.votes(decision, "for", "maastricht", "q-park")
    assert limited.asks(decisions.find_decision, decision).state == "adopted"
    assert limited.faults() == []


def test_an_outcome_that_falls_because_a_voter_is_the_payee_is_settled_by_itself(limited: World) -> None:  # noqa: F811
    limited.does(payee_changes.change_payee, payee=SUPPLIER, name="Supplier", iban=IBAN)
    decision = limited.does(propose_spend, number=limited.enter(bill(60_000_00)), proposal="Needed.")
    for slug in ("maastricht", "q-park"):
        limited.vote(decision, slug, "for")
    assert limited.asks(decisions.find_decision, decision).state == "open"
    limited.does(payees.add_payee, name="The firm's shop", iban=IBAN, party="vodafone")
    assert limited.asks(dues.anything, by=limited.treasurer())
    limited.does(dues.settle)
    assert limited.asks(decisions.find_decision, decision).state == "adopted"
    assert limited.faults() == []


def test_who_speaks_for_a_party_that_left_files_no_evidence_any_more(ready: World) -> None:
    proposal = ready.does(propose_budget, year=2017, purpose="Next year.", lines={"jobs": 1})
    facts = {"subject": f"budget/{proposal}", "file": SoundFile("x.pdf", papers.pdf("x"))}
    ready.leaves("vodafone", ready.today - timedelta(days=1))
    assert [
        ready.asks(evidence.takes_files, facts["subject"], by=ready.partner(party))
        for party in ("vodafone", "q-park")
    ] == [False, True]
    assert ready.tries(evidence.add_evidence, by=ready.partner("vodafone"), **facts) == (
        "NotAllowed",
        None,
        "Your organisation takes no part in the covenant today.",
    )
    assert ready.tries(evidence.add_evidence, by=ready.partner("q-park"), **facts) == ACCEPTED


def test_where_a_vote_is_shown_it_is_over_from_the_day_after_its_last_on(limited: World) -> None:  # noqa: F811
    number = limited.enter(bill(60_000_00))
    last_day = limited.today + timedelta(days=5)
    limited.does(propose_spend, number=number, proposal="Needed.", deadline=last_day)

    def shown(day: date) -> list[tuple[str, str]]:
        file = limited.asks(open_dossier, number, today=day, code="en")
        return [(each.state, each.tally.outcome) for each in file.decisions]

    assert shown(last_day) == [("open", "open")]
    assert shown(last_day + timedelta(days=1)) == [("over", "lapsed")]
