"""The mid-year run: every sign over every unit at once, and what the customer's criteria make of it.

Each rule has one of four answers for a unit: it fires, it does not, it does not apply, or it cannot be decided because
a figure is missing. A missing figure is never zero, and taking a figure away can only leave a unit's outcome as it was or
turn it into "not enough figures".
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from kientoan.core.params import ParameterSet
from kientoan.review.rules import expressions
from kientoan.review.rules.criteria import Criteria, Fact, Outcome, criteria_at
from kientoan.review.rules.figures_given import Given
from kientoan.review.rules.results import FACT, SIGN, Reason, Result, UnitResult, exact
from kientoan.review.rules.signs import RuleFaults, Sign, signs_at

FIRED, CLEAR, UNDECIDED, NOT_APPLICABLE = 1, 0, 2, 3
COMBO, STATUS, MEASURE = "__combo", "__status_", "__measure_"
Combo = tuple[str, str | None]


@dataclass(frozen=True)
class Rules:
    """What a run judges by: the signs and listing criteria of a day, and the fingerprint of their texts."""

    signs: tuple[Sign, ...]
    criteria: Criteria
    fingerprint: str

    @classmethod
    def at(cls, parameters: ParameterSet, day: datetime.date, *, indicators: Collection[str] = ()) -> "Rules":
        """Give the rules in force on a day; `indicators` are those of the register; raises `RuleFaults` with every fault."""
        return cls(
            signs_at(parameters, day, indicators=indicators),
            criteria_at(parameters, day),
            parameters.fingerprint("review"),
        )


def review(given: Given, rules: Rules, *, period: str, as_of: datetime.date) -> Result:
    """Judge every unit by the rules; raises `BadFigures` for doubled figures and `RuleFaults` for unknown facts."""
    unknown = sorted({fact.kind for fact in given.facts} - set(rules.criteria.facts))
    if unknown:
        raise RuleFaults([("review.listing.facts", f"says nothing of {kind!r}") for kind in unknown])
    combos = _combos(given)
    signs, left_out = _usable(rules.signs, given, combos)
    table = _judged(given, signs, combos)
    reasons = _sign_reasons(table, signs, rules.criteria)
    for unit, found in _fact_reasons(given, rules.criteria).items():
        reasons.setdefault(unit, []).extend(found)
    missing = _missing(table, signs)
    units = _unit_results(table, signs, rules.criteria, reasons, missing)
    return Result(period, as_of, rules.fingerprint, given.fingerprint(), units, left_out)


def _combos(given: Given) -> dict[Combo, int]:
    pairs = given.checked_units().select("kind", "sector").unique().sort("kind", "sector", nulls_last=False).rows()
    return {(kind, sector): number for number, (kind, sector) in enumerate(pairs)}


def _usable(
    signs: Sequence[Sign], given: Given, combos: Mapping[Combo, int]
) -> tuple[list[Sign], tuple[tuple[str, str], ...]]:
    usable, left_out = [], []
    for sign in signs:
        empty = [
            prefix
            for prefix in sorted({expressions.prefix_of(name) for name in sign.inputs})
            if _is_empty(given, prefix)
        ]
        meant = [combo for combo in combos if sign.speaks_of(*combo)]
        if empty and empty != [""]:
            left_out.append((sign.code, f"no figures: {', '.join(prefix.rstrip('_') for prefix in empty if prefix)}"))
        elif not meant:
            left_out.append((sign.code, "no unit of its kinds and sectors"))
        elif not any(_is_asked(given, sign, combo) for combo in meant) and not _is_given(given, sign):
            left_out.append((sign.code, "not asked"))
        else:
            usable.append(sign)
    return usable, tuple(left_out)


def _is_empty(given: Given, prefix: str) -> bool:
    frame = given.frame(prefix)
    return frame is None or frame.is_empty()


def _is_given(given: Given, sign: Sign) -> bool:
    """Say whether somebody gave any of the figures though nobody asked: an OR may be decided by one of them."""
    plain = {name for name in sign.inputs if not expressions.prefix_of(name)} - {expressions.MONTHS}
    frame = given.frame("")
    return frame is not None and not plain.isdisjoint(frame["indicator"].unique())


def _is_asked(given: Given, sign: Sign, combo: Combo) -> bool:
    if given.asked is None:
        return True
    codes = {*given.asked.get(combo, ()), expressions.MONTHS}
    return all(expressions.prefix_of(name) or name in codes for name in sign.inputs)


def _judged(given: Given, signs: Sequence[Sign], combos: Mapping[Combo, int]) -> pl.DataFrame:
    """Give the units with their figures, and for each sign its answer and measure."""
    table = given.wide(name for sign in signs for name in sign.inputs)
    keys = pl.DataFrame(
        {
            "kind": [kind for kind, _ in combos],
            "sector": [sector for _, sector in combos],
            COMBO: list(combos.values()),
        },
        schema={"kind": pl.String, "sector": pl.String, COMBO: pl.Int32},
    )
    table = table.join(keys, on=["kind", "sector"], how="left", nulls_equal=True, maintain_order="left")
    marks = []
    for prefix in expressions.PREFIXES:
        frame = given.frame(prefix)
        known = frame["unit"].unique() if frame is not None else pl.Series([], dtype=pl.Int64)
        marks.append(pl.col("unit").is_in(known.implode()).alias(f"__has_{prefix}"))
    table = table.with_columns(marks)
    columns = [column for sign in signs for column in _columns(sign, given, combos)]
    return table.with_columns(columns)


def _columns(sign: Sign, given: Given, combos: Mapping[Combo, int]) -> list[pl.Expr]:
    meant = [number for combo, number in combos.items() if sign.speaks_of(*combo)]
    asked = [number for combo, number in combos.items() if _is_asked(given, sign, combo)]
    measure = pl.sql_expr(expressions.to_sql(sign.measure)).round(9)
    measure = pl.when(measure.is_finite()).then(measure)
    when = pl.sql_expr(expressions.to_sql(sign.when)) if sign.when is not None else pl.lit(value=True)
    fires = _compared(measure, sign.fires, float(sign.threshold))
    lacks = pl.any_horizontal(pl.col(name).is_null() for name in sign.inputs) if sign.inputs else pl.lit(value=False)
    excused = ~pl.col(COMBO).is_in(asked)
    for prefix in sorted({expressions.prefix_of(name) for name in sign.inputs} - {""}):
        excused = excused | ~pl.col(f"__has_{prefix}")
    answer = when & fires
    status = (
        pl.when(~pl.col(COMBO).is_in(meant) | (when.is_not_null() & ~when))
        .then(NOT_APPLICABLE)
        .when(when.is_null() | answer.is_null())
        .then(pl.when(lacks & ~excused).then(UNDECIDED).otherwise(NOT_APPLICABLE))
        .when(answer)
        .then(FIRED)
        .otherwise(CLEAR)
    )
    return [status.cast(pl.Int8).alias(STATUS + sign.code), measure.alias(MEASURE + sign.code)]


def _compared(measure: pl.Expr, sign: str, threshold: float) -> pl.Expr:
    return {
        "<": measure < threshold,
        "<=": measure <= threshold,
        ">": measure > threshold,
        ">=": measure >= threshold,
        "=": measure == threshold,
        "<>": measure != threshold,
    }[sign]


def _sign_reasons(table: pl.DataFrame, signs: Sequence[Sign], criteria: Criteria) -> dict[int, list[Reason]]:
    reasons: dict[int, list[Reason]] = {}
    whole = table.lazy()
    asked = [
        whole.filter(pl.col(STATUS + sign.code) == FIRED).select("unit", MEASURE + sign.code, *sign.inputs)
        for sign in signs
    ]
    for sign, fired in zip(signs, pl.collect_all(asked), strict=True):
        points = criteria.points(sign.severity)
        for unit, measured, *figures in fired.iter_rows():
            inputs = tuple((name, _exact(one)) for name, one in zip(sign.inputs, figures, strict=True))
            reason = Reason(
                code=sign.code,
                source=SIGN,
                severity=sign.severity,
                points=points,
                proposes=False,
                value=exact(measured),
                threshold=sign.threshold,
                inputs=inputs,
                number="",
                words=sign.sentence,
                entry=sign.entry,
            )
            reasons.setdefault(unit, []).append(reason)
    return reasons


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else exact(value)


def _fact_reasons(given: Given, criteria: Criteria) -> dict[int, list[Reason]]:
    known = set(given.checked_units()["unit"].to_list())
    strongest: dict[tuple[int, str], Fact] = {}
    for fact in sorted(fact for fact in set(given.facts) if fact.unit in known):
        before = strongest.get((fact.unit, fact.kind))
        if before is None or (fact.has_number and not before.has_number):
            strongest[fact.unit, fact.kind] = fact
    reasons: dict[int, list[Reason]] = {}
    for fact in strongest.values():
        reasons.setdefault(fact.unit, []).append(_fact_reason(fact, criteria))
    return reasons


def _fact_reason(fact: Fact, criteria: Criteria) -> Reason:
    rule, entry = criteria.facts[fact.kind], criteria.entries["facts"]
    whole = rule.counts_fully(fact)
    severity = rule.severity if whole or rule.without_number is None else rule.without_number
    words = rule.sentence if whole else rule.sign_sentence
    return Reason(
        code=fact.kind,
        source=FACT,
        severity=severity,
        points=criteria.points(severity),
        proposes=whole and rule.proposes,
        value=None,
        threshold=None,
        inputs=(),
        number=fact.number.strip(),
        words=words,
        entry=entry,
    )


def _missing(table: pl.DataFrame, signs: Sequence[Sign]) -> dict[int, list[str]]:
    missing: dict[int, list[str]] = {}
    names = sorted({name for sign in signs for name in sign.inputs})
    asked = []
    for name in names:
        readers = [STATUS + sign.code for sign in signs if name in sign.inputs]
        needed = pl.any_horizontal(pl.col(column) == UNDECIDED for column in readers)
        asked.append(table.lazy().filter(needed & pl.col(name).is_null()).select("unit"))
    for name, lacking in zip(names, pl.collect_all(asked), strict=True):
        for unit in lacking["unit"].to_list():
            missing.setdefault(unit, []).append(name)
    return missing


def _unit_results(
    table: pl.DataFrame,
    signs: Sequence[Sign],
    criteria: Criteria,
    reasons: Mapping[int, list[Reason]],
    missing: Mapping[int, list[str]],
) -> tuple[UnitResult, ...]:
    codes = [sign.code for sign in signs]
    points = [criteria.points(sign.severity) for sign in signs]
    grave = [sign.severity == 3 for sign in signs]
    found = []
    for unit, *answers in table.select("unit", *(STATUS + code for code in codes)).iter_rows():
        open_ones = (
            [number for number, answer in enumerate(answers) if answer == UNDECIDED] if UNDECIDED in answers else []
        )
        applicable = len(answers) - answers.count(NOT_APPLICABLE)
        mine = tuple(sorted(reasons.get(unit, ()), key=lambda reason: reason.weight))
        tally = _Tally(
            points=sum(reason.points for reason in mine),
            grave=sum(reason.severity == 3 for reason in mine),
            open_points=sum(points[number] for number in open_ones),
            open_grave=sum(grave[number] for number in open_ones),
            decided=applicable - len(open_ones),
            applicable=applicable,
            by_fact=any(reason.proposes for reason in mine),
        )
        found.append(
            UnitResult(
                unit=unit,
                outcome=_outcome(tally, criteria),
                points=tally.points,
                could_reach=tally.points + tally.open_points,
                decided=tally.decided,
                applicable=applicable,
                reasons=mine,
                missing=tuple(missing.get(unit, ())),
                undecided=tuple(codes[number] for number in open_ones),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Tally:
    """What is known of a unit and what the open rules could still add."""

    points: int
    grave: int
    open_points: int
    open_grave: int
    decided: int
    applicable: int
    by_fact: bool


def _outcome(tally: _Tally, criteria: Criteria) -> Outcome:
    """Say what the criteria make of a tally; what is missing can never make it better."""
    most, most_grave = tally.points + tally.open_points, tally.grave + tally.open_grave
    if criteria.proposes(tally.points, tally.grave, by_fact=tally.by_fact):
        return Outcome.PROPOSED
    enough = criteria.enough_figures
    too_few = tally.decided == 0 or tally.decided * enough.denominator < tally.applicable * enough.numerator
    if too_few or criteria.proposes(most, most_grave, by_fact=False):
        return Outcome.NOT_ENOUGH_FIGURES
    if tally.points >= criteria.near_from:
        return Outcome.NEAR
    return Outcome.NOT_ENOUGH_FIGURES if most >= criteria.near_from else Outcome.NOT_PROPOSED
