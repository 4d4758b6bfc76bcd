"""What was planted is there, can be found by a plain reading of the figures, and is not to be found in the honest."""

from collections import Counter, defaultdict

import pytest

from kientoan.sample.rules import latent, score, shape
from kientoan.sample.rules.indicators import MOVEMENT
from kientoan.sample.rules.movement import Movement

LAST = "2017-H1"


@pytest.fixture(scope="module")
def truths(city):
    return city.truths


@pytest.fixture(scope="module")
def base(city):
    return [s for s in city.spans if s.valid_to is None and s.kind in ("base_committee", "base_cell")]


def of(values, code, period=LAST):
    return {
        indicator: value
        for (indicator, source), value in values[code][period].items()
        if source != "inspection" or indicator == "members_disciplined"
    }


def balance(values, code, period):
    return Movement(*(values[code][period][key, "self"] for key in MOVEMENT))


def test_every_truth_and_every_fault_has_five_units(truths):
    assert {t: len(u) for t, u in {**truths.planted, **truths.faults}.items() if len(u) < 5} == {}
    assert {
        "K1",
        "K2",
        "K3",
        "K4",
        "K5",
        "inflated",
        "figures_repeated",
        "digit_heaping",
        "broken_chain",
        "parts_wrong",
    } <= set(truths.planted)
    assert set(truths.faults) == {
        "missing", "late", "text_in_number", "moved_columns", "merged_cells", "ambiguous_decimal", "broken_balance", "wrong_unit_code",
        "truncated", "password", "empty", "corrected_later",
    }  # fmt: skip


def test_no_unit_carries_two_truths(truths):
    counts = Counter(
        unit for units in (*truths.planted.values(), *truths.faults.values(), truths.never_accuse) for unit in units
    )
    assert [unit for unit, n in counts.items() if n > 1] == []


def test_latent_and_own_ratings_have_their_shares(truths, values, base):
    grades = Counter(truths.latent.values())
    assert {g: grades[g] for g, _ in shape.LATENT} == {"excellent": 1040, "good": 716, "completed": 323, "weak": 231}
    own = Counter()
    for s in base:
        points = of(values, s.code, "2016")["self_score"]
        own["excellent" if points >= 90 else "good" if points >= 70 else "completed" if points >= 50 else "weak"] += 1
    assert own == {"excellent": 1432, "good": 716, "completed": 150, "weak": 12}


def test_balances_close_except_where_planted(truths, values, base, city):
    broken = {(s.code, p) for s in base for p in (*shape.PERIODS, "2016") if not balance(values, s.code, p).closes()}
    assert broken == {(code, LAST) for code in truths.faults["broken_balance"]}


def test_periods_join_except_where_planted(truths, values, base):
    torn = {s.code for s in base if balance(values, s.code, "2016").closing != balance(values, s.code, LAST).opening}
    assert torn == set(truths.planted["broken_chain"])
    for s in base:
        first, second, year = (balance(values, s.code, p) for p in ("2016-H1", "2016-H2", "2016"))
        assert (first.opening, first.closing, second.closing) == (year.opening, second.opening, year.closing)
        assert first.admitted + second.admitted == year.admitted


def test_a_part_is_never_more_than_its_whole(values, base, truths):
    pairs = [("attendance", "attendance_due"), ("members_exempt", "members"), ("key_posts_filled", "key_posts"),
             ("key_posts_with_successor", "key_posts"), ("tasks_done", "tasks_assigned"), ("targets_met", "targets_assigned"),
             ("members_failed", "members_rated"), ("complaints_settled", "complaints_received"), ("meetings_held", "meetings_due"),
             ("complaints_prolonged", "complaints_open"), ("committee_filled", "committee_seats"), ("staff_present", "staff_assigned")]  # fmt: skip
    wrong = [
        (s.code, period, part)
        for s in base
        for period in values[s.code]
        for found in [of(values, s.code, period)]
        for part, whole in pairs
        if part in found and whole in found and found[part] > found[whole]
    ]
    assert {(u, part) for u, _, part in wrong} == {(u, "staff_present") for u in truths.planted["staff_over"]}
    assert [o for unit in values.values() for period in unit.values() for o in period.values() if o < 0] == []


def test_tasks_done_and_late_are_within_those_assigned(values, base, truths):
    over = [
        s.code for s in base for f in [of(values, s.code)] if f["tasks_done"] + f["tasks_late"] > f["tasks_assigned"]
    ]
    crooked = truths.planted["parts_wrong"]
    assert [code for code in over if code.split(".")[0] not in crooked] == []


def test_forcing_rules_meet_their_conditions_exactly_where_planted(city, truths, base):
    numbered = {(c.forcing, c.unit) for c in city.conclusions if c.number}
    loose = {(c.forcing, c.unit) for c in city.conclusions if not c.number}
    assert numbered == {(k, u) for k in ("K1", "K2") for u in truths.planted[k]}
    assert loose == {(k, u) for k in ("K1", "K2") for u in truths.planted[f"near_{k}"]}
    lowest = defaultdict(set)
    for c in city.body_classes:
        if c.grade == "weak":
            lowest[c.unit].add(c.body)
    assert {u for u, found in lowest.items() if "peoples_committee" in found} == set(truths.planted["K3"])
    assert {u for u, found in lowest.items() if len(found - {"peoples_committee"}) >= 2} == set(truths.planted["K4"])
    assert {u for u, found in lowest.items() if found and len(found) == 1 and "peoples_committee" not in found} == set(
        truths.planted["near_K4"]
    )


def test_k5_counts_from_the_leaves(city, truths, values, base):
    grade = {c.unit: c.grade for c in city.year_classes}
    cells = defaultdict(list)
    for s in city.spans:
        if s.valid_to is None and s.kind == "cell":
            cells[".".join(s.code.split(".")[:2])].append(grade[s.code])
    third = {u: found.count("weak") * 3 - len(found) for u, found in cells.items()}
    failing = {
        s.code
        for s in base
        if s.kind == "base_cell"
        for f in [of(values, s.code, "2016")]
        if f["members_failed"] * 2 > f["members_rated"]
    }
    assert {u for u, excess in third.items() if excess > 0} | failing == set(truths.planted["K5"])
    assert {u for u, excess in third.items() if excess == 0} == set(truths.planted["near_K5"])


def test_signs_are_plain_in_the_planted_and_absent_in_the_honest(truths, values, city):
    plan = {t.unit: t.value for t in city.targets if t.year == 2017}

    checks = {
        "below_three_members": lambda f, p, t: f["members"] < 3,
        "admissions_behind": lambda f, p, t: t and f["members_admitted"] / (t / 2) < 0.5,
        "no_admission": lambda f, p, t: f["members"] >= 100 and f["members_admitted"] == 0,
        "meetings_short": lambda f, p, t: f["meetings_held"] / f["meetings_due"] < 0.75,
        "attendance_low": lambda f, p, t: f["attendance"] / f["attendance_due"] < 0.7,
        "committee_short": lambda f, p, t: f["committee_filled"] / f["committee_seats"] < 0.8,
        "key_posts_vacant": lambda f, p, t: f["key_posts"] - f["key_posts_filled"] >= 2,
        "successors_missing": lambda f, p, t: f["key_posts_with_successor"] / f["key_posts"] < 0.5,
        "key_staff_weak": lambda f, p, t: f["key_staff_below_standard"] / f["key_posts_filled"] > 0.3,
        "tasks_failed": lambda f, p, t: f["tasks_done"] / f["tasks_assigned"] < 0.5,
        "tasks_behind": lambda f, p, t: 0.5 <= f["tasks_done"] / f["tasks_assigned"] < 0.7,
        "tasks_overdue": lambda f, p, t: f["tasks_late"] >= 5,
        "complaints_prolonged": lambda f, p, t: f["complaints_prolonged"] >= 3,
        "complaints_unsettled": lambda f, p, t: (
            f["complaints_received"] >= 5 and f["complaints_settled"] / f["complaints_received"] < 0.6
        ),
        "group_complaints": lambda f, p, t: f["complaints_group"] >= 1,
        "complex_case": lambda f, p, t: f["complex_cases_open"] >= 1,
        "division_reported": lambda f, p, t: f["division_reported"] >= 1,
        "discipline": lambda f, p, t: f["members_disciplined"] / f["members"] > 0.02,
        "members_lost": lambda f, p, t: (
            (f["members_struck_off"] + f["members_expelled"] + f["members_left"]) / f["members_opening"] > 0.02
        ),
        "members_fall": lambda f, p, t: f["members"] / f["members_opening"] < 0.93,
        "staff_over": lambda f, p, t: f["staff_present"] > f["staff_assigned"],
        "reception_short": lambda f, p, t: f["reception_days"] / 6 < 2 and f["complaints_received"] >= 0,
        "figures_repeated": lambda f, p, t: (
            f["attendance_due"] > 300  # small counts repeat by chance
            and all(f[k] == p[k] for k in ("attendance", "attendance_due", "tasks_assigned", "tasks_done"))
        ),
    }
    communes = {
        s.code
        for s in city.spans
        if s.valid_to is None and s.sector in ("ward", "commune", "town") and s.kind == "base_committee"
    }
    for truth, check in checks.items():
        fires = {
            u
            for u in truths.latent
            if (truth != "reception_short" or u in communes)
            and check(of(values, u), of(values, u, "2016-H2"), plan.get(u, 0))
        }
        assert sorted(set(truths.planted[truth]) - fires) == [], truth
        assert sorted(set(truths.never_accuse) & fires) == [], truth
        # by chance a twentieth of the units at most; of few planned admissions half is easily missed
        assert len(fires) <= (170 if truth == "admissions_behind" else 80), (truth, len(fires))


def test_flattery_is_where_it_was_planted(truths, values):
    gap = {u: of(values, u, "2016")["self_score"] - of(values, u, "2016")["superior_score"] for u in truths.latent}
    assert {u for u, points in gap.items() if points > 15} == set(truths.planted["self_flattery"])


def test_the_honest_are_good_and_rate_themselves_so(truths, values):
    assert len(truths.never_accuse) == 220
    assert {truths.latent[u] for u in truths.never_accuse} <= {"excellent", "good"}
    for unit in truths.never_accuse:
        year = of(values, unit, "2016")
        assert year["self_score"] == year["superior_score"] >= 70
        assert year["targets_met"] == year["targets_assigned"]


def test_the_inflated_praise_themselves_against_the_facts(truths, values):
    for unit in truths.planted["inflated"]:
        year = of(values, unit, "2016")
        assert truths.latent[unit] == "weak"
        assert year["self_score"] >= 90
        assert year["targets_met"] * 2 < year["targets_assigned"]
        for period in shape.PERIODS:
            half = of(values, unit, period)
            assert half["meetings_held"] * 10 <= half["meetings_due"] * 6


def test_repeated_figures_are_equal_and_others_are_not(truths, values, base):
    flows = ("meetings_held", "attendance_due", "attendance", "party_fees", "members_exempt")
    same = {
        s.code
        for s in base
        for a, b in [(of(values, s.code, "2016-H2"), of(values, s.code))]
        if all(a[k] == b[k] for k in flows)
    }
    assert same == set(truths.planted["figures_repeated"])


def test_digits_are_heaped_only_by_those_who_heap(values, truths):
    reporters = [u for u in values if "2016-01" in values[u]]
    assert len(reporters) == shape.MONTHLY_REPORTERS
    heaping = set()
    for unit in reporters:
        found = [values[unit][m][k, "self"] for m in shape.MONTHS for k in ("attendance", "attendance_due")]
        assert len(found) >= 30
        if sum(v % 5 == 0 for v in found) / len(found) > 0.5:
            heaping.add(unit)
    assert heaping == set(truths.planted["digit_heaping"])


def test_months_add_up_to_their_half_years(values):
    for unit in [u for u in values if "2016-01" in values[u]]:
        for key in ("meetings_held", "attendance", "attendance_due"):
            sums = [sum(values[unit][m][key, "self"] for m in shape.MONTHS[i : i + 6]) for i in (0, 6, 12)]
            assert [values[unit][p][key, "self"] for p in shape.PERIODS] == sums


def test_crooked_districts_are_right_in_sum_and_wrong_in_parts(truths, values):
    by_district = defaultdict(list)
    for unit, periods in values.items():
        found = periods[LAST]
        if ("attendance", "inspection") in found:
            by_district[unit.split(".")[0]].append((found["attendance", "self"], found["attendance", "inspection"]))
    assert len(by_district) == 2 * len(truths.planted["parts_wrong"])
    assert all(sum(a for a, _ in rows) == sum(b for _, b in rows) for rows in by_district.values())
    crooked = {d for d, rows in by_district.items() if sum(abs(a - b) * 20 > b for a, b in rows) >= 5}
    assert crooked == set(truths.planted["parts_wrong"])


def test_targets_sum_to_their_parents_but_for_the_shown_differences(city):
    parent = {s.code: s.parent for s in city.spans if s.valid_to is None}
    for year in (2016, 2017):
        value = {t.unit: t.value for t in city.targets if t.year == year}
        sums = defaultdict(int)
        for unit, target in value.items():
            if parent[unit]:
                sums[parent[unit]] += target
        assert sorted(u for u in sums if sums[u] != value[u]) == sorted(
            {u for u in sums if sums[u] != value[u]} - {"TP"}
        )
        assert len([u for u in sums if sums[u] != value[u]]) == 3
        assert 10_000 <= value["TP"] <= 14_000


def test_the_files_that_came_back(city, truths):
    first = {f.unit: f for f in city.returned if not f.corrects}
    communes = {
        s.code
        for s in city.spans
        if s.valid_to is None and s.sector in ("ward", "commune", "town") and s.kind == "base_committee"
    }
    assert communes - set(first) == set(truths.faults["missing"])
    for fault, units in truths.faults.items():
        if fault != "missing":
            assert {f.unit for f in first.values() if f.fault == fault} == set(units)
    late = {f.unit for f in first.values() if f.arrived > shape.DEADLINE}
    assert late == set(truths.faults["late"])
    assert all(f.arrived <= shape.AS_OF for f in city.returned)
    again = {f.unit: f for f in city.returned if f.corrects}
    assert set(again) == set(truths.faults["corrected_later"])
    assert all(again[u].arrived > first[u].arrived for u in again)


def test_quality_shows_in_the_figures(truths, values, base):
    """Correlated indicators: weak units do worse on each mean by more than chance (over 200 units a side)."""
    planted = {u for units in truths.planted.values() for u in units}
    mean = {}
    for grade in ("excellent", "weak"):
        found = [of(values, s.code) for s in base if truths.latent[s.code] == grade and s.code not in planted]
        mean[grade] = {
            k: sum(f[k] for f in found) / sum(f[w] for f in found)
            for k, w in (
                ("attendance", "attendance_due"),
                ("tasks_done", "tasks_assigned"),
                ("meetings_held", "meetings_due"),
                ("key_posts_with_successor", "key_posts"),
            )
        }
    assert [k for k in mean["weak"] if mean["weak"][k] >= mean["excellent"][k]] == []


def test_districts_differ_in_quality(truths):
    shares = defaultdict(Counter)
    for unit, grade in truths.latent.items():
        shares[unit.split(".")[0]][grade] += 1
    weak = [c["weak"] / c.total() for c in shares.values()]
    assert max(weak) > 0.2
    assert min(weak) < 0.05


def test_cutting_takes_all():
    assert latent.cut(list("abc"), (("x", 0.4), ("y", 0.6))) == {"a": "x", "b": "y", "c": "y"}


def test_score_of_a_perfect_a_blind_and_a_rash_detector(truths):
    perfect = score.score(truths, {"K1": truths.planted["K1"], "late": truths.faults["late"]})
    assert (perfect.recall, perfect.false_accusation) == (1.0, 0.0)
    blind = score.score(truths, {"K1": []})
    assert blind.recall == 0.0
    assert blind.truths[0].missed == truths.planted["K1"]
    everyone = list(truths.latent)
    rash = score.score(truths, {"K4": everyone})
    assert (rash.recall, rash.false_accusation) == (1.0, 1.0)
    assert rash.truths[0].wrongly == truths.planted["near_K4"]
    assert rash.truths[0].recall == 1.0


def test_a_detection_of_no_known_truth_is_refused(truths):
    with pytest.raises(KeyError, match="No such truth: K9; there are K1"):
        score.score(truths, {"K9": []})


def test_truths_survive_their_file(truths):
    import json

    assert score.from_json(json.loads(json.dumps(score.as_json(truths)))) == truths
