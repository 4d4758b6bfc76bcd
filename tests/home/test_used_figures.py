"""A figure that a review or a signed report was made from may be corrected: with a reason, told what it touches, seen above."""

import html
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kientoan.core import clock
from kientoan.core.models import Action
from kientoan.core.periods import Period
from kientoan.figures import actions
from kientoan.figures.imports import merge, template
from kientoan.figures.models import Indicator, Observation
from kientoan.figures.queries.news import news
from kientoan.figures.rules.words import Source
from kientoan.home.models import LastVisit
from kientoan.orgs.rules.roles import Role
from kientoan.reports import actions as report_actions
from kientoan.review import actions as review_actions
from tests import make

pytestmark = pytest.mark.django_db
H1 = Period.parse("2017-H1")


@pytest.fixture
def city():
    """The small city; one commune has answered the half-year form, and the half-year has been reviewed."""
    units = make.city()
    actions.sync_starting_list(by=make.operator(), day=H1.end)
    make.answered(make.issue([units["X1"], units["X2"]]), units["X1"])
    review_actions.run_review(unit=units["T"], period=H1, as_of=date(2017, 6, 27), by=make.operator())
    return units


@pytest.fixture
def answer(city):
    """The commune's answer."""
    return city["X1"].submissions.select_related("issue__form", "unit").get()


def typed(answer, **changes) -> dict[str, str]:
    return {code: str(value) for code, value in make.answer(answer.issue, **changes).items()}


def said(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def current(city, code="tasks_done") -> int:
    return int(Observation.objects.current().get(unit=city["X1"], indicator__code=code).value)


def test_the_page_says_what_it_touches_asks_why_and_the_superior_sees_it(city, answer):
    before = clock.now() - timedelta(minutes=1)
    secretary, clerk = Client(), Client()
    secretary.force_login(make.grant(make.account("bithu"), Role.BASE_SECRETARY, city["X1"]))
    page = said(secretary.get(f"/figures/answers/{answer.pk}/"))
    assert "Số liệu của kỳ này đã được dùng" in page
    assert "rà soát 6 tháng đầu năm 2017, tính đến 27/06/2017" in page
    assert "Vì sao sửa số liệu" in page

    given = {f"v-{code}": value for code, value in typed(answer, tasks_done=1).items()}
    refused = secretary.post(f"/figures/answers/{answer.pk}/", given)
    assert refused.status_code == 422
    assert "hãy ghi lý do" in said(refused)
    assert current(city) == 2

    assert secretary.post(f"/figures/answers/{answer.pk}/", given | {"reason": "đếm nhầm"}).status_code == 302
    assert current(city) == 1
    assert Observation.objects.filter(unit=city["X1"], indicator__code="tasks_done").count() == 2, "the old one is kept"
    action = Action.objects.get(verb="figures.receive_entry", detail__has_key="uses")
    assert (action.reason, action.detail["uses"]) == ("đếm nhầm", ["rà soát 6 tháng đầu năm 2017, tính đến 27/06/2017"])

    above = make.grant(make.account("canbo"), Role.SPECIALIST, city["H2"])
    [event] = news(above, before)
    assert "đã sửa số liệu đã dùng" in event.what
    assert "rà soát 6 tháng đầu năm 2017" in event.what
    assert event.why == "đếm nhầm"
    clerk.force_login(above)
    clerk.get("/")
    LastVisit.objects.filter(user=above).update(seen_at=before - timedelta(days=1))
    home = said(clerk.get("/"))
    assert "đã sửa số liệu đã dùng" in home
    assert "đếm nhầm" in home
    assert news(make.grant(make.account("khac"), Role.SPECIALIST, city["Q1"]), before) == []
    assert news(action.by, before) == []


def test_what_comes_first_or_changes_nothing_needs_no_reason(city, answer):
    late = answer.issue.submissions.get(unit=city["X2"])
    assert actions.submit_entry(submission=late, values=typed(late), by=make.operator()).added
    assert actions.submit_entry(submission=answer, values=typed(answer), by=make.operator()).corrected == 0
    other = make.issue([city["X1"]], period=Period.parse("2016-H2"), due=date(2016, 12, 20))
    make.answered(other, city["X1"])
    early = other.submissions.get()
    again = typed(early, tasks_done=1)
    assert actions.submit_entry(submission=early, values=again, by=make.operator()).corrected == 1, "not reviewed"


def test_a_signed_report_is_named_too(city, answer):
    make.figures(city["X1"], "2016-H2", members=100)
    report = make.written(make.report(city["T"]))
    report_actions.build_draft(report=report, by=make.operator())
    report_actions.sign_edition(report=report, by=make.operator())
    with pytest.raises(actions.NeedsReason) as refused:
        actions.submit_entry(submission=answer, values=typed(answer, tasks_done=1), by=make.operator())
    assert "rà soát 6 tháng" in refused.value.sentence
    assert "báo cáo đã ký 6 tháng đầu năm 2017 của T" in refused.value.sentence
    posted = actions.correct_figure(
        unit=city["X1"], indicator=Indicator.objects.get(code="tasks_done"), period=H1, value=Decimal(1),
        source=Source.SELF, reason="đếm lại", by=make.operator(),
    )  # fmt: skip
    assert posted.corrected == 1
    assert len(Action.objects.get(verb="figures.correct").detail["uses"]) == 2


def test_a_workbook_stays_out_without_a_reason_and_comes_in_with_one(city, answer, tmp_path):
    folder = tmp_path / "biểu"
    folder.mkdir()
    [blank] = template.blanks(answer.issue, [city["X1"]])
    template.write_template(folder / "X1.xlsx", blank, make.answer(answer.issue, tasks_done=1))
    first = merge.merge_folder(folder, issue=answer.issue, by=make.operator())
    assert [(one.unit, one.kinds) for one in first.returned] == [("X1", (merge.NO_REASON,))]
    assert "hãy ghi lý do" in first.returned[0].faults[0]
    assert current(city) == 2
    second = merge.merge_folder(folder, issue=answer.issue, by=make.operator(), reason="bản sửa của xã")
    assert second.superseded == ["X1.xlsx"]
    assert current(city) == 1


def test_a_sheet_waits_for_the_reason(city, settings, tmp_path):
    settings.HOME = tmp_path
    client = Client()
    client.force_login(make.grant(make.account("canbo"), Role.SPECIALIST, city["T"]))
    file = SimpleUploadedFile("s.csv", b"unit,indicator,period,value\nX1,tasks_done,2017-H1,1\n")
    where = client.post("/figures/sheets/", {"file": file}).headers["Location"]
    refused = client.post(f"{where}take-in/")
    assert refused.status_code == 422
    assert "hãy ghi lý do" in said(refused)
    assert "hãy ghi lý do" in said(client.get(where)), "it is still there when one comes back"
    assert current(city) == 2
    assert client.post(f"{where}take-in/", {"reason": "đếm nhầm"}).status_code == 302
    assert current(city) == 1
    assert "hãy ghi lý do" not in said(client.get(where))
