"""Work on figures that takes longer than a page may."""

from dataclasses import asdict

from procrastinate.contrib.django import app

from kientoan.core.access import Refused
from kientoan.core.commands import dumps
from kientoan.figures.actions.runs import end_merge, tell_progress, uploads
from kientoan.figures.imports.merge import merge_folder
from kientoan.figures.models import MergeRun


@app.task(name="figures.merge_upload", queue="figures")
def merge_upload(run: int) -> None:
    """Merge the workbooks that a page put down; done again after a crash, it goes on where it stopped."""
    import json

    from django.utils import translation

    started = MergeRun.objects.select_related("issue", "by").get(pk=run)
    folder = uploads() / started.folder_name
    with translation.override(started.by.language):
        try:
            merged = merge_folder(
                folder,
                issue=started.issue,
                by=started.by,
                progress=lambda step, done, total: tell_progress(started, step, done, total),
            )
        except Refused as refused:
            end_merge(started, refused=str(refused))
            return
    end_merge(started, result=json.loads(dumps(asdict(merged))))
