"""What is done with directives and their tasks: each thing beside what it refuses."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kientoan.core.access import NotAllowed, Refused
from kientoan.core.models import Action
from kientoan.core.recording import recorded
from kientoan.directives import actions
from kientoan.directives.actions import Due, Lead, Sentence
from kientoan.directives.models import Directive, Task
from kientoan.orgs import actions as org_actions
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

DAY = date(2017, 6, 28)


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    return make.city()


def issuer(unit: Unit, kind: str = "standing_board", name: str = "Ban Thường vụ Thành ủy") -> Any:
    return org_actions.open_body(unit=unit, kind=kind, name=name, day=make.START, by=make.operator())


class TestDrafting:
    def test_one_sentence_gives_each_unit_its_own_task_with_the_authority_of_the_table(self, city):
        body = issuer(city["T"])
        draft = actions.draft_directive(
            keeper=city["T"],
            title="Tham mưu củng cố tổ chức đảng yếu kém",
            leads=[Lead(city["Q1"]), Lead(city["H2"], helpers=[city["X1"]])],
            issuer=body,
            sentence=Sentence("Khẩn trương tham mưu", 10, 30, "a" * 64),
            due=Due(date(2017, 9, 1), "before", "trước ngày 01/9", "stated"),
            by=make.operator(),
        )
        assert (draft.state, draft.tasks.count(), draft.quote) == ("draft", 2, "Khẩn trương tham mưu")
        assert set(draft.tasks.values_list("authority", flat=True)) == {"direct"}
        assert [one.unit for one in draft.tasks.get(lead=city["H2"]).helpers.all()] == [city["X1"]]

    def test_a_branch_guides_and_what_the_table_does_not_name_is_a_request(self, city):
        board = issuer(city["T"], "organisation_board", "Ban Tổ chức Thành ủy")
        below = issuer(city["H2"], "organisation_board", "Ban Tổ chức Huyện ủy")
        draft = actions.draft_directive(
            keeper=city["T"],
            title="Hướng dẫn nghiệp vụ",
            leads=[Lead(city["H2"], body=below), Lead(city["Q1"])],
            issuer=board,
            by=make.operator(),
        )
        assert list(draft.tasks.order_by("pk").values_list("authority", flat=True)) == ["guide", "request"]

    def test_an_issuer_outside_the_register_leaves_the_authority_open(self, city):
        draft = make.directive(city["T"], [city["H2"]], issuer_text="Ban Tổ chức Trung ương")
        assert draft.tasks.get().authority == "unknown"

    def test_every_fault_of_the_units_is_named_and_nothing_is_kept(self, city):
        body = issuer(city["T"])
        with pytest.raises(Refused) as refused:
            actions.draft_directive(
                keeper=city["T"],
                title="Rà soát",
                leads=[Lead(city["H2"], helpers=[city["H2"]]), Lead(city["H2"], body=body)],
                by=make.operator(),
            )
        assert len(refused.value.errors) == 2
        assert not Directive.objects.exists()

    def test_a_day_without_its_origin_and_a_marked_directive_with_words_are_refused(self, city):
        with pytest.raises(Refused):
            make.directive(city["T"], [city["H2"]], due=Due(date(2017, 9, 1), "by", "", "none"))
        with pytest.raises(Refused):
            make.directive(city["T"], [city["H2"]], secrecy="secret", product="Đề án")
        assert not Directive.objects.exists()

    def test_only_who_may_give_tasks_in_the_unit_s_name_drafts(self, city):
        clerk = make.grant(make.account("clerk"), Role.CLERK, city["T"])
        district = make.grant(make.account("district"), Role.HEAD, city["H2"])
        for user in (clerk, district):
            with pytest.raises(NotAllowed):
                make.directive(city["T"], [city["H2"]], by=user)
        assert make.directive(city["H2"], [city["X1"]], by=district).state == "draft"

    def test_a_draft_is_changed_and_dropped_while_it_is_one(self, city):
        draft = make.directive(city["T"], [city["H2"]])
        actions.change_draft(
            directive=draft, title="Việc khác", leads=[Lead(city["Q1"])], is_key=True, by=make.operator()
        )
        assert (draft.title, draft.is_key, draft.tasks.get().lead) == ("Việc khác", True, city["Q1"])
        actions.drop_draft(directive=draft, by=make.operator())
        assert not Directive.objects.exists()
        assert Action.objects.filter(verb="directives.drop_draft", detail__title="Việc khác").exists()


class TestIssuing:
    def test_the_tasks_begin_with_their_first_deadline_before_a_day_is_its_eve(self, city):
        draft = make.directive(city["T"], [city["H2"]], due=Due(date(2017, 9, 1), "before", "trước 01/9", "stated"))
        actions.issue_directive(directive=draft, on=DAY, by=make.operator())
        task = draft.tasks.get()
        assert (draft.state, task.issued_on, task.state) == ("issued", DAY, "not_started")
        assert task.first_deadline == task.deadline == date(2017, 8, 31)
        assert [(step.on, step.state) for step in task.steps.all()] == [(DAY, "not_started")]

    def test_the_default_deadline_is_ten_days_moved_to_monday(self, city):
        draft = make.directive(city["T"], [city["H2"]], due=Due(origin="default"))
        actions.issue_directive(directive=draft, on=DAY, by=make.operator())
        assert draft.tasks.get().deadline == date(2017, 7, 10)
        assert draft.deadline_day == date(2017, 7, 10)

    def test_what_is_mandatory_stands_in_the_way_and_is_named(self, city):
        draft = make.directive(city["T"], [])
        with pytest.raises(Refused) as refused:
            actions.issue_directive(directive=draft, on=DAY, by=make.operator())
        assert len(refused.value.errors) == 1
        draft.refresh_from_db()
        assert draft.state == "draft"

    def test_it_is_issued_once_and_never_on_a_day_to_come(self, city):
        draft = make.directive(city["T"], [city["H2"]])
        with pytest.raises(Refused):
            actions.issue_directive(directive=draft, on=date(2999, 1, 1), by=make.operator())
        actions.issue_directive(directive=draft, on=DAY, by=make.operator())
        for again in (actions.issue_directive, actions.drop_draft):
            with pytest.raises(Refused):
                again(directive=draft, by=make.operator())

    def test_withdrawing_needs_a_reason_and_ends_what_is_open(self, city):
        issued = make.issued(city["T"], [city["H2"], city["Q1"]], on=DAY)
        with pytest.raises(Refused):
            actions.withdraw_directive(directive=issued, reason=" ", by=make.operator())
        actions.withdraw_directive(directive=issued, reason="Ban hành nhầm", by=make.operator())
        assert issued.state == "withdrawn"
        assert set(issued.tasks.values_list("state", flat=True)) == {"withdrawn"}


class TestTheDatabase:
    def test_a_task_done_without_its_day_or_outcome_cannot_be_written(self, city):
        task = make.issued(city["T"], [city["H2"]], on=DAY).tasks.get()
        for wrong in ({"state": "done"}, {"deadline": date(2018, 1, 1)}, {"outcome": "late"}):
            with pytest.raises(IntegrityError), transaction.atomic(), recorded("test.write", by=make.operator()):
                Task.objects.filter(pk=task.pk).update(**wrong)


class TestMarks:
    def test_a_document_s_mark_is_inherited_and_then_no_content_is_kept(self, city):
        marked = make.document(city["T"], secrecy="secret", abstract="")
        directive = make.directive(city["T"], [city["H2"]], document=marked)
        assert directive.secrecy == "secret"
        with pytest.raises(Refused):
            make.directive(city["T"], [city["H2"]], document=marked, product="Đề án")
