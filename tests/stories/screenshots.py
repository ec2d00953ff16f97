"""Takes the picture in the README anew: `make screenshots`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize

from ledger import demo
from ledger.storage import migrate
from ledger.storage.db import Database
from tests.house.reading import HOUSE
from tests.programs import require_chromium
from tests.stories.serving import chromium, served

PICTURES = HOUSE / "tests" / "pictures"
SHOWN = ViewportSize(width=1280, height=1060)
"""How much of the page the picture shows."""
SHARPNESS = 1.5
"""Pixels of the picture for each of the page."""


def take(folder: Path) -> Path:
    """Tell the demonstration, open the overview as the municipality sees it, and take its picture."""
    file = folder / "ledger.sqlite"
    database = Database(f"sqlite:///{file}")
    migrate.upgrade(database)
    demo.tell(database)
    database.dispose()
    PICTURES.mkdir(exist_ok=True)
    picture = PICTURES / "overview.png"
    with served(file) as address, chromium(require_chromium()) as browser:
        page = browser.new_page(base_url=address, viewport=SHOWN, device_scale_factor=SHARPNESS)
        page.goto("/language/en?next=/sign-in")
        page.get_by_role("link", name="maastricht@demo.example").click()
        page.get_by_label("Password").fill(demo.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Overview").wait_for()
        page.screenshot(path=picture)
    return picture


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write(f"Took {take(Path(name)).relative_to(HOUSE)}.\n")
