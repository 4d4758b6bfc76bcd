"""The year class by HD 27-HD/BTCTW of 2014: cut-offs, the five forcing rules, and what stays open."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from kientoan.core import params
from kientoan.review.rules import regimes
from kientoan.review.rules.regimes import (
    BodyClass,
    Conclusion,
    NoRegime,
    Regime2014,
    Standing,
    UnitYear,
    YearClass,
    propose_classes,
)

PARAMETERS = params.load(home="/nonexistent")
YEAR_END = datetime.date(2017, 12, 31)
WEAK, COMPLETED = YearClass.WEAK, YearClass.COMPLETED
GOVERNMENT = BodyClass("peoples_committee", "government", lowest=False)
MASS = tuple(BodyClass(body, "front_mass", lowest=False) for body in ("front", "women", "youth"))


def committee(score="60", **known):
    return UnitYear(unit=1, kind="base_committee", score=Decimal(score), bodies=(GOVERNMENT, *MASS), **known)


def cells(*decided, parent=1):
    return [
        UnitYear(unit=10 + n, kind="cell", parent=parent, score=Decimal(60), members=9, members_failed=0, decided=one)
        for n, one in enumerate(decided)
    ]


def proposal(unit, *below):
    found = propose_classes(PARAMETERS, [unit, *below], reference_date=YEAR_END)
    return next(one for one in found if one.unit == unit.unit)


def step(found, rule):
    return next(one for one in found.steps if one.rule == rule)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("0", "weak"), ("49.5", "weak"), ("49.99", "weak"), ("50", "completed"), ("69.99", "completed"),
        ("70", "good"), ("89.99", "good"), ("90", "excellent"), ("100", "excellent"),
    ],
)  # fmt: skip
def test_cut_offs_of_the_score(score, expected):
    found = proposal(committee(score))
    assert found.proposed == found.by_score == expected
    assert found.forced_by == ()


@pytest.mark.parametrize("score", ["-0.1", "100.1"])
def test_a_score_outside_the_scale_is_refused(score):
    with pytest.raises(ValueError, match="from 0 to 100"):
        proposal(committee(score))


def with_bodies(unit, **lowest):
    return replace(unit, bodies=tuple(replace(one, lowest=lowest.get(one.body, one.lowest)) for one in unit.bodies))


CELL = UnitYear(unit=2, kind="cell", score=Decimal(60), members=9, members_failed=0)
FLIPS = {
    "K1": (committee(conclusions=(Conclusion("K1", "12-KL/UBKT"),)), ()),
    "K2": (committee(conclusions=(Conclusion("K2", "31-QĐ/UBKT"),)), ()),
    "K3": (with_bodies(committee(), peoples_committee=True), ()),
    "K4": (with_bodies(committee(), women=True, youth=True), ()),
    "K5 by subordinates": (committee(), cells(WEAK, WEAK, COMPLETED, COMPLETED)),
    "K5 by members": (replace(CELL, members_failed=5), ()),
}


@pytest.mark.parametrize("case", FLIPS)
def test_each_forcing_rule_alone_makes_a_unit_of_60_points_weak(case):
    unit, below = FLIPS[case]
    found = proposal(unit, *below)
    assert found.by_score is COMPLETED
    assert found.proposed is WEAK
    assert found.forced_by == (case[:2],)
    assert found.is_forced
    assert step(found, case[:2]).instrument == "HD 27-HD/BTCTW"


@pytest.mark.parametrize("unit", [committee(), CELL])
def test_without_any_of_them_60_points_are_tasks_done(unit):
    assert proposal(unit).proposed is COMPLETED


@pytest.mark.parametrize("rule", ["K1", "K2"])
@pytest.mark.parametrize("number", ["", "  "])
def test_word_of_division_or_degradation_without_a_number_is_only_a_sign(rule, number):
    found = proposal(committee(conclusions=(Conclusion(rule, number),)))
    assert found.proposed is COMPLETED
    assert found.signs == (rule,)
    assert step(found, rule).standing is Standing.SIGN_ONLY


def test_the_number_of_the_conclusion_stands_in_the_trace():
    found = proposal(committee(conclusions=(Conclusion("K1"), Conclusion("K1", " 12-KL/UBKT "))))
    assert step(found, "K1").evidence == ("12-KL/UBKT",)
    assert found.signs == ()


def test_one_mass_organisation_of_the_lowest_class_is_not_enough():
    assert proposal(with_bodies(committee(), women=True)).proposed is COMPLETED


def test_the_front_and_mass_organisations_count_together_but_not_the_government():
    assert proposal(with_bodies(committee(), front=True, women=True)).proposed is WEAK
    assert proposal(with_bodies(committee(), women=True, peoples_committee=False)).proposed is COMPLETED


@pytest.mark.parametrize(
    ("decided", "forced"),
    [
        ((WEAK, COMPLETED, COMPLETED), False),  # exactly one third is not more than one third
        ((WEAK, WEAK, COMPLETED, COMPLETED, COMPLETED, COMPLETED), False),
        ((WEAK, WEAK, COMPLETED, COMPLETED, COMPLETED), True),
        ((WEAK,), True),
    ],
)
def test_more_than_a_third_of_subordinates(decided, forced):
    found = proposal(committee(), *cells(*decided))
    assert (found.proposed is WEAK) is forced
    assert step(found, "K5").threshold == "> 1/3"


@pytest.mark.parametrize(("failed", "members", "forced"), [(4, 8, False), (5, 9, True), (0, 3, False), (5, 8, True)])
def test_more_than_half_of_the_members(failed, members, forced):
    found = proposal(replace(CELL, members=members, members_failed=failed))
    assert (found.proposed is WEAK) is forced


def test_only_decided_classes_of_subordinates_count():
    weak_by_score = [replace(one, score=Decimal(10)) for one in cells(None, None, COMPLETED)]
    found = proposal(committee(), *weak_by_score)
    assert found.proposed is None
    assert found.waits_for == ("K5",)
    assert found.at_best is COMPLETED
    assert dict(step(found, "K5").values) == {"weak": "0", "not_decided": "2", "of": "3"}


def test_undecided_subordinates_do_not_hold_back_what_is_certain_either_way():
    assert proposal(committee(), *cells(WEAK, WEAK, None, COMPLETED)).proposed is WEAK
    assert proposal(committee(), *cells(None, COMPLETED, COMPLETED)).proposed is COMPLETED


def test_party_groups_are_not_organisations():
    groups = [replace(one, kind="group", decided=WEAK) for one in cells(None, None)]
    assert step(proposal(committee(), *groups), "K5").standing is Standing.NOT_APPLICABLE


def test_a_committee_of_committees_counts_those_directly_below_only():
    top = UnitYear(unit=1, kind="upper_base_committee", score=Decimal(60))
    middle = UnitYear(unit=2, kind="base_committee", parent=1, score=Decimal(60), decided=COMPLETED)
    found = propose_classes(PARAMETERS, [top, middle, *cells(WEAK, WEAK, parent=2)], reference_date=YEAR_END)
    assert [one.unit for one in found] == [10, 11, 2, 1], "leaves first"
    by_unit = {one.unit: one.proposed for one in found}
    assert by_unit[2] is WEAK
    assert by_unit[1] is COMPLETED, "the class decided for 2 counts, not the one proposed"


@pytest.mark.parametrize(
    ("unit", "waits"),
    [
        (replace(committee(), score=None), ("score",)),
        (with_bodies(committee(), peoples_committee=None), ("K3",)),
        (with_bodies(committee(), women=None, youth=None), ("K4",)),
        (with_bodies(committee(), women=None, youth=True), ("K4",)),
        (replace(CELL, members_failed=None), ("K5",)),
    ],
)
def test_what_is_not_known_leaves_the_proposal_open(unit, waits):
    found = proposal(unit)
    assert found.proposed is None
    assert found.waits_for == waits


def test_one_unknown_mass_organisation_cannot_make_two():
    bodies = (GOVERNMENT, replace(MASS[0], lowest=None), *MASS[1:])
    assert proposal(replace(committee(), bodies=bodies)).proposed is COMPLETED


def test_a_conclusion_makes_a_unit_weak_even_without_a_score():
    found = proposal(replace(committee(), score=None, conclusions=(Conclusion("K1", "5-KL/TU"),)))
    assert found.proposed is WEAK
    assert not proposal(replace(committee("40"), conclusions=(Conclusion("K1", "5-KL/TU"),))).is_forced


def test_a_unit_without_government_or_mass_organisations_is_not_judged_by_them():
    found = proposal(replace(committee(), bodies=()))
    assert found.proposed is COMPLETED
    assert {step(found, rule).standing for rule in ("K3", "K4")} == {Standing.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (datetime.date(2014, 9, 24), "R2008"),
        (datetime.date(2014, 9, 25), "R2014"),
        (datetime.date(2018, 3, 7), "R2014"),
        (datetime.date(2018, 3, 8), "R2018"),
        (datetime.date(2023, 12, 31), "R2023"),
        (datetime.date(2025, 12, 31), "R2025"),
    ],
)
def test_the_regime_is_that_of_the_reference_date(day, code):
    assert regimes.regime_on(PARAMETERS, day)[0] == code
    if code == "R2014":
        assert propose_classes(PARAMETERS, [committee()], reference_date=day)[0].regime == "R2014"
    else:
        with pytest.raises(NoRegime, match=f"{code}.*not in the product yet"):
            propose_classes(PARAMETERS, [committee()], reference_date=day)


def test_a_day_before_every_regime_is_refused():
    with pytest.raises(NoRegime, match="No regime"):
        propose_classes(PARAMETERS, [committee()], reference_date=datetime.date(2000, 1, 1))


def test_a_tree_in_a_circle_or_a_unit_given_twice_is_refused():
    circle = [replace(committee(), unit=1, parent=2), replace(committee(), unit=2, parent=1)]
    with pytest.raises(ValueError, match="below itself"):
        propose_classes(PARAMETERS, circle, reference_date=YEAR_END)
    with pytest.raises(ValueError, match="given twice"):
        propose_classes(PARAMETERS, [committee(), committee()], reference_date=YEAR_END)


def test_more_failed_members_than_members_are_refused():
    with pytest.raises(ValueError, match="10 of 9"):
        proposal(replace(CELL, members_failed=10))


def test_the_customer_may_move_the_upper_cut_offs_but_not_the_floor(tmp_path):
    own = tmp_path / "parameters" / "review"
    own.mkdir(parents=True)
    text = "%s: {values: [{from: 2014-09-25, value: 85, instrument: 'QĐ 1-QĐ/TU'}]}\n"
    (own / "r2014.yaml").write_text(text % "excellent_from", encoding="utf-8")
    assert Regime2014(params.load(home=tmp_path), YEAR_END).by_score(Decimal(85)) is YearClass.EXCELLENT
    (own / "r2014.yaml").write_text(text % "completed_from", encoding="utf-8")
    with pytest.raises(params.ParameterErrors, match="fixed by its document"):
        params.load(home=tmp_path)


def test_a_cell_without_members_is_not_judged_by_them():
    found = proposal(replace(CELL, members=0))
    assert step(found, "K5").standing is Standing.NOT_APPLICABLE
    assert found.proposed is COMPLETED
