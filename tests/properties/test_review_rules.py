"""The run over Polars against a slow plain reading of the same rules, and what must hold of every run."""

import operator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from kientoan.core import params
from kientoan.review.rules import expressions
from kientoan.review.rules.criteria import Fact, Outcome
from kientoan.review.rules.expressions import Name, Number, Unary
from kientoan.review.rules.regimes import (
    BodyClass,
    Conclusion,
    UnitYear,
    YearClass,
    propose_classes,
)
from tests.review.judged import DAY, criteria, run, sign, units

CODES = ("a", "b", "c", "d")
FACTS = ("division", "government_lowest", "weak_last_year")
KINDS = (("base_committee", "commune"), ("base_committee", "ward"), ("cell", None))

# ── rules and figures out of which runs are made ──────────────────────────────────────────────────────────────
MEASURES = (
    "a", "a / b", "a - prior_a", "(a + b) / (c + d)", "ABS(c - d)", "a / (target_a * months / 12)", "a * 2 - b",
    "-c", "a - lastyear_a", "a / b / c",
)  # fmt: skip
WHENS = (
    None,
    None,
    "b > 2",
    "a > 1 OR c > 1",
    "NOT (a > 3 AND d < 2)",
    "a / b > 1",
    "c <> 2 AND d >= 1",
    "prior_a > 0",
)
rules = st.builds(
    lambda n, measure, fires, threshold, severity, when, kinds, sectors: (
        n, measure, fires, str(threshold), severity, when, kinds, sectors,
    ),
    st.integers(0, 99), st.sampled_from(MEASURES), st.sampled_from(expressions.COMPARISONS),
    st.sampled_from(["-1", "0", "0.5", "1", "2", "0.75"]), st.integers(1, 3), st.sampled_from(WHENS),
    st.sampled_from([(), (), (), (), ("base_committee",), ("cell",)]), st.sampled_from([(), (), (), (), ("ward",), ("commune", "ward")]),
)  # fmt: skip
value = st.sampled_from([None, 0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 4.0])
figures = st.one_of(
    st.fixed_dictionaries(dict.fromkeys(CODES, value)), st.dictionaries(st.sampled_from(CODES), value, max_size=3)
)
asked = st.one_of(
    st.none(), st.dictionaries(st.sampled_from(KINDS), st.frozensets(st.sampled_from(CODES)), min_size=1, max_size=3)
)


@dataclass
class Case:
    """One drawn run."""

    signs: list
    criteria: object
    who: list
    current: dict
    more: dict

    def run(self, current=None, who=None):
        return run(self.current if current is None else current, self.signs, self.criteria,
                   who=units(*(who or self.who)), **self.more)  # fmt: skip


@st.composite
def cases(draw):
    drawn = draw(st.lists(rules, min_size=1, max_size=7, unique_by=lambda rule: rule[0]))
    signs = [
        sign(f"s{n:02}", measure, fires, threshold, severity, when=when, kinds=kinds, sectors=sectors)
        for n, measure, fires, threshold, severity, when, kinds, sectors in drawn
    ]
    ids = draw(st.lists(st.integers(1, 9), min_size=1, max_size=7, unique=True))
    who = [(unit, *draw(st.sampled_from(KINDS)), None) for unit in ids]

    def each():
        return {unit: draw(figures) for unit in ids}

    current = each()
    more = {name: each() if draw(st.booleans()) else None for name in ("prior", "lastyear", "targets")}
    more["asked"] = draw(asked)
    facts = st.builds(Fact, st.sampled_from(ids), st.sampled_from(FACTS), st.sampled_from(["", "1-KL/TU", "2-KL/TU"]))
    more["facts"] = tuple(draw(st.one_of(st.just([]), st.lists(facts, max_size=3))))
    near = draw(st.integers(1, 8))
    limits = criteria(
        near + draw(st.integers(0, 4)), near, draw(st.integers(1, 4)), draw(st.sampled_from(["0", "0", "0.5", "1"]))
    )
    return Case(signs, limits, who, current, more)


# ── the slow plain way: exact fractions, None for what is not known ───────────────────────────────────────────
RELATIONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
SUMS = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def worth(node, known):
    if isinstance(node, Number):
        return Fraction(node.value)
    if isinstance(node, Name):
        return known[node.name]
    if isinstance(node, Unary):
        inner = worth(node.of, known)
        return None if inner is None else {"-": operator.neg, "ABS": abs, "NOT": operator.not_}[node.op](inner)
    left, right = worth(node.left, known), worth(node.right, known)
    if node.op == "AND":
        return False if False in (left, right) else None if None in (left, right) else True
    if node.op == "OR":
        return True if True in (left, right) else None if None in (left, right) else False
    if left is None or right is None:
        return None
    if node.op == "/":
        return None if right == 0 else left / right
    return (RELATIONS | SUMS)[node.op](left, right)


def plainly(case):
    """Say of every unit (outcome, points, fired codes, missing names), one unit and one rule after another."""
    sheets = {
        "": case.current,
        "prior_": case.more["prior"],
        "lastyear_": case.more["lastyear"],
        "target_": case.more["targets"],
    }
    sheets = {
        prefix: {u: {k: v for k, v in row.items() if v is not None} for u, row in (sheet or {}).items()}
        for prefix, sheet in sheets.items()
    }
    return {unit: _one(case, sheets, unit, kind, sector) for unit, kind, sector, _ in case.who}


def _one(case, sheets, unit, kind, sector):
    fired, opened, decided, applicable, missing = [], [], 0, 0, set()
    for rule in case.signs:
        if not rule.speaks_of(kind, sector):
            continue
        known, excused = _read(case, sheets, rule, unit, (kind, sector))
        when = True if rule.when is None else worth(rule.when, known)
        measure = worth(rule.measure, known)
        gaps = set() if excused else {name for name, one in known.items() if one is None}
        undecided = when is None or measure is None
        if when is False or (undecided and not gaps):
            continue
        if undecided:
            opened.append(rule)
            missing |= gaps
            applicable += 1
            continue
        applicable += 1
        decided += 1
        if RELATIONS[rule.fires](measure, Fraction(rule.threshold)):
            fired.append(rule)
    return _told(case, unit, fired, opened, decided, applicable, missing)


def _read(case, sheets, rule, unit, combo):
    known, excused = {"months": Fraction(6)}, False
    for name in set(rule.inputs) - {"months"}:
        prefix = expressions.prefix_of(name)
        found = sheets[prefix].get(unit, {}).get(name.removeprefix(prefix))
        known[name] = None if found is None else Fraction(found)
        if prefix:
            excused |= not sheets[prefix].get(unit)
        elif case.more["asked"] is not None:
            excused |= name not in case.more["asked"].get(combo, ())
    return known, excused


def _told(case, unit, fired, opened, decided, applicable, missing):
    limits = case.criteria
    severities = [rule.severity for rule in fired]
    alone = False
    for kind in {fact.kind for fact in case.more["facts"] if fact.unit == unit}:
        numbered = any(fact.number for fact in case.more["facts"] if (fact.unit, fact.kind) == (unit, kind))
        how = limits.facts[kind]
        counts = numbered or not how.needs_number
        severities.append(how.severity if counts else how.without_number)
        alone |= counts and how.proposes
    worst = severities + [rule.severity for rule in opened]

    def listed(these):
        return sum(limits.points(one) for one in these) >= limits.propose_from or these.count(3) >= limits.grave_signs

    points, most = (sum(limits.points(one) for one in these) for these in (severities, worst))
    if alone or listed(severities):
        said = Outcome.PROPOSED
    elif not decided or Fraction(decided, applicable) < limits.enough_figures or listed(worst):
        said = Outcome.NOT_ENOUGH_FIGURES
    elif points >= limits.near_from:
        said = Outcome.NEAR
    else:
        said = Outcome.NOT_ENOUGH_FIGURES if most >= limits.near_from else Outcome.NOT_PROPOSED
    return said, points, {rule.code for rule in fired}, missing


@settings(max_examples=150, deadline=None)
@given(cases())
def test_the_fast_way_says_what_the_slow_way_says(case):
    found = {
        one.unit: (
            one.outcome,
            one.points,
            {reason.code for reason in one.reasons if reason.source == "sign"},
            set(one.missing),
        )
        for one in case.run().units
    }
    assert found == plainly(case)


@settings(max_examples=60, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_byte(case, random):
    shuffled = list(case.current.items())
    random.shuffle(shuffled)
    shuffled = {unit: dict(random.sample(list(row.items()), len(row))) for unit, row in shuffled}
    who = random.sample(case.who, len(case.who))
    assert case.run(shuffled, who).to_bytes() == case.run().to_bytes()


@settings(max_examples=120, deadline=None)
@given(cases(), st.data())
def test_taking_a_figure_away_leaves_the_outcome_or_makes_it_not_enough(case, data):
    case.more["asked"] = None
    unit = data.draw(st.sampled_from([one[0] for one in case.who]))
    code = data.draw(st.sampled_from(CODES))
    fewer = {one: {k: v for k, v in row.items() if (one, k) != (unit, code)} for one, row in case.current.items()}
    before, after = case.run(), case.run(fewer)
    assert after.of(unit).outcome in {before.of(unit).outcome, Outcome.NOT_ENOUGH_FIGURES}
    for other in (one[0] for one in case.who if one[0] != unit):
        assert after.of(other) == before.of(other)


# ── the year class ────────────────────────────────────────────────────────────────────────────────────────────
PARAMETERS = params.load(home="/nonexistent")
BEST_FIRST = list(YearClass)
maybe = st.sampled_from([None, False, False, False, False, True])
years = st.builds(
    lambda score, gov, mass, rules_, members, failed, kind: UnitYear(
        unit=1,
        kind=kind,
        score=score,
        members=members,
        members_failed=None if failed is None else min(failed, members or 0),
        conclusions=tuple(Conclusion(rule, number) for rule, number in rules_),
        bodies=(BodyClass("gov", "government", gov), *(BodyClass(f"m{n}", "front_mass", one) for n, one in enumerate(mass))),
    ),
    st.sampled_from([None, *(Decimal(one) for one in ("0", "49.99", "50", "60", "69.99", "70", "89.99", "90", "100"))]), maybe, st.lists(maybe, max_size=4),
    st.lists(st.tuples(st.sampled_from(["K1", "K2"]), st.sampled_from(["", "", "3-KL/TU"])), max_size=1),
    st.integers(0, 9), st.one_of(st.none(), st.integers(0, 9)), st.sampled_from(["base_committee", "base_cell"]),
)  # fmt: skip
below = st.lists(st.sampled_from([None, *BEST_FIRST]), max_size=6)


def year_class(unit, decided):
    children = [UnitYear(unit=10 + n, kind="cell", parent=1, decided=one) for n, one in enumerate(decided)]
    return propose_classes(PARAMETERS, [unit, *children], reference_date=DAY)[-1]


def plain_class(unit, decided):
    """Read HD 27 as it is written, or None where what is missing could still change the class."""
    lowest = [body.lowest for body in unit.bodies if body.counts == "front_mass"]
    forced = [
        any(one.number for one in unit.conclusions),
        unit.bodies[0].lowest,
        True if lowest.count(True) >= 2 else None if lowest.count(True) + lowest.count(None) >= 2 else False,
    ]
    if unit.kind == "base_cell":
        known = unit.members is not None and unit.members_failed is not None
        forced.append(2 * unit.members_failed > unit.members if known else None)
    else:
        weak, unknown = decided.count(YearClass.WEAK), decided.count(None)
        forced.append(True if 3 * weak > len(decided) else None if 3 * (weak + unknown) > len(decided) else False)
    if True in forced or (unit.score is not None and unit.score < 50):
        return YearClass.WEAK
    if None in forced or unit.score is None:
        return None
    return YearClass.EXCELLENT if unit.score >= 90 else YearClass.GOOD if unit.score >= 70 else YearClass.COMPLETED


@settings(max_examples=200, deadline=None)
@given(years, below)
def test_the_year_class_is_that_of_the_plain_reading(unit, decided):
    assert year_class(unit, decided).proposed == plain_class(unit, decided)


@settings(max_examples=100, deadline=None)
@given(years, below, st.data())
def test_forgetting_a_decided_class_below_never_makes_a_proposal_better(unit, decided, data):
    before = year_class(unit, decided)
    if not decided:
        return
    gone = data.draw(st.integers(0, len(decided) - 1))
    after = year_class(unit, [None if n == gone else one for n, one in enumerate(decided)])
    assert after.proposed in {before.proposed, None}
