"""Goals as people look them up: where each indicator began, where it should end, and what was counted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from ledger import evidence, indicators
from ledger.core.language import Code
from ledger.core.refusals import NotFound
from ledger.core.sentences import N_, sentence
from ledger.core.statements.deciding import reached
from ledger.evidence import EvidenceRow
from ledger.indicators import IndicatorRow, MeasurementRow
from ledger.storage import accounts

PER_PAGE = 50
LATEST = 6
"""How many measurements of an indicator stand on the page of all goals."""

WHOLE = 1000
"""All of the way to a target, in tenths of a per cent."""


@dataclass(frozen=True)
class MeasurementView:
    """What was counted on a day, by whose account; `change` since the baseline.

    `reached` is how much of the way to the target that is, in tenths of a per cent; None without a target.
    `disagrees` says that another source counted something else for the same day.
    """

    number: int
    measured_on: date
    value: int
    source: str
    change: int
    reached: int | None
    disagrees: bool
    recorded_by: str
    recorded_at: datetime
    files: Sequence[EvidenceRow]

    @property
    def shown(self) -> int:
        """Give how long the bar of progress is: from nothing to the whole way."""
        return max(0, min(self.reached or 0, WHOLE))


@dataclass(frozen=True)
class GoalView:
    """An indicator: its name in the reader's language, its beginning and target, and what was counted.

    `latest` are the measurements of the last day counted: several where sources disagree. `rows` are those
    shown, the latest first, `count` how many there are.
    """

    slug: str
    name: str
    baseline: int
    baseline_on: date
    target: int | None
    target_on: date | None
    latest: Sequence[MeasurementView]
    rows: Sequence[MeasurementView]
    count: int

    @property
    def disputed(self) -> Sequence[date]:
        """List the days shown about which sources disagree."""
        return sorted({row.measured_on for row in self.rows if row.disagrees})


def goals(session: Session, covenant_id: int, *, code: Code) -> list[GoalView]:
    """List the covenant's indicators, each with its latest measurements."""
    measured: dict[str, list[MeasurementRow]] = {}
    for row in indicators.list_measurements(session, covenant_id):
        measured.setdefault(row.indicator, []).append(row)
    parts = [
        _part(one, measured.get(one.slug, []), first=0, most=LATEST)
        for one in indicators.list_indicators(session, covenant_id)
    ]
    proofs = _proofs(session, covenant_id, parts)
    return [_view(part, proofs, code) for part in parts]


def goal(session: Session, covenant_id: int, slug: str, *, code: Code, first: int = 0) -> GoalView:
    """Show one indicator with a page of its measurements; refuses one there is none of."""
    found = next((one for one in indicators.list_indicators(session, covenant_id) if one.slug == slug), None)
    if found is None:
        raise NotFound(sentence(N_("There is no indicator %(slug)s in this covenant."), slug=slug))
    measured = indicators.list_measurements(session, covenant_id, indicator=slug)
    part = _part(found, measured, first=first, most=PER_PAGE)
    return _view(part, _proofs(session, covenant_id, [part]), code)


def name_of(row: IndicatorRow, code: Code) -> str:
    """Name an indicator in the reader's language."""
    return row.name_nl if code == "nl" else row.name_en


@dataclass(frozen=True)
class _Part:
    """An indicator, the measurements of its last day, those to be shown, and the days under dispute."""

    indicator: IndicatorRow
    latest: Sequence[MeasurementRow]
    rows: Sequence[MeasurementRow]
    count: int
    disputed: Collection[date]


@dataclass(frozen=True)
class _Proofs:
    """The files behind measurements, by subject, and the names of who recorded them."""

    files: Mapping[str, Sequence[EvidenceRow]]
    people: Mapping[int, str]


def _part(one: IndicatorRow, measured: Sequence[MeasurementRow], *, first: int, most: int) -> _Part:
    newest = list(reversed(measured))
    values: dict[date, set[int]] = {}
    for row in measured:
        values.setdefault(row.measured_on, set()).add(row.value)
    return _Part(
        one,
        [row for row in newest if row.measured_on == newest[0].measured_on],
        newest[first : first + most],
        len(measured),
        {day for day, counted in values.items() if len(counted) > 1},
    )


def _proofs(session: Session, covenant_id: int, parts: Iterable[_Part]) -> _Proofs:
    shown = [row for part in parts for row in (*part.latest, *part.rows)]
    return _Proofs(
        evidence.evidence_of(session, covenant_id, {f"measurement/{row.number}" for row in shown}),
        accounts.names_of(session, {row.person_id for row in shown}),
    )


def _view(part: _Part, proofs: _Proofs, code: Code) -> GoalView:
    one = part.indicator
    return GoalView(
        slug=one.slug,
        name=name_of(one, code),
        baseline=one.baseline,
        baseline_on=one.baseline_on,
        target=one.target,
        target_on=one.target_on,
        latest=[_measurement(part, row, proofs) for row in part.latest],
        rows=[_measurement(part, row, proofs) for row in part.rows],
        count=part.count,
    )


def _measurement(part: _Part, row: MeasurementRow, proofs: _Proofs) -> MeasurementView:
    one = part.indicator
    return MeasurementView(
        number=row.number,
        measured_on=row.measured_on,
        value=row.value,
        source=row.source,
        change=row.value - one.baseline,
        reached=reached(one.baseline, one.target, row.value),
        disagrees=row.measured_on in part.disputed,
        recorded_by=proofs.people.get(row.person_id, ""),
        recorded_at=row.recorded_at,
        files=proofs.files.get(f"measurement/{row.number}", ()),
    )
