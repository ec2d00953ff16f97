"""Keeping copies of the ledger: a backup is written while everybody works, and counts once it is proved.

No act of a covenant: nothing is written in the database that is copied, and the trail's head does not move.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from ledger import access_log, checks, trail, verifying
from ledger.core.refusals import Malformed, Refusal
from ledger.core.sentences import N_, sentence
from ledger.core.statements.shape import Head
from ledger.storage import copies, guards, reads
from ledger.storage.db import Database

NOT_MADE = N_("The books are not sound, and no backup was made. %(place)s: %(what)s")
NOT_PUT_BACK = N_("The backup is not sound, and was not put back. %(place)s: %(what)s")


@dataclass(frozen=True)
class Held:
    """A covenant that stands in a backup, and the head of its trail there."""

    covenant: str
    head: Head


def back_up(database: Database, file: Path) -> list[Held]:
    """Write a proved copy of the database to a file; name the covenants in it and their heads.

    The file bears its name only once everything in it was proved; one that had the name before stays until
    then. Refuses a file that cannot be written, and books that are not sound.
    """
    if database.is_sqlite and file.exists() and file.samefile(str(database.engine.url.database)):
        raise Malformed(sentence(N_("%(file)s is the database itself."), file=str(file)))
    with copies.beside(file) as part:
        held = copies.write(database, part, _proving(NOT_MADE))
        copies.take_place(part, file)
        return held


def restore(database: Database, file: Path) -> list[Held]:
    """Put a backup into an empty database; name the covenants in it and their heads.

    A backup of an earlier version of the program is brought up to this one. Every session and every link by
    which somebody could come in is ended. Refuses a database that is in use, and a backup that is not sound;
    the database is then as empty as before.
    """
    copies.require_copy(database, file)
    return copies.put_back(file, database, _proving(NOT_PUT_BACK))


def _proving(unsound: str) -> Callable[[Session], list[Held]]:
    """Make what proves a state of the database, or refuses it with the first thing found."""

    def prove(session: Session) -> list[Held]:
        if missing := guards.faults(session.connection()):
            what = sentence(N_("this guard is missing or altered."))
            raise Refusal(sentence(unsound, place=missing[0], what=what))
        findings = access_log.verify_chain(session)
        covenant_ids = reads.covenant_ids(session)
        for each in covenant_ids:
            findings += [*checks.check(session, each).findings, *verifying.verify(session, each)]
        if findings:
            raise Refusal(sentence(unsound, place=findings[0].place, what=findings[0].what))
        return [Held(reads.slug(session, each), trail.head(session, each)) for each in covenant_ids]

    return prove
