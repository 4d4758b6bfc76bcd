"""Every figure is made from the very rows that it opens; what is not known is not zero; scope and branch cut both."""

import datetime
from decimal import Decimal

import pytest

from kientoan.core import params
from kientoan.documents.rules.official import closing
from kientoan.documents.rules.official.figure import SHARE
from kientoan.figures import actions as figure_actions
from kientoan.figures.models import Indicator
from kientoan.orgs.rules.roles import Role
from kientoan.reports import queries
from kientoan.reports.queries.bindings import BINDINGS, rows_of, whole
from kientoan.reports.queries.lists import lists_of
from kientoan.reports.rules import counted
from tests import make
from tests.reports.cities import DAY, H1, build, reported
from tests.review.situations import judged_city, run

pytestmark = pytest.mark.django_db
JUNE_30 = datetime.date(2017, 6, 30)


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


def now(report, user=None):
    return queries.figures_now(report, user or make.operator())


def values(report, user=None) -> dict[str, str]:
    return {key: figure.exact for key, figure in now(report, user).figures.items()}


def target(city, value: int) -> None:
    figure_actions.set_target(
        unit=city["T"],
        indicator=Indicator.objects.get(code="members_admitted"),
        year=2017,
        value=Decimal(value),
        decision="1-QĐ/TU",
        decided_on=datetime.date(2017, 1, 2),
        by=make.operator(),
    )


def test_the_bindings_are_those_of_the_parameter_file():
    assert set(BINDINGS) == set(params.current().at("reports.half_year.figures", DAY))


def test_the_figures_of_a_small_city():
    city = make.city()
    reported(city)
    found = values(make.report(city["T"]))
    assert found == {
        "orgs.upper": "2",
        "orgs.base": "3",
        "orgs.base_committees": "3",
        "orgs.base_cells": "0",
        "orgs.cells": "3",
        "members.opening": "200",
        "members.admitted": "4",
        "members.transferred_in": "4",
        "members.reinstated": "4",
        "members.died": "4",
        "members.expelled": "4",
        "members.struck_off": "4",
        "members.left": "4",
        "members.transferred_out": "4",
        "members.closing": "192",
        "members.reporting": "2/3",
        "review.communes": "",
        "review.others": "",
        "review.cells": "",
        "review.proposed_all": "",
        "review.proposed": "",
        "review.proposed_communes": "",
        "review.proposed_others": "",
        "review.proposed_cells": "",
        "review.insufficient": "",
        "review.insufficient_cells": "",
        "sheets.expected": "3",
        "sheets.accepted": "2",
        "sheets.faulty": "0",
        "sheets.not_sent": "1",
    }


def number_of_rows(figure, rows):
    if any(row.value is not None for row in rows) and figure.unit != SHARE:
        return sum(row.value for row in rows)
    return len(rows)


def test_each_number_is_that_of_the_rows_it_opens():
    city = judged_city()
    reported(city)
    run(city)
    target(city, 40)
    report = make.report(city["T"], day=JUNE_30, as_of=JUNE_30)
    reading = queries.Reading.of(report, make.operator())
    figures = counted.every_figure(now(report))
    assert set(BINDINGS) <= set(figures)
    for key, figure in figures.items():
        rows = list(rows_of(reading, key))
        assert figure.link == f"/reports/{report.pk}/figures/{key}/?as_of=2017-06-30"
        if key == "members.admission_target":
            assert (figure.value, figure.denominator) == (sum(row.value for row in rows), 40)
        elif not key.startswith("review.value."):
            assert figure.value == number_of_rows(figure, rows), key
        else:
            assert [row.code for row in rows] == [key.split(".")[2]]


def test_text_annexes_and_lists_count_the_same():
    city = judged_city()
    reported(city)
    run(city)
    report = make.report(city["T"], day=JUNE_30, as_of=JUNE_30)
    found = now(report)
    failures = closing.failures(queries.document_of(report, found, {}))
    assert [one.name for one in failures] == ["Biến động đảng viên (Biểu 1-TCTW)"], (
        "X2 gave only a part of its movement"
    )
    assert len(found.missing) == found.figures["sheets.not_sent"].value == 1
    assert len(found.proposed) == found.figures["review.proposed"].value == 2
    assert sum(row.expected.value for row in found.coverage) == 3
    sheets = lists_of(queries.Reading.of(report, make.operator()))
    assert {name: len(sheet.rows) for name, sheet in sheets.items()} == {
        "proposed": 2,
        "near": 0,
        "not-sent": 1,
        "coverage": 2,
    }
    assert sheets["coverage"].rows == [
        [1, "Đảng bộ huyện Thượng Vân", 2, 1, 0, 1],
        [2, "Đảng bộ quận Hòa Khê", 1, 1, 0, 0],
    ]
    assert sheets["not-sent"].rows == [
        [1, "X2", "Đảng bộ xã Tân Ngãi", "Đảng bộ huyện Thượng Vân", datetime.date(2017, 6, 20)]
    ]


def test_the_review_fills_its_figures_and_annex():
    city = judged_city()
    run(city)
    report = make.report(city["T"], day=JUNE_30, as_of=JUNE_30)
    found = now(report)
    assert {key: figure.exact for key, figure in found.figures.items() if key.startswith("review.")} == {
        "review.communes": "3/3",
        "review.others": "0/0",
        "review.cells": "3/3",
        "review.proposed_all": "1",
        "review.proposed": "1",
        "review.proposed_communes": "1",
        "review.proposed_others": "0",
        "review.proposed_cells": "0",
        "review.insufficient": "1",
        "review.insufficient_cells": "3",
    }
    [unit] = found.proposed
    assert (unit.name, unit.superior) == ("Đảng bộ xã Đông Thạnh", "Đảng bộ huyện Thượng Vân")
    assert len(unit.reasons) >= len(unit.evidence) >= 2
    assert all(evidence.threshold for evidence in unit.evidence)


def test_a_run_after_the_day_of_the_report_does_not_count():
    city = judged_city()
    run(city)
    assert values(make.report(city["T"]))["review.proposed"] == ""


def test_a_district_takes_its_part_of_the_citys_run():
    city = judged_city()
    run(city)
    of_q1 = values(make.report(city["Q1"], day=JUNE_30, as_of=JUNE_30))
    assert (of_q1["review.communes"], of_q1["review.proposed"], of_q1["review.insufficient"]) == ("1/1", "0", "1")
    assert "orgs.upper" not in of_q1


def test_without_forms_and_reports_nothing_is_taken_for_zero():
    city = make.city()
    figure_actions.sync_starting_list(by=make.operator(), day=H1.end)
    found = values(make.report(city["T"]))
    assert found["members.closing"] == ""
    assert found["members.reporting"] == "0/3"
    assert not any(key.startswith("sheets.") for key in found)
    assert "members.admission_target" not in found


def test_a_form_returned_for_correction_is_neither_sent_nor_missing():
    city = make.city()
    issue = reported(city)
    figure_actions.return_sheet(
        submission=issue.submissions.get(unit=city["X2"]),
        faulty=figure_actions.Faulty(faults=["sai"], fingerprint="f" * 64),
        by=make.operator(),
    )
    found = values(make.report(city["T"]))
    assert (found["sheets.accepted"], found["sheets.faulty"], found["sheets.not_sent"]) == ("2", "1", "0")


def test_figures_are_of_the_day_and_of_the_branch():
    city = make.city()
    reported(city)
    make.unit("X9", "base_committee", city["H2"], sector="commune", day=datetime.date(2017, 6, 25))
    report = make.report(city["H2"])
    assert values(report)["orgs.base"] == "2"
    later = make.report(city["H2"], as_of=DAY)
    assert values(later)["orgs.base"] == "3"
    assert values(later)["members.closing"] == "96"


def test_who_sees_less_counts_less():
    city = make.city()
    reported(city)
    report = make.report(city["T"])
    other = make.grant(make.account("quan"), Role.HEAD, city["Q1"])
    assert values(report, other)["orgs.base"] == "1"
    assert values(report, other)["sheets.expected"] == "1"


def test_a_key_that_no_figure_bears_opens_nothing():
    city = make.city()
    reading = queries.Reading.of(make.report(city["T"]), make.operator())
    assert rows_of(reading, "orgs.secret") is None
    assert rows_of(reading, "sheets.expected.NOWHERE") == []
    assert rows_of(reading, "review.value.X1.some") == []


def test_many_units_are_read_a_page_at_a_time():
    city = make.city()
    rows = rows_of(queries.Reading.of(make.report(city["T"]), make.operator()), "orgs.cells")
    assert [row.name for row in rows[0:2]] == ["Chi bộ 1", "Chi bộ thôn 2"]
    assert rows[2].superior == "Đảng bộ xã Đông Thạnh"
    assert len(list(rows)) == len(rows) == 3


def test_an_edition_is_read_back_as_it_was_counted():
    city = judged_city()
    reported(city)
    run(city)
    edition = build(city, day=JUNE_30, as_of=JUNE_30)
    assert counted.to_plain(counted.from_plain(edition.counted)) == edition.counted
    assert whole(Decimal("2.50")) == Decimal("2.5")


def test_how_a_report_stands_is_read_from_its_newest_edition():
    city = make.city()
    report = make.report(city["T"])
    assert queries.standing_of(report).edition is None
    edition = build(city)
    standing = queries.standing_of(report)
    assert (standing.edition, standing.outdated, len(standing.unwritten)) == (edition, False, 10)
    make.written(report)
    assert queries.standing_of(report).outdated
    assert not queries.standing_of(report).unwritten
