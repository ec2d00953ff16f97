"""The one door to the journal: what goes in is balanced, sealed and counted, and comes out as it went in."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.core.entry import Draft, NotBalanced, Posting, instalment_due, received
from ledger.core.refusals import NoRoom, Refusal
from ledger.storage import journal
from ledger.storage.db import Database
from ledger.storage.reads import col
from ledger.storage.tables import EntrySeal, JournalEntry
from tests.actions.world import World
from tests.outcomes import outcome
from tests.storage.attacks import NEXT, spent

NOW = datetime(2015, 6, 1, 12, tzinfo=UTC)
DAY = date(2015, 6, 1)
DUE = instalment_due(2, 1_500_000)


def _draft(*postings: Posting, day: date = DAY) -> Draft:
    return Draft(day, day.year, "kind", "subject/1", "text", postings)


def _post(session: Session, draft: Draft, reverses_id: int | None = None) -> int:
    return journal.post(
        session,
        1,
        draft,
        fiscal_year=draft.day.year,
        person_id=7,
        now=NOW,
        reverses_id=reverses_id,
    )


def test_entries_count_from_one_without_gaps(session: Session) -> None:
    assert journal.next_entry_id(session, 1) == 1
    assert [_post(session, _draft(*DUE)) for _ in range(3)] == [1, 2, 3]
    assert journal.next_entry_id(session, 1) == 4


def test_an_entry_comes_out_as_it_went_in(session: Session) -> None:
    number = _post(session, _draft(*DUE))
    row = session.get_one(JournalEntry, (1, number))
    assert (row.day, row.fiscal_year, row.accounting_year) == (DAY, 2015, 2015)
    assert (row.kind, row.subject, row.text, row.reverses_id) == ("kind", "subject/1", "text", None)
    assert (row.person_id, row.recorded_at) == (7, NOW)
    assert journal.postings_of(session, 1, number) == DUE


def test_an_entry_is_sealed_with_it(session: Session) -> None:
    number = _post(session, _draft(*DUE))
    assert session.get_one(EntrySeal, (1, number)).sealed_at == NOW


def test_a_reversal_is_the_exact_mirror(session: Session) -> None:
    number = _post(session, _draft(*DUE))
    back = _post(session, _draft(*journal.mirrored(session, 1, number)), reverses_id=number)
    assert session.get_one(JournalEntry, (1, back)).reverses_id == number
    assert journal.postings_of(session, 1, back) == tuple(
        Posting(one.account, one.pledge_id, -one.cents) for one in DUE
    )


@pytest.mark.parametrize(
    "postings",
    [
        (),
        (Posting("bank", 2, 1),),
        (Posting("bank", 2, 1), Posting("unspent", 2, -2)),
        (Posting("bank", 2, 1), Posting("unspent", 3, -1)),
        (Posting("bank", 2, 0), Posting("unspent", 2, 0)),
        (Posting("cash", 2, 1), Posting("unspent", 2, -1)),
    ],
)
def test_what_is_no_entry_is_refused_before_anything_is_written(
    session: Session, postings: tuple[Posting, ...]
) -> None:
    with pytest.raises(NotBalanced):
        _post(session, _draft(*postings))
    assert session.execute(select(func.count()).select_from(JournalEntry)).scalar_one() == 0


def test_every_entry_has_a_digest_of_its_own(session: Session) -> None:
    numbers = [_post(session, _draft(*each)) for each in (DUE, DUE, received([(2, 5)]))]
    digests = dict(journal.digests(session, 1))
    assert sorted(digests) == numbers
    assert len(set(digests.values())) == 3
    assert dict(journal.digests(session, 1, 2)) == {2: digests[2]}


FORM = (
    '[1,"2015-06-01",2015,2015,"kind","subject/1","text",null,7,'
    '"2015-06-01T12:00:00.000000+00:00","2015-06-01T12:00:00.000000+00:00",'
    '[[1,"2015-06-01",2015,"receivable",2,null,1500000],[2,"2015-06-01",2015,"unspent",2,null,-1500000]]]'
)
"""An entry, its seal and its postings as they are digested: no later version may digest them otherwise."""


def test_the_digest_of_an_entry_is_what_it_was_in_the_first_version(session: Session) -> None:
    """So that what the trail told of an entry years ago can still be proved: the SHA-256 of a list."""
    _post(session, _draft(*DUE))
    ((_, digest),) = journal.digests(session, 1)
    assert digest == hashlib.sha256(FORM.encode()).hexdigest()
    assert digest == "0940005c8ed00e8382f29cbf1f2834aae1085f9854861e91a37401209e755c9b"


def _spend_all(database: Database, cents: int) -> object:
    lines = (Posting(*line) for line in spent(cents, 1))
    draft = _draft(*lines, day=date(2016, 3, 10))

    def act() -> int:
        with database.write(1) as session:
            return _post(session, draft)

    return outcome(act)


def test_of_eight_who_spend_the_last_of_a_budget_one_does(lived: World) -> None:
    budget_cents, obligated_cents, spent_cents = lived.room("work", 2016)
    left_cents = budget_cents - obligated_cents - spent_cents
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(_spend_all, [lived.database] * 8, [left_cents] * 8))
    assert [each for each in results if not isinstance(each, Refusal)] == [NEXT]
    assert {type(each) for each in results if isinstance(each, Refusal)} == {NoRoom}
    assert lived.room("work", 2016) == (6_000_000, 0, 6_000_000)


def test_covenants_count_their_entries_apart(session: Session) -> None:
    _post(session, _draft(*DUE))
    counted = select(func.count()).where(col(JournalEntry.covenant_id) == 2)
    assert session.execute(counted).scalar_one() == 0
    assert journal.next_entry_id(session, 2) == 1
