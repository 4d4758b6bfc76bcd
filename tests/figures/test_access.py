"""Who may do what with figures, what waits for whom, and what becomes of it when a unit ends."""

from datetime import date

import pytest

from kientoan.core.access import Refused, can
from kientoan.core.periods import Period
from kientoan.figures import access, actions
from kientoan.figures.models import Draft, FormIssue, Submission
from kientoan.figures.queries import readable
from kientoan.figures.rules.words import Channel
from kientoan.orgs import actions as orgs
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.handover import Outcome
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


@pytest.mark.parametrize(
    ("role", "define", "issue_", "merge", "enter", "on_behalf", "target"),
    [
        (Role.HEAD, True, True, True, True, True, True),
        (Role.SPECIALIST, True, True, True, True, True, True),
        (Role.BASE_SECRETARY, False, False, False, True, True, False),
        (Role.CLERK, False, False, False, True, False, False),
        (Role.INSPECTOR, False, False, False, False, False, False),
        (Role.READER, False, False, False, False, False, False),
    ],
)
def test_what_each_role_may_do(role, define, issue_, merge, enter, on_behalf, target, issue, city):
    user = make.grant(make.account("one"), role, city["X1"])
    submission = issue.submissions.get(unit=city["X1"])
    assert bool(can(access.check_define, user)) is define
    assert bool(can(access.check_issue, user, [city["X1"]])) is issue_
    assert bool(can(access.check_merge, user, city["X1"])) is merge
    assert bool(can(access.check_enter, user, submission)) is enter
    assert bool(can(access.check_enter, user, submission, Channel.ON_BEHALF)) is on_behalf
    assert bool(can(access.check_set_target, user, city["X1"])) is target


def test_a_right_ends_at_the_border_of_its_branch_and_the_refusal_is_a_sentence(issue, city):
    user = make.grant(make.account("one"), Role.HEAD, city["H2"])
    with pytest.raises(Refused, match=r"\."):
        access.check_enter(user, issue.submissions.get(unit=city["P1"]))
    assert list(Submission.objects.visible_to(user).values_list("unit__code", flat=True).order_by("unit__code")) == [
        "X1",
        "X2",
    ]


def test_a_base_secretary_is_told_what_is_owed_until_it_is_sent(issue, city):
    user = make.grant(make.account("bt"), Role.BASE_SECRETARY, city["X1"])
    [line] = readable.mine(user, date(2017, 6, 15))
    assert (line.note, line.due, "2017" in line.text) == ("X1", issue.due, True)
    make.answered(issue, city["X1"])
    assert readable.mine(user, date(2017, 6, 15)) == []


def test_the_units_page_shows_its_latest_figures(issue, city):
    assert readable.panel(city["X1"], H1.end, make.operator()) is None
    make.answered(issue, city["X1"])
    panel = readable.panel(city["X1"], H1.end, make.operator())
    assert panel is not None
    assert (panel.note, len(panel.values["rows"]), panel.values["more"]) == ("6 tháng đầu năm 2017", 10, 20)


def test_what_a_unit_owes_passes_to_its_successor_and_its_answers_stay(issue, city):
    make.answered(issue, city["X2"])
    actions.keep_draft(submission=issue.submissions.get(unit=city["X1"]), values={"members": "1"}, by=make.operator())
    merged, held = orgs.merge_units(
        olds=[city["X1"], city["X2"]],
        into=orgs.NewUnit("X9", "Đảng bộ xã Mới", "base_committee", city["H2"], "commune"),
        day=date(2017, 5, 1),
        by=make.operator(),
    )
    assert [one.kind for one in held].count("form") == 1
    assert {s.unit.code: s.state for s in issue.submissions.select_related("unit")} == {
        "X2": "accepted",
        "P1": "awaited",
        merged.code: "awaited",
    }
    assert not Draft.objects.exists()


def test_a_successor_that_owes_the_form_already_owes_it_once(issue, city):
    held = orgs.merge_units(olds=[city["X1"]], into=city["X2"], day=date(2017, 5, 1), by=make.operator())[1]
    assert [(one.kind, one.outcome) for one in held if one.kind == "form"] == [("form", Outcome.PASSED)]
    assert sorted(issue.submissions.values_list("unit__code", flat=True)) == ["P1", "X2"]


def test_what_an_ended_unit_owed_ends_and_a_workbook_given_back_stays_on_record(issue, city):
    faulty = actions.Faulty(["sai"], "f" * 64, "a.xlsx")
    actions.return_sheet(submission=issue.submissions.get(unit=city["X1"]), faulty=faulty, by=make.operator())
    for code in ("X1", "X2"):
        for cell in ("C1", "C2") if code == "X1" else ():
            orgs.close_unit(unit=city[cell], day=date(2017, 5, 1), by=make.operator())
        held = orgs.close_unit(unit=city[code], day=date(2017, 5, 1), by=make.operator())
        assert [one.outcome for one in held if one.kind == "form"] == [Outcome.ENDED]
    assert {s.unit.code: s.state for s in issue.submissions.select_related("unit")} == {"X1": "faulty", "P1": "awaited"}


def test_a_form_of_a_period_before_the_end_stays_owed(issue, city):
    orgs.close_unit(unit=city["X2"], day=date(2018, 1, 1), by=make.operator())
    assert issue.submissions.filter(unit=city["X2"]).exists()


def test_the_cells_of_a_commune_are_one_line_with_their_number_and_ones_own_opens_its_form(city):
    cells = make.issue([city["C1"], city["C2"]], form="half_year_cell")
    own = make.issue([city["X1"]])
    commune = make.grant(make.account("bt.xa"), Role.BASE_SECRETARY, city["X1"])
    lines = readable.mine(commune, date(2017, 6, 15))
    below = cells.submissions.filter(unit__code="C1").get()
    assert {line.url for line in lines} >= {f"/figures/answers/{own.submissions.get().pk}/"}
    several = [line for line in lines if "chưa gửi" in line.text]
    assert [(line.url, "2 tổ chức" in line.text) for line in several] == [
        (f"/figures/sent/{cells.pk}/?state=missing#answers", True)
    ]
    cell = make.grant(make.account("bt.cb"), Role.BASE_SECRETARY, city["C1"])
    [line] = readable.mine(cell, date(2017, 6, 15))
    assert line.url == f"/figures/answers/{below.pk}/"
