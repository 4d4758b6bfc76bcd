"""Processes that use the embedded server of a home of their own, for the tests of it."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kientoan.core import postgres
from kientoan.core.postgres import places

SOURCE = Path(postgres.__file__).parents[3]
CLIENT = """
import sys
from pathlib import Path
from kientoan.core import postgres
server = postgres.ensure(Path(sys.argv[1]))
print(server.url("kt_app"), flush=True)
sys.stdin.readline()
"""
FORKING = """
import os, sys, time
from pathlib import Path
from kientoan.core import postgres
postgres.ensure(Path(sys.argv[1]))
if os.fork():
    sys.exit(0)
sys.stdin.readline()
"""
HANDING_ON = """
import subprocess, sys
from pathlib import Path
from kientoan.core import postgres
home = Path(sys.argv[1])
postgres.ensure(home)
child = subprocess.Popen(["sleep", "60"], pass_fds=(postgres.held(home),), stdin=subprocess.DEVNULL,
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(child.pid, flush=True)
"""


@contextmanager
def home_of_its_own() -> Iterator[Path]:
    """A home folder whose server is stopped and whose data are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kt-home-"))
    try:
        yield folder
    finally:
        postgres.stop(folder, force=True)
        if os.geteuid() == 0:
            shutil.rmtree(places.place_of(folder).base, ignore_errors=True)
        shutil.rmtree(folder)


def client(home: Path, text: str = CLIENT, **more: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", text, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    line = process.stdout.readline().strip()
    if not line:
        pytest.fail(f"the client ended: {process.communicate()[1]}")
    return line


def ends(process: subprocess.Popen[str]) -> None:
    _, errors = process.communicate("\n", timeout=30)
    assert (process.returncode, errors) == (0, "")


def stopped(home: Path) -> bool:
    try:
        return postgres.stop(home)
    except postgres.InUse:
        return False


def wait_until(true: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)
