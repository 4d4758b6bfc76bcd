"""The progress report: totals that must close, by lead unit, what is late, what comes next; its editions; others' totals checked."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.access import NotAllowed, Refused, can
from kientoan.core.display import Badge, Figure, Link, Share, Term
from kientoan.core.exports import asked_format, export_table
from kientoan.core.pages import filters_of, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.directives import access, actions
from kientoan.directives.forms import ProgressFilter, SignForm, StatedForm, keepers_of
from kientoan.directives.models import ProgressEdition
from kientoan.directives.queries import progress as counting
from kientoan.directives.rules import totals
from kientoan.directives.views.frame import crumbs, day_of, days_words, list_url, scope_unit, tabs, task_link, who
from kientoan.orgs.access import check_right
from kientoan.orgs.queries.life import names_on
from kientoan.orgs.rules.roles import Right

ROWS = 100
PART_WORDS = {
    "done_on_time": lambda: _("done on time"),
    "done_late": lambda: _("done late"),
    "open_in_time": lambda: _("open, in time"),
    "open_overdue": lambda: _("open, overdue"),
    "open_no_deadline": lambda: _("open, no deadline"),
    "suspended": lambda: _("suspended"),
    "refused": lambda: _("handed back"),
}
HEADS = {
    "done_on_time": lambda: _("On time"),
    "done_late": lambda: _("Done late"),
    "open_in_time": lambda: _("In time"),
    "open_overdue": lambda: _("Overdue"),
    "open_no_deadline": lambda: _("No deadline"),
    "suspended": lambda: _("Suspended"),
    "refused": lambda: _("Handed back"),
}
PLACE_WORDS = {
    totals.Place.ALL: lambda: _("the whole against its parts"),
    totals.Place.DONE: lambda: _("done against on time and late"),
    totals.Place.OPEN: lambda: _("not done against in time and overdue"),
    totals.Place.OVER_UNITS: lambda: _("the whole against the sum over units"),
    totals.Place.PART_BEYOND: lambda: _("a part beyond its whole"),
}


def asked_of(request: HttpRequest, user: User, given: dict[str, Any]) -> counting.Asked:
    """What the address asks for: the unit of the scope, else the one unit in whose name the person gives tasks."""
    day = day_of(request)
    unit = scope_unit(request)
    if unit is None:
        own = keepers_of(user, day)
        unit = own[0] if len(own) == 1 else None
    return counting.Asked(
        unit=unit,
        as_of=day,
        since=given.get("since"),
        until=given.get("until"),
        basis=given.get("basis") or counting.GIVEN,
        key_only=given.get("key", False),
    )


@require_safe
def progress(request: HttpRequest) -> HttpResponseBase:
    """The report as of the day, for the unit of the scope."""
    user = who(request)
    form = ProgressFilter(request.GET or None)
    asked = asked_of(request, user, filters_of(form))
    found = counting.report(user, asked)
    table = lines_table(list(found.lines), exports=can(check_right, user, Right.EXPORT).allowed, filters=form)
    if asked_format(request):
        check_right(user, Right.EXPORT)
        return export_table(request, table, found.lines, verb="directives.export_progress")
    late, coming = list(counting.overdue_of(user, asked)[:ROWS]), list(counting.falling_due(user, asked)[:ROWS])
    names = names_on(
        {one.lead_id for one in (*late, *coming)} | ({asked.unit.pk} if asked.unit else set()), asked.as_of
    )
    editions = ProgressEdition.objects.visible_to(user).select_related("keeper")
    values: dict[str, Any] = {
        "tabs": tabs("progress"),
        "report": found,
        "unit": names.get(asked.unit.pk) if asked.unit else _("all units within your scope"),
        "state": closing_badge(found.closes),
        "sentence": sentence_of(found.counted, found.parts),
        "figures": figures_of(found),
        "identity": identity_of(found.counted, found.parts),
        "gaps": gap_rows(found.gaps),
        "table": table,
        "late": late_table(late, names, asked.as_of),
        "coming": coming_table(coming, names, asked.as_of),
        "beside": beside_of(found),
        "editions": [(edition_link(one), closing_badge(one.closes), one.number) for one in editions[:10]],
        "keep": request.GET.urlencode() if asked.unit and can(access.check_give, user, asked.unit) else None,
    }
    return render_page(request, "directives/progress.html", values)


def closing_badge(closes: bool) -> Badge:  # noqa: FBT001  a fact shown
    """Whether the totals close."""
    return Badge(_("the totals close"), "done") if closes else Badge(_("do not close (chưa khớp)"), "soon")


def sentence_of(counted: int, parts: totals.Parts) -> list[object]:
    """The answer: how many are done, how many of what is due are overdue, each with its denominator."""
    return [Share(parts.done, counted), Share(parts.open_overdue, parts.due), counted]


def figures_of(found: counting.Report) -> list[Term]:
    """The head numbers, each opening its rows, each rate with what it is of."""
    parts, counted = found.parts, found.counted
    return [
        Term(_("Total"), [Figure(counted, list_url(list="all"))]),
        Term(_("Done"), [Figure(parts.done, list_url(list="all", state="done")), Share(parts.done, counted)]),
        Term(_("of what is done, on time"), [Share(parts.done_on_time, parts.done)]),
        Term(
            _("Open and overdue"),
            [Figure(parts.open_overdue, list_url(list="late")), Share(parts.open_overdue, counted)],
        ),
        Term(_("Overdue, of what is due by now"), [Share(parts.open_overdue, parts.due)]),
    ]


def identity_of(counted: int, parts: totals.Parts) -> list[tuple[str, int]]:
    """The identity, part by part, as it is written under the report."""
    return [(_("Total"), counted), *((word(), getattr(parts, name)) for name, word in PART_WORDS.items())]


def gap_rows(gaps: Any) -> list[str]:
    """Each place that does not close, in words."""
    tongue = language()

    def count(number: int) -> str:
        return formats.number(number, language=tongue)

    return [
        _("%(where)s%(place)s: stated %(stated)s, the parts give %(parts)s, apart by %(difference)s")
        % {
            "where": f"{gap.where}: " if gap.where else "",
            "place": PLACE_WORDS[gap.place](),
            "stated": count(gap.stated),
            "parts": count(gap.parts),
            "difference": formats.signed(gap.difference, language=tongue),
        }
        for gap in gaps
    ]


def beside_of(found: counting.Report) -> list[Term]:
    """What stands beside the identity and is not dropped."""
    return [
        Term(_("Withdrawn with their directive (not in the total)"), [found.withdrawn]),
        Term(_("Periods of recurring work, each counted by itself"), [Share(found.recurring, found.counted)]),
        Term(_("With an agreed later deadline"), [Share(found.extended, found.counted)]),
        Term(
            _("Done that had no deadline (counted as on time)"), [Share(found.done_without_deadline, found.parts.done)]
        ),
    ]


def lines_table(lines: list[Any], *, exports: bool, filters: Any = None) -> Table[Any]:
    """The lead units, those with most overdue first."""
    columns: list[Column[Any]] = [
        Column(_("Lead unit"), lambda line: Link(line.name, reverse("orgs:unit", args=[line.code])), head=True),
        Column(_("Total"), lambda line: line.counted, number=True),
        Column(_("Done"), lambda line: Share(line.parts.done, line.counted), number=True),
        *(
            Column(word(), lambda line, name=name: getattr(line.parts, name), number=True)  # type: ignore[misc]
            for name, word in HEADS.items()
        ),
    ]
    return Table(
        key="units",
        caption=_("By lead unit, those with most overdue first"),
        columns=columns,
        rows=lines,
        filters=filters,
        exports=("xlsx", "csv") if exports else (),
        empty=Empty(_("No task was given in this span"), _("Choose another unit or other days.")),
    )


def late_table(rows: list[Any], names: dict[int, str], day: date) -> Table[Any]:
    """What is late, the latest first."""
    return Table(
        key="late",
        caption=_("Overdue tasks"),
        note=_("the first %(count)s") % {"count": ROWS} if len(rows) == ROWS else "",
        columns=[
            Column(_("Work"), task_link, head=True),
            Column(_("Leads"), lambda one: names.get(one.lead_id, one.lead.code)),
            Column(_("Deadline"), lambda one: one.now_deadline),
            Column(_("Late"), lambda one: days_words(one.now_deadline, day)),
            Column(_("Urged"), lambda one: one.urged, number=True),
            Column(_("Why"), lambda one: one.late_because or None),
        ],
        rows=rows,
        empty=Empty(_("No open task is past its deadline.")),
    )


def coming_table(rows: list[Any], names: dict[int, str], day: date) -> Table[Any]:
    """What falls due next."""
    return Table(
        key="coming",
        caption=_("Falling due next"),
        columns=[
            Column(_("Work"), task_link, head=True),
            Column(_("Leads"), lambda one: names.get(one.lead_id, one.lead.code)),
            Column(_("Deadline"), lambda one: one.now_deadline),
            Column(_("Left"), lambda one: days_words(one.now_deadline, day)),
        ],
        rows=rows,
        empty=Empty(_("No open task ends in the coming days.")),
    )


def edition_link(one: ProgressEdition) -> Link:
    """A kept report by its unit and day."""
    said = _("%(unit)s, as of %(day)s") % {
        "unit": one.keeper.code,
        "day": formats.day_short(one.as_of, language()),
    }
    return Link(said, reverse("directives:edition", args=[one.pk]))


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the report as it stands."""
    user = who(request)
    asked = asked_of(request, user, filters_of(ProgressFilter(request.GET or None)))
    edition = actions.keep_edition(asked=asked, by=user)
    return redirect("directives:edition", key=edition.pk)


@require_http_methods(["GET", "POST"])
def edition(request: HttpRequest, key: int) -> HttpResponse:
    """A kept report; it is confirmed here, with its number, where its totals close."""
    user = who(request)
    one = get_object_or_404(ProgressEdition.objects.visible_to(user).select_related("keeper", "signed_by"), pk=key)
    form, refusal = SignForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_edition(edition=one, number=form.cleaned_data["number"], by=user)
        except NotAllowed:
            raise
        except Refused as refused:
            refusal = refused
        else:
            return redirect("directives:edition", key=key)
    content = one.content
    parts = totals.Parts(**content["parts"])
    gaps = [
        totals.Gap(totals.Place(row["place"]), row["stated"], row["parts"], row["where"]) for row in content["gaps"]
    ]
    lines = [
        counting.UnitLine(
            row["code"], row["name"], row["counted"], totals.Parts(**{name: row[name] for name in PART_WORDS})
        )
        for row in content["lines"]
    ]
    name = names_on([one.keeper_id], one.as_of).get(one.keeper_id, one.keeper.code)
    values = {
        "edition": one,
        "name": name,
        "state": closing_badge(one.closes),
        "sentence": sentence_of(content["counted"], parts),
        "identity": identity_of(content["counted"], parts),
        "gaps": gap_rows(gaps),
        "table": lines_table(lines, exports=False),
        "form": form if one.closes and not one.signed_on and can(access.check_sign, user, one.keeper) else None,
        "refusal": refusal,
        "crumbs": crumbs(Link(_("Progress report"), reverse("directives:progress")), Link(str(one.pk))),
    }
    return render_page(request, "directives/edition.html", values, status=422 if refusal or form.errors else 200)


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """The totals of another's report, typed as printed: do they close, and where not."""
    who(request)
    form = StatedForm(request.GET or None)
    gaps: list[str] | None = None
    sentence = None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        stated = totals.Stated(
            **{
                name: given[name]
                if given[name] is not None or name not in ("suspended", "refused", "open_no_deadline")
                else 0
                for name in given
            }
        )
        gaps = gap_rows(totals.gaps_of(stated))
        overdue, done = given["open_overdue"], given["done"]
        if overdue is not None and done is not None:
            sentence = [
                (_("of what is due by now"), Share(overdue, done + overdue, decimals=2)),
                (_("of what is done"), Share(overdue, done, decimals=2)),
                (_("of the total"), Share(overdue, given["total"], decimals=2)),
            ]
    values = {
        "form": form,
        "gaps": gaps,
        "state": closing_badge(not gaps) if gaps is not None else None,
        "overdue": sentence,
        "crumbs": crumbs(Link(_("Progress report"), reverse("directives:progress")), Link(_("Check totals"))),
    }
    return render_page(request, "directives/check.html", values, status=422 if form.errors else 200)
