"""Files are prepared beside the one whose place they are to take: no half file ever bears its name."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.core.refusals import Refusal
from ledger.core.sentences import N_, sentence


@contextmanager
def beside(place: Path, *, mode: int = 0o600) -> Iterator[Path]:
    """Have an empty file beside another until the block ends, however it ends.

    It is open to its owner alone, or to whom `mode` and the usual mask of this process say.
    """
    part = place.with_name(f".{place.name}.{secrets.token_hex(6)}.part")
    try:
        try:
            os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode))
        except OSError as error:
            raise unwritten(place, error.strerror or "") from None
        yield part
    finally:
        part.unlink(missing_ok=True)


def take_place(part: Path, place: Path) -> None:
    """Give a file that is whole its name, and wait until that stands on disk."""
    try:
        part.replace(place)
    except OSError as error:
        raise unwritten(place, error.strerror or "") from None
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def unwritten(place: Path, why: str) -> Refusal:
    """Make the refusal of a file that cannot be written."""
    return Refusal(sentence(N_("%(file)s cannot be written: %(why)s."), file=str(place), why=why))
