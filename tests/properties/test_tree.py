"""The tree by recursion in the database against a plain walk in Python, over random lives of units."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.orgs import actions
from kientoan.orgs.models import Lineage, Unit, UnitSpan, scope
from kientoan.orgs.rules.roles import Role
from tests import make

DAYS = [make.START + timedelta(days=365 * n) for n in range(1, 7)]
OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["move", "merge", "close", "rename", "open"]),
        st.integers(0, 30),
        st.integers(0, 30),
        st.sampled_from(DAYS),
    ),
    max_size=10,
)


class Undo(Exception):
    """Ends an example so that its rows are taken back."""


def spans() -> list[UnitSpan]:
    return list(UnitSpan.objects.all())


def below(unit_id: int, day: date) -> set[int]:
    """Plainly: whoever hangs under a member of the set on the day joins it, until nobody does."""
    found = {unit_id}
    while True:
        more = {s.unit_id for s in spans() if s.parent_id in found and day in s.valid} - found
        if not more:
            return found
        found |= more


def reach(unit_id: int, today: date) -> set[int]:
    """Plainly: today's branch (the last day's, if ended), what was closed below, and predecessors."""
    ends = [s.valid.upper for s in spans() if s.unit_id == unit_id and s.closes_unit]
    seen = {(unit_id, min([today, *[end - timedelta(days=1) for end in ends]]))}
    while True:
        more = set()
        for parent, day in seen:
            for span in spans():
                if span.parent_id != parent:
                    continue
                if day in span.valid:
                    more.add((span.unit_id, day))
                elif span.closes_unit and span.valid.upper <= day:
                    more.add((span.unit_id, span.valid.upper - timedelta(days=1)))
        if more <= seen:
            break
        seen |= more
    units = {unit for unit, _day in seen}
    while True:
        older = set(Lineage.objects.filter(new_id__in=units).values_list("old_id", flat=True)) - units
        if not older:
            return units
        units |= older


def do(kind: str, first: int, second: int, day: date) -> None:
    units = list(Unit.objects.order_by("id"))
    one, other = units[first % len(units)], units[second % len(units)]
    by = make.operator()
    if kind == "move":
        actions.move_unit(unit=one, parent=other, day=day, by=by)
    elif kind == "merge":
        actions.merge_units(olds=[one], into=other, day=day, by=by)
    elif kind == "close":
        actions.close_unit(unit=one, day=day, by=by)
    elif kind == "rename":
        actions.rename_unit(unit=one, name=f"Tên {first}", day=day, by=by)
    else:
        actions.open_unit(code=f"N{len(units)}", name="Mới", kind="cell", parent=other, day=day, by=by)


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=OPERATIONS, day=st.sampled_from(DAYS))
def test_branches_and_reach_are_those_of_a_plain_walk(db: None, operations: list[tuple], day: date) -> None:
    with pytest.raises(Undo), transaction.atomic():
        make.city()
        for operation in operations:
            try:
                do(*operation)
            except Refused:
                continue
        for unit in Unit.objects.all():
            assert set(Unit.objects.under(unit, day).values_list("id", flat=True)) == below(unit.pk, day)
        for number, unit in enumerate(Unit.objects.order_by("id")[1:6]):
            user = make.grant(make.account(f"u{number}"), Role.READER, unit)
            seen = set(Unit.objects.visible_to(user).values_list("id", flat=True))
            assert seen == reach(unit.pk, clock.today())
            keys = (user.grants.get().pk,)
            assert {one for one in Unit.objects.values_list("id", flat=True) if scope.reaches(keys, one)} == seen
        raise Undo
