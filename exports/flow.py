"""The flow of money drawn as a river: from party through programme line to project.

Nodes and ribbons are as high as the money they stand for; all three columns share one scale. Every
node has a slot at least as high as a line of text, so that no two labels meet; where a column holds
more than there is room for, its smallest are gathered into one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from exports import words
from exports.cells import one_line, visible
from exports.look import LINE_TONES
from exports.shapes import Anchor, Box, Chart, Label, Ribbon, Shape
from exports.typeface import SEMIBOLD, shorten, width_of
from ledger.core.language import Language
from ledger.core.statements.shape import Flow

Key = TypeVar("Key")

LINE_HIGH = 1.3
"""A line of text takes so many times the size of its letters."""

LABELS_SHARE = 0.75
"""The labels of a full column take at most this part of the chart's height."""

LEAST_NAME = 3.0
"""Where so many times the text size is all that is left for a name, its amount makes room."""

LEAST_NODE = 1.5
"""However little money, a node is so many points high."""


@dataclass(frozen=True)
class Name:
    """What a node stands for: its name, or the rest gathered into one."""

    text: str
    gathered: int = 0


@dataclass(frozen=True)
class Node:
    """A node with its place: `y` and `height` of the node, `slot` of the room kept for its label."""

    name: Name
    cents: int
    y: float
    height: float
    slot: float
    tone: str


@dataclass(frozen=True)
class Link:
    """Money between two nodes, in cents."""

    source: Name
    target: Name
    cents: int


@dataclass(frozen=True)
class Frame:
    """The sizes of one flow chart, in points, and the language it speaks."""

    width: float
    height: float
    size: float
    language: Language

    @property
    def line_high(self) -> float:
        """Say how high a line of text is."""
        return self.size * LINE_HIGH

    @property
    def node_wide(self) -> float:
        """Say how wide a node is."""
        return max(5.0, self.size * 0.9)

    @property
    def xs(self) -> tuple[float, float, float]:
        """Say where the three columns of nodes begin."""
        first, last = self.width * 0.25, self.width * 0.73
        return first, (first + last) / 2 - self.width * 0.03, last

    @property
    def most_nodes(self) -> int:
        """Say how many nodes a column may have: labels take three quarters, so that size still shows."""
        return max(2, int(self.height * LABELS_SHARE / (self.line_high + 1)))


def flow_chart(
    flows: Sequence[Flow],
    language: Language,
    width: float,
    height: float,
    *,
    size: float = 9.0,
) -> Chart:
    """Draw how money went from each party through the programme lines to the projects.

    `size` is the size of the text. Money that came back on balance is not drawn, and a line below the
    chart says how much that is.
    """
    drawn = [flow for flow in flows if flow.cents > 0]
    back_cents = -sum(flow.cents for flow in flows if flow.cents < 0)
    note = Frame(width, height, size, language).line_high * 1.4 if back_cents else 0.0
    frame = Frame(width, height - note, size, language)
    if not drawn:
        text = shorten(visible(language.say(words.NO_FLOW)), width, size)
        return Chart(width, size * 2.5, (Label(0, size * 1.5, text, size, tone="muted"),))
    shapes = _river(drawn, frame)
    if back_cents:
        text = visible(language.say(words.not_drawn(language.money(back_cents))))
        shapes.append(Label(0, height - size * 0.3, shorten(text, width, size), size, tone="muted"))
    return Chart(width, height, tuple(shapes))


def _river(flows: Sequence[Flow], frame: Frame) -> list[Shape]:
    """Lay out nodes, ribbons and labels of the money that is drawn."""
    funders = _gather(((flow.funder, flow.cents) for flow in flows), frame.most_nodes)
    lines = _gather(((flow.line, flow.cents) for flow in flows), frame.most_nodes)
    projects = _gather(((flow.project, flow.cents) for flow in flows), frame.most_nodes)
    left = _links((funders[flow.funder], lines[flow.line], flow.cents) for flow in flows)
    right = _links((lines[flow.line], projects[flow.project], flow.cents) for flow in flows)
    columns = [
        _rest_last(_totals((link.source, link.cents) for link in left)),
        _rest_last(_totals((link.target, link.cents) for link in left)),
    ]
    columns.append(_beside(right, list(columns[1])))
    tones = {name: LINE_TONES[place % len(LINE_TONES)] for place, name in enumerate(columns[1])}
    scale = min(_scale(list(column.values()), frame) for column in columns)
    first = _column(columns[0], scale, frame, dict.fromkeys(columns[0], "funder"))
    middle = _column(columns[1], scale, frame, tones)
    last = _column(columns[2], scale, frame, _project_tones(right, tones))
    x0, x1, x2 = frame.xs
    wide, gap = frame.node_wide, frame.size * 0.5
    return [
        *_ribbons(left, first, middle, x0 + wide, x1, frame),
        *_ribbons(right, middle, last, x1 + wide, x2, frame),
        *_nodes(first, x0, frame),
        *_nodes(middle, x1, frame),
        *_nodes(last, x2, frame),
        *_labels(first, x0 - gap, x0 - gap, "end", frame),
        *_labels(middle, x1 + wide + gap, x2 - x1 - wide - gap * 3, "start", frame, ground=True),
        *_labels(last, x2 + wide + gap, frame.width - x2 - wide - gap, "start", frame),
    ]


def _gather(named: Iterable[tuple[str, int]], most: int) -> dict[str, Name]:
    """Give each name its node; the smallest share one where there are more than fit."""
    totals = _totals(named)
    if len(totals) <= most:
        return {text: Name(text) for text in totals}
    by_size = sorted(totals, key=lambda text: -totals[text])
    kept = set(by_size[: most - 1])
    rest = Name("", gathered=len(totals) - len(kept))
    return {text: Name(text) if text in kept else rest for text in totals}


def _totals(named: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    """Add up the cents of each name, in the order the names came."""
    totals: dict[Key, int] = {}
    for name, cents in named:
        totals[name] = totals.get(name, 0) + cents
    return totals


def _rest_last(totals: dict[Name, int]) -> dict[Name, int]:
    """Put what was gathered at the foot of its column."""
    return dict(sorted(totals.items(), key=lambda item: item[0].gathered > 0))


def _links(parts: Iterable[tuple[Name, Name, int]]) -> list[Link]:
    """Add up the money between each two nodes."""
    totals = _totals(((source, target), cents) for source, target, cents in parts)
    return [Link(source, target, cents) for (source, target), cents in totals.items()]


def _beside(links: Sequence[Link], lines: Sequence[Name]) -> dict[Name, int]:
    """Order the projects beside the lines that pay them, so that few ribbons cross."""
    place = {name: number for number, name in enumerate(lines)}
    totals = _totals((link.target, link.cents) for link in links)
    pull = _totals((link.target, link.cents * place[link.source]) for link in links)
    return dict(
        sorted(
            totals.items(),
            key=lambda item: (item[0].gathered > 0, pull[item[0]] / item[1], -item[1]),
        )
    )


def _project_tones(links: Sequence[Link], tones: Mapping[Name, str]) -> dict[Name, str]:
    """Give each project the tone of the line that pays most of it."""
    found: dict[Name, str] = {}
    for link in sorted(links, key=lambda link: -link.cents):
        found.setdefault(link.target, "other" if link.target.gathered else tones[link.source])
    return found


def _least_slot(count: int, frame: Frame) -> float:
    """Say how high each slot of a column of so many nodes is at least: two lines where those fit."""
    two = frame.line_high * 2
    return two if count * two <= frame.height * LABELS_SHARE else frame.line_high


def _gap(count: int, frame: Frame) -> float:
    """Say how far the slots of a column of so many nodes stand apart."""
    free = frame.height - count * _least_slot(count, frame)
    return min(frame.size * 1.4, max(1.0, free * 0.3 / max(count - 1, 1)))


def _scale(column: Sequence[int], frame: Frame) -> float:
    """Find how many points a cent may be high so that this column fills its room and no more."""
    room = frame.height - _gap(len(column), frame) * (len(column) - 1)
    least = _least_slot(len(column), frame)
    low, high = 0.0, room / sum(column)
    for _ in range(60):
        tried = (low + high) / 2
        if sum(max(cents * tried, least) for cents in column) <= room:
            low = tried
        else:
            high = tried
    return low


def _column(
    totals: Mapping[Name, int], scale: float, frame: Frame, tones: Mapping[Name, str]
) -> dict[Name, Node]:
    """Place the nodes of a column below one another, the whole in the middle of the chart's height."""
    gap = _gap(len(totals), frame)
    least = _least_slot(len(totals), frame)
    slots = [max(cents * scale, least) for cents in totals.values()]
    y = max(0.0, (frame.height - sum(slots) - gap * (len(slots) - 1)) / 2)
    nodes: dict[Name, Node] = {}
    for (name, cents), slot in zip(totals.items(), slots, strict=True):
        height = max(cents * scale, LEAST_NODE)
        nodes[name] = Node(name, cents, y + (slot - height) / 2, height, slot, tones[name])
        y += slot + gap
    return nodes


def _text_of(name: Name, frame: Frame) -> str:
    """Write a node's name on one line."""
    if name.gathered:
        return visible(frame.language.say(words.others(name.gathered)))
    return one_line(visible(name.text))


def _edges(
    links: Sequence[Link], nodes: Mapping[Name, Node], *, at_source: bool
) -> dict[Link, tuple[float, float]]:
    """Divide the side of each node over its ribbons, in the order of the nodes they go to."""
    y = {name: node.y for name, node in nodes.items()}
    edges: dict[Link, tuple[float, float]] = {}
    for link in links:
        node = nodes[link.source if at_source else link.target]
        top = y[node.name]
        y[node.name] = bottom = top + node.height * link.cents / node.cents
        edges[link] = (top, bottom)
    return edges


def _ribbons(
    links: Sequence[Link],
    sources: Mapping[Name, Node],
    targets: Mapping[Name, Node],
    x0: float,
    x1: float,
    frame: Frame,
) -> list[Shape]:
    """Draw the money between two columns; a ribbon has the tone of where it comes from."""
    at_source = {name: place for place, name in enumerate(sources)}
    at_target = {name: place for place, name in enumerate(targets)}
    ordered = sorted(links, key=lambda link: (at_source[link.source], at_target[link.target]))
    left = _edges(ordered, sources, at_source=True)
    right = _edges(ordered, targets, at_source=False)
    return [
        Ribbon(
            x0,
            *left[link],
            x1,
            *right[link],
            sources[link.source].tone,
            f"{_text_of(link.source, frame)} → {_text_of(link.target, frame)}: "
            f"{frame.language.money(link.cents)}",
        )
        for link in ordered
    ]


def _nodes(nodes: Mapping[Name, Node], x: float, frame: Frame) -> list[Shape]:
    """Draw the nodes of a column."""
    return [
        Box(
            x,
            node.y,
            frame.node_wide,
            node.height,
            node.tone,
            f"{_text_of(node.name, frame)}: {frame.language.money(node.cents)}",
        )
        for node in nodes.values()
    ]


def _labels(
    nodes: Mapping[Name, Node],
    x: float,
    room: float,
    anchor: Anchor,
    frame: Frame,
    *,
    ground: bool = False,
) -> list[Shape]:
    """Write name and amount beside each node: on two lines where its slot is high enough."""
    shapes: list[Shape] = []
    size, high, gap = frame.size, frame.line_high, frame.size * 0.5
    for node in nodes.values():
        name, amount = _text_of(node.name, frame), frame.language.money(node.cents)
        middle = node.y + node.height / 2
        two = node.slot >= high * 2
        amount_size = min(size, size * room / width_of(amount, size))
        amount_wide = width_of(amount, amount_size)
        name_room = room if two else room - amount_wide - gap
        if name_room < size * LEAST_NAME:  # a name says more than an amount; the tip has both
            name_room, amount, amount_wide, gap = room, "", 0.0, 0.0
        name = shorten(name, name_room, size, SEMIBOLD)
        name_wide = width_of(name, size, SEMIBOLD)
        if ground:
            wide = max(name_wide, amount_wide) if two else name_wide + gap + amount_wide
            tall = high * (2 if two else 1)
            shapes.append(Box(x - size * 0.25, middle - tall / 2, wide + size * 0.5, tall, "paper", "", 0.62))
        name_x = amount_x = x
        name_y, amount_y = middle - size * 0.22, middle + size
        if not two:
            name_y = amount_y = middle + size * 0.34
            name_x = x if anchor == "start" else x - amount_wide - gap
            amount_x = x + name_wide + gap if anchor == "start" else x
        shapes.append(Label(name_x, name_y, name, size, anchor, strong=True))
        if amount:
            shapes.append(Label(amount_x, amount_y, amount, amount_size, anchor, tone="muted"))
    return shapes
