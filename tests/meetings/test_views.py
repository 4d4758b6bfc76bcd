"""The pages of meetings: what they show, whom they refuse, and the notes saved as one types."""

import json
from datetime import date

import pytest
from django.urls import reverse

from kientoan.directives import actions as directive_actions
from kientoan.meetings import actions
from kientoan.meetings.models import Advice, Meeting, Proposal
from kientoan.meetings.rules.words import AdviceKind, ItemKind, Kind, Presence
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make.city()


@pytest.fixture
def head(city, client):
    user = make.grant(make.account("truong"), Role.HEAD, city["T"])
    client.force_login(user)
    return user


def post(client, name, *args, **data):
    return client.post(reverse(f"meetings:{name}", args=args), data, follow=True)


def test_a_meeting_is_planned_held_and_concluded_on_its_pages(client, city, head):
    form = {"organiser": "T", "kind": "conference", "title": "Sơ kết 6 tháng", "held_on": "2017-06-27", "host": "Q1"}
    answer = client.post(reverse("meetings:new"), form, follow=True)
    one = Meeting.objects.get()
    assert "Sơ kết 6 tháng" in answer.content.decode()
    post(client, "do", one.pk, "open")
    post(client, "do", one.pk, "add-item", **{"i-title": "Báo cáo sơ kết", "i-minutes": "20"})
    item = one.agenda.get()
    assert "Báo cáo sơ kết" in client.get(reverse("meetings:live", args=[one.pk])).content.decode()
    post(client, "do_row", one.pk, "begin", item.pk, **{"from": "live"})
    post(client, "do", one.pk, "ask", **{"a-name": "Vũ Bá Hòe", "a-unit": "H2", "a-part": "member"})
    post(client, "do_row", one.pk, "presence", one.attendance.get().pk, presence="absent", because="đi học")
    assert one.attendance.get().because == "đi học"
    post(
        client,
        "do",
        one.pk,
        "add-statement",
        **{"s-speaker": "Lê Thị Mận", "s-issue": "Thiếu cán bộ", "s-asked_of": "H2"},
    )
    said = one.statements.get()
    post(client, "statement", one.pk, said.pk, **{"answer": "1", "w-answer": "Sẽ bổ sung"})
    assert one.statements.get().answer == "Sẽ bổ sung"
    post(client, "do", one.pk, "close")
    post(client, "do", one.pk, "add-conclusion", **{"c-kind": "task", "c-text": "Củng cố chi bộ", "c-is_key": "on"})
    post(client, "do", one.pk, "conclude")
    one.refresh_from_db()
    assert one.state == "concluded"
    task = one.items.get()
    answer = post(client, "item", one.pk, task.pk, **{"draft": "1", "u-units": "H2, Q1", "u-deadline": "2017-09-30"})
    assert task.directives.get().tasks.count() == 2
    assert "Củng cố chi bộ" in client.get(reverse("meetings:meeting", args=[one.pk])).content.decode()
    assert client.get(reverse("directives:directive", args=[task.directives.get().pk])).status_code == 200


def test_the_next_conference_opens_with_what_became_of_the_last(client, city, head):
    last = make.held(city["T"])
    item = make.conclusion(last, text="Ban hành nghị quyết chuyên đề")
    actions.conclude(meeting=last, by=head, on=date(2017, 6, 28))
    actions.link_directive(item=item, directive=make.issued(city["T"], [city["H2"]]), by=head)
    following = make.meeting(city["T"], held_on=date(2017, 12, 20), follows=last)
    page = client.get(reverse("meetings:meeting", args=[following.pk])).content.decode()
    assert "Ban hành nghị quyết chuyên đề" in page
    assert "0/1" in page
    assert page.index("Ban hành nghị quyết chuyên đề") < page.index(
        'id="agenda"' if 'id="agenda"' in page else "agenda"
    )


def test_what_was_handed_back_is_not_called_carried_out(client, city, head):
    last, by = make.held(city["T"]), make.operator()
    item = make.conclusion(last, text="Rà soát các chi bộ")
    actions.conclude(meeting=last, by=head)
    order = make.issued(city["T"], [city["H2"], city["Q1"]])
    actions.link_directive(item=item, directive=order, by=head)
    done, back = order.tasks.order_by("pk")
    proof = directive_actions.Proof(product_text="4-BC")
    sent = directive_actions.submit_task(task=done, words="Đã xong", proof=proof, by=by)
    directive_actions.accept_submission(submission=sent, late_because="Thiếu người", by=head)
    asked = directive_actions.ask_hand_back(task=back, kind="not_ours", reason="Không thuộc", by=by)
    address = reverse("meetings:meeting", args=[last.pk])
    assert "có nơi không thực hiện" not in client.get(address).content.decode()
    directive_actions.decide_hand_back(hand_back=asked, agreed=True, by=head)
    page = client.get(address).content.decode()
    assert "đã kết thúc, có nơi không thực hiện" in page
    assert "0 đã thực hiện" in page


def test_notes_are_saved_as_one_types_and_clashes_answered_with_both_texts(client, city, head):
    one = make.meeting(city["T"])
    actions.open_meeting(meeting=one, by=head)
    item = actions.add_item(meeting=one, title="Thảo luận", by=head)

    def note(**changes):
        body = {"place": "item", "row": item.pk, "version": 0, "text": "một"} | changes
        return client.post(reverse("meetings:note", args=[one.pk]), json.dumps(body), content_type="application/json")

    assert note().json() == {"version": 1}
    clash = note(text="hai")
    assert (clash.status_code, clash.json()["text"]) == (409, "một")
    assert note(place="nowhere").status_code == 400
    assert note(row="x").status_code == 400
    actions.close(meeting=one, by=head)
    make.conclusion(one)
    actions.conclude(meeting=one, by=head)
    assert note(version=1, text="ba").status_code in (403, 422)


def test_what_was_said_is_shown_to_those_asked_only_once_it_is_concluded(client, city):
    one = make.held(city["T"])
    actions.ask(meeting=one, people=[{"unit": city["X1"]}], by=make.operator())
    actions.add_statement(meeting=one, speaker="Lê Thị Mận", issue="Thiếu cán bộ kế cận", by=make.operator())
    client.force_login(make.grant(make.account("xa"), Role.READER, city["X1"]))
    url = reverse("meetings:meeting", args=[one.pk])
    assert "Thiếu cán bộ kế cận" not in client.get(url).content.decode()
    assert client.get(reverse("meetings:paper", args=[one.pk, "minutes", "docx"])).status_code == 404
    make.conclusion(one)
    actions.conclude(meeting=one, by=make.operator())
    assert "Thiếu cán bộ kế cận" in client.get(url).content.decode()
    assert client.get(reverse("meetings:live", args=[one.pk])).status_code == 403


@pytest.mark.parametrize(("which", "suffix", "begins"), [("minutes", "docx", b"PK"), ("notice", "pdf", b"%PDF")])
def test_the_papers_come_as_word_and_pdf(client, city, head, which, suffix, begins):
    one = make.held(city["T"], chair="Đỗ Quang Thành")
    make.conclusion(one)
    answer = client.get(reverse("meetings:paper", args=[one.pk, which, suffix]))
    assert answer.content.startswith(begins)
    form = {
        "regime": "party", "superior": "Thành ủy Lưu Sơn", "issuer": "Ban Tổ chức", "org_code": "BTCTU",
        "place": "Lưu Sơn", "authority": "order", "on_behalf_of": "Ban Thường vụ", "position": "Chánh Văn phòng",
        "signer": "Hồ Văn Tĩnh", "recipients": "Các quận, huyện ủy", "archive": "Văn phòng",
    }  # fmt: skip
    assert post(client, "face", one.pk, **form).status_code == 200
    one.refresh_from_db()
    assert one.face.recipients == ["Các quận, huyện ủy"]


def test_a_proposal_is_sent_from_below_and_answered_above(client, city):
    client.force_login(make.grant(make.account("bithu"), Role.BASE_SECRETARY, city["X1"]))
    post(client, "new_proposal", unit="X1", sent_to="H2", text="Bổ sung biên chế")
    one = Proposal.objects.get()
    assert post(client, "do_proposal", one.pk, "answer", answer="x").status_code == 403
    client.force_login(make.grant(make.account("huyen"), Role.HEAD, city["H2"]))
    post(client, "do_proposal", one.pk, "answer", answer="Bổ sung từ quý III")
    client.force_login(make.grant(make.account("xa2"), Role.READER, city["X1"]))
    assert "Bổ sung từ quý III" in client.get(reverse("meetings:proposal", args=[one.pk])).content.decode()
    assert "Bổ sung biên chế" in client.get(reverse("meetings:proposals")).content.decode()
    client.force_login(make.grant(make.account("khac"), Role.READER, city["Q1"]))
    assert client.get(reverse("meetings:proposal", args=[one.pk])).status_code == 404


def test_a_submission_goes_its_way_on_its_page(client, city, head):
    things = make.boards(city)
    form = {"kind": "submission", "author": things["department"].pk, "addressee": things["board"].pk, "title": "Đề án"}
    post(client, "new_advice", **form)
    one = Advice.objects.get()
    make.document(city["T"], kind="submission", written="31-TTr/BTCTU", direction="out")
    post(client, "do_advice", one.pk, "submit", document="31-TTr/BTCTU")
    session = make.meeting(city["T"], kind=Kind.BOARD_SESSION)
    post(client, "do_advice", one.pk, "table", meeting=session.pk)
    page = post(client, "do_advice", one.pk, "conclude", answer="Đồng ý chủ trương").content.decode()
    one.refresh_from_db()
    assert (one.state, one.kind) == ("concluded", AdviceKind.SUBMISSION)
    assert "Đồng ý chủ trương" in page
    assert "Đề án" in client.get(reverse("meetings:advice_list")).content.decode()


def test_lists_home_search_and_the_unit_show_meetings(client, city, head):
    one = make.held(city["T"])
    assert one.title in client.get(reverse("meetings:meetings") + "?q=so+ket&kind=conference").content.decode()
    assert one.title not in client.get(reverse("meetings:meetings") + "?kind=leadership").content.decode()
    assert one.title in client.get("/").content.decode()
    assert one.title in client.get(reverse("orgs:unit", args=["T"])).content.decode()


def test_a_concluded_meeting_answers_first_with_what_it_concluded(client, city, head):
    one = make.held(city["T"])
    people = [{"name": "Vũ Bá Hòe", "unit": city["H2"]}, {"name": "Lê Thị Mận", "unit": city["Q1"]}]
    actions.ask(meeting=one, people=people, by=head)
    actions.mark_presence(attendance=one.attendance.first(), presence=Presence.PRESENT, by=head)
    actions.add_item(meeting=one, title="Báo cáo sơ kết", by=head)
    actions.add_statement(meeting=one, speaker="Lê Thị Mận", issue="Thiếu cán bộ kế cận", by=head)
    late, idle = make.conclusion(one, text="Củng cố chi bộ"), make.conclusion(one, text="Rà soát quy chế")
    limit = make.conclusion(one, kind=ItemKind.LIMIT, text="Sinh hoạt chưa đều")
    result = make.conclusion(one, kind=ItemKind.RESULT, text="Kết nạp vượt mức")
    page = client.get(reverse("meetings:meeting", args=[one.pk])).content.decode()
    assert page.index("Vũ Bá Hòe") < page.index("Củng cố chi bộ")
    actions.conclude(meeting=one, by=head)
    actions.link_directive(item=late, directive=make.issued(city["T"], [city["H2"]]), by=head)
    page = client.get(reverse("meetings:meeting", args=[one.pk])).content.decode()
    places = [
        "Kết luận: 1 kết quả, 1 hạn chế",
        "Củng cố chi bộ",
        "Thiếu cán bộ kế cận",
        "minutes.pdf",
        "Báo cáo sơ kết",
    ]
    assert sorted(places, key=page.index) == places
    assert page.index("Có mặt 1/2 đại biểu được mời; vắng 0</summary>") < page.index("Vũ Bá Hòe")
    assert f'{reverse("meetings:item", args=[one.pk, late.pk])}#proof">0/1' in page
    assert reverse("meetings:item", args=[one.pk, limit.pk]) not in page
    page = client.get(reverse("meetings:item", args=[one.pk, limit.pk])).content.decode()
    assert "Hạn chế thứ 1 trong 1" in page
    assert reverse("meetings:item", args=[one.pk, idle.pk]) in page
    page = client.get(reverse("meetings:item", args=[one.pk, result.pk])).content.decode()
    assert reverse("meetings:meeting", args=[one.pk]) in page
    assert "Củng cố chi bộ" not in page
    assert client.get(reverse("meetings:item", args=[one.pk, 0])).status_code == 404


def test_the_unit_is_not_said_twice_where_the_post_names_it(client, city, head):
    one, name = make.held(city["T"]), city["H2"].spans.get().name
    people = [{"name": "Vũ Bá Hòe", "post_text": f"Bí thư {name}", "unit": city["H2"]}]
    actions.ask(
        meeting=one, people=[*people, {"name": "Lê Thị Mận", "post_text": "Bí thư", "unit": city["H2"]}], by=head
    )
    page = client.get(reverse("meetings:meeting", args=[one.pk])).content.decode()
    assert f"<span>Vũ Bá Hòe, Bí thư {name}</span>" in page
    assert f"<span>Lê Thị Mận, Bí thư, {name}</span>" in page
