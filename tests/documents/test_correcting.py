"""Lines corrected: by one at a time, with what changed in the record and no one beyond reach dropped."""

from datetime import date, timedelta

import pytest

from kientoan.core import clock
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.models import Action
from kientoan.documents import actions
from kientoan.documents.actions.lines import state_of
from kientoan.documents.rules.words import LinkKind, Regime
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make.city()


@pytest.fixture
def clerk(client, city):
    client.force_login(make.grant(make.account("vt.x1"), Role.CLERK, city["X1"]))
    return client


def form_of(client, document):
    answer = client.get(f"/documents/{document.pk}/edit/")
    assert answer.status_code == 200
    form = answer.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_the_record_names_what_changed_and_nothing_is_recorded_where_nothing_did(city, clerk):
    document = make.resolution(city["X1"])
    body = form_of(clerk, document)
    assert clerk.post(f"/documents/{document.pk}/edit/", body).status_code == 302
    assert not Action.objects.filter(verb="documents.correct_document").exists()
    assert clerk.post(f"/documents/{document.pk}/edit/", body | {"signer": "Nguyễn Văn Ẩn"}).status_code == 302
    assert Action.objects.get(verb="documents.correct_document").detail["fields"] == ["signer"]


def test_who_comes_second_is_told_and_overwrites_nothing(city, clerk):
    document = make.resolution(city["X1"])
    body = form_of(clerk, document)
    actions.correct_document(document=document, by=make.operator(), abstract="Người khác vừa sửa")
    answer = clerk.post(f"/documents/{document.pk}/edit/", body | {"abstract": "Của tôi"}, follow=True)
    assert "vừa sửa" in answer.content.decode()
    document.refresh_from_db()
    assert document.abstract == "Người khác vừa sửa"
    seen = state_of(document)
    actions.correct_document(document=document, by=make.operator(), seen=seen, urgency="urgent")
    with pytest.raises(ChangedMeanwhile):
        actions.correct_document(document=document, by=make.operator(), seen=seen, urgency="normal")


def test_an_addressee_beyond_the_clerk_s_reach_stays_and_its_page_is_no_link(city, clerk):
    document = make.resolution(city["X1"], addressees=[city["X1"], city["X2"]])
    body = form_of(clerk, document)
    assert body["addressees"] == "X1"
    assert clerk.post(f"/documents/{document.pk}/edit/", body | {"addressees": ""}).status_code == 302
    assert [one.unit for one in document.addressees.all()] == [city["X2"]]
    shown = clerk.get(f"/documents/{document.pk}/").content.decode()
    assert 'href="/orgs/units/X1/"' in shown
    assert 'href="/orgs/units/X2/"' not in shown


def test_a_number_corrected_brings_its_rules_of_form(city):
    document, by = make.resolution(city["T"], kind="decision", written="15-QĐ/TU"), make.operator()
    actions.correct_document(document=document, by=by, written="15/QĐ-UBND")
    assert (document.regime, document.symbol) == (Regime.STATE, "QĐ-UBND")
    actions.correct_document(document=document, by=by, regime=Regime.OTHER)
    actions.correct_document(document=document, by=by, signer="Ai đó")
    assert document.regime == Regime.OTHER


def test_nothing_else_of_a_line_can_be_corrected(city):
    document = make.resolution(city["T"])
    for name in ("keeper", "number", "search_key", "withdrawn_on", "pk", "words"):
        with pytest.raises(Refused):
            actions.correct_document(document=document, by=make.operator(), **{name: None})


@pytest.mark.parametrize(
    "changes",
    [
        {"received_on": clock.today() + timedelta(days=1)},
        {"received_on": date(2017, 7, 3)},
        {"dated": clock.today() + timedelta(days=1)},
    ],
)
def test_days_that_cannot_be_are_refused(city, changes):
    with pytest.raises(Refused):
        make.resolution(city["T"], direction="in", **changes)


def test_the_record_of_a_relation_names_no_document_that_its_reader_may_not_see(client, city):
    above, below = make.resolution(city["T"], written="1-NQ/TU"), make.resolution(city["X1"], written="2-NQ/ĐU")
    actions.add_link(document=below, kind=LinkKind.CARRIES_OUT, other=above, by=make.operator())
    client.force_login(make.grant(make.account("x1"), Role.BASE_SECRETARY, city["X1"]))
    assert "1-NQ/TU" not in client.get(f"/documents/{below.pk}/").content.decode()


def test_a_document_does_not_review_itself(city):
    by, document = make.operator(), make.resolution(city["T"])
    aim = actions.add_aim(document=document, text="Một", by=by)
    with pytest.raises(Refused, match="chính nó") as refused:
        actions.record_review(
            document=document,
            kind="closing",
            held_on=document.dated,
            said="",
            outcomes={aim: ("reached", "")},
            by_document=document,
            by=by,
        )
    assert refused.value.errors


def test_a_struck_out_resolution_is_followed_no_more(client, city):
    document, by = make.resolution(city["T"]), make.operator()
    actions.add_aim(document=document, text="Không còn chi bộ yếu", by=by, due=date(2018, 1, 1))
    client.force_login(make.grant(make.account("tb"), Role.HEAD, city["T"]))
    assert "15-NQ/TU" in client.get("/documents/followed/").content.decode()
    actions.strike_out(document=document, by=by, reason="Nhầm")
    assert "15-NQ/TU" not in client.get("/documents/followed/").content.decode()


def test_what_a_unit_still_follows_is_named_before_it_ends(city):
    from kientoan.orgs.rules.handover import STILL_OPEN

    document, by = make.resolution(city["X1"]), make.operator()
    actions.add_aim(document=document, text="Một", by=by)
    make.found(city["X1"])
    named = {(one.kind, one.label) for member in STILL_OPEN for one in member(city["X1"], clock.today())}
    assert {("followed", "15-NQ/TU"), ("finding", "Hai quý liền không họp chi bộ đủ kỳ")} <= named
    there = make.grant(make.account("x2"), Role.CLERK, city["X2"])
    from kientoan.orgs import actions as orgs

    orgs.merge_units(olds=[city["X1"]], into=city["X2"], day=date(2018, 1, 1), decision="7-QĐ/TU", by=by)
    actions.add_aim(document=document, text="Hai", by=there)
    assert document.aims.count() == 2
