"""Have a long text or a scan read away from the page: the file is put down, the work goes to the queue, the page may be left."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.recording import recorded
from kientoan.directives import access
from kientoan.directives.actions.reading import check_open, keep_reading
from kientoan.directives.models import Reading, ReadRun
from kientoan.directives.queries.extraction import Extraction
from kientoan.documents.access import check_size
from kientoan.documents.models import Document
from kientoan.orgs.models import Unit

TASK = "directives.read_file"


def put_down(run: ReadRun) -> Path:
    """Where the file of a run lies until it is read."""
    return Path(settings.HOME) / "uploads" / run.stored_as


def start_reading(
    *,
    keeper: Unit,
    name: str,
    content: bytes,
    day: date,
    by: User,
    title: str = "",
    document: Document | None = None,
    ask_model: bool = False,
) -> ReadRun:
    """Put a file down and queue its reading, in one transaction; what is refused at once is not queued."""
    access.check_give(by, keeper)
    check_open(document)
    check_size(len(content), name)
    with recorded("directives.start_reading", by=by, on=[keeper], detail={"size": len(content)}) as action:
        run = ReadRun.objects.create(
            keeper=keeper,
            by=by,
            started_at=action.at,
            day=day,
            title=title.strip()[:200],
            file_name=name[:200],
            document=document,
            ask_model=ask_model,
        )
        path = put_down(run)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        app.configure_task(TASK).defer(run=run.pk)
    return run


def tell_pages(run: ReadRun, done: int, total: int) -> None:
    """Note how many pages are read."""
    ReadRun.objects.filter(pk=run.pk).update(done=done, total=total)


def end_reading(run: ReadRun, extraction: Extraction) -> Reading:
    """Keep what was found; a job that comes twice keeps it once."""
    with transaction.atomic():
        locked = ReadRun.objects.select_for_update(of=("self",)).select_related("reading").get(pk=run.pk)
        if locked.reading is not None:
            return locked.reading
        made = keep_reading(
            keeper=run.keeper,
            extraction=extraction,
            title=run.title or run.file_name or first_line(extraction.text),
            by=run.by,
            file_name=run.file_name,
            document=run.document,
        )
        locked.reading, locked.ended_at = made, clock.now()
        locked.save()
    put_down(run).unlink(missing_ok=True)
    return made


def fail_reading(run: ReadRun, sentence: str) -> None:
    """Note why it was not read, and throw the file away."""
    ReadRun.objects.filter(pk=run.pk).update(refused=sentence or _("The text could not be read."), ended_at=clock.now())
    put_down(run).unlink(missing_ok=True)


def first_line(text: str) -> str:
    """The first written line of a text, its title where nobody gave one."""
    return text.strip().split("\n", 1)[0]
