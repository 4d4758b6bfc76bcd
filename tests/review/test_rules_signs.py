"""Sign rules and listing criteria are read from parameters and refused with every fault listed."""

import datetime

import pytest

from kientoan.core import params
from kientoan.orgs.rules.pack import Pack
from kientoan.review.rules.criteria import Fact, criteria_at
from kientoan.review.rules.signs import RuleFaults, signs_at

PRODUCT = params.load(home="/nonexistent")
DAY = datetime.date(2017, 6, 30)


def with_own(tmp_path, name, text):
    own = tmp_path / "parameters" / "review"
    own.mkdir(parents=True)
    (own / f"{name}.yaml").write_text(text, encoding="utf-8")
    return params.load(home=tmp_path)


def test_the_product_signs_are_sound_on_every_day_they_change():
    pack = Pack.load(PRODUCT)
    days = {entry.since for item in PRODUCT.under("review.signs") for entry in item.entries} | {DAY}
    kinds = {code for era in pack.eras for code in era.kinds}
    sectors = {code for era in pack.eras for code in era.sectors}
    for day in days:
        for sign in signs_at(PRODUCT, day, kinds=kinds, sectors=sectors):
            assert sign.inputs
            assert sign.sentence["vi"] != sign.sentence["en"]
    assert len(signs_at(PRODUCT, DAY)) >= 20


def test_a_rule_is_in_force_only_from_its_day():
    codes = [{sign.code for sign in signs_at(PRODUCT, datetime.date(2019, 2, day))} for day in (17, 18)]
    assert codes[1] - codes[0] == {"reception_short"}


def test_the_customer_adds_changes_and_switches_off(tmp_path):
    text = """
fees_fell:
  title: {vi: "Đảng phí giảm", en: "Fees fell"}
  unit: table
  editable: true
  values:
    - from: 2017-01-01
      instrument: "QĐ 5-QĐ/TU"
      value: {measure: "party_fees / prior_party_fees", fires: "<", threshold: 0.5, severity: 1, sentence: {vi: "Còn {value:percent}", en: "{value:percent} left"}}
tasks_overdue:
  values: [{from: 2017-06-01, instrument: "QĐ 5-QĐ/TU", value: {disabled: true}}]
"""
    found = {sign.code: sign for sign in signs_at(with_own(tmp_path, "signs", text), DAY)}
    assert found["fees_fell"].entry.is_customers_own
    assert found["fees_fell"].inputs == ("party_fees", "prior_party_fees")
    assert "tasks_overdue" not in found
    assert {sign.code for sign in signs_at(PRODUCT, DAY)} - set(found) == {"tasks_overdue"}


def test_every_fault_of_every_rule_is_listed(tmp_path):
    text = """
one:
  title: {vi: "a", en: "b"}
  unit: table
  editable: true
  values:
    - from: 2017-01-01
      instrument: X
      value: {measure: "tasks_don / 2", when: "members", fires: "!", threshold: "x", severity: 9, kinds: [palace], sectors: moon, colour: 1, sentence: {vi: "{nothing}", en: "{value:date} {"}}
two:
  title: {vi: "a", en: "b"}
  unit: table
  editable: true
  values: [{from: 2017-01-01, instrument: X, value: {measure: "COALESCE(members, 0)", when: 5}}]
three:
  title: {vi: "a", en: "b"}
  unit: text
  editable: true
  values: [{from: 2017-01-01, instrument: X, value: "members < 3"}]
four:
  title: {vi: "a", en: "b"}
  unit: table
  editable: true
  values: [{from: 2017-01-01, instrument: X, value: {measure: "members > 3", fires: "<", threshold: 1, severity: 1, sentence: none}}]
"""
    with pytest.raises(RuleFaults) as caught:
        signs_at(with_own(tmp_path, "signs", text), DAY, kinds={"cell"}, sectors={"ward"})
    said = str(caught.value)
    for part in [
        "one: 'colour' is not a field of a sign",
        "one: measure: no indicator 'tasks_don'. Did you mean",
        "one: when must be a comparison",
        "one: fires must be one of",
        "one: threshold must be a number",
        "one: severity must be",
        "one: kinds: 'palace' is unknown",
        "one: sectors must be a list",
        "one: sentence.vi: the placeholder {nothing} is unknown",
        "one: sentence.en: the style 'date' is unknown",
        "one: sentence.en: a brace stands alone",
        "two: measure: COALESCE is not allowed",
        "two: when must be an expression written as text",
        "two: severity is missing",
        "three: must be a mapping",
        "four: measure must be a number, not a comparison",
        "four: sentence needs vi and en",
    ]:
        assert f"review.signs.{part}" in said
    assert "tasks_done" in said


def test_the_product_criteria_say_that_they_are_the_customer_to_decide():
    found = criteria_at(PRODUCT, DAY)
    assert not found.are_customers_own
    assert {entry.confidence for entry in found.entries.values()} == {"background"}
    assert all(PRODUCT.parameter(f"review.listing.{name}").editable for name in found.entries)
    assert found.near_from <= found.propose_from


def test_the_customer_dates_its_own_criteria(tmp_path):
    own = "propose_from: {values: [{from: 2017-06-01, value: 12, instrument: 'QĐ 9-QĐ/TU'}]}\n"
    parameters = with_own(tmp_path, "listing", own)
    assert criteria_at(parameters, datetime.date(2017, 5, 31)).propose_from == criteria_at(PRODUCT, DAY).propose_from
    assert criteria_at(parameters, DAY).propose_from == 12
    assert criteria_at(parameters, DAY).are_customers_own


def test_criteria_before_their_first_day_are_refused():
    with pytest.raises(RuleFaults, match="has no value on 01/01/2000"):
        criteria_at(PRODUCT, datetime.date(2000, 1, 1))


def test_every_fault_of_the_criteria_is_listed(tmp_path):
    text = """
severity_points: {values: [{from: 2017-01-01, value: [3, 2], instrument: X}]}
near_from: {values: [{from: 2017-01-01, value: 0.5, instrument: X}]}
facts: {values: [{from: 2017-01-01, instrument: X, value: {a: 1, b: {needs_number: true, severity: 7, proposes: perhaps, colour: red, vi: x}}}]}
"""
    with pytest.raises(RuleFaults) as caught:
        criteria_at(with_own(tmp_path, "listing", text), DAY)
    said = str(caught.value)
    for part in ("three whole numbers", "near_from: must be a whole number", "a: must be a mapping", "b: severity must be",
                 "b: without_number must be", "b: proposes must be", "'colour' is not", "b: en must be a sentence",
                 "b: vi_sign must be"):  # fmt: skip
        assert part in said


def test_near_may_not_stand_above_proposed(tmp_path):
    text = "near_from: {values: [{from: 2017-01-01, value: 50, instrument: X}]}\n"
    with pytest.raises(RuleFaults, match="may not be above"):
        criteria_at(with_own(tmp_path, "listing", text), DAY)


def test_a_fact_has_a_number_only_if_it_is_not_blank():
    assert Fact(1, "division", "3-KL/TU").has_number
    assert not Fact(1, "division", "  ").has_number
