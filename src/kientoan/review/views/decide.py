"""Record the class that was decided for a unit or a body of its level, from the leaves up: what is still undecided below shows."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kientoan.core import formats
from kientoan.core.access import Refused
from kientoan.core.display import Badge, Link
from kientoan.core.pages import render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import pack
from kientoan.review import access, actions
from kientoan.review.forms import DecideForm
from kientoan.review.models import DecidedClass
from kientoan.review.queries import classes as reads
from kientoan.review.queries.class_words import ClassWords
from kientoan.review.queries.classes import Below, class_names
from kientoan.review.views.classes import class_url
from kientoan.review.views.frame import current_name, person
from kientoan.review.views.unit_class import default_year


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, code: str) -> HttpResponseBase:
    """The classes decided for a unit, what is undecided below it, and the form for one more decision."""
    user = person(request)
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    if unit is None:
        raise Http404(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
    access.check_give_facts(user, unit)
    year = _year(request)
    grades = list(class_names(language()).items())
    form = DecideForm(request.POST or None, initial={"year": year}, grades=grades, bodies=_bodies(year))
    if request.method == "POST" and form.is_valid() and _recorded(request, form, unit):
        return redirect(reverse("review:decide", args=[unit.code]) + f"?year={form.cleaned_data['year']}")
    name = current_name(unit, date(year, 12, 31))
    below = reads.below(unit, year)
    words = ClassWords(year)
    undecided = sum(one.decided is None for one in below)
    values = {
        "title": _("Decided classes of %(name)s") % {"name": name},
        "unit": unit,
        "year": year,
        "form": form,
        "crumbs": [
            Link(_("Review"), reverse("review:runs")),
            Link(_("Year class of %(year)d") % {"year": year}, class_url(year, unit.code)),
            Link(_("Decided classes")),
        ],
        "table": _table(unit, words),
        "below": _below(below, year, words) if below else None,
        "waits": _waits(undecided, len(below)),
    }
    return render_page(request, "review/decide.html", values, status=400 if form.errors else 200)


def _year(request: HttpRequest) -> int:
    """The year asked for, within those that can be; else the last whole one."""
    text = request.POST.get("year") or request.GET.get("year") or ""
    first, last = reads.years_known()
    known = text.isascii() and text.isdigit() and first <= int(text[:6]) <= last
    return int(text) if known else default_year(request)


def _bodies(year: int) -> list[tuple[str, str]]:
    kinds = pack().at(date(year, 12, 31)).bodies
    return [(code, kind.label(language())) for code, kind in kinds.items() if kind.class_counts]


def _recorded(request: HttpRequest, form: DecideForm, unit: Unit) -> bool:
    given = form.cleaned_data
    try:
        done = actions.decide_class(
            unit=unit,
            year=given["year"],
            grade=given["grade"],
            decision=given["decision"],
            decided_on=given["decided_on"],
            body=given["body"],
            concluding=form.concluding,
            by=person(request),
        )
    except Refused as refused:
        for line in (str(refused.sentence), *map(str, refused.errors)):
            form.add_error(None, line)
        return False
    said = _("Recorded. It replaces the decision before, which stays on record.") if done.replaced else _("Recorded.")
    messages.success(request, said)
    return True


def _waits(undecided: int, total: int) -> str:
    if not total:
        return ""
    given = {"count": formats.number(undecided, language=language()), "all": formats.number(total, language=language())}
    if not undecided:
        return _("All %(all)s organisations directly below have their decided class.") % given
    return _("%(count)s of %(all)s organisations directly below have no decided class yet: decide those first.") % given


def _table(unit: Unit, words: ClassWords) -> Table[DecidedClass]:
    return Table(
        key="decided",
        caption=_("Classes on record"),
        columns=[
            Column(_("Year"), lambda one: str(one.year), head=True),
            Column(_("Whose class"), lambda one: words.body(one.body)),
            Column(_("Decided class"), lambda one: words.grade(one.grade)),
            Column(_("Decision"), lambda one: one.decision),
            Column(_("Decided on"), lambda one: one.decided_on),
            Column(
                _("State"), lambda one: Badge(_("replaced"), "none") if one.replaced_by else Badge(_("holds"), "done")
            ),
        ],
        rows=reads.decided_of(unit),
        empty=Empty(_("No class is on record for this organisation.")),
    )


def _below(below: list[Below], year: int, words: ClassWords) -> Table[Below]:
    return Table(
        key="below",
        caption=_("Organisations directly below, which K5 counts"),
        columns=[
            Column(
                _("Organisation"),
                lambda one: Link(one.name, reverse("review:decide", args=[one.code]) + f"?year={year}"),
                head=True,
            ),
            Column(
                _("Decided class"),
                lambda one: words.grade(one.decided.grade) if one.decided else Badge(_("not decided"), "none"),
            ),
            Column(_("Decision"), lambda one: one.decided.decision if one.decided else None),
        ],
        rows=below,
        empty=Empty(_("It has no organisations below it.")),
    )
