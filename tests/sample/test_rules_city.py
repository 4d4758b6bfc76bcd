"""The whole city: the same to the byte, within its time, and whole in its references."""

import hashlib
import pickle
import time
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from kientoan.sample.rules import names, shape
from kientoan.sample.rules.city import City
from kientoan.sample.rules.generate import generate
from kientoan.sample.rules.indicators import PRIOR, Key
from tests.pace import slowness

PARAMETERS = Path(__file__).parents[2] / "src/kientoan/parameters"


def fingerprint(city):
    return {f: hashlib.sha256(repr(getattr(city, f)).encode()).hexdigest() for f in City.__dataclass_fields__}


def test_the_same_seed_gives_the_same_city_and_another_seed_another(city):
    assert fingerprint(generate(city.seed)) == fingerprint(city)
    other = fingerprint(generate(city.seed + 1))
    mine = fingerprint(city)
    assert [f for f in mine if mine[f] == other[f]] == []


def test_the_city_is_made_within_four_seconds_of_work():
    before = time.process_time()
    generate()
    assert time.process_time() - before < 4 * slowness()


def test_the_city_is_made_of_plain_values(city):
    assert pickle.loads(pickle.dumps(city.truths)) == city.truths
    assert {type(o.value) for o in city.observations} <= {int}


def test_every_reference_leads_to_something(city):
    units = {s.code for s in city.spans}
    bodies = {b.code for b in city.bodies}
    posts = {p.code for p in city.posts}
    people = {p.code for p in city.people}
    assert len(bodies) == len(city.bodies)
    assert len(posts) == len(city.posts)
    assert {b.unit for b in city.bodies} <= units
    assert {p.body for p in city.posts} <= bodies
    assert {h.post for h in city.holdings} <= posts
    assert {h.person for h in city.holdings} == people == {p.code for p in city.people if p.unit in units}
    assert {a.person for a in city.accounts} <= people
    assert {o.unit for o in city.observations} <= units
    assert {c.unit + "/" + c.body for c in city.body_classes} <= bodies
    for rows in (city.targets, city.conclusions, city.year_classes, city.returned, city.accounts):
        assert {row.unit for row in rows} <= units


def test_a_post_has_one_holder_at_a_time(city):
    terms = defaultdict(list)
    for h in city.holdings:
        terms[h.post].append((h.since, h.until or date.max))
    for found in terms.values():
        found.sort()
        assert all(one[1] <= two[0] for one, two in pairwise(found))


def test_every_unit_down_to_the_base_has_a_secretary_but_the_vacant(city):
    held = {h.post for h in city.holdings if h.until is None}
    live = {
        s.code
        for s in city.spans
        if s.valid_to is None and s.kind in ("city_committee", "upper_base_committee", "base_committee", "base_cell")
    }
    without = {code for code in live if f"{code}/executive_committee/secretary" not in held}
    assert without == set(city.truths.planted["vacant_secretary"])
    heads = [p for p in city.posts if p.code.endswith("organisation_board/head")]
    assert len(heads) == 51


def test_accounts_cover_who_the_product_is_for(city):
    assert Counter(a.role for a in city.accounts) == {
        "specialist": 1, "head": 2, "secretary": 1, "inspector": 1, "base_secretary": 3,
    }  # fmt: skip
    kinds = {s.code: s.kind for s in city.spans if s.valid_to is None}
    assert {kinds[a.unit] for a in city.accounts} == {
        "city_committee",
        "upper_base_committee",
        "base_committee",
        "cell",
    }
    assert len({a.user_name for a in city.accounts}) == len(city.accounts)
    silent = next(a for a in city.accounts if "chưa gửi biểu" in a.title)
    assert silent.unit in city.truths.faults["missing"]
    assert silent.unit not in {one.unit for one in city.returned}


def test_no_person_bears_a_leaders_name_and_no_firm_a_real_places(city):
    assert [p.full_name for p in city.people if names.is_real_leader(p.full_name)] == []
    firms = [
        s.name
        for s in city.spans
        if s.kind.startswith("base") and s.sector in ("joint_stock", "private_enterprise", "cooperative")
    ]
    assert len(firms) > 300
    assert [name for name in firms if names.is_real_place(" ".join(name.split()[-2:]))] == []


@pytest.fixture(scope="module")
def indicators():
    raw = yaml.safe_load((PARAMETERS / "figures/indicators.yaml").read_text(encoding="utf-8"))
    return {code: entry["values"][0] for code, entry in raw.items() if not code.startswith("_")}


def test_every_figure_is_an_indicator_asked_of_that_kind_by_that_source_since_then(city, indicators):
    codes = {v for k, v in vars(Key).items() if k.isupper()}
    assert codes <= set(indicators)
    kind = {s.code: s.kind for s in city.spans if s.valid_to is None}
    wrong = set()
    for o in city.observations:
        entry = indicators[o.indicator]
        asked = entry["value"]
        if kind[o.unit] not in asked["asked_of"]:
            wrong.add((o.indicator, kind[o.unit]))
        if o.source not in (asked["by"], "inspection"):
            wrong.add((o.indicator, o.source))
        compared = o.period == "2016-H2" and o.indicator in PRIOR  # signs compare 2017-H1 with the period before
        if entry["from"] > date(int(o.period[:4]), 1, 1) and not compared:
            wrong.add((o.indicator, o.period))
        if (asked["period"] == "year" and len(o.period) > 4) or (
            asked["period"] == "half" and len(o.period) == 7 and "H" not in o.period
        ):
            wrong.add((o.indicator, o.period, "period"))
    assert wrong == set()


def test_every_figure_of_the_communes_form_is_there(city, values):
    form = yaml.safe_load((PARAMETERS / "figures/forms.yaml").read_text(encoding="utf-8"))["half_year_commune"][
        "values"
    ][0]["value"]
    communes = [
        s.code for s in city.spans if s.valid_to is None and s.kind == "base_committee" and s.sector in form["sectors"]
    ]
    assert len(communes) == 584
    lacking = {code for code in communes for i in form["indicators"] if (i, "self") not in values[code]["2017-H1"]}
    assert lacking == set()
    assert {f.indicator for f in city.returned if f.indicator} <= set(form["indicators"])


def test_members_of_the_city(city, values):
    base = [s.code for s in city.spans if s.valid_to is None and s.kind in ("base_committee", "base_cell")]
    wrong = set(city.truths.planted["broken_chain"]) | set(city.truths.faults["broken_balance"])
    cells = defaultdict(int)
    for s in city.spans:
        if s.kind == "cell" and s.valid_to is None:
            cells[".".join(s.code.split(".")[:2])] += values[s.code]["2017-H1"]["members", "self"]
    true = sum(cells[code] if code in cells else values[code]["2017-H1"]["members", "self"] for code in base)
    assert true == shape.MEMBERS
    assert [c for c in cells if cells[c] != values[c]["2017-H1"]["members", "self"] and c not in wrong] == []


def test_the_pack_allows_every_unit_where_it_hangs(city):
    kinds = yaml.safe_load((PARAMETERS / "orgs/vietnam.yaml").read_text(encoding="utf-8"))["kinds"]["values"][0][
        "value"
    ]
    kind_of = {s.code: s.kind for s in city.spans}
    wrong = {
        (s.kind, s.sector, kind_of.get(s.parent))
        for s in city.spans
        if (s.sector is not None and s.sector not in kinds[s.kind]["sectors"])
        or (s.parent and kind_of[s.parent] not in kinds[s.kind]["under"])
    }
    assert wrong == set()
