"""The way of a task from receipt to acceptance, and what is asked and decided on the way."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kientoan.core import clock
from kientoan.core.access import ChangedMeanwhile, NotAllowed, Refused
from kientoan.core.models import Action
from kientoan.directives import actions
from kientoan.directives.actions import Lead, Proof
from kientoan.directives.models import ProgressEdition, Submission, Task
from kientoan.directives.queries import progress
from kientoan.directives.rules.words import HandBackKind, ItemOrigin
from kientoan.documents.models import Document
from kientoan.orgs import actions as org_actions
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

GIVEN, DEADLINE = date(2017, 6, 28), date(2017, 8, 31)
PAPER = Proof(product_text="45-BC/HU ngày 20/8/2017")


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    return make.city()


@pytest.fixture
def giver(city: dict[str, Unit]) -> Any:
    return make.grant(make.account("giver"), Role.HEAD, city["T"])


@pytest.fixture
def doer(city: dict[str, Unit]) -> Any:
    return make.grant(make.account("doer"), Role.HEAD, city["H2"])


@pytest.fixture
def task(city: dict[str, Unit]) -> Task:
    return make.task(city["T"], city["H2"])


def sent(task: Task, by: Any, on: date | None = None, **changes: Any) -> Submission:
    values: dict[str, Any] = {"words": "Đã củng cố 3 chi bộ", "proof": PAPER}
    return actions.submit_task(task=task, by=by, on=on, **values | changes)


class TestTheWay:
    def test_acknowledged_sent_returned_sent_again_accepted_and_frozen_by_the_accepted_one(self, task, giver, doer):
        actions.acknowledge_task(task=task, by=doer)
        assert task.state == "under_way"
        first = sent(task, doer)
        assert task.state == "awaiting"
        actions.return_submission(submission=first, reason="Thiếu biên bản", by=giver)
        task.refresh_from_db()
        assert (task.state, task.submitted_on) == ("redo", None)
        second = sent(task, doer)
        actions.accept_submission(submission=second, by=giver, late_because="thiếu cán bộ")
        task.refresh_from_db()
        assert (task.state, task.outcome, task.late_because) == ("done", "late", "thiếu cán bộ")
        assert [one.judged for one in task.submissions.order_by("number")] == ["returned", "accepted"]
        assert [step.state for step in task.steps.order_by("id")] == [
            "not_started",
            "under_way",
            "awaiting",
            "redo",
            "awaiting",
            "done",
        ]

    def test_on_time_by_the_day_it_came_even_if_accepted_later(self, task, giver):
        submission = sent(task, giver, on=DEADLINE)
        actions.accept_submission(submission=submission, by=make.operator(), on=date(2017, 9, 15))
        task.refresh_from_db()
        assert (task.outcome, task.closed_on, task.submitted_on) == ("on_time", date(2017, 9, 15), DEADLINE)

    def test_the_one_who_does_it_cannot_date_it_back(self, task, doer):
        with pytest.raises(NotAllowed):
            sent(task, doer, on=DEADLINE)
        assert not Submission.objects.exists()

    def test_nobody_accepts_what_he_or_she_sent_in(self, task, giver):
        submission = sent(task, giver)
        with pytest.raises(NotAllowed):
            actions.accept_submission(submission=submission, by=giver)

    def test_the_doer_does_not_accept_and_another_district_does_not_answer(self, task, doer, city):
        submission = sent(task, doer)
        other = make.grant(make.account("other"), Role.HEAD, city["Q1"])
        with pytest.raises(NotAllowed):
            actions.accept_submission(submission=submission, by=doer)
        for act in (
            lambda: actions.acknowledge_task(task=task, by=other),
            lambda: sent(task, other),
            lambda: actions.ask_extension(task=task, new_day=date(2027, 1, 1), reason="x", by=other),
        ):
            with pytest.raises(NotAllowed):
                act()

    def test_a_submission_without_words_proof_or_quantity_names_every_fault(self, city, doer):
        task = make.task(city["T"], city["H2"], quantity=Decimal(3), measure="chi bộ")
        with pytest.raises(Refused) as refused:
            actions.submit_task(task=task, words=" ", proof=Proof(), by=doer)
        assert len(refused.value.errors) == 3
        assert task.submissions.count() == 0

    def test_files_become_a_document_of_the_unit_that_the_giver_may_read(self, task, doer, giver, city):
        submission = sent(task, doer, proof=Proof(files=[("ket-qua.txt", "Đã xong".encode())]))
        document = submission.proofs.get().document
        assert (document.keeper, document.direction) == (city["H2"], "internal")
        assert document.files.get().name == "ket-qua.txt"
        assert Document.objects.visible_to(giver).filter(pk=document.pk).exists()

    def test_what_was_returned_needs_a_reason_and_nothing_is_decided_twice(self, task, doer, giver):
        submission = sent(task, doer)
        with pytest.raises(Refused):
            actions.return_submission(submission=submission, reason=" ", by=giver)
        actions.accept_submission(submission=submission, by=giver)
        for again in (
            lambda: actions.accept_submission(submission=submission, by=giver),
            lambda: actions.return_submission(submission=submission, reason="x", by=giver),
            lambda: sent(task, doer),
        ):
            with pytest.raises(ChangedMeanwhile):
                again()

    def test_a_draft_s_task_cannot_be_answered(self, city, doer):
        draft = make.directive(city["T"], [city["H2"]])
        with pytest.raises(Refused):
            actions.acknowledge_task(task=draft.tasks.get(), by=doer)


class TestExtension:
    def test_the_first_deadline_stays_when_a_later_one_is_agreed(self, task, doer, giver):
        asked = actions.ask_extension(task=task, new_day=date(2027, 1, 1), reason="Chờ kinh phí", by=doer)
        actions.decide_extension(extension=asked, agreed=True, by=giver)
        task.refresh_from_db()
        assert (task.first_deadline, task.deadline) == (DEADLINE, date(2027, 1, 1))
        assert (asked.answer, asked.decided_by) == ("agreed", giver)

    def test_one_not_agreed_changes_nothing_and_says_why(self, task, doer, giver):
        asked = actions.ask_extension(task=task, new_day=date(2027, 1, 1), reason="Chờ kinh phí", by=doer)
        with pytest.raises(Refused):
            actions.decide_extension(extension=asked, agreed=False, by=giver)
        actions.decide_extension(extension=asked, agreed=False, words="Không có lý do chính đáng", by=giver)
        task.refresh_from_db()
        assert task.deadline == DEADLINE

    def test_not_an_earlier_day_not_two_at_once_not_without_a_deadline(self, task, doer, city):
        with pytest.raises(Refused):
            actions.ask_extension(task=task, new_day=DEADLINE, reason="x", by=doer)
        actions.ask_extension(task=task, new_day=date(2027, 1, 1), reason="x", by=doer)
        with pytest.raises(ChangedMeanwhile):
            actions.ask_extension(task=task, new_day=date(2027, 2, 1), reason="x", by=doer)
        endless = make.issued(city["T"], [city["H2"]], title="Thường xuyên", recurrence="hằng tháng").tasks.get()
        with pytest.raises(Refused):
            actions.ask_extension(task=endless, new_day=date(2027, 1, 1), reason="x", by=doer)


class TestHandingBack:
    def test_it_stays_counted_and_another_unit_gets_its_own_task(self, task, doer, giver, city):
        asked = actions.ask_hand_back(task=task, kind=HandBackKind.NOT_OURS, reason="Thuộc quận", by=doer)
        new = actions.decide_hand_back(hand_back=asked, agreed=True, by=giver, instead=Lead(city["Q1"]))
        task.refresh_from_db()
        assert (task.state, new.instead_of, new.deadline) == ("handed_back", task, DEADLINE)
        found = progress.report(giver, progress.Asked(unit=city["T"], as_of=clock.today()))
        assert (found.counted, found.parts.refused, found.closes) == (2, 1, True)

    def test_not_agreed_it_goes_on(self, task, doer, giver):
        asked = actions.ask_hand_back(task=task, kind="reassign", reason="Quá tải", by=doer)
        actions.decide_hand_back(hand_back=asked, agreed=False, words="Đúng thẩm quyền", by=giver)
        task.refresh_from_db()
        assert task.state == "not_started"

    def test_what_waits_for_acceptance_is_not_handed_back(self, task, doer):
        sent(task, doer)
        with pytest.raises(ChangedMeanwhile):
            actions.ask_hand_back(task=task, kind="reassign", reason="x", by=doer)


class TestTheGiver:
    def test_suspended_time_does_not_run_and_it_is_resumed(self, task, giver):
        with pytest.raises(Refused):
            actions.suspend_task(task=task, reason="", by=giver)
        actions.suspend_task(task=task, reason="Chờ văn bản Trung ương", by=giver)
        assert task.state == "suspended"
        actions.resume_task(task=task, by=giver)
        assert task.state == "under_way"

    def test_urgings_are_numbered_and_a_letter_has_its_number(self, task, giver, doer):
        assert actions.urge_task(task=task, channel="notice", by=giver).number == 1
        with pytest.raises(Refused):
            actions.urge_task(task=task, channel="letter", by=giver)
        assert actions.urge_task(task=task, channel="letter", letter="99-CV/TU", by=giver).number == 2
        with pytest.raises(NotAllowed):
            actions.urge_task(task=task, channel="notice", by=doer)

    def test_a_task_is_given_further_down_and_its_parts_are_found_from_it(self, task, doer, city):
        child = actions.draft_directive(
            keeper=city["H2"],
            title="Củng cố chi bộ thôn 2",
            leads=[Lead(city["X1"]), Lead(city["X2"])],
            parent=task,
            by=doer,
        )
        actions.issue_directive(directive=child, by=doer)
        assert Task.objects.filter(directive__parent=task).count() == 2
        stranger = make.grant(make.account("stranger"), Role.HEAD, city["Q1"])
        with pytest.raises(NotAllowed):
            actions.draft_directive(keeper=city["Q1"], title="x", leads=[Lead(city["P1"])], parent=task, by=stranger)

    def test_who_answers_is_a_post_of_the_lead_unit(self, task, giver, city):
        post, other = make.seated(city["H2"]).post, make.seated(city["Q1"], "Trần Văn Bảy").post
        actions.name_people(task=task, accountable=post, adviser=other, by=giver)
        assert (task.accountable, task.adviser) == (post, other)
        with pytest.raises(Refused):
            actions.name_people(task=task, accountable=other, adviser=None, by=giver)


class TestWhatASeesTheOtherDoesNot:
    def test_a_task_is_seen_by_giver_lead_and_helper_and_a_draft_only_by_its_keeper(self, city, giver, doer):
        task = make.task(city["T"], Lead(city["H2"], helpers=[city["Q1"]]))
        helper = make.grant(make.account("helper"), Role.READER, city["Q1"])
        below = make.grant(make.account("below"), Role.READER, city["X1"])
        seen = [Task.objects.visible_to(user).filter(pk=task.pk).exists() for user in (giver, doer, helper, below)]
        assert seen == [True, True, True, False]
        draft = make.directive(city["T"], [city["H2"]])
        assert not type(draft).objects.visible_to(doer).filter(pk=draft.pk).exists()
        assert type(draft).objects.visible_to(giver).filter(pk=draft.pk).exists()


class TestMergers:
    def test_open_tasks_pass_to_the_successor_done_ones_stay(self, city, giver):
        open_task = make.task(city["H2"], city["X1"])
        done = make.task(city["H2"], city["X1"], title="Việc đã xong")
        actions.accept_submission(submission=sent(done, make.operator(), on=DEADLINE), by=make.operator(), on=DEADLINE)
        both = make.issued(city["H2"], [city["X1"], city["X2"]], title="Việc của cả hai xã")
        org_actions.merge_units(
            olds=[city["X1"]], into=city["X2"], day=date(2026, 1, 1), by=make.operator(), decision="1-QĐ/TU"
        )
        open_task.refresh_from_db()
        done.refresh_from_db()
        assert (open_task.lead, done.lead, done.state) == (city["X2"], city["X1"], "done")
        assert sorted(both.tasks.values_list("lead__code", "state")) == [("X1", "withdrawn"), ("X2", "not_started")]
        assert Action.objects.filter(verb="directives.pass_on").exists()


class TestProgrammes:
    def test_an_item_of_two_lists_is_one_item_with_two_origins(self, city, giver):
        programme = actions.make_programme(keeper=city["T"], name="Chương trình 2017", period="2017", by=giver)
        for number in range(14):
            reasons = [actions.Reason(ItemOrigin.OWN)]
            if number < 5:
                reasons.append(actions.Reason(ItemOrigin.URGED, "Phó Bí thư Thường trực"))
            actions.add_item(programme=programme, title=f"Việc {number}", reasons=reasons, is_key=number < 5, by=giver)
        for number in range(2):
            actions.add_item(
                programme=programme, title=f"Việc thêm {number}", reasons=[actions.Reason(ItemOrigin.URGED)], by=giver
            )
        counted = {
            origin: programme.items.filter(reasons__origin=origin).count() for origin in (ItemOrigin.OWN, "urged")
        }
        assert (programme.items.count(), counted[ItemOrigin.OWN], counted["urged"]) == (16, 14, 7)

    def test_a_programme_has_a_name_a_real_period_and_is_there_once(self, city, giver, doer):
        make_it = actions.make_programme
        make_it(keeper=city["T"], name="Chương trình", period="2017", by=giver)
        for name, period in (("", "2017"), ("Chương trình", "2017"), ("Khác", "2017-13")):
            with pytest.raises(Refused):
                make_it(keeper=city["T"], name=name, period=period, by=giver)
        with pytest.raises(NotAllowed):
            make_it(keeper=city["T"], name="Khác", period="2017", by=doer)


class TestEditions:
    def test_a_report_that_closes_is_confirmed_with_its_number_once(self, task, giver, city):
        asked = progress.Asked(unit=city["T"], as_of=date(2026, 1, 1))
        edition = actions.keep_edition(asked=asked, by=giver)
        assert edition.closes
        with pytest.raises(Refused):
            actions.sign_edition(edition=edition, number="", by=giver)
        actions.sign_edition(edition=edition, number="120-BC/BTCTU", by=giver)
        assert edition.signed_by == giver
        with pytest.raises(ChangedMeanwhile):
            actions.sign_edition(edition=edition, number="121-BC/BTCTU", by=giver)

    def test_one_that_does_not_close_is_kept_and_read_but_not_confirmed(self, task, giver, city):
        lost = make.directive(city["T"], [city["Q1"]])
        make.written_past_the_actions(lost.tasks.get(), issued_on=GIVEN)  # given, and no step says how it stands
        asked = progress.Asked(unit=city["T"], as_of=date(2026, 1, 1))
        edition = actions.keep_edition(asked=asked, by=giver)
        assert not edition.closes
        assert {gap["where"] for gap in edition.content["gaps"]} == {"", "Đảng bộ quận Hòa Khê"}
        with pytest.raises(Refused, match="chưa khớp"):
            actions.sign_edition(edition=edition, number="120-BC/BTCTU", by=giver)
        assert ProgressEdition.objects.get().signed_on is None


class TestOwnLists:
    def test_a_list_is_kept_replaced_and_dropped_only_by_its_owner(self, giver, doer):
        saved = actions.save_filter(name="Trễ ở huyện", query="list=late&under=H2", by=giver)
        actions.save_filter(name="Trễ ở huyện", query="list=late", by=giver)
        assert giver.task_filters.get().query == "list=late"
        with pytest.raises(Refused):
            actions.drop_filter(saved=saved, by=doer)
        actions.drop_filter(saved=saved, by=giver)
        assert not giver.task_filters.exists()
