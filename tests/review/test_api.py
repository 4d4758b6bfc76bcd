"""The API of the review: runs, what they say of units, conclusions and decided classes."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kientoan.core.periods import Period
from kientoan.orgs.rules.roles import Role
from kientoan.review import actions, queries
from kientoan.review.models import Conclusion, DecidedClass, RunRequest
from tests import make
from tests.api import Caller, caller
from tests.review.situations import judged_city, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return judged_city()


@pytest.fixture
def office(city) -> Caller:
    """A program of the city's organisation department."""
    return caller(Role.SPECIALIST, city["T"])


def codes(answer) -> set[str]:
    """The units of a list of results."""
    assert answer.status_code == 200, answer.json()
    return {one["unit"] for one in answer.json()["items"]}


def places(answer) -> list[str]:
    """Where the faults of a refused request stand."""
    assert answer.status_code == 422, answer.json()
    return [one["place"] for one in answer.json()["errors"]]


def test_a_run_is_asked_for_once_carried_out_and_read(city, office):
    body = {"unit": "T", "period": "2017-H1", "as_of": "2017-06-30"}
    answer = office.post("review/runs", **body)
    assert answer.status_code == 202
    asked = answer.json()
    assert (asked["state"], asked["done"], asked["run"]) == ("queued", 0, None)
    assert office.post("review/runs", **body).json()["id"] == asked["id"]
    actions.carry_out(request=RunRequest.objects.get())
    done = office.get(f"review/requests/{asked['id']}").json()
    assert (done["state"], done["done"]) == ("done", done["steps"])
    whole = office.get(f"review/runs/{done['run']}").json()
    communes = next(head for head in whole["headline"] if head["tier"] == "commune")
    assert (communes["reviewed"], communes["proposed"], communes["not_enough_figures"]) == (3, 1, 1)
    assert "1 đề nghị xem xét (33,3 %; 1/3)" in communes["sentence"]


def test_a_run_that_cannot_be_asked_for_is_refused(city, office):
    early = office.post("review/runs", unit="T", period="2017-H1", as_of="2016-06-30")
    assert early.status_code == 422
    assert "trước khi kỳ bắt đầu" in early.json()["detail"]
    assert places(office.post("review/runs", unit="Z9", period="2017-H1", as_of="2017-06-30")) == ["body.unit"]
    assert places(office.post("review/runs", unit="T", period="2017-X", as_of="2017-06-30")) == ["body.period"]
    assert not RunRequest.objects.exists()


def test_runs_are_listed_newest_first_and_by_period(city, office):
    old = run(city, period=Period.parse("2016-H2"), as_of=date(2016, 12, 31))
    made = run(city)
    rows = office.get("review/runs").json()["items"]
    assert [one["id"] for one in rows] == [made.pk, old.pk]
    assert (rows[0]["proposed"], rows[0]["digest"]) == (1, made.digest)
    assert [one["id"] for one in office.get("review/runs?period=2016-H2&unit=T").json()["items"]] == [old.pk]
    assert office.get("review/runs?unit=Z9").status_code == 404


@pytest.mark.parametrize(
    ("asked", "units"),
    [
        ("tier=commune", {"X1", "X2", "P1"}),
        ("outcome=proposed", {"X1"}),
        ("outcome=proposed&outcome=not_proposed&tier=commune", {"X1", "X2"}),
        ("kind=base_committee&sector=ward", {"P1"}),
        ("reason=meetings_short", {"X1"}),
        ("name=tan%20ngai", {"X2"}),
        ("parent=Q1", {"P1"}),
        ("under=Q1", {"P1", "C3"}),
        ("reason=below_three_members", set()),
    ],
)
def test_results_are_filtered(city, office, asked, units):
    assert codes(office.get(f"review/runs/{run(city).pk}/results?{asked}")) == units


@pytest.mark.parametrize("asked", ["kind", "sector", "reason", "outcome", "tier"])
def test_a_filter_that_the_day_does_not_know_is_refused(city, office, asked):
    answer = office.get(f"review/runs/{run(city).pk}/results?{asked}=nonsense")
    assert [place.split(".")[1] for place in places(answer)] == [asked]


def test_results_come_in_pages(city, office):
    address = f"review/runs/{run(city).pk}/results?order=name"
    whole = office.get(address).json()
    second = office.get(f"{address}&limit=2&offset=2").json()
    assert second["total"] == whole["total"] == 6
    assert second["items"] == whole["items"][2:4]


def test_a_result_says_why_by_which_rule_and_what_was_missing(city, office):
    make.unit("X3", "base_committee", city["H2"], sector="commune")
    made = run(city)
    weak = office.get(f"review/runs/{made.pk}/results/X1").json()
    said = queries.reasons_of(queries.result_of(city["X1"], made), "vi")
    assert [one["sentence"] for one in weak["reasons"]] == [one.sentence for one in said]
    assert weak["reasons"][0]["citation"] == said[0].citation
    assert weak["points"] == sum(one["points"] for one in weak["reasons"]) > 0
    silent = office.get(f"review/runs/{made.pk}/results/X3").json()
    assert (silent["outcome"], silent["reasons"]) == ("not_enough_figures", [])
    assert "tasks_assigned" in silent["missing"]


def test_one_sees_only_units_over_which_one_has_the_right(city):
    made = run(city)
    person = caller(Role.SECRETARY, city["H2"])
    make.grant(person.user, Role.READER, city["Q1"])
    assert codes(person.get(f"review/runs/{made.pk}/results")) == {"X1", "X2", "C1", "C2"}
    assert person.get(f"review/runs/{made.pk}/results/X1").status_code == 200
    assert person.get(f"review/runs/{made.pk}/results/P1").status_code == 403
    assert person.get(f"review/runs/{made.pk}/results/Z9").status_code == 404
    whole = person.get(f"review/runs/{made.pk}").json()
    assert [head["total"] for head in whole["headline"] if head["tier"] == "commune"] == [2]


def test_a_run_is_compared_with_the_one_before(city, office):
    make.figures(city["X2"], "2016-H2", meetings_held=1, meetings_due=6, tasks_done=1, tasks_assigned=20)
    actions.record_conclusion(unit=city["X2"], rule="K1", day=date(2016, 9, 1), number="7-KL", by=make.operator())
    before = run(city, period=Period.parse("2016-H2"), as_of=date(2016, 12, 31))
    made = run(city)
    said = office.get(f"review/runs/{made.pk}/comparison").json()
    assert (said["before"], said["came_in"], said["still"], said["went_out"]) == (before.pk, ["X1"], [], ["X2"])
    assert codes(office.get(f"review/runs/{made.pk}/results?change=out")) == {"X2"}
    first = office.get(f"review/runs/{before.pk}/comparison")
    assert first.status_code == 404
    assert "đợt" in first.json()["detail"]


def test_a_conclusion_is_recorded_read_and_withdrawn(city, office):
    body = {"unit": "X1", "rule": "K1", "day": "2017-05-02", "number": "7-KL/UBKT"}
    answer = office.post("review/conclusions", **body)
    assert answer.status_code == 201
    one = answer.json()
    assert (one["unit"], one["rule"], one["number"], one["withdrawn_on"]) == ("X1", "K1", "7-KL/UBKT", None)
    assert office.post("review/conclusions", **body).status_code == 422  # it stands already
    assert office.get("review/conclusions?under=H2").json()["items"] == [one]
    assert office.get("review/conclusions?under=Q1").json()["total"] == 0
    address = f"review/conclusions/{one['id']}/withdraw"
    assert office.post(address, reason=" ").status_code == 422
    assert office.post(address, reason="Ghi nhầm đơn vị").json()["withdrawn_why"] == "Ghi nhầm đơn vị"
    assert office.post(address, reason="Lần nữa").status_code == 422


def test_a_conclusion_of_a_day_to_come_or_of_no_rule_is_refused(city, office):
    assert office.post("review/conclusions", unit="X1", rule="K1", day="2199-01-01").status_code == 422
    assert places(office.post("review/conclusions", unit="X1", rule="K9", day="2017-01-01")) == ["body.rule"]
    assert not Conclusion.objects.exists()


def test_conclusions_are_shown_to_those_alone_who_see_proposals(city):
    actions.record_conclusion(unit=city["X1"], rule="K1", day=date(2017, 5, 2), number="7", by=make.operator())
    person = caller(Role.INSPECTOR, city["Q1"])
    make.grant(person.user, Role.READER, city["H2"])
    assert person.get("review/conclusions").json()["total"] == 0


def test_classes_are_recorded_and_replaced(city, office):
    first = {"unit": "X1", "year": 2016, "grade": "good", "decision": "12-QĐ/TU"}
    other = first | {"unit": "X2", "grade": "weak"}
    assert office.post("review/classes", classes=[first, other]).json() == {"added": 2, "replaced": 0, "unchanged": 0}
    again = office.post("review/classes", classes=[first | {"grade": "weak", "decision": "15-QĐ/TU"}, other])
    assert again.json() == {"added": 0, "replaced": 1, "unchanged": 1}
    rows = office.get("review/classes?year=2016&under=X1").json()["items"]
    assert [(one["unit"], one["grade"], one["decision"]) for one in rows] == [("X1", "weak", "15-QĐ/TU")]


def test_faulty_classes_are_refused_whole_with_every_place(city, office):
    good = {"unit": "X1", "year": 2016, "grade": "good", "decision": "12-QĐ/TU"}
    assert places(office.post("review/classes", classes=[good, good | {"unit": "Z9"}, good | {"unit": "Z8"}])) == [
        "body.classes.1.unit",
        "body.classes.2.unit",
    ]
    faulty = [good, good | {"unit": "X2", "year": 2199, "body": "choir"}]
    assert places(office.post("review/classes", classes=faulty)) == ["body.classes.1.year", "body.classes.1.body"]
    assert places(office.post("review/classes", classes=[good | {"grade": "A+"}])) == ["body.classes.0.grade"]
    assert office.post("review/classes", classes=[good, good]).status_code == 422
    assert not DecidedClass.objects.exists()


def send(office: Caller, text: str, address: str = "imports/classes?apply=true"):
    file = SimpleUploadedFile("xep-loai.csv", f"Mã tổ chức,Năm,Xếp loại,Số quyết định\n{text}\n".encode())
    return office.client.post(f"/api/v1/{address}", {"file": file})


def test_a_list_of_classes_is_first_read_then_taken_in(city, office):
    assert send(office, "X1,2016,good,12-QĐ/TU", "imports/classes").json() == {
        "applied": False,
        "rows": 1,
        "recorded": None,
    }
    assert not DecidedClass.objects.exists()
    assert send(office, "X1,2016,good,12-QĐ/TU").json()["recorded"]["added"] == 1


def test_a_faulty_list_of_classes_is_refused_with_every_row(city, office):
    answer = send(office, "Z9,2016,good,12-QĐ/TU\nX1,2016,tuyệt,12-QĐ/TU")
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 2
    assert all("xep-loai.csv" in one["place"] for one in answer.json()["errors"])
    assert not DecidedClass.objects.exists()
