"""The charts: every cent drawn, nothing outside the frame, no two labels on one place."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.charts import budget_chart, flow_chart
from exports.shapes import Box, Chart, Label, Ribbon, Shape, Stroke
from exports.typeface import REGULAR, SEMIBOLD, width_of
from ledger.core.statements.shape import Bar, Flow
from tests.exports.hostile import HOSTILE
from tests.exports.samples import DUTCH, ENGLISH, FUNDERS, LINES, bars, flows

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


def texts(chart: Chart) -> list[str]:
    """Give all texts of a chart."""
    return [shape.text for shape in chart.shapes if isinstance(shape, Label)]


def boxes(chart: Chart, tone: str) -> list[Box]:
    """Give all boxes of one tone that stand for money."""
    return [shape for shape in chart.shapes if isinstance(shape, Box) and shape.tone == tone and shape.tip]


def area(label: Label) -> tuple[float, float, float, float]:
    """Say which part of the chart a label covers: left, top, right, bottom."""
    wide = width_of(label.text, label.size, SEMIBOLD if label.strong else REGULAR)
    left = label.x if label.anchor == "start" else label.x - wide
    return left, label.y - label.size * 0.7, left + wide, label.y + label.size * 0.2


def edges(shape: Shape) -> tuple[float, float, float, float]:
    """Say which part of the chart a shape covers."""
    match shape:
        case Box():
            return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        case Ribbon():
            tops, bottoms = (shape.top0, shape.top1), (shape.bottom0, shape.bottom1)
            return shape.x0, min(tops), shape.x1, max(bottoms)
        case Stroke():
            return shape.x0, shape.y0, shape.x1, shape.y1
        case Label():
            return area(shape)


def outside(chart: Chart) -> list[Shape]:
    """Find what is drawn beyond the frame; half the width of a line is allowed for."""
    return [
        shape
        for shape in chart.shapes
        for left, top, right, bottom in [edges(shape)]
        if left < -1 or top < -1 or right > chart.width + 1 or bottom > chart.height + 1
    ]


def clashing(chart: Chart) -> list[tuple[str, str]]:
    """Find labels that cover one another."""
    labels = [shape for shape in chart.shapes if isinstance(shape, Label) and shape.text]
    found = []
    for one, other in combinations(labels, 2):
        a, b = area(one), area(other)
        if min(a[2], b[2]) - max(a[0], b[0]) > 0.5 and min(a[3], b[3]) - max(a[1], b[1]) > 0.5:
            found.append((one.text, other.text))
    return found


# ---- budget against actual -------------------------------------------------------------------------


def test_a_bar_is_as_long_as_its_money() -> None:
    chart = budget_chart([Bar("One", 10_000, 2_500, 5_000), Bar("Two", 20_000, 0, 0)], ENGLISH, 600)
    budget = boxes(chart, "budget")
    assert budget[1].width == pytest.approx(budget[0].width * 2)
    assert boxes(chart, "spent")[0].width == pytest.approx(budget[0].width / 2)
    assert boxes(chart, "obligated")[0].width == pytest.approx(budget[0].width / 4)


def test_what_was_spent_beyond_the_budget_is_red_and_begins_where_the_budget_ends() -> None:
    chart = budget_chart([Bar("One", 10_000, 1_000, 15_000)], ENGLISH, 600)
    (budget,), (over,), (more,) = (boxes(chart, tone) for tone in ("budget", "over", "over-obligated"))
    assert over.x == pytest.approx(budget.x + budget.width)
    assert over.width == pytest.approx(budget.width / 2)
    assert more.x == pytest.approx(over.x + over.width)
    assert boxes(chart, "obligated") == []
    assert "-60.00" in texts(chart)


@pytest.mark.parametrize(
    "bar, spent_shown",
    [
        (Bar("Nothing at all", 0, 0, 0), 0),
        (Bar("Money came back", 10_000, 0, -500), 0),
        (Bar("No budget", 0, 0, 500), 0),
        (Bar("A very little", 10_000_000, 0, 1), 1),
    ],
)
def test_a_bar_of_nothing_is_not_drawn(bar: Bar, spent_shown: int) -> None:
    assert len(boxes(budget_chart([bar], ENGLISH, 600), "spent")) == spent_shown


def test_figures_are_written_in_the_language_of_the_reader() -> None:
    shown = texts(budget_chart([Bar("Een", 123_456, 0, 0)], DUTCH, 600))
    assert {"Een", "Begroting", "1.234,56"} <= set(shown)


def test_without_bars_the_chart_says_so() -> None:
    assert texts(budget_chart([], ENGLISH, 300)) == ["No budget has been adopted yet."]


@pytest.mark.parametrize("width", [180, 280, 487, 640, 1000])
def test_bars_and_labels_stay_in_the_frame_and_apart(width: float) -> None:
    chart = budget_chart([*bars(), *(Bar(text, 10**15, 5, 10**16) for text in HOSTILE)], DUTCH, width)
    assert outside(chart) == []
    assert clashing(chart) == []


def test_parts_of_one_chart_share_scale_and_columns() -> None:
    every = bars()
    whole, part = budget_chart(every, ENGLISH, 500), budget_chart(every[4:], ENGLISH, 500, among=every)
    assert [box.width for box in boxes(whole, "budget")[4:]] == [box.width for box in boxes(part, "budget")]


@settings(max_examples=40)
@given(st.lists(st.builds(Bar, names, *[st.integers(-(10**9), 10**12)] * 3), min_size=1, max_size=12))
def test_any_bars_stay_in_the_frame(drawn: list[Bar]) -> None:
    assert outside(budget_chart(drawn, ENGLISH, 600)) == []


# ---- flow of money ---------------------------------------------------------------------------------


def columns(chart: Chart) -> list[list[Box]]:
    """Give the nodes of the three columns, from above to below."""
    nodes = [shape for shape in chart.shapes if isinstance(shape, Box) and shape.tip]
    places = sorted({node.x for node in nodes})
    return [[node for node in nodes if node.x == place] for place in places]


def test_a_node_is_as_high_as_its_money_and_all_columns_share_one_scale() -> None:
    drawn = [Flow("A", "x", "p", 300_00), Flow("B", "x", "q", 100_00)]
    (a, b), (x,), (p, q) = columns(flow_chart(drawn, ENGLISH, 600, 300))
    assert a.height == pytest.approx(b.height * 3)
    assert x.height == pytest.approx(a.height + b.height)
    assert (p.height, q.height) == pytest.approx((a.height, b.height))


def test_ribbons_fill_both_sides_of_the_line_they_pass_through() -> None:
    chart = flow_chart(flows(), ENGLISH, 600, 400)
    ribbons = [shape for shape in chart.shapes if isinstance(shape, Ribbon)]
    for line in columns(chart)[1]:
        coming = sum(
            r.bottom1 - r.top1
            for r in ribbons
            if r.x1 == line.x and line.y - 0.01 <= r.top1 < line.y + line.height
        )
        going = sum(
            r.bottom0 - r.top0
            for r in ribbons
            if r.x0 > line.x and line.y - 0.01 <= r.top0 < line.y + line.height
        )
        assert coming == pytest.approx(line.height)
        assert going == pytest.approx(line.height)


def test_every_name_has_its_amount() -> None:
    chart = flow_chart([Flow("Gemeente", "Opleiding", "Academie", 1_234_56)], DUTCH, 600, 200)
    assert sorted(texts(chart)) == sorted(["Gemeente", "Opleiding", "Academie", *["1.234,56"] * 3])
    tips = [shape.tip for shape in chart.shapes if isinstance(shape, Ribbon)]
    assert tips == ["Gemeente → Opleiding: 1.234,56", "Opleiding → Academie: 1.234,56"]


def many(funders: int = 30, lines: int = 12, projects: int = 60) -> list[Flow]:
    """Make the flow of a great covenant, no two parties giving the same."""
    return [
        Flow(
            f"Gemeente nummer {place % funders} met een lange naam",
            f"Programmalijn {place % lines} van een heel lange naam",
            f"Project {place % projects} dat ook een lange naam heeft",
            1_000_00 + place * 137,
        )
        for place in range(funders * lines)
    ]


@pytest.mark.parametrize("width, height", [(640, 760), (487, 640), (640, 300), (300, 200)])
def test_thirty_parties_twelve_lines_and_sixty_projects_stay_legible(width: float, height: float) -> None:
    chart = flow_chart(many(), DUTCH, width, height)
    assert outside(chart) == []
    assert clashing(chart) == []
    for nodes in columns(chart):
        assert all(above.y + above.height <= below.y for above, below in pairwise(nodes))


def test_where_there_is_no_room_the_smallest_are_gathered_and_no_cent_is_lost() -> None:
    drawn = [Flow("Gemeente", "Lijn", f"Project {number}", number * 100) for number in range(1, 61)]
    chart = flow_chart(drawn, ENGLISH, 600, 200)
    shown = texts(chart)
    gathered = next(text for text in shown if text.endswith("others"))
    count = int(gathered.split()[0])
    kept = [text for text in shown if text.startswith("Project")]
    assert len(kept) + count == 60
    assert ENGLISH.money(sum(range(1, count + 1)) * 100) in shown
    assert "Project 60" in kept


def test_money_that_came_back_is_named_and_not_drawn() -> None:
    chart = flow_chart([Flow("A", "x", "p", 500), Flow("B", "x", "p", -200)], ENGLISH, 600, 200)
    assert "Not drawn: 2.00 that came back on balance." in texts(chart)
    assert "B" not in texts(chart)


@pytest.mark.parametrize("drawn", [[], [Flow("A", "x", "p", 0)], [Flow("A", "x", "p", -5)]])
def test_without_money_the_chart_says_so(drawn: list[Flow]) -> None:
    assert texts(flow_chart(drawn, ENGLISH, 400, 200)) == ["No money has been spent yet."]


def test_a_project_that_is_called_like_the_rest_stays_itself() -> None:
    drawn = [Flow("A", "x", f"{number} others", 100 + number) for number in range(40)]
    chart = flow_chart(drawn, ENGLISH, 600, 150)
    nodes = columns(chart)[2]
    kept = [text for text in texts(chart) if text.endswith("others")]
    assert len(kept) == len(nodes)
    assert len({node.tip for node in nodes}) == len(nodes)


@settings(max_examples=40)
@given(
    st.lists(st.builds(Flow, names, names, names, st.integers(-100, 10**12)), max_size=25),
    st.integers(250, 900),
    st.integers(120, 800),
)
def test_any_flow_stays_in_its_frame_with_its_labels_apart(
    drawn: list[Flow], width: int, height: int
) -> None:
    chart = flow_chart(drawn, ENGLISH, width, height)
    assert outside(chart) == []
    assert clashing(chart) == []


def test_parties_keep_their_order_and_projects_stand_beside_their_line() -> None:
    chart = flow_chart(flows(), ENGLISH, 600, 500)
    shown = texts(chart)
    assert [text for text in shown if text in FUNDERS] == list(FUNDERS)
    assert [text for text in shown if text in LINES] == list(LINES)
