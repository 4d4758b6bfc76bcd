"""Which signed reports count figures of a period."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.periods import Period
from kientoan.core.templatetags.formats import language
from kientoan.core.uses import Use, covering
from kientoan.orgs.models import UnitSpan
from kientoan.reports.models import Edition, EditionKind, Report


def used(units: Collection[int], period: Period, user: User) -> list[Use]:
    """The reports over the period that were signed and in whose branch any of the units lies, each by its latest signed edition."""
    signed = (
        Edition.objects.filter(kind=EditionKind.SIGNED, report__period_code__in=covering(period))
        .select_related("report__unit")
        .defer("counted", "texts", "failures")
        .order_by("report_id", "-number")
        .distinct("report_id")
    )
    reached = [
        one
        for one in signed
        if UnitSpan.objects.under(one.report.unit, one.as_of).filter(unit_id__in=list(units)).exists()
    ]
    seen = (
        set(
            Report.objects.visible_to(user)
            .filter(pk__in=[one.report_id for one in reached])
            .values_list("pk", flat=True)
        )
        if reached
        else set()
    )
    tongue = language()
    return [
        Use(
            _("signed report of %(period)s, %(unit)s, %(day)s")
            % {
                "period": one.report.period.label(tongue),
                "unit": one.report.unit.code,
                "day": formats.day_short(one.day, tongue),
            },
            reverse("reports:report", args=[one.report_id]) if one.report_id in seen else "",
        )
        for one in reached
    ]
