"""The journal as a text for hledger, with which anybody can count the books again without this ledger.

    hledger -f journal.hledger balance "4000 Kosten" --depth 3
    hledger -f journal.hledger check --strict

Each of the ledger's accounts is divided as far as a posting says: costs by programme line, project and
funder, the others by funder. What hledger wants declared is declared at the end, when all of it is known.
"""

from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from exports import words
from ledger.core.chart import ACCOUNTS, account
from ledger.core.language import Language
from ledger.core.money import format_plain
from ledger.core.statements.facts import COMMON_FUND, Names, unique_names
from ledger.core.statements.journal import Book, Line
from ledger.core.statements.words import ENTRY_KINDS, word

TYPES = {"asset": "A", "liability": "L", "income": "R", "costs": "X"}
"""What hledger calls a side of the books; the bank it calls cash."""


def write_hledger(book: Book, language: Language, file: BinaryIO) -> None:
    """Write the journal as a text in UTF-8; amounts in euros, debit above zero."""
    text = TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=False)
    text.writelines(line + "\n" for line in _lines(book, language))
    text.flush()
    text.detach()


def plain(name: str) -> str:
    """Make a name that hledger reads as one: no colon, which divides accounts, nor what begins a comment."""
    return _kept(name, ";:|").strip("()[]*!= ") or "-"


def _kept(text: str, without: str) -> str:
    """Keep a text to one line with single blanks, and without some signs."""
    return " ".join("".join(" " if one in without or not one.isprintable() else one for one in text).split())


def _lines(book: Book, language: Language) -> Iterator[str]:
    period, say = book.period, language.say
    yield f"; {_kept(book.covenant, '')}"
    yield f"; {period.from_day.isoformat()} .. {period.as_at.isoformat()}"
    yield f"; {say(words.MADE_AT)} {book.made_at.isoformat()}, {book.head}"
    yield ""
    yield "decimal-mark ."
    accounts, last = _Accounts(book.names, language), 0
    for line in book.lines:
        if line.entry_id != last:
            last = line.entry_id
            yield ""
            what = " | ".join(filter(None, (say(word(ENTRY_KINDS, line.kind)), _kept(line.text, ";|"))))
            yield f"{line.day.isoformat()} ({line.entry_id}) {what}  ; about:{line.subject}"
        yield f"    {accounts.of(line)}  EUR {format_plain(line.cents)}"
    yield ""
    yield "commodity EUR 1000.00"
    yield from accounts.declared()


class _Accounts:
    """The accounts that occur, each under the name it has in the text."""

    def __init__(self, names: Names, language: Language) -> None:
        """Give every party, programme line and project a name of its own that hledger can read."""
        self._say, self._names = language.say, names
        self._parties = unique_names(
            (one, party.slug, plain(party.name)) for one, party in names.parties.items()
        )
        self._lines = unique_names((one, str(one), plain(name)) for one, name in names.lines.items())
        self._projects = unique_names(
            (one, project.slug, plain(project.name)) for one, project in names.projects.items()
        )
        self._known: dict[tuple[str, int, int | None], str] = {}

    def of(self, line: Line) -> str:
        """Name the account of a posting."""
        key = (line.account, line.pledge_id, line.project_id)
        if key not in self._known:
            self._known[key] = self._path(*key)
        return self._known[key]

    def _path(self, key: str, pledge_id: int, project_id: int | None) -> str:
        found = account(key)
        path = [f"{found.code} {plain(self._say(found.label))}"]
        if project_id is not None:
            line_id = self._names.projects[project_id].line_id
            path += [self._lines[line_id], self._projects[project_id]]
        pledge = self._names.pledges.get(pledge_id)
        path.append(self._parties[pledge.party_id] if pledge else plain(self._say(COMMON_FUND)))
        return ":".join(path)

    def declared(self) -> Iterator[str]:
        """Declare every account that occurs, in the order of the chart, with what kind of account it is."""
        for each in ACCOUNTS:
            kind = "C" if each.key == "bank" else TYPES[each.side]
            for path in sorted({path for (key, _, _), path in self._known.items() if key == each.key}):
                yield f"account {path}  ; type:{kind}"
