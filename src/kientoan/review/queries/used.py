"""Which runs of the review judged units by figures of a period."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.access import can
from kientoan.core.periods import Period
from kientoan.core.templatetags.formats import language
from kientoan.core.uses import Use, covering
from kientoan.review import access
from kientoan.review.models import Run, UnitResult

MOST = 3


def used(units: Collection[int], period: Period, user: User) -> list[Use]:
    """The latest runs over the period that judged any of the units; a link for whoever may see proposals."""
    judged = UnitResult.objects.filter(run_id=OuterRef("pk"), unit_id__in=units)
    runs = Run.objects.filter(Exists(judged), period_code__in=covering(period)).newest_first()[:MOST]
    opens = bool(runs) and bool(can(access.check_see, user))
    tongue = language()
    return [
        Use(
            _("review of %(period)s as of %(day)s")
            % {"period": run.period.label(tongue), "day": formats.day_short(run.as_of, tongue)},
            reverse("review:run", args=[run.pk]) if opens else "",
        )
        for run in runs
    ]
