"""How a page is read: strictly, for what a browser has to mend differs from one browser to the next."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder

import turbohtml
from turbohtml import TokenType

SVG = "{http://www.w3.org/2000/svg}"
_WITHOUT_END = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}


def tree_of(html: str) -> Element:
    """Read a page; what it says of its own structure must be what a browser makes of it."""
    document = turbohtml.parse(html, strict=True, positions=False)
    seen = [(each.tag, getattr(each.parent, "tag", "")) for each in document.iter_elements()]
    written = _as_written(html)
    assert [*_outline(written)] == seen, "a browser puts an element elsewhere than the page does"
    return written


def _as_written(html: str) -> Element:
    """Build the tree as the tags say it: each ends, and those within it end before.

    What belongs to a drawing bears its namespace, so that a drawing's title is not taken for the page's.
    """
    builder, within = TreeBuilder(), list[str]()
    for token in turbohtml.tokenize(html):
        name = token.tag or ""
        if name == "svg" or f"{SVG}svg" in within:
            name = SVG + name
        if token.type is TokenType.TEXT and within:
            builder.data(token.data or "")
        elif token.type is TokenType.START_TAG:
            builder.start(name, {key: value or "" for key, value in token.attrs or ()})
            if name in _WITHOUT_END or token.self_closing:
                builder.end(name)
            else:
                within.append(name)
        elif token.type is TokenType.END_TAG:
            assert within[-1:] == [name], f"</{name}> on line {token.line} ends what did not begin"
            builder.end(within.pop())
    assert not within, f"<{within[-1]}> does not end"
    return builder.close()


def _outline(element: Element, parent: str = "") -> Iterator[tuple[str, str]]:
    name = element.tag.removeprefix(SVG)
    yield name, parent
    for child in element:
        yield from _outline(child, name)
