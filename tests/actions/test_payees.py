"""The register of payees."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from ledger.core.refusals import NotFound
from ledger.payee_changes import change_payee
from ledger.payees import (
    add_payee,
    changes_of,
    find_payee,
    list_payees,
    read_payee,
    similar,
)
from ledger.trail import head
from tests.actions.acting import TODAY, by
from tests.actions.told import all_told, told
from tests.outcomes import name_of, outcome

IBAN, OTHER_IBAN = "NL91ABNA0417164300", "BE68539007547034"
TOMORROW = TODAY + timedelta(days=1)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "field,typed,expected",
    [
        ("name", "x" * 200, "accepted"),
        ("name", "x" * 201, "Malformed name"),
        ("name", " ", "Malformed name"),
        ("name", "=HYPERLINK(1) <script>", "accepted"),
        ("iban", "", "accepted"),
        ("iban", "nl91 abna 0417 1643 00", "accepted"),
        ("iban", "NL91ABNA0417164301", "Malformed iban"),
        ("vat_number", "NL123456789B01", "accepted"),
        ("vat_number", "NL123456789", "Malformed vat_number"),
        ("chamber_number", "12345678", "accepted"),
        ("chamber_number", "1234567", "Malformed chamber_number"),
        ("party", "vodafone", "accepted"),
        ("party", "", "accepted"),
        ("party", "nobody", "NotFound party"),
    ],
)
def test_a_payee_is_added_when_every_number_has_its_shape(
    session: Session, covenant_id: int, field: str, typed: str, expected: str
) -> None:
    values = {"name": "Print Works", field: typed}

    got = outcome(lambda: add_payee(session, covenant_id, by=by(), **values))

    assert name_of(got) == expected


def test_a_payee_is_kept_with_its_numbers_made_tidy(session: Session, covenant_id: int) -> None:
    number = add_payee(
        session,
        covenant_id,
        by=by(),
        name=" Print  Works ",
        iban="nl91 abna 0417 1643 00",
        vat_number="nl 123456789 b01",
        chamber_number="1234 5678",
        party="vodafone",
    )

    row = read_payee(session, covenant_id, number)
    assert (row.number, row.name, row.iban) == (1, "Print Works", IBAN)
    assert (row.vat_number, row.chamber_number) == ("NL123456789B01", "12345678")
    assert (row.party, row.party_name, row.iban_changed_at) == ("vodafone", "Vodafone", by().now)


def test_a_payee_without_iban_and_party_has_nothing_to_show_to_approvers(
    session: Session, covenant_id: int
) -> None:
    number = add_payee(session, covenant_id, by=by(), name="Print Works")

    assert read_payee(session, covenant_id, number).iban_changed_at is None
    assert changes_of(session, covenant_id, number) == []
    assert told(session, "payee/1") == [("payee.added", {"payee": 1})]


def test_entering_an_iban_and_a_party_are_acts_of_their_own(session: Session, covenant_id: int) -> None:
    add_payee(session, covenant_id, by=by(), name="Print Works", iban=IBAN, party="vodafone")

    assert told(session, "payee/1") == [
        ("payee.added", {"payee": 1}),
        ("payee.iban_changed", {"payee": 1, "iban_sha256": _sha256(IBAN)}),
        ("payee.party_changed", {"payee": 1, "party": "vodafone"}),
    ]


@pytest.mark.parametrize(
    "iban,party,acts",
    [
        (IBAN, "vodafone", []),
        ("NL91 ABNA 0417 1643 00", "vodafone", []),
        (OTHER_IBAN, "vodafone", [("payee.iban_changed", {"payee": 1, "iban_sha256": _sha256(OTHER_IBAN)})]),
        ("", "vodafone", [("payee.iban_changed", {"payee": 1, "iban_sha256": None})]),
        (IBAN, "arvato", [("payee.party_changed", {"payee": 1, "party": "arvato"})]),
        (IBAN, None, [("payee.party_changed", {"payee": 1, "party": None})]),
    ],
)
def test_changing_an_iban_or_a_party_is_an_act_of_its_own(
    session: Session, covenant_id: int, iban: str, party: str | None, acts: list[tuple[str, object]]
) -> None:
    add_payee(session, covenant_id, by=by(), name="Print Works", iban=IBAN, party="vodafone")

    change_payee(
        session, covenant_id, by=by(today=TOMORROW), payee=1, name="Print Works", iban=iban, party=party
    )

    assert told(session, "payee/1")[3:] == acts
    changed_on = TODAY if iban.replace(" ", "") == IBAN else TOMORROW
    assert read_payee(session, covenant_id, 1).iban_changed_at == by(today=changed_on).now


def test_approvers_see_what_changed_when_and_by_whom_the_last_first(
    session: Session, covenant_id: int
) -> None:
    add_payee(session, covenant_id, by=by(), name="Print Works", iban=IBAN)
    change_payee(session, covenant_id, by=by(today=TOMORROW), payee=1, name="Print", iban=IBAN, party="arcus")

    changes = changes_of(session, covenant_id, 1)

    assert [(change.act, change.at, change.person_id) for change in changes] == [
        ("payee.party_changed", by(today=TOMORROW).now, 1),
        ("payee.changed", by(today=TOMORROW).now, 1),
        ("payee.iban_changed", by().now, 1),
    ]


def test_other_changes_are_told_without_what_was_changed(session: Session, covenant_id: int) -> None:
    add_payee(session, covenant_id, by=by(), name="Print Works", vat_number="NL123456789B01")

    change_payee(session, covenant_id, by=by(), payee=1, name="Print House", chamber_number="12345678")

    assert told(session, "payee/1")[1:] == [
        ("payee.changed", {"payee": 1, "changed": ["name", "vat_number", "chamber_number"]})
    ]
    row = read_payee(session, covenant_id, 1)
    assert (row.name, row.vat_number, row.chamber_number) == ("Print House", "", "12345678")


def test_a_change_of_nothing_is_not_told(session: Session, covenant_id: int) -> None:
    add_payee(session, covenant_id, by=by(), name="Print Works", iban=IBAN)
    before = head(session, covenant_id)

    change_payee(session, covenant_id, by=by(), payee=1, name="Print Works", iban=IBAN)

    assert head(session, covenant_id) == before


def test_no_personal_data_of_a_payee_stands_in_the_trail(session: Session, covenant_id: int) -> None:
    numbers = {"iban": IBAN, "vat_number": "NL123456789B01", "chamber_number": "12345678"}
    add_payee(session, covenant_id, by=by(), name="Sole Trader", **numbers)
    change_payee(session, covenant_id, by=by(), payee=1, name="Sole Trader and Daughter", iban=OTHER_IBAN)

    text = all_told(session)

    assert [secret for secret in ("Sole Trader", OTHER_IBAN, *numbers.values()) if secret in text] == []


def test_the_same_form_sent_twice_adds_one_payee(session: Session, covenant_id: int) -> None:
    numbers = [
        add_payee(session, covenant_id, by=by(key="k"), name="Print Works", iban=IBAN) for _ in range(2)
    ]

    assert numbers == [1, 1]
    assert len(list_payees(session, covenant_id)) == 1


def test_the_same_change_sent_twice_is_done_once(session: Session, covenant_id: int) -> None:
    add_payee(session, covenant_id, by=by(), name="Print Works")

    for _ in range(2):
        change_payee(session, covenant_id, by=by(key="k"), payee=1, name="Print House")

    assert len(told(session, "payee/1")) == 2


@pytest.mark.parametrize("number", [2, 0, -1, 10**30])
def test_a_payee_that_is_not_there_is_not_found(session: Session, covenant_id: int, number: int) -> None:
    add_payee(session, covenant_id, by=by(), name="Print Works")

    with pytest.raises(NotFound):
        find_payee(session, covenant_id, number)
    with pytest.raises(NotFound):
        change_payee(session, covenant_id, by=by(), payee=number, name="Print Works")


@pytest.mark.parametrize(
    "name,iban,but,found",
    [
        ("print works bv", "", None, [1]),
        ("Somebody else", "nl91 abna 0417 1643 00", None, [2]),
        ("Print Works", IBAN, None, [2, 1]),
        ("Print Works", IBAN, 1, [2]),
        ("Somebody else", "", None, []),
        ("", "", None, []),
    ],
)
def test_payees_that_look_the_same_are_found_for_a_warning(
    session: Session, covenant_id: int, name: str, iban: str, but: int | None, found: list[int]
) -> None:
    add_payee(session, covenant_id, by=by(), name="Print Works B.V.")
    add_payee(session, covenant_id, by=by(), name="Caterer", iban=IBAN)

    assert [row.number for row in similar(session, covenant_id, name, iban, but=but)] == found


def test_two_payees_of_one_name_are_accepted(session: Session, covenant_id: int) -> None:
    numbers = [add_payee(session, covenant_id, by=by(), name="Print Works") for _ in range(2)]

    assert numbers == [1, 2]


def test_payees_are_listed_by_name(session: Session, covenant_id: int) -> None:
    for name in ("beta", "Alpha", "Beta"):
        add_payee(session, covenant_id, by=by(), name=name)

    assert [row.number for row in list_payees(session, covenant_id)] == [2, 1, 3]
