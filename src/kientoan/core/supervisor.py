"""What `kientoan serve` does: see to the database, start the web and the worker, keep them alive, stop in reverse.

The children are told the address of the database and are handed the lock by which this process counts as a user of
the embedded server, so the server stays even for a child that outlives a supervisor killed with -9. A child also
ends when its parent does (Linux).

As root (a container) the embedded PostgreSQL runs under an unprivileged account of its own; web and worker run as
root, as everything in such a container does. To have them unprivileged too, run `kientoan serve` as an ordinary
account: then all of it, PostgreSQL included, is that account's.
"""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

from kientoan.core import postgres
from kientoan.core.postgres.errors import gettext_noop
from kientoan.core.words import in_words

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_STEADY_SECONDS = 60
"""A child that lived so long has forgotten its earlier ends: the next pause is the first again."""
_STOP_SECONDS = 20
_DATABASE_SECONDS = 5
_PR_SET_PDEATHSIG = 1
_MODULE = (sys.executable, "-m")

DESCRIPTION = gettext_noop(
    "Serve the web application and do its jobs until told to stop; "
    "starts the embedded PostgreSQL when DATABASE_URL is not set."
)

# KIENTOAN_WEB_REPORT: set by the supervisor for its web process only: where to report that it is warm.
REPORT = "KIENTOAN_WEB_REPORT"
"""Variable with the descriptor where the web child tells once how it is: milliseconds to warm, or what it lacks."""

LACKING = "migrations:"
"""The web child's word, with a number, for a database that is behind the code."""


class ServeError(RuntimeError):
    """Serving cannot begin; `sentence` and `values` as in `PostgresError`."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(sentence % values if values else sentence)


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line."""

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 4
    with_worker: bool = True


def say(sentence: str, **values: object) -> None:
    """Tell the person at the terminal, in his or her language."""
    sys.stdout.write(in_words(sentence, **values) + "\n")
    sys.stdout.flush()


def serve(wish: Wish) -> int:
    """Serve until told to stop; exit code 0 when told so, 1 with a sentence when it cannot begin."""
    begun = time.monotonic()
    try:
        check_free(wish.host, wish.port)
        return Supervisor(wish, *database_environment(), begun).run()
    except (postgres.PostgresError, ServeError) as error:
        sys.stderr.write(in_words(error.sentence, **error.values) + "\n")
        return 1


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

    wish: Wish
    environment: dict[str, str]
    descriptors: Sequence[int]
    begun: float

    def __post_init__(self) -> None:
        """Make the children; nothing is started yet."""
        listen = [self.wish.host, str(self.wish.port), str(self.wish.threads)]
        self._web = Child("web", [*_MODULE, "kientoan.core.web", *listen])
        self._worker = Child("worker", [*_MODULE, "kientoan.cli", "worker"])
        self._children = (self._web, self._worker) if self.wish.with_worker else (self._web,)
        self._environment = os.environ | self.environment
        self._wake = threading.Event()
        self._signals = 0

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; return the exit code."""
        earlier = {each: signal.signal(each, self._on_signal) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            self._first_start()
            if self.wish.with_worker and not self._signals:
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
            for child in reversed(self._children):
                if child.process:
                    child.process.kill()

    def _start(self, child: Child) -> None:
        child.start(self._environment, self.descriptors)

    def _first_start(self) -> None:
        """Start the web and wait until it is warm and listens, bringing our own database up to date before."""
        told = self._start_web()
        if told.startswith(LACKING):
            count = told.removeprefix(LACKING)
            self._web.stop(_STOP_SECONDS)
            self._migrate(count)
            told = self._start_web()
        if self._signals:
            return
        if not told.isdecimal():
            raise ServeError(
                gettext_noop("The web application did not start (exit code %(code)s); what it said stands above."),
                code=self._web.ended(),
            )
        self._tell_ready(int(told))

    def _start_web(self) -> str:
        """Start the web and return what it tells of itself: the milliseconds to warm, what is lacking, or nothing."""
        reading, writing = os.pipe()
        self._web.start(
            self._environment | {REPORT: str(writing)},
            [*self.descriptors, writing],
        )
        os.close(writing)
        os.set_blocking(reading, False)
        told = ""
        try:
            while not self._signals and self._web.ended() is None:
                told = told or _read(reading)
                if told.startswith(LACKING) or (told and listens(self.wish.host, self.wish.port)):
                    return told
                time.sleep(0.02)
        finally:
            os.close(reading)
        return told if told.startswith(LACKING) else ""

    def _migrate(self, count: str) -> None:
        """Bring the embedded database to the form the code expects; on a server that is its owner's decision."""
        if not self.descriptors:
            raise ServeError(
                gettext_noop(
                    "The database lacks %(count)s migrations. "
                    "Run “kientoan migrate” with DATABASE_OWNER_URL set, then serve."
                ),
                count=count,
            )
        say(gettext_noop("The database is brought up to date (%(count)s migrations) …"), count=count)
        command = [*_MODULE, "kientoan.cli", "migrate", "--verbosity", "0"]
        if subprocess.run(command, env=self._environment, check=False).returncode:  # noqa: S603 -- our own command
            raise ServeError(gettext_noop("The migrations failed; what they said stands above."))

    def _tell_ready(self, warm: int) -> None:
        host = self.wish.host
        say(
            gettext_noop("Kiện Toàn is ready: http://%(host)s:%(port)s/ (after %(seconds)s s; %(warm)s ms to warm)"),
            host=f"[{host}]" if ":" in host else host,
            port=self.wish.port,
            seconds=f"{time.monotonic() - self.begun:.1f}",
            warm=warm,
        )

    def _watch(self) -> None:
        """Start again what ends, and see every few seconds that the database answers."""
        looked = time.monotonic()
        while not self._signals:
            now = time.monotonic()
            for child in self._children:
                self._see_to(child, now)
            if now - looked >= _DATABASE_SECONDS:
                looked = now
                self._see_to_database()
            self._wake.wait(0.2)

    def _see_to(self, child: Child, now: float) -> None:
        code = child.ended()
        if code is not None:
            say(
                gettext_noop("The %(name)s process ended (exit code %(code)s) and is started again in %(pause)s s."),
                name=child.name,
                code=code,
                pause=round(child.after_end(now)),
            )
        elif child.due is not None and now >= child.due:
            self._start(child)

    def _see_to_database(self) -> None:
        if not self.descriptors:
            return
        home = postgres.home()
        before = postgres.status(home).pid
        try:
            postgres.ensure(home)
        except postgres.PostgresError as error:
            say(error.sentence, **error.values)
            return
        if postgres.status(home).pid != before:
            say(gettext_noop("PostgreSQL had ended and was started again."))

    def _stop(self) -> None:
        """Stop in reverse: the worker, then the web; the database goes with the last process that uses it."""
        for child in reversed(self._children):
            if not child.stop(_STOP_SECONDS):
                say(
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


def _read(descriptor: int) -> str:
    try:
        return os.read(descriptor, 100).decode("ascii").strip()
    except BlockingIOError:
        return ""


def add_arguments(parser: argparse.ArgumentParser, words: Callable[[str], str]) -> None:
    """Declare the options of `kientoan serve`, explained through `words` (in_words, or Django's gettext)."""
    parser.add_argument(
        "--address",
        type=_address,
        # KIENTOAN_ADDRESS: host and port that `kientoan serve` listens on (default 127.0.0.1:8000).
        default=os.environ.get("KIENTOAN_ADDRESS") or "127.0.0.1:8000",
        metavar="HOST:PORT",
        help=words(gettext_noop("where to listen (default 127.0.0.1:8000; 0.0.0.0:8000 for other machines)")),
    )
    parser.add_argument(
        "--threads", type=int, default=4, help=words(gettext_noop("requests answered at the same time (default 4)"))
    )
    parser.add_argument(
        "--no-worker", action="store_true", help=words(gettext_noop("do no jobs; a worker runs elsewhere"))
    )


def wished(options: Mapping[str, Any]) -> Wish:
    """Return the wish the options of `add_arguments` express."""
    host, port = options["address"]
    return Wish(host, port, options["threads"], not options["no_worker"])


def main(arguments: Sequence[str]) -> int:
    """Run `kientoan serve` without loading Django in this process: sooner ready, and 50 MB less."""
    parser = argparse.ArgumentParser("kientoan serve", description=in_words(DESCRIPTION))
    add_arguments(parser, in_words)
    return serve(wished(vars(parser.parse_args(arguments))))


def _address(text: str) -> tuple[str, int]:
    """Read HOST:PORT, [IPv6]:PORT or only a port."""
    host, _colon, port = text.rpartition(":")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise argparse.ArgumentTypeError(
            in_words(gettext_noop("“%(address)s” is not HOST:PORT; write for example 127.0.0.1:8000."), address=text)
        )
    return host.strip("[]") or "127.0.0.1", int(port)
