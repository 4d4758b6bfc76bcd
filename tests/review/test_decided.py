"""Decided classes, one by one: the action, the page from the leaves up, who may, what is refused; and a run asked for."""

from datetime import date

import pytest
from django.urls import reverse

from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.orgs.rules.roles import Role
from kientoan.review import actions
from kientoan.review.models import ClassRun, Conclusion, DecidedClass, RunRequest
from tests import make
from tests.review.classed import bodies, proposal, sign_in, text_of, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make.city()


DECISION = {"year": 2016, "grade": "good", "decision": "71-QĐ/HU", "decided_on": date(2017, 1, 10)}


def test_a_decided_class_is_recorded_with_the_conclusion_it_rests_on(city):
    told = actions.Concluding("K1", "12-KL/UBKT", date(2016, 9, 1))
    given = DECISION | {"grade": "weak"}
    actions.decide_class(unit=city["X2"], by=make.operator(), concluding=told, **given)
    actions.decide_class(unit=city["X2"], by=make.operator(), concluding=told, **given)
    assert Conclusion.objects.get().number == "12-KL/UBKT"
    assert DecidedClass.objects.get().decision == "71-QĐ/HU"
    found = proposal(city)
    assert (found.proposal.forced_by, found.decided.day, found.departs) == (("K1",), date(2017, 1, 10), False)
    parent = Action.objects.filter(verb="review.decide_class").first()
    assert {one.verb for one in Action.objects.filter(parent=parent.id)} >= {"review.record_classes"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"grade": "great"}, "great"),
        ({"decision": "  "}, "Thiếu số quyết định"),
        ({"year": 1900}, "1976"),
        ({"year": 2999}, "1976"),
        ({"decided_on": date(2015, 12, 31)}, "từ năm 2016"),
        ({"decided_on": date(2999, 1, 1)}, "từ năm 2016"),
        ({"body": "choir"}, "choir"),
        ({"year": 2000, "decided_on": date(2001, 1, 1)}, "không tồn tại trong năm 2000"),
        ({"concluding": ("K9", "1-KL", date(2016, 5, 1))}, "K9"),
        ({"concluding": ("K1", " ", date(2016, 5, 1))}, "khi có số kết luận"),
        ({"concluding": ("K1", "1-KL", date(2017, 1, 5))}, "không phải của năm 2016"),
        ({"concluding": ("K1", "1-KL", date(2016, 5, 1)), "body": "front"}, "cùng cấp"),
    ],
)
def test_a_wrong_decision_is_refused_whole(city, given, words):
    values = DECISION | given
    if "concluding" in given:
        values["concluding"] = actions.Concluding(*given["concluding"])
    with pytest.raises(Refused, match=words):
        actions.decide_class(unit=city["X2"], by=make.operator(), **values)
    assert not DecidedClass.objects.exists()
    assert not Conclusion.objects.exists()


def test_every_fault_of_a_decision_is_said_at_once(city):
    with pytest.raises(Refused) as refused:
        actions.decide_class(
            unit=city["X2"], by=make.operator(), **DECISION | {"grade": "x", "decision": "", "body": "y"}
        )
    assert len(refused.value.errors) == 3


def test_k5_follows_the_classes_decided_from_the_leaves_up(client, city):
    whole(city)
    make.figures(city["X1"], "2016", self_score=80)
    bodies(city["X1"])
    sign_in(client, city)
    where = reverse("review:decide", args=["X1"])
    page = client.get(where, {"year": 2016})
    assert "2/2 tổ chức trực thuộc chưa có quyết định" in text_of(page)
    for code in ("C1", "C2"):
        posted = client.post(
            reverse("review:decide", args=[code]),
            {"year": 2016, "grade": "weak", "decision": "5-QĐ/ĐU", "decided_on": "2016-12-20"},
        )
        assert posted.status_code == 302, text_of(posted)
    assert "Cả 2 tổ chức trực thuộc đã có" in text_of(client.get(where, {"year": 2016}))
    assert proposal(city, "X1").proposal.forced_by == ("K5",)
    done = client.post(where, {"year": 2016, "grade": "good", "decision": "71-QĐ/HU", "decided_on": "2017-01-10"})
    assert done["Location"] == where + "?year=2016"
    assert "2.016" not in text_of(client.get(where))
    assert "khác với đề xuất: đã quyết định" in text_of(client.get(reverse("review:unit_class", args=[2016, "X1"])))


@pytest.mark.parametrize(
    "given",
    [
        {"grade": "great"},
        {"decision": ""},
        {"decided_on": "31/02/2017"},
        {"rule": "K1", "number": "", "day": ""},
        {"number": "12-KL"},
        {"body": "choir"},
        {"year": "2999"},
        {"year": "x"},
    ],
)
def test_a_wrong_decision_is_refused_on_the_page(client, city, given):
    sign_in(client, city)
    right = {"year": 2016, "grade": "weak", "decision": "71-QĐ/HU", "decided_on": "2017-01-10"}
    answer = client.post(reverse("review:decide", args=["X2"]), right | given)
    assert answer.status_code == 400
    assert not DecidedClass.objects.exists()


def test_who_may_only_see_may_not_decide(client, city):
    sign_in(client, city, Role.SECRETARY, "H2")
    right = {"year": 2016, "grade": "weak", "decision": "71-QĐ/HU", "decided_on": "2017-01-10"}
    assert client.post(reverse("review:decide", args=["X2"]), right).status_code == 403
    sign_in(client, city, Role.HEAD, "Q1")
    assert client.post(reverse("review:decide", args=["X2"]), right).status_code == 404
    assert not DecidedClass.objects.exists()


def test_a_run_of_the_class_is_asked_for_on_the_page(client, city):
    sign_in(client, city)
    assert client.get(reverse("review:start_classes"), {"year": 2016}).status_code == 200
    refused = client.post(reverse("review:start_classes"), {"year": 2018})
    assert (refused.status_code, "QĐ 132-QĐ/TW" in text_of(refused)) == (400, True)
    asked = client.post(reverse("review:start_classes"), {"year": 2016})
    actions.carry_out(request=RunRequest.objects.get())
    watched = client.get(asked["Location"])
    made = ClassRun.objects.get()
    assert f"?year=2016&amp;run={made.pk}" in watched.content.decode()
    make.concluded(city["X2"])
    shown = client.get(reverse("review:classes"), {"year": 2016, "run": made.pk})
    assert shown.context["run"] == made
    assert "1 dữ kiện ghi nhận sau" in text_of(shown)
