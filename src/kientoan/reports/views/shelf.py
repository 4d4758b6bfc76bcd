"""The list of reports, a new one, and one report with all that belongs to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core import clock, formats
from kientoan.core.access import Refused, can
from kientoan.core.display import Action, Badge, Link, Share
from kientoan.core.pages import as_of_day, paginate, render_page, scope_of
from kientoan.core.periods import Period
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.documents.rules.official.figure import Figure
from kientoan.orgs.access import holds
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.orgs.queries import children_of, roots_for
from kientoan.orgs.rules.roles import Right
from kientoan.reports import access, actions
from kientoan.reports.actions.building import check_can_be_signed
from kientoan.reports.forms import NewReportForm, WordFileForm
from kientoan.reports.models import Edition, EditionKind, Report
from kientoan.reports.queries import Standing, standing_of
from kientoan.reports.queries.drawing import form_unseen
from kientoan.reports.queries.reading import BASE_KINDS
from kientoan.reports.rules import counted as stored
from kientoan.reports.views.editions import progress_of
from kientoan.reports.views.within import crumbs, report_within, state_of, title_of, unit_name, who

MOST_CHOICES = 120
BUILDING_KINDS = ("city_committee", "province_committee", "upper_base_committee", *BASE_KINDS)


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The reports that the person may read, newest period first."""
    chosen = access.readable(who(request)).select_related("unit")
    scope = scope_of(request)
    if scope is not None:
        root = Unit.objects.get(code=scope.code)
        chosen = chosen.filter(unit__in=Unit.objects.under(root, as_of_day(request)))
    page = paginate(request, chosen.order_by("-period_code", "unit__code"))
    standings = [standing_of(one) for one in page.object_list]
    ids = [one.report.unit_id for one in standings]
    names = dict(UnitSpan.objects.filter(unit_id__in=ids).order_by("valid").values_list("unit_id", "name"))
    columns: list[Column[Standing]] = [
        Column(
            _("Report"),
            lambda one: Link(title_of(one.report), reverse("reports:report", args=[one.report.pk])),
            head=True,
        ),
        Column(_("Unit"), lambda one: names.get(one.report.unit_id, one.report.unit.code)),
        Column(_("Date"), lambda one: one.report.day),
        Column(_("State"), state_of),
        Column(_("Sections written"), lambda one: Share(len(one.sections) - len(one.unwritten), len(one.sections))),
    ]
    may = holds(who(request), Right.BUILD_REPORTS)
    action = Action(
        _("Build a report"),
        reverse("reports:new"),
        icon="plus",
        refused="" if may else _("Your role does not include building reports."),
    )
    empty = Empty(
        _("No report yet"),
        _("A half-year report writes its figures itself; you write the sections on limits, causes and tasks."),
        action.url if may else "",
        action.label,
    )
    table = Table("reports", _("Reports"), columns, standings, empty, page=page)
    return render_page(request, "reports/list.html", {"table": table, "action": action})


def _units_to_choose(request: HttpRequest) -> list[tuple[str, str]]:
    """The tops of what the person may see and what hangs directly under them, where a report can be built."""
    day = clock.today()
    found = []
    for top in roots_for(who(request), day):
        unit = Unit(pk=top.id, code=top.code)
        if not holds(who(request), Right.BUILD_REPORTS, unit):
            continue
        found.append((top.code, top.name))
        below = [one for one in children_of(unit, day, who(request)) if one.kind in BUILDING_KINDS]
        found += [(one.code, f"– {one.name}") for one in below]
    return found[:MOST_CHOICES]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new half-year report: of which unit, for which half of a year."""
    units = _units_to_choose(request)
    form = NewReportForm(request.POST or None, units=units, today=clock.today(), initial={"day": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        unit = Unit.objects.visible_to(who(request)).get(code=said["unit"])
        try:
            report = actions.open_report(
                unit=unit, period=Period.parse(said["period"]), day=said["day"], as_of=said["as_of"], by=who(request)
            )
            actions.ask_for_edition(report=report, kind=EditionKind.DRAFT, by=who(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("reports:report", report.pk)
    return render_page(
        request,
        "reports/new.html",
        {"form": form, "crumbs": [Link(_("Reports"), reverse("reports:list")), Link(_("New report"))], "units": units},
        status=400 if form.errors else 200,
    )


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: how it stands, what does not close and where, its figures, its sections, its editions."""
    found = report_within(request, pk)
    standing = standing_of(found)
    editions = list(Edition.objects.filter(report=found).select_related("made_by"))
    values = {
        "report": found,
        "title": title_of(found),
        "unit_name": unit_name(found),
        "crumbs": crumbs(found),
        "standing": standing,
        "state": state_of(standing),
        "progress": progress_of(standing.order) if standing.order and _is_news(standing) else None,
        "build": _build_action(request, found, standing),
        "sign": _sign_action(request, found),
        "reasons": _reasons(standing),
        "figures": _figures_table(standing),
        "sections": _sections_table(found, standing),
        "editions": _editions_table(editions),
        "form_unseen": form_unseen(found),
        "file_form": WordFileForm(),
        "may_build": can(access.check_build, who(request), found.unit),
    }
    return render_page(request, "reports/report.html", values)


def _is_news(standing: Standing) -> bool:
    """Whether the last asking still tells something: under way, or failed and nothing was made since."""
    order = standing.order
    if order is None or order.under_way:
        return order is not None
    made = standing.edition.made_at if standing.edition else None
    return bool(order.refusal) and (made is None or made < order.asked_at)


def _build_action(request: HttpRequest, report: Report, standing: Standing) -> Action:
    allowed = can(access.check_build, who(request), report.unit)
    label = _("Build the draft anew") if standing.edition else _("Build the draft")
    return Action(label, reverse("reports:build", args=[report.pk]), "post", allowed.reason, "refresh")


def _sign_action(request: HttpRequest, report: Report) -> Action:
    allowed = can(access.check_sign, who(request), report.unit) and can(check_can_be_signed, report)
    return Action(
        _("Issue the signed edition"), reverse("reports:sign", args=[report.pk]), "post", allowed.reason, "checklist"
    )


def _reasons(standing: Standing) -> list[str]:
    """What holds the signed edition back, each total in a sentence with its place; unwritten sections in one."""
    if standing.edition is None or standing.is_signed:
        return []
    reasons = list(standing.holding_back)
    if standing.unwritten:
        count = len(standing.unwritten)
        reasons.append(
            ngettext(
                "%(count)d section is unwritten, see the list below.",
                "%(count)d sections are unwritten, see the list below.",
                count,
            )
            % {"count": count}
        )
    if standing.outdated:
        reasons.append(_("Something was changed after the last draft was built. Build the draft anew, then sign."))
    return reasons


def _figures_table(standing: Standing) -> Table[Figure]:
    counted = stored.from_plain(standing.edition.counted).figures if standing.edition else {}
    columns: list[Column[Figure]] = [
        Column(_("Figure"), lambda one: one.title, head=True),
        Column(_("Value"), _value_cell, number=True),
    ]
    note = ""
    if standing.edition:
        note = _("as of %(day)s, edition %(number)d; each number opens the units it counts") % {
            "day": formats.day_short(standing.edition.as_of, language()),
            "number": standing.edition.number,
        }
    empty = Empty(_("No figures yet"), _("They are counted when the draft is built."))
    return Table("figures", _("Figures"), columns, list(counted.values()), empty, note=note)


def _value_cell(figure: Figure) -> object:
    if figure.value is None:
        return Badge(_("not enough figures"), "none")
    return Link(figure.display, figure.link)


def _sections_table(report: Report, standing: Standing) -> Table[Any]:
    columns: list[Column[Any]] = [
        Column(
            _("Section"),
            lambda one: Link(one.title, reverse("reports:section", args=[report.pk, one.key])),
            head=True,
        ),
        Column(
            _("State"), lambda one: Badge(_("Written"), "done") if one.is_written else Badge(_("Unwritten"), "none")
        ),
        Column(_("Written by"), lambda one: str(one.text.by) if one.text else ""),
        Column(_("When"), lambda one: one.text.at if one.text else None),
    ]
    return Table("sections", _("Sections that people write"), columns, standing.sections, Empty(_("No section")))


def _editions_table(editions: list[Edition]) -> Table[Edition]:
    def files(one: Edition) -> list[Link]:
        return [
            Link(word, reverse("reports:download", args=[one.report_id, one.number, suffix]))
            for word, suffix in (("Word", "docx"), ("PDF", "pdf"))
        ]

    columns: list[Column[Edition]] = [
        Column(_("Edition"), lambda one: _("Edition %(number)d") % {"number": one.number}, head=True),
        Column(_("Draft or signed"), _kind_badge),
        Column(_("Figures as of"), lambda one: one.as_of),
        Column(_("Built at"), lambda one: one.made_at),
        Column(_("Built by"), lambda one: str(one.made_by)),
        Column(_("Files"), files),
    ]
    empty = Empty(_("No edition yet"), _("The draft can be built at any time, also when sections are unwritten."))
    return Table("editions", _("Editions"), columns, editions, empty)


def _kind_badge(edition: Edition) -> Badge:
    if edition.kind == EditionKind.SIGNED:
        return Badge(_("Signed edition"), "done")
    count = len(edition.holding_back)
    if count:
        words = ngettext("Draft, does not close in %(count)d place", "Draft, does not close in %(count)d places", count)
        return Badge(words % {"count": count}, "soon")
    return Badge(_("Draft"), "info")
