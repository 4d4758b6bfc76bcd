"""Small runs for the tests of review: rules from a few lines, figures from a mapping."""

import datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import polars as pl

from kientoan.core import params
from kientoan.core.params import Entry
from kientoan.review.rules import expressions
from kientoan.review.rules.criteria import Criteria, criteria_at
from kientoan.review.rules.evaluate import Rules, review
from kientoan.review.rules.figures_given import Given
from kientoan.review.rules.signs import Sign

PARAMETERS = params.load(home="/nonexistent")
DAY = datetime.date(2017, 6, 30)
ENTRY = Entry(DAY, None, "Test", None, None, "high", "test")
OBSERVATIONS = {"unit": pl.Int64, "indicator": pl.String, "value": pl.Float64}


def sign(code, measure, fires="<", threshold="1", severity=1, *, when=None, kinds=(), sectors=()):
    """One rule whose sentence prints its value."""
    return Sign(
        code=code,
        title={"vi": code, "en": code},
        measure=expressions.parse(measure),
        when=expressions.parse(when) if when else None,
        fires=fires,
        threshold=Decimal(threshold),
        severity=severity,
        kinds=frozenset(kinds),
        sectors=frozenset(sectors),
        sentence={"vi": "{value} so với {threshold}", "en": "{value} against {threshold}"},
        entry=ENTRY,
    )


def criteria(propose_from=6, near_from=4, grave_signs=2, enough="0"):
    """The product's criteria with other numbers."""
    own = criteria_at(PARAMETERS, DAY)
    return Criteria(
        (1, 2, 4), propose_from, near_from, grave_signs, Fraction(enough), MappingProxyType(own.facts), own.entries
    )


def observations(figures):
    """A long frame from {unit: {indicator: value}}."""
    rows = [(unit, code, value) for unit, values in figures.items() for code, value in values.items()]
    return pl.DataFrame(rows, schema=OBSERVATIONS, orient="row")


def units(*rows):
    """The units frame; a bare id is a base committee of a commune under nothing."""
    whole = [row if isinstance(row, tuple) else (row, "base_committee", "commune", None) for row in rows]
    schema = {"unit": pl.Int64, "kind": pl.String, "sector": pl.String, "parent": pl.Int64}
    return pl.DataFrame(whole, schema=schema, orient="row")


def run(figures, signs, rules=None, *, who=None, **given):
    """Review units by signs and criteria."""
    who = units(*figures) if who is None else who
    for name in ("prior", "lastyear", "targets"):
        if isinstance(given.get(name), dict):
            given[name] = observations(given[name])
    what = Given(who, observations(figures), **given)
    return review(what, Rules(tuple(signs), rules or criteria(), "test"), period="2017-H1", as_of=DAY)
