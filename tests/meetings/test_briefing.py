"""A late task urged in vain comes onto the agenda of the leaders' next briefing, and leaves it taken up; and the ways back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kientoan.core import agenda
from kientoan.directives.actions import Proof, explain_lateness, submit_task
from kientoan.directives.models import Escalation
from kientoan.directives.queries.reminding import points
from kientoan.documents import actions as documents
from kientoan.meetings import actions
from kientoan.meetings.queries.agenda import waiting_for
from kientoan.meetings.rules.words import Kind
from kientoan.orgs.rules.roles import Role
from tests import make

pytestmark = pytest.mark.django_db
MONDAY = date(2017, 10, 9)


@pytest.fixture
def city():
    return make.city()


@pytest.fixture
def point(city) -> Escalation:
    return make.point(city["T"], city["H2"])


def briefing(unit, held_on=MONDAY, **changes):
    return make.meeting(unit, kind=Kind.LEADERSHIP_BRIEFING, title="Giao ban lãnh đạo", held_on=held_on, **changes)


def waiting(meeting):
    return [one.key for one in waiting_for(meeting, make.operator(), MONDAY)]


def test_it_waits_for_the_next_briefing_of_the_unit_that_gave_the_task_alone(city, point):
    key = f"directives.escalation:{point.pk}"
    following, after, below = briefing(city["T"]), briefing(city["T"], MONDAY + timedelta(7)), briefing(city["H2"])
    before = briefing(city["T"], point.raised_on - timedelta(1))
    conference = make.meeting(city["T"], held_on=MONDAY)
    assert waiting(following) == [key]
    assert [waiting(one) for one in (after, below, before, conference)] == [[], [], [], []]


def test_a_matter_of_a_body_waits_for_that_body_s_own_briefing(city):
    board = make.boards(city)["board"]
    point = make.point(city["T"], city["H2"], issuer=board)
    common, own = briefing(city["T"]), briefing(city["T"], MONDAY + timedelta(7), body=board)
    assert (waiting(common), waiting(own)) == ([], [f"directives.escalation:{point.pk}"])


def test_it_comes_onto_the_agenda_when_the_briefing_opens_and_is_taken_up_when_it_concludes(city, point, client):
    by = make.grant(make.account("chanh.vp"), Role.SPECIALIST, city["T"])
    head = make.grant(make.account("huyen"), Role.HEAD, city["H2"])
    one, later = briefing(city["T"]), briefing(city["T"], MONDAY + timedelta(7))
    client.force_login(by)
    page = client.get(reverse("meetings:meeting", args=[one.pk])).content.decode()
    assert reverse("directives:point", args=[point.pk]) in page
    explain_lateness(escalation=point, reason="means", words="Thiếu hai cán bộ", by=head)
    assert "Thiếu hai cán bộ" in client.get(reverse("meetings:meeting", args=[one.pk])).content.decode()
    actions.open_meeting(meeting=one, by=by)
    item = one.agenda.get()
    assert "Củng cố" in item.title or point.task.directive.title in item.title
    assert waiting(later) == [], "it stands on an agenda that is not concluded"
    actions.close(meeting=one, by=by)
    make.conclusion(one)
    actions.conclude(meeting=one, by=by)
    point.refresh_from_db()
    assert (point.settled_on, point.settled_by) == (MONDAY, by)
    assert "Giao ban lãnh đạo" in point.settled_where
    assert not points(by, MONDAY).exists()
    page = client.get(reverse("directives:point", args=[point.pk])).content.decode()
    assert reverse("meetings:meeting", args=[one.pk]) in page
    assert point.settled_where in client.get(reverse("meetings:meeting", args=[one.pk])).content.decode()


def test_what_the_leaders_did_not_reach_comes_to_their_next_briefing(city, point):
    by = make.operator()
    one, later = briefing(city["T"]), briefing(city["T"], MONDAY + timedelta(7))
    actions.close(meeting=one, by=by)
    actions.drop_item(item=one.agenda.get(), by=by)
    make.conclusion(one)
    actions.conclude(meeting=one, by=by)
    point.refresh_from_db()
    assert point.settled_on is None
    actions.close(meeting=later, by=by)
    assert later.agenda.get().point == f"directives.escalation:{point.pk}"


def test_what_was_settled_or_sent_in_meanwhile_does_not_hinder_the_conclusion(city, point):
    by = make.operator()
    one = briefing(city["T"])
    actions.close(meeting=one, by=by)
    submit_task(task=point.task, words="Đã xong", proof=Proof(product_text="4-BC"), by=by)
    agenda.take_up(f"directives.escalation:{point.pk}", where="Giao ban trước", on=MONDAY, by=by)
    make.conclusion(one)
    actions.conclude(meeting=one, by=by)
    point.refresh_from_db()
    assert point.settled_where == "Giao ban trước"


def test_a_cancelled_briefing_takes_nothing(city, point):
    one, later = briefing(city["T"]), briefing(city["T"], MONDAY + timedelta(7))
    actions.cancel(meeting=one, reason="bão", by=make.operator())
    assert waiting(later) == [f"directives.escalation:{point.pk}"]


class TestTheWayBack:
    @pytest.fixture
    def item(self, city):
        one = make.held(city["T"])
        item = make.conclusion(one, text="Ban hành nghị quyết chuyên đề")
        actions.conclude(meeting=one, by=make.operator())
        return item

    def test_a_directive_and_its_task_lead_back_to_the_conclusion(self, city, item, client):
        order = make.issued(city["T"], [city["H2"]])
        actions.link_directive(item=item, directive=order, by=make.operator())
        back = reverse("meetings:item", args=[item.meeting_id, item.pk])
        client.force_login(make.grant(make.account("tp"), Role.HEAD, city["T"]))
        pages = [
            reverse("directives:directive", args=[order.pk]),
            reverse("directives:task", args=[order.tasks.get().pk]),
        ]
        assert [back in client.get(page).content.decode() for page in pages] == [True, True]

    def test_who_was_not_asked_to_the_meeting_is_not_told_of_it(self, city, item, client):
        order = make.issued(city["T"], [city["H2"]])
        actions.link_directive(item=item, directive=order, by=make.operator())
        client.force_login(make.grant(make.account("huyen"), Role.HEAD, city["H2"]))
        page = client.get(reverse("directives:task", args=[order.tasks.get().pk]))
        assert page.status_code == 200
        assert reverse("meetings:meeting", args=[item.meeting_id]) not in page.content.decode()

    def test_an_item_shows_each_unit_s_task_with_its_proof(self, city, item, client):
        order = make.issued(city["T"], [city["H2"], city["Q1"]])
        actions.link_directive(item=item, directive=order, by=make.operator())
        proof = make.document(city["T"], written="88-BC/HU")
        documents.keep_file(document=proof, name="bao-cao.txt", content=b"xong", by=make.operator())
        task = order.tasks.get(lead=city["H2"])
        submit_task(task=task, words="Đã xong", proof=Proof(documents=[proof]), by=make.operator())
        client.force_login(make.grant(make.account("tp"), Role.HEAD, city["T"]))
        url = reverse("meetings:item", args=[item.meeting_id, item.pk])
        page = client.get(url).content.decode()
        assert "bao-cao.txt" in page
        assert reverse("documents:document", args=[proof.pk]) in page
        assert page.count(reverse("directives:task", args=[task.pk])) >= 1

    def test_a_document_says_at_which_meeting_it_was_read(self, city, client):
        paper = make.document(city["T"], written="88-BC/BTCTU")
        one = make.meeting(city["T"], report=paper)
        client.force_login(make.grant(make.account("tp"), Role.HEAD, city["T"]))
        page = client.get(reverse("documents:document", args=[paper.pk])).content.decode()
        assert reverse("meetings:meeting", args=[one.pk]) in page
