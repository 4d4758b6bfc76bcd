"""Ask for a run, and watch it; the work is a job, never the web worker's."""

from datetime import date

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core.access import Refused
from kientoan.core.display import Link, Progress
from kientoan.core.pages import as_of_day, render_page, scope_of
from kientoan.core.periods import Period
from kientoan.core.templatetags.formats import language
from kientoan.orgs.access import check_right
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import roots_for
from kientoan.orgs.rules.roles import Right
from kientoan.review import actions
from kientoan.review.forms import StartClassesForm, StartForm
from kientoan.review.models import Run, RunRequest
from kientoan.review.queries.classes import last_whole_year
from kientoan.review.views.frame import current_name, person, run_url


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponseBase:
    """Say which period and day; the branch is the scope chosen above, else the top of what one sees."""
    user, day = person(request), as_of_day(request)
    check_right(user, Right.RUN_REVIEW)
    unit = _branch(request, day)
    form = StartForm(request.POST or None, initial={"period": Period.of(day, "half").code, "as_of": day})
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_run(
                unit=unit, period=form.cleaned_data["period"], as_of=form.cleaned_data["as_of"], by=user
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("review:request", key=asked.pk)
    crumbs = [Link(_("Review"), reverse("review:runs")), Link(_("Run the review"))]
    status = 400 if form.errors else 200
    return render_page(request, "review/start.html", {"form": form, "unit": unit, "crumbs": crumbs}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def start_classes(request: HttpRequest) -> HttpResponseBase:
    """Say for which year the classes shall be proposed; the branch is the scope chosen above, else the top of what one sees."""
    user, day = person(request), as_of_day(request)
    check_right(user, Right.RUN_REVIEW)
    unit = _branch(request, day)
    year = request.GET.get("year", "")
    initial = {"year": year if year.isascii() and year.isdigit() else last_whole_year(day)}
    form = StartClassesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_classes(
                unit=unit, year=form.cleaned_data["year"], as_of=form.cleaned_data["as_of"], by=user
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("review:request", key=asked.pk)
    crumbs = [
        Link(_("Review"), reverse("review:runs")),
        Link(_("Year class"), reverse("review:classes")),
        Link(_("Propose the classes")),
    ]
    values = {"form": form, "unit": unit, "name": current_name(unit, day), "crumbs": crumbs}
    return render_page(request, "review/start_classes.html", values, status=400 if form.errors else 200)


def _branch(request: HttpRequest, day: date) -> Unit:
    scope = scope_of(request)
    if scope is not None:
        return Unit.objects.get(code=scope.code)
    tops = roots_for(person(request), day)
    if not tops:
        raise Refused(_("No unit that you see exists on that day. Choose another day above."))
    return Unit.objects.get(pk=tops[0].id)


@require_safe
def request_page(request: HttpRequest, key: int) -> HttpResponseBase:
    """How far a run asked for is; with htmx only its progress."""
    asked = (
        RunRequest.objects.visible_to(person(request)).select_related("run", "class_run", "unit").filter(pk=key).first()
    )
    if asked is None:
        raise Http404(_("There is no such request among those you may see."))
    check_right(person(request), Right.RUN_REVIEW)
    values = {
        "asked": asked,
        "work": progress_of(asked),
        "crumbs": [Link(_("Review"), reverse("review:runs")), Link(_("Run the review"))],
    }
    return render_page(request, "review/request.html", values, partial="progress")


def progress_of(asked: RunRequest) -> Progress:
    """A run asked for as the progress component draws it."""
    classes = asked.kind == Run.Kind.YEAR_CLASS
    third = _("conclusions and decisions") if classes else _("comparisons")
    steps = [_("units"), _("figures"), third, _("judgement"), _("writing")]
    words = _("waits for a worker")
    if asked.state == RunRequest.State.RUNNING:
        words = steps[min(asked.step, len(steps) - 1)]
    elif asked.state == RunRequest.State.DONE:
        words = _("done")
    return Progress(
        title=(_("Year class, %(period)s") if classes else _("Review, %(period)s"))
        % {"period": Period.parse(asked.period_code).label(language())},
        done=asked.step,
        total=RunRequest.STEPS,
        poll_url=reverse("review:request", args=[asked.pk]),
        words=words,
        failed=asked.failure,
        result=_result(asked),
    )


def _result(asked: RunRequest) -> Link | None:
    if asked.class_run is not None:
        of_run = f"?year={asked.class_run.year}&run={asked.class_run.pk}"
        return Link(_("Open the result"), reverse("review:classes") + of_run)
    return Link(_("Open the result"), run_url(asked.run)) if asked.run else None
