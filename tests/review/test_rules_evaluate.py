"""The mid-year run: signs, listing criteria, gaps, and the same bytes for the same input."""

import datetime
import json
import time
from decimal import Decimal

import polars as pl
import pytest

from kientoan.core import params
from kientoan.review.rules.criteria import Fact, Outcome
from kientoan.review.rules.evaluate import Rules, review
from kientoan.review.rules.figures_given import BadFigures, Given
from kientoan.review.rules.results import Change, changes
from kientoan.review.rules.signs import RuleFaults
from tests.pace import slowness
from tests.review.judged import DAY, PARAMETERS, criteria, observations, run, sign, units

LOW = sign("low", "a / b", "<", "0.75", severity=2)
GRAVE = sign("grave", "c", ">=", "1", severity=3)
LIGHT = sign("light", "d", "=", "0", severity=1)
GOOD = {"a": 9.0, "b": 10.0, "c": 0.0, "d": 5.0}


def outcome(figures, **more):
    return run({1: figures}, [LOW, GRAVE, LIGHT], **more).of(1)


def test_a_unit_with_good_figures_is_not_proposed():
    found = outcome(GOOD)
    assert (found.outcome, found.points, found.reasons, found.missing) == (Outcome.NOT_PROPOSED, 0, (), ())
    assert (found.decided, found.applicable) == (3, 3)
    assert found.first_reason is None


def test_a_unit_without_figures_is_never_good():
    found = outcome({})
    assert found.outcome is Outcome.NOT_ENOUGH_FIGURES
    assert found.missing == ("a", "b", "c", "d")
    assert found.undecided == ("low", "grave", "light")
    assert (found.points, found.could_reach) == (0, 7)


@pytest.mark.parametrize("gap", [None, float("nan")])
def test_an_empty_value_is_missing_and_not_zero(gap):
    found = outcome(GOOD | {"d": gap})
    assert found.undecided == ("light",)
    assert found.reasons == ()


def test_zero_is_a_figure():
    assert [reason.code for reason in outcome(GOOD | {"d": 0.0}).reasons] == ["light"]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"a": 7.0}, Outcome.NOT_PROPOSED),  # 2 points
        ({"c": 1.0}, Outcome.NEAR),  # 4 points
        ({"c": 1.0, "d": 0.0}, Outcome.NEAR),  # 5 points
        ({"c": 1.0, "a": 7.0}, Outcome.PROPOSED),  # 6 points
    ],
)
def test_points_decide_at_the_threshold_itself(figures, expected):
    assert outcome(GOOD | figures).outcome is expected


def test_two_grave_signs_are_enough_whatever_the_points():
    signs = [GRAVE, sign("grave2", "d", ">=", "1", severity=3)]
    assert run({1: {"c": 1.0, "d": 1.0}}, signs, criteria(propose_from=99)).of(1).outcome is Outcome.PROPOSED


def test_a_gap_that_could_propose_a_unit_leaves_it_open_and_one_that_cannot_does_not():
    assert outcome(GOOD | {"c": 1.0, "a": None}).outcome is Outcome.NOT_ENOUGH_FIGURES
    assert outcome(GOOD | {"c": 1.0, "d": None}).outcome is Outcome.NEAR
    assert outcome(GOOD | {"d": None}).outcome is Outcome.NOT_PROPOSED
    assert outcome(GOOD | {"c": None}).outcome is Outcome.NOT_ENOUGH_FIGURES, "it could become near"


def test_what_is_known_suffices_to_propose_whatever_is_missing():
    assert outcome({"a": 1.0, "b": 10.0, "c": 1.0}).outcome is Outcome.PROPOSED


def test_too_few_decidable_rules_are_not_enough():
    assert outcome(GOOD | {"d": None}, rules=criteria(enough="0.7")).outcome is Outcome.NOT_ENOUGH_FIGURES
    assert outcome(GOOD | {"d": None}, rules=criteria(enough="2/3")).outcome is Outcome.NOT_PROPOSED


def test_reasons_come_by_weight_with_values_thresholds_and_words():
    found = outcome({"a": 1470.0, "b": 2000.0, "c": 1.0, "d": 0.0})
    assert [reason.code for reason in found.reasons] == ["grave", "low", "light"]
    assert found.first_reason.code == "grave"
    low = found.reasons[1]
    assert (low.value, low.threshold, low.severity, low.points) == (Decimal("0.735"), Decimal("0.75"), 2, 2)
    assert low.inputs == (("a", Decimal(1470)), ("b", Decimal(2000)))
    assert low.sentence("vi") == "0,74 so với 0,75"
    assert low.sentence("en") == "0.74 against 0.75"
    assert low.instrument == "Test"


def test_a_division_by_zero_has_no_answer_and_is_not_a_gap():
    found = outcome(GOOD | {"b": 0.0, "a": 0.0})
    assert found.missing == ()
    assert (found.decided, found.applicable) == (2, 2)
    assert outcome(GOOD | {"b": 0.0, "a": None}).missing == ("a",)


def test_a_condition_that_divides_by_zero_does_not_hold():
    rule = sign("share", "c", ">=", "1", when="a / b > 1")
    assert run({1: {"a": 5.0, "b": 0.0, "c": 3.0}}, [rule]).of(1).applicable == 0
    assert [reason.code for reason in run({1: {"a": 5.0, "b": 2.0, "c": 3.0}}, [rule]).of(1).reasons] == ["share"]


def test_a_condition_that_does_not_hold_needs_no_figures():
    rule = sign("when", "a", "<", "5", when="b >= 10")
    assert run({1: {"b": 9.0}}, [rule, GRAVE]).of(1).missing == ("c",)
    assert run({1: {"b": 10.0, "c": 0.0}}, [rule, GRAVE]).of(1).missing == ("a",)
    assert run({1: {"a": 1.0, "c": 0.0}}, [rule, GRAVE]).of(1).missing == ("b",)
    assert run({1: {"a": 1.0, "b": 10.0, "c": 0.0}}, [rule, GRAVE]).of(1).first_reason.code == "when"


def test_rules_speak_only_of_their_kinds_and_sectors():
    rule = sign("wards", "c", ">=", "1", kinds=["base_committee"], sectors=["ward"])
    who = units((1, "base_committee", "ward", None), (2, "base_committee", "commune", None), (3, "cell", "ward", 1),
                (4, "base_committee", None, None))  # fmt: skip
    found = run({unit: {"c": 1.0, "d": 1.0} for unit in (1, 2, 3, 4)}, [rule, LIGHT], who=who)
    assert [len(one.reasons) for one in found.units] == [1, 0, 0, 0]
    assert [one.applicable for one in found.units] == [2, 1, 1, 1]


def test_a_rule_for_nobody_is_left_out_and_said():
    found = run({1: GOOD}, [LIGHT, sign("zone", "c", kinds=["palace"])])
    assert found.left_out == (("zone", "no unit of its kinds and sectors"),)


def test_comparisons_read_their_own_period():
    rule = sign("grew", "a - prior_a", ">=", "5")
    last = sign("year", "a - lastyear_a", ">=", "5")
    target = sign("behind", "a / (target_a * months / 12)", "<", "0.5")
    found = run({1: {"a": 10.0}, 2: {"a": 10.0}}, [rule, last, target], prior={1: {"a": 5.0}, 2: {"a": 6.0}},
                lastyear={1: {"a": 9.0}, 2: {"a": 1.0}}, targets={1: {"a": 30.0}, 2: {"a": 41.0}})  # fmt: skip
    assert [[reason.code for reason in one.reasons] for one in found.units] == [["grew"], ["behind", "year"]]


def test_comparisons_that_are_not_given_leave_their_rules_out():
    rule = sign("grew", "a - prior_a", ">=", "5")
    found = run({1: {"a": 10.0, "d": 1.0}}, [rule, LIGHT])
    assert found.left_out == (("grew", "no figures: prior"),)
    assert found.of(1).outcome is Outcome.NOT_PROPOSED


def test_a_unit_new_this_period_is_not_judged_by_a_comparison_but_one_with_a_gap_is_open():
    rule = sign("grew", "a - prior_a", ">=", "5")
    found = run({1: {"a": 9.0}, 2: {"a": 9.0}, 3: {"a": 9.0}}, [rule], prior={1: {"a": 9.0}, 2: {"b": 1.0}})
    assert [one.applicable for one in found.units] == [1, 1, 0]
    assert [one.missing for one in found.units] == [(), ("prior_a",), ()]


def test_a_figure_that_nobody_asked_for_is_not_missing():
    asked = {("base_committee", "commune"): {"a", "b", "c"}}
    found = run({1: {"a": 9.0, "b": 10.0, "c": 0.0}}, [LOW, GRAVE, LIGHT], asked=asked)
    assert found.left_out == (("light", "not asked"),)
    assert (found.of(1).applicable, found.of(1).outcome) == (2, Outcome.NOT_PROPOSED)


def test_a_figure_given_though_not_asked_is_read():
    asked = {("base_committee", "commune"): {"a", "b", "c"}}
    found = run({1: GOOD | {"d": 0.0}, 2: {"a": 9.0, "b": 10.0, "c": 0.0}}, [LOW, GRAVE, LIGHT], asked=asked)
    assert [reason.code for reason in found.of(1).reasons] == ["light"]
    assert found.of(2).applicable == 2


def test_a_figure_given_though_not_asked_may_decide_a_rule_of_which_another_figure_is_lacking():
    rule = sign("either", "a", ">=", "1", when="a > 1 OR c > 1")
    found = run({1: {"a": 2.0}}, [rule], asked={("base_committee", "commune"): set()})
    assert found.left_out == ()
    assert found.of(1).first_reason.code == "either"


@pytest.mark.parametrize("kind", ["division", "degradation", "weak_last_year"])
def test_a_concluded_fact_proposes_alone_and_without_its_number_it_is_a_sign(kind):
    concluded = outcome(GOOD, facts=(Fact(1, kind, "12-KL/UBKT"),))
    rumour = outcome(GOOD, facts=(Fact(1, kind),))
    assert concluded.outcome is Outcome.PROPOSED
    assert "12-KL/UBKT" in concluded.first_reason.sentence("vi")
    assert rumour.outcome is Outcome.NOT_PROPOSED
    assert (rumour.points, rumour.first_reason.proposes) == (2, False)


def test_a_fact_stated_twice_counts_once_and_with_its_number():
    found = outcome(GOOD, facts=(Fact(1, "division"), Fact(1, "division", "1-KL/TU"), Fact(1, "division", "2-KL/TU")))
    assert [reason.number for reason in found.reasons] == ["1-KL/TU"]


def test_a_fact_of_a_unit_outside_the_run_is_not_read_and_an_unknown_fact_is_refused():
    assert outcome(GOOD, facts=(Fact(99, "division", "1-KL/TU"),)).reasons == ()
    with pytest.raises(RuleFaults, match="says nothing of 'gossip'"):
        outcome(GOOD, facts=(Fact(1, "gossip"),))


def test_a_fact_that_proposes_stands_before_heavier_looking_signs():
    found = outcome(GOOD | {"c": 3.0}, facts=(Fact(1, "weak_last_year", "8-QĐ/QU"),))
    assert [reason.code for reason in found.reasons] == ["weak_last_year", "grave"]


def test_doubled_or_infinite_figures_and_doubled_units_are_refused():
    twice = pl.concat([observations({1: GOOD}), observations({1: {"a": 1.0}})])
    for frame, sentence in [
        (twice, "more than one value for 1/a"),
        (observations({1: {"a": float("inf")}}), "infinite"),
        (pl.DataFrame({"unit": [1]}), "columns indicator, value are missing"),
    ]:
        with pytest.raises(BadFigures, match=sentence):
            review(Given(units(1), frame), Rules((LOW,), criteria(), "x"), period="2017-H1", as_of=DAY)
    with pytest.raises(BadFigures, match="units: these stand twice: 1"):
        run({1: GOOD}, [LOW], who=units(1, 1))


def test_figures_of_strangers_are_not_read():
    found = run({1: GOOD, 77: GOOD}, [LOW], who=units(1))
    assert [one.unit for one in found.units] == [1]
    assert found.input == run({1: GOOD}, [LOW], who=units(1)).input


def test_the_bytes_hold_no_float_and_read_back():
    found = run({1: {"a": 0.1 + 0.2, "b": 1.0, "c": 0.0, "d": 0.0}}, [LOW, GRAVE, LIGHT])
    lines = [json.loads(line, parse_float=pytest.fail) for line in found.to_bytes().decode().splitlines()]
    assert lines[0]["period"] == "2017-H1"
    assert lines[1]["reasons"][0]["value"] == "0.3"
    assert len(found.digest()) == 64
    assert found.counts()[Outcome.NOT_PROPOSED] == 1


def test_the_fingerprint_tells_every_change_of_input_apart():
    base = {"figures": {1: GOOD}, "signs": [LOW]}
    prints = [
        run(**base).input,
        run({1: GOOD | {"a": 8.0}}, [LOW]).input,
        run(**base, prior={1: {"a": 1.0}}).input,
        run(**base, prior={}).input,
        run(**base, targets={1: {"a": 1.0}}).input,
        run(**base, facts=(Fact(1, "division"),)).input,
        run(**base, months=3).input,
        run(**base, asked={}).input,
        run(**base, who=units((1, "cell", "commune", None))).input,
    ]
    assert len(set(prints)) == len(prints)
    assert run({1: GOOD | {"z": None}}, [LOW]).input == prints[0]


def test_changes_between_two_runs():
    before = run({1: GOOD, 2: GOOD, 3: GOOD}, [LOW, GRAVE, LIGHT])
    after = run({1: GOOD, 2: GOOD | {"c": 1.0}, 4: GOOD}, [LOW, GRAVE, LIGHT])
    assert changes(before.units, after.units) == (
        Change(2, Outcome.NOT_PROPOSED, Outcome.NEAR),
        Change(3, Outcome.NOT_PROPOSED, None),
        Change(4, None, Outcome.NOT_PROPOSED),
    )


def test_the_product_rules_judge_a_commune_of_2017():
    rules = Rules.at(PARAMETERS, DAY)
    form = PARAMETERS.at("figures.forms.half_year_commune", DAY)["indicators"]
    good = dict.fromkeys(form, 10.0) | {
        "members_struck_off": 0.0, "members_expelled": 0.0, "members_left": 0.0, "key_staff_below_standard": 0.0,
        "tasks_late": 0.0, "complaints_prolonged": 0.0, "complex_cases_open": 0.0,
    }  # fmt: skip
    weak = good | {"complex_cases_open": 1.0, "tasks_done": 3.0, "meetings_held": 7.0, "committee_filled": 7.0}
    given = Given(units(1, 2), observations({1: good, 2: weak}), asked={("base_committee", "commune"): form})
    found = review(given, rules, period="2017-H1", as_of=DAY)
    assert found.of(1).outcome is Outcome.NOT_PROPOSED
    assert found.of(2).outcome is Outcome.PROPOSED
    assert [reason.sentence("vi") for reason in found.of(2).reasons] == [
        "Còn 1 vụ việc phức tạp trên địa bàn chưa giải quyết.",
        "Mới hoàn thành 3/10 nhiệm vụ được giao (30 %), dưới mức 50 %.",
        "Cấp ủy mới có 7/10 người (70 %), dưới mức 80 %.",
        "Mới họp 7/10 kỳ sinh hoạt (70 %), dưới mức 75 %.",
    ]


def test_reception_days_are_counted_by_the_month_since_2019():
    rules = Rules.at(PARAMETERS, datetime.date(2019, 6, 30))
    given = Given(units(1, 2), observations({1: {"reception_days": 11.0}, 2: {"reception_days": 12.0}}), months=6)
    found = review(given, rules, period="2019-H1", as_of=datetime.date(2019, 6, 30))
    assert [[reason.code for reason in one.reasons] for one in found.units] == [["reception_short"], []]


def test_a_city_is_reviewed_in_seconds():
    codes = PARAMETERS.at("figures.forms.half_year_commune", DAY)["indicators"]
    ids = range(22_310)
    frame = pl.DataFrame({"unit": ids}).join(pl.DataFrame({"indicator": codes}), how="cross")
    frame = frame.with_columns(
        (40 + (pl.col("unit") * 7 + pl.col("indicator").str.len_chars()) % 11).cast(pl.Float64).alias("value")
    )
    who = pl.DataFrame({"unit": ids, "kind": ["base_committee"] * 2310 + ["cell"] * 20_000}).with_columns(
        pl.lit("commune").alias("sector"), pl.lit(None, pl.Int64).alias("parent")
    )
    began = time.process_time()
    found = review(Given(who, frame, prior=frame), Rules.at(PARAMETERS, DAY), period="2017-H1", as_of=DAY)
    assert len(found.units) == 22_310
    assert time.process_time() - began < 6 * slowness(), (
        "processor seconds on both cores; the target on the clock is in the benchmarks"
    )


def test_targets_may_come_in_their_own_column_and_a_table_without_a_frame_is_empty():
    behind = sign("behind", "a / target_a", "<", "0.5")
    targets = pl.DataFrame({"unit": [1], "indicator": ["a"], "target": [30.0]})
    assert run({1: {"a": 10.0}}, [behind], targets=targets).of(1).first_reason.value == Decimal("0.333333")
    assert Given(units(1), observations({})).wide(["prior_a", "b"]).select("prior_a", "b").rows() == [(None, None)]


def test_indicators_of_the_register_may_be_named_by_a_customer_rule(tmp_path):
    own = tmp_path / "parameters" / "review"
    own.mkdir(parents=True)
    (own / "signs.yaml").write_text(
        "own: {title: {vi: a, en: b}, unit: table, editable: true, values: [{from: 2017-01-01, instrument: X, value: "
        "{measure: lamps, fires: '<', threshold: 1, severity: 1, sentence: {vi: x, en: y}}}]}",
        encoding="utf-8",
    )
    parameters = params.load(home=tmp_path)
    with pytest.raises(RuleFaults, match="no indicator 'lamps'"):
        Rules.at(parameters, DAY)
    assert "own" in {one.code for one in Rules.at(parameters, DAY, indicators=["lamps"]).signs}
