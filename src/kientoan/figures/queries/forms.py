"""Which units a form asks."""

from collections.abc import Sequence
from datetime import date

from kientoan.accounts.models import User
from kientoan.figures import access
from kientoan.figures.models import FormTemplate
from kientoan.orgs.models import Unit, UnitSpan, scope
from kientoan.orgs.rules.roles import Right


def units_asked(form: FormTemplate, user: User, day: date, *, codes: Sequence[str] | None = None) -> list[Unit]:
    """The units of the form's kinds and sectors on a day, within what the user may send forms to, by code."""
    spans = UnitSpan.objects.as_of(day).filter(kind__in=form.asked_of)
    if form.sectors:
        spans = spans.filter(sector__in=form.sectors)
    units = scope.cut(
        Unit.objects.filter(pk__in=spans.values("unit_id")), "id", access.reach_with(user, Right.ISSUE_FORMS)
    )
    if codes is not None:
        units = units.filter(code__in=codes)
    return list(units.order_by("code"))
