"""A list of targets is set in one action; what a later decision replaces is kept."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.figures import actions
from kientoan.figures.models import Indicator, Target
from kientoan.orgs.rules.roles import Role
from tests import make


@pytest.fixture
def rows():
    by = make.operator()
    actions.sync_starting_list(by=by, day=date(2017, 6, 27))
    admitted = Indicator.objects.get(code="members_admitted")
    return [
        actions.TargetRow(unit.pk, admitted.pk, 2017, Decimal(5), "1-QĐ/TU", date(2017, 1, 15))
        for unit in make.city().values()
    ]


@pytest.mark.django_db
def test_a_list_is_set_once_and_a_later_decision_replaces_it(rows):
    by = make.operator()
    assert actions.set_targets(rows=rows, by=by) == len(rows)
    assert actions.set_targets(rows=rows, by=by) == 0
    changed = replace(rows[0], value=Decimal(7), decision="2-QĐ/TU")
    assert actions.set_targets(rows=[changed, *rows[1:]], by=by) == 1
    assert Target.objects.current().count() == len(rows)
    old = Target.objects.get(unit_id=rows[0].unit, value=5)
    assert (old.replaced_by.value, old.replaced_by.decision) == (7, "2-QĐ/TU")
    assert Action.objects.filter(verb="figures.set_targets").count() == 3


@pytest.mark.django_db
def test_a_list_is_refused_without_a_decision_or_outside_of_the_right(rows):
    with pytest.raises(Refused, match="quyết định"):
        actions.set_targets(rows=[*rows[1:], replace(rows[0], decision=" ")], by=make.operator())
    from kientoan.orgs.models import Unit

    units = Unit.objects.filter(pk__in=[row.unit for row in rows])
    cell = units.exclude(pk=rows[0].unit).last()
    head = make.grant(make.account("truongban"), Role.HEAD, cell)
    with pytest.raises(Refused):
        actions.set_targets(rows=rows, by=head)
    assert not Target.objects.exists()
