"""Writes of figures by the API: forms sent out, answers sent in, targets."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kientoan.figures import actions
from kientoan.figures.imports import template
from kientoan.figures.models import FormIssue, Indicator, Observation, Target
from kientoan.figures.tasks import check_sheet, merge_upload, record_sheet
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


NEW_FORM = {
    "code": "chi_bo_quy", "name_vi": "Biểu quý", "period": "quarter", "asked_of": ["cell"], "indicators": ["members"],
    "instrument": "HD 12-HD/BTCTW",
}  # fmt: skip


def test_a_form_is_designed_given_questions_and_sent_out(city, office):
    made = office.post("form-designs", **NEW_FORM)
    assert made.status_code == 201, made.json()
    assert (made.json()["indicators"], made.json()["burden"]["alone"]) == (["members"], 0.33)
    more = office.post("form-designs/chi_bo_quy/questions", indicators=["meetings_due", "meetings_held"]).json()
    assert more["indicators"] == ["members", "meetings_due", "meetings_held"]
    assert more["burden"] | {"others": []} == {
        "alone": 1.0, "together": 2.83, "budget": 8, "alone_over": False, "together_over": False, "others": [],
    }  # fmt: skip
    assert "half_year_cell" in more["burden"]["others"]
    assert office.post("form-designs/chi_bo_quy/questions", indicators=["members"]).status_code == 422
    changed = office.post("form-designs/chi_bo_quy/change", **{k: v for k, v in NEW_FORM.items() if k != "code"})
    assert changed.json()["indicators"] == ["members"]
    assert office.get("form-designs/chi_bo_quy").json()["name_vi"] == "Biểu quý"
    sent = office.post("forms/chi_bo_quy/issues", **FORM | {"period": "2017-Q2"})
    assert (sent.status_code, sent.json()["units"]) == (201, 3)
    assert "chi_bo_quy" in [one["code"] for one in office.get("form-designs").json()["items"]]


def test_a_form_is_refused_with_every_place_or_without_the_right(city, office):
    wrong = NEW_FORM | {"asked_of": ["cell", "lạ"], "indicators": ["members", "x"], "sectors": ["y"]}
    assert places(office.post("form-designs", **wrong)) == ["body.asked_of.1", "body.sectors.0", "body.indicators.1"]
    assert office.post("form-designs", **NEW_FORM | {"period": "tuần"}).status_code == 422
    many = list(Indicator.objects.in_use().values_list("code", flat=True)[:10])
    heavy = NEW_FORM | {"period": "month", "indicators": many}
    assert "10" in office.post("form-designs", **heavy).json()["errors"][0]["sentence"]
    assert office.post("form-designs", **heavy, over_budget_reason="CV 5-CV/TU").status_code == 201
    clerk = caller(Role.CLERK, city["X1"])
    assert clerk.post("form-designs", **NEW_FORM).status_code == 403
    assert clerk.get("form-designs/monthly_base").status_code == 403


def test_a_draft_is_kept_and_read_and_counts_for_nothing(city, office):
    number = make.issue([city["X1"]]).submissions.get().pk
    address = f"forms/submissions/{number}/draft"
    clerk = caller(Role.CLERK, city["X1"])
    assert clerk.get(address).json()["values"] == {}
    kept = clerk.post(address, values={"members": "9x"}).json()
    assert (kept["state"], kept["values"], kept["saved_by"]) == ("draft", {"members": "9x"}, clerk.user.username)
    assert office.get(address).json()["values"] == {"members": "9x"}
    assert places(clerk.post(address, values={"lạ": "1"})) == ["body.values.lạ"]
    assert caller(Role.READER, city["X1"]).post(address, values={}).status_code == 403
    assert caller(Role.CLERK, city["Q1"]).get(address).status_code == 404
    assert not Observation.objects.exists()


def test_an_archive_is_merged_by_a_job_and_the_faulty_come_back(city, office, settings, tmp_path):
    settings.HOME = tmp_path
    issue = make.issue([city["X1"], city["X2"]])
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for code, changes in (("X1", {}), ("X2", {"members": 1})):
            buffer = io.BytesIO()
            [blank] = template.blanks(issue, [city[code]])
            template.write_template(buffer, blank, make.answer(issue, **changes))
            packed.writestr(f"huyện/{code}.xlsx", buffer.getvalue())

    def put(name: str, content: bytes, who: Caller = office):
        return who.client.post(f"/api/v1/forms/issues/{issue.pk}/merges", {"files": SimpleUploadedFile(name, content)})

    assert places(put("biểu.zip", b"PK no archive")) == ["files.0"]
    assert put("biểu.zip", archive.getvalue(), caller(Role.CLERK, city["X1"])).status_code == 403
    started = put("biểu.zip", archive.getvalue())
    assert started.status_code == 202
    address = f"merges/{started.json()['id']}"
    assert office.get(address).json()["state"] == "waiting"
    assert office.get(f"{address}/returned").status_code == 404
    merge_upload(run=started.json()["id"])
    done = office.get(address).json()
    assert (done["state"], done["received"], done["missing"]) == ("done", ["huyện/X1.xlsx"], ["X2"])
    assert [one["unit"] for one in done["given_back"]] == ["X2"]
    back = office.get(f"{address}/returned")
    with zipfile.ZipFile(io.BytesIO(back.content)) as marked:
        assert marked.namelist() == ["huyện/X2.xlsx"]
    assert caller(Role.HEAD, city["T"]).get(address).status_code == 404, "one's own only"


def test_a_large_sheet_is_a_job_and_not_planned_while_one_waits(city, office, settings, tmp_path):
    settings.HOME = tmp_path
    text = "unit,indicator,period,value\nX1,cells,2017-H1,5\nX2,cells,2017-H1,7\n" + "\n" * 200_000

    def put(address: str, content: str):
        return office.client.post(f"/api/v1/{address}", {"file": SimpleUploadedFile("s.csv", content.encode())})

    assert "imports/sheets" in put("imports/figures?apply=true", text).json()["detail"]
    brought = put("imports/sheets", text)
    assert (brought.status_code, brought.json()["state"], brought.json()["figures"]) == (202, "checking", 0)
    address = f"imports/sheets/{brought.json()['id']}"
    assert office.post(f"{address}/take-in").status_code == 422
    check_sheet(run=brought.json()["id"])
    checked = office.get(address).json()
    assert (checked["state"], checked["figures"], checked["faults"]) == ("checked", 2, 0)
    assert office.post(f"{address}/take-in").json()["state"] == "recording"
    assert not Observation.objects.exists()
    record_sheet(run=brought.json()["id"])
    assert (office.get(address).json()["state"], office.get(address).json()["added"]) == ("done", 2)
    assert caller(Role.HEAD, city["T"]).get(address).status_code == 404, "one's own only"
    small = put("imports/sheets?period=2017-H1", "unit,indicator,value\nX9,cells,5\n").json()
    assert (small["state"], small["faults"], "X9" in small["errors"][0]["sentence"]) == ("checked", 1, True)
