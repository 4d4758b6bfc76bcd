"""The starting list of indicators, forms and identities agree with each other."""

import datetime

import pytest

from kientoan.core import params
from kientoan.orgs.rules.pack import Pack

DAY = datetime.date(2017, 6, 30)
PARAMETERS = params.load(home="/nonexistent")
INDICATORS = {item.key.rsplit(".", 1)[1]: entry.value for item, entry in PARAMETERS.in_force("figures.indicators", DAY)}
FORMS = {item.key.rsplit(".", 1)[1]: entry.value for item, entry in PARAMETERS.in_force("figures.forms", DAY)}
KINDS = {kind.code for kind in Pack.load(PARAMETERS).kinds_at(DAY)}
SECTORS = {sector.code for sector in Pack.load(PARAMETERS).sectors_at(DAY)}


def test_the_list_is_of_the_asked_size():
    assert 30 <= len(INDICATORS) <= 50


@pytest.mark.parametrize("code", sorted(INDICATORS))
def test_an_indicator_is_fully_described(code):
    value = INDICATORS[code]
    assert set(value) == {
        "measure", "kind", "direction", "period", "over_time", "up_the_tree", "asked_of", "by", "definition",
    }  # fmt: skip
    assert value["kind"] in {"count", "share", "score", "yesno", "money"}
    assert value["direction"] in {"up", "down", "neutral"}
    assert value["period"] in {"month", "half", "year"}
    assert value["over_time"] in {"first", "last", "sum", "mean"}
    assert value["up_the_tree"] in {"sum", "mean", "none"}
    assert value["by"] in {"self", "superior", "inspection", "other"}
    assert set(value["asked_of"]) <= KINDS
    assert all(value[field][language].strip() for field in ("measure", "definition") for language in ("vi", "en"))
    assert not code.startswith(("prior_", "lastyear_", "target_")), "these prefixes belong to the sign rules"


@pytest.mark.parametrize("code", sorted(FORMS))
def test_a_form_asks_known_figures_of_units_that_report_them(code):
    form = FORMS[code]
    assert len(set(form["indicators"])) == len(form["indicators"])
    assert set(form["sectors"]) <= SECTORS
    for indicator in form["indicators"]:
        assert set(form["asked_of"]) & set(INDICATORS[indicator]["asked_of"]), indicator


def test_the_monthly_form_stays_within_the_burden_budget_and_the_commune_form_has_thirty_figures():
    assert len(FORMS["monthly_base"]["indicators"]) <= PARAMETERS.at("figures.checks.burden_budget", DAY)
    assert all(INDICATORS[code]["period"] == "month" for code in FORMS["monthly_base"]["indicators"])
    assert len(FORMS["half_year_commune"]["indicators"]) == 30


def test_identities_name_known_figures():
    for balance in PARAMETERS.at("figures.checks.balances", DAY):
        names = [*balance["plus"], *balance["minus"], balance["result"], balance["opens"]]
        assert set(names) <= set(INDICATORS)
    for pair in PARAMETERS.at("figures.checks.parts", DAY):
        assert {pair["part"], pair["whole"]} <= set(INDICATORS)


def test_meetings_held_are_of_those_due_so_that_their_rate_cannot_pass_the_whole():
    held = next(
        item for item, _ in PARAMETERS.in_force("figures.indicators", DAY) if item.key.endswith("meetings_held")
    )
    entry = PARAMETERS.entry(held.key, DAY)
    assert held.editable
    assert (entry.confidence, "rules.md 1.7" in entry.source) == ("background", True)
    said = entry.value["definition"]
    assert "không thể nhiều hơn số kỳ phải có" in said["vi"]
    assert "cannot be more than the meetings due" in said["en"]
    assert {"part": "meetings_held", "whole": "meetings_due"} in PARAMETERS.at("figures.checks.parts", DAY)
