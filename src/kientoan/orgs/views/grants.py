"""Who sees a unit: grants given and ended, codes handed out on paper, accounts from the office's sheet."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kientoan.accounts.models import User
from kientoan.core import clock, formats
from kientoan.core.access import Refused, can
from kientoan.core.display import Action as Button
from kientoan.core.display import Link
from kientoan.core.pages import as_of_day, render_page
from kientoan.core.tables import Column, Empty, Table
from kientoan.core.templatetags.formats import language
from kientoan.orgs import actions
from kientoan.orgs.access import check_grant, check_hand_out, check_right
from kientoan.orgs.actions.codes import hand_out_code
from kientoan.orgs.forms import AccountsForm, GrantForm
from kientoan.orgs.imports.accounts import COLUMNS, read_accounts
from kientoan.orgs.models import Grant, Unit
from kientoan.orgs.queries.labels import role_word
from kientoan.orgs.queries.life import grants_over, names_on
from kientoan.orgs.rules.roles import Right, Role
from kientoan.orgs.views.reach import crumbs_to, unit_url, unit_within
from kientoan.orgs.views.unit import unit_tabs


def _who(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _table(unit: Unit, grants: list[Grant], names: dict[int, str]) -> Table[Grant]:
    tongue = language()

    def over(grant: Grant) -> object:
        if grant.portfolio is not None:
            return _("portfolio %(name)s") % {"name": grant.portfolio.name}
        if grant.unit_id == unit.pk:
            return _("this unit")
        return names.get(grant.unit_id or 0, str(grant.unit))

    def more(grant: Grant) -> object:
        if grant.unit_id != unit.pk:
            return None
        return Link(_("code or end"), reverse("orgs:grant", args=[unit.code, grant.pk]))

    return Table(
        key="grants",
        caption=_("Who sees this unit on the day"),
        note=_("A role over a unit reaches everything below it."),
        columns=[
            Column(_("Account"), lambda grant: str(grant.user), head=True),
            Column(_("Role"), lambda grant: role_word(grant.role)),
            Column(_("Over"), over),
            Column(_("From – to"), lambda grant: formats.span(grant.valid.lower, grant.valid.upper, tongue)),
            Column(_("More"), more),
        ],
        rows=grants,
        empty=Empty(_("Nobody has a role over this unit on this day.")),
    )


@require_http_methods(["GET", "POST"])
def grants(request: HttpRequest, code: str) -> HttpResponse:
    """Who sees a unit, and giving someone a role over it."""
    unit, day, user = unit_within(request, code), as_of_day(request), _who(request)
    form = GrantForm(request.POST or None, day=clock.today())
    if request.method == "POST":
        check_grant(user, unit)
        if form.is_valid() and _give(request, unit, form):
            return redirect("orgs:grants", code=code)
    found = grants_over(unit, day, user)
    names = names_on([*(grant.unit_id for grant in found if grant.unit_id), unit.pk], day)
    values = {
        "unit": unit,
        "name": names.get(unit.pk, code),
        "table": _table(unit, found, names),
        "form": form,
        "may_give": can(check_grant, user, unit).allowed,
        "accounts": Button(
            _("Make accounts from a sheet"),
            reverse("orgs:accounts", args=[code]),
            icon="upload",
        )
        if can(check_right, user, Right.MAKE_ACCOUNTS, unit)
        else None,
        "crumbs": crumbs_to(request, unit, day, _("Who sees it")),
        "tabs": unit_tabs(user, unit, "grants"),
    }
    return render_page(request, "orgs/grants.html", values, status=400 if form.errors else 200)


def _give(request: HttpRequest, unit: Unit, form: GrantForm) -> bool:
    given = form.cleaned_data
    try:
        actions.give_grant(
            user=given["username"],
            role=Role(given["role"]),
            unit=unit,
            day=given["day"],
            until=given["until"],
            reason=given["reason"],
            by=_who(request),
        )
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    messages.success(request, _("%(name)s now has this role.") % {"name": str(given["username"])})
    return True


def _grant_of(unit: Unit, key: int) -> Grant:
    found = Grant.objects.filter(unit=unit, pk=key, user__is_service=False).select_related("user", "unit").first()
    if found is None:
        raise Http404
    return found


@require_safe
def grant(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """One role over a unit: end it, or hand its holder a one-time code."""
    unit, user = unit_within(request, code), _who(request)
    found = _grant_of(unit, key)
    refused_code = can(check_hand_out, user, unit, found.user).reason
    if found.user == user:
        refused_code = _("Nobody hands out a code to himself or herself.")
    values = {
        "grant": found,
        "role": role_word(found.role),
        "unit": unit,
        "end": Button(
            _("End this role today"),
            reverse("orgs:end_grant", args=[code, key]),
            "post",
            refused=can(check_grant, user, unit).reason,
        ),
        "code": Button(
            _("Hand out a one-time code"),
            reverse("orgs:hand_out", args=[code, key]),
            "post",
            refused=refused_code,
            icon="key",
        ),
        "crumbs": [*crumbs_to(request, unit, as_of_day(request), str(found.user))],
        "day": formats.span(found.valid.lower, found.valid.upper, language()),
    }
    return render_page(request, "orgs/grant.html", values)


@require_POST
def end_grant(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """End a role from today on."""
    unit = unit_within(request, code)
    check_grant(_who(request), unit)
    found = _grant_of(unit, key)
    try:
        actions.end_grant(grant=found, day=clock.today(), by=_who(request))
        messages.success(request, _("The role has ended."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("orgs:grants", code=code)


@require_POST
@never_cache
@sensitive_variables("text")
def hand_out(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """The slip of paper with a one-time code; it is shown this once and kept nowhere."""
    unit = unit_within(request, code)
    check_hand_out(_who(request), unit)
    found = _grant_of(unit, key)
    made, text = hand_out_code(user=found.user, unit=unit, by=_who(request))
    values = {
        "account": found.user,
        "text": text,
        "ends": made.ends_at,
        "unit": unit,
        "where": request.build_absolute_uri(reverse("sign_in_by_code")),
        "back": unit_url(code),
    }
    return render_page(request, "orgs/slip.html", values)


@require_http_methods(["GET", "POST"])
def accounts(request: HttpRequest, code: str) -> HttpResponse:
    """Accounts with their roles from the office's sheet, all or none."""
    unit, user = unit_within(request, code), _who(request)
    check_right(user, Right.MAKE_ACCOUNTS, unit)
    form = AccountsForm(request.POST or None, request.FILES or None)
    values: dict[str, Any] = {
        "unit": unit,
        "form": form,
        "columns": [column.title for column in COLUMNS],
        "crumbs": crumbs_to(request, unit, as_of_day(request), _("Accounts from a sheet")),
    }
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            made = actions.admit(entrants=read_accounts(sheet.read(), sheet.name, by=user), day=clock.today(), by=user)
        except Refused as refusal:
            values["refusal"] = refusal
            return render_page(request, "orgs/accounts.html", values, status=400)
        messages.success(request, _("%(count)s accounts were made with their roles.") % {"count": len(made)})
        return redirect("orgs:grants", code=code)
    return render_page(request, "orgs/accounts.html", values, status=400 if form.errors else 200)
