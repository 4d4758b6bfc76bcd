"""Recurring work: each period is a task of its own with its own deadline, made ahead of time, once, and counted."""

import threading
from datetime import date

import pytest
from django.db import connections
from django.urls import reverse

from kientoan.core.access import NotAllowed, Refused
from kientoan.core.models import Action
from kientoan.core.narration import sentence_of
from kientoan.directives import actions
from kientoan.directives.actions import Due, Lead
from kientoan.directives.actions import reading as reading_actions
from kientoan.directives.models import Directive
from kientoan.directives.queries import progress
from kientoan.directives.queries.progress import Asked
from kientoan.directives.rules.rhythm import FOLLOWING, Every, Rhythm, first, label, named, occurrence_at, owed, read
from kientoan.orgs import actions as orgs
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

GIVEN = date(2017, 6, 28)
MONTHLY = Due(rhythm=Rhythm(Every.MONTH, 25))


class TestRhythm:
    @pytest.mark.parametrize(
        ("rhythm", "day", "code", "due"),
        [
            (Rhythm(Every.MONTH), date(2017, 2, 3), "2017-02", date(2017, 2, 28)),
            (Rhythm(Every.MONTH, 31), date(2020, 2, 3), "2020-02", date(2020, 2, 29)),
            (Rhythm(Every.MONTH, 5, FOLLOWING), date(2017, 12, 31), "2017-12", date(2018, 1, 5)),
            (Rhythm(Every.QUARTER, 15), date(2017, 4, 1), "2017-Q2", date(2017, 6, 15)),
            (Rhythm(Every.QUARTER, 10, 1), date(2017, 6, 30), "2017-Q2", date(2017, 4, 10)),
            (Rhythm(Every.HALF, None, FOLLOWING), date(2017, 7, 1), "2017-H2", date(2018, 1, 31)),
            (Rhythm(Every.YEAR, 30, 9), date(2017, 1, 1), "2017", date(2017, 9, 30)),
            (Rhythm(Every.WEEK), date(2017, 6, 28), "2017-W26", date(2017, 6, 30)),
            (Rhythm(Every.WEEK, 1, FOLLOWING), date(2021, 1, 2), "2020-W53", date(2021, 1, 4)),
        ],
    )
    def test_each_period_has_its_day(self, rhythm, day, code, due):
        found = occurrence_at(rhythm, day)
        assert (found.code, found.due) == (code, due)
        assert named(rhythm, code) == found
        assert found.start <= day <= found.end

    def test_it_begins_with_the_period_whose_day_is_still_to_come(self):
        assert first(Rhythm(Every.MONTH, 25), date(2017, 6, 24)).code == "2017-06"
        assert first(Rhythm(Every.MONTH, 25), date(2017, 6, 25)).code == "2017-07"

    def test_what_was_missed_is_owed_and_nothing_beyond_the_end(self):
        monthly = Rhythm(Every.MONTH)
        codes = [one.code for one in owed(monthly, "2017-06", date(2017, 10, 1), ahead=7, until=date(2017, 9, 1))]
        assert codes == ["2017-07", "2017-08", "2017-09"]
        assert not list(owed(Rhythm(Every.WEEK), "2017-W26", date(2017, 7, 1), ahead=7)), "a week only a day before"

    def test_another_code_is_no_period_of_it(self):
        for rhythm, code in ((Rhythm(Every.WEEK), "2017-06"), (Rhythm(Every.MONTH), "2017-Q2")):
            with pytest.raises(ValueError, match="is not a"):
                named(rhythm, code)

    @pytest.mark.parametrize(
        ("words", "sentence", "rhythm"),
        [
            ("hằng tháng", "Trước ngày 25 hằng tháng, các quận ủy gửi báo cáo.", Rhythm(Every.MONTH, 24)),
            ("hằng tháng", "Hằng tháng (chậm nhất ngày 20) gửi báo cáo.", Rhythm(Every.MONTH, 20)),
            ("hàng quý", "Hàng quý, trước ngày 05 của tháng tiếp theo, gửi.", Rhythm(Every.QUARTER, 4, FOLLOWING)),
            ("hằng năm", "trước ngày 15 tháng 12 hằng năm", Rhythm(Every.YEAR, 14, 12)),
            ("hằng năm", "trước ngày 01/10 hằng năm", Rhythm(Every.YEAR, None, 9)),
            ("6 tháng một lần", "", Rhythm(Every.HALF)),
            ("hằng tuần", "Thứ Sáu hằng tuần báo cáo.", Rhythm(Every.WEEK, 5)),
            ("hằng tháng", "Hằng tháng, ngày 25/6/2017 bắt đầu", Rhythm(Every.MONTH)),
            ("hằng tháng", "Hằng tháng, quý, năm báo cáo", None),
            ("thường xuyên", "Thường xuyên đi cơ sở", None),
            ("hằng ngày", "Hằng ngày báo cáo", None),
            ("hằng tháng", "trước ngày 40 hằng tháng", None),
        ],
    )
    def test_the_words_of_a_document_are_read_and_what_is_unclear_is_left_to_a_person(self, words, sentence, rhythm):
        assert read(words, sentence) == rhythm

    def test_periods_are_named_as_offices_write_them(self):
        assert label("2017-06") == "tháng 6/2017"
        assert label("2017-W26", "en") == "week 26 of 2017"


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    return make.city()


@pytest.fixture
def monthly(city: dict[str, Unit]) -> Directive:
    """Given on 28 June to both districts, due on the 25th of each month: it begins with July."""
    return make.issued(city["T"], [city["Q1"], Lead(city["H2"], helpers=[city["Q1"]])], on=GIVEN, due=MONTHLY)


def codes(directive: Directive, lead: Unit) -> list[str]:
    return list(directive.tasks.filter(lead=lead).order_by("occurrence").values_list("occurrence", flat=True))


class TestMaking:
    def test_it_begins_with_its_first_period_and_the_next_is_made_a_week_before_once(self, city, monthly):
        assert [(one.occurrence, one.deadline) for one in monthly.tasks.all()] == [("2017-07", date(2017, 7, 25))] * 2
        assert actions.make_occurrences(on=date(2017, 7, 24)) == 0
        assert actions.make_occurrences(on=date(2017, 7, 25)) == 2
        assert actions.make_occurrences(on=date(2017, 7, 25)) == 0
        new = monthly.tasks.get(lead=city["H2"], occurrence="2017-08")
        assert (new.first_deadline, new.deadline, new.issued_on) == (
            date(2017, 8, 25),
            date(2017, 8, 25),
            date(2017, 7, 25),
        )
        assert [one.unit for one in new.helpers.all()] == [city["Q1"]]
        assert new.steps.get().state == "not_started"
        told = Action.objects.filter(verb="directives.recur").get()
        assert told.by is None
        assert "2 đơn vị" in sentence_of(told)

    def test_periods_that_were_missed_are_made_up_each_with_its_own_day(self, city, monthly):
        assert actions.make_occurrences(on=date(2017, 10, 2)) == 6
        assert codes(monthly, city["Q1"]) == ["2017-07", "2017-08", "2017-09", "2017-10"]
        august = monthly.tasks.get(lead=city["Q1"], occurrence="2017-08")
        assert (august.issued_on, august.deadline) == (date(2017, 8, 1), date(2017, 8, 25))

    def test_every_period_is_counted_and_the_report_closes(self, city, monthly):
        actions.make_occurrences(on=date(2017, 8, 1))
        july = monthly.tasks.get(lead=city["Q1"], occurrence="2017-07")
        proof = actions.Proof(product_text="12-BC/QU")
        sent = actions.submit_task(task=july, words="Đã gửi", proof=proof, by=make.operator(), on=date(2017, 7, 24))
        actions.accept_submission(submission=sent, by=make.operator(), on=date(2017, 7, 26))
        found = progress.report(make.operator(), Asked(unit=city["T"], as_of=date(2017, 8, 2)))
        assert found.closes
        assert (found.counted, found.recurring) == (4, 4)
        assert (found.parts.done_on_time, found.parts.open_overdue, found.parts.open_in_time) == (1, 1, 2)

    def test_who_handed_back_or_rests_gets_no_further_period_and_who_goes_on_again_does(self, city, monthly):
        by = make.operator()
        quiet, back = (monthly.tasks.get(lead=city[code]) for code in ("Q1", "H2"))
        actions.suspend_task(task=quiet, reason="Chờ sắp xếp", by=by)
        asked = actions.ask_hand_back(task=back, kind="reassign", reason="Giao phường", by=by)
        new = actions.decide_hand_back(hand_back=asked, agreed=True, by=by, instead=Lead(city["X1"]))
        assert new is not None
        assert new.occurrence == "2017-07"
        actions.make_occurrences(on=date(2017, 8, 1))
        assert codes(monthly, city["X1"]) == ["2017-07", "2017-08"]
        assert codes(monthly, city["Q1"]) == codes(monthly, city["H2"]) == ["2017-07"]
        actions.resume_task(task=quiet, by=by)
        actions.make_occurrences(on=date(2017, 9, 1))
        assert codes(monthly, city["Q1"]) == ["2017-07", "2017-09"]

    def test_a_withdrawn_or_ended_directive_makes_none(self, city, monthly):
        with pytest.raises(Refused, match="lý do"):
            actions.end_recurrence(directive=monthly, until=GIVEN, reason=" ", by=make.operator())
        actions.end_recurrence(directive=monthly, until=date(2017, 8, 31), reason="Hết đợt", by=make.operator())
        assert actions.make_occurrences(on=date(2017, 12, 1)) == 2
        other = make.issued(city["T"], [city["Q1"]], on=GIVEN, due=MONTHLY, title="Việc khác")
        actions.withdraw_directive(directive=other, reason="Thay bằng văn bản khác", by=make.operator())
        assert actions.make_occurrences(on=date(2017, 12, 1)) == 0

    def test_only_who_gives_tasks_ends_it_and_only_what_recurs(self, city, monthly):
        stranger = make.grant(make.account("la"), Role.HEAD, city["Q1"])
        with pytest.raises(NotAllowed):
            actions.end_recurrence(directive=monthly, until=GIVEN, reason="Hết", by=stranger)
        once = make.issued(city["T"], [city["Q1"]], title="Một lần")
        with pytest.raises(Refused, match="định kỳ"):
            actions.end_recurrence(directive=once, until=GIVEN, reason="Hết", by=make.operator())

    def test_one_day_for_all_and_a_day_in_each_period_do_not_go_together(self, city):
        with pytest.raises(Refused) as refused:
            make.directive(city["T"], [city["Q1"]], due=Due(date(2017, 9, 1), "by", "", "stated", Rhythm(Every.MONTH)))
        assert "mỗi kỳ" in str(refused.value.errors)
        for day in (0, 32):
            with pytest.raises(Refused):
                make.directive(city["T"], [city["Q1"]], due=Due(rhythm=Rhythm(Every.MONTH, day)))
        with pytest.raises(Refused):
            make.directive(city["T"], [city["Q1"]], due=Due(rhythm=Rhythm(Every.WEEK, 8)))

    def test_a_draft_read_from_a_text_has_the_rhythm_that_its_sentence_says(self, city):
        reading = make.reading(city["T"], "Yêu cầu Đảng bộ quận Hòa Khê trước ngày 25 hằng tháng báo cáo kết quả.\n")
        made = reading_actions.accept_found(draft=reading.drafts.get(), by=make.operator())
        assert (made.rhythm, made.recurrence) == (Rhythm(Every.MONTH, 24), "hằng tháng")


class TestUnitsThatEnd:
    def test_the_successor_has_the_further_periods_once_whether_the_old_task_was_open_or_done(self, city):
        monthly = make.issued(city["H2"], [city["X1"], city["X2"]], on=GIVEN, due=MONTHLY)
        done = monthly.tasks.get(lead=city["X1"])
        proof = actions.Proof(product_text="5-BC/ĐU")
        sent = actions.submit_task(task=done, words="Đã gửi", proof=proof, by=make.operator(), on=date(2017, 7, 20))
        actions.accept_submission(submission=sent, by=make.operator(), on=date(2017, 7, 20))
        merge(city["X1"], city["X2"], date(2017, 7, 22))
        actions.make_occurrences(on=date(2017, 8, 1))
        assert codes(monthly, city["X2"]) == ["2017-07", "2017-08"]
        assert codes(monthly, city["X1"]) == ["2017-07"]

    def test_a_unit_that_had_done_its_part_is_followed_by_a_successor_that_had_none(self, city):
        monthly = make.issued(city["H2"], [city["X1"]], on=GIVEN, due=MONTHLY)
        done = monthly.tasks.get()
        proof = actions.Proof(product_text="5-BC/ĐU")
        sent = actions.submit_task(task=done, words="Đã gửi", proof=proof, by=make.operator(), on=date(2017, 7, 20))
        actions.accept_submission(submission=sent, by=make.operator(), on=date(2017, 7, 20))
        merge(city["X1"], city["X2"], date(2017, 7, 22))
        actions.make_occurrences(on=date(2017, 8, 1))
        assert codes(monthly, city["X2"]) == ["2017-08"]

    def test_recurring_work_that_a_unit_gave_is_followed_by_its_successor(self, city):
        monthly = make.issued(city["X1"], [city["C1"]], on=GIVEN, due=MONTHLY)
        merge(city["X1"], city["X2"], date(2017, 7, 22))
        monthly.refresh_from_db()
        assert monthly.keeper == city["X2"]
        actions.make_occurrences(on=date(2017, 8, 1))
        assert set(monthly.tasks.values_list("keeper__code", flat=True)) == {"X2"}

    def test_a_point_for_the_briefing_goes_where_its_task_goes(self, city):
        point = make.point(city["X1"], city["C1"])
        merge(city["X1"], city["X2"], date(2026, 1, 1))
        point.refresh_from_db()
        assert point.keeper == city["X2"]
        assert point.task.keeper == city["X2"]
        settled = make.point(city["X2"], city["C2"])
        actions.settle_escalation(escalation=settled, where="Giao ban 1", by=make.operator())
        merge(city["X2"], city["H2"], date(2026, 2, 1))
        settled.refresh_from_db()
        point.refresh_from_db()
        assert (settled.keeper, point.keeper) == (city["X2"], city["H2"])


def merge(old: Unit, into: Unit, day: date) -> None:
    orgs.merge_units(olds=[old], into=into, day=day, by=make.operator(), decision="1-QĐ/TU")


class TestPages:
    def test_the_form_takes_a_rhythm_and_the_page_shows_period_after_period(self, city, client):
        giver = make.grant(make.account("trao"), Role.HEAD, city["T"])
        client.force_login(giver)
        form = {"keeper": "T", "title": "Báo cáo tháng", "time": "recurs", "deadline_op": "by", "urgency": "normal"}
        refused = client.post(reverse("directives:new"), form | {"leads": "Q1"})
        assert refused.status_code == 422
        assert "bao lâu làm một lần" in refused.content.decode()
        week = client.post(reverse("directives:new"), form | {"leads": "Q1", "every": "week", "every_day": "8"})
        assert "từ 1 (Thứ Hai) đến 7" in week.content.decode()
        client.post(reverse("directives:new"), form | {"leads": "Q1\nH2", "every": "month", "every_day": "25"})
        made = Directive.objects.get(title="Báo cáo tháng")
        assert made.rhythm == Rhythm(Every.MONTH, 25)
        draft = client.get(reverse("directives:directive", args=[made.pk])).content.decode()
        assert "hằng tháng, chậm nhất ngày 25" in draft
        assert "Giao hôm nay thì bắt đầu từ" in draft
        changed = client.get(reverse("directives:change", args=[made.pk])).content.decode()
        assert '<option value="recurs" selected>' in changed
        actions.issue_directive(directive=made, by=giver, on=GIVEN)
        actions.make_occurrences(on=date(2017, 9, 1))
        page = client.get(reverse("directives:directive", args=[made.pk]) + "?period=2017-08").content.decode()
        assert "Từng kỳ" in page
        assert page.count("tháng 8/2017") >= 1
        task = made.tasks.get(lead=city["Q1"], occurrence="2017-08")
        assert f"/directives/tasks/{task.pk}/" in page
        other = made.tasks.get(lead=city["Q1"], occurrence="2017-07")
        assert f"/directives/tasks/{other.pk}/" not in page
        its = client.get(reverse("directives:task", args=[task.pk])).content.decode()
        assert "Báo cáo tháng (tháng 8/2017)" in its
        assert f"/directives/tasks/{other.pk}/" in its

    def test_it_is_ended_by_page_with_a_reason(self, city, client, monthly):
        client.force_login(make.grant(make.account("trao"), Role.HEAD, city["T"]))
        url = reverse("directives:end", args=[monthly.pk])
        assert url in client.get(reverse("directives:directive", args=[monthly.pk])).content.decode()
        assert client.post(url, {"until": "2017-08-31"}).status_code == 422
        assert client.post(url, {"until": "2017-08-31", "reason": "Hết đợt"}).status_code == 302
        monthly.refresh_from_db()
        assert monthly.every_until == date(2017, 8, 31)
        client.force_login(make.grant(make.account("la"), Role.HEAD, city["Q1"]))
        assert client.post(url, {"until": "2017-08-31", "reason": "Hết đợt"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_each_period_once():
    city = make.city()
    monthly = make.issued(city["T"], [city["Q1"], city["H2"]], on=GIVEN, due=MONTHLY)
    made: list[int] = []

    def round_() -> None:
        try:
            made.append(actions.make_occurrences(on=date(2017, 8, 1)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=round_) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [0, 2]
    assert codes(monthly, city["Q1"]) == ["2017-07", "2017-08"]
