"""Bring a plain sheet of figures to a page: put down, checked, taken in; large ones by the queue."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.periods import Period
from kientoan.core.recording import recorded
from kientoan.figures import access
from kientoan.figures.actions.runs import uploads
from kientoan.figures.models import SheetRun, SheetStep

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

LARGE = 200_000
"""Bytes from which on a sheet is checked and taken in by the queue, not while the page waits."""


def file_of(run: SheetRun) -> Path:
    """Where the sheet lies until it is taken in; its name is ours, the ending its own."""
    return uploads() / run.folder_name / f"sheet{Path(run.file_name).suffix.lower()}"


def marked_of(run: SheetRun) -> Path:
    """Where the sheet with its faults marked lies."""
    return uploads() / run.folder_name / "marked.xlsx"


def is_large(run: SheetRun) -> bool:
    """Whether the queue does the work."""
    return file_of(run).stat().st_size >= LARGE


def start_sheet(*, file: "UploadedFile[Any]", period: Period | None, by: User) -> SheetRun:
    """Put a sheet down to be checked; a large one is deferred to the queue in the same transaction."""
    access.check_merge(by)
    name = str(file.name)[-255:]
    with recorded("figures.start_sheet", by=by, detail={"file": name}) as action:
        run = SheetRun.objects.create(
            by=by, file_name=name, period_code=period.code if period else "", started_at=action.at
        )
        target = file_of(run)
        shutil.rmtree(target.parent, ignore_errors=True)  # of an earlier life of a database that was restored
        target.parent.mkdir(parents=True)
        with target.open("wb") as kept:
            kept.writelines(file.chunks())
        if is_large(run):
            app.configure_task("figures.check_sheet").defer(run=run.pk)
    return run


def tell_rows(run: SheetRun, part: str, done: int, total: int) -> None:
    """Say how far the work is, for those who look on: on a connection of its own, so that it is seen before the work ends."""
    apart = connection.copy()
    try:
        with apart.cursor() as cursor:
            cursor.execute(
                "UPDATE figures_sheetrun SET part = %s, done = %s, total = %s WHERE id = %s",
                [part, done, total, run.pk],
            )
    finally:
        apart.close()


def end_check(run: SheetRun, *, plan: Mapping[str, Any] | None = None, refused: str = "") -> None:
    """Keep what the check found for its page."""
    run.step, run.plan, run.refused = SheetStep.CHECKED, dict(plan) if plan else None, refused
    run.save(update_fields=["step", "plan", "refused"])


def take_in_sheet(*, run: SheetRun, by: User, reason: str = "") -> bool:
    """Have a checked sheet without faults taken in, once; say whether the queue does it.

    ``reason`` says why figures that a review or a signed report was made from are corrected, where the sheet does so.
    """
    access.check_merge(by)
    if run.by_id != by.pk or not run.plan or run.plan["errors"]:
        raise Refused(_("The sheet has faults; nothing of it can be taken in."))
    with recorded("figures.take_in_sheet", by=by, reason=reason, detail={"file": run.file_name}):
        begun = SheetRun.objects.filter(pk=run.pk, step=SheetStep.CHECKED).update(
            step=SheetStep.RECORDING, reason=reason, refused="", part="", done=0, total=0
        )
        if not begun:
            raise Refused(_("The sheet has been taken in already."))
        large = is_large(run)
        if large:
            app.configure_task("figures.record_sheet").defer(run=run.pk)
    run.refresh_from_db()
    return large


def end_sheet(run: SheetRun, *, posted: Mapping[str, int]) -> None:
    """Keep what the taking in did; the file is no longer needed."""
    run.step, run.posted, run.refused = SheetStep.DONE, dict(posted), ""
    run.save(update_fields=["step", "posted", "refused"])
    shutil.rmtree(file_of(run).parent, ignore_errors=True)
