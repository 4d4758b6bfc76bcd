"""The pure rules of directives: moves, time, default deadlines, totals, clarity, likeness."""

from datetime import date

import pytest

from kientoan.directives.rules import calendar, clarity, likeness, states, timing, totals
from kientoan.directives.rules.states import Move, WorkState
from kientoan.directives.rules.timing import TimeState

D = date(2017, 6, 30)


class TestMoves:
    def test_the_way_from_receipt_to_acceptance_with_one_return(self):
        state = WorkState.NOT_STARTED
        for move in (Move.ACKNOWLEDGE, Move.SUBMIT, Move.RETURN, Move.SUBMIT, Move.ACCEPT):
            state = states.after(state, move)
        assert state is WorkState.DONE

    @pytest.mark.parametrize("state", sorted(states.ENDED))
    def test_nothing_leads_out_of_an_ended_state(self, state):
        assert states.moves_from(state) == ()
        for move in Move:
            with pytest.raises(states.Impossible):
                states.after(state, move)

    def test_what_was_not_sent_in_is_not_accepted_and_what_waits_is_not_handed_back(self):
        for state, move in (
            (WorkState.UNDER_WAY, Move.ACCEPT),
            (WorkState.AWAITING, Move.HAND_BACK),
            (WorkState.NOT_STARTED, Move.SUBMIT),
        ):
            with pytest.raises(states.Impossible):
                states.after(state, move)

    def test_every_live_state_can_be_withdrawn(self):
        assert all(states.after(state, Move.WITHDRAW) is WorkState.WITHDRAWN for state in states.LIVE)


class TestTime:
    @pytest.mark.parametrize(
        ("today", "expected"),
        [
            (date(2017, 6, 26), TimeState.IN_TIME),
            (date(2017, 6, 27), TimeState.DUE_SOON),
            (D, TimeState.DUE_SOON),
            (date(2017, 7, 1), TimeState.OVERDUE),
        ],
    )
    def test_open_work_is_measured_by_the_day(self, today, expected):
        assert timing.time_state(WorkState.UNDER_WAY, deadline=D, today=today, soon=3) is expected

    def test_what_awaits_acceptance_is_measured_by_the_day_it_was_sent_in(self):
        later = date(2017, 8, 1)
        in_time = timing.time_state(WorkState.AWAITING, deadline=D, today=later, soon=3, submitted_on=D)
        late = timing.time_state(WorkState.AWAITING, deadline=D, today=later, soon=3, submitted_on=date(2017, 7, 1))
        assert (in_time, late) == (TimeState.IN_TIME, TimeState.OVERDUE)

    def test_done_is_frozen_whatever_the_day(self):
        state = timing.time_state(
            WorkState.DONE, deadline=D, today=date(2030, 1, 1), soon=3, frozen=timing.outcome(D, D)
        )
        assert state is TimeState.ON_TIME
        assert timing.outcome(D, date(2017, 7, 1)) is TimeState.LATE
        assert timing.outcome(None, D) is TimeState.NO_DEADLINE

    def test_time_does_not_run_for_what_is_suspended_handed_back_or_withdrawn(self):
        for state in (WorkState.SUSPENDED, WorkState.HANDED_BACK, WorkState.WITHDRAWN):
            assert timing.time_state(state, deadline=D, today=date(2018, 1, 1), soon=3) is None

    def test_before_a_day_ends_on_the_eve(self):
        assert timing.last_day(date(2017, 7, 1), "before") == D
        assert timing.last_day(D, "within") == timing.last_day(D, "by") == D


class TestDefaultDeadline:
    def holidays(self, year: int) -> frozenset[date] | None:
        return frozenset({date(2017, 9, 4)}) if year == 2017 else None

    def test_ten_days_later_a_weekend_moves_to_monday(self):
        reckoned = calendar.default_deadline(date(2017, 6, 28), 10, self.holidays)  # 8 July 2017 is a Saturday
        assert (reckoned.day, reckoned.moved, reckoned.unknown_years) == (date(2017, 7, 10), 2, ())

    def test_a_holiday_moves_it_further(self):
        reckoned = calendar.default_deadline(date(2017, 8, 23), 10, self.holidays)  # Saturday 2 September, Monday off
        assert reckoned.day == date(2017, 9, 5)

    def test_a_working_day_stays(self):
        assert calendar.default_deadline(date(2017, 6, 27), 10, self.holidays).day == date(2017, 7, 7)

    def test_a_year_without_a_list_of_holidays_is_named(self):
        assert calendar.default_deadline(date(2017, 12, 27), 10, self.holidays).unknown_years == (2018,)

    def test_working_days_leave_out_weekends_and_holidays(self):
        assert calendar.working_days_after(date(2017, 9, 1), 2, self.holidays).day == date(2017, 9, 6)


class TestTotals:
    """The real totals of practice.md 1.6."""

    @pytest.mark.parametrize(
        "stated",
        [
            totals.Stated(2723, done=2501, open=222),
            totals.Stated(
                21914, done=16051, done_on_time=14068, done_late=1983, open=5863, open_in_time=5640, open_overdue=223
            ),
            totals.Stated(379, done=132, open_in_time=239, open_overdue=8),
            totals.Stated(33, done=12, open=21),
        ],
        ids=["VPCP 31/8/2017", "BC 1270/BC-TCTTTg", "Hanoi 28/9/2017", "NQ57"],
    )
    def test_reports_that_close(self, stated):
        assert totals.gaps_of(stated) == []

    def test_the_report_of_20_10_2025_does_not_close_and_the_place_is_named(self):
        [gap] = totals.gaps_of(totals.Stated(9831, done=7892, open_in_time=1602, open_overdue=319))
        assert (gap.place, gap.stated, gap.parts, gap.difference) == (totals.Place.ALL, 9831, 9813, 18)

    def test_the_share_it_states_fits_another_number(self):
        [] = totals.gaps_of(totals.Stated(9831, done=7892, open_in_time=1620, open_overdue=319))

    def test_the_denominators_of_bc_1270_differ_and_due_is_one_of_them(self):
        parts = totals.Parts(done_on_time=14068, done_late=1983, open_in_time=5640, open_overdue=223)
        shares = [round(100 * 223 / whole, 2) for whole in (parts.due, parts.done, parts.total)]
        assert shares == [1.37, 1.39, 1.02]

    def test_a_task_lost_between_the_parts_shows_where(self):
        parts = totals.Parts(done_on_time=3, open_overdue=1)
        lines = [totals.Line("X1", 3, totals.Parts(done_on_time=3)), totals.Line("X2", 2, totals.Parts(open_overdue=1))]
        gaps = totals.gaps_between(5, parts, lines)
        assert [(gap.place, gap.where, gap.difference) for gap in gaps] == [
            (totals.Place.ALL, "", 1),
            (totals.Place.ALL, "X2", 1),
        ]

    def test_units_that_do_not_add_up_to_the_whole_show(self):
        gaps = totals.gaps_between(2, totals.Parts(suspended=2), [totals.Line("X1", 1, totals.Parts(suspended=1))])
        assert [gap.place for gap in gaps] == [totals.Place.OVER_UNITS]


WHOLE = clarity.Facts(
    title="Xây dựng đề án",
    tasks=2,
    unnamed=0,
    unled=0,
    product="đề án",
    measure="01 đề án",
    has_day=True,
    recurs=False,
    without_authority=0,
)


class TestClarity:
    items = clarity.items_of(
        [
            {"code": "people", "vi": "rõ người", "en": "who", "tests": ["lead", "person"]},
            {"code": "work", "vi": "rõ việc", "en": "what", "tests": ["work"]},
            {"code": "time", "vi": "rõ thời gian", "en": "when", "tests": ["time"]},
        ]
    )

    def test_what_is_whole_passes_all(self):
        found = clarity.check(WHOLE, "three", self.items)
        assert (found.clear, found.whole, found.flags) == (3, 3, ())

    def test_each_missing_thing_is_flagged_though_no_item_asks_for_it(self):
        bare = clarity.Facts("Xây dựng đề án", 1, 0, 1, "", "", has_day=False, recurs=False, without_authority=1)
        found = clarity.check(bare, "three", self.items)
        assert (found.clear, found.whole) == (1, 3)
        assert found.flags == clarity.PLAIN

    def test_only_what_is_mandatory_stands_in_the_way(self):
        nobody = clarity.Facts("Xây dựng đề án", 0, 0, 0, "", "", has_day=False, recurs=False, without_authority=0)
        found = clarity.check(nobody, "three", self.items)
        assert found.missing_of(("lead", "work")) == (clarity.Test.LEAD,)
        assert found.missing_of(()) == ()

    def test_a_rhythm_is_a_time(self):
        standing = clarity.Facts("Giao ban", 1, 0, 0, "báo cáo", "", has_day=False, recurs=True, without_authority=0)
        assert clarity.Test.TIME not in clarity.check(standing, "three", self.items).failed()


class TestLikeness:
    def known(self, key: int, title: str, day: date | None = None, lead: int = 1, **place: object) -> likeness.Known:
        return likeness.Known(key, lead, title, day, **place)  # type: ignore[arg-type]

    def test_the_same_work_in_other_words_and_another_day_clashes(self):
        new = self.known(1, "Xây dựng Nghị quyết chuyên đề về củng cố tổ chức đảng yếu kém", D)
        old = self.known(2, "Xây dựng nghị quyết chuyên đề củng cố tổ chức đảng yếu kém", date(2017, 7, 15))
        [pair] = likeness.twins([new], [old], least=0.6)
        assert pair.clashes
        assert pair.days_apart == -15

    def test_other_work_or_another_unit_is_no_twin(self):
        new = self.known(1, "Xây dựng nghị quyết chuyên đề", D)
        assert likeness.twins([new], [self.known(2, "Rà soát biên chế năm 2018", D)], least=0.6) == []
        assert likeness.twins([new], [self.known(2, "Xây dựng nghị quyết chuyên đề", D, lead=2)], least=0.6) == []

    def test_overlapping_places_of_one_text_are_the_same_sentence(self):
        place = {"text": "a" * 64, "start": 10, "end": 90}
        [pair] = likeness.twins(
            [self.known(1, "Tham mưu ngay", **place)],
            [self.known(2, "Khẩn trương củng cố", **place | {"start": 50, "end": 120})],
            least=0.6,
        )
        assert pair.same_sentence

    def test_many_tasks_that_end_on_one_day_are_counted_with_the_new_one(self):
        old = [self.known(number, f"Việc {number}", D) for number in range(5)]
        assert likeness.crowded([self.known(9, "Thêm một việc", D)], old, most=5) == {(1, D): 6}
        assert likeness.crowded([self.known(9, "Thêm một việc", date(2017, 7, 3))], old, most=5) == {}
