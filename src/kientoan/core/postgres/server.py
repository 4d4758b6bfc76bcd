"""Using the server: join it, see who uses it, leave it; the last one out stops it."""

import atexit
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from psycopg.pq import Ping

from kientoan.core.postgres import cluster, locks
from kientoan.core.postgres.errors import InUse, PostgresError, gettext_noop
from kientoan.core.postgres.places import PORT, Place, place_of, prepare

_held: dict[Place, int] = {}
"""For each place, the open lock file by which this process counts as a user."""

_guard = threading.RLock()


@dataclass(frozen=True)
class Server:
    """A running server of one home: where its data, socket folder and log are, and how to reach it."""

    data: Path
    socket: Path
    log: Path

    def url(self, role: str = cluster.RUNNER, database: str = cluster.DATABASE) -> str:
        """Return the address as a DATABASE_URL, for psycopg and for dj-database-url.

        Capital letters of the folder are written as %XX too: parsers of addresses make a host's letters small.

        >>> Server(Path("/d"), Path("/srv/A"), Path("/l")).url("kt_owner")
        'postgresql://kt_owner@%2Fsrv%2F%41:5432/kientoan'
        """
        return _url(self.socket, role, database)


@dataclass(frozen=True)
class Status:
    """What `kientoan db status` tells: whether a server runs, is ready, is kept, and which processes use it."""

    running: bool
    ready: bool
    kept: bool
    pid: int | None
    users: tuple[int, ...]
    data: Path
    socket: Path
    log: Path


def ensure(home: Path) -> Server:
    """Join the server of a home, making and starting it when needed; this process counts as a user until it ends.

    Called again it only sees that the server still answers. A forked child shares its parent's place among the
    users; a child started anew joins by itself or is handed the lock (see `held`).
    """
    place = place_of(home)
    with _guard:
        if place in _held and cluster.ping(place) is Ping.OK:
            return _server(place)
        prepare(place)
        with locks.exclusive(place.start_lock):
            joined = _held.get(place)
            lock = locks.share(place.users_lock) if joined is None else joined
            try:
                cluster.bring_up(place)
            except BaseException:
                if joined is None:
                    os.close(lock)
                raise
        if not _held:
            atexit.register(_leave_all)
        _held[place] = lock
    return _server(place)


def address(home: Path, role: str = cluster.RUNNER, database: str = cluster.DATABASE) -> str:
    """Return the DATABASE_URL of a home's server without asking whether it runs, as settings need it."""
    return _url(place_of(home).socket, role, database)


def start(home: Path) -> Server:
    """See that the server runs and keep it running when its users leave, until `stop`."""
    server = ensure(home)
    place_of(home).kept.touch()
    return server


def held(home: Path) -> int:
    """Return the descriptor by which this process counts as a user, to pass on to a child (`pass_fds`)."""
    return _held[place_of(home)]


def status(home: Path) -> Status:
    """Tell what runs on a home; changes nothing."""
    place = place_of(home)
    pid = cluster.postmaster(place)
    ready = place.socket.exists() and cluster.ping(place) is Ping.OK
    users = locks.holders(place.users_lock)
    running = pid is not None or ready
    return Status(running, ready, place.kept.exists(), pid, users, place.data, place.socket, place.log)


def stop(home: Path, *, force: bool = False) -> bool:
    """Stop the server of a home and say whether one ran; refuse with `InUse` while other processes use it.

    With `force` it stops all the same, and the sessions of the others end with an error.
    """
    place = place_of(home)
    if not place.users_lock.exists():
        return False
    with _guard, locks.exclusive(place.start_lock):
        joined = _held.pop(place, None)
        if joined is not None:
            os.close(joined)
        if not force and not locks.nobody_holds(place.users_lock):
            others = locks.holders(place.users_lock)
            if joined is not None:
                _held[place] = locks.share(place.users_lock)
            raise InUse(
                gettext_noop(
                    "The database is in use by other processes (%(pids)s), so it was not stopped. "
                    "End them first, or stop it by force: kientoan db stop --force."
                ),
                pids=", ".join(map(str, others)) or "?",
            )
        ran = cluster.postmaster(place) is not None
        place.kept.unlink(missing_ok=True)
        cluster.shut_down(place)
    return ran


def _leave_all() -> None:
    """Leave every server this process uses, and stop those nobody uses any more."""
    while _held:
        place, lock = _held.popitem()
        os.close(lock)
        if not place.base.exists():
            continue  # The home was removed while we ran (a test's folder).
        try:
            with locks.exclusive(place.start_lock):
                if not place.kept.exists() and locks.nobody_holds(place.users_lock):
                    cluster.shut_down(place)
        except (PostgresError, OSError) as error:
            sys.stderr.write(f"{error}\n")


def _server(place: Place) -> Server:
    return Server(data=place.data, socket=place.socket, log=place.log)


def _url(socket: Path, role: str, database: str) -> str:
    return f"postgresql://{role}@{_as_host(socket)}:{PORT}/{database}"


def _as_host(folder: Path) -> str:
    plain = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-_.")
    return "".join(chr(byte) if byte in plain else f"%{byte:02X}" for byte in os.fsencode(folder))
