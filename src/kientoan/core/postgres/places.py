"""Where a home's server lives: its data, socket, log and locks, and the account it runs under."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from kientoan.core.postgres.errors import DamagedPlace, gettext_noop

PORT = 5432
ROOT_BASE = Path("/var/lib/kientoan")
"""Where root keeps the data: a folder the unprivileged account can reach without opening anyone's home."""

ACCOUNT = "kientoan"
_LONGEST_SOCKET = 100
"""Bytes; the kernel's limit for a socket's path is 108 on Linux and 104 on macOS."""


@dataclass(frozen=True)
class Account:
    """The unprivileged account that PostgreSQL runs under when we are root."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """Every path of one home's server; pure, nothing is made by asking."""

    home: Path
    base: Path
    socket: Path
    as_root: bool

    @property
    def data(self) -> Path:
        """The data folder of the cluster."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """The server's log; the previous one is kept beside it as `postgres.log.1`."""
        return self.base / "postgres.log"

    @property
    def start_lock(self) -> Path:
        """Held exclusively by whoever starts or stops the server."""
        return self.base / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Held shared by every process that uses the server."""
        return self.base / "users.lock"

    @property
    def kept(self) -> Path:
        """Exists while the server is to go on without users (`kientoan db start`)."""
        return self.base / "kept"


def home() -> Path:
    """Return the folder of the embedded database and the outputs: `KIENTOAN_HOME`, or `var/` under this folder."""
    return Path(os.environ.get("KIENTOAN_HOME") or "var").expanduser().absolute()


def place_of(home: Path) -> Place:
    """Return the paths of a home's server for the current user."""
    real = Path(os.path.realpath(home))
    mark = hashlib.sha256(os.fsencode(real)).hexdigest()[:12]
    if os.geteuid() == 0:
        base = ROOT_BASE / mark
        return Place(home=real, base=base, socket=base / "run", as_root=True)
    base = real / "postgres"
    socket = base / "run"
    if len(os.fsencode(socket / f".s.PGSQL.{PORT}")) > _LONGEST_SOCKET:
        # Not TMPDIR: two processes of one user with different environments must find the same socket.
        socket = Path("/tmp") / f"kientoan-{os.geteuid()}-{mark}"  # noqa: S108 -- owner and mode are checked below
    return Place(home=real, base=base, socket=socket, as_root=False)


def prepare(place: Place) -> None:
    """Make the folder that holds the locks, and refuse a place where the server cannot be safe."""
    other = place.home / "postgres" / "data"
    if place.as_root and other.exists():
        raise DamagedPlace(
            gettext_noop(
                "%(folder)s already holds a database made by the account %(owner)s, and you are root. "
                "Run the command as %(owner)s, or name another folder in KIENTOAN_HOME."
            ),
            folder=other,
            owner=_owner_name(other),
        )
    try:
        place.base.mkdir(parents=True, exist_ok=True, mode=0o711 if place.as_root else 0o700)
    except OSError as error:
        raise DamagedPlace(
            gettext_noop(
                "The folder %(folder)s for the embedded database cannot be made: %(reason)s. "
                "Name a folder you may write to in KIENTOAN_HOME."
            ),
            folder=place.base,
            reason=error.strerror,
        ) from error
    if place.base.stat().st_uid != os.geteuid():
        raise DamagedPlace(
            gettext_noop(
                "The folder %(folder)s belongs to the account %(owner)s. "
                "Run the command as %(owner)s, or name another folder in KIENTOAN_HOME."
            ),
            folder=place.base,
            owner=_owner_name(place.base),
        )


def private_folder(folder: Path, account: Account | None) -> None:
    """Make a folder only its owner can enter, and refuse one that someone else made or opened."""
    uid = account.uid if account else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if account:
            os.chown(folder, account.uid, account.gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise DamagedPlace(
            gettext_noop(
                "%(folder)s must be a folder of the account %(owner)s that nobody else can enter (mode 0700). "
                "See who made it, remove it, and start again."
            ),
            folder=folder,
            owner=account.name if account else pwd.getpwuid(uid).pw_name,
        )


def account_for(place: Place) -> Account | None:
    """Return the account PostgreSQL runs under: none when we are not root, else one found or made."""
    if not place.as_root:
        return None
    # KIENTOAN_DB_ACCOUNT: unprivileged account that PostgreSQL runs under when the command runs as root.
    name = os.environ.get("KIENTOAN_DB_ACCOUNT") or ACCOUNT
    for _ in range(20):
        found = _find_account(name)
        if found:
            return found
        if name != ACCOUNT or not _make_account():
            time.sleep(0.1)  # Another process may hold the password file at this moment.
    raise DamagedPlace(
        gettext_noop(
            "PostgreSQL does not run as root, and the account %(name)s does not exist and could not be made. "
            "Make it (useradd --system %(name)s), or name another one in KIENTOAN_DB_ACCOUNT."
        ),
        name=name,
    )


def _find_account(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    if entry.pw_uid == 0:
        raise DamagedPlace(
            gettext_noop("KIENTOAN_DB_ACCOUNT names %(name)s, which is root. Name an unprivileged account."),
            name=name,
        )
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_account() -> bool:
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if program is None:
        return False
    command = [program, "--system", "--user-group", "--no-create-home", "--home-dir", str(ROOT_BASE)]
    command += ["--shell", "/usr/sbin/nologin", ACCOUNT]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 -- fixed arguments
    return done.returncode == 0


def _owner_name(path: Path) -> str:
    uid = path.stat().st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
