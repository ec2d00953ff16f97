"""The summary of the report: key figures, whether all totals agree, and the two charts."""

from dataclasses import dataclass, replace
from typing import Final

from exports import look, words
from exports.charts import budget_chart, flow_chart
from exports.controls import ties
from exports.paper_blocks import Block, Gap, Pen, Picture, tiles_of, words_in
from exports.paper_cover import PART
from exports.paper_pages import UPRIGHT, Chapter, room_high, room_wide
from exports.paper_statement import heading, subtitle
from exports.typeface import SEMIBOLD, Setting, printable
from ledger.core.language import Language
from ledger.core.statements.shape import Bar, Flow, Report

CHART_SIZE: Final = 8.0
LEAST_BARS: Final = 4
AGREES: Final = Setting(SEMIBOLD, 9.5, 13, look.GREEN)
DIFFERS: Final = Setting(SEMIBOLD, 9.5, 13, look.RED)


def summary_chapter(report: Report, language: Language) -> Chapter:
    """Make the summary."""
    room = room_wide(UPRIGHT)
    say = language.say
    tiles = tuple(
        (printable(say(label)).replace("\n", " "), f"€ {language.money(cents)}")
        for label, cents in report.headline
    )
    blocks: list[Block] = heading(say(words.SUMMARY), subtitle(report, language), room)
    if tiles:
        blocks.append(tiles_of(tiles, room))
    found = list(ties(report))
    if found:
        right = sum(tie.agrees for tie in found)
        sign = "\N{CHECK MARK}" if right == len(found) else "\N{BLACK UP-POINTING TRIANGLE}"
        text = f"{sign} {say(words.checks_agree(right, len(found)))}"
        blocks.append(words_in(text, AGREES if right == len(found) else DIFFERS, room, after=4))
    blocks += [Gap(14), words_in(say(words.CHART_BUDGET), PART, room, after=6, keep=True)]
    blocks.append(_budget(report.bars, language, room))
    blocks += [Gap(14), words_in(say(words.CHART_FLOW), PART, room, after=8, keep=True)]
    blocks.append(_flow(report.flows, language, room))
    return Chapter("summary", printable(say(words.SUMMARY)), UPRIGHT, tuple(blocks), fresh=True)


@dataclass(frozen=True)
class Bars:
    """Budget against actual, divided between two projects where a page ends."""

    bars: tuple[Bar, ...]
    among: tuple[Bar, ...]
    language: Language
    width: float
    keep: bool = False

    def _picture(self, count: int) -> Picture:
        """Draw the first so many bars."""
        return Picture(
            budget_chart(self.bars[:count], self.language, self.width, size=CHART_SIZE, among=self.among)
        )

    @property
    def height(self) -> float:
        """Say how high the chart is."""
        return self._picture(len(self.bars)).height

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw the chart."""
        self._picture(len(self.bars)).draw(pen, x, y)

    def split(self, room: float) -> tuple[Block, Block] | None:
        """Divide the bars, a few at least on either side."""
        if len(self.bars) < 2 * LEAST_BARS:
            return None
        one, two = self._picture(1).height, self._picture(2).height
        fitting = min(int((room - one) / (two - one)) + 1, len(self.bars) - LEAST_BARS)
        if fitting < LEAST_BARS:
            return None
        return replace(self, bars=self.bars[:fitting]), replace(self, bars=self.bars[fitting:])


def _budget(bars: tuple[Bar, ...], language: Language, room: float) -> Block:
    """Draw budget against actual."""
    printed = tuple(replace(bar, label=printable(bar.label)) for bar in bars)
    return Bars(printed, printed, language, room)


def _flow(flows: tuple[Flow, ...], language: Language, room: float) -> Block:
    """Draw the flow of money, as high as the number of names asks for."""
    printed = [
        replace(
            flow,
            funder=printable(flow.funder),
            line=printable(flow.line),
            project=printable(flow.project),
        )
        for flow in flows
    ]
    most = max(
        len({flow.funder for flow in printed}),
        len({flow.line for flow in printed}),
        len({flow.project for flow in printed}),
    )
    height = min(max(232.0, most * 17.0), room_high(UPRIGHT) - 50)
    return Picture(flow_chart(printed, language, room, height, size=CHART_SIZE))
