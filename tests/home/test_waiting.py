"""What waits on the home page: forms to gather, proposals to decide on, reports to finish."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from kientoan.figures import actions as figure_actions
from kientoan.orgs import actions as org_actions
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.review.situations import judged_city, run

pytestmark = pytest.mark.django_db
DAY = "?as_of=2017-06-27"


@pytest.fixture
def city():
    """The small city, X1 of it weak and X2 good."""
    return judged_city()


def page_of(client, unit, role=Role.SPECIALIST, path="/" + DAY):
    """What a person of the branch reads, and the addresses that the page opens."""
    client.force_login(make.grant(make.account(f"{role}-{unit.code}"), role, unit))
    answer = client.get(path).content.decode()
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer))), html.unescape(answer)


@pytest.fixture
def issue(city):
    """The half-year form, out to three communes; one has answered, one must correct."""
    issue = make.issue([city["X1"], city["X2"], city["P1"]])
    make.answered(issue, city["X2"])
    return issue


def test_who_gathers_sees_how_many_have_not_sent_and_opens_them(client, city, issue):
    said, page = page_of(client, city["T"])
    assert "2/3 chưa gửi hợp lệ" in said
    assert "quá hạn 7 ngày" in said
    assert f'href="{reverse("figures:issue", args=[issue.pk])}?state=missing#answers"' in page
    assert "Hôm nay không có việc nào chờ" not in said


def test_a_file_to_correct_has_a_line_of_its_own(client, city, issue):
    figure_actions.return_sheet(
        submission=issue.submissions.get(unit=city["P1"]),
        faulty=figure_actions.Faulty(["sai"], "f" * 64, "a.xlsx"),
        by=make.operator(),
    )
    said, page = page_of(client, city["T"])
    assert "1 phải sửa" in said
    assert f'href="{reverse("figures:issue", args=[issue.pk])}?state=faulty#answers"' in page


def test_who_gathers_elsewhere_counts_only_their_own_branch(client, city, issue):
    said, _page = page_of(client, city["Q1"])
    assert "1/1 chưa gửi hợp lệ" in said
    said, _page = page_of(client, city["H2"], Role.READER)
    assert "chưa gửi hợp lệ" not in said


def test_once_all_have_answered_nothing_is_overdue(client, city, issue):
    overdue, _page = page_of(client, city["T"], path=f"/figures/{DAY}")
    assert "quá hạn 7 ngày" in overdue
    for code in ("X1", "P1"):
        make.answered(issue, city[code])
    home = client.get("/" + DAY).content.decode()
    assert "chưa gửi hợp lệ" not in home
    for path in ("/figures/", reverse("figures:issue", args=[issue.pk])):
        answer = client.get(path + DAY)
        assert answer.status_code == 200
        assert "quá hạn" not in answer.content.decode()


def test_proposals_of_the_latest_run_wait_and_are_drawn(client, city):
    made = run(city)
    said, page = page_of(client, city["T"], path="/?as_of=2017-06-30")
    assert "1/3 đảng bộ xã, phường, thị trấn đề nghị xem xét" in said
    assert f'href="/review/runs/{made.pk}/?tier=commune&outcome=proposed"' in page
    assert "Kết quả lượt rà soát gần nhất" in said


def test_proposals_stay_away_from_who_may_not_see_them_and_from_days_before(client, city):
    run(city)
    said, _page = page_of(client, city["T"], Role.READER, path="/?as_of=2017-06-30")
    assert "đề nghị xem xét" not in said
    assert "Tổ chức theo loại" in said
    said, _page = page_of(client, city["T"], path="/?as_of=2017-06-29")
    assert "đề nghị xem xét" not in said


def test_an_unsigned_report_says_what_holds_it_back_to_who_builds_it(client, city):
    report = make.report(city["T"])
    said, page = page_of(client, city["T"])
    assert "chưa có dự thảo; còn 10 phần chưa viết" in said
    assert f'href="/reports/{report.pk}/"' in page
    make.written(report)
    assert "phần chưa viết" not in client.get("/").content.decode()


def test_a_report_is_no_task_of_who_only_reads(client, city):
    make.report(city["T"])
    said, _page = page_of(client, city["T"], Role.READER)
    assert "phần chưa viết" not in said


def test_a_unit_that_ended_says_the_day_and_one_to_come_its_first(client, city):
    org_actions.merge_units(
        olds=[city["X1"]], into=city["X2"], day=date(2017, 6, 1), by=make.operator(), decision="5-QĐ/HU"
    )
    make.unit("X3", "base_committee", city["H2"], name="Đảng bộ xã Mới", sector="commune", day=date(2017, 6, 1))
    said, _page = page_of(client, city["T"], path=f"/orgs/units/X1/{DAY}")
    assert "không còn hoạt động từ 01/06/2017" in said
    said = client.get("/orgs/units/X3/?as_of=2017-05-01").content.decode()
    assert "Vào ngày này tổ chức chưa có; nó bắt đầu từ 01/06/2017" in said
    assert "từ 01/01/2010" not in said
