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
