"""Start a merge from a page: the files are put down, the work goes to the queue."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.figures import access
from kientoan.figures.models import FormIssue, MergeRun

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.files.uploadedfile import UploadedFile

MOST_FILES = 3_000


def uploads() -> Path:
    """Where uploaded workbooks lie until they are merged, and the marked ones after."""
    return Path(settings.HOME) / "uploads"


def start_merge(
    *, issue: FormIssue, files: "Iterable[tuple[str, bytes | UploadedFile[Any]]]", by: User, reason: str = ""
) -> MergeRun:
    """Put down the workbooks of a folder or archive and defer their merging to the queue, in one transaction.

    ``files`` are names (folders inside by `/`) with their content; ``reason`` says why used figures are corrected.
    """
    access.check_merge(by)
    files = list(files)
    if not files:
        raise Refused(_("No workbook was chosen. Choose the files, or one .zip with all of them."))
    if len(files) > MOST_FILES:
        raise Refused(_("At most %(most)d files are merged at once.") % {"most": MOST_FILES})
    with recorded("figures.start_merge", by=by, reason=reason, on=[issue], detail={"files": len(files)}) as action:
        run = MergeRun.objects.create(issue=issue, by=by, started_at=action.at, total=len(files), reason=reason)
        folder = uploads() / run.folder_name
        for left in (folder, folder.with_name(f"{folder.name}-returned")):
            shutil.rmtree(left, ignore_errors=True)  # of an earlier life of a database that was restored
        for name, content in files:
            _put(folder, name, content)
        app.configure_task("figures.merge_upload").defer(run=run.pk)
    return run


def _put(folder: Path, name: str, content: "bytes | UploadedFile[Any]") -> None:
    """Write one file below the folder, whatever its name says."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    target = folder.joinpath(*parts[-3:])
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        if isinstance(content, bytes):
            file.write(content)
        else:
            file.writelines(content.chunks())


def tell_progress(run: MergeRun, step: str, done: int, total: int) -> None:
    """Say how far the work is; every tenth file is enough for the eye."""
    if done % 10 == 0 or done == total:
        MergeRun.objects.filter(pk=run.pk).update(step=step, done=done, total=total)


def end_merge(run: MergeRun, *, result: dict[str, object] | None = None, refused: str = "") -> None:
    """Keep what came of the work for its page."""
    MergeRun.objects.filter(pk=run.pk).update(result=result, refused=refused, step="end", done=F("total"))
