"""What the reports put on the home page: reports not signed yet, with what holds each back, and what others did to reports."""

from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.accounts.models import User
from kientoan.core.display import Event
from kientoan.core.models import Action, ActionTarget
from kientoan.core.templatetags.formats import language
from kientoan.core.today import Line
from kientoan.orgs.models import held, scope
from kientoan.orgs.rules.roles import Right
from kientoan.reports import access
from kientoan.reports.models import Edition, EditionKind, HumanText, Report
from kientoan.reports.queries.drawing import wording_of
from kientoan.reports.queries.readable import NEWS, event_of
from kientoan.reports.queries.shelf import differs
from kientoan.reports.rules.half_year import sections

MOST = 20


def unsigned(user: User, day: date) -> list[Line]:  # noqa: ARG001  the shape of the registry
    """Reports that the person may build or sign and that are not signed as they stand."""
    if user.is_service:
        return []
    within = scope.cut(Report.objects.all(), "unit_id", held.reach_with(user, Right.BUILD_REPORTS, Right.SIGN_REPORTS))
    reports = list(within.select_related("unit").order_by("-day", "-pk")[:MOST])
    if not reports:
        return []
    newest = Edition.objects.filter(report__in=reports).defer("counted")
    editions = {one.report_id: one for one in newest.order_by("report_id", "-number").distinct("report_id")}
    texts: dict[int, dict[str, HumanText]] = {}
    written = HumanText.objects.filter(report__in=reports)
    for text in written.order_by("report_id", "section", "-version").distinct("report_id", "section"):
        texts.setdefault(text.report_id, {})[text.section] = text
    lines = [_line(one, editions.get(one.pk), texts.get(one.pk, {})) for one in reports]
    return [line for line in lines if line is not None]


def _line(report: Report, edition: Edition | None, texts: dict[str, HumanText]) -> Line | None:
    """What holds the report back, in words; nothing for one that is signed as it stands."""
    known = sections(wording_of(report))
    versions = {key: text.version for key, text in texts.items() if key in known}
    changed = edition is not None and differs(report, edition, versions)
    if edition is not None and edition.kind == EditionKind.SIGNED and not changed:
        return None
    unwritten = sum(1 for key in known if key not in texts or not texts[key].paragraphs)
    name = _("Half-year report: %(period)s") % {"period": report.period.label(language())}
    said = _held_back(edition, unwritten, changed=changed)
    return Line(f"{name}: {'; '.join(said)}", reverse("reports:report", args=[report.pk]), report.unit.code)


def _held_back(edition: Edition | None, unwritten: int, *, changed: bool) -> list[str]:
    said = []
    if edition is None:
        said.append(_("no draft yet"))
    elif changed:
        said.append(_("changed since the last draft"))
    if edition is not None and edition.holding_back:
        count = len(edition.holding_back)
        said.append(ngettext("does not close in %(count)d place", "does not close in %(count)d places", count))
        said[-1] %= {"count": count}
    if unwritten:
        words = ngettext("%(count)d section unwritten", "%(count)d sections unwritten", unwritten)
        said.append(words % {"count": unwritten})
    return said or [_("ready to be signed")]


def news(user: User, since: datetime) -> list[Event]:
    """What others did since then to reports that the person may read, newest first."""
    if not access.reads_any(user):
        return []
    about = ActionTarget.objects.filter(model="reports.report", key__in=access.readable(user).values("pk"))
    actions = (
        Action.objects.filter(at__gte=since, verb__in=NEWS)
        .annotate(report=Subquery(about.filter(action=OuterRef("pk")).values("key")[:1]))
        .filter(report__isnull=False)
        .exclude(by=user)
        .select_related("by")
        .order_by("-at", "id")[:10]
    )
    return [event_of(action, reverse("reports:report", args=[action.report])) for action in actions]
