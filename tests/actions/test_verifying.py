"""Verifying: it names what was changed since it was told, and is silent about a record that stands."""

import pytest
from sqlalchemy import text

from ledger import trail
from ledger.core.language import PLAIN
from ledger.core.refusals import Malformed
from ledger.core.statements.shape import Head
from ledger.verifying import head, parse_witness, verify
from tests.actions.acting import by
from tests.actions.tampering import Defenceless, fixture_defenceless  # noqa: F401
from tests.actions.tamperings import RECORD, change, remove

HASH = "ab" * 32


@pytest.mark.parametrize(
    "typed, read",
    [
        (f"12:{HASH}", Head(12, HASH)),
        (f" 12:{HASH.upper()}\n", Head(12, HASH)),
        ("0:", Head(0, "")),
        (f"999999999:{HASH}", Head(999_999_999, HASH)),
    ],
)
def test_a_witness_is_read_as_exports_print_it(typed: str, read: Head) -> None:
    assert parse_witness(typed) == read
    assert parse_witness(str(read)) == read


@pytest.mark.parametrize(
    "typed",
    ["", "12", ":", "12:", f":{HASH}", f"0:{HASH}", f"012:{HASH}", f"-1:{HASH}", f"12:{HASH}0",
     f"12:{HASH[1:]}", f"12:{'g' * 64}", f"12 :{HASH}", f"1000000000:{HASH}", f"١٢:{HASH}", "x" * 10_000],
)  # fmt: skip
def test_what_is_no_witness_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(Malformed) as refusal:
        parse_witness(typed)
    assert refusal.value.field == "witness"


def test_a_record_nobody_touched_is_sound(defenceless: Defenceless) -> None:
    with defenceless.after() as session:
        assert verify(session, 1) == []
        assert verify(session, 1, head(session, 1)) == []
        assert head(session, 1) == trail.head(session, 1)


@pytest.mark.parametrize("statements, place", [row[1:] for row in RECORD], ids=[row[0] for row in RECORD])
def test_verifying_finds(defenceless: Defenceless, statements: list[str], place: str) -> None:
    with defenceless.after(*statements) as session:
        found = verify(session, 1)
    assert place in {finding.place for finding in found}
    assert all(PLAIN.say(finding.what) for finding in found)


def test_an_earlier_witness_is_enough(defenceless: Defenceless) -> None:
    with defenceless.after() as session:
        row = session.execute(text("SELECT seq, hash FROM trail WHERE seq = 7")).one()
        assert verify(session, 1, Head(row.seq, row.hash)) == []


def test_a_trail_that_was_cut_is_found_by_its_witness(defenceless: Defenceless) -> None:
    with defenceless.after() as session:
        witness = head(session, 1)
    cut = remove("trail", f"seq = {witness.seq}")
    with defenceless.after(cut) as session:
        assert [finding.place for finding in verify(session, 1, witness)] == [f"trail/{witness.seq}"]


def test_a_trail_that_was_written_anew_is_found_by_its_witness(defenceless: Defenceless) -> None:
    with defenceless.after() as session:
        row = session.execute(text("SELECT seq, hash FROM trail WHERE seq = 7")).one()
        assert [finding.place for finding in verify(session, 1, Head(7, "cd" * 32))] == ["trail/7"]
        assert row.hash != "cd" * 32


def test_where_the_trail_is_wrong_its_first_wrong_row_is_all_that_is_named(defenceless: Defenceless) -> None:
    wrong = [change("trail", "act = 'x'", "seq IN (5, 9)"), change("posting", "cents = cents + 1")]
    with defenceless.after(*wrong) as session:
        assert [finding.place for finding in verify(session, 1)] == ["trail/5"]


def test_an_access_log_that_is_wrong_hides_nothing_else(defenceless: Defenceless) -> None:
    wrong = [change("access_log", "act = 'x'", "seq = 2"), change("vote", "choice = 'abstain'")]
    with defenceless.after(*wrong) as session:
        places = {finding.place for finding in verify(session, 1)}
    assert {"access-log/2", "decision/4"} <= places


def test_an_entry_told_of_twice_is_found(defenceless: Defenceless) -> None:
    with defenceless.after() as session:
        trail.append(session, 1, by=by(), act="x", subject="x", content={"entry": 9})
        (found,) = verify(session, 1)
    assert found.place == "entry/9"
    assert PLAIN.say(found.what).startswith("The trail tells more than once that it was booked: rows ")
