"""What a chart is made of: boxes, ribbons, strokes and labels in points, no colour decided yet.

The origin is the top left corner and y grows downwards, as on a screen. A `tone` names what a shape
stands for; `look.TONES` gives it a colour. A `tip` is what a pointer resting on the shape is told.
"""

from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "end"]


@dataclass(frozen=True)
class Box:
    """A rectangle; `opacity` below 1 lets what lies under it shine through."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    tip: str = ""
    opacity: float = 1.0


@dataclass(frozen=True)
class Ribbon:
    """A band that flows from an upright edge on the left to one on the right.

    Its left edge runs at `x0` from `top0` down to `bottom0`, its right edge at `x1` likewise.
    """

    x0: float
    top0: float
    bottom0: float
    x1: float
    top1: float
    bottom1: float
    tone: str
    tip: str = ""
    opacity: float = 0.38

    @property
    def bend(self) -> float:
        """Say at which x both edges have their control points."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class Stroke:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float
    tone: str
    width: float = 0.5


@dataclass(frozen=True)
class Label:
    """One line of text; y is the line the letters stand on."""

    x: float
    y: float
    text: str
    size: float
    anchor: Anchor = "start"
    strong: bool = False
    tone: str = "ink"


Shape = Box | Ribbon | Stroke | Label


@dataclass(frozen=True)
class Chart:
    """A chart, laid out: its size and its shapes, those that lie on top last."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
