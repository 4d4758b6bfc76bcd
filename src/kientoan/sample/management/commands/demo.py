"""``kientoan demo``: the whole loop on a sample city with invented names only."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kientoan.core import commands, web
from kientoan.core.access import Refused
from kientoan.core.commands import DomainCommand, Printed
from kientoan.sample import queries
from kientoan.sample.imports.folder import Folder
from kientoan.sample.imports.loop import Loop
from kientoan.sample.management import words
from kientoan.sample.queries.detected import detections
from kientoan.sample.queries.summary import summary
from kientoan.sample.rules import score
from kientoan.sample.rules.part import WHOLE, Size


class Command(DomainCommand):
    """Make the sample city and go through the loop with it; a second run changes nothing."""

    help = gettext_noop(
        "The whole loop on a sample city with invented names: register, figures, review, report. A second run changes nothing."
    )
    needs_actor = False  # the first run makes the tables in which the account is looked for

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options; without a word the demo runs."""
        parser.add_argument(
            "what",
            nargs="?",
            choices=["run", "score"],
            default="run",
            help=_("run: the demo itself (default); score: hold what was detected against what was planted"),
        )
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
        method = {"run": self.run_demo, "score": self.score}[options.pop("what")]
        super().handle(method=method, by=None, **options)

    def run_demo(self, *, by: Any, districts: int | None) -> Printed:
        """See to the tables, go through the steps that are still to be done, say what came of it."""
        begun = time.monotonic()
        _migrate()
        size = Size(districts=districts) if districts else queries.size() or Size()
        loop = Loop(size=size, by=commands.operator(), folder=_folder(), tell=_tell)
        now = loop.run()
        with translation.override("vi"):
            found = summary(loop.issue, loop.reviewed, loop.by)
            lines = [*words.summary_lines(found, loop.folder), "", _done(now, time.monotonic() - begun)]
        return Printed(lines, {"steps": now, **words.summary_value(found, loop.folder)})

    def score(self, *, by: Any, districts: int | None) -> Printed:
        """Hold what was detected against the truths that were planted and kept apart."""
        size = queries.size() if not web.lacking() else None
        folder = _folder()
        if size is None or not folder.truths.exists():
            raise Refused(_("There is no demo to score yet. Run “kientoan demo” first."))
        truths = score.from_json(json.loads(folder.truths.read_text(encoding="utf-8")))
        loop = Loop(size=size, by=commands.operator(), folder=folder, tell=_tell)
        found = detections(loop.issue, loop.reviewed)
        known = {**truths.planted, **truths.faults}
        card = score.score(truths, {truth: units for truth, units in found.items() if truth in known})
        apart = sorted(truth for truth in known if truth not in found and not truth.startswith(score.NEAR))
        with translation.override("vi"):
            return Printed(list(words.score_lines(card, apart)), words.score_value(card, apart))


def _folder() -> Folder:
    return Folder(Path(settings.HOME) / "demo")


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
