"""Reads of figures: completeness, frames, series across a merger, scorecard, targets."""

from datetime import date
from decimal import Decimal

import pytest

from kientoan.core.periods import Period
from kientoan.figures import actions, queries
from kientoan.figures.models import FormIssue, Indicator
from kientoan.figures.queries.completeness import submissions_page
from kientoan.figures.rules.period_numbers import number_of
from kientoan.figures.rules.words import Source
from kientoan.orgs import actions as orgs
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from tests import make

H1 = Period.parse("2017-H1")


@pytest.fixture
def city(db: None) -> dict[str, Unit]:
    """A small city with the starting list."""
    units = make.city()
    actions.sync_starting_list(by=make.operator(), day=H1.end)
    return units


@pytest.fixture
def issue(city: dict[str, Unit]) -> FormIssue:
    """The half-year form, out to the three communes."""
    return make.issue([city[code] for code in ("X1", "X2", "P1")])


def put(unit: Unit, code: str, value: object, period: Period = H1, source: Source = Source.SELF) -> None:
    row = (unit.pk, Indicator.objects.get(code=code).pk, number_of(period), period.start, int(source), value)
    actions.import_figures(rows=[row], by=make.operator(), file="test.csv")


class TestCompleteness:
    def test_not_sent_to_correct_and_received_make_the_whole(self, issue, city):
        make.answered(issue, city["X1"])
        faulty = actions.Faulty(["sai"], "f" * 64, "a.xlsx")
        sent = issue.submissions.get(unit=city["X2"])
        actions.return_sheet(submission=sent, faulty=faulty, by=make.operator())
        whole, _tiers = queries.completeness(issue, make.operator())
        assert (whole.missing, whole.faulty, whole.received, whole.asked) == (1, 1, 1, 3)
        silent = submissions_page(issue, make.operator(), state="missing")
        assert [one.unit.code for one in silent] == ["P1"], "the list has as many as the number above it"
        waiting = queries.waiting(issue, make.operator(), today=date(2017, 6, 25))
        assert [(one.code, one.to_correct) for one in waiting] == [("P1", False), ("X2", True)]

    def test_it_counts_by_the_unit_above_and_names_who_is_missing(self, issue, city):
        make.answered(issue, city["X1"])
        whole, tiers = queries.completeness(issue, make.operator())
        assert (whole.asked, whole.received, whole.on_time, whole.missing) == (3, 1, 0, 2)
        assert {tier.code: (tier.asked, tier.received) for tier in tiers} == {"H2": (2, 1), "Q1": (1, 0)}
        missing = queries.waiting(issue, make.operator(), today=date(2017, 6, 25))
        assert [(one.code, one.name, one.days_late) for one in missing] == [
            ("P1", "Đảng bộ phường Thịnh Liễu", 5),
            ("X2", "Đảng bộ xã Tân Ngãi", 5),
        ]

    def test_a_district_sees_its_own_only(self, issue, city):
        reader = make.grant(make.account("r"), Role.READER, city["H2"])
        whole, tiers = queries.completeness(issue, reader)
        assert (whole.asked, [tier.code for tier in tiers]) == (2, ["H2"])
        nobody = make.account("nobody")
        assert queries.completeness(issue, nobody)[0].asked == 0


class TestFrame:
    def test_the_word_of_an_inspection_counts_before_the_units_own(self, city):
        put(city["X1"], "members_disciplined", 1)
        put(city["X1"], "members_disciplined", 4, source=Source.INSPECTION)
        put(city["X1"], "members_disciplined", 2, source=Source.SUPERIOR)
        assert queries.frame(H1).rows() == [(city["X1"].pk, "members_disciplined", 4.0, "inspection")]

    def test_missing_is_not_zero(self, city):
        put(city["X1"], "members", 10)
        assert {row[0] for row in queries.frame(H1, units=[city["X1"].pk, city["X2"].pk]).rows()} == {city["X1"].pk}

    def test_months_make_the_half_only_when_all_are_there(self, city):
        months = H1.children("month")
        for month in months[:5]:
            put(city["X1"], "meetings_held", 2, month)
            put(city["X1"], "tasks_late", 7, month)
        assert queries.frame(H1).rows() == []
        put(city["X1"], "meetings_held", 3, months[5])
        put(city["X1"], "tasks_late", 1, months[5])
        assert {(row[1], row[2]) for row in queries.frame(H1).rows()} == {("meetings_held", 13.0), ("tasks_late", 1.0)}
        put(city["X1"], "meetings_held", 12)
        assert ("meetings_held", 12.0) in {(row[1], row[2]) for row in queries.frame(H1).rows()}, (
            "the half's own counts"
        )

    def test_it_is_cut_to_what_the_user_sees(self, city):
        put(city["X1"], "members", 10)
        put(city["P1"], "members", 20)
        reader = make.grant(make.account("r"), Role.READER, city["H2"])
        assert [row[2] for row in queries.frame(H1, user=reader).rows()] == [10.0]


class TestSeries:
    def test_it_follows_a_merger_back_and_says_when_a_part_is_missing(self, city):
        h1_2016, h2_2016 = Period.parse("2016-H1"), Period.parse("2016-H2")
        members = Indicator.objects.get(code="members")
        put(city["X1"], "members", 100, h1_2016)
        put(city["X2"], "members", 50, h1_2016)
        put(city["X1"], "members", 110, h2_2016)
        merged, _held = orgs.merge_units(
            olds=[city["X1"], city["X2"]],
            into=orgs.NewUnit("X9", "Đảng bộ xã Đông Ngãi", "base_committee", city["H2"], "commune"),
            day=date(2017, 1, 1),
            by=make.operator(),
            decision="1-QĐ/TU",
        )
        put(merged, "members", 165)
        points = queries.series(merged, members)
        assert [(p.period.code, int(p.value), p.own, p.is_whole) for p in points] == [
            ("2016-H1", 150, False, True),
            ("2016-H2", 110, False, False),
            ("2017-H1", 165, True, True),
        ]
        assert [p.period.code for p in queries.series(city["X1"], members)] == ["2016-H1", "2016-H2"]

    def test_one_that_takes_in_another_is_compared_with_both(self, city):
        members = Indicator.objects.get(code="members")
        for code, value in (("X1", 100), ("X2", 50)):
            put(city[code], "members", value, Period.parse("2016-H2"))
        orgs.merge_units(olds=[city["X2"]], into=city["X1"], day=date(2017, 1, 1), by=make.operator())
        [before] = queries.series(city["X1"], members)
        assert (int(before.value), before.own, before.is_whole) == (150, False, True)

    def test_a_split_takes_its_share(self, city):
        put(city["P1"], "members", 100, Period.parse("2016-H2"))
        parts = [
            (orgs.NewUnit(code, code, "base_committee", city["Q1"], "ward"), Decimal(share))
            for code, share in (("P8", "0.6"), ("P9", "0.4"))
        ]
        [first, second], _held = orgs.split_unit(
            old=city["P1"], parts=parts, children={"C3": 0}, day=date(2017, 1, 1), by=make.operator(), decision="2-QĐ"
        )
        members = Indicator.objects.get(code="members")
        assert [int(queries.series(unit, members)[0].value) for unit in (first, second)] == [60, 40]


class TestScorecard:
    def test_one_row_a_unit_with_what_is_missing_and_the_total(self, city, django_assert_max_num_queries):
        put(city["X1"], "members", 10)
        put(city["X1"], "members", 12, source=Source.SUPERIOR)
        put(city["P1"], "members", 20)
        columns = [Indicator.objects.get(code="members"), Indicator.objects.get(code="cells")]
        with django_assert_max_num_queries(6):
            card = queries.scorecard(make.operator(), H1, indicators=columns)
        assert [(line.code, line.values) for line in card.lines] == [
            ("P1", (20, None)),
            ("X1", (12, None)),
            ("X2", (None, None)),
        ]
        assert (card.reported, card.totals) == ((2, 0), (32, None))

    def test_sector_branch_and_scope_cut_it(self, city):
        columns = [Indicator.objects.get(code="members")]
        by_sector = queries.scorecard(make.operator(), H1, indicators=columns, sectors=["ward"])
        assert [line.code for line in by_sector.lines] == ["P1"]
        under = queries.scorecard(make.operator(), H1, indicators=columns, under=city["H2"])
        assert {line.code for line in under.lines} == {"X1", "X2"}
        assert queries.scorecard(make.account("nobody"), H1, indicators=columns).lines == ()


class TestTargets:
    def test_the_difference_between_children_and_parent_is_shown(self, city):
        admitted = Indicator.objects.get(code="members_admitted")
        given = {"indicator": admitted, "year": 2017, "decision": "1-QĐ", "decided_on": date(2017, 1, 3)}
        for code, value in (("H2", 30), ("X1", 10), ("X2", 15)):
            actions.set_target(unit=city[code], value=Decimal(value), by=make.operator(), **given)
        [line] = queries.targets_of(city["H2"], 2017, make.operator())
        assert (line.roll_up.difference, line.roll_up.closes, line.roll_up.with_target) == (-5, False, 2)
        actions.set_target(unit=city["X2"], value=Decimal(20), by=make.operator(), **given | {"decision": "2-QĐ"})
        [line] = queries.targets_of(city["H2"], 2017, make.operator())
        assert line.roll_up.closes
        assert queries.targets_frame(2017).rows() == sorted(
            (city[code].pk, "members_admitted", float(value)) for code, value in (("H2", 30), ("X1", 10), ("X2", 20))
        )
