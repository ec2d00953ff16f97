"""Making a file once in a test run, however many processes share the tests."""

import fcntl
from collections.abc import Callable
from pathlib import Path


def made_once(folder: Path, name: str, make: Callable[[Path], str]) -> tuple[Path, str]:
    """Give a file in the folder that all processes share, and what its maker said of it.

    Whichever process asks first makes it; the others wait. One that failed is made again by the next.
    """
    file, said = folder / name, folder / f"{name}.said"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            file.unlink(missing_ok=True)
            told = make(file)
            said.write_text(told, encoding="utf-8")
    return file, said.read_text(encoding="utf-8")
