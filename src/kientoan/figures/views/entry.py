"""A unit's own answer: typed on a phone, on paper with a QR, or in its workbook."""

import io
from datetime import date
from pathlib import Path

import segno
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core import formats
from kientoan.core.access import Refused, can
from kientoan.core.display import Link
from kientoan.core.exports import XLSX_TYPE
from kientoan.core.pages import as_of_day, draft_saved, is_sample, render_page
from kientoan.core.templatetags.formats import language
from kientoan.core.uses import uses_of
from kientoan.figures import access, actions
from kientoan.figures.forms import PICTURE_TYPES, EntryForm, typed_before
from kientoan.figures.imports import template
from kientoan.figures.models import Submission
from kientoan.figures.queries.entry import Judge, judge_of
from kientoan.figures.rules.words import Channel
from kientoan.figures.views.frame import crumbs, state_badge, who
from kientoan.orgs.queries import span_of


def _submission(request: HttpRequest, key: int) -> Submission:
    rows = Submission.objects.visible_to(who(request)).select_related("unit", "issue__form", "draft")
    return get_object_or_404(rows, pk=key)


def _name(submission: Submission) -> str:
    span = span_of(submission.unit, submission.issue.period.end)
    return span.name if span else submission.unit.code


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, key: int) -> HttpResponse:
    """One question under another with last period's figure beside; saved as a draft, or sent."""
    submission = _submission(request, key)
    judge = judge_of(submission.issue, [submission.unit_id])
    refusal: Refused | None = None
    initial = typed_before(submission, judge)
    form = EntryForm(request.POST or None, request.FILES or None, judge=judge, submission=submission, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return _send(request, submission, form)
        except actions.FaultyEntry as refused:
            refusal = refused
            for code, words in refused.by_field:
                form.add_error(f"v-{code}", words)
        except actions.NeedsReason as refused:
            refusal = refused
            form.add_error("reason", _("Say why."))
        except Refused as refused:
            refusal = refused
    return _page(request, submission, form, refusal)


def _send(request: HttpRequest, submission: Submission, form: EntryForm) -> HttpResponse:
    channel = Channel.ON_BEHALF if form.cleaned_data["on_behalf"] else Channel.PHONE
    if "draft" in request.POST:
        actions.keep_draft(submission=submission, values=form.typed("v-"), by=who(request), channel=channel)
        messages.success(request, _("The draft is kept. Nothing of it counts until you send it."))
    else:
        actions.submit_entry(
            submission=submission,
            values=form.typed("v-"),
            remarks=form.typed("r-"),
            channel=channel,
            paper=form.cleaned_data["paper"],
            reason=form.cleaned_data["reason"],
            by=who(request),
        )
        messages.success(request, _("The figures have been received."))
    draft_saved(request, f"figures-{submission.pk}")
    return redirect("figures:entry", key=submission.pk)


def _page(request: HttpRequest, submission: Submission, form: EntryForm, refusal: Refused | None) -> HttpResponse:
    issue, name, user = submission.issue, _name(submission), who(request)
    own = can(access.check_enter, user, submission)
    values = {
        "submission": submission,
        "form": form,
        "questions": list(form.questions()),
        "refusal": refusal,
        "uses": uses_of([submission.unit_id], issue.period, user),
        "faulty": [each for each in form if each.errors] if isinstance(refusal, actions.FaultyEntry) else [],
        "refused": own.reason,
        "may_on_behalf": bool(can(access.check_enter, user, submission, Channel.ON_BEHALF)),
        "paper_type": PICTURE_TYPES.get(Path(submission.paper).suffix, ""),
        "title": f"{issue.form.name}, {issue.period.label(language())}",
        "name": name,
        "state": state_badge(submission.state, late=submission.is_late),
        "due": _due(submission, as_of_day(request)),
        "crumbs": crumbs(Link(issue.form.name, reverse("figures:issue", args=[issue.pk])), Link(name)),
    }
    status = 422 if refusal or form.errors else 200
    return render_page(request, "figures/entry.html", values, status=status)


def _due(submission: Submission, day: date) -> str:
    """By when the form is to be sent; how far that is from the day shown, unless the answer is in."""
    said = formats.day_short(submission.issue.due, language())
    if submission.state == "accepted":
        return _("Send by %(due)s") % {"due": said}
    return _("Send by %(due)s (%(left)s)") % {
        "due": said,
        "left": formats.due(submission.issue.due, day, language()),
    }


@require_safe
def paper(request: HttpRequest, key: int) -> HttpResponse:
    """The form to print and fill by hand, with a QR that opens its entry form."""
    submission = _submission(request, key)
    judge: Judge = judge_of(submission.issue, [submission.unit_id])
    before = judge.before.get(submission.unit_id, {})
    address = request.build_absolute_uri(reverse("figures:entry", args=[submission.pk]))
    rows = [(item.indicator, before.get(item.indicator.code)) for item in judge.items]
    values = {
        "submission": submission,
        "name": _name(submission),
        "title": submission.issue.form.name,
        "period": submission.issue.period.label(language()),
        "rows": rows,
        "address": address,
        "qr": segno.make(address, error="m").svg_data_uri(scale=4, border=2),
        "crumbs": crumbs(Link(_("Entry form"), reverse("figures:entry", args=[submission.pk]))),
    }
    return render_page(request, "figures/paper.html", values)


@require_safe
def workbook(request: HttpRequest, key: int) -> FileResponse:
    """The unit's own workbook of the form, to fill in and send back."""
    submission = _submission(request, key)
    band = _("SAMPLE DATA, everything is invented") if is_sample() else ""
    [blank] = template.blanks(submission.issue, [submission.unit], band=band)
    buffer = io.BytesIO()
    template.write_template(buffer, blank)
    buffer.seek(0)
    return FileResponse(buffer, as_attachment=True, filename=template.file_name(blank), content_type=XLSX_TYPE)
