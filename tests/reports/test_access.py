"""Who may read, build and sign: each right beside its refusal."""

import pytest
from django.contrib.auth.models import AnonymousUser

from kientoan.core.access import Refused
from kientoan.orgs.rules.roles import Role
from kientoan.reports import access, actions
from kientoan.reports.models import CheckedFile, EditionKind, Report
from tests import make
from tests.reports.cities import build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def city():
    return make.city()


def person(city, role: Role, code: str):
    return make.grant(make.account(f"{role}-{code}"), role, city[code])


@pytest.mark.parametrize(
    ("role", "reads", "builds", "signs"),
    [
        (Role.HEAD, True, True, True),
        (Role.SPECIALIST, True, True, False),
        (Role.SECRETARY, True, False, True),
        (Role.INSPECTOR, True, False, False),
        (Role.CLERK, False, False, False),
    ],
)
def test_what_each_role_may_do(city, role, reads, builds, signs):
    user = person(city, role, "H2")
    for check, allowed in ((access.check_read, reads), (access.check_build, builds), (access.check_sign, signs)):
        if allowed:
            check(user, city["X1"])
        else:
            with pytest.raises(Refused):
                check(user, city["X1"])
        with pytest.raises(Refused):
            check(user, city["P1"])
    assert access.reads_any(user) is reads


def test_reports_are_seen_within_reach_and_listed_where_they_may_be_read(city):
    report = make.report(city["X1"])
    near, far = person(city, Role.HEAD, "H2"), person(city, Role.HEAD, "Q1")
    clerk = person(city, Role.CLERK, "H2")
    assert list(Report.objects.visible_to(near)) == list(access.readable(near)) == [report]
    assert not Report.objects.visible_to(far).exists()
    assert list(Report.objects.visible_to(clerk)) == [report]
    assert not access.readable(clerk).exists()
    assert list(access.readable(make.operator())) == [report]


def test_nobody_in_particular_reads_nothing(city):
    make.report(city["X1"])
    assert not access.readable(AnonymousUser()).exists()
    assert not access.reads_any(AnonymousUser())


def test_each_action_refuses_who_has_not_its_right(city):
    report = make.report(city["X1"])
    secretary, specialist = person(city, Role.SECRETARY, "H2"), person(city, Role.SPECIALIST, "H2")
    for refused in (
        lambda: actions.build_draft(report=report, by=secretary),
        lambda: actions.write_section(report=report, section="limits", text="x", based_on=0, by=secretary),
        lambda: actions.take_back(report=report, contents=b"", file_name="a", by=secretary),
        lambda: actions.sign_edition(report=report, by=specialist),
        lambda: actions.ask_for_edition(report=report, kind=EditionKind.SIGNED, by=specialist),
        lambda: actions.ask_for_edition(report=report, kind=EditionKind.DRAFT, by=secretary),
    ):
        with pytest.raises(Refused):
            refused()


def test_a_check_of_our_file_is_for_readers_and_of_a_foreign_one_for_who_made_it(city):
    edition = build(city, unit=city["X1"])
    contents = edition.contents("docx")
    near, far = person(city, Role.HEAD, "H2"), person(city, Role.HEAD, "Q1")
    with pytest.raises(Refused):
        actions.check_report(contents=contents, file_name="a.docx", by=far)
    ours = actions.check_report(contents=contents, file_name="a.docx", by=near)
    assert list(CheckedFile.objects.visible_to(near)) == [ours]
    assert not CheckedFile.objects.visible_to(far).exists()
    assert list(CheckedFile.objects.visible_to(make.operator())) == [ours]
