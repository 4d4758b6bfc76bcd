"""Workbooks that came back, dropped on a page: a job merges them, the page shows how far it is."""

import io

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core.access import Refused, can
from kientoan.core.display import Link, Progress
from kientoan.core.pages import render_page
from kientoan.core.templatetags.formats import language
from kientoan.figures import access, actions
from kientoan.figures.forms import UploadForm
from kientoan.figures.imports.merge import packed
from kientoan.figures.models import FormIssue, MergeRun
from kientoan.figures.rules.words import State
from kientoan.figures.views.frame import crumbs, who


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, key: int) -> HttpResponse:
    """Drop the workbooks, or one archive of them."""
    user = who(request)
    issue = get_object_or_404(FormIssue.objects.visible_to(user).select_related("form"), pk=key)
    access.check_merge(user)
    form = UploadForm(request.POST or None, request.FILES or None)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            run = actions.start_merge(issue=issue, files=form.contents(), by=user, reason=form.cleaned_data["reason"])
            return redirect("figures:run", key=run.pk)
        except forms.ValidationError as error:
            form.add_error("files", error)
        except Refused as refused:
            refusal = refused
    values = {
        "form": form,
        "refusal": refusal,
        "title": _("Merge workbooks: %(form)s, %(period)s")
        % {"form": issue.form.name, "period": issue.period.label(language())},
        "crumbs": crumbs(Link(issue.form.name, reverse("figures:issue", args=[issue.pk])), Link(_("Merge workbooks"))),
    }
    return render_page(request, "figures/upload.html", values, status=422 if form.errors or refusal else 200)


def _run(request: HttpRequest, key: int) -> MergeRun:
    return get_object_or_404(MergeRun.objects.visible_to(who(request)).select_related("issue__form"), pk=key)


def _progress(one: MergeRun) -> Progress:
    words = {"read": _("Reading the workbooks"), "record": _("Recording the figures"), "end": ""}
    ended = one.result is not None or bool(one.refused)
    total = max(one.total, 1)
    return Progress(
        title=_("Merging"),
        done=total if ended else min(one.done, total - 1) if one.step == "record" else one.done // 2,
        total=total,
        poll_url="" if ended else reverse("figures:run_progress", args=[one.pk]),
        words=words.get(one.step, _("Waiting for its turn")),
        failed=one.refused,
        result=Link(_("See the result"), reverse("figures:run", args=[one.pk])) if one.result is not None else None,
    )


@require_safe
def run(request: HttpRequest, key: int) -> HttpResponse:
    """A merge: how far it is, then what came of it."""
    one = _run(request, key)
    waiting = one.result["missing"] if one.result else []
    values = {
        "silent": [unit for unit in waiting if unit["state"] != State.FAULTY],
        "faulty": [unit for unit in waiting if unit["state"] == State.FAULTY],
        "run": one,
        "progress": _progress(one),
        "result": one.result,
        "answered": (one.result["asked"] - len(one.result["missing"])) if one.result else 0,
        "title": _("Merge workbooks: %(form)s, %(period)s")
        % {"form": one.issue.form.name, "period": one.issue.period.label(language())},
        "crumbs": crumbs(
            Link(one.issue.form.name, reverse("figures:issue", args=[one.issue_id])), Link(_("Merge workbooks"))
        ),
        "again": can(access.check_merge, who(request)).allowed,
    }
    return render_page(request, "figures/run.html", values)


@require_safe
def run_progress(request: HttpRequest, key: int) -> HttpResponse:
    """Only the bar, polled while the job runs."""
    return render_page(request, "figures/run_progress.html", {"progress": _progress(_run(request, key))})


@require_safe
def run_returned(request: HttpRequest, key: int) -> FileResponse:
    """The faulty workbooks with their wrong cells marked, in one archive to send back."""
    one = _run(request, key)
    content = packed(one)
    if content is None:
        raise Http404(_("No workbook was given back."))
    return FileResponse(
        io.BytesIO(content), as_attachment=True, filename=f"returned-{one.pk}.zip", content_type="application/zip"
    )
