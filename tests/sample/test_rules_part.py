"""A part of the city is whole in itself."""

import pytest

from kientoan.sample.rules import part, score
from kientoan.sample.rules.part import TOP, WHOLE, Size


def test_the_whole_is_the_generated_city(city):
    assert part.make(Size(city.seed, WHOLE)) == city


def test_everything_named_is_a_unit_of_the_part(small):
    units = {span.code for span in small.spans}
    home = next(a.unit.split(".")[0] for a in small.accounts if a.unit != TOP)
    assert {TOP, home} <= {code.split(".")[0] for code in units}
    assert len({code for code in units if "." not in code}) == 4
    named = (
        {s.parent for s in small.spans if s.parent} | {b.unit for b in small.bodies} | {p.unit for p in small.people}
    )
    named |= {o.unit for o in small.observations} | {t.unit for t in small.targets} | {r.unit for r in small.returned}
    named |= {c.unit for c in (*small.conclusions, *small.body_classes, *small.year_classes)}
    named |= {code for o in small.operations for code in (o.from_code, o.to_code) if code}
    assert named <= units
    posts, people = {p.code for p in small.posts}, {p.code for p in small.people}
    assert {h.post for h in small.holdings} <= posts
    assert {h.person for h in small.holdings} <= people
    assert {a.unit for a in small.accounts} <= units
    assert {a.person for a in small.accounts} <= people


def test_spans_of_a_unit_join_without_a_gap(small):
    ends = {}
    for span in small.spans:
        assert ends.get(span.code, span.valid_from) == span.valid_from
        ends[span.code] = span.valid_to


def test_the_citys_target_is_the_sum_of_its_districts(small):
    for year in (2016, 2017):
        [top] = [t.value for t in small.targets if t.unit == TOP and t.year == year]
        assert top == sum(t.value for t in small.targets if t.year == year and "." not in t.unit and t.unit != TOP)


def test_truths_name_units_of_the_part_only(small):
    units = {span.code for span in small.spans}
    named = {u for codes in (*small.truths.planted.values(), *small.truths.faults.values()) for u in codes}
    assert named
    assert named | set(small.truths.latent) | set(small.truths.never_accuse) <= units
    assert sum(bool(codes) for codes in small.truths.faults.values()) >= 6, "three districts show most kinds of faults"
    empty = next(truth for truth, codes in small.truths.planted.items() if not codes)
    assert score.score(small.truths, {empty: []}).recall == 1.0


@pytest.mark.parametrize("districts", [0, 31])
def test_no_city_has_so_many_districts(city, districts):
    with pytest.raises(ValueError, match="of 30"):
        part.part_of(city, districts)
