"""Indicators: what the covenant is to achieve, and what was counted of it, by whose account."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ledger import keys, periods, trail
from ledger.core.acting import By
from ledger.core.covenant_file.agreement import LARGEST_COUNT
from ledger.core.covenant_file.table import FIRST_YEAR, LAST_YEAR
from ledger.core.refusals import Malformed, NotFound, WrongState
from ledger.core.sentences import N_, sentence
from ledger.core.wording import require_name
from ledger.storage import funding, reads
from ledger.storage.canonical import Content
from ledger.storage.canonical import day as day_text
from ledger.storage.reads import col
from ledger.storage.tables import Indicator, Measurement


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator as lists and pages show it: where it began and where it should end."""

    number: int
    slug: str
    name_nl: str
    name_en: str
    baseline: int
    baseline_on: date
    target: int | None
    target_on: date | None


@dataclass(frozen=True)
class MeasurementRow:
    """What was counted of an indicator (named by its slug) on a day, by whose account."""

    number: int
    indicator: str
    measured_on: date
    value: int
    source: str
    person_id: int
    recorded_at: datetime


def add_measurement(
    session: Session,
    covenant_id: int,
    *,
    by: By,
    indicator: str,
    measured_on: date,
    value: int,
    source: str,
) -> int:
    """Record what a source counted of an indicator on a day; give the measurement's number.

    Two sources that disagree about the same day are both kept. Refuses a value below zero, no source, a day
    that has not come, and the very same measurement twice.
    """
    source = require_name(source, field="source")
    if not 0 <= value <= LARGEST_COUNT:
        raise Malformed(
            sentence(
                N_("This must be a whole number from %(least)s to %(most)s."), least=0, most=LARGEST_COUNT
            ),
            "value",
        )
    asked: Content = {
        "indicator": indicator,
        "measured_on": day_text(measured_on),
        "value": value,
        "source": source,
    }
    done = keys.done_before(session, covenant_id, by=by, act="measurement.added", asked=asked)
    if done is not None:
        return done
    counted = _indicator_by_slug(session, covenant_id, indicator)
    _require_day(measured_on, by.today)
    periods.require_not_closed(session, covenant_id, measured_on, field="measured_on")
    if _is_known(session, counted, measured_on, value, source):
        raise WrongState(sentence(N_("This measurement was recorded already.")))
    number = reads.next_id(session, Measurement, covenant_id)
    session.execute(
        insert(Measurement).values(
            covenant_id=covenant_id,
            id=number,
            indicator_id=counted.id,
            measured_on=measured_on,
            value=value,
            source=source,
            person_id=by.person_id,
            recorded_at=by.now,
        )
    )
    trail.append(
        session, covenant_id, by=by, act="measurement.added", subject=f"measurement/{number}", content=asked
    )
    return keys.keep(session, covenant_id, by=by, act="measurement.added", asked=asked, result=number)


def list_indicators(session: Session, covenant_id: int) -> list[IndicatorRow]:
    """List the indicators in the order of the covenant."""
    rows = session.execute(
        select(
            col(Indicator.id),
            col(Indicator.slug),
            col(Indicator.name_nl),
            col(Indicator.name_en),
            col(Indicator.baseline),
            col(Indicator.baseline_on),
            col(Indicator.target),
            col(Indicator.target_on),
        )
        .where(col(Indicator.covenant_id) == covenant_id)
        .order_by(col(Indicator.id))
    )
    return [IndicatorRow(*row) for row in rows]


def list_measurements(
    session: Session, covenant_id: int, *, indicator: str | None = None, until: date | None = None
) -> list[MeasurementRow]:
    """List what was counted: by indicator, then by day, then in the order recorded.

    `indicator` keeps to one of them, by its slug; `until` leaves out what was counted after that day. What
    was taken back by then is left out.
    """
    stands = funding.not_taken_back(covenant_id, "measurement", col(Measurement.id), until)
    query = (
        select(
            col(Measurement.id),
            col(Indicator.slug),
            col(Measurement.measured_on),
            col(Measurement.value),
            col(Measurement.source),
            col(Measurement.person_id),
            col(Measurement.recorded_at),
        )
        .join(
            Indicator,
            (col(Indicator.covenant_id) == Measurement.covenant_id)
            & (col(Indicator.id) == Measurement.indicator_id),
        )
        .where(col(Measurement.covenant_id) == covenant_id, stands)
        .order_by(col(Indicator.id), col(Measurement.measured_on), col(Measurement.id))
    )
    if indicator is not None:
        query = query.where(col(Indicator.slug) == indicator)
    if until is not None:
        query = query.where(col(Measurement.measured_on) <= until)
    return [MeasurementRow(*row) for row in session.execute(query)]


def _indicator_by_slug(session: Session, covenant_id: int, slug: str) -> Indicator:
    found = session.execute(
        select(Indicator).where(col(Indicator.covenant_id) == covenant_id, col(Indicator.slug) == slug)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound(
            sentence(N_("There is no indicator %(slug)s in this covenant."), slug=slug), "indicator"
        )
    return found


def _require_day(measured_on: date, today: date) -> None:
    """Refuse a day to come. Effects are counted before a covenant too, so its term does not matter."""
    if measured_on > today:
        raise Malformed(sentence(N_("%(day)s has not come yet."), day=measured_on), "measured_on")
    if measured_on.year < FIRST_YEAR:
        raise Malformed(
            sentence(
                N_("The year of a date must lie between %(first)s and %(last)s."),
                first=FIRST_YEAR,
                last=LAST_YEAR,
            ),
            "measured_on",
        )


def _is_known(session: Session, counted: Indicator, measured_on: date, value: int, source: str) -> bool:
    """Say whether this source's count of that day is recorded already, with this very value."""
    return (
        session.execute(
            select(col(Measurement.id)).where(
                col(Measurement.covenant_id) == counted.covenant_id,
                col(Measurement.indicator_id) == counted.id,
                col(Measurement.measured_on) == measured_on,
                col(Measurement.value) == value,
                col(Measurement.source) == source,
                funding.not_taken_back(counted.covenant_id, "measurement", col(Measurement.id)),
            )
        ).first()
        is not None
    )


@dataclass(frozen=True)
class LatestRow:
    """An indicator with what was counted last, by each source that counted on that day."""

    indicator: IndicatorRow
    measured_on: date | None
    counted: tuple[tuple[int, str], ...]


def latest(session: Session, covenant_id: int) -> list[LatestRow]:
    """Read how each indicator stands: what was counted on the last day anybody counted it."""
    measured: dict[str, list[MeasurementRow]] = {}
    for row in list_measurements(session, covenant_id):
        measured.setdefault(row.indicator, []).append(row)
    found = []
    for indicator in list_indicators(session, covenant_id):
        rows = measured.get(indicator.slug, [])
        last = max((row.measured_on for row in rows), default=None)
        found.append(
            LatestRow(
                indicator, last, tuple((row.value, row.source) for row in rows if row.measured_on == last)
            )
        )
    return found
