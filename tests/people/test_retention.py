"""Whose personal values are past their period: listed, by the parameter's days, and gone from the list once forgotten."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from kientoan.orgs.rules.roles import Role
from kientoan.people import actions, queries
from tests import make

pytestmark = pytest.mark.django_db
LEFT = date(2014, 6, 1)


@pytest.fixture
def city():
    """The small city."""
    return make.city()


def left(unit, day=LEFT):
    """A person who held a post until the day."""
    holding = make.seated(unit)
    actions.unseat(holding=holding, day=day, by=make.operator(), decision="10-QĐ/HU")
    return holding.person


def past(day, user=None):
    return [one.person for one in queries.past_retention(user or make.operator(), day)]


def test_who_left_longer_ago_than_the_period_is_listed_from_the_day_after_it(city):
    person = left(city["X1"])
    end = LEFT + timedelta(days=queries.retention_days(LEFT))
    assert past(end) == []
    assert past(end + timedelta(days=1)) == [person]
    [one] = queries.past_retention(make.operator(), end + timedelta(days=1))
    assert (one.ended, one.due) == (LEFT - timedelta(days=1), end)


def test_who_holds_a_post_still_or_never_held_one_is_not(city):
    make.seated(city["X1"])
    actions.add_person(unit=city["X2"], full_name="Nguyễn Thị Chưa", by=make.operator())
    assert past(date(2090, 1, 1)) == []


def test_who_was_forgotten_is_gone_from_the_list(city):
    person = left(city["X1"])
    actions.forget_person(person=person, by=make.operator(), reason="hết thời hạn giữ")
    assert past(date(2090, 1, 1)) == []


def test_it_is_cut_to_reach(city):
    person = left(city["X1"])
    day = date(2090, 1, 1)
    assert past(day, make.grant(make.account("h2"), Role.HEAD, city["H2"])) == [person]
    assert past(day, make.grant(make.account("q1"), Role.HEAD, city["Q1"])) == []


def test_the_command_lists_and_erases_nothing(city, capsys):
    person = left(city["X1"])
    call_command("people", "retention", "--as-of", "2090-01-01")
    said = capsys.readouterr().out
    assert person.full_name in said
    assert "31/05/2014" in said
    page = reverse("people:forget", args=[person.pk])
    assert page in said
    assert "trang" in said
    call_command("people", "retention", "--as-of", "2090-01-01", "--json")
    [row] = json.loads(capsys.readouterr().out)
    assert (row["id"], row["unit"], row["ended"]) == (person.pk, "X1", "2014-05-31")
    assert row["page"] == page
    person.refresh_from_db()
    assert person.born is not None
    call_command("people", "retention", "--as-of", "2015-01-01")
    assert person.full_name not in capsys.readouterr().out
