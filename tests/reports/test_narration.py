"""Every verb that reports record is told as a sentence, and those who read a report hear what others did to it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

import kientoan.reports
from kientoan.core import clock, narration
from kientoan.core.models import Action
from kientoan.home.models import LastVisit
from kientoan.orgs.rules.roles import Role
from kientoan.reports import actions
from kientoan.reports.models import EditionKind
from kientoan.reports.queries.readable import SENTENCES
from kientoan.reports.queries.today import news
from tests import make
from tests.reports.cities import build, reported

VERB = re.compile(r'"(reports\.[a-z_]+)"')
ELSEWHERE = {"reports.half_year", "reports.issuing", "reports.report", "reports.edition", "reports.make_edition"}
"""Not verbs: names of parameters, of the models and of the job."""


@pytest.fixture
def report(settings, tmp_path):
    """A report opened and built by one person, in a city that has answered."""
    settings.HOME = tmp_path
    city = make.city()
    reported(city)
    return build(city).report


def test_every_verb_of_the_code_has_a_sentence_and_no_sentence_is_idle():
    root = Path(kientoan.reports.__file__).parent
    used = {
        verb for file in root.rglob("*.py") if file.name != "readable.py" for verb in VERB.findall(file.read_text())
    }
    assert used - ELSEWHERE == set(SENTENCES) <= narration.verbs()


@pytest.mark.django_db
def test_no_sentence_has_a_gap_in_either_language(report):
    make.written(report)
    actions.ask_for_edition(report=report, kind=EditionKind.DRAFT, by=make.operator())
    actions.address_report(
        report=report,
        day=report.day,
        as_of=report.as_of,
        issuing=actions.opening.issuing_of(report),
        signer="",
        by=make.operator(),
    )
    edition = actions.build_draft(report=report, by=make.operator())
    actions.take_back(report=report, contents=edition.contents("docx"), file_name="sua.docx", by=make.operator())
    actions.sign_edition(report=report, by=make.operator())
    actions.check_report(contents=edition.contents("docx"), file_name="sua.docx", by=make.operator())
    told = {}
    for language in ("vi", "en"):
        with translation.override(language):
            for action in Action.objects.filter(verb__startswith="reports."):
                told[language, action.verb] = narration.sentence_of(action)
    assert {verb for _, verb in told} == set(SENTENCES) - {"reports.export_rows"}
    assert [sentence for sentence in told.values() if "…" in sentence or "reports." in sentence] == []
    assert told["vi", "reports.sign_edition"] == "Ban hành bản ký (bản 3) của báo cáo sơ kết của T, 2017-H1"
    assert told["en", "reports.take_back"].startswith("Took sections written in Word (sua.docx)")


@pytest.mark.django_db
def test_readers_hear_what_others_did_and_nobody_else_does(report):
    since = clock.now() - timedelta(hours=1)
    actions.write_section(report=report, section="limits", text="Còn hình thức.", based_on=0, by=make.operator())
    head = make.grant(make.account("truongban"), Role.HEAD, report.unit)
    found = news(head, since)
    assert [event.what for event in found] == [
        "Viết phần “hạn chế; nguyên nhân khách quan, chủ quan; bài học kinh nghiệm” của báo cáo của T, 6 tháng đầu năm 2017",
        "Dựng bản 1 của báo cáo sơ kết của T, 6 tháng đầu năm 2017",
        "Mở báo cáo sơ kết của T, 6 tháng đầu năm 2017",
    ]
    assert {event.url for event in found} == {f"/reports/{report.pk}/"}
    assert news(make.operator(), since) == []
    assert news(head, clock.now() + timedelta(hours=1)) == []
    away = make.grant(
        make.account("xa"), Role.HEAD, make.unit("Z1", "upper_base_committee", report.unit, sector="district")
    )
    assert news(away, since) == []
    assert news(make.grant(make.account("nhap"), Role.CLERK, report.unit), since) == []


@pytest.mark.django_db
def test_the_home_page_tells_of_it(client, report):
    head = make.grant(make.account("truongban"), Role.HEAD, report.unit)
    client.force_login(head)
    client.get("/")
    LastVisit.objects.filter(user=head).update(seen_at=clock.now() - timedelta(days=2))
    actions.write_section(report=report, section="limits", text="Còn hình thức.", based_on=0, by=make.operator())
    page = client.get("/").content.decode()
    assert "Viết phần “hạn chế" in page
    assert f'href="/reports/{report.pk}/"' in page
