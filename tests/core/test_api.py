"""What every operation of the API shares: names it does not know, and faults in the language of the one who asks."""

import pytest

from kientoan.api import api
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.api import caller

pytestmark = pytest.mark.django_db
NEEDED = {"text": "dong", "by": "kind", "year": "2016", "period": "2017-H1", "total": "0"}


def reads():
    """Every read without a number in its address, with the parameters that it cannot do without."""
    for address, methods in api.described()["paths"].items():
        if "get" in methods and "{" not in address:
            needed = [one["name"] for one in methods["get"].get("parameters", []) if one.get("required")]
            yield address.removeprefix("/api/v1/") + "?" + "".join(f"{name}={NEEDED[name]}&" for name in needed)


@pytest.fixture
def office():
    return caller(Role.HEAD, make.city()["T"])


@pytest.mark.parametrize("address", sorted(reads()))
def test_a_parameter_that_there_is_not_is_refused_and_named(office, address):
    answer = office.get(f"{address}uner=X1&limti=2")
    assert answer.status_code == 422
    assert {one["place"] for one in answer.json()["errors"]} == {"query.uner", "query.limti"}


def test_the_refusal_names_the_parameters_that_there_are(office):
    [fault] = office.get("units?uner=X1").json()["errors"]
    assert fault["place"] == "query.uner"
    assert "under" in fault["sentence"]
    assert "limit" in fault["sentence"]
    [fault] = office.get("me?limit=3").json()["errors"]
    assert fault == {"place": "query.limit", "sentence": "Không có tham số này; địa chỉ này không nhận tham số nào."}


def test_a_write_with_a_name_in_its_address_that_it_does_not_know_does_nothing(office):
    body = {"name": "Đảng bộ xã Khác", "day": "2017-07-01", "decision": "15-QĐ/HU"}
    answer = office.post("units/X1/rename?dryrun=1", **body)
    assert (answer.status_code, answer.json()["errors"][0]["place"]) == (422, "query.dryrun")
    assert "Khác" not in str(office.get("units/X1?as_of=2017-07-02").json())


@pytest.mark.parametrize(
    ("address", "vietnamese", "english"),
    [
        ("review/runs?period=2017-X9", "không phải là một kỳ", "is not a period"),
        ("units?limit=nhieu", "số nguyên", "whole number"),
        ("units?limit=9999", "Nhiều nhất", "At most"),
        ("review/runs/1/results?outcome=hay", "Một trong", "One of"),
        ("units?as_of=hom-nay", "năm-tháng-ngày", "year-month-day"),
    ],
)
def test_faults_speak_the_language_of_the_one_who_asks(office, address, vietnamese, english):
    assert vietnamese.lower() in office.get(address).json()["errors"][0]["sentence"].lower()
    told = office.get(address, **{"Accept-Language": "en"}).json()["errors"][0]["sentence"]
    assert english in told
    assert " or " not in office.get(address).json()["errors"][0]["sentence"]
