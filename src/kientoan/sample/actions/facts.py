"""Record what the proper authorities had concluded and decided about the sample city's units."""

from kientoan.accounts.models import User
from kientoan.core.recording import recorded
from kientoan.orgs.models import Unit
from kientoan.review import actions as review
from kientoan.sample.rules.city import City


def write_facts(*, city: City, by: User) -> tuple[int, int]:
    """Record every conclusion, and every class decided for a unit or for a body of its level; gives how many of each."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={c.unit for c in city.conclusions})}
    keys = dict(Unit.objects.values_list("code", "pk"))
    rows = [review.ClassRow(keys[c.unit], c.year, c.grade, c.number) for c in city.year_classes]
    rows += [review.ClassRow(keys[c.unit], c.year, c.grade, c.number, body=c.body) for c in city.body_classes]
    with recorded("sample.write_facts", by=by):
        for one in city.conclusions:
            review.record_conclusion(
                unit=units[one.unit], rule=one.forcing, day=one.day, number=one.number or "", by=by
            )
        classes = review.record_classes(rows=rows, by=by, reason=f"dữ liệu mẫu, hạt giống {city.seed}")
    return len(city.conclusions), classes.added
