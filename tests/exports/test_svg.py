"""A chart on a page: an accessible image, and nothing in it that acts."""

import re
from xml.etree import ElementTree as ET

import pytest

from exports.charts import budget_chart, flow_chart
from exports.look import TONES
from exports.shapes import Chart
from exports.svg import to_svg
from ledger.core.statements.shape import Bar, Flow
from tests.exports.hostile import HOSTILE
from tests.exports.samples import DUTCH, ENGLISH, bars, flows

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = [
    pytest.param(budget_chart(bars(), DUTCH, 640), id="budget"),
    pytest.param(flow_chart(flows(), DUTCH, 640, 400), id="flow"),
    pytest.param(budget_chart([], DUTCH, 640), id="empty"),
    pytest.param(
        budget_chart([Bar(text, 100, 5, 120) for text in HOSTILE], ENGLISH, 640), id="hostile budget"
    ),
    pytest.param(flow_chart([Flow(t, t, t, 100) for t in HOSTILE], ENGLISH, 640, 500), id="hostile flow"),
]


def read(svg: str) -> ET.Element:
    """Read the image as strictly as a browser would."""
    return ET.fromstring(svg)  # noqa: S314 - our own writing


@pytest.mark.parametrize("chart", CHARTS)
def test_the_image_says_its_title_and_description(chart: Chart) -> None:
    image = read(to_svg(chart, "Budget & actual", "Eight <projects>"))
    title, description = image.find(f"{SVG}title"), image.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert image.get("role") == "img"
    assert image.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.text, description.text) == ("Budget & actual", "Eight <projects>")


@pytest.mark.parametrize("chart", CHARTS)
def test_nothing_in_it_needs_a_style_or_could_act(chart: Chart) -> None:
    for element in read(to_svg(chart, HOSTILE[5], HOSTILE[6])).iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "rect", "path", "line", "text"}
        assert not {name for name in element.attrib if name == "style" or name.startswith(("on", "href"))}


@pytest.mark.parametrize("chart", CHARTS)
def test_every_shape_has_a_class_and_a_colour_of_its_own(chart: Chart) -> None:
    for element in list(read(to_svg(chart, "t", "d")))[2:]:
        assert re.fullmatch(r"(tone|stroke)-[a-z0-9-]+( ribbon)?", element.get("class", ""))
        assert (element.get("fill") or element.get("stroke")) in TONES.values()


def test_two_charts_on_a_page_have_different_names() -> None:
    one, other = (
        to_svg(flow_chart(flows(), DUTCH, 640, 400), "t", "d"),
        to_svg(budget_chart(bars(), DUTCH, 640), "t", "d"),
    )
    assert not set(re.findall(r' id="([^"]+)"', one)) & set(re.findall(r' id="([^"]+)"', other))


def test_a_hostile_name_is_shown_as_it_was_typed() -> None:
    chart = budget_chart([Bar("<script>alert(1)</script>", 100, 0, 0)], ENGLISH, 900)
    assert "<script>alert(1)</script>" in [element.text for element in read(to_svg(chart, "t", "d")).iter()]
