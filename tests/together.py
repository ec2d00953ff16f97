"""Which tests one process runs where several share the work: those that begin with one long preparation."""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/actions/test_demo.py",
    "tests/stories/test_a_governed_year.py",
    "tests/stories/test_a_year.py",
    "tests/stories/test_in_a_browser.py",
    "tests/web/test_matrix.py",
)
"""Files of which one process runs all tests, so that what they begin with is made once and nobody waits."""


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist tells no types
    """Hands out tests one by one, but all of some files to one process; these, as the longest, first."""

    def _split_scope(self, nodeid: str) -> str:
        """Name what a test is handed out with: its file, or itself alone."""
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid
