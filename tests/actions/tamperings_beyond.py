"""What can be changed in what goes beyond the rules, and must then be found: what, how, and where."""
# ruff: noqa: S608 - the statements are made of our own words

from tests.storage.lived_beyond import Beyond

_OF = f"expenditure_id = {Beyond.by_hand}"

BEYOND: list[tuple[str, list[str], str]] = [
    (
        "a share set by hand",
        [f"UPDATE hand_share SET cents = cents + 1 WHERE {_OF} AND pledge_id = 0"],
        f"expenditure/{Beyond.by_hand}",
    ),
    (
        "a share set by hand on another pledge",
        [f"UPDATE hand_share SET pledge_id = 3 WHERE {_OF} AND pledge_id = 4"],
        f"expenditure/{Beyond.by_hand}",
    ),
    (
        "the reason of shares set by hand",
        [f"UPDATE expenditure SET shares_reason = '' WHERE id = {Beyond.by_hand}"],
        f"expenditure/{Beyond.by_hand}",
    ),
    (
        "one that was sent back, entered again",
        [f"UPDATE expenditure SET state = 'entered' WHERE id = {Beyond.sent_back}"],
        f"expenditure/{Beyond.sent_back}",
    ),
    (
        "one that was resubmitted, sent back again",
        [f"UPDATE expenditure SET state = 'sent_back' WHERE id = {Beyond.answered}"],
        f"expenditure/{Beyond.answered}",
    ),
    (
        "a release by another decision",
        ["UPDATE common_release SET decision_id = 1 WHERE id = 1"],
        "release/1",
    ),
    ("a release of more than came in", ["UPDATE common_release SET cents = 9999 WHERE id = 1"], "year/2016"),
    ("a release of less than was used", ["UPDATE common_release SET cents = 1 WHERE id = 1"], "project/work"),
    ("cash lent by another party", ["UPDATE cash_advance SET party_id = 3 WHERE id = 1"], "cash/1"),
    ("more cash lent than agreed", ["UPDATE cash_advance SET agreed_cents = 1 WHERE id = 1"], "cash/1"),
    ("more cash repaid", ["UPDATE cash_movement SET cents = 5000 WHERE id = 2"], "cash-movement/2"),
    ("a repayment forgotten", ["DELETE FROM cash_movement WHERE id = 2"], "pledge/2"),
    (
        "the day of a repayment",
        ["UPDATE cash_movement SET moved_on = '2016-01-01' WHERE id = 2"],
        "cash-movement/2",
    ),
    (
        "cash said to be taken back",
        ["UPDATE cash_movement SET state = 'reversed' WHERE id = 2"],
        "cash-movement/2",
    ),
    (
        "a receipt said to be taken back by another entry",
        ["UPDATE taken_back SET entry_id = 2"],
        f"bank/{Beyond.taken_back_receipt}",
    ),
    (
        "a receipt no longer taken back",
        ["DELETE FROM taken_back"],
        f"bank/{Beyond.taken_back_receipt}",
    ),
    (
        "something taken back that is not there",
        ["UPDATE taken_back SET subject = 'measurement/99'"],
        "measurement/99",
    ),
    (
        "an approval by who changed it",
        [
            f"UPDATE approval SET person_id = 1 WHERE expenditure_id = {Beyond.by_hand}",
        ],
        f"expenditure/{Beyond.by_hand}",
    ),
]
