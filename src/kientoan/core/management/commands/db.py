"""`kientoan db`: start, stop and look at the embedded PostgreSQL."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kientoan.core import postgres
from kientoan.core.access import Refused
from kientoan.core.commands import DomainCommand, Printed


class Command(DomainCommand):
    """Start the embedded PostgreSQL so that it stays, stop it, or say how it is."""

    help = gettext_noop("Start, stop or look at the embedded PostgreSQL (used when DATABASE_URL is not set).")
    needs_actor = False  # There may be no database to find an account in.

    def arguments(self, add: Callable[..., argparse.ArgumentParser]) -> None:
        """Declare start, stop and status."""
        add("start", self.start, _("start it and keep it running until it is stopped"))
        stop = add("stop", self.stop, _("stop it; refused while other processes use it"))
        stop.add_argument("--force", action="store_true", help=_("stop it all the same; their work in hand is lost"))
        add("status", self.status, _("say whether it runs, who uses it and where it lies"))

    def start(self, *, by: Any) -> Printed:
        """Start it so that it stays when this command ends."""
        with _embedded():
            postgres.start(postgres.home())
        return self.status(by=by)

    def stop(self, *, by: Any, force: bool) -> Printed:
        """Stop it, unless others use it."""
        with _embedded():
            ran = postgres.stop(postgres.home(), force=force)
        line = _("PostgreSQL was stopped.") if ran else _("PostgreSQL was not running.")
        return Printed([line], {"stopped": ran})

    def status(self, *, by: Any) -> Printed:
        """Say how it is; start nothing."""
        with _embedded():
            now = postgres.status(postgres.home())
        value = {key: str(each) if key in {"data", "socket", "log"} else each for key, each in asdict(now).items()}
        return Printed([_state(now), *_whereabouts(now)], value)


def _state(now: postgres.Status) -> str:
    if now.ready and now.kept:
        return _("PostgreSQL runs (process %(pid)s) and stays until it is stopped.") % {"pid": now.pid}
    if now.ready:
        return _("PostgreSQL runs (process %(pid)s) and stops with its last user.") % {"pid": now.pid}
    if now.running:
        return _("PostgreSQL (process %(pid)s) is starting or stopping.") % {"pid": now.pid}
    return _("PostgreSQL is not running.")


def _whereabouts(now: postgres.Status) -> Iterator[str]:
    yield _("Used by: %(pids)s") % {"pids": ", ".join(map(str, now.users)) or _("nobody")}
    yield _("Folder of the database: %(folder)s") % {"folder": now.data}
    yield _("Folder of the socket: %(folder)s") % {"folder": now.socket}
    yield _("Log: %(file)s") % {"file": now.log}


@contextmanager
def _embedded() -> Iterator[None]:
    """Refuse where the database is a server of someone else's care, and say its failures as refusals."""
    if os.environ.get("DATABASE_URL"):
        raise Refused(_("DATABASE_URL names a server, so the embedded PostgreSQL is not used. Unset it to use it."))
    try:
        yield
    except postgres.PostgresError as error:
        raise Refused(_(error.sentence) % error.values) from error
