"""Findings: proposals with their place, decided once by the level above, seen by no one else before."""

import pytest

from kientoan.core.access import NotAllowed, Refused
from kientoan.core.models import Action
from kientoan.documents import actions as documents
from kientoan.findings import actions
from kientoan.findings.models import Finding
from kientoan.findings.rules import Source, State
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db
TEXT = "Một số nơi còn yếu như xã Đông Thạnh, xã Tân Ngãi; cần củng cố ngay."
PLACE = "xã Đông Thạnh"


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def city():
    return make.city()


def person(name, role, unit):
    return make.grant(make.account(name), role, unit)


def quoted(city, **changes):
    document = make.resolution(city["H2"])
    documents.keep_file(document=document, name="nq.txt", content=TEXT.encode(), by=make.operator())
    start = TEXT.index(PLACE)
    values = {"unit": city["X1"], "place": PLACE, "quote": PLACE, "start": start, "end": start + len(PLACE)}
    return actions.propose_from_text(document=document, by=make.operator(), **values | changes)


def test_a_quotation_is_offered_once_and_nothing_more(city):
    finding = quoted(city)
    again = actions.propose_from_text(
        unit=city["X1"],
        place=PLACE,
        quote=PLACE,
        start=finding.start,
        end=finding.end,
        document=finding.document,
        by=make.operator(),
    )
    assert again == finding
    assert (finding.state, finding.source) == (State.PROPOSED, Source.TEXT)
    assert Finding.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"quote": " "}, {"start": 9, "end": 9}, {"start": -1}])
def test_a_quotation_without_its_place_is_refused(city, wrong):
    with pytest.raises(Refused):
        quoted(city, **wrong)
    assert not Finding.objects.exists()


def test_a_marked_document_is_not_quoted(city):
    marked = make.resolution(city["H2"], secrecy="secret", abstract="")
    with pytest.raises(Refused, match="mật"):
        actions.propose_from_text(
            unit=city["X1"], place=PLACE, quote=PLACE, start=0, end=5, document=marked, by=make.operator()
        )


def test_only_the_level_above_decides_and_only_once(city):
    finding = quoted(city)
    own = person("x1", Role.SECRETARY, city["X1"])
    above = person("h2", Role.SPECIALIST, city["H2"])
    for decide in (actions.confirm, actions.dismiss):
        with pytest.raises(NotAllowed, match="cấp trên"):
            decide(finding=finding, by=own, reason="Không đúng")
    actions.confirm(finding=finding, by=above, reason="Trùng kết quả rà soát")
    finding.refresh_from_db()
    assert (finding.state, finding.decided_by) == (State.CONFIRMED, above)
    with pytest.raises(Refused, match="đã được quyết định"):
        actions.dismiss(finding=finding, by=above, reason="Đổi ý")
    assert Action.objects.filter(verb="findings.confirm").count() == 1


def test_it_is_dismissed_with_a_reason_only(city):
    finding = quoted(city)
    above = person("h2", Role.HEAD, city["H2"])
    with pytest.raises(Refused, match="lý do"):
        actions.dismiss(finding=finding, by=above, reason=" ")
    actions.dismiss(finding=finding, by=above, reason="Đã khắc phục")
    assert Finding.objects.get().state == State.DISMISSED


def test_a_place_that_is_not_linked_needs_its_unit_before_it_is_confirmed(city):
    finding = quoted(city, unit=None)
    above = person("h2", Role.HEAD, city["H2"])
    assert set(Finding.objects.visible_to(above)) == {finding}
    with pytest.raises(Refused, match="tổ chức nào"):
        actions.confirm(finding=finding, by=above)
    other = person("q1", Role.HEAD, city["Q1"])
    with pytest.raises(NotAllowed):
        actions.confirm(finding=finding, by=other, unit=city["X2"])
    actions.confirm(finding=finding, by=above, unit=city["X2"])
    assert Finding.objects.get().unit == city["X2"]


def test_before_it_is_confirmed_only_who_decides_sees_it(city):
    finding = quoted(city)
    reader = person("docgia", Role.READER, city["X1"])
    inspector = person("kiemtra", Role.INSPECTOR, city["T"])
    elsewhere = person("q1", Role.HEAD, city["Q1"])
    assert set(Finding.objects.visible_to(inspector)) == {finding}
    assert not Finding.objects.visible_to(reader).exists()
    actions.confirm(finding=finding, by=inspector)
    assert set(Finding.objects.visible_to(reader)) == {finding}
    assert not Finding.objects.visible_to(elsewhere).exists()


def test_a_review_s_result_is_offered_once(city):
    run = make.reviewed(city["H2"])
    result = run.results.first()
    first = actions.propose_from_review(result=result, said="Họp chi bộ 2/6 kỳ", by=make.operator())
    assert actions.propose_from_review(result=result, said="Họp chi bộ 2/6 kỳ", by=make.operator()) == first
    assert first.unit_id == result.unit_id


def test_the_page_shows_the_words_in_their_text_and_takes_the_decision(client, city):
    finding = quoted(city)
    client.force_login(person("h2", Role.SPECIALIST, city["H2"]))
    assert "1 phát hiện chờ xác nhận" in client.get("/").content.decode()
    text = client.get(f"/findings/{finding.pk}/").content.decode()
    assert f"<mark>{PLACE}</mark>" in text
    assert "còn yếu như" in text
    refused = client.post(f"/findings/{finding.pk}/", {"step": "dismiss", "reason": ""})
    assert refused.status_code == 400
    assert client.post(f"/findings/{finding.pk}/", {"step": "confirm"}).status_code == 302
    assert PLACE in client.get("/findings/?state=confirmed").content.decode()
    assert f'href="/findings/{finding.pk}/"' in client.get("/orgs/units/X1/").content.decode()
    assert client.get("/findings/?state=maybe").status_code == 400


def test_a_person_brings_one_in_and_one_without_the_right_does_not(client, city):
    client.force_login(person("h2", Role.SPECIALIST, city["H2"]))
    body = {"unit": "X2", "source": "inspection", "found_on": "2017-06-20", "said": "Không họp đủ kỳ"}
    assert client.post("/findings/new/", body | {"said": ""}).status_code == 400
    assert client.post("/findings/new/", body).status_code == 302
    assert Finding.objects.get().unit == city["X2"]
    client.force_login(person("docgia", Role.READER, city["H2"]))
    assert client.get("/findings/new/").status_code == 403
    with pytest.raises(NotAllowed):
        actions.propose(unit=city["X1"], source=Source.PERSON, said="x", by=person("q1", Role.HEAD, city["Q1"]))


def test_what_is_proposed_about_a_unit_is_not_seen_by_the_unit_itself(client, city):
    finding = quoted(city)
    own, above = person("x1", Role.HEAD, city["X1"]), person("h2", Role.HEAD, city["H2"])
    top = person("t", Role.HEAD, city["T"])
    assert not Finding.objects.visible_to(own).exists()
    assert set(Finding.objects.visible_to(above)) == set(Finding.objects.visible_to(top)) == {finding}
    client.force_login(own)
    assert client.get(f"/findings/{finding.pk}/").status_code == 404
    assert client.post(f"/findings/{finding.pk}/", {"step": "confirm"}).status_code == 404
    for address in ("/findings/", "/orgs/units/X1/", "/"):
        shown = client.get(address).content.decode()
        assert f"/findings/{finding.pk}/" not in shown, address
        assert "phát hiện chờ xác nhận" not in shown, address


def test_who_brings_one_in_about_the_own_unit_sees_it_and_does_not_decide(client, city):
    client.force_login(person("x1", Role.INSPECTOR, city["X1"]))
    body = {"unit": "X1", "source": "inspection", "found_on": "2017-06-20", "said": "Không họp đủ kỳ"}
    answer = client.post("/findings/new/", body, follow=True)
    assert answer.status_code == 200
    assert "Không họp đủ kỳ" in answer.content.decode()
    assert "Không họp đủ kỳ" in client.get("/findings/").content.decode()
    assert client.post(f"/findings/{Finding.objects.get().pk}/", {"step": "confirm"}).status_code in {400, 403}
    assert Finding.objects.get().state == State.PROPOSED


def test_the_count_on_the_home_page_is_of_those_that_one_may_decide(client, city):
    quoted(city)
    make.found(city["H2"])
    client.force_login(person("h2", Role.HEAD, city["H2"]))
    assert "1 phát hiện chờ xác nhận" in client.get("/").content.decode()


def test_words_that_do_not_stand_in_the_document_are_not_its_quotation(city):
    finding = quoted(city)
    with pytest.raises(Refused, match="không có những lời này"):
        actions.propose_from_text(
            unit=city["X1"],
            place="x",
            quote="Bí thư nhận tiền",
            start=0,
            end=16,
            document=finding.document,
            by=make.operator(),
        )


def test_a_program_is_not_told_of_a_document_beyond_its_reach(city):
    from tests.api import Caller

    far = make.resolution(city["Q1"])
    finding = actions.propose_from_text(
        unit=city["X1"], place=PLACE, quote=PLACE, start=0, end=9, document=far, by=make.operator()
    )
    actions.confirm(finding=finding, by=make.operator())
    reader = Caller(person("x1", Role.READER, city["X1"]))
    assert reader.get(f"findings/{finding.pk}").json()["document"] is None
    assert [one["document"] for one in reader.get("findings").json()["items"]] == [None]
    above = Caller(person("t", Role.HEAD, city["T"]))
    assert above.get(f"findings/{finding.pk}").json()["document"] == far.pk
    assert [one["document"] for one in above.get("findings").json()["items"]] == [far.pk]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_decides():
    from tests.documents.crowd import at_once

    city = make.city()
    make.found(city["X1"])
    one, other = Finding.objects.get(), Finding.objects.get()
    errors = at_once(
        lambda: actions.confirm(finding=one, by=make.operator()),
        lambda: actions.dismiss(finding=other, by=make.operator(), reason="Không có"),
    )
    assert len(errors) == 1
    assert isinstance(errors[0], Refused)
    assert Action.objects.filter(verb__in=["findings.confirm", "findings.dismiss"]).count() == 1


def test_a_unit_that_ends_leaves_its_findings_to_the_level_above(city):
    from datetime import date

    from kientoan.orgs import actions as orgs

    finding = make.found(city["X1"])
    orgs.merge_units(olds=[city["X1"]], into=city["X2"], day=date(2018, 1, 1), decision="7-QĐ/TU", by=make.operator())
    above = person("h2", Role.HEAD, city["H2"])
    assert set(Finding.objects.visible_to(above)) == {finding}
    assert actions.confirm(finding=finding, by=above).state == State.CONFIRMED
    after = person("x2", Role.READER, city["X2"])
    assert set(Finding.objects.visible_to(after)) == {finding}
