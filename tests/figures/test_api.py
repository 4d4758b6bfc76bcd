"""Writes of figures by the API: forms sent out, answers sent in, targets."""

from datetime import date

import pytest

from kientoan.figures import actions
from kientoan.figures.models import FormIssue, Observation, Target
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.api import Caller, caller

pytestmark = pytest.mark.django_db
FORM = {"period": "2017-H1", "due": "2017-06-20", "decision": "CV 12-CV/BTCTU"}
TARGET = {"indicator": "members", "year": 2017, "value": "130", "decision": "5-NQ/TU", "decided_on": "2017-01-05"}


@pytest.fixture
def city():
    actions.sync_starting_list(by=make.operator(), day=date(2017, 6, 30))
    return make.city()


@pytest.fixture
def office(city) -> Caller:
    """A program of the city's organisation department."""
    return caller(Role.SPECIALIST, city["T"])


def places(answer) -> list[str]:
    """Where the faults of a refused request stand."""
    assert answer.status_code == 422, answer.json()
    return [one["place"] for one in answer.json()["errors"]]


def test_a_form_is_sent_out_to_all_it_is_meant_for_once(office):
    answer = office.post("forms/half_year_commune/issues", **FORM)
    assert answer.status_code == 201
    assert answer.json()["units"] == 3  # X1, X2 and P1
    assert office.post("forms/half_year_commune/issues", **FORM).status_code == 422
    assert FormIssue.objects.count() == 1


def test_a_form_is_not_sent_to_units_it_is_not_meant_for(office):
    answer = office.post("forms/half_year_commune/issues", **FORM, units=["X1", "C1"])
    assert places(answer) == ["body.units.1"]
    assert places(office.post("forms/half_year_commune/issues", **FORM, units=["Z9"])) == ["body.units.0"]
    assert office.post("forms/nonsense/issues", **FORM).status_code == 404
    assert not FormIssue.objects.exists()


def test_a_correction_above_its_whole_is_refused(city, office):
    issue = make.issue([city["X1"]])
    make.answered(issue, city["X1"])
    due = int(make.answer(issue)["meetings_due"])
    given = {"unit": "X1", "indicator": "meetings_held", "period": "2017-H1", "source": "self", "reason": "đếm lại"}
    assert office.post("figures/correct", **given, value="99999").status_code == 422
    held = Observation.objects.current().filter(indicator__code="meetings_held")
    assert held.get().value <= due
    assert office.post("figures/correct", **given, value=str(due)).status_code == 200
    assert held.get().value == due


def test_figures_are_sent_in_or_refused_with_every_place(city, office):
    issue = make.issue([city["X1"]])
    address = f"forms/submissions/{issue.submissions.get().pk}/enter"
    values = {code: str(value) for code, value in make.answer(issue).items()}
    faulty = values | {"tasks_done": "900", "meetings_held": "ba"}
    assert "body.values.meetings_held" in places(office.post(address, values=faulty))
    assert not Observation.objects.exists()
    sent = office.post(address, values=values).json()
    assert (sent["unit"], sent["added"]) == ("X1", len(values))
    assert caller(Role.CLERK, city["Q1"]).post(address, values=values).status_code == 404


def test_a_target_is_set_and_replaced(city, office):
    assert office.post("units/X1/targets", **TARGET).json()["value"] == "130"
    assert office.post("units/X1/targets", **TARGET | {"value": "140", "decision": "6-NQ/TU"}).status_code == 200
    assert [str(one.value.normalize()) for one in Target.objects.current()] == ["1.4E+2"]
    shown = office.get("units/X1/targets/2017").json()
    assert [one["target"] for one in shown if one["indicator"] == "members"] == ["140"]


def test_a_target_of_nothing_known_or_without_its_decision_is_refused(office):
    assert places(office.post("units/X1/targets", **TARGET | {"indicator": "happiness"})) == ["body.indicator"]
    assert office.post("units/X1/targets", **TARGET | {"decision": " "}).status_code == 422
    assert office.post("units/X1/targets", **TARGET | {"value": "-3"}).status_code == 422
    assert not Target.objects.exists()
