"""Operations on a unit: choose one, fill it in, look at what it would do, do it, print the record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kientoan.accounts.models import User
from kientoan.core.access import Refused, can
from kientoan.core.display import Action as Button
from kientoan.core.display import Figure
from kientoan.core.models import Action
from kientoan.core.pages import as_of_day, draft_saved, render_page
from kientoan.orgs import actions
from kientoan.orgs.access import check_change_units
from kientoan.orgs.actions.rehearsal import Rehearsal, rehearse
from kientoan.orgs.forms import (
    ChangeKindForm,
    CloseForm,
    MergeForm,
    MoveForm,
    OpenForm,
    OperationForm,
    RenameForm,
    SplitForm,
)
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import version_of
from kientoan.orgs.queries.life import spans_of, standing
from kientoan.orgs.rules.handover import STILL_OPEN
from kientoan.orgs.views.reach import crumbs_to, unit_url, unit_within
from kientoan.orgs.views.unit import held_table, unit_tabs


def _rename(unit: Unit, given: dict[str, Any], _form: OperationForm, by: User) -> object:
    return actions.rename_unit(unit=unit, name=given["name"], by=by, **_common(given))


def _change_kind(unit: Unit, given: dict[str, Any], _form: OperationForm, by: User) -> object:
    return actions.change_kind(unit=unit, kind=given["kind"], sector=given["sector"], by=by, **_common(given))


def _move(unit: Unit, given: dict[str, Any], _form: OperationForm, by: User) -> object:
    return actions.move_unit(unit=unit, parent=given["parent"], by=by, **_common(given))


def _open(unit: Unit, given: dict[str, Any], _form: OperationForm, by: User) -> object:
    return actions.open_unit(
        code=given["code"],
        name=given["name"],
        kind=given["kind"],
        sector=given["sector"],
        parent=unit,
        day=given["day"],
        decision=given["decision"],
        by=by,
    )


def _merge(unit: Unit, given: dict[str, Any], _form: OperationForm, by: User) -> object:
    return actions.merge_units(olds=[unit, *given["others"]], into=given["into"], by=by, **_common(given))


def _split(unit: Unit, given: dict[str, Any], form: OperationForm, by: User) -> object:
    if not isinstance(form, SplitForm):
        raise TypeError(form)
    parent = standing(spans_of(unit), given["day"]).span.parent
    parts = [
        (actions.NewUnit(code, name, kind, parent, sector), share) for code, name, kind, sector, share in form.parts()
    ]
    return actions.split_unit(old=unit, parts=parts, children=form.children(), by=by, **_common(given))


def _close(unit: Unit, given: dict[str, Any], _form: OperationForm, by: User) -> object:
    return actions.close_unit(unit=unit, reason=given["reason"], by=by, **_common(given))


def _common(given: dict[str, Any]) -> dict[str, Any]:
    return {"day": given["day"], "decision": given["decision"], "version": given.get("version")}


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: what it is called, its form, the action it calls, whether units end by it."""

    verb: str
    label: Promise
    about: Promise
    form: type[OperationForm]
    work: Callable[[Unit, dict[str, Any], OperationForm, User], object]
    ends: bool = False


OPERATIONS: dict[str, Operation] = {
    "open": Operation(
        "orgs.open_unit",
        gettext_lazy("Open a unit below"),
        gettext_lazy("A new unit directly under this one."),
        OpenForm,
        _open,
    ),
    "rename": Operation(
        "orgs.rename_unit",
        gettext_lazy("Rename"),
        gettext_lazy("The old name stays for the days before."),
        RenameForm,
        _rename,
    ),
    "kind": Operation(
        "orgs.change_kind",
        gettext_lazy("Change kind"),
        gettext_lazy("Kind and sector, from a day on."),
        ChangeKindForm,
        _change_kind,
    ),
    "move": Operation(
        "orgs.move_unit",
        gettext_lazy("Move"),
        gettext_lazy("Under another unit; what stands below goes along."),
        MoveForm,
        _move,
    ),
    "merge": Operation(
        "orgs.merge_units",
        gettext_lazy("Merge"),
        gettext_lazy("Into another unit; figures stay on the old one, lineage links them."),
        MergeForm,
        _merge,
        ends=True,
    ),
    "split": Operation(
        "orgs.split_unit",
        gettext_lazy("Divide"),
        gettext_lazy("Into two to four new units with shares."),
        SplitForm,
        _split,
        ends=True,
    ),
    "close": Operation(
        "orgs.close_unit",
        gettext_lazy("Close"),
        gettext_lazy("Without a successor; what is still open ends."),
        CloseForm,
        _close,
        ends=True,
    ),
}


@require_safe
def change(request: HttpRequest, code: str) -> HttpResponse:
    """The operations on a unit, each with why it may not be done where it may not."""
    unit, day = unit_within(request, code), as_of_day(request)
    user: User = request.user  # type: ignore[assignment]
    refused = can(check_change_units, user, unit).reason
    state = standing(spans_of(unit), day)
    if not refused and not state.exists:
        refused = _("It does not exist on the day shown. Choose a day on which it does.")
    buttons = [
        (
            Button(str(one.label), reverse("orgs:operation", args=[code, word]), refused=refused),
            one.about,
        )
        for word, one in OPERATIONS.items()
    ]
    values = {
        "name": state.span.name,
        "buttons": buttons,
        "crumbs": crumbs_to(request, unit, day, _("Change")),
        "tabs": unit_tabs(user, unit, "change"),
    }
    return render_page(request, "orgs/change.html", values)


@require_http_methods(["GET", "POST"])
def operation(request: HttpRequest, code: str, operation: str) -> HttpResponse:
    """One operation: its form, then what it would change and hand over, then the deed."""
    if operation not in OPERATIONS:
        raise Http404
    unit, day = unit_within(request, code), as_of_day(request)
    user: User = request.user  # type: ignore[assignment]
    check_change_units(user, unit)
    chosen = OPERATIONS[operation]
    state = standing(spans_of(unit), day)
    begun = {"version": version_of(unit)}
    form = chosen.form(request.POST or None, initial=begun, unit=unit, span=state.span, user=user, day=day)
    values: dict[str, Any] = {
        "unit": unit,
        "name": state.span.name,
        "operation": chosen,
        "draft": f"orgs-{operation}-{code}",
        "form": form,
        "crumbs": crumbs_to(request, unit, day, str(chosen.label)),
    }
    if request.method == "POST" and form.is_valid():
        done = _carry_out(request, chosen, unit, form, values)
        if done is not None:
            return done
    status = 400 if form.errors else 200
    return render_page(request, "orgs/operation.html", values, status=status)


def _carry_out(
    request: HttpRequest, chosen: Operation, unit: Unit, form: OperationForm, values: dict[str, Any]
) -> HttpResponse | None:
    """Rehearse, or do it when the person has seen what it would do; a refusal goes back to the form."""
    user: User = request.user  # type: ignore[assignment]

    def work() -> object:
        return chosen.work(unit, form.cleaned_data, form, user)

    try:
        if request.POST.get("step") == "do":
            work()
            return _done(request, chosen, unit, values["draft"])
        values |= _preview(rehearse(work, chosen.verb), chosen, unit, form.cleaned_data["day"])
    except Refused as refused:
        form.add_error(None, refused.sentence)
        for error in refused.errors:
            form.add_error(None, str(error))
    return None


def _preview(rehearsal: Rehearsal, chosen: Operation, unit: Unit, day: date) -> dict[str, Any]:
    open_things = [one for member in STILL_OPEN for one in member(unit, day)] if chosen.ends else []
    held = [list(row) for row in rehearsal.held]
    known = {(row[0], row[1]) for row in held}
    held += [[one.kind, one.label, one.outcome or ""] for one in open_things if (one.kind, one.label) not in known]
    return {
        "preview": rehearsal.event,
        "count": Figure(rehearsal.count),
        "units": [(one, unit_url(one.code)) for one in rehearsal.units],
        "held": held_table(held) if chosen.ends else None,
    }


def _done(request: HttpRequest, chosen: Operation, unit: Unit, draft: str) -> HttpResponse:
    action = (
        Action.objects.filter(verb=chosen.verb, by=request.user, targets__model=unit._meta.label_lower)  # type: ignore[misc]
        .order_by("-at")
        .first()
    )
    draft_saved(request, draft)
    messages.success(request, _("Done and recorded. This page is the record; print it for the file."))
    return redirect("orgs:act", key=action.pk) if action else redirect(unit_url(unit.code))
