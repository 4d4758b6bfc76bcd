"""The check of numbers: the series of what a unit sends out, the terms of its committee, its own numbering."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kientoan.accounts.models import User
from kientoan.core import clock, formats
from kientoan.core.access import Refused
from kientoan.core.display import Badge, Link
from kientoan.core.pages import filters_of, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.documents import actions
from kientoan.documents.access import check_keep_register
from kientoan.documents.forms import NumberFilter, TermForm
from kientoan.documents.models import OwnNumbering, Term
from kientoan.documents.queries.labels import REGIMES, type_label
from kientoan.documents.queries.numbers import checked
from kientoan.documents.rules.series import Series
from kientoan.documents.views.entry import first_unit
from kientoan.documents.views.frame import give_back, tabs, who
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.life import names_on

SHOWN = 30


def _ranges(numbers: list[int]) -> str:
    """Numbers in a row written short: 3, 5–9, 12."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return ", ".join(said[:SHOWN]) + (" …" if len(said) > SHOWN else "")


def _faults(one: Series) -> list[object]:
    said: list[object] = []
    if one.missing_count:
        said.append(
            _("missing: %(numbers)s") % {"numbers": _ranges(one.missing)}
            if one.missing
            else _("%(count)s numbers missing") % {"count": one.missing_count}
        )
    said += [
        Link(_("number %(number)s stands twice") % {"number": number}, reverse("documents:document", args=[keys[-1]]))
        for number, keys in one.doubled[:SHOWN]
    ]
    said += [
        _("%(later)s is dated before %(earlier)s") % {"later": later, "earlier": earlier}
        for earlier, later in one.backwards[:SHOWN]
    ]
    if not said:
        said.append(Badge(_("in order"), "done"))
    if not one.from_one:
        said.append(_("this register begins with number %(number)s") % {"number": one.first})
    return said


def _table(series: list[Series]) -> Table[Series]:
    day = clock.today()
    return Table(
        key="series",
        caption=_("Series of numbers"),
        columns=[
            Column(
                _("Series"), lambda one: f"{type_label(one.key.kind, day, one.key.regime)} {one.key.symbol}", head=True
            ),
            Column(_("Rules of form"), lambda one: str(REGIMES[one.key.regime])),
            Column(_("Term or year"), lambda one: one.key.period or Badge(_("no term entered"), "soon")),
            Column(_("Numbers"), lambda one: f"{one.first}–{one.last}"),
            Column(_("Documents"), lambda one: one.count, number=True),
            Column(_("To look at"), _faults),
        ],
        rows=series,
        empty=Empty(_("No numbered document has gone out yet")),
    )


def _unit_of(request: HttpRequest) -> Unit:
    form = NumberFilter(request.GET, user=who(request))
    unit: Unit | None = filters_of(form).get("unit") or first_unit(who(request))
    if unit is None:
        raise Http404(_("There is no register that you keep."))
    check_keep_register(who(request), unit)
    return unit


def _page(request: HttpRequest, unit: Unit, form: TermForm, *, status: int = 200) -> HttpResponse:
    series = checked(unit)
    terms = Term.objects.filter(unit=unit).order_by("-valid")
    own = OwnNumbering.objects.filter(unit=unit).first()
    values = {
        "unit": unit,
        "name": names_on([unit.pk], clock.today()).get(unit.pk, unit.code),
        "filter": NumberFilter(initial={"unit": unit.code}, user=who(request)),
        "table": _table(series),
        "faulty": sum(1 for one in series if not one.ok),
        "all": len(series),
        "terms": [(one.name, formats.span(one.valid.lower, one.valid.upper, language())) for one in terms],
        "own": own,
        "form": form,
        "tabs": tabs("numbers"),
    }
    return render_page(request, "documents/numbers.html", values, status=status)


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """The check of a unit's numbers by the rules of each regime."""
    check_keep_register(who(request))
    return _page(request, _unit_of(request), TermForm())


def _kept(user: User, code: str) -> Unit:
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    if unit is None:
        raise Http404(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
    check_keep_register(user, unit)
    return unit


@require_http_methods(["GET", "POST"])
def name_term(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a term of the unit's committee."""
    unit = _kept(who(request), code)
    if request.method == "GET":
        return redirect(f"{reverse('documents:numbers')}?unit={unit.code}")
    form = TermForm(request.POST)
    if form.is_valid():
        try:
            actions.name_term(unit=unit, by=who(request), **form.cleaned_data)
        except Refused as refused:
            give_back(form, refused)
        else:
            messages.success(request, _("The term is entered."))
            return redirect(f"{reverse('documents:numbers')}?unit={unit.code}")
    return _page(request, unit, form, status=400)


@require_POST
def numbering(request: HttpRequest, code: str) -> HttpResponse:
    """Turn the product's own numbering on or off."""
    unit = _kept(who(request), code)
    if OwnNumbering.objects.filter(unit=unit).exists():
        actions.stop_numbers(unit=unit, by=who(request))
    else:
        actions.give_numbers(unit=unit, by=who(request))
    return redirect(f"{reverse('documents:numbers')}?unit={unit.code}")
