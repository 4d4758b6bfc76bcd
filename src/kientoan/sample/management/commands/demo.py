"""``kientoan demo``: the whole loop on a sample city with invented names only."""

import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from kientoan.core import commands, web
from kientoan.core.access import Refused
from kientoan.core.commands import DomainCommand, Printed
from kientoan.sample import queries
from kientoan.sample.imports.folder import Folder
from kientoan.sample.imports.loop import Loop
from kientoan.sample.rules.part import WHOLE, Size


class Command(DomainCommand):
    """Make the sample city and go through the loop with it; a second run changes nothing."""

    help = "The whole loop on a sample city with invented names: register, figures, review, report. A second run changes nothing."
    needs_actor = False  # the first run makes the tables in which the account is looked for

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options; without a word the demo runs."""
        parser.add_argument(
            "--districts",
            type=int,
            metavar="N",
            choices=range(1, WHOLE + 1),
            help=_(
                "so many of the city's 30 districts only, for a quicker demo (default: what is there already, else all)"
            ),
        )
        parser.add_argument("--json", action="store_true", help=_("print the result as JSON"))

    def handle(self, *_args: object, **options: Any) -> None:
        """Run the demo and print its summary, which is in Vietnamese whatever the locale."""
        super().handle(method=self.run_demo, by=None, **options)

    def run_demo(self, *, by: Any, districts: int | None) -> Printed:
        """See to the tables, go through the steps that are still to be done, say what came of it."""
        begun = time.monotonic()
        _migrate()
        folder = Folder(settings.HOME / "demo")
        size = Size(districts=districts) if districts else queries.size() or Size()
        now = Loop(size=size, by=commands.operator(), folder=folder, tell=_tell).run()
        with translation.override("vi"):
            return Printed([_done(now, time.monotonic() - begun)], {"steps": now})


def _done(steps: int, seconds: float) -> str:
    if not steps:
        return _("Everything was there already; nothing was changed (%(seconds)d s).") % {"seconds": seconds}
    return _("Done in %(seconds)d s.") % {"seconds": seconds}


def _migrate() -> None:
    """Bring the database to the form the code expects; the owner's work, so a process of the owner's role does it."""
    if not web.lacking():
        return
    _tell(_("The tables are made …"))
    command = [sys.executable, "-m", "kientoan.cli", "migrate", "--verbosity", "0"]
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:  # noqa: S603  our own command
        raise Refused(_("The tables could not be made; what was said stands above."))


def _tell(text: str) -> None:
    """One line of true progress on the error stream, kept there."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
