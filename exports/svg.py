"""A chart as SVG for a page: readable by screen readers, coloured by the page's own style sheet.

Every shape has the class `tone-…` of what it stands for, and a plain presentation attribute with the
colour of `look.TONES` for where there is no style sheet. No style attribute is written, so that a
strict content security policy may forbid those.
"""

from hashlib import sha256
from html import escape

from exports.cells import visible
from exports.look import TONES
from exports.shapes import Box, Chart, Label, Ribbon, Shape, Stroke

FONTS = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


def to_svg(chart: Chart, title: str, description: str) -> str:
    """Write a chart as one `<svg>` element that says its title and description to who cannot see it.

    The size is in points; the element has a viewBox, so that a style sheet may scale it.
    """
    shapes = "".join(map(_shape, chart.shapes))
    name = "chart-" + sha256((title + shapes).encode(errors="replace")).hexdigest()[:12]
    wide, high = _number(chart.width), _number(chart.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" '
        f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" font-family="{FONTS}" '
        f'aria-labelledby="{name}-title {name}-description">'
        f'<title id="{name}-title">{_text(title)}</title>'
        f'<desc id="{name}-description">{_text(description)}</desc>'
        f"{shapes}</svg>"
    )


def _number(value: float) -> str:
    """Write a length with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    """Write a text so that it is a text and nothing else."""
    return escape(visible(text), quote=True)


def _tip(text: str) -> str:
    """Write what a pointer resting on the shape is told."""
    return f"<title>{_text(text)}</title>" if text else ""


def _opacity(value: float) -> str:
    """Write how much of what lies below shines through, where anything does."""
    return f' fill-opacity="{_number(value)}"' if value < 1 else ""


def _shape(shape: Shape) -> str:
    """Write one shape."""
    match shape:
        case Box():
            return _box(shape)
        case Ribbon():
            return _ribbon(shape)
        case Stroke():
            return _stroke(shape)
        case Label():
            return _label(shape)


def _box(box: Box) -> str:
    """Write a rectangle."""
    return (
        f'<rect class="tone-{box.tone}" x="{_number(box.x)}" y="{_number(box.y)}" '
        f'width="{_number(box.width)}" height="{_number(box.height)}" '
        f'fill="{TONES[box.tone]}"{_opacity(box.opacity)}>{_tip(box.tip)}</rect>'
    )


def _ribbon(band: Ribbon) -> str:
    """Write a ribbon as a path of two curves."""
    x0, x1, bend = _number(band.x0), _number(band.x1), _number(band.bend)
    top0, top1 = _number(band.top0), _number(band.top1)
    bottom0, bottom1 = _number(band.bottom0), _number(band.bottom1)
    path = (
        f"M{x0} {top0}C{bend} {top0} {bend} {top1} {x1} {top1}"
        f"V{bottom1}C{bend} {bottom1} {bend} {bottom0} {x0} {bottom0}Z"
    )
    return (
        f'<path class="tone-{band.tone} ribbon" d="{path}" fill="{TONES[band.tone]}"'
        f"{_opacity(band.opacity)}>{_tip(band.tip)}</path>"
    )


def _stroke(line: Stroke) -> str:
    """Write a straight line."""
    return (
        f'<line class="stroke-{line.tone}" x1="{_number(line.x0)}" y1="{_number(line.y0)}" '
        f'x2="{_number(line.x1)}" y2="{_number(line.y1)}" '
        f'stroke="{TONES[line.tone]}" stroke-width="{_number(line.width)}"/>'
    )


def _label(label: Label) -> str:
    """Write a line of text."""
    weight = ' font-weight="600"' if label.strong else ""
    return (
        f'<text class="tone-{label.tone}" x="{_number(label.x)}" y="{_number(label.y)}" '
        f'font-size="{_number(label.size)}" text-anchor="{label.anchor}" '
        f'fill="{TONES[label.tone]}"{weight}>{_text(label.text)}</text>'
    )
