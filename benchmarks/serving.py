"""Measurements of a start from nothing: an empty database migrated, `kientoan serve` ready, its first page, its memory.

Each run is a real process with a home of its own under var/bench, as on a person's machine.
"""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from benchmarks import database
from benchmarks.runner import Figures, bench, milliseconds, seconds

HOME = database.HOME / "serving"
READY = re.compile(r"is ready: http://127\.0\.0\.1:(\d+)/")
LONGEST_START = 120
_FILL = """
from datetime import date
from django.test import Client
from kientoan.accounts import actions as accounts
from kientoan.accounts.models import User
from kientoan.orgs import actions as orgs
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from kientoan.orgs.rules.spans import SpanRow

start, by = date(2010, 1, 1), User.objects.get(username="operator")
user = User.objects.filter(username="bench").first()
if user is None:
    rows = [SpanRow("B", "Thành phố", "city_committee", "", None, start)]
    rows += [SpanRow(f"D{n}", f"Quận {n}", "upper_base_committee", "district", "B", start) for n in range(30)]
    rows += [SpanRow(f"X{n}", f"Xã {n}", "base_committee", "commune", f"D{n % 30}", start) for n in range(584)]
    rows += [SpanRow(f"C{n}", f"Chi bộ {n}", "cell", "commune", f"X{n % 584}", start) for n in range(4_400)]
    orgs.write_spans(rows=rows, by=by, sample=True)
    [user] = accounts.make_accounts(accounts=[accounts.NewAccount("bench", "bench")], by=by)
    orgs.give_grant(user=user, role=Role.SPECIALIST, unit=Unit.objects.get(code="B"), day=start, by=by)
client = Client()
client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
print("session", client.cookies["sessionid"].value)
"""


def _kientoan(*words: str, **more: str) -> str:
    """Run a command of the product in the home of these measurements and give what it printed."""
    dropped = {"DATABASE_URL", "DATABASE_OWNER_URL", "KIENTOAN_ROLE"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    environment = kept | {"KIENTOAN_HOME": str(HOME), "KIENTOAN_LANGUAGE": "en"} | more
    command = [sys.executable, "-m", "kientoan.cli", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"kientoan {words[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


@bench(
    name="core.migrate_empty",
    unit="s",
    target=15,
    about="`kientoan migrate` on an empty database; reference: psql loading the finished schema",
)
def migrate_empty() -> Iterator[Figures]:
    """All migrations, ours and others', from nothing."""
    database.ready()
    import psycopg

    from kientoan.core import postgres
    from kientoan.core.postgres import programs

    owner = postgres.address(database.HOME, "kt_owner", "kientoan")
    folder = programs.wheel_folder() / "bin"

    def program(name: str, *words: str) -> None:
        subprocess.run([str(folder / name), *words], check=True, capture_output=True)

    def empty(name: str) -> str:
        with psycopg.connect(owner, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}"')  # type: ignore[arg-type]
            server.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        return postgres.address(database.HOME, "kt_owner", name)

    with tempfile.TemporaryDirectory() as scratch:
        schema = str(Path(scratch) / "schema.sql")
        for _ in range(3):
            to = empty("bench_empty")
            took = seconds(lambda to=to: _kientoan("migrate", DATABASE_URL=to, DATABASE_OWNER_URL=to))
            program("pg_dump", "--schema-only", "--no-owner", "--file", schema, to)
            to = empty("bench_schema")
            yield took, seconds(lambda to=to: program("psql", "--quiet", "--set", "ON_ERROR_STOP=1", "-f", schema, to))


@cache
def _session() -> str:
    """Migrate and fill the home once: a city of 5,000 units and a signed-in account over it."""
    _kientoan("migrate", "--verbosity", "0")
    return _kientoan("shell", "--no-imports", "-c", _FILL).split("session ")[1].strip()


class Served:
    """A `kientoan serve` that has said it is ready."""

    def __init__(self, process: subprocess.Popen[str], port: int, took: float) -> None:
        self.process, self.port, self.took = process, port, took

    def get(self, path: str, session: str = "") -> None:
        """Ask for a page over a new connection and read it whole; anything but 200 is a failure."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers={"Cookie": f"sessionid={session}"} if session else {})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status} {answer.getheader('location', '')}")

    def megabytes(self) -> float:
        """What the process that answers pages holds in memory: granian's only child."""
        [web] = [pid for pid in _children(self.process.pid) if "kientoan.core.web" in _command(pid)]
        [answering] = [pid for pid in _children(web) if "resource_tracker" not in _command(pid)]
        status = Path(f"/proc/{answering}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def _children(pid: int) -> list[int]:
    return [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")


@contextmanager
def _serving(*words: str) -> Iterator[Served]:
    """Serve on a free port until the block ends; the database is started with it and stops with it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {n: v for n, v in os.environ.items() if n not in {"DATABASE_URL", "DATABASE_OWNER_URL"}}
    environment |= {"KIENTOAN_HOME": str(HOME), "KIENTOAN_LANGUAGE": "en"}
    command = [sys.executable, "-m", "kientoan.cli", "serve", "--address", f"127.0.0.1:{port}", *words]
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield Served(process, port, _wait(process, begun))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def _wait(process: "subprocess.Popen[str]", begun: float) -> float:
    assert process.stdout
    for line in process.stdout:
        if READY.search(line):
            return time.perf_counter() - begun
        if time.perf_counter() - begun > LONGEST_START:
            break
    raise RuntimeError("kientoan serve ended before it was ready")


@bench(name="serving.ready", unit="s", target=3, about="from the command to “ready”, PostgreSQL started too")
def ready() -> Iterator[Figures]:
    """How soon the first page can be had."""
    _session()
    for _ in range(5):
        with _serving() as served:
            yield served.took


@bench(
    name="serving.first_request",
    unit="ms",
    target=200,
    about="the home page of a signed-in specialist; reference: the same page asked for the tenth time",
)
def first_request() -> Iterator[Figures]:
    """The first page of the first visitor after “ready”."""
    session = _session()
    for _ in range(5):
        with _serving() as served:
            first = milliseconds(lambda s=served: s.get("/", session))
            later = [milliseconds(lambda s=served: s.get("/", session)) for _ in range(9)]
            yield first, later[-1]


PAGES: Sequence[str] = ("/", "/orgs/", "/orgs/list/", "/orgs/units/X1/", "/orgs/list/?export=csv", "/people/")


@bench(name="serving.resident", unit="MB", target=150, about="the process that answers, after 60 pages and lists")
def resident() -> Iterator[Figures]:
    """What the web worker holds after work."""
    session = _session()
    for _ in range(2):
        with _serving("--no-worker") as served:
            for _ in range(10):
                for page in PAGES:
                    served.get(page, session)
            yield served.megabytes()
