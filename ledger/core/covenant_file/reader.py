"""The whole covenant file: from text to facts, or to everything that is wrong with it."""

import re
import tomllib

from ledger.core.covenant_file.agreement import (
    read_agreement,
    read_indicators,
    read_lines,
    read_parties,
)
from ledger.core.covenant_file.deciding import Electorate, read_mandate, read_rules
from ledger.core.covenant_file.facts import AgreedParty, AgreedPledge, CovenantFile
from ledger.core.covenant_file.pledges import Signed, read_pledges
from ledger.core.covenant_file.table import Findings, Table, shown
from ledger.core.refusals import Malformed, Problems
from ledger.core.sentences import N_, Sentence, sentence

LARGEST_FILE = 1_000_000
"""The longest file that is looked at, in bytes; a large covenant takes a hundredth of it."""

_WHERE = re.compile(r" \(at (?:line (?P<line>[0-9]+), column (?P<column>[0-9]+)|end of document)\)$")
_DETAIL = 120


def read_covenant(text: str | bytes) -> CovenantFile:
    """Read a covenant file, and give everything it says; a wrong file is refused whole.

    Bytes are read as UTF-8. Raises Problems with every problem there is: each is a Malformed whose
    sentence begins with the place in the file and whose `field` is that place. Lists count from 1:
    `pledge[1].instalments[2].due_on` is in the first pledge's second instalment; a slug behind it in the
    sentence is that of the party, programme line, indicator or pledge concerned. For a file that
    cannot be read as TOML at all the place is `line 12`, or `file`.
    """
    findings = Findings()
    file = _sections(Table(findings, "", _parsed(text)))
    if findings.problems:
        raise Problems(findings.problems)
    return file


def _sections(top: Table) -> CovenantFile:
    """Read the sections in an order in which each can be held against those before it."""
    top.require_keys(("covenant", "party", "programme_line", "decisions", "mandate"), ("pledge", "indicator"))
    covenant_table = top.table("covenant") or Table(Findings(), "covenant", {})
    covenant, term = read_agreement(covenant_table)
    parties = read_parties(_some(top, "party"), covenant, term)
    lines = read_lines(_some(top, "programme_line"))
    by_slug = {party.slug: party for party in parties if party.slug}
    signed = Signed(by_slug, {line.slug for line in lines if line.slug}, term)
    pledges = read_pledges(top.tables("pledge"), signed)
    electorate = Electorate(frozenset(by_slug) or None, _funders(top, pledges, by_slug))
    rules_table = top.table("decisions") or Table(Findings(), "decisions", {})
    return CovenantFile(
        covenant=covenant,
        parties=parties,
        lines=lines,
        pledges=pledges,
        rules=read_rules(rules_table, electorate),
        mandate=read_mandate(_some(top, "mandate"), electorate),
        indicators=read_indicators(top.tables("indicator")),
    )


def _some(top: Table, key: str) -> list[Table]:
    """Give the tables of a list of which there must be at least one."""
    if top.values.get(key) == []:
        top.note(key, sentence(N_("There must be at least one [[%(key)s]]."), key=key))
    return top.tables(key)


def _funders(
    top: Table, pledges: tuple[AgreedPledge, ...], parties: dict[str, AgreedParty]
) -> frozenset[str] | None:
    """Give the parties that made a pledge; None where not every pledge tells whose it is."""
    written = top.values.get("pledge", [])
    is_whole = isinstance(written, list) and len(written) == len(pledges)
    if not is_whole or any(pledge.party not in parties for pledge in pledges):
        return None
    return frozenset(pledge.party for pledge in pledges)


def _parsed(text: str | bytes) -> dict[str, object]:
    """Turn the text into nested tables; raise Problems, with the line, where it is no TOML."""
    if len(text) > LARGEST_FILE:
        raise _unreadable(sentence(N_("The file is longer than %(most)s bytes."), most=LARGEST_FILE))
    if isinstance(text, bytes):
        text = _decoded(text)
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        where = _WHERE.search(str(error))
        last_line = text.count("\n") + 1
        line = int(where["line"]) if where and where["line"] else last_line
        detail = shown(_WHERE.sub("", str(error)), _DETAIL)
        raise _unreadable(
            sentence(N_("This cannot be read as TOML: %(detail)s."), detail=detail), line
        ) from error
    except RecursionError as error:
        raise _unreadable(sentence(N_("The file is nested too deeply."))) from error
    except ValueError as error:  # Python reads no whole number of more than some thousand digits
        raise _unreadable(sentence(N_("The file holds a number that is too long."))) from error


def _decoded(raw: bytes) -> str:
    """Read bytes as UTF-8; raise Problems, with the line, where they are none."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _unreadable(sentence(N_("This is not written in UTF-8.")), line) from error


def _unreadable(why: Sentence, line: int | None = None) -> Problems:
    """Say that the file cannot be read, and from which line on where that is known."""
    if line is None:
        return Problems([Malformed(why, "file")])
    return Problems([Malformed(sentence(N_("Line %(line)s: %(why)s"), line=line, why=why), f"line {line}")])
