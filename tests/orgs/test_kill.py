"""An import killed in the middle, and two at once: the register is as it was, and the next run works."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from kientoan.core import postgres
from kientoan.core.postgres import places

pytestmark = pytest.mark.slow

CELLS = 20_000
LONGEST = 90


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A migrated home of its own, its server kept running."""
    folder = Path(tempfile.mkdtemp(prefix="kt-kill-"))
    try:
        assert run(folder, "db", "start").returncode == 0
        done = run(folder, "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        yield folder
    finally:
        postgres.stop(folder, force=True)
        if os.geteuid() == 0:
            shutil.rmtree(places.place_of(folder).base, ignore_errors=True)
        shutil.rmtree(folder)


def command(home: Path, *words: str) -> tuple[list[str], dict[str, str]]:
    dropped = {"DATABASE_URL", "DATABASE_OWNER_URL", "KIENTOAN_ROLE"}
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    environment = kept | {"KIENTOAN_HOME": str(home), "KIENTOAN_LANGUAGE": "en"}
    return [sys.executable, "-m", "kientoan.cli", *words], environment


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    words_, environment = command(home, *words)
    return subprocess.run(words_, env=environment, capture_output=True, text=True, check=False, timeout=LONGEST)


def begun(home: Path, *words: str) -> "subprocess.Popen[str]":
    words_, environment = command(home, *words)
    return subprocess.Popen(words_, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def a_list(folder: Path, name: str, mark: str, cells: int = CELLS) -> Path:
    """A city, 40 branches and their cells, all codes beginning with the mark."""
    lines = ["code,name,kind,sector,parent_code,valid_from,valid_to"]
    lines.append(f"{mark},Thành phố {mark},city_committee,,,2010-01-01,")
    lines += [f"{mark}Q{n},Quận {n},upper_base_committee,district,{mark},2010-01-01," for n in range(40)]
    lines += [f"{mark}B{n},Chi bộ {n},base_cell,agency,{mark}Q{n % 40},2010-01-01," for n in range(cells)]
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def counts(home: Path) -> dict[str, int]:
    """The rows of every table that an import writes, as the owner sees them."""
    tables = ("orgs_unit", "orgs_unitspan", "orgs_unitevent", "orgs_unitspanevent", "core_action", "core_actiontarget")
    with psycopg.connect(postgres.address(home, "kt_owner")) as owner:
        found = {}
        for table in tables:
            [(number,)] = owner.execute(f'SELECT count(*) FROM "{table}"').fetchall()  # type: ignore[arg-type]
            found[table] = number
    return found


def until_it_writes(home: Path, process: "subprocess.Popen[str]") -> None:
    """Wait until the import is in the midst of its writing: a row lock on the register's tables is held."""
    asked = (
        "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
        " WHERE c.relname = 'orgs_unitspan' AND l.mode = 'RowExclusiveLock'"
    )
    begun_at = time.monotonic()
    with psycopg.connect(postgres.address(home, "kt_owner"), autocommit=True) as owner:
        while owner.execute(asked).fetchone() == (0,):
            assert process.poll() is None, "the import ended before it could be killed"
            assert time.monotonic() - begun_at < LONGEST
            time.sleep(0.005)


def until_alone(home: Path) -> None:
    """Wait until the server has noticed that the killed process is gone and has undone its work."""
    asked = (
        "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
        " WHERE c.relname LIKE 'orgs_unit%' AND l.mode = 'RowExclusiveLock'"
    )
    begun_at = time.monotonic()
    with psycopg.connect(postgres.address(home, "kt_owner"), autocommit=True) as owner:
        while owner.execute(asked).fetchone() != (0,):
            assert time.monotonic() - begun_at < LONGEST
            time.sleep(0.05)


def test_an_import_killed_while_it_writes_leaves_nothing_and_the_next_works(home: Path, tmp_path: Path) -> None:
    file = a_list(tmp_path, "big.csv", "K")
    before = counts(home)
    process = begun(home, "orgs", "import", str(file), "--apply")
    until_it_writes(home, process)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=LONGEST)
    assert process.returncode == -signal.SIGKILL
    until_alone(home)
    assert counts(home) == before

    done = run(home, "orgs", "import", str(file), "--apply", "--json")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["added"]) == CELLS + 41
    after = counts(home)
    assert after["orgs_unitspan"] - before["orgs_unitspan"] == CELLS + 41
    again = run(home, "orgs", "import", str(file), "--apply", "--json")
    assert json.loads(again.stdout)["applied"] is False
    assert counts(home) == after


@pytest.fixture
def held(home: Path) -> Iterator[Callable[[], None]]:
    """Keep writers of the register waiting until called, so that two imports meet for certain."""
    with psycopg.connect(postgres.address(home, "kt_owner")) as owner:
        owner.execute("LOCK TABLE orgs_unit IN SHARE MODE")
        yield owner.commit


def waiting(home: Path) -> int:
    with psycopg.connect(postgres.address(home, "kt_owner"), autocommit=True) as owner:
        [(number,)] = owner.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted").fetchall()
    return number


def test_of_two_imports_at_once_the_second_is_told_and_nothing_is_doubled(
    home: Path, tmp_path: Path, held: Callable[[], None]
) -> None:
    file = a_list(tmp_path, "twice.csv", "Z", cells=500)
    before = counts(home)
    both = [begun(home, "orgs", "import", str(file), "--apply") for _ in range(2)]
    begun_at = time.monotonic()
    while waiting(home) < 2:
        assert all(one.poll() is None for one in both), [one.communicate() for one in both if one.poll() is not None]
        assert time.monotonic() - begun_at < LONGEST
        time.sleep(0.05)
    held()
    said = [one.communicate(timeout=LONGEST) for one in both]
    assert sorted(one.returncode for one in both) == [0, 1], said
    [refused] = [errors for one, (_out, errors) in zip(both, said, strict=True) if one.returncode == 1]
    assert "The register has changed since the plan was made" in refused
    after = counts(home)
    assert after["orgs_unit"] - before["orgs_unit"] == 541
    assert after["orgs_unitspan"] - before["orgs_unitspan"] == 541
