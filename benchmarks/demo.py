"""The demo as a person runs it: the whole city in a home of its own, first run and second run."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from benchmarks.runner import Figures, bench, seconds


@cache
def _first() -> tuple[Path, float]:
    """Run the demo in an empty home; gives the home, which goes with this process, and the seconds."""
    home = Path(tempfile.mkdtemp(prefix="kientoan-bench-demo-"))
    atexit.register(_clear, home)
    return home, seconds(lambda: _run(home, "demo"))


def _clear(home: Path) -> None:
    """Stop what still runs and take everything away, the database that root keeps elsewhere too."""
    with suppress(subprocess.CalledProcessError):
        _run(home, "db", "stop", "--force")
    if os.geteuid() == 0:
        from kientoan.core.postgres import places

        shutil.rmtree(places.place_of(home).base, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


def _run(home: Path, *arguments: str) -> None:
    environment = {**os.environ, "KIENTOAN_HOME": str(home)}
    for name in ("KIENTOAN_ROLE", "DATABASE_URL", "DATABASE_OWNER_URL"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "kientoan.cli", *arguments]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@bench(
    name="demo.first_run",
    unit="s",
    target=180,
    about="2,310 base organisations, 584 workbooks, from no database to the report",
)
def first_run() -> Iterator[Figures]:
    """The first run, with the start of PostgreSQL and the migration."""
    yield _first()[1]


@bench(name="demo.second_run", unit="s", target=20, about="the same again, which changes nothing")
def second_run() -> Iterator[Figures]:
    """The second run on what the first one made."""
    home, _seconds = _first()
    for _ in range(3):
        yield seconds(lambda: _run(home, "demo"))
