"""The sample city enters the database through the domains' actions and is the same there."""

import pytest

from kientoan.core.access import Refused
from kientoan.orgs.models import Lineage, Unit, UnitSpan
from kientoan.orgs.rules.roles import Role
from kientoan.people.models import Holding
from kientoan.review.models import Conclusion
from kientoan.sample import actions, queries
from kientoan.sample.rules import shape
from kientoan.sample.rules.part import Size
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


@pytest.mark.django_db
def test_history_and_people_come_with_the_register(small):
    by = make.operator()
    actions.write_register(city=small, by=by)
    actions.write_history(city=small, by=by)
    assert Lineage.objects.count() == sum(o.op in ("merge", "split") for o in small.operations)
    assert actions.write_history(city=small, by=by) == (0, 0)
    assert actions.write_people(city=small, by=by) == len(small.people)
    home = next(a for a in small.accounts if a.user_name == "bithu.xa")
    secretary = Holding.objects.get(
        post__body__unit__code=home.unit, post__title=home.title, valid__contains=shape.AS_OF
    )
    assert secretary.person.full_name == next(p.full_name for p in small.people if p.code == home.person)


@pytest.mark.django_db
def test_what_was_concluded_and_decided_comes_in_one_action_and_only_by_who_may(small):
    by = make.operator()
    actions.write_register(city=small, by=by)
    reader = make.grant(make.account("doc"), Role.READER, Unit.objects.get(code="TP"), day=shape.AS_OF)
    with pytest.raises(Refused):
        actions.write_facts(city=small, by=reader)
    assert not Conclusion.objects.exists()
    conclusions, classes = actions.write_facts(city=small, by=by)
    assert conclusions == len(small.conclusions) > 0
    assert classes == len(small.year_classes) + len(small.body_classes)
    found = Conclusion.objects.values_list("unit__code", "rule", "number")
    assert sorted(found) == sorted((one.unit, one.forcing, one.number or "") for one in small.conclusions)


@pytest.mark.django_db
def test_a_step_is_done_whole_or_not_at_all():
    by, size = make.operator(), Size(2017, 3)
    actions.begin(size=size, by=by)
    actions.begin(size=size, by=by)
    assert queries.size() == size

    def breaks():
        make.unit("A1", "city_committee")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        actions.carry_out("trial", breaks, by=by)
    assert not Unit.objects.exists()
    assert queries.done("trial") is None
    assert actions.carry_out("trial", lambda: {"units": 3}, by=by) == queries.done("trial") == {"units": 3}
    actions.note("other", {"files": 2}, by=by)
    assert queries.done("other") == {"files": 2}
    with pytest.raises(Refused, match="cỡ khác"):
        actions.begin(size=Size(2018, 3), by=by)


@pytest.mark.django_db
def test_sample_data_never_enter_a_register_of_real_units():
    make.unit("A1", "city_committee")
    with pytest.raises(Refused, match="không phải dữ liệu mẫu"):
        actions.begin(size=Size(), by=make.operator())
    assert queries.size() is None
