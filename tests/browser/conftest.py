"""What the journeys share: one Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from kientoan.core import assets
from tests.conftest import chromium
from tools.assets import node_command

QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module", autouse=True)
def _django_beside_playwright() -> Iterator[None]:
    """Playwright's loop runs in this thread; Django would refuse the database until the module's last teardown."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    if not assets.are_built():
        pytest.fail("The pages' CSS and JS are not built: run `make assets`")
    with pytest.MonkeyPatch.context() as patch:
        # Playwright's own Node wants libatomic, which a bare Debian has not; the one that builds the pages wants nothing.
        patch.setenv("PLAYWRIGHT_NODEJS_PATH", node_command("node")[0])
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
            yield browser
            browser.close()
