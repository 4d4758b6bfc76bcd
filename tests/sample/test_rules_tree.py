"""The tree has the shape of Hanoi in 2017 and a past that leads to it."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest

from kientoan.sample.rules import history, names, shape, units

SEED = 2017


@pytest.fixture(scope="module")
def tree():
    return units.build(SEED)


@pytest.fixture(scope="module")
def told(tree):
    fresh = units.build(SEED)
    return history.past(SEED, fresh)


@pytest.fixture(scope="module")
def spans(told):
    return told[0]


def as_of(spans, day):
    return [s for s in spans if s.valid_from <= day and (s.valid_to is None or day < s.valid_to)]


def test_counts_of_the_day_of_the_conference(spans):
    live = as_of(spans, shape.AS_OF)
    kinds = Counter(s.kind for s in live)
    assert kinds["city_committee"] == 1
    assert kinds["upper_base_committee"] == 50
    assert (kinds["base_committee"], kinds["base_cell"]) == (924, 1386)
    assert abs(kinds["cell"] - 20_000) <= 200
    assert kinds["sub_committee"] > 100
    assert kinds["group"] > 1000
    assert Counter(s.code[0] for s in live if s.sector == "district") == {"Q": 12, "H": 17, "X": 1}
    sectors = Counter(s.sector for s in live if s.kind in ("base_committee", "base_cell"))
    assert (sectors["ward"], sectors["commune"], sectors["town"]) == (177, 386, 21)
    assert sum(sectors.values()) == 2310


def test_members_add_up_at_every_level(tree):
    assert sum(node.members for node in tree.base) == shape.MEMBERS
    for base in tree.base:
        if base.kind == "base_committee":
            assert sum(child.members for child in base.children) == base.members
    assert all(3 <= node.members < 30 for node in tree.base if node.kind == "base_cell" and node.code not in tree.small)
    assert [node.members for node in tree.base if node.code in tree.small] == [2] * 6
    assert all(node.members >= 30 for node in tree.base if node.kind == "base_committee")
    assert all(node.members >= 3 for node in tree.below)


def test_the_tree_is_at_least_five_deep(spans):
    parent = {s.code: s.parent for s in as_of(spans, shape.AS_OF)}

    def depth(code):
        return 1 + depth(parent[code]) if parent[code] else 1

    assert max(depth(code) for code in parent) == 6


def test_spans_of_one_unit_do_not_overlap_and_leave_no_gap(spans):
    of = defaultdict(list)
    for span in spans:
        of[span.code].append(span)
    for found in of.values():
        assert all(span.valid_to is None or span.valid_from < span.valid_to for span in found)
        assert all(one.valid_to == two.valid_from for one, two in pairwise(found))


def test_every_parent_exists_through_the_whole_span(spans):
    life = defaultdict(lambda: (date.max, date.min))
    for s in spans:
        first, last = life[s.code]
        life[s.code] = (min(first, s.valid_from), max(last, s.valid_to or date.max))
    assert all(s.parent in life for s in spans if s.parent)
    outside = [
        s
        for s in spans
        if s.parent and not (life[s.parent][0] <= s.valid_from and (s.valid_to or date.max) <= life[s.parent][1])
    ]
    assert outside == []


def test_the_past_holds_every_kind_of_operation_before_the_conference(told):
    spans, operations = told
    ops = Counter(o.op for o in operations)
    assert min(ops[op] for op in ("merge", "split", "rename", "move", "close", "change_kind", "open")) >= 5
    assert all(o.day < shape.AS_OF for o in operations)
    days = defaultdict(set)
    for o in operations:
        days[o.decision].add(o.day)
    assert all(len(found) == 1 for found in days.values())
    assert len(as_of(spans, shape.REGISTER_OPENS)) != len(as_of(spans, shape.AS_OF))


def test_each_operation_is_seen_in_the_spans(told):
    spans, operations = told
    of = defaultdict(list)
    for span in spans:
        of[span.code].append(span)
    for o in operations:
        old, new = of[o.from_code], of[o.to_code] if o.to_code else []
        if o.op in ("merge", "split"):
            assert old[-1].valid_to == o.day == new[0].valid_from
        elif o.op == "close":
            assert old[-1].valid_to == o.day
        elif o.op == "open":
            assert old[0].valid_from == o.day
        else:
            before, after = (next(s for s in old if s.valid_to == o.day), next(s for s in old if s.valid_from == o.day))
            changed = {"rename": "name", "move": "parent", "change_kind": "kind"}[o.op]
            assert getattr(before, changed) != getattr(after, changed)


def test_shares_of_a_split_make_one(told):
    shares = defaultdict(Decimal)
    for o in told[1]:
        if o.op == "split":
            shares[o.from_code] += o.share
    assert set(shares.values()) == {Decimal(1)}


def test_units_that_never_were_together_are_apart(spans):
    day = shape.REGISTER_OPENS
    assert not any(s.valid_from > day for s in as_of(spans, day))
    assert as_of(spans, day - timedelta(days=1)) == []


def test_no_unit_bears_the_name_of_a_real_place(spans, tree):
    places = {
        s.name.split(maxsplit=3)[-1]
        for s in spans
        if s.sector in ("district", "commune", "ward", "town") and s.kind.endswith("committee")
    }
    bare = {" ".join(place.split()[-2:]) for place in places if "số" not in place}
    assert len(bare) > 600
    assert [name for name in bare if names.is_real_place(name)] == []
    assert not names.is_real_place(" ".join(tree.city.place.split()[-2:]))


def test_the_seed_decides_everything_and_another_seed_another_city():
    def told(seed):
        tree = units.build(seed)
        return repr(history.past(seed, tree)).encode()

    assert told(5) == told(5)
    assert told(5) != told(6)


def test_a_split_that_cannot_be_made_is_refused():
    with pytest.raises(ValueError, match="cannot be split"):
        units.shares(Random(1), 10, 3, 4, 9)
