"""The embedded server with real processes: who starts it, who uses it, who stops it, and what survives a kill."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kientoan.core import postgres
from tests.core.postgres_clients import (
    CLIENT,
    FORKING,
    HANDING_ON,
    client,
    ends,
    home_of_its_own,
    said,
    stopped,
    wait_until,
)


@pytest.fixture
def home() -> Iterator[Path]:
    with home_of_its_own() as folder:
        yield folder


def test_a_new_home_gets_a_server_with_two_roles_and_vietnamese_letters(home: Path) -> None:
    server = postgres.ensure(home)
    assert postgres.ensure(home) == server
    with psycopg.connect(server.url("kt_owner"), autocommit=True) as owner:
        owner.execute("CREATE EXTENSION btree_gist")
        owner.execute("CREATE TABLE note (text text)")
        owner.execute("CREATE DATABASE test_kientoan")
        assert owner.execute("SELECT lower('ĐẶNG'), 'Đặng' ILIKE '%ặNG'").fetchone() == ("đặng", True)
        settings = ("fsync", "jit", "listen_addresses", "unix_socket_permissions", "data_checksums")
        told = [owner.execute("SELECT current_setting(%s)", [name]).fetchone()[0] for name in settings]
        assert told == ["on", "off", "", "0700", "on"]
    with psycopg.connect(server.url("kt_app"), autocommit=True) as runner:
        for refused in (
            "SELECT * FROM note",
            "CREATE TABLE mine (a int)",
            "CREATE DATABASE mine",
            "CREATE EXTENSION pg_trgm",
            "SET ROLE kt_owner",
            "SET SESSION AUTHORIZATION postgres",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                runner.execute(refused)
    assert server.socket.stat().st_mode & 0o777 == 0o700
    assert server.data.stat().st_mode & 0o777 == 0o700


def test_the_last_one_out_stops_the_server_and_what_was_written_is_there_again(home: Path) -> None:
    first, second = client(home), client(home)  # Both at the same moment, on a home where nothing is made yet.
    url = said(first)
    assert said(second) == url
    now = postgres.status(home)
    assert now.ready
    if sys.platform == "linux":
        assert set(now.users) == {first.pid, second.pid}
    with psycopg.connect(url.replace("kt_app", "kt_owner"), autocommit=True) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 7 AS number")
    ends(first)
    assert postgres.status(home).ready
    ends(second)
    assert not postgres.status(home).running
    third = client(home)
    with psycopg.connect(said(third).replace("kt_app", "kt_owner")) as owner:
        assert owner.execute("SELECT number FROM kept").fetchone() == (7,)
    ends(third)


def test_many_processes_at_the_same_moment_share_one_server(home: Path) -> None:
    clients = [client(home) for _ in range(4)]
    assert len({said(each) for each in clients}) == 1
    with psycopg.connect(postgres.address(home), autocommit=True) as connection:
        assert connection.execute("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'kt\\_%'").fetchone() == (2,)
    for each in clients:
        ends(each)
    assert not postgres.status(home).running


def test_a_server_that_was_started_to_stay_stays_until_it_is_stopped(home: Path) -> None:
    staying = client(home, CLIENT.replace("postgres.ensure", "postgres.start"))
    said(staying)
    ends(staying)
    now = postgres.status(home)
    assert (now.ready, now.kept, now.users) == (True, True, ())
    passing = client(home)
    said(passing)
    ends(passing)
    assert postgres.status(home).ready
    assert postgres.stop(home)
    assert (postgres.status(home).running, postgres.status(home).kept) == (False, False)


def test_a_client_killed_with_9_is_counted_no_more(home: Path) -> None:
    lost = client(home)
    said(lost)
    lost.kill()
    lost.communicate()
    now = postgres.status(home)
    assert (now.running, now.users) == (True, ())
    last = client(home)
    said(last)
    ends(last)
    assert not postgres.status(home).running


def test_a_server_killed_with_9_is_recovered_for_those_who_come_and_those_who_are_there(home: Path) -> None:
    server = postgres.ensure(home)
    with psycopg.connect(server.url("kt_owner"), autocommit=True) as owner:
        owner.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
    before = postgres.status(home).pid
    assert before
    os.kill(before, signal.SIGKILL)
    assert postgres.ensure(home) == server
    assert postgres.status(home).pid != before
    with psycopg.connect(server.url("kt_owner"), autocommit=True) as owner:
        assert owner.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
    assert "was not properly shut down" in server.log.read_text(encoding="utf-8")


def test_a_pid_file_left_by_a_crash_and_taken_by_another_process_is_no_server(home: Path) -> None:
    server = postgres.ensure(home)
    before = postgres.status(home).pid
    assert before
    os.kill(before, signal.SIGKILL)
    account = server.data.stat()
    as_server = {"user": account.st_uid, "group": account.st_gid} if os.geteuid() == 0 else {}
    bystander = subprocess.Popen(["sleep", "60"], cwd="/", **as_server)
    try:
        for path in (server.data / "postmaster.pid", server.socket / ".s.PGSQL.5432.lock"):
            lines = path.read_text(encoding="utf-8").split("\n")
            path.write_text("\n".join([str(bystander.pid), *lines[1:]]), encoding="utf-8")
        assert postgres.status(home).pid is None
        postgres.ensure(home)
        assert postgres.status(home).pid not in (None, bystander.pid)
        assert postgres.stop(home)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_stopping_is_refused_while_others_use_it_unless_forced(home: Path) -> None:
    other = client(home)
    said(other)
    with pytest.raises(postgres.InUse, match="in use by other processes"):
        postgres.stop(home)
    assert postgres.status(home).ready
    assert postgres.stop(home, force=True)
    assert not postgres.status(home).running
    assert not postgres.stop(home, force=True)
    ends(other)


def test_a_forked_child_keeps_the_server_after_its_parent_ended(home: Path) -> None:
    parent = client(home, FORKING)
    parent.wait(timeout=30)
    assert postgres.status(home).ready
    with pytest.raises(postgres.InUse):
        postgres.stop(home)
    parent.communicate("\n", timeout=30)  # The child has the pipes; they close when it ends.
    wait_until(lambda: not postgres.status(home).running)


def test_a_child_that_was_handed_the_lock_counts_as_a_user(home: Path) -> None:
    parent = client(home, HANDING_ON)
    child = int(said(parent))
    parent.communicate(timeout=30)
    try:
        assert postgres.status(home).ready
        with pytest.raises(postgres.InUse):
            postgres.stop(home)
    finally:
        os.kill(child, signal.SIGKILL)
    wait_until(lambda: stopped(home))
