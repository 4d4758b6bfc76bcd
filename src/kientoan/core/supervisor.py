"""What `kientoan serve` does: see to the database, start the web and the worker, keep them alive, stop in reverse.

The children are told the address of the database and are handed the lock by which this process counts as a user of
the embedded server, so the server stays even for a child that outlives a supervisor killed with -9. A child also
ends when its parent does (Linux).

As root (a container) the embedded PostgreSQL runs under an unprivileged account of its own; web and worker run as
root, as everything in such a container does. To have them unprivileged too, run `kientoan serve` as an ordinary
account: then all of it, PostgreSQL included, is that account's.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from kientoan.core import postgres
from kientoan.core.postgres.errors import gettext_noop

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_STEADY_SECONDS = 60
"""A child that lived so long has forgotten its earlier ends: the next pause is the first again."""
_STOP_SECONDS = 20
_DATABASE_SECONDS = 5
_PR_SET_PDEATHSIG = 1

Say = Callable[..., None]
"""Told a msgid and its named values; the edge says it in the reader's language."""


class ServeError(RuntimeError):
    """Serving cannot begin; `sentence` and `values` as in `PostgresError`."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(sentence % values if values else sentence)


def end_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A process to keep alive: its name for people, its command, and what is known of its present life."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    pause: float = 0.0
    due: float | None = None

    def start(self, environment: dict[str, str], descriptors: Sequence[int]) -> None:
        """Start it, away from the terminal's Ctrl-C, which is for the supervisor to answer."""
        self.due = None
        self.begun = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 -- our own programs
            list(self.command),
            env=environment,
            stdin=subprocess.DEVNULL,
            pass_fds=tuple(descriptors),
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 -- no threads run here
        )

    def ended(self) -> int | None:
        """Return the exit code when it has ended (negative: the signal), else none."""
        return self.process.poll() if self.process else None

    def after_end(self, now: float) -> float:
        """Set when it is due again, longer each time it ends soon, and return the pause in seconds."""
        steady = now - self.begun >= _STEADY_SECONDS
        self.pause = _FIRST_PAUSE if steady or not self.pause else min(self.pause * 2, _LONGEST_PAUSE)
        self.due = now + self.pause
        self.process = None
        return self.pause

    def stop(self, seconds: float) -> bool:
        """End it kindly, by force when it takes too long; say whether it was kind."""
        if self.process is None or self.process.poll() is not None:
            return True
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False
        return True


@dataclass
class Supervisor:
    """The web and the worker of one `kientoan serve`."""

    host: str
    port: int
    say: Say
    threads: int = 4
    with_worker: bool = True
    begun: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Make the children; nothing is started yet."""
        module = [sys.executable, "-m"]
        listen = [self.host, str(self.port), str(self.threads)]
        self._web = Child("web", [*module, "kientoan.core.web", *listen])
        self._worker = Child("worker", [*module, "kientoan.cli", "worker"])
        self._wake = threading.Event()
        self._signals = 0

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; return the exit code."""
        check_free(self.host, self.port)
        environment, self._descriptors = database_environment()
        self._environment = os.environ | environment
        earlier = {each: signal.signal(each, self._on_signal) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            if not self._start_web():
                return 0 if self._signals else 1
            if self.with_worker:
                self._start(self._worker)
            self._watch()
            return 0
        finally:
            self._stop()
            for each, handler in earlier.items():
                signal.signal(each, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1
        self._wake.set()
        if self._signals > 1:  # Impatient: no more waiting for children.
            for child in (self._worker, self._web):
                if child.process:
                    child.process.kill()

    def _start(self, child: Child) -> None:
        child.start(self._environment, self._descriptors)

    def _start_web(self) -> bool:
        """Start the web for the first time and wait until it is warm and listens; false when it ended before."""
        reading, writing = os.pipe()
        try:
            self._web.command = [*self._web.command, str(writing)]
            self._web.start(self._environment, [*self._descriptors, writing])
        finally:
            os.close(writing)
            self._web.command = self._web.command[:-1]
        os.set_blocking(reading, False)
        warm = b""
        try:
            while not self._signals and self._web.ended() is None:
                warm = warm or _read(reading)
                if warm and listens(self.host, self.port):
                    self._tell_ready(int(warm))
                    return True
                time.sleep(0.02)
        finally:
            os.close(reading)
        if not self._signals:
            self.say(
                gettext_noop("The web application did not start (exit code %(code)s); what it said stands above."),
                code=self._web.ended(),
            )
        return False

    def _tell_ready(self, warm: int) -> None:
        shown = f"[{self.host}]" if ":" in self.host else self.host
        self.say(
            gettext_noop("Kiện Toàn is ready: http://%(host)s:%(port)s/ (after %(seconds)s s; %(warm)s ms to warm)"),
            host=shown,
            port=self.port,
            seconds=f"{time.monotonic() - self.begun:.1f}",
            warm=warm,
        )

    def _watch(self) -> None:
        """Start again what ends, and see every few seconds that the database answers."""
        looked = time.monotonic()
        while not self._signals:
            now = time.monotonic()
            for child in (self._web, self._worker) if self.with_worker else (self._web,):
                self._see_to(child, now)
            if now - looked >= _DATABASE_SECONDS:
                looked = now
                self._see_to_database()
            self._wake.wait(0.2)

    def _see_to(self, child: Child, now: float) -> None:
        code = child.ended()
        if code is not None:
            self.say(
                gettext_noop("The %(name)s process ended (exit code %(code)s) and is started again in %(pause)s s."),
                name=child.name,
                code=code,
                pause=round(child.after_end(now)),
            )
        elif child.due is not None and now >= child.due:
            self._start(child)

    def _see_to_database(self) -> None:
        if not self._descriptors:
            return
        home = postgres.home()
        before = postgres.status(home).pid
        try:
            postgres.ensure(home)
        except postgres.PostgresError as error:
            self.say(error.sentence, **error.values)
            return
        if postgres.status(home).pid != before:
            self.say(gettext_noop("PostgreSQL had ended and was started again."))

    def _stop(self) -> None:
        """Stop in reverse: the worker, then the web; the database goes with the last process that uses it."""
        for child in (self._worker, self._web):
            if not child.stop(_STOP_SECONDS):
                self.say(
                    gettext_noop("The %(name)s process did not end within %(seconds)s s and was ended by force."),
                    name=child.name,
                    seconds=_STOP_SECONDS,
                )


def database_environment() -> tuple[dict[str, str], tuple[int, ...]]:
    """See to the database; return what the children must know of it and the lock they are handed.

    With `DATABASE_URL` set it is a server of someone else's care, and there is nothing to hand on.
    """
    if os.environ.get("DATABASE_URL"):
        return {}, ()
    home = postgres.home()
    server = postgres.ensure(home)
    urls = {"DATABASE_URL": server.url("kt_app"), "DATABASE_OWNER_URL": server.url("kt_owner")}
    return {"KIENTOAN_HOME": str(home), **urls}, (postgres.held(home),)


def check_free(host: str, port: int) -> None:
    """Refuse an address that is taken: two servers would share the visitors without a word (SO_REUSEPORT)."""
    try:
        family, kind, number, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, number) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        raise ServeError(
            gettext_noop(
                "%(host)s:%(port)s cannot be listened on: %(reason)s. "
                "End what uses it (an earlier kientoan serve?), or choose another with --address HOST:PORT."
            ),
            host=host,
            port=port,
            reason=error.strerror,
        ) from error


def listens(host: str, port: int) -> bool:
    """Say whether somebody can connect to the address."""
    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared, not bound
    try:
        socket.create_connection((reach, port), timeout=1).close()
    except OSError:
        return False
    return True


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 100)
    except BlockingIOError:
        return b""
