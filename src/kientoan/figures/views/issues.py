"""Forms sent out, and one of them with its answers by tier."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.access import can
from kientoan.core.display import Action, Badge, Link, Share
from kientoan.core.exports import asked_format, export_table
from kientoan.core.pages import as_of_day, paginate, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language, moment
from kientoan.figures import access, queries
from kientoan.figures.models import FormIssue, MergeRun, Submission
from kientoan.figures.queries.completeness import Tier, counts_of, submissions_page
from kientoan.figures.views.frame import crumbs, state_badge, tabs, who
from kientoan.orgs.models import Unit, UnitSpan


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every form sent out that asks something of the units one sees, the latest first."""
    user, tongue, day = who(request), language(), as_of_day(request)
    issues = FormIssue.objects.visible_to(user).select_related("form").order_by("-due", "-pk")
    page = paginate(request, issues)
    counts = counts_of([issue.pk for issue in page], user)

    def answered(one: FormIssue) -> Share:
        asked, received = counts.get(one.pk, (0, 0))
        return Share(received, asked, reverse("figures:issue", args=[one.pk]))

    def due(one: FormIssue) -> str:
        asked, received = counts.get(one.pk, (0, 0))
        said = formats.day_short(one.due, tongue)
        return said if received == asked else f"{said}, {formats.due(one.due, day, tongue)}"

    table = Table(
        key="issues",
        caption=_("Forms sent out"),
        columns=[
            Column(_("Form"), lambda one: Link(one.form.name, reverse("figures:issue", args=[one.pk])), head=True),
            Column(_("Period"), lambda one: one.period.label(tongue)),
            Column(_("Due"), due),
            Column(_("Have answered"), answered, number=True),
        ],
        rows=list(page),
        page=page,
        empty=Empty(_("No form has been sent out."), _("Design a form, or send out one of the starting list.")),
    )
    action = Action(
        _("Send a form out"), reverse("figures:forms"), refused=can(access.check_issue, user).reason, icon="plus"
    )
    return render_page(request, "figures/overview.html", {"table": table, "action": action, "tabs": tabs("overview")})


@require_safe
def issue(request: HttpRequest, key: int) -> HttpResponseBase:
    """One form sent out: how complete it is by tier, and the answers one by one."""
    user = who(request)
    one = get_object_or_404(FormIssue.objects.visible_to(user).select_related("form"), pk=key)
    under = _under(request)
    rows = submissions_page(one, user, state=request.GET.get("state", ""), under=under)
    names = dict(
        UnitSpan.objects.as_of(one.period.end).filter(unit_id__in=rows.values("unit_id")).values_list("unit_id", "name")
    )
    if asked_format(request):
        return export_table(request, _answers(one, names, list(rows)), rows, verb="figures.export_answers")
    page = paginate(request, rows)
    whole, tiers = queries.completeness(one, user)
    values = {
        "issue": one,
        "title": f"{one.form.name}, {one.period.label(language())}",
        "state": _time_left(one, whole, as_of_day(request)),
        "whole": whole,
        "share": Share(whole.received, whole.asked, "?state=accepted#answers"),
        "on_time": Share(whole.on_time, whole.asked),
        "missing_url": "?state=missing#answers",
        "states": _states(request, whole),
        "tiers": _tiers(tiers),
        "merges": _merges(one, user),
        "answers": _answers(one, names, list(page), page),
        "action": Action(
            _("Merge workbooks"),
            reverse("figures:upload", args=[one.pk]),
            refused=can(access.check_merge, user).reason,
            icon="upload",
        ),
        "crumbs": crumbs(Link(one.form.name)),
    }
    return render_page(request, "figures/issue.html", values)


def _time_left(one: FormIssue, whole: Tier, day: date) -> Badge:
    """How far the deadline is on the day shown, or that everything is in."""
    if not whole.missing:
        return Badge(_("All have answered"), "done")
    return Badge(formats.due(one.due, day, language()), "late" if one.due < day else "info")


def _states(request: HttpRequest, whole: Tier) -> list[Link]:
    """The answers by where they stand, each with its count (of the whole: below one unit no count is shown)."""
    now, under = request.GET.get("state", ""), request.GET.get("under", "")
    ways = (
        ("", _("All"), whole.asked),
        ("missing", _("Missing"), whole.missing),
        ("faulty", _("To correct"), whole.faulty),
        ("accepted", _("Received"), whole.received),
    )

    def link(state: str, word: str, count: int) -> Link:
        url = "" if state == now else f"?{urlencode({'state': state, 'under': under})}#answers"
        return Link(word, url, "" if under else formats.number(count, language=language()))

    return [link(*way) for way in ways]


def _merges(one: FormIssue, user: User) -> list[tuple[Link, Badge]]:
    """The merges that the person started last, so that one can come back to them."""
    found = []
    for run in MergeRun.objects.visible_to(user).filter(issue=one).order_by("-pk")[:5]:
        name = _("Merge of %(moment)s, %(files)s files") % {
            "moment": moment(run.started_at),
            "files": formats.number(run.total, language=language()),
        }
        state = Badge(_("refused"), "late") if run.refused else Badge(_("under way"), "info")
        if run.result is not None:
            back = len(run.result["returned"])
            state = (
                Badge(_("done, %(count)s given back") % {"count": back}, "soon") if back else Badge(_("done"), "done")
            )
        found.append((Link(name, reverse("figures:run", args=[run.pk])), state))
    return found


def _under(request: HttpRequest) -> Unit | None:
    code = request.GET.get("under")
    if not code:
        return None
    found = Unit.objects.visible_to(who(request)).filter(code=code).first()
    if found is None:
        raise Http404(_("There is no unit with the code “%(value)s” that you answer for.") % {"value": code})
    return found


def _tiers(tiers: list[Tier]) -> Table[Tier]:
    return Table(
        key="tiers",
        caption=_("By the unit above"),
        columns=[
            Column(
                _("Unit above"),
                lambda t: Link(t.name or t.code or "–", f"?under={t.code}#answers" if t.code else ""),
                head=True,
            ),
            Column(_("Have answered"), lambda t: Share(t.received, t.asked), number=True),
            Column(_("On time"), lambda t: Share(t.on_time, t.asked), number=True),
            Column(_("To correct"), lambda t: t.faulty, number=True),
            Column(_("Missing"), lambda t: t.missing, number=True),
        ],
        rows=tiers,
        empty=Empty(_("No unit that you see was asked.")),
    )


def _answers(one: FormIssue, names: dict[int, str], rows: list[Submission], page: object = None) -> Table[Submission]:
    return Table(
        key="answers",
        caption=_("Answers, unit by unit"),
        columns=[
            Column(
                _("Unit"),
                lambda s: Link(names.get(s.unit_id, s.unit.code), reverse("figures:entry", args=[s.pk])),
                head=True,
            ),
            Column(_("Code"), lambda s: s.unit.code),
            Column(_("State"), lambda s: state_badge(s.state, late=s.is_late)),
            Column(_("Arrived"), lambda s: s.arrived_on),
            Column(_("Came as"), lambda s: s.get_channel_display() if s.channel else None),
            Column(_("To correct"), lambda s: list(s.faults) or None),
        ],
        rows=rows,
        page=page,  # type: ignore[arg-type]
        exports=("xlsx", "csv"),
        empty=Empty(_("No answer of this kind."), _("All answers"), reverse("figures:issue", args=[one.pk])),
    )
