"""A visitor: reads pages and sends forms as a browser without scripts would, and judges every page it gets.

    visitor.sign_in("treasurer@demo.example")
    page = visitor.get("/valley/projects/new")
    page = visitor.submit("Opslaan", {"Naam": "Jobs fair", "budget": "1.234,56"})
    assert page.heading == "Jobs fair"

Fields are named by their label or by their name, a form by the text of its button. Redirects are followed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.markup import tree_of

PASSWORD = "demo-demo-demo"
MOST_HOPS = 5
Files = list[tuple[str, bytes]]
"""Files to send with a form: name and content of each."""

_TYPED = {"input", "select", "textarea"}


def text_of(element: Element) -> str:
    """Give the text of an element, blanks made single."""
    return " ".join("".join(element.itertext()).split())


@dataclass
class Page:
    """One page as it was received."""

    path: str
    status: int
    html: str
    headers: Mapping[str, str]
    tree: Element = field(repr=False)

    @property
    def heading(self) -> str:
        """Give the page's one heading."""
        return text_of(self.one("h1"))

    @property
    def words(self) -> str:
        """Give all that can be read in the main part of the page."""
        return text_of(self.one("main"))

    @property
    def mistakes(self) -> list[str]:
        """Give what the summary of mistakes says, line by line."""
        return [text_of(li) for box in self.having_class("mistakes") for li in box.iter("li")]

    @property
    def told(self) -> list[str]:
        """Give what the reader is told after something was done."""
        return [text_of(each) for each in self.having_class("told")]

    @property
    def sections(self) -> list[str]:
        """Name the sections in the navigation."""
        return [text_of(a) for nav in self.having_class("sections") for a in nav.iter("a")]

    def one(self, tag: str) -> Element:
        """Give the one element of a kind."""
        found = list(self.tree.iter(tag))
        assert len(found) == 1, f"{len(found)} <{tag}> on {self.path}"
        return found[0]

    def having_class(self, name: str) -> list[Element]:
        """Give the elements with a class."""
        return [each for each in self.tree.iter() if name in each.get("class", "").split()]

    @property
    def captions(self) -> list[str]:
        """Give the captions of the page's tables."""
        return [text_of(caption) for caption in self.tree.iter("caption")]

    def rows(self, caption: str | None = None) -> list[list[str]]:
        """Give the cells of a table's rows, headings too: of the table with this caption, or the only one."""
        tables = [
            table
            for table in self.tree.iter("table")
            if caption is None or text_of(next(table.iter("caption"))) == caption
        ]
        assert len(tables) == 1, f"{len(tables)} tables {caption or ''} on {self.path}"
        return [[text_of(cell) for cell in row if cell.tag in {"th", "td"}] for row in tables[0].iter("tr")]

    def link(self, text: str) -> str:
        """Give where the link with this text leads."""
        found = {a.get("href", "") for a in self.tree.iter("a") if text_of(a) == text}
        assert len(found) == 1, f"{len(found)} links '{text}' on {self.path}"
        return found.pop()

    def form_of(self, button: str) -> tuple[Element, Element]:
        """Find a form by the text of one of its buttons; gives both."""
        found = [
            (form, each)
            for form in self.tree.iter("form")
            for each in form.iter("button")
            if text_of(each) == button and "unseen" not in each.get("class", "")
        ]
        assert len(found) == 1, f"{len(found)} buttons '{button}' on {self.path}"
        return found[0]

    def value(self, name: str, button: str | None = None) -> str:
        """Give what stands in a field, named by its label or its name."""
        forms = [self.form_of(button)[0]] if button else list(self.tree.iter("form"))
        found = [each for form in forms for each in _controls(form) if _is_called(form, each, name)]
        assert found, f"no field '{name}' on {self.path}"
        sent = [value for each in found for value in _values(each)]
        return sent[0] if sent else ""


def _controls(form: Element) -> Iterator[Element]:
    return (each for each in form.iter() if each.tag in _TYPED)


def _labels(form: Element, control: Element) -> Iterator[str]:
    """Give the texts by which a field may be called: its label, or the legend around its options."""
    for label in form.iter("label"):
        if label.get("for") == control.get("id"):
            optional = "".join(text_of(span) for span in label.iter("span"))
            yield text_of(label).removesuffix(optional).strip()
    for fieldset in form.iter("fieldset"):
        if control.get("type") == "radio" and control in list(fieldset.iter("input")):
            yield text_of(next(fieldset.iter("legend")))


def _is_called(form: Element, control: Element, name: str) -> bool:
    """Say whether a field goes by this name: its own, that without the form's prefix, or its label's text."""
    own = control.get("name", "")
    bare = own if re.search(r"-\d+-", own) else own.rpartition("-")[2]
    return name in {own, bare, *_labels(form, control)}


def _values(control: Element) -> list[str]:
    """Give what a field would send as it stands."""
    if control.tag == "textarea":
        return ["".join(control.itertext()).removeprefix("\n")]
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [each for each in options if each.get("selected") is not None] or options[:1]
        return [each.get("value", text_of(each)) for each in chosen]
    kind = control.get("type")
    if kind in {"checkbox", "radio"}:
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [] if kind == "file" else [control.get("value", "")]


class Visitor:
    """Somebody with a browser."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page: Page | None = None

    def get(self, path: str, *, status: int = 200) -> Page:
        """Open a page; fails where it answers with another status, or is not a sound page."""
        return self._arrive(self.client.get(path, headers=self._from()), path, status)

    def follow(self, text: str) -> Page:
        """Follow the link with this text on the page at hand."""
        at_hand = self._at_hand()
        return self.get(urljoin(at_hand.path, at_hand.link(text)))

    def sign_in(self, email: str, password: str = PASSWORD, *, onward: str = "/") -> Page:
        """Sign in; gives the page it leads to, by default the first."""
        self.get(f"/sign-in?next={onward}")
        return self.submit("Inloggen", {"email": email, "password": password})

    def submit(
        self,
        button: str,
        values: Mapping[str, str | list[str]] | None = None,
        *,
        files: Mapping[str, Files] | None = None,
        status: int = 200,
    ) -> Page:
        """Fill a form of the page at hand in and press this button; gives the page one ends up on."""
        at_hand = self._at_hand()
        form, pressed = at_hand.form_of(button)
        sent = self._filled(form, dict(values or {}), dict(files or {}))
        if name := pressed.get("name"):
            sent.append((name, pressed.get("value", "")))
        path = urljoin(at_hand.path, form.get("action") or at_hand.path)
        return self.send(path, sent, status=status)

    def send(self, path: str, sent: list[tuple[str, Any]], *, status: int = 200) -> Page:
        """Send these fields to an address, whatever stands on the page at hand."""
        data: dict[str, list[Any]] = {}
        for name, value in sent:
            data.setdefault(name, []).append(value)
        kind = (
            "multipart/form-data"
            if any(isinstance(value, tuple) for _, value in sent)
            else "application/x-www-form-urlencoded"
        )
        answer = self.client.post(path, data=data, content_type=kind, headers=self._from())
        return self._arrive(answer, path, status)

    def fields(self, button: str) -> list[tuple[str, Any]]:
        """Give what a form of the page at hand would send as it stands, to be changed and sent."""
        return self._filled(self._at_hand().form_of(button)[0], {}, {})

    def _at_hand(self) -> Page:
        """Give the page at hand; whoever has none yet opens their account."""
        return self.page or self.get("/account")

    def _filled(
        self, form: Element, values: dict[str, str | list[str]], files: dict[str, Files]
    ) -> list[tuple[str, Any]]:
        sent: list[tuple[str, Any]] = []
        done: set[str] = set()
        known: set[str] = set()
        for control in _controls(form):
            name = control.get("name", "")
            names = sorted({*values, *files}, key=lambda each: each != control.get("name"))
            called = next((each for each in names if _is_called(form, control, each)), None)
            if called is None:
                sent += [(name, value) for value in _values(control)]
                continue
            known.add(called)
            if name in done:
                continue
            done.add(name)
            if called in files:
                sent += [(name, (BytesIO(content), file)) for file, content in files[called]]
            else:
                value = values[called]
                sent += [(name, each) for each in (value if isinstance(value, list) else [value])]
        missing = {*values, *files} - known
        assert not missing, f"no field {missing} in the form on {self.page and self.page.path}"
        return sent

    def _from(self) -> dict[str, str]:
        return {"Referer": f"http://localhost{self.page.path}"} if self.page else {}

    def _arrive(self, answer: TestResponse, path: str, status: int) -> Page:
        for _ in range(MOST_HOPS):
            if answer.status_code not in {301, 302, 303, 307, 308}:
                break
            parts = urlsplit(urljoin(path, answer.headers["Location"]))
            assert parts.netloc in {"", "localhost"}, f"led away to {parts.netloc}"
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            answer = self.client.get(path)
        self.page = received(path, answer)
        told = self.page.mistakes or self.page.words[:200]
        assert answer.status_code == status, f"{answer.status_code} for {path}: {told}"
        return self.page


def received(path: str, answer: TestResponse) -> Page:
    """Read an answer as a page and judge it."""
    html = answer.get_data(as_text=True)
    assert answer.mimetype == "text/html", f"{path} is {answer.mimetype}"
    tree = tree_of(html)
    page = Page(path, answer.status_code, html, dict(answer.headers), tree)
    judge(page)
    return page


def judge(page: Page) -> None:
    """Hold a page to what every page must be."""
    place, tree = page.path, page.tree
    title = text_of(page.one("title"))
    assert title.startswith(page.heading), f"{place}: the title '{title}' does not begin with the heading"
    assert tree.get("lang") in {"nl", "en"}, f"{place}: no language"
    ids = [each.get("id", "") for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids)), f"{place}: ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    for each in tree.iter():
        for name, value in each.attrib.items():
            assert name != "style", f"{place}: style within the page"
            assert not name.startswith("on"), f"{place}: script within the page"
            if name in {"aria-labelledby", "aria-describedby", "for"}:
                assert set(value.split()) <= set(ids), (
                    f"{place}: {name} points to {value}, which is not there"
                )
            if name == "href" and re.fullmatch("#.+", value):
                assert value[1:] in ids, f"{place}: a link to {value}, which is not there"
    labelled = {each.get("for") for each in tree.iter("label")}
    for each in tree.iter():
        if each.tag in _TYPED and each.get("type") != "hidden":
            known = each.get("id") in labelled or each.get("aria-label")
            assert known, f"{place}: no label for {each.get('name')}"
        if each.tag in {"button", "a"}:
            assert text_of(each) or each.get("aria-label"), f"{place}: a {each.tag} without words"
    levels = [int(each.tag[1]) for each in tree.iter() if re.fullmatch("h[1-6]", str(each.tag))]
    for above, level in pairwise(levels):
        assert level <= above + 1, f"{place}: a heading of level {level} below one of level {above}"
    for form in tree.iter("form"):
        names = {each.get("name") for each in form.iter("input")}
        assert form.get("method") == "get" or "csrf_token" in names, f"{place}: a form without its token"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"], place
    assert page.headers["Cache-Control"] == "no-store", place
