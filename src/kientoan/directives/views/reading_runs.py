"""A file that is being read: how far it is; the page may be left and come back to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.core.display import Link, Progress
from kientoan.core.pages import render_page
from kientoan.directives.models.runs import ReadRun


def _run(request: HttpRequest, key: int) -> ReadRun:
    return get_object_or_404(ReadRun.objects.visible_to(request.user), pk=key)  # type: ignore[arg-type]


def _progress(one: ReadRun) -> Progress:
    ended = one.ended_at is not None
    total = max(one.total, 1)
    words = _("Finding what it orders") if one.total and one.done >= one.total else _("Reading the pages")
    link = Link(_("Check what was found"), reverse("directives:reading", args=[one.reading_id])) if one.reading_id else None  # fmt: skip
    return Progress(
        title=_("Reading %(name)s") % {"name": one.title or one.file_name},
        done=total if ended else min(one.done, total) - (one.done >= total),
        total=total,
        poll_url="" if ended else reverse("directives:read_run_progress", args=[one.pk]),
        words="" if ended else words if one.total else _("Waiting for its turn"),
        failed=one.refused,
        result=link,
    )


@require_safe
def run(request: HttpRequest, key: int) -> HttpResponse:
    """How far the reading is; once it is done, the text with its drafts."""
    one = _run(request, key)
    if one.reading_id is not None:
        return redirect("directives:reading", key=one.reading_id)
    crumbs = [
        Link(_("Tasks"), reverse("directives:tasks")),
        Link(_("Texts read"), reverse("directives:readings")),
        Link(one.title or one.file_name),
    ]
    return render_page(request, "directives/read_run.html", {"run": one, "progress": _progress(one), "crumbs": crumbs})


@require_safe
def run_progress(request: HttpRequest, key: int) -> HttpResponse:
    """Only the bar, asked for while the job runs."""
    return render_page(request, "directives/read_run_progress.html", {"progress": _progress(_run(request, key))})
