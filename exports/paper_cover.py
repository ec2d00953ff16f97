"""The first pages of the report: what it is, whose it is, and where everything stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from exports import look, words
from exports.cells import one_line
from exports.paper_blocks import Block, Gap, Pen, Whole, pairs_of, words_in
from exports.paper_pages import TOP, UPRIGHT, Chapter, room_wide
from exports.paper_statement import NOTE, heading
from exports.typeface import LIGHT, REGULAR, SEMIBOLD, Setting, printable, shorten, wrap
from ledger.core.language import Language
from ledger.core.statements.shape import Report

BAND_HEIGHT: Final = 292.0
PALE: Final = "#b9d2e6"
KICKER: Final = Setting(SEMIBOLD, 11, 15, PALE)
UNDER_NAME: Final = Setting(REGULAR, 14, 19, PALE)
NAME_SIZES: Final = (40.0, 32.0, 25.0, 20.0)
MOST_NAME_LINES: Final = 3
GOAL: Final = Setting(LIGHT, 17, 24, look.INK)
PART: Final = Setting(SEMIBOLD, 11.5, 16, look.DEEP_BLUE)
LABEL: Final = Setting(REGULAR, 9.5, 13, look.MUTED)
TEXT: Final = Setting(REGULAR, 9.5, 13, look.INK)
STRONG: Final = Setting(SEMIBOLD, 9.5, 13, look.INK)


@dataclass(frozen=True)
class Band(Whole):
    """The deep blue band across the top of the cover, with the covenant's name."""

    kicker: str
    name: tuple[str, ...]
    setting: Setting
    under: str

    @property
    def height(self) -> float:
        """Say how much of it stands below the page's upper margin."""
        return BAND_HEIGHT - TOP

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw the band from edge to edge, the texts standing on its lower part."""
        pen.box(0, 0, UPRIGHT[0], BAND_HEIGHT, look.DEEP_BLUE)
        pen.box(0, BAND_HEIGHT, UPRIGHT[0], 4, "#8f7023")
        baseline = BAND_HEIGHT - 38
        under_y = baseline
        name_y = baseline - 34 - (len(self.name) - 1) * self.setting.leading
        pen.text(x, name_y - self.setting.size - 14, self.kicker, KICKER)
        for down, line in enumerate(self.name):
            pen.text(x, name_y + down * self.setting.leading, line, self.setting)
        pen.text(x, under_y, self.under, UNDER_NAME)


def _band(report: Report, language: Language) -> Band:
    """Set the covenant's name as large as it fits on three lines."""
    room = room_wide(UPRIGHT)
    name = printable(one_line(report.covenant))
    settings = [Setting(LIGHT, size, size * 1.15, look.WHITE) for size in NAME_SIZES]
    setting = next(
        (each for each in settings if len(wrap(name, room, each)) <= MOST_NAME_LINES), settings[-1]
    )
    lines = wrap(name, room, setting)
    if len(lines) > MOST_NAME_LINES:
        rest = shorten(" ".join(lines[MOST_NAME_LINES - 1 :]), room, setting.size, LIGHT)
        lines = [*lines[: MOST_NAME_LINES - 1], rest]
    say = language.say
    place = " · ".join(text for text in (report.place, say(words.year_of(report))) if text)
    under = shorten(printable(one_line(place)), room, UNDER_NAME.size)
    return Band(printable(say(words.ACCOUNT)), tuple(lines), setting, under)


def cover_chapter(report: Report, language: Language) -> Chapter:
    """Make the cover: covenant, place and year, goal, parties and what each is."""
    room = room_wide(UPRIGHT)
    say = language.say
    blocks: list[Block] = [_band(report, language), Gap(30)]
    goal = say(report.goal)
    if goal:
        blocks.append(words_in(say(words.GOAL), PART, room, after=2, keep=True))
        blocks += [words_in(goal, GOAL, room), Gap(20)]
    if report.parties:
        blocks.append(words_in(say(words.PARTIES), PART, room, after=4, keep=True))
        parties = [(name, say(kind)) for name, kind in report.parties]
        blocks.append(pairs_of(parties, room, room * 0.68, STRONG, LABEL))
    return Chapter("cover", printable(say(words.COVER)), UPRIGHT, tuple(blocks), fresh=True)


def contents_chapter(
    chapters: Sequence[Chapter], numbers: Mapping[str, int], report: Report, language: Language
) -> Chapter:
    """Make the contents, which name the page of each chapter, and say what this report is."""
    room = room_wide(UPRIGHT)
    say = language.say
    wide = room - 40 - 10
    entries = [
        (shorten(one_line(chapter.title), wide, TEXT.size), str(numbers.get(chapter.key, "")))
        for chapter in chapters
    ]
    keys = [chapter.key for chapter in chapters]
    listed = pairs_of(entries, room, room - 40, TEXT, STRONG, ends=True, targets=keys)
    facts = [
        (say(words.COVENANT), report.covenant),
        (say(words.PLACE), report.place),
        (say(words.PERIOD), say(words.period_of(report))),
        (say(words.AS_AT), language.day(report.as_at)),
        (say(words.MADE_AT), words.made_at(report, language)),
        (say(words.TRAIL_HEAD), str(report.head)),
    ]
    blocks: list[Block] = [
        *heading(say(words.CONTENTS), "", room),
        Gap(6),
        listed,
        Gap(28),
        words_in(say(words.ABOUT), PART, room, after=4, keep=True),
        pairs_of(facts, room, 120, LABEL, TEXT),
        Gap(6),
        words_in(
            f"{say(words.WITNESS)} {say(words.AMOUNTS_IN_EURO)}.", replace(NOTE, size=9, leading=13), room
        ),
    ]
    return Chapter("contents", printable(say(words.CONTENTS)), UPRIGHT, tuple(blocks), fresh=True)
