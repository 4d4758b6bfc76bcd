"""Signs and listing criteria as they stand on the day, each with its document; the customer's own values are dated here."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.core.access import Refused, can
from kientoan.core.display import Badge, Link, Term
from kientoan.core.pages import as_of_day, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.orgs.queries import pack
from kientoan.review import access, actions
from kientoan.review.forms import RuleForm
from kientoan.review.queries import rules as reads
from kientoan.review.queries.rules import Shown
from kientoan.review.views.frame import person, tabs


@require_safe
def rules(request: HttpRequest) -> HttpResponseBase:
    """Every sign and criterion in force on the day."""
    access.check_see(person(request))
    day, tongue = as_of_day(request), language()
    signs: Table[Shown] = Table(
        key="signs",
        caption=_("Signs"),
        columns=[
            _title_column(),
            Column(_("Says"), lambda rule: rule.sentence or None),
            Column(_("Fires when"), lambda rule: rule.in_words(tongue) or None, number=True),
            Column(_("Severity"), lambda rule: rule.severity or None, number=True),
            _source_column(),
        ],
        rows=reads.rules_on(day, tongue, reads.SIGNS),
        empty=Empty(_("No sign is in force on this day."), _("Choose a later day above.")),
    )
    listing: Table[Shown] = Table(
        key="criteria",
        caption=_("Criteria for proposing"),
        columns=[
            _title_column(),
            Column(_("Value"), lambda rule: rule.in_words(tongue) or None),
            _source_column(),
        ],
        rows=reads.rules_on(day, tongue, reads.LISTING),
        empty=Empty(_("No criterion is in force on this day."), _("Choose a later day above.")),
    )
    return render_page(request, "review/rules.html", {"signs": signs, "criteria": listing, "tabs": tabs("rules")})


def _title_column() -> Column[Shown]:
    return Column(_("Rule"), lambda rule: Link(rule.title, reverse("review:rule", args=[rule.key])), head=True)


def _source_column() -> Column[Shown]:
    return Column(_("Document"), _document)


def _document(rule: Shown) -> object:
    marks = [rule.citation]
    if rule.disabled:
        return [*marks, Badge(_("not used from this day"), "none")]
    if rule.own:
        return [*marks, Badge(_("the office's own"), "info")]
    if rule.to_confirm:
        return [*marks, Badge(_("starting value, to be confirmed by the office"), "none")]
    return marks


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, key: str) -> HttpResponseBase:
    """One rule with its dated values, and the form that dates another."""
    user, day, tongue = person(request), as_of_day(request), language()
    access.check_see(user)
    shown = reads.rule_on(key, day, tongue)
    if shown is None:
        raise Http404(_("There is no rule “%(key)s”.") % {"key": key})
    initial = {"threshold": shown.value if shown.is_number else None, "severity": str(shown.severity)}
    form = RuleForm(request.POST or None, sign=shown.is_sign, day=day, initial=initial)
    if request.method == "POST":
        access.check_edit_rules(user)
        if form.is_valid() and _dated(request, form, key):
            return redirect("review:rule", key=key)
    may = can(access.check_edit_rules, user)
    refused = may.reason if not may else "" if _can_date(shown) else _fixed(shown)
    values: dict[str, Any] = {
        "rule": shown,
        "value": shown.in_words(tongue),
        "terms": _terms(shown, day, tongue),
        "form": form,
        "refused": refused,
        "tabs": tabs(""),
        "crumbs": [
            Link(_("Review"), reverse("review:runs")),
            Link(_("Signs and criteria"), reverse("review:rules")),
            Link(shown.title),
        ],
        "dated": _values(key, tongue),
    }
    return render_page(request, "review/rule.html", values, status=400 if form.errors else 200)


def _terms(shown: Shown, day: date, tongue: str) -> list[Term]:
    kinds, sectors = pack().at(day).kinds, pack().at(day).sectors
    meant = [kinds[code].label(tongue) if code in kinds else code for code in shown.kinds]
    where = [sectors[code].label(tongue) if code in sectors else code for code in shown.sectors]
    terms = [Term(_("Document"), [shown.citation]), Term(_("Source"), [shown.source or None])]
    if shown.is_sign:
        terms = [
            Term(_("Measures"), [shown.measure or None]),
            Term(_("For kinds"), meant or [_("all")]),
            Term(_("For sectors"), where or [_("all")]),
            *terms,
        ]
    return terms


def _can_date(shown: Shown) -> bool:
    return shown.editable and (shown.is_sign or shown.is_number)


def _fixed(shown: Shown) -> str:
    if not shown.editable:
        return _("“%(title)s” is fixed by its document.") % {"title": shown.title}
    return _("This one is a list or a table: date it in the parameter file of the office.")


def _dated(request: HttpRequest, form: RuleForm, key: str) -> bool:
    given = form.cleaned_data
    try:
        actions.date_rule(
            key=key,
            since=given["since"],
            instrument=given["instrument"],
            reason=given["reason"],
            value=given["threshold"],
            severity=int(given["severity"]) if given.get("severity") else None,
            disabled=given.get("disabled", False),
            by=person(request),
        )
    except Refused as refused:
        for line in (str(refused.sentence), *map(str, refused.errors)):
            form.add_error(None, line)
        return False
    messages.success(request, _("Dated. The next run as of that day or later judges by it."))
    return True


def _values(key: str, tongue: str) -> Table[Shown]:
    return Table(
        key="dated",
        caption=_("Its values over time"),
        columns=[
            Column(_("From"), lambda rule: rule.since, head=True),
            Column(
                _("Value"),
                lambda rule: rule.in_words(tongue) or None,
            ),
            Column(_("Severity"), lambda rule: rule.severity or None, number=True),
            Column(_("Document"), _document),
            Column(_("Source"), lambda rule: rule.source or None),
        ],
        rows=reads.dated_values(key, tongue),
        empty=Empty(_("No value yet.")),
    )
