"""What the pages of the trail and of the access log are asked for in their addresses."""

from datetime import datetime, timedelta

from ledger.chained import RowsAsked
from ledger.core.refusals import Malformed
from ledger.web.here import OFFICE, say
from ledger.web.paging import number_asked, text_asked
from ledger.web.reading import parse_day


def rows_asked(wrong: list[str]) -> RowsAsked:
    """Read what part of a record the address asks for; what cannot be read is told in `wrong`."""
    since, last = _day_asked("since", wrong), _day_asked("until", wrong)
    return RowsAsked(
        person=number_asked("person"),
        act=text_asked("act"),
        subject=text_asked("subject"),
        since=since,
        before=last + timedelta(days=1) if last else None,
    )


def _day_asked(name: str, wrong: list[str]) -> datetime | None:
    """Read a day from the address as its first moment at the office; what cannot be read is told."""
    text = text_asked(name)
    if not text:
        return None
    try:
        day = parse_day(text)
    except Malformed as refusal:
        wrong.append(say(refusal.why))
        return None
    return datetime(day.year, day.month, day.day, tzinfo=OFFICE)
