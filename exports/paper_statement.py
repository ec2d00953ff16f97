"""One statement as a chapter of the report: heading, table with subtotals and totals, notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from exports import look, words
from exports.paper_blocks import Block, Gap, Words, words_in
from exports.paper_columns import (
    column_texts,
    control_texts,
    figure_texts,
    frame_of,
    need_of,
)
from exports.paper_pages import Chapter, room_wide
from exports.paper_table import PAD, Frame, Line, RowKind, printed
from exports.paper_widths import Layout, Need, lay_out
from exports.typeface import REGULAR, SEMIBOLD, Setting, printable, shorten, wrap
from ledger.core.language import Language
from ledger.core.sentences import Sentence
from ledger.core.statements.shape import Control, Report, Row, Statement, grouped, whole_controls

HEADING = Setting(SEMIBOLD, 17, 23, look.DEEP_BLUE)
UNDER_HEADING = Setting(REGULAR, 9, 13, look.MUTED)
NOTE = Setting(REGULAR, 8.5, 12, look.MUTED)
LEAST_LABEL = 70.0


@dataclass(frozen=True)
class Sheet:
    """A statement being printed: the texts of its cells are written and measured once."""

    statement: Statement
    language: Language
    texts: dict[int, list[str]]
    needs: dict[int, Need]
    layout: Layout


def statement_chapter(
    statement: Statement, report: Report, language: Language, *, fresh: bool = False
) -> Chapter:
    """Print one statement."""
    sheet = _measure(statement, language)
    page = sheet.layout.page
    room = room_wide(page)
    blocks: list[Block] = heading(language.say(statement.title), subtitle(report, language), room)
    for number, places in enumerate(sheet.layout.parts):
        if len(sheet.layout.parts) > 1:
            first, last = places[min(1, len(places) - 1)] + 1, places[-1] + 1
            which = words.some_columns(first, last, len(statement.columns))
            blocks += [Gap(12)] if number else []
            blocks.append(words_in(language.say(which), UNDER_HEADING, room, after=3, keep=True))
        blocks.append(_table(sheet, places, room))
    for note in statement.notes:
        blocks.append(Gap(5))
        blocks.append(words_in(language.say(note), NOTE, room))
    title = printable(language.say(statement.title)).replace("\n", " ")
    return Chapter(f"statement-{statement.key}", title, page, tuple(blocks), fresh)


def heading(title: str, under: str, room: float) -> list[Block]:
    """Head a chapter, with a line below that says of what and as at which day."""
    lines = wrap(printable(title), room, HEADING)
    lines = lines if len(lines) <= 3 else [*lines[:2], shorten(" ".join(lines[2:]), room, 17, SEMIBOLD)]
    blocks: list[Block] = [Words(tuple(lines), HEADING, 1, keep=True)]
    if under:
        blocks.append(words_in(under, UNDER_HEADING, room, after=8, keep=True))
    return blocks


def subtitle(report: Report, language: Language) -> str:
    """Say which year, as at which day, and in what the amounts are."""
    return " · ".join(
        (
            language.say(words.year_of(report)),
            f"{language.say(words.AS_AT)} {language.day(report.as_at)}",
            language.say(words.AMOUNTS_IN_EURO),
        )
    )


def _measure(statement: Statement, language: Language) -> Sheet:
    """Write and measure every cell; the column a statement is grouped by becomes its headings."""
    by = None if statement.group_by is None else statement.place(statement.group_by)
    places = [place for place in range(len(statement.columns)) if place != by] or [0]
    texts = {place: column_texts(statement, place, language) for place in places}
    needs = {
        place: need_of(
            statement.columns[place],
            figure_texts(statement, place, texts[place]),
            control_texts(statement, place, language),
            language,
        )
        for place in places
    }
    layout = lay_out([needs[place] for place in places], places, len(statement.rows))
    return Sheet(statement, language, texts, needs, layout)


def _table(sheet: Sheet, places: Sequence[int], room: float) -> Block:
    """Print the rows in these columns."""
    columns = [sheet.statement.columns[place] for place in places]
    needs = [sheet.needs[place] for place in places]
    frame = frame_of(columns, needs, sheet.layout.type, room, sheet.language)
    return printed(frame, list(_lines(sheet, places, frame)))


def _lines(sheet: Sheet, places: Sequence[int], frame: Frame) -> Iterator[Line]:
    """Go through heads of groups, rows, subtotals and totals in the order they are printed."""
    statement, language = sheet.statement, sheet.language
    numbers = {id(row): number for number, row in enumerate(statement.rows)}
    columns = len(places)
    if not statement.rows:
        yield _label_line("empty", language.say(words.NO_ROWS), frame, columns, "")
    for group in grouped(statement):
        name = ""
        if group.label is not None:
            name = printable(language.say(group.label))
            yield _label_line("group", name, frame, columns, name)
        for row in group.rows:
            yield _row(sheet, places, frame, row, numbers[id(row)], name)
        yield from _totals("subtotal", group.controls, sheet, places, frame, name)
    yield from _totals("total", whole_controls(statement), sheet, places, frame, "")


def _label_line(kind: RowKind, text: str, frame: Frame, span: int, group: str) -> Line:
    """Print a label over so many columns, and nothing else."""
    setting = frame.type.strong if kind in {"subtotal", "total", "group"} else frame.type.plain
    lines = tuple(wrap(text, sum(frame.widths[:span]) - 2 * PAD, setting))
    return Line(kind, (lines, *(() for _ in frame.widths[1:])), group, span)


def _row(sheet: Sheet, places: Sequence[int], frame: Frame, row: Row, number: int, group: str) -> Line:
    """Print one row: figures as they are, texts divided over lines."""
    cells: list[tuple[str, ...]] = []
    negative: list[int] = []
    for at, place in enumerate(places):
        text = sheet.texts[place][number]
        cell, kind = row.cells[place], sheet.statement.columns[place].kind
        if kind != "text" and isinstance(cell, int | date):
            cells.append((text,))
        else:
            cells.append(tuple(wrap(text, frame.widths[at] - 2 * PAD, frame.type.plain)) if text else ())
        if kind == "money" and isinstance(cell, int) and cell < 0:
            negative.append(at)
    return Line("row", tuple(cells), group, negative=tuple(negative))


def _totals(
    kind: RowKind,
    controls: Sequence[Control],
    sheet: Sheet,
    places: Sequence[int],
    frame: Frame,
    group: str,
) -> Iterator[Line]:
    """Print the ledger's own totals; those with one label stand in one row, each in its own column."""
    keys = [sheet.statement.columns[place].key for place in places]
    rows: list[tuple[str | Sentence, dict[int, int]]] = []
    for control in controls:
        if control.column not in keys:
            continue
        at = keys.index(control.column)
        if not rows or rows[-1][0] != control.label or at in rows[-1][1]:
            rows.append((control.label, {}))
        rows[-1][1][at] = control.cents
    for label, figures in rows:
        yield from _total(kind, sheet.language.say(label), figures, sheet, frame, group)


def _total(
    kind: RowKind, label: str, figures: dict[int, int], sheet: Sheet, frame: Frame, group: str
) -> Iterator[Line]:
    """Print one row of totals; where there is no room before the first figure the label gets its own row."""
    columns = len(frame.widths)
    span = min(figures)
    room = sum(frame.widths[:span]) - 2 * PAD
    text = printable(label)
    if room < LEAST_LABEL and frame.type.strong.width_of(text) > room:
        yield _label_line(kind, text, frame, columns, group)
        span, text = 0, ""
    cells: list[tuple[str, ...]] = [() for _ in range(columns)]
    if span:
        cells[0] = tuple(wrap(text, room, frame.type.strong))
    for at, cents in figures.items():
        cells[at] = (sheet.language.money(cents),)
    negative = tuple(at for at, cents in figures.items() if cents < 0)
    yield Line(kind, tuple(cells), group, span, negative)
