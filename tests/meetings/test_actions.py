"""Meetings are planned, held, concluded; conclusions become directives; proposals and submissions go their way."""

from datetime import date, timedelta
from io import BytesIO

import docx
import pytest

from kientoan.core import clock
from kientoan.core.access import NotAllowed, Refused
from kientoan.directives.actions import Lead
from kientoan.meetings import actions
from kientoan.meetings.actions.running import Overtaken
from kientoan.meetings.models import Advice, Meeting, Proposal
from kientoan.meetings.rules.words import AdviceKind, AdviceState, ItemKind, Kind, Presence, ProposalState, State
from kientoan.orgs.rules.handover import PASS_ON
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2017, 6, 27)


@pytest.fixture
def city():
    return make.city()


def test_a_conference_keeps_organiser_apart_from_host_and_goes_its_way(city):
    one = make.meeting(city["T"], host=city["Q1"])
    assert (one.organiser, one.host, one.state) == (city["T"], city["Q1"], State.PLANNED)
    actions.open_meeting(meeting=one, by=make.operator())
    item = actions.add_item(meeting=one, title="Báo cáo sơ kết", minutes=20, by=make.operator())
    actions.begin_item(item=item, by=make.operator())
    actions.close(meeting=one, by=make.operator())
    item.refresh_from_db()
    assert item.ended_at == one.closed_at
    with pytest.raises(Refused, match=r"concluded|kết luận"):
        actions.conclude(meeting=one, by=make.operator())
    make.conclusion(one)
    actions.conclude(meeting=one, by=make.operator())
    assert one.state == State.CONCLUDED
    with pytest.raises(Refused):
        actions.add_item(meeting=one, title="Thêm", by=make.operator())


def test_the_units_of_a_block_are_asked_to_its_briefing(city):
    block = make.block("Khối huyện", [city["Q1"], city["H2"]])
    one = make.meeting(city["T"], kind=Kind.BLOCK_BRIEFING, block=block)
    assert {row.unit for row in one.attendance.all()} == {city["Q1"], city["H2"]}
    with pytest.raises(Refused):
        make.meeting(city["T"], kind=Kind.CONFERENCE, block=block)


def test_only_who_keeps_meetings_of_the_unit_plans_them(city):
    reader = make.grant(make.account("doc"), Role.READER, city["T"])
    with pytest.raises(NotAllowed):
        make.meeting(city["T"], by=reader)
    head = make.grant(make.account("truong"), Role.HEAD, city["Q1"])
    with pytest.raises(NotAllowed):
        make.meeting(city["T"], by=head)
    assert make.meeting(city["Q1"], by=head).organiser == city["Q1"]


def test_a_meeting_of_a_day_to_come_is_not_opened(city):
    one = make.meeting(city["T"], held_on=clock.today() + timedelta(days=3))
    with pytest.raises(Refused):
        actions.open_meeting(meeting=one, by=make.operator())


def test_notes_of_two_writers_are_never_written_over(city):
    one = make.meeting(city["T"])
    actions.open_meeting(meeting=one, by=make.operator())
    item = actions.add_item(meeting=one, title="Thảo luận", by=make.operator())
    assert actions.take_note(place=item, text="một", based_on=0, by=make.operator()) == 1
    with pytest.raises(Overtaken) as caught:
        actions.take_note(place=item, text="hai", based_on=0, by=make.operator())
    assert (caught.value.now, caught.value.version) == ("một", 1)
    assert actions.take_note(place=item, text="một\nhai", based_on=1, by=make.operator()) == 2
    assert actions.take_note(place=item, text="một\nhai", based_on=0, by=make.operator()) == 2


def test_notes_are_not_taken_before_the_meeting_opens(city):
    one = make.meeting(city["T"])
    item = actions.add_item(meeting=one, title="Thảo luận", by=make.operator())
    with pytest.raises(Refused):
        actions.take_note(place=item, text="x", based_on=0, by=make.operator())


def test_a_statement_is_answered_by_the_unit_asked(city):
    one = make.meeting(city["T"])
    said = actions.add_statement(
        meeting=one, speaker="Lê Thị Mận", unit=city["H2"], issue="Thiếu cán bộ kế cận", asked_of=city["Q1"],
        by=make.operator(),
    )  # fmt: skip
    other = make.grant(make.account("h2"), Role.HEAD, city["H2"])
    with pytest.raises(NotAllowed):
        actions.answer_statement(statement=said, answer="Sẽ xem", by=other)
    asked = make.grant(make.account("q1"), Role.HEAD, city["Q1"])
    with pytest.raises(Refused):
        actions.answer_statement(statement=said, answer=" ", by=asked)
    actions.answer_statement(statement=said, answer="Đã bổ sung quy hoạch", by=asked)
    assert said.answered_on == clock.today()


def test_a_task_of_a_conclusion_becomes_a_directive_linked_both_ways(city):
    one = make.held(city["T"])
    item = make.conclusion(one, text="Củng cố tổ chức đảng ở thôn", is_key=True)
    result = make.conclusion(one, kind=ItemKind.RESULT, text="Rà soát 584 xã")
    actions.conclude(meeting=one, by=make.operator())
    drafted = actions.draft_from_item(item=item, leads=[Lead(city["H2"])], by=make.operator())
    assert (drafted.quote, drafted.is_key) == (item.text, True)
    assert list(item.directives.all()) == [drafted]
    assert list(drafted.conclusion_items.all()) == [item]
    with pytest.raises(Refused):
        actions.draft_from_item(item=result, leads=[Lead(city["H2"])], by=make.operator())
    other = make.directive(city["T"], [city["Q1"]])
    link = actions.link_directive(item=item, directive=other, by=make.operator())
    with pytest.raises(Refused):
        actions.link_directive(item=item, directive=other, by=make.operator())
    with pytest.raises(Refused):
        actions.say_no_directive(item=item, because="đã có", by=make.operator())
    actions.unlink_directive(link=link, by=make.operator())
    assert list(item.directives.all()) == [drafted]


def test_a_proposal_shows_below_what_became_of_it(city):
    below = make.grant(make.account("bithu"), Role.BASE_SECRETARY, city["X1"])
    sent = actions.send_proposal(unit=city["X1"], sent_to=city["H2"], text="Bổ sung biên chế", by=below, sent_on=DAY)
    with pytest.raises(NotAllowed):
        actions.answer_proposal(proposal=sent, answer="Đồng ý", by=below)
    above = make.grant(make.account("huyen"), Role.HEAD, city["H2"])
    actions.take_up(proposal=sent, said="Đưa vào giao ban", by=above)
    with pytest.raises(Refused):
        actions.decline_proposal(proposal=sent, reason=" ", by=above)
    actions.answer_proposal(proposal=sent, answer="Bổ sung 1 người từ quý III", by=above)
    seen = Proposal.objects.visible_to(below).get(pk=sent.pk)
    assert [step.state for step in seen.steps.all()] == ["sent", "taken_up", "answered"]
    assert seen.answer == "Bổ sung 1 người từ quý III"
    with pytest.raises(Refused):
        actions.pass_up(proposal=sent, said="x", by=above)


def test_a_proposal_goes_up_only(city):
    with pytest.raises(Refused):
        actions.send_proposal(unit=city["T"], sent_to=city["X1"], text="x", by=make.operator())
    with pytest.raises(Refused):
        actions.send_proposal(unit=city["X1"], sent_to=city["Q1"], text="x", by=make.operator())


def test_a_submission_goes_to_the_board_and_comes_back_concluded(city):
    things = make.boards(city)
    one = actions.prepare_advice(
        kind=AdviceKind.SUBMISSION, author=things["department"], addressee=things["board"],
        title="Đề án tinh gọn", by=make.operator(),
    )  # fmt: skip
    with pytest.raises(Refused):
        actions.submit_advice(advice=one, by=make.operator())
    paper = make.document(city["T"], kind="submission", written="31-TTr/BTCTU", direction="out")
    actions.submit_advice(advice=one, document=paper, by=make.operator())
    session = make.meeting(city["T"], kind=Kind.BOARD_SESSION)
    actions.table_advice(advice=one, meeting=session, by=make.operator())
    actions.return_advice(advice=one, reason="Làm rõ lộ trình", by=make.operator())
    actions.submit_advice(advice=one, by=make.operator())
    actions.conclude_advice(advice=one, said="Đồng ý chủ trương", by=make.operator())
    assert [step.state for step in one.steps.all()] == [
        "prepared", "submitted", "tabled", "returned", "submitted", "concluded",
    ]  # fmt: skip
    with pytest.raises(Refused):
        actions.return_advice(advice=one, reason="x", by=make.operator())


def test_guidance_is_told_apart_from_orders_by_the_table(city):
    things = make.boards(city)
    guided = actions.prepare_advice(
        kind=AdviceKind.GUIDANCE, author=things["department"], addressee=things["below"],
        title="Hướng dẫn rà soát", by=make.operator(),
    )  # fmt: skip
    assert guided.authority == "guide"
    with pytest.raises(Refused):
        actions.prepare_advice(
            kind=AdviceKind.GUIDANCE, author=things["board"], addressee=things["department"],
            title="Việc", by=make.operator(),
        )  # fmt: skip
    with pytest.raises(Refused):
        actions.prepare_advice(
            kind=AdviceKind.SUBMISSION, author=things["board"], addressee=things["department"],
            title="Việc", by=make.operator(),
        )  # fmt: skip
    paper = make.document(city["T"], kind="guidance", written="09-HD/BTCTU", direction="out")
    actions.send_guidance(advice=guided, document=paper, by=make.operator())
    assert guided.state == AdviceState.SENT
    assert Advice.objects.visible_to(make.grant(make.account("h"), Role.READER, city["H2"])).get() == guided


def test_minutes_and_notice_are_kept_in_the_register_in_the_form_of_their_date(city, own_home):
    one = make.held(city["T"], chair="Đỗ Quang Thành", chair_post="Phó Bí thư Thường trực")
    actions.ask(
        meeting=one, people=[{"name": "Lê Thị Mận", "part": "secretary"}, {"name": "Vũ Bá Hòe", "unit": city["H2"]}],
        by=make.operator(),
    )  # fmt: skip
    for row in one.attendance.all():
        actions.mark_presence(attendance=row, presence=Presence.PRESENT, by=make.operator())
    make.conclusion(one, text="Củng cố tổ chức đảng", lead="Ban Tổ chức Huyện ủy", by_when="trước 30/9/2017")
    with pytest.raises(Refused):
        actions.keep_notice(meeting=one, written="412-TB/TU", by=make.operator())
    actions.conclude(meeting=one, by=make.operator(), on=DAY)
    kept = actions.keep_notice(meeting=one, written="412-TB/TU", by=make.operator())
    assert (kept.kind, kept.written, kept.regime) == ("notice", "412-TB/TU", "party")
    assert {file.media_type for file in kept.files.all()} == {
        "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }  # fmt: skip
    found = kept.files.get(media_type="application/pdf")
    assert "Củng cố tổ chức đảng" in found.text
    minutes = actions.keep_minutes(meeting=one, by=make.operator())
    assert (minutes.direction, one.minutes) == ("internal", minutes)
    with pytest.raises(Refused):
        actions.keep_minutes(meeting=one, by=make.operator())


def test_the_minutes_are_signed_by_secretary_and_chair(city):
    from kientoan.meetings.queries.papers import MINUTES, file_of, paper_of

    one = make.held(city["T"], chair="Đỗ Quang Thành")
    actions.ask(meeting=one, people=[{"name": "Lê Thị Mận", "part": "secretary"}], by=make.operator())
    word = docx.Document(BytesIO(file_of(paper_of(one, MINUTES), "docx", final=False)))
    header, signatures = word.tables[0], word.tables[-1]
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in header.cell(0, 1).text
    left, right = (cell.text for cell in signatures.rows[0].cells)
    assert "NGƯỜI GHI BIÊN BẢN" in left
    assert "Lê Thị Mận" in left
    assert "CHỦ TRÌ" in right
    assert "Đỗ Quang Thành" in right


def test_who_was_asked_sees_the_meeting_and_others_do_not(city):
    one = make.meeting(city["H2"])
    actions.ask(meeting=one, people=[{"unit": city["P1"]}], by=make.operator())
    asked = make.grant(make.account("p1"), Role.READER, city["P1"])
    other = make.grant(make.account("x1"), Role.READER, city["X1"])
    assert list(Meeting.objects.visible_to(asked)) == [one]
    assert not Meeting.objects.visible_to(other).exists()


def test_open_meetings_and_proposals_pass_to_the_successor(city):
    one = make.meeting(city["X1"], held_on=date(2017, 7, 1))
    sent = actions.send_proposal(unit=city["X1"], sent_to=city["H2"], text="x", by=make.operator(), sent_on=DAY)
    held = dict(PASS_ON.items())["meetings"](city["X1"], city["X2"], DAY, make.operator())
    assert [row.kind for row in held] == ["meeting", "proposal"]
    one.refresh_from_db()
    sent.refresh_from_db()
    assert (one.organiser, sent.unit, sent.state) == (city["X2"], city["X2"], ProposalState.SENT)
    dict(PASS_ON.items())["meetings"](city["X2"], None, DAY, make.operator())
    one.refresh_from_db()
    assert one.state == State.CANCELLED
