"""Who follows a directive for the unit that gave it: named at drafting or later, with a list of one's own."""

import pytest
from django.urls import reverse

from kientoan.core.access import NotAllowed, Refused
from kientoan.directives import actions
from kientoan.directives.models import Directive
from kientoan.directives.queries import lists
from kientoan.orgs.rules.roles import Role
from tests import make


@pytest.fixture
def city(db):
    return make.city()


def test_the_official_who_follows_it_has_it_in_a_list_and_on_its_page(city, client):
    head = make.grant(make.account("truong"), Role.HEAD, city["T"])
    official = make.grant(make.account("chuyenvien", full_name="Trần Thị Ước"), Role.SPECIALIST, city["T"])
    client.force_login(head)
    form = {"keeper": "T", "title": "Rà soát", "time": "none", "deadline_op": "by", "urgency": "normal", "leads": "H2"}
    client.post(reverse("directives:new"), form | {"watcher": official.pk})
    made = Directive.objects.get()
    assert made.watcher == official
    actions.issue_directive(directive=made, by=head)
    day = made.issued_on
    assert [one.directive for one in lists.tasks_for(official, lists.Wanted(kind=lists.WATCH), day)] == [made]
    assert not lists.tasks_for(head, lists.Wanted(kind=lists.WATCH), day).exists()
    for name, key in (("directive", made.pk), ("task", made.tasks.get().pk)):
        assert "Trần Thị Ước" in client.get(reverse(f"directives:{name}", args=[key])).content.decode()
    assert client.post(reverse("directives:watch", args=[made.pk]), {"watcher": ""}).status_code == 302
    made.refresh_from_db()
    assert made.watcher is None
    assert client.post(reverse("directives:watch", args=[made.pk]), {"watcher": "0"}).status_code == 422


def test_nobody_is_named_who_may_not_see_it_and_only_the_giver_names(city):
    one = make.issued(city["T"], [city["H2"]])
    stranger = make.grant(make.account("la"), Role.HEAD, city["Q1"])
    with pytest.raises(Refused, match="không được xem"):
        actions.name_watcher(directive=one, watcher=stranger, by=make.operator())
    with pytest.raises(NotAllowed):
        actions.name_watcher(directive=one, watcher=stranger, by=stranger)
