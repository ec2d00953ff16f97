"""Which tests one process runs where several share the work: those that begin with one long preparation."""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    file: group
    for group, files in {
        "the demonstration": ("tests/actions/test_demo.py",),
        "a governed year": ("tests/stories/test_a_governed_year.py",),
        "a year": ("tests/stories/test_a_year.py",),
        "two years": ("tests/actions/test_reports.py", "tests/actions/test_statements.py"),
        "in a browser": ("tests/stories/test_in_a_browser.py",),
        "the matrix": ("tests/web/test_matrix.py",),
        "counting again": ("tests/actions/test_checks.py",),
        "verifying": ("tests/actions/test_verifying.py",),
    }.items()
    for file in files
}
"""Files of which one process runs all tests, so that what they begin with is made once and nobody waits."""


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist tells no types
    """Hands out tests one by one, but all of some files to one process; these, as the longest, first."""

    def _split_scope(self, nodeid: str) -> str:
        """Name what a test is handed out with: its group, or itself alone."""
        return TOGETHER.get(nodeid.partition("::")[0], nodeid)
