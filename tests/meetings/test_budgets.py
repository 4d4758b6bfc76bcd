"""The pages of meetings ask the database about as much for a long conference as for a short one."""

from datetime import date

import pytest

from kientoan.meetings import actions
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.budgets import budget

__all__ = ["budget"]

pytestmark = pytest.mark.django_db

PAGES = {
    "meetings:meetings": "/meetings/",
    "meetings:meeting": "/meetings/{next}/",
    "meetings:concluded": "/meetings/{last}/",
    "meetings:live": "/meetings/{next}/live/",
    "meetings:item": "/meetings/{last}/conclusion/{item}/",
    "meetings:proposals": "/meetings/proposals/",
    "meetings:advice_list": "/meetings/advice/",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_conference_keeps_its_budget(budget, client, name):
    city, by = make.city(), make.operator()
    last = make.held(city["T"])
    for number in range(7):
        item = make.conclusion(last, text=f"Nhiệm vụ {number}")
        order = make.issued(city["T"], [city["H2"], city["Q1"]], title=f"Việc {number}")
        actions.link_directive(item=item, directive=order, by=by)
    actions.conclude(meeting=last, by=by)
    following = actions.open_meeting(meeting=make.meeting(city["T"], held_on=date(2017, 12, 20), follows=last), by=by)
    for number in range(9):
        actions.add_item(meeting=following, title=f"Nội dung {number}", by=by)
        actions.add_statement(meeting=following, speaker=f"Đại biểu {number}", unit=city["H2"], by=by)
        actions.ask(meeting=following, people=[{"name": f"Người {number}", "unit": city["Q1"]}], by=by)
    make.proposal(city["X1"], city["H2"])
    make.submission(city["X1"])
    page = PAGES[name].format(last=last.pk, next=following.pk, item=last.items.first().pk)
    client.force_login(make.grant(make.account("thuky"), Role.SPECIALIST, city["T"]))
    client.get(page)
    with budget(name):
        assert client.get(page).status_code == 200
