"""The API of signs, criteria and year classes: the same rights and refusals as the pages."""

from datetime import date

import pytest

from kientoan.orgs.rules.roles import Role
from kientoan.review import actions
from kientoan.review.models import RunRequest
from tests import make
from tests.api import caller
from tests.repo.api_matrix import DATED, SIGN
from tests.review.classed import decided, whole
from tests.review.situations import judged_city, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return judged_city()


@pytest.fixture
def head(city, own_home):
    """The head of the office, with a folder of parameters of his own."""
    return caller(Role.HEAD, city["T"])


def test_a_sign_is_made_judges_the_next_run_and_is_dated_anew(city, head):
    made = head.post("review/signs", **SIGN | DATED | {"since": "2017-01-01", "threshold": 4})
    assert made.status_code == 201, made.json()
    assert (made.json()["own"], made.json()["citation"]) == (True, "15-QĐ/TU – tham số của đơn vị")
    keys = {one["key"] for one in head.get("review/rules?as_of=2017-06-30&limit=500").json()["items"]}
    assert "review.signs.few_meetings" in keys
    reasons = [one["code"] for one in run(city).results.get(unit=city["X1"]).reasons]
    assert "few_meetings" in reasons
    key = "review.signs.few_meetings"
    later = head.post(f"review/rules/{key}/values", **DATED | {"since": "2017-06-01", "value": 2, "severity": 3})
    assert (later.status_code, later.json()["severity"]) == (201, 3)
    values = head.get(f"review/rules/{key}?as_of=2017-06-30").json()["values"]
    assert [one["since"] for one in values] == ["2017-06-01", "2017-01-01"]
    assert "few_meetings" not in [one["code"] for one in run(city).results.get(unit=city["X1"]).reasons]


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "Ít họp"},
        {"code": "attendance_low"},
        {"measure": "no_such_figure / members"},
        {"measure": "members +"},
        {"sentence": {"vi": "{nowhere}", "en": "x"}},
        {"title": {"vi": " ", "en": "x"}},
        {"fires": "is"},
        {"severity": 4},
        {"instrument": " "},
    ],
)
def test_a_faulty_sign_is_refused_and_nothing_is_written(head, settings, wrong):
    answer = head.post("review/signs", **SIGN | DATED | wrong)
    assert answer.status_code == 422
    assert not list(settings.HOME.rglob("*.yaml"))


def test_only_who_may_edit_rules_makes_or_dates_them(city, head):
    office = caller(Role.SPECIALIST, city["T"])
    assert office.get("review/rules").status_code == 200
    assert office.post("review/signs", **SIGN | DATED).status_code == 403
    key = "review.signs.attendance_low"
    assert office.post(f"review/rules/{key}/values", **DATED | {"value": 0.5}).status_code == 403
    assert caller(Role.READER, city["T"]).get("review/rules").status_code == 403
    assert head.get("review/rules/review.signs.none").status_code == 404


def test_the_regime_of_a_year_is_named_also_where_it_is_not_implemented(head):
    known = head.get("review/regime?year=2016").json()
    assert (known["code"], known["applies"], known["sentence"]) == ("R2014", True, "")
    other = head.get("review/regime?year=2024").json()
    assert (other["code"], other["applies"], other["since"]) == ("R2023", False, "2023-10-04")
    assert "QĐ 124-QĐ/TW" in other["sentence"]
    assert "chưa được đưa vào phần mềm" in other["sentence"]
    refused = head.post("review/class-runs", unit="T", year=2024)
    assert (refused.status_code, "QĐ 124-QĐ/TW" in refused.json()["detail"]) == (422, True)


def test_classes_are_proposed_by_a_job_and_read_with_their_trace(city, head):
    whole(city)
    make.concluded(city["X2"], "K1", "12-KL/UBKT")
    asked = head.post("review/class-runs", unit="T", year=2016).json()
    assert (asked["kind"], asked["state"], asked["class_run"]) == ("year_class", "queued", None)
    actions.carry_out(request=RunRequest.objects.get())
    number = head.get(f"review/requests/{asked['id']}").json()["class_run"]
    decided(city["X2"], "good")
    whole_run = head.get(f"review/class-runs/{number}").json()
    assert (whole_run["proposed"]["weak"], whole_run["departing"], whole_run["facts_since"]) == (1, 1, 1)
    listed = head.get(f"review/class-runs/{number}/proposals?proposed=weak").json()
    assert [one["code"] for one in listed["items"]] == ["X2"]
    one = head.get(f"review/class-runs/{number}/proposals/X2").json()
    assert (one["proposed"], one["forced_by"], one["decided"], one["departs"]) == ("weak", ["K1"], "good", True)
    assert [step["rule"] for step in one["trace"]] == ["score", "K1", "K2", "K3", "K4", "K5"]
    elsewhere = caller(Role.HEAD, city["Q1"])
    assert elsewhere.get(f"review/class-runs/{number}/proposals/X2").status_code == 404
    assert {one["code"] for one in elsewhere.get(f"review/class-runs/{number}/proposals").json()["items"]} == {
        "Q1",
        "P1",
        "C3",
    }


def test_a_decision_by_the_api_is_refused_with_every_fault_and_recorded_when_right(city, head):
    right = {"year": 2016, "grade": "weak", "decision": "71-QĐ/HU", "decided_on": "2017-01-10"}
    told = {"conclusion": {"rule": "K1", "number": "12-KL", "day": "2016-09-01"}}
    wrong = head.post("review/units/X2/classes", **right | {"decided_on": "2015-01-10", "body": "choir"})
    assert (wrong.status_code, len(wrong.json()["errors"])) == (422, 2)
    done = head.post("review/units/X2/classes", **right | told)
    assert done.json() == {"added": 1, "replaced": 0, "unchanged": 0}
    again = head.post("review/units/X2/classes", **right | {"grade": "good", "decision": "90-QĐ/HU"})
    assert again.json()["replaced"] == 1
    assert date.fromisoformat(head.get("review/conclusions").json()["items"][0]["day"]) == date(2016, 9, 1)
    assert head.post("review/units/NOWHERE/classes", **right).status_code == 404
