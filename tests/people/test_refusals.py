"""What the actions on cadres and posts refuse whoever calls them: nothing is written then."""

from datetime import date

import pytest

from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.people import actions
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2017, 6, 27)


@pytest.fixture
def held():
    """A secretary of a commune."""
    return make.seated(make.city()["X1"])


def gone(held):
    """A person whose values were erased."""
    person = actions.add_person(unit=held.person.unit, full_name="Lò Thị Ỷ", by=make.operator())
    return actions.forget_person(person=person, by=make.operator(), reason="theo đơn")


REFUSED = {
    "a cadre without a name": lambda h, by: actions.add_person(unit=h.person.unit, full_name="  ", by=by),
    "a name taken away": lambda h, by: actions.correct_person(person=h.person, full_name=" ", by=by),
    "a post without a title": lambda h, by: actions.open_post(body=h.post.body, code="x", title=" ", day=DAY, by=by),
    "a reading without a reason": lambda h, by: actions.read_sensitive(person=h.person, by=by, reason=" "),
    "a holding that ends before it begins": lambda h, by: actions.unseat(holding=h, day=make.START, by=by),
    "a hand-over to who has it": lambda h, by: actions.hand_over(post=h.post, person=h.person, day=DAY, by=by),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_and_nothing_is_written(held, name):
    before = Action.objects.count()
    with pytest.raises(Refused):
        REFUSED[name](held, make.operator())
    assert Action.objects.count() == before


def test_who_was_erased_holds_no_post_and_has_nothing_to_correct(held):
    person, by = gone(held), make.operator()
    with pytest.raises(Refused, match=r".+"):
        actions.seat(post=held.post, person=person, day=DAY, by=by, acting=True)
    with pytest.raises(Refused, match=r".+"):
        actions.correct_person(person=person, full_name="Ai", by=by)


def test_who_acts_takes_the_post_over(held):
    by = make.operator()
    deputy = actions.add_person(unit=held.person.unit, full_name="Lò Thị Ỷ", by=by)
    acting = actions.seat(post=held.post, person=deputy, day=date(2017, 1, 1), acting=True, by=by)
    actions.hand_over(post=held.post, person=deputy, day=DAY, by=by, decision="31-QĐ/HU")
    for one in (held, acting):
        one.refresh_from_db()
        assert one.valid.upper == DAY
    assert held.post.holdings.get(valid__contains=DAY).person == deputy
