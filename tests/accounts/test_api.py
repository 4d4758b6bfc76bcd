"""The API's own sign-in and manners: tokens, problems, paging, language, rate."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from kientoan.accounts import actions
from kientoan.accounts.models import ApiToken
from kientoan.core import clock
from kientoan.core.access import NotAllowed, Refused
from kientoan.core.models import Action
from kientoan.core.recording import recorded
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.api import Caller, caller

PROBLEM = "application/problem+json"


@pytest.fixture
def city(db):
    """A small city."""
    return make.city()


@pytest.fixture
def head(city):
    """A program of the head of the district H2."""
    return caller(Role.HEAD, city["H2"], name="huong")


def test_a_token_acts_as_its_user(head):
    said = head.get("me").json()
    assert (said["username"], said["token"]["may_write"]) == ("huong", True)
    assert head.text not in str(ApiToken.objects.values())


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer kt_wrong", "Bearer \x00"])
def test_without_a_token_that_holds_the_answer_is_401(db, header):
    answer = Client().get("/api/v1/me", headers={"Authorization": header})
    assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
    assert "Bearer" in answer["WWW-Authenticate"]


def test_a_token_ends_with_its_day_its_withdrawal_and_its_account(head):
    actions.revoke_token(token=head.token, by=head.user)
    assert head.get("me").status_code == 401
    for field, value in (("is_active", False), ("is_service", True)):
        other = Caller(make.account(f"nguoi.{field}"))
        with recorded("tests.change", by=None):
            setattr(other.user, field, value)
            other.user.save()
        assert other.get("me").status_code == 401
    ended = Caller(make.account("het"))
    with recorded("tests.change", by=None):
        ended.token.ends_at = clock.now() - timedelta(seconds=1)
        ended.token.save()
    assert ended.get("me").status_code == 401


def test_the_session_is_no_sign_in_to_the_api(head):
    client = Client()
    client.force_login(head.user)
    assert client.get("/api/v1/me").status_code == 401


def test_a_token_that_only_looks_looks(city):
    looking = caller(Role.HEAD, city["H2"], may_write=False)
    assert looking.get("units/X1").status_code == 200
    answer = looking.post("units/X1/rename", name="Khác", day="2017-07-01")
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
    assert city["X1"].spans.count() == 1


def test_a_new_token_does_not_outlive_the_one_that_makes_it(head):
    made = head.post("me/tokens", name="Con", days=30)
    assert (made.status_code, made.json()["token"]["may_write"]) == (201, False)
    with recorded("tests.change", by=None):
        head.token.ends_at = clock.now() + timedelta(days=10)
        head.token.save()
    refused = head.post("me/tokens", name="Cháu", days=30)
    assert refused.status_code == 422
    assert "9" in refused.json()["detail"]


def test_nobody_withdraws_the_token_of_another(head):
    other = Caller(make.account("khac"))
    assert other.post(f"me/tokens/{head.token.pk}/revoke").status_code == 404
    with pytest.raises(NotAllowed):
        actions.revoke_token(token=head.token, by=other.user)
    with pytest.raises(NotAllowed):
        actions.make_token(user=head.user, name="x", by=other.user)
    assert head.get("me").status_code == 200


@pytest.mark.parametrize("wrong", [{"name": " "}, {"days": 0}, {"days": 366}])
def test_a_token_needs_a_purpose_and_an_end(head, wrong):
    with pytest.raises(Refused):
        actions.make_token(user=head.user, by=head.user, **{"name": "x"} | wrong)


def test_the_operator_has_no_token(db):
    with pytest.raises(Refused):
        actions.make_token(user=make.operator(), name="x", by=make.operator())


def test_all_faults_come_together_with_their_places(head):
    said = head.get("units?limit=0&as_of=31/02/2017").json()
    assert {fault["place"] for fault in said["errors"]} == {"query.limit", "query.as_of"}
    said = head.post("units", name="", day="0", kind=3).json()
    places = {fault["place"] for fault in said["errors"]}
    assert places == {"body.code", "body.name", "body.day", "body.kind", "body.decision"}


@pytest.mark.parametrize("day", ["2017-02-31", "0", "1498521600", "1700-01-01", "9999-12-31"])
def test_a_day_is_never_guessed_at(head, day):
    assert head.get(f"units?as_of={day}").status_code == 422


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("units?text=%00", 400),
        ("units/%00", 404),
        ("none/such", 404),
        ("units/X1?as_of=2017-06-27", 200),
        ("search/units?text=%21", 200),
    ],
)
def test_an_odd_address_is_a_problem_not_a_page(head, address, status):
    answer = head.get(address)
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/")


@pytest.mark.parametrize("body", ["{", '{"name": "\\u0000"}', '{"name": "\\ud800"}', "[" * 5000])
def test_a_body_that_no_text_has_is_refused(head, body):
    answer = head.client.post("/api/v1/units", body, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)


def test_another_method_is_told_which_ones_there_are(head):
    answer = head.client.delete("/api/v1/units")
    assert (answer.status_code, set(answer["Allow"].split(", "))) == (405, {"GET", "POST"})
    assert answer["Content-Type"] == PROBLEM


def test_sentences_come_in_the_language_asked_for(head):
    assert "không" in head.get("units/NONE").json()["detail"].lower()
    english = head.get("units/NONE", **{"Accept-Language": "en"}).json()["detail"]
    assert english.startswith("There is no unit")


def test_a_list_is_cut_and_says_how_many_there_are(head):
    said = head.get("units?limit=2&offset=1").json()
    assert (said["total"], len(said["items"]), said["offset"]) == (5, 2, 1)


def test_too_many_requests_with_one_token_wait(head, settings):
    other = Caller(make.account("khac"))
    cache.clear()
    answers = [head.get("me") for _ in range(601)]
    assert [a.status_code for a in answers] == [200] * 600 + [429]
    assert int(answers[-1]["Retry-After"]) >= 1
    assert other.get("me").status_code == 200


def test_an_operation_on_units_names_its_decision(head, city):
    refused = head.post("mergers", olds=["X1"], into="X2", day="2017-07-01")
    assert (refused.status_code, refused.json()["errors"][0]["place"]) == (422, "body.decision")
    twice = head.post("mergers", olds=["X1", "X1"], into="X2", day="2017-07-01", decision="15-QĐ/HU")
    assert (twice.status_code, "X1" in twice.json()["detail"]) == (422, True)
    assert head.get("units/X1").status_code == 200


def test_what_the_api_does_is_recorded_as_its_user(head):
    head.post("units/X1/rename", name="Đảng bộ xã Khác", day="2017-07-01", decision="15-QĐ/HU")
    assert Action.objects.get(verb="orgs.rename_unit").by_id == head.user.pk
