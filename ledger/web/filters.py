"""How figures and words are written on pages, in the reader's language.

Filters: `say` (sentences), `money` (cents: 1.234,56), `euro` (with the sign), `day`, `long_day`, `moment`
(a time, as it was at the covenant's office), `share` (tenths of a per cent), `count`, `hours` (hundredths),
`kilobytes` (a file's size), `iban` (in groups of four), `act_words` and `details` (of the trail's acts).
Globals: `statement(s)` lays a statement out for the table macro, `may(endpoint)` says whether the reader may
open a page, `state(key)` gives a badge, `decision_title` names a decision, `asset(name)` the address of a
static file; `person` and `covenant` are there on every page, or None.
"""

from datetime import date, datetime

from babel.dates import format_date
from flask import Flask, g, request

from exports.cells import count as count_text
from exports.cells import share as share_text
from exports.cells import visible
from ledger.core.act_words import Value, words_of
from ledger.core.act_words import details as details_of
from ledger.core.acting import ROLES, Role
from ledger.core.iban import format_iban
from ledger.core.language import Code
from ledger.core.money import format_cents
from ledger.core.rule_words import title_of
from ledger.core.sentences import Cents, Sentence, sentence
from ledger.core.statements.words import ROLE_NAMES
from ledger.record_pages import ActView
from ledger.storage.tables import Decision
from ledger.web import navigation, tables
from ledger.web.assets import asset
from ledger.web.here import OFFICE, code, language, locale, say
from ledger.web.pages import own_path
from ledger.web.states import state

NO_BREAK = "\N{NO-BREAK SPACE}"


def money(cents: int | None) -> str:
    """Write cents as an amount: 1.234,56; nothing for no amount."""
    return "" if cents is None else language().money(cents)


def euro(cents: int) -> str:
    """Write cents as an amount in euros: € 1.234,56."""
    sign = "€" + (NO_BREAK if code() == "nl" else "")
    text = language().money(abs(cents))
    return f"-{sign}{text}" if cents < 0 else f"{sign}{text}"


def day(value: date | None) -> str:
    """Write a day in numbers: 31-12-2015; nothing for no day."""
    return "" if value is None else language().day(value)


def long_day(value: date) -> str:
    """Write a day with its month in full: 31 december 2015."""
    return format_date(value, "d MMMM y", locale=locale())


def moment(value: datetime) -> str:
    """Write a time as the clock at the covenant's office had it: 31-12-2015 14:05."""
    local = value.astimezone(OFFICE)
    return f"{language().day(local.date())} {local:%H:%M}"


def share(tenths: int) -> str:
    """Write tenths of a per cent: 83,1%."""
    return share_text(tenths, language())


def count(number: int) -> str:
    """Write a whole number, with thousands apart from 10.000 on."""
    return count_text(number, language())


def kilobytes(size: int) -> str:
    """Write the size of a file: 1 kB for anything smaller, 1.200 kB for more."""
    return f"{count(max(1, round(size / 1024)))}{NO_BREAK}kB"


def hours(hundredths: int) -> str:
    """Write hundredths as a number: 7,5 for seven and a half, 8 for eight."""
    whole, part = divmod(hundredths, 100)
    if part == 0:
        return count(whole)
    return format_cents(hundredths, code()).rstrip("0")


def other_language() -> Code:
    """Name the language the reader could switch to."""
    return "en" if code() == "nl" else "nl"


def here_path() -> str:
    """Give the page to come back to after changing language: this one, or the one a form was on."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    return own_path(request.referrer) or "/"


def role_words() -> str:
    """Say in which roles the reader is here, and for which party."""
    roles: frozenset[Role] = g.get("roles", frozenset())
    words = [say(ROLE_NAMES[role]) for role in ROLES if role in roles]
    return ", ".join([*words, g.party] if g.get("party") else words)


def act_words(act: str) -> str:
    """Say what an act on the trail is called."""
    return say(words_of(act))


def decision_title(decision: Decision) -> Sentence:
    """Give the title of a decision as the reader reads it."""
    return sentence("%(title)s", title=title_of(decision.kind, decision.title))


def details(act: ActView) -> list[tuple[Sentence, list[str]]]:
    """Lay out what an act told: label by label, each value as the reader's language writes it."""
    found = details_of(act.content, act.names)
    return [(label, [_written(value) for value in values]) for label, values in found]


def _written(value: Value) -> str:
    if isinstance(value, Sentence | Cents | date):
        return say(sentence("%(value)s", value=value))
    return visible(str(value))


def use(app: Flask) -> None:
    """Teach the templates these ways of writing."""
    for each in (say, money, euro, day, long_day, moment, share, count, hours, kilobytes, act_words, details):
        app.jinja_env.filters[each.__name__] = each
    app.jinja_env.filters["iban"] = format_iban
    app.jinja_env.globals.update(
        asset=asset,
        here_path=here_path,
        language_code=code,
        other_language=other_language,
        role_words=role_words,
        state=state,
        decision_title=decision_title,
        sections=navigation.sections,
        may=navigation.may,
        statement=tables.lay_out_here,
    )
    app.context_processor(lambda: {"person": g.get("person"), "covenant": g.get("covenant")})
