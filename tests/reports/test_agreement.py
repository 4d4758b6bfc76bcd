"""The page of a review, its command and the half-year report put forward the same units, told apart the same way."""

import datetime
import json
import re
from io import StringIO

import pytest
from django.core.management import call_command

from kientoan.documents.rules.official.figure import spaced
from kientoan.documents.rules.official.reading import read_docx
from kientoan.orgs.rules.roles import Role
from kientoan.reports import actions, queries
from kientoan.review import actions as review_actions
from tests import make
from tests.reports.cities import build
from tests.review.situations import GOOD, WEAK, judged_city, run

pytestmark = pytest.mark.django_db
JUNE_30 = datetime.date(2017, 6, 30)
TIERS = {"commune": "communes", "base": "others", "cell": "cells"}


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def city():
    """One commune, one firm's cell and two cells below communes are put forward; others are not."""
    made = judged_city()
    made["D1"] = make.unit("D1", "base_cell", made["Q1"], name="Chi bộ Công ty Đông Lĩnh", sector="state_enterprise")
    made["D2"] = make.unit("D2", "base_cell", made["Q1"], name="Chi bộ Công ty Tây Lĩnh", sector="state_enterprise")
    make.figures(made["D1"], **WEAK)
    make.figures(made["D2"], **GOOD)
    weak = [review_actions.ClassRow(made[code].pk, 2016, "weak", "71-QĐ/HU") for code in ("C1", "C3")]
    review_actions.record_classes(rows=weak, by=make.operator())
    made["run"] = run(made)
    return made


def of_the_page(client, city) -> dict[str, str]:
    """What stands in the links of the page, by the tier that they open."""
    text = client.get(f"/review/runs/{city['run'].pk}/").content.decode()
    found = re.findall(r'href="[^"]*tier=(\w+)[^"]*outcome=proposed[^"]*"[^>]*>([^<]+)<', text.replace("&amp;", "&"))
    return {tier: words.split()[0] for tier, words in found}


def of_the_list(client) -> str:
    """The number of the run's row in the list of runs."""
    (row,) = re.findall(
        r"<tr[^>]*>(?:(?!</tr>).)*2017(?:(?!</tr>).)*</tr>", client.get("/review/").content.decode(), re.DOTALL
    )
    return row


def test_page_command_and_report_agree(client, city):
    client.force_login(make.grant(make.account("truongban"), Role.HEAD, city["T"]))
    out = StringIO()
    call_command("review", "show", str(city["run"].pk), "--json", stdout=out)
    command = json.loads(out.getvalue())
    edition = build(city, day=JUNE_30, as_of=JUNE_30)
    report = {one["key"]: one["value"] for one in edition.counted["figures"]}
    page = of_the_page(client, city)
    by_tier = {one["tier"]: one["proposed"] for one in command["tiers"]}
    assert by_tier == {"commune": 1, "base": 1, "cell": 2}
    for tier, name in TIERS.items():
        assert page[tier] == report[f"review.proposed_{name}"] == str(by_tier[tier])
    assert report["review.proposed_all"] == str(command["proposed"]) == "4"
    assert f">{report['review.proposed_all']}<" in of_the_list(client)
    assert int(report["review.proposed"]) == len(edition.counted["proposed"]) == 2
    said = spaced("\n".join(one.text for one in read_docx(edition.contents("docx")).paragraphs))
    assert (
        "có 4 tổ chức đảng được đề nghị xem xét đưa vào diện củng cố, gồm 1 tổ chức cơ sở đảng ở xã, phường, "
        "thị trấn, 1 tổ chức cơ sở đảng khác và 2 chi bộ trực thuộc đảng ủy cơ sở." in said
    )


def test_the_units_behind_each_number_are_those_of_the_page(city):
    reading = queries.Reading.of(make.report(city["T"], day=JUNE_30, as_of=JUNE_30), make.operator())
    found = {key: [row.code for row in queries.rows_of(reading, f"review.proposed_{key}")] for key in TIERS.values()}
    assert found == {"communes": ["X1"], "others": ["D1"], "cells": ["C3", "C1"]}
    every = queries.rows_of(reading, "review.proposed_all")
    assert [row.code for row in every[0:3]] == [row.code for row in every][:3]
    assert sorted(row.code for row in every) == ["C1", "C3", "D1", "X1"]
    assert every[1].superior


def test_every_percentage_of_annex_a_prints_what_it_is_a_share_of(city):
    edition = build(city, day=JUNE_30, as_of=JUNE_30)
    told = [one["figure"] for unit in edition.counted["proposed"] for one in unit["evidence"]]
    shares = {
        one["key"].rpartition(".")[2]: (one["value"], one["denominator"]) for one in told if one["unit"] == "share"
    }
    assert shares["tasks_failed"] == ("8", "20")
    assert shares["meetings_short"] == ("3", "6")
    text = spaced("\n".join(one.text for one in read_docx(edition.contents("docx")).paragraphs))
    assert "50,0 % (3/6), ngưỡng < 75 %" in text
    assert not re.search(r"\d %(?! ?\(\d)(?<!ngưỡng [<>] \d\d %)(?<!ngưỡng [<>] \d %)", text)


def test_a_rule_dated_anew_since_the_run_does_not_change_what_its_shares_are_made_of(city, monkeypatch):
    monkeypatch.setattr("kientoan.reports.queries.reviewed.rules_on", lambda *_: [])
    edition = actions.build_draft(report=make.report(city["T"], day=JUNE_30, as_of=JUNE_30), by=make.operator())
    told = [one["figure"] for unit in edition.counted["proposed"] for one in unit["evidence"]]
    assert ("3", "6") in [(one["value"], one["denominator"]) for one in told]
