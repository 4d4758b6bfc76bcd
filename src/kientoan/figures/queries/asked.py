"""The reports that units are asked for: forms sent out to them, by whose document."""

from collections import Counter
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time

from django.utils import timezone

from kientoan.core.burden import Asked, Demand
from kientoan.figures.models import Submission


def reports_asked(units: AbstractSet[int], since: date, until: date) -> list[Asked]:
    """The forms sent out to units between two days, by the document that sent each out."""
    zone = timezone.get_current_timezone()
    start, end = (datetime.combine(day, at, zone) for day, at in ((since, time.min), (until, time.max)))
    rows = Submission.objects.filter(unit_id__in=units, issue__issued_at__range=(start, end))
    counted = Counter(rows.values_list("unit_id", "issue__decision"))
    return [Asked(unit, Demand.REPORTS, decision, count) for (unit, decision), count in counted.items()]
