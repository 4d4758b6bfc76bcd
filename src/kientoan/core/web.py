"""The web child of `kientoan serve`: granian with one worker that is warm before it listens.

Run as `python -m kientoan.core.web HOST PORT THREADS`. When the application is warm it tells its supervisor (see
`supervisor.REPORT`) how many milliseconds that took; when the database is behind the code, by how much. On Linux the socket is opened by the worker, after the application is
loaded, so nobody can connect before it is warm.
"""

import gc
import importlib
import io
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from kientoan.core.supervisor import LACKING, REPORT, end_with_parent

TARGET = "kientoan.wsgi:application"
_LONGEST_QUERY_SECONDS = 2
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def main(arguments: list[str]) -> None:
    """Serve until told to stop."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    host, port, threads = arguments
    Server(
        TARGET,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=1,
        # Each thread holds a database connection; granian's own default is 512 threads.
        blocking_threads=int(threads),
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=10,
    ).serve(target_loader=load)


def load(target: str) -> Application:
    """Import the application in the worker, warm it, and say so; granian calls this before it opens the socket."""
    end_with_parent()
    begun = time.monotonic()
    gc.disable()  # Loading makes much and drops little; collecting meanwhile is time lost.
    module, _, name = target.partition(":")
    application: Application = getattr(importlib.import_module(module), name)
    behind = lacking()
    if behind:
        _report(f"{LACKING}{behind}")
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pause()  # The supervisor ends us; a worker that ends by itself looks like a crash.
    warm(application)
    gc.collect()
    gc.freeze()  # What is loaded now stays; the collector need not look at it again.
    gc.enable()
    _report(f"{(time.monotonic() - begun) * 1000:.0f}")
    return application


def lacking() -> int:
    """Return how many migrations the database has not had."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _report(word: str) -> None:
    """Tell the supervisor, once, if it asked."""
    descriptor = os.environ.pop(REPORT, None)
    if descriptor:
        os.write(int(descriptor), word.encode("ascii"))
        os.close(int(descriptor))


def warm(application: Application) -> None:
    """Do once what the first visitor would wait for: routes, a database query, the way to the sign-in, the home page.

    A page that fails here does not stop the start: it fails for the visitor too, who sees the error page.
    """
    from django.db import connections
    from django.urls import get_resolver

    host = _served_host()
    list(get_resolver().url_patterns)
    _ask_database()
    path, hops = "/", 0
    while path and hops < 3:
        path, hops = _visit(application, host, path), hops + 1
    try:
        _draw_home(host)
    except Exception:  # a page that fails is told, and asked for again by the visitor
        logging.getLogger(__name__).exception("The home page could not be drawn while warming")
    connections.close_all()


def _ask_database() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _draw_home(host: str) -> None:
    """Draw the home page as the machine's own account would see it, and undo whatever that wrote.

    Nobody is signed in for it: the view is called without the way through the sign-in. Templates, parameters and the
    words of the pack are then in memory.
    """
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.handlers.wsgi import WSGIRequest
    from django.db import connection, transaction
    from django.urls import resolve
    from django_htmx.middleware import HtmxDetails

    from kientoan.core.commands import operator

    request = WSGIRequest(_environ(host, "/"))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [f"{_LONGEST_QUERY_SECONDS}s"])
        request.user, request.session = operator(), SessionStore()
        request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
        match = request.resolver_match = resolve("/")
        match.func(request, *match.args, **match.kwargs)
        transaction.set_rollback(True)


def _visit(application: Application, host: str, path: str) -> str:
    """Ask for a page as a visitor does and return the path it leads to, or nothing."""
    told: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        told.append((status, headers))

    body = application(_environ(host, path), start_response)
    try:
        for _ in body:
            pass
    finally:
        getattr(body, "close", lambda: None)()
    headers = {name.lower(): value for name, value in told[0][1]} if told else {}
    target = urlsplit(headers.get("location", ""))
    return target._replace(scheme="", netloc="").geturl() if target.netloc in ("", host) else ""


def _environ(host: str, path: str) -> dict[str, Any]:
    """Return what a server says of a plain request for a page."""
    parts = urlsplit(path)
    name, _, port = host.rpartition(":")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": name,
        "SERVER_PORT": port,
        "HTTP_HOST": host,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _served_host() -> str:
    """Return a host name the settings allow, with a port."""
    from django.conf import settings

    allowed = next((name for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    return f"{allowed.removeprefix('.')}:80"


if __name__ == "__main__":
    main(sys.argv[1:])
