"""Work on figures that takes longer than a page may."""

import json
from dataclasses import asdict

from django.utils import translation
from procrastinate.contrib.django import app

from kientoan.core.access import Refused
from kientoan.core.commands import dumps
from kientoan.figures.actions.ledger import Progress
from kientoan.figures.actions.runs import end_merge, tell_progress, uploads
from kientoan.figures.actions.sheets import tell_rows
from kientoan.figures.imports import sheets
from kientoan.figures.imports.merge import merge_folder
from kientoan.figures.models import MergeRun, SheetRun


@app.task(name="figures.merge_upload", queue="figures")
def merge_upload(run: int) -> None:
    """Merge the workbooks that a page put down; done again after a crash, it goes on where it stopped."""
    started = MergeRun.objects.select_related("issue", "by").get(pk=run)
    folder = uploads() / started.folder_name
    with translation.override(started.by.language):
        try:
            merged = merge_folder(
                folder,
                issue=started.issue,
                by=started.by,
                reason=started.reason,
                progress=lambda step, done, total: tell_progress(started, step, done, total),
            )
        except Refused as refused:
            end_merge(started, refused=str(refused))
            return
    end_merge(started, result=json.loads(dumps(asdict(merged))))


def _sheet(run: int) -> SheetRun:
    return SheetRun.objects.select_related("by").get(pk=run)


def _telling(run: SheetRun) -> Progress:
    """Tell twenty times in all how far it is; every row would cost more than the work."""
    due: dict[str, int] = {}

    def tell(part: str, done: int, total: int) -> None:
        if done >= due.get(part, 0):
            due[part] = done + max(1, total // 20)
            tell_rows(run, part, done, total)

    return tell


@app.task(name="figures.check_sheet", queue="figures")
def check_sheet(run: int) -> None:
    """Check a large sheet that a page put down."""
    started = _sheet(run)
    with translation.override(started.by.language):
        sheets.check_sheet(started, _telling(started))


@app.task(name="figures.record_sheet", queue="figures")
def record_sheet(run: int) -> None:
    """Take in a large sheet; done again after a crash, it finds its figures there already."""
    started = _sheet(run)
    with translation.override(started.by.language):
        try:
            sheets.record_sheet(started, _telling(started))
        except Refused:
            return  # what was refused, and why, is kept with the sheet
