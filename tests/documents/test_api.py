"""The register by the API: what a program may set, what it is told of a fault, and what it does not learn."""

import json
from datetime import date

import pytest
from django.test import Client

from kientoan.documents import actions
from kientoan.documents.models import Document
from kientoan.documents.queries.files import place_of
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.api import Caller, caller

pytestmark = pytest.mark.django_db
LINE = {
    "keeper": "H2",
    "direction": "in",
    "kind": "resolution",
    "written": "15-NQ/TU",
    "dated": "2017-07-04",
    "issuer_name": "Ban Thường vụ Thành ủy",
    "abstract": "Về củng cố tổ chức cơ sở đảng",
}


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def city():
    return make.city()


@pytest.fixture
def office(city):
    return caller(Role.SPECIALIST, city["H2"])


def test_what_a_program_may_not_set_stays_as_the_product_makes_it(city, office):
    more = {"id": 7, "number": 99, "symbol": "X/Y", "search_key": "x", "withdrawn_on": "2017-01-01", "regime": "party"}
    made = office.post("documents", **LINE, **more)
    assert made.status_code == 201
    document = Document.objects.get()
    assert (document.number, document.symbol, document.withdrawn_on) == (15, "NQ/TU", None)
    answer = office.post(f"documents/{document.pk}/correct", keeper="X1", number=3, abstract="Về củng cố cơ sở")
    assert answer.status_code == 200
    document.refresh_from_db()
    assert (document.keeper, document.number, document.abstract) == (city["H2"], 15, "Về củng cố cơ sở")


@pytest.mark.parametrize(
    "changes",
    [
        {"dated": "2017-02-30"},
        {"dated": "0000-01-01"},
        {"dated": "2999-01-01"},
        {"kind": "poem"},
        {"direction": "up"},
        {"written": "x" * 81},
        {"abstract": "x" * 4001},
        {"abstract": "a\u0000b"},
        {"issuer_name": ""},
        {"keeper": "ZZ"},
        {"addressees": ["Q1"]},
        {"secrecy": "secret"},
    ],
)
def test_a_faulty_line_is_refused_with_its_place_and_enters_nothing(office, changes):
    answer = office.post("documents", **LINE | changes)
    assert answer.status_code in {400, 404, 422}, answer.content
    assert not Document.objects.exists()


def test_half_a_pair_of_letters_is_refused_and_not_an_error_of_the_server(office):
    body = json.dumps(LINE | {"abstract": "a?b"}).replace("?", "\\ud800")
    answer = Client(headers={"Authorization": f"Bearer {office.text}"}).post(
        "/api/v1/documents", body, content_type="application/json"
    )
    assert answer.status_code in {201, 400, 422}


def test_lists_are_cut_into_pages_within_measure(city, office):
    for number in range(1, 8):
        make.resolution(city["H2"], written=f"{number}-NQ/HU")
    page = office.get("documents?limit=3&offset=6").json()
    assert (page["total"], len(page["items"])) == (7, 1)
    for wrong in ("limit=0", "limit=100000", "offset=-1", "first=hom-qua", "text=" + "a" * 201):
        assert office.get(f"documents?{wrong}").status_code == 422, wrong
    assert office.get("documents?limit=3&offset=999999").json()["items"] == []


def test_the_words_typed_with_accents_come_first(city, office):
    make.resolution(city["H2"], written="1-NQ/HU", abstract="Thôn Hoa Bình")
    make.resolution(city["H2"], written="2-NQ/HU", abstract="Xã Hòa Bình", dated=date(2017, 7, 3))
    found = office.get("documents?text=hòa bình").json()["items"]
    assert [one["written"] for one in found] == ["2-NQ/HU", "1-NQ/HU"]


def test_a_number_beyond_measure_is_not_there(office):
    assert office.get("documents/99999999999999999999").status_code == 404
    assert office.get("document-files/99999999999999999999").status_code == 404


def test_a_file_changed_on_disk_is_refused(city, office):
    document = make.resolution(city["H2"])
    kept = actions.keep_file(document=document, name="a.txt", content=b"Mot", by=make.operator())
    assert office.get(f"document-files/{kept.pk}").content == b"Mot"
    place_of(kept.sha256).write_bytes(b"Hai")
    answer = office.get(f"document-files/{kept.pk}")
    assert answer.status_code == 422
    assert "đã bị sửa" in answer.json()["title"] + answer.json().get("detail", "")


def test_addressees_are_corrected_and_those_beyond_reach_stay(city):
    document = make.resolution(city["X1"], addressees=[city["X2"]])
    clerk = Caller(make.grant(make.account("vt"), Role.CLERK, city["X1"]))
    assert clerk.post(f"documents/{document.pk}/correct", addressees=["X1"]).status_code == 200
    assert set(document.addressees.values_list("unit__code", flat=True)) == {"X1", "X2"}
    assert clerk.post(f"documents/{document.pk}/correct", addressees=["X2"]).status_code == 422


def test_a_review_tells_its_document_only_to_who_may_see_it(city, office):
    document, by = make.resolution(city["H2"]), make.operator()
    report = make.resolution(city["T"], written="9-BC/TU", kind="report")
    aim = actions.add_aim(document=document, text="Một", by=by)
    actions.record_review(
        document=document,
        kind="closing",
        held_on=document.dated,
        said="Xong",
        outcomes={aim: ("reached", "Đạt")},
        by_document=report,
        by=by,
    )
    [told] = office.get(f"documents/{document.pk}/reviews").json()
    assert (told["by_document"], told["outcomes"][0]["outcome"]) == (None, "reached")
    above = caller(Role.SPECIALIST, city["T"], name="tren")
    [told] = above.get(f"documents/{document.pk}/reviews").json()
    assert told["by_document"] == report.pk
