"""The count of what waits, on every page; what is long past is not told in days, what is settled is no duty."""

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kientoan.core import clock, today
from kientoan.figures import actions as figure_actions
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    """The small city, with the forms of the starting list."""
    figure_actions.sync_starting_list(by=make.operator(), day=date(2017, 1, 1))
    return make.city()


def signed_in(client, unit, role=Role.SPECIALIST):
    """An ordinary account over one branch."""
    client.force_login(make.grant(make.account("canbo"), role, unit))


def said(answer):
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_every_page_counts_what_waits_and_leads_there(client, city):
    signed_in(client, city["H2"])
    make.issue([city["X1"], city["X2"]])
    for page in ("/orgs/", "/people/", "/orgs/units/X1/", "/?as_of=2017-06-27", "/orgs/"):
        answer = client.get(page)
        assert "Việc của tôi 1 trong đó 1 quá hạn" in said(answer), page
        assert '<a class="kt-top-link" href="/">' in answer.content.decode()


def test_the_count_is_made_once_and_again_after_one_has_done_something(client, city):
    signed_in(client, city["H2"])
    client.get("/people/")
    make.issue([city["X1"]])
    with CaptureQueriesContext(connection) as statements:
        assert "Việc của tôi 0" in said(client.get("/people/")), "what others do shows within ten minutes"
    assert not any("figures_submission" in query["sql"] for query in statements.captured_queries)
    client.post("/orgs/units/X1/change/rename/", {})
    assert "Việc của tôi 1" in said(client.get("/people/"))


def test_the_count_ages(client, city, monkeypatch):
    signed_in(client, city["H2"])
    client.get("/people/")
    make.issue([city["X1"]])
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "Việc của tôi 1" in said(client.get("/people/"))


def test_a_year_late_is_told_by_its_day(client, city):
    signed_in(client, city["X1"], Role.CLERK)
    make.issue([city["X1"]], due=date(2017, 6, 15))
    page = said(client.get("/"))
    assert "quá hạn từ ngày 15/06/2017" in page
    assert not re.search(r"quá hạn [\d.]+ ngày", page)
    assert "quá hạn 5 ngày" in said(client.get("/?as_of=2017-06-20"))


def test_a_form_of_a_reviewed_period_is_history(client, city):
    signed_in(client, city["X1"], Role.CLERK)
    make.issue([city["X1"]])
    make.reviewed(city["T"])
    page = said(client.get("/"))
    assert "Kỳ đã rà soát" in page
    assert "hạn cũ: 20/06/2017" in page
    assert "Việc của tôi 0" in page
    assert "quá hạn" not in page
    assert "1 việc của tôi (1 quá hạn)" in said(client.get("/?as_of=2017-06-27")), "the review was made on 30/06"


def test_a_review_elsewhere_settles_nothing_here(client, city):
    signed_in(client, city["X1"], Role.CLERK)
    make.issue([city["X1"]])
    make.reviewed(city["Q1"])
    assert "1 việc của tôi (1 quá hạn)" in said(client.get("/"))


def test_only_lines_that_name_a_period_ask_whether_it_is_settled(monkeypatch):
    def refuse(user, day):
        raise AssertionError("asked though nothing names a period")

    monkeypatch.setattr(today.MINE, "_members", {"tests": lambda user, day: [today.Line("a", "/a")]})
    monkeypatch.setattr(today.TO_DECIDE, "_members", {})
    monkeypatch.setattr(today.SETTLED, "_members", {"tests": refuse})
    assert [line.text for line in today.waiting(None, clock.today()).mine] == ["a"]
