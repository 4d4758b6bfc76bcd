"""The sample city enters the database through the domains' actions and is the same there."""

import pytest

from kientoan.core.access import Refused
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.sample import actions
from kientoan.sample.rules import shape
from tests import make


@pytest.mark.django_db
def test_the_register_is_the_city_and_a_second_time_changes_nothing(city):
    first = actions.write_register(city=city, by=make.operator())
    assert (first.units, first.spans) == (len({s.code for s in city.spans}), len(city.spans))
    live = UnitSpan.objects.as_of(shape.AS_OF)
    assert live.filter(sector="district").count() == 30
    assert live.filter(kind__in=("base_committee", "base_cell")).count() == 2310
    assert live.filter(kind="base_committee", sector__in=("ward", "commune", "town")).count() == 584
    assert not Unit.objects.filter(is_sample=False).exists()
    again = actions.write_register(city=city, by=make.operator())
    assert (again.units, again.spans, again.replaced) == (0, 0, 0)

    users = actions.open_accounts(city=city, password="x9!Trời-xanh", day=shape.REGISTER_OPENS, by=make.operator())
    seen = {user.username: Unit.objects.visible_to(user).count() for user in users}
    assert seen["truongban"] == first.units
    assert 1 <= seen["bithu.chibo"] < seen["bithu.xa"] < seen["truongban.huyen"] < first.units
    with pytest.raises(Refused) as refused:
        actions.open_accounts(city=city, password="x9!Trời-xanh", day=shape.REGISTER_OPENS, by=make.operator())
    assert len(refused.value.errors) == len(city.accounts)
