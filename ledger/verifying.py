"""Verifying the record: the trail against itself and a witness, and all that is on record against the trail.

The second count of `checks.py` asks whether the books add up; this asks whether they are the books that were
written: each row of each table, each journal entry, vote, approval and file is held against what the trail
told when it was made.
"""

import gc
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from ledger import access_log, evidence, spending, trail
from ledger.core.refusals import Malformed
from ledger.core.sentences import N_, sentence
from ledger.core.statements.shape import Head
from ledger.storage import journal, proofs, witnessing
from ledger.storage.canonical import canonical, digest_of_text
from ledger.storage.proofs import Replayed
from ledger.trail import Finding

_WITNESS = re.compile(r"(?P<seq>0|[1-9][0-9]{0,8}):(?P<hash>(?:[0-9a-f]{64})?)")

UNTOLD = N_("The trail does not tell of this.")
DIFFERS = N_("This is not what the trail told in row %(row)s.")
MISSING = N_("This is missing; the trail told of it in row %(row)s.")

ROWS = {
    "untold": N_("The trail does not tell of this: %(what)s."),
    "differs": N_("This is not what the trail told in row %(row)s: %(what)s."),
    "missing": N_("This is missing; the trail told of it in row %(row)s: %(what)s."),
    "back": N_("This is there again; the trail told in row %(row)s that it was taken away: %(what)s."),
}
"""What is said of a row of a table that is not as the trail told."""


def head(session: Session, covenant_id: int) -> Head:
    """Give the trail's head: the number and the hash of its last row."""
    return trail.head(session, covenant_id)


def parse_witness(text: str, *, field: str | None = "witness") -> Head:
    """Read a head as it is printed on exports, `12:ab34…`; refuses anything else."""
    match = _WITNESS.fullmatch(text.strip().lower())
    if match is None or (match["seq"] == "0") != (match["hash"] == ""):
        raise Malformed(
            sentence(N_('"%(typed)s" is not a number, a colon and a hash of 64 digits.'), typed=text[:80]),
            field,
        )
    return Head(int(match["seq"]), match["hash"])


def log_head(session: Session) -> Head:
    """Give the head of the access log, which is that of no covenant: its last row's number and hash."""
    return access_log.head(session)


def verify(
    session: Session, covenant_id: int, witness: Head | None = None, log_witness: Head | None = None
) -> list[Finding]:
    """Prove the record and name everything that is wrong; empty when all is sound.

    `witness` is a head of the trail that somebody kept, `log_witness` one of the access log: they show
    whether either was cut or written anew since. Where the trail itself is wrong, nothing else can be held
    against it, and its first wrong row is all that is named. The log is held against what the trail saw too.
    """
    with _without_pause():
        return _findings(session, covenant_id, witness, log_witness)


@contextmanager
def _without_pause() -> Iterator[None]:
    """Leave the memory alone for a while: to look through it again and again takes as long as the proof."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()


def _findings(
    session: Session, covenant_id: int, witness: Head | None, log_witness: Head | None
) -> list[Finding]:
    chain = trail.verify_chain(session, covenant_id, witness)
    log = access_log.verify_chain(session, log_witness) or [*_unseen(session, covenant_id)]
    if chain:
        return [*chain, *log]
    replayed = proofs.replay(session, covenant_id)
    rows = [*_rows(session, covenant_id, replayed)]
    return [
        *log,
        *_entries(session, covenant_id, replayed),
        *rows,
        *_budgets(session, covenant_id, replayed),
        *_decisions(session, covenant_id),
        *_votes(session, covenant_id, replayed),
        *_approvals(session, covenant_id, {finding.place for finding in rows}),
        *evidence.faults(session, covenant_id),
    ]


def _unseen(session: Session, covenant_id: int) -> Iterator[Finding]:
    """Ask that the access log still holds what the acts on the trail saw of it."""
    found = witnessing.unseen(session, covenant_id)
    if found:
        row, seen, is_gone = found
        what = N_("The log ends before this row, which act %(row)s on the trail saw.")
        other = N_("This row is not the one that act %(row)s on the trail saw.")
        yield Finding(f"access-log/{seen}", sentence(what if is_gone else other, row=row))


def _entries(session: Session, covenant_id: int, replayed: Replayed) -> Iterator[Finding]:
    """Ask that every entry is what exactly one act told that it booked."""
    sealed = proofs.sealed_entries(session, covenant_id)
    left = dict(replayed.entries)
    for number, digest in journal.digests(session, covenant_id):
        acts = left.pop(number, [])
        place = f"entry/{number}"
        if not acts and number in sealed:
            yield Finding(place, sentence(UNTOLD))
        elif len(acts) > 1:
            rows = ", ".join(str(act.seq) for act in acts)
            yield Finding(
                place,
                sentence(N_("The trail tells more than once that it was booked: rows %(rows)s."), rows=rows),
            )
        elif acts and acts[0].content.get("booked") != digest:
            yield Finding(place, sentence(DIFFERS, row=acts[0].seq))
    for number, acts in sorted(left.items()):
        yield Finding(f"entry/{number}", sentence(MISSING, row=acts[0].seq))


def _rows(session: Session, covenant_id: int, replayed: Replayed) -> Iterator[Finding]:
    """Ask that every table holds the rows that the acts told, as they told them, and no other."""
    for table, key, what, seq in proofs.compare(session, covenant_id, replayed):
        yield Finding(table.place(key), sentence(ROWS[what], row=seq, what=table.noun(key)))


def _budgets(session: Session, covenant_id: int, replayed: Replayed) -> Iterator[Finding]:
    """Ask that of every year the budget adopted last is in force, and those before it are replaced."""
    budgets = proofs.budgets(session, covenant_id)
    years = {f"budget/{number}": year for number, year, _ in budgets}
    in_force = {years[place]: place for place in replayed.adopted if place in years}
    for number, year, state in budgets:
        place = f"budget/{number}"
        told = "adopted" if in_force.get(year) == place else "replaced" if place in replayed.adopted else ""
        if state != told and (told or state in {"adopted", "replaced"}):
            yield Finding(place, sentence(N_("Its state is not what the trail told of its adoption.")))


def _decisions(session: Session, covenant_id: int) -> Iterator[Finding]:
    """Ask that the text of every decision is the one whose digest is voted on."""
    for number, title, proposal, content, digest in proofs.decisions(session, covenant_id):
        if digest != digest_of_text(content) or not _says(content, title, proposal):
            what = N_("Its text does not match the digest that was voted on.")
            yield Finding(f"decision/{number}", sentence(what))


def _says(content: str, title: str, proposal: str) -> bool:
    """Say whether a canonical text holds this title and this proposal."""
    return f'"title":{canonical(title)}' in content and f'"proposal":{canonical(proposal)}' in content


def _votes(session: Session, covenant_id: int, replayed: Replayed) -> Iterator[Finding]:
    """Ask that every vote is bound to the digest of the version it was cast on."""
    for number, version, party, digest in proofs.votes(session, covenant_id):
        if digest not in replayed.cast_on.get((f"decision/{number}", version), ()):
            what = N_("The vote of party %(party)s is not on what version %(version)s said.")
            yield Finding(f"decision/{number}", sentence(what, party=party, version=version))


def _approvals(session: Session, covenant_id: int, wrong: Collection[str]) -> Iterator[Finding]:
    """Ask that what was approved is still what stands; what is known to be wrong already is left aside."""
    given = {
        number: approvals
        for number, approvals in proofs.approvals(session, covenant_id).items()
        if f"expenditure/{number}" not in wrong
    }
    for row, splits, shares, payee in proofs.expenditures(session, covenant_id, given):
        stands = spending.digest_on(row, splits, shares, payee_digest=payee)
        for party, digest in given[row.id]:
            if digest != stands:
                what = N_("It is not what party %(party)s approved.")
                yield Finding(f"expenditure/{row.id}", sentence(what, party=party))
