"""The colours of sheets, paper and charts: calm blues, sand for who gives, red for too much."""

from typing import Final

INK: Final = "#16212c"
MUTED: Final = "#51606f"
FAINT: Final = "#cfd8e1"
TINT: Final = "#eef2f6"
WHITE: Final = "#ffffff"
DEEP_BLUE: Final = "#0b3a5b"
RED: Final = "#a8121e"
GREEN: Final = "#1d6b47"

TONES: Final[dict[str, str]] = {
    "ink": INK,
    "muted": MUTED,
    "faint": FAINT,
    "tint": TINT,
    "paper": WHITE,
    "deep": DEEP_BLUE,
    "budget": "#d5e0ea",
    "spent": "#0e4a75",
    "obligated": "#79aad3",
    "over": RED,
    "over-obligated": "#dd8e92",
    "limit": INK,
    "funder": "#8f7023",
    "line-1": "#1f5f99",
    "line-2": "#2d7d5a",
    "line-3": "#5b4a8f",
    "line-4": "#1b7a83",
    "line-5": "#8a3f6b",
    "line-6": "#4a6076",
    "other": "#6b7680",
}
"""What a part of a chart is called, and its colour where no style sheet says otherwise."""

LINE_TONES: Final = ("line-1", "line-2", "line-3", "line-4", "line-5", "line-6")
"""Programme lines take these in turn; a project takes the tone of its line."""
