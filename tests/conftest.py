"""What every test run shares: the interface in Vietnamese, and a loud word on browser tests that could not run."""

import os
import shutil

import pytest
from hypothesis import settings

from kientoan.core import params
from tests import database
from tests.database import _flush_as_owner, _no_memory_of_samples, django_db_setup
from tools import messages

__all__ = ["_flush_as_owner", "_no_memory_of_samples", "django_db_setup"]

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The Chromium of this machine, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.fixture
def own_home(settings, tmp_path, monkeypatch):
    """A folder of the test's own for files and for the office's own parameters."""
    settings.HOME = tmp_path
    monkeypatch.setenv("KIENTOAN_HOME", str(tmp_path))
    params.current.cache_clear()
    yield tmp_path
    params.current.cache_clear()


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, so that pages and commands speak Vietnamese in tests."""
    if not hasattr(config, "workerinput"):
        messages.compile_all()
    database.start()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a Chromium, tests marked `browser` are skipped, and counted below."""
    if chromium():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="NOT RUN: no Chromium on this machine"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the very end how many browser tests did not run."""
    skipped = [r for r in terminalreporter.getreports("skipped") if "no Chromium" in str(r.longrepr)]
    if skipped:
        terminalreporter.write_sep(
            "!",
            f"{len(skipped)} BROWSER TESTS WERE NOT RUN: no Chromium (apt-get install chromium)",
            red=True,
            bold=True,
        )
