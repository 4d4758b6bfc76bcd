"""What is open of meetings when a unit or a body ends: it passes to the successor, or goes back with the reason."""

from datetime import date

import pytest

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.meetings import actions
from kientoan.meetings.rules.words import AdviceKind, AdviceState, ProposalState, State
from kientoan.orgs import actions as orgs
from kientoan.orgs.rules.handover import PASS_ON, STILL_OPEN
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2017, 7, 1)


@pytest.fixture
def city():
    return make.city()


@pytest.fixture
def by():
    return make.operator()


def merge(old, new, by):
    return orgs.merge_units(olds=[old, new], into=new, day=DAY, decision="15-QĐ/HU", by=by)


def submitted(unit):
    """A submission of a base unit's office that waits for its board."""
    one = make.submission(unit)
    paper = make.document(unit, kind="submission", written="02-TTr/VP", direction="out")
    return actions.submit_advice(advice=one, document=paper, by=make.operator())


def test_meetings_hosted_and_asked_to_pass_in_a_merger(city, by):
    held = make.meeting(city["X1"], held_on=date(2017, 8, 1))
    hosted = make.meeting(city["H2"], host=city["X1"], held_on=date(2017, 8, 1))
    actions.ask(meeting=hosted, people=[{"unit": city["X1"]}, {"unit": city["X2"]}], by=by)
    merge(city["X1"], city["X2"], by)
    for one in (held, hosted):
        one.refresh_from_db()
    assert (held.organiser, hosted.host) == (city["X2"], city["X2"])
    assert [row.unit for row in hosted.attendance.all()] == [city["X2"]], "asked once, not twice"


def test_a_proposal_on_its_way_passes_with_either_end(city, by):
    sent = actions.send_proposal(unit=city["X1"], sent_to=city["H2"], text="Bổ sung biên chế", by=by, sent_on=DAY)
    merge(city["X1"], city["X2"], by)
    sent.refresh_from_db()
    assert (sent.unit, sent.state) == (city["X2"], ProposalState.SENT)
    actions.answer_proposal(proposal=sent, answer="Đồng ý", by=by)


def test_a_submission_passes_to_the_successor_s_bodies_of_the_same_kind(city, by):
    one = submitted(city["X1"])
    bodies = {
        kind: orgs.open_body(unit=city["X2"], kind=kind, name=name, day=make.START, by=by)
        for kind, name in (("party_office", "Văn phòng"), ("standing_board", "Ban Thường vụ"))
    }
    assert "advice" in {row.kind for member in STILL_OPEN for row in member(city["X1"], DAY)}
    merge(city["X1"], city["X2"], by)
    one.refresh_from_db()
    assert (one.keeper, one.author, one.addressee) == (
        city["X2"], bodies["party_office"], bodies["standing_board"],
    )  # fmt: skip
    assert one.state == AdviceState.SUBMITTED
    actions.conclude_advice(advice=one, said="Đồng ý", by=by)


def test_a_submission_whose_board_has_no_successor_goes_back_with_the_reason(city, by):
    one = submitted(city["X1"])
    merge(city["X1"], city["X2"], by)
    one.refresh_from_db()
    assert (one.keeper, one.state) == (city["X2"], AdviceState.RETURNED)
    assert one.steps.last().said
    with pytest.raises(Refused):
        actions.submit_advice(advice=one, by=by)


def test_a_board_that_ends_by_itself_gives_back_what_waits_for_it(city, by):
    one = submitted(city["X1"])
    orgs.end_body(body=one.addressee, day=clock.today(), by=by)
    one.refresh_from_db()
    assert one.state == AdviceState.RETURNED


def test_without_a_successor_nobody_waits_for_a_unit_that_is_gone(city, by):
    meeting = make.meeting(city["X2"], held_on=date(2017, 8, 1))
    hosted = make.meeting(city["H2"], host=city["X2"], held_on=date(2017, 8, 1))
    advice = submitted(city["X2"])
    dict(PASS_ON.items())["meetings"](city["X2"], None, DAY, by)
    for one in (meeting, hosted, advice):
        one.refresh_from_db()
    assert (meeting.state, hosted.host, advice.state) == (State.CANCELLED, None, AdviceState.RETURNED)


def test_a_proposal_to_a_unit_that_is_gone_is_declined_with_the_reason(city, by):
    sent = actions.send_proposal(unit=city["C1"], sent_to=city["X1"], text="Sửa nhà văn hóa", by=by, sent_on=DAY)
    dict(PASS_ON.items())["meetings"](city["X1"], None, DAY, by)
    sent.refresh_from_db()
    assert sent.state == ProposalState.DECLINED
    assert sent.answer == sent.steps.last().said


def test_the_table_tells_guidance_within_a_branch_from_orders_and_letters(city, by):
    things = make.boards(city)
    said = {"title": "Rà soát", "by": by}
    guided = actions.prepare_advice(
        kind=AdviceKind.GUIDANCE, author=things["department"], addressee=things["below"], **said
    )
    assert guided.authority == "guide"
    for author, addressee in (("board", "below"), ("below", "department"), ("board", "department")):
        with pytest.raises(Refused):
            actions.prepare_advice(kind=AdviceKind.GUIDANCE, author=things[author], addressee=things[addressee], **said)
