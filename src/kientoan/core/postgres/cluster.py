"""The cluster itself: made once, started, made ready with its roles and its database, stopped.

Every function that changes something is called by one process at a time, under the place's `start_lock`.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.pq import PGconn, Ping

from kientoan.core.postgres import programs
from kientoan.core.postgres.errors import PostgresError, StartFailed, gettext_noop
from kientoan.core.postgres.places import PORT, Account, Place, account_for, private_folder

SUPERUSER = "postgres"
OWNER = "kt_owner"
RUNNER = "kt_app"
DATABASE = "kientoan"

_TUNING = {
    # Sensible on a laptop of 8 GB; written to postgresql.conf once, where its owner may change them.
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] %u@%d ",
}
_STOP_SECONDS = 60
_SILENT_SECONDS = 3
_LARGEST_LOG = 4 * 1024 * 1024


def start_seconds() -> float:
    """Return how long a start may last, crash recovery included: `KIENTOAN_DB_START_SECONDS`, default 600."""
    return float(os.environ.get("KIENTOAN_DB_START_SECONDS") or 600)


def ping(place: Place) -> Ping:
    """Ask the socket whether a server answers, is busy starting or stopping, or is not there."""
    conninfo = f"host='{_quoted(place.socket)}' port={PORT} user={SUPERUSER} dbname={SUPERUSER} connect_timeout=5"
    return Ping(PGconn.ping(os.fsencode(conninfo)))


def postmaster(place: Place) -> int | None:
    """Return the process number of the running server, or none; a number taken by another process is none."""
    number = _pid_in_file(place)
    return number if number and _serves(number, place) else None


def bring_up(place: Place) -> None:
    """See that a ready server runs on the place: wait for one that is starting, make and start one if there is none."""
    if ping(place) is not Ping.OK:
        _run(place)
    _make_roles(place)  # Also for a server whose starter was killed before it came to this.


def _run(place: Place) -> None:
    deadline = time.monotonic() + start_seconds()
    account = account_for(place)
    running = postmaster(place)
    if running and _answers(place, running, deadline):
        return
    if running and postmaster(place):
        shut_down(place)  # It lives but nobody can reach it: its socket was removed.
    bin_folder = programs.programs_for(account)
    private_folder(place.socket, account)
    if not place.data.exists():
        _initialise(place, account, bin_folder)
    _check_version(place, bin_folder)
    _start(place, account, bin_folder, deadline)


def shut_down(place: Place) -> None:
    """Stop the server cleanly and wait for its end; sessions still open are ended."""
    number = postmaster(place)
    if number is None:
        if ping(place) is Ping.OK:
            raise PostgresError(
                gettext_noop(
                    "A server answers at %(socket)s but is not a process of this machine or container. "
                    "Stop it where it was started."
                ),
                socket=place.socket,
            )
        return
    for wish, seconds in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, 10)):
        try:
            os.kill(number, wish)
        except ProcessLookupError:
            return
        if _gone(number, place, seconds):
            return
    raise PostgresError(
        gettext_noop("PostgreSQL (process %(pid)s) does not stop. See its log: %(log)s."), pid=number, log=place.log
    )


def _gone(number: int, place: Place, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while _serves(number, place):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _answers(place: Place, number: int, deadline: float) -> bool:
    """Wait for a server that is there; false when it ended, or stays silent as if its socket were gone."""
    silent_since = time.monotonic()
    while _serves(number, place):
        answer = ping(place)
        if answer is Ping.OK:
            return True
        now = time.monotonic()
        if answer is Ping.REJECT:
            silent_since = now
        if now - silent_since > _SILENT_SECONDS:
            return False
        if now > deadline:
            raise _too_slow(place)
        time.sleep(0.05)
    return False


def _initialise(place: Place, account: Account | None, bin_folder: Path) -> None:
    """Make the cluster beside its place and move it there whole, so that a killed initdb is simply begun again."""
    half = place.base / "data.new"
    shutil.rmtree(half, ignore_errors=True)
    private_folder(half, account)
    command = [str(bin_folder / "initdb"), "-D", str(half), "-U", SUPERUSER, "--encoding=UTF8"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
    command += ["--auth-local=trust", "--auth-host=reject", "--text-search-config=simple", "--no-instructions"]
    command += [f"--set={name}={value}" for name, value in _TUNING.items()]
    done = programs.run(command, account, cwd=half)
    if done.returncode:
        place.log.write_text(done.stdout + done.stderr, encoding="utf-8")
        raise StartFailed(
            gettext_noop(
                "PostgreSQL could not make its data folder %(folder)s: %(reason)s. "
                "All it said is in %(log)s. Mend the cause (disk space, rights) and start again."
            ),
            folder=place.data,
            reason=_last_words(done.stderr or done.stdout),
            log=place.log,
        )
    half.rename(place.data)


def _check_version(place: Place, bin_folder: Path) -> None:
    made = (place.data / "PG_VERSION").read_text(encoding="ascii").strip()
    said = subprocess.run(  # noqa: S603 -- our own program
        [str(bin_folder / "postgres"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    ours = said.split()[-1].split(".")[0]
    if made != ours:
        raise StartFailed(
            gettext_noop(
                "%(folder)s was made by PostgreSQL %(made)s and the programs here are PostgreSQL %(ours)s. "
                "Nothing was changed. Dump it with the old version and restore it with the new one, "
                "or name another folder in KIENTOAN_HOME."
            ),
            folder=place.data,
            made=made,
            ours=ours,
        )


def _start(place: Place, account: Account | None, bin_folder: Path, deadline: float) -> None:
    command = [str(bin_folder / "postgres"), "-D", str(place.data), "-p", str(PORT)]
    command += ["-c", "listen_addresses=", "-c", f"unix_socket_directories={_listed(place.socket)}"]
    command += ["-c", "unix_socket_permissions=0700", "-c", "logging_collector=off", "-c", "fsync=on"]
    if place.log.exists() and place.log.stat().st_size > _LARGEST_LOG:
        place.log.replace(place.log.with_name("postgres.log.1"))
    while True:
        begins_at = place.log.stat().st_size if place.log.exists() else 0
        number = programs.launch(command, place, account, _stale_number(place))
        if _becomes_ready(place, number, deadline):
            return
        said = _log_from(place, begins_at)
        # Sessions of a server killed with -9 may outlive it for a moment.
        if "is still in use" not in said or time.monotonic() > deadline:
            raise StartFailed(
                gettext_noop(
                    "PostgreSQL did not start: %(reason)s. Its log is %(log)s. "
                    "Mend the cause and start again; the data in %(folder)s was left as it is."
                ),
                reason=_last_words(said),
                log=place.log,
                folder=place.data,
            )
        time.sleep(0.2)


def _stale_number(place: Place) -> dict[str, str]:
    """Tell the server that the number in a left-over pid file is not another server.

    PostgreSQL takes any living process of its account with that number for one, and refuses; it makes an exception
    for the one named here. We do not remove the file: it also leads to the shared memory of left-over sessions.
    """
    number = _pid_in_file(place)
    return {"PG_GRANDPARENT_PID": str(number)} if number else {}


def _becomes_ready(place: Place, number: int, deadline: float) -> bool:
    """Wait until the server accepts sessions; crash recovery may take minutes. False when it ended."""
    begun = time.monotonic()
    told = False
    while _lives(number):
        if ping(place) is Ping.OK:
            return True
        now = time.monotonic()
        if now > deadline:
            raise _too_slow(place)
        if not told and now - begun > 10:
            told = True
            sys.stderr.write(f"PostgreSQL is still starting (recovery after a crash?); its log: {place.log}\n")
        time.sleep(0.01 if now - begun < 1 else 0.1)
    return False


def _too_slow(place: Place) -> StartFailed:
    return StartFailed(
        gettext_noop(
            "PostgreSQL is not ready after %(seconds)s seconds and goes on starting. See its log: %(log)s. "
            "Wait and try again, or allow more time in KIENTOAN_DB_START_SECONDS."
        ),
        seconds=round(start_seconds()),
        log=place.log,
    )


def _make_roles(place: Place) -> None:
    """Make what is missing of the two roles and the database; what is there is left alone."""
    with psycopg.connect(
        host=str(place.socket), port=PORT, user=SUPERUSER, dbname=SUPERUSER, autocommit=True
    ) as connection:
        roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        if OWNER not in roles:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(OWNER)))
        if RUNNER not in roles:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(RUNNER)))
        named = connection.execute(
            "SELECT datacl IS NOT NULL FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone()
        if named is None:
            made = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(made.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
        if named is None or not named[0]:
            # PUBLIC may connect to every database by default; here only those who were named.
            with connection.transaction():
                connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(DATABASE)))
                granted = sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}")
                connection.execute(granted.format(sql.Identifier(DATABASE), sql.Identifier(RUNNER)))


def _pid_in_file(place: Place) -> int | None:
    try:
        return int((place.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _serves(number: int, place: Place) -> bool:
    """Say whether the process is the server of this place: its command names our data folder."""
    try:
        command = Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        if Path("/proc/self").exists():
            return False
        command = subprocess.run(  # noqa: S603 -- no /proc on macOS
            ["/bin/ps", "-ww", "-p", str(number), "-o", "command="], capture_output=True, check=False
        ).stdout
    folder = os.fsencode(place.data)
    return b"postgres" in command and (b"-D\0" + folder + b"\0" in command or b"-D " + folder + b" " in command)


def _lives(number: int) -> bool:
    """Say whether the process runs; one that ended and waits to be collected does not."""
    try:
        os.kill(number, 0)
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except (ProcessLookupError, FileNotFoundError):
        return False if Path("/proc/self").exists() else _lives_by_ps(number)
    return state.rpartition(")")[2].split()[0] not in ("Z", "X")


def _lives_by_ps(number: int) -> bool:
    done = subprocess.run(  # noqa: S603 -- no /proc on macOS
        ["/bin/ps", "-p", str(number), "-o", "stat="], capture_output=True, text=True, check=False
    )
    return bool(done.stdout.strip()) and not done.stdout.startswith("Z")


def _log_from(place: Place, begin: int) -> str:
    with place.log.open("rb") as log:
        log.seek(begin)
        return log.read().decode("utf-8", errors="replace")


def _last_words(said: str) -> str:
    """Return the line that says why: the last FATAL, PANIC or error, else the last line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    why = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "error:", "ERROR"))]
    return (why or lines or ["it said nothing"])[-1].rstrip(".")


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace("'", "\\'")


def _listed(path: Path) -> str:
    """Return the folder as the only member of a list setting: commas and spaces in it must not split it."""
    doubled = str(path).replace('"', '""')
    return f'"{doubled}"'
