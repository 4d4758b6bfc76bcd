"""The half-year report: the tree of sections, bound sentences, people's sections kept, three annexes."""

import datetime
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pypdf
import pytest

from kientoan.core import params
from kientoan.documents.rules.official import closing, form, model
from kientoan.documents.rules.official.docx import render_docx
from kientoan.documents.rules.official.edition import Edition
from kientoan.documents.rules.official.figure import SHARE, Figure, spaced
from kientoan.documents.rules.official.reading import read_docx
from kientoan.documents.rules.official.typst import render_pdf
from kientoan.reports.rules import half_year, issuing
from kientoan.reports.rules.check import ControlState, check_docx, check_plain, people_wrote
from tests.reports.papers import AS_OF, DAY, count, party

AT = params.current().at
COUNTS = {
    "orgs.upper": 50,
    "orgs.base": 2310,
    "orgs.base_committees": 1000,
    "orgs.base_cells": 1310,
    "orgs.cells": 20000,
    "members.opening": 458000,
    "members.admitted": 6800,
    "members.transferred_in": 900,
    "members.reinstated": 3,
    "members.died": 1500,
    "members.expelled": 60,
    "members.struck_off": 120,
    "members.left": 23,
    "members.transferred_out": 1000,
    "members.closing": 463000,
    "review.proposed_all": 8,
    "review.proposed": 3,
    "review.proposed_communes": 2,
    "review.proposed_others": 1,
    "review.proposed_cells": 5,
    "review.insufficient": 4,
    "review.insufficient_cells": 6,
    "sheets.expected": 126,
    "sheets.accepted": 120,
    "sheets.faulty": 4,
    "sheets.not_sent": 2,
}


def figures(**changes: int | None) -> dict[str, Figure]:
    values = COUNTS | {key.replace("__", "."): value for key, value in changes.items()}
    made = {key: count(key, value) for key, value in values.items()}
    made["review.communes"] = share("review.communes", 584, 584)
    made["members.reporting"] = share("members.reporting", 2310, 2310)
    return made


def share(key: str, value: int, of: int) -> Figure:
    return Figure(key, f"Phần {key}", value, AS_OF, SHARE, of)


def units(number: int = 2) -> tuple[half_year.ProposedUnit, ...]:
    return tuple(
        half_year.ProposedUnit(
            f"Đảng bộ xã Minh Lạc {place}",
            "Huyện ủy Thanh Lâm",
            ("Điểm tự chấm dưới mức sàn", "Không kết nạp được đảng viên"),
            (
                half_year.Evidence("Điểm tự chấm dưới mức sàn", count(f"unit.{place}.score", 47), "50"),
                half_year.Evidence("Không kết nạp được đảng viên", count(f"unit.{place}.admitted", None)),
            ),
            "Xem xét đưa vào diện củng cố",
        )
        for place in range(1, number + 1)
    )


def coverage(first: tuple[int, int, int, int], second: tuple[int, int, int, int]) -> tuple[half_year.Coverage, ...]:
    names = ("expected", "accepted", "faulty", "not_sent")
    return tuple(
        half_year.Coverage(name, *(count(f"{name}.{key}", value) for key, value in zip(names, values, strict=True)))
        for name, values in (("Huyện Thanh Lâm", first), ("Quận Đông Kiều", second))
    )


COUNTED = half_year.HalfYearFigures(
    figures(),
    units(),
    coverage((100, 96, 3, 1), (26, 24, 1, 1)),
    (half_year.MissingUnit("Xã Hạ Bình", "Huyện Thanh Lâm", datetime.date(2017, 6, 15), "đã nhắc 2 lần"),),
)
TEXTS = {"limits": ("Một số nơi còn hình thức.",), "tasks": ("Kiện toàn 2 chi ủy.",)}


def occasion(profile: form.FormProfile, **changes: Any) -> half_year.Occasion:
    base: dict[str, Any] = {
        "period": "6 tháng đầu năm 2017",
        "next_period": "6 tháng cuối năm 2017",
        "whole": "Đảng bộ thành phố",
        "as_of": AS_OF,
        "header": model.Header("Thành ủy Hà Nội", "Ban Tổ chức"),
        "number": form.Number(127, profile.report_code, "BTCTU"),
        "place_date": form.PlaceDate("Hà Nội", DAY, 2017),
        "signature": form.Signature(form.Authority.DEPUTY, "Phó Trưởng Ban", "Nguyễn Thị Bình An", "Trưởng Ban"),
    }
    return half_year.Occasion(**(base | changes))


def report(counted: half_year.HalfYearFigures = COUNTED, day: datetime.date = DAY, **changes: Any) -> model.Document:
    profile = party(day)
    texts = changes.pop("texts", TEXTS)
    return half_year.half_year(profile, half_year.wording(day, AT), occasion(profile, **changes), counted, texts)


def words(document: model.Document) -> str:
    read = read_docx(render_docx(document))
    return spaced("\n".join(item.text for item in read.paragraphs))


def test_the_sections_stand_in_the_order_of_the_practice() -> None:
    titles = [f"{item.label} {item.title}".strip() for item in report().blocks if isinstance(item, model.Heading)]
    assert titles[0] == "Phần thứ nhất Kết quả công tác tổ chức xây dựng Đảng 6 tháng đầu năm 2017"
    assert titles[1] == "I. KẾT QUẢ ĐẠT ĐƯỢC"
    assert [title[:2] for title in titles if title[0].isdigit()] == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert titles[-3:] == [
        "II. HẠN CHẾ, NGUYÊN NHÂN, BÀI HỌC KINH NGHIỆM",
        "Phần thứ hai Nhiệm vụ trọng tâm 6 tháng cuối năm 2017",
        "KIẾN NGHỊ, ĐỀ XUẤT",
    ]


def test_the_numbers_of_the_text_are_bound_and_close() -> None:
    document = report()
    assert closing.failures(document) == ()
    text = words(document)
    assert "Số tổ chức cơ sở đảng là 2.310, gồm 1.000 đảng bộ cơ sở, 1.310 chi bộ cơ sở." in text
    assert "Tổ chức cơ sở đảng ở xã, phường, thị trấn đã rà soát: 100,0 % (584/584)." in text
    found = check_docx(render_docx(document), {item.figure.key: item.figure for item in model.placed_figures(document)})
    assert found.agrees
    assert {item.state for item in found.controls} == {ControlState.AGREES}
    assert [item.section for item in found.typed] == ["tasks"]
    assert found.examined.columns == 4


def test_a_sentence_whose_figures_are_not_offered_is_left_out_and_its_paragraph_too() -> None:
    few = {key: figure for key, figure in figures().items() if not key.startswith(("members.", "review.others"))}
    text = words(report(replace(COUNTED, figures=few)))
    assert "Đầu kỳ có" not in text
    assert "Tổ chức cơ sở đảng khác đã rà soát" not in text
    assert "Tổ chức cơ sở đảng ở xã" in text
    assert "{" not in text


def test_a_missing_figure_says_so_and_is_not_zero() -> None:
    document = report(replace(COUNTED, figures=figures(members__died=None)))
    assert "từ trần chưa đủ số liệu" in words(document)
    assert [item.kind for item in closing.failures(document)] == [closing.FailureKind.UNKNOWN]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"members__closing": 463001}, "Biến động đảng viên (Biểu 1-TCTW)"),
        ({"orgs__base": 2309}, "Tổ chức cơ sở đảng"),
        ({"review__proposed": 4}, "Tổ chức cơ sở đảng được đề nghị"),
        ({"review__proposed_all": 9}, "Tổ chức đảng được đề nghị"),
    ],
)
def test_a_total_that_does_not_close_is_named_and_holds_the_signature_back(changes: dict[str, int], name: str) -> None:
    document = report(replace(COUNTED, figures=figures(**changes)))
    assert [item.name for item in closing.failures(document)] == [name]
    assert f"1. {name}: tổng ghi" in words(document)
    with pytest.raises(closing.SignedEditionHeldBack):
        render_docx(document, edition=Edition.SIGNED)


def test_the_text_and_the_annex_cannot_differ() -> None:
    document = report(replace(COUNTED, coverage=coverage((100, 96, 3, 1), (25, 23, 1, 1))))
    names = {(item.kind, item.name) for item in closing.failures(document)}
    assert names == {(closing.FailureKind.SUM, "Phải gửi"), (closing.FailureKind.SUM, "Gửi hợp lệ")}


def test_what_people_wrote_is_kept_from_the_last_draft() -> None:
    kept = people_wrote(render_docx(report()))
    assert kept == TEXTS
    again = report(texts=kept)
    assert model.human_texts(again)["limits"] == TEXTS["limits"]
    assert render_docx(again) == render_docx(report())
    assert set(model.human_texts(again)) == set(half_year.sections(half_year.wording(DAY, AT)))
    assert "[… nhiệm vụ" not in words(again)
    assert "[… kiến nghị, đề xuất]" in words(again)


def annex_rows(document: model.Document, second: str = "Tên tổ chức") -> list[tuple[str, ...]]:
    read = read_docx(render_docx(document))
    return [row for item in read.tables if item.rows[0][1] == second for row in item.rows[1:]]


def test_the_annex_lists_units_with_each_reason_beside_its_figure_and_threshold() -> None:
    (annex, _, missing) = report().annexes
    (_, table) = annex.blocks
    assert isinstance(table, model.Table)
    assert [column.heading for column in table.columns] == [
        "STT",
        "Tên tổ chức",
        "Cấp trên trực tiếp",
        "Lý do, số liệu và ngưỡng",
    ]
    assert annex_rows(report())[0][3] == (
        "Điểm tự chấm dưới mức sàn: 47, ngưỡng 50; Không kết nạp được đảng viên: chưa đủ số liệu"
    )
    assert isinstance(missing.blocks[1], model.Table)


def test_what_every_row_would_repeat_is_said_once_above_the_table_and_stays_on_its_page() -> None:
    annex, _, missing = report().annexes
    assert annex.blocks[0] == model.Note(
        "Số liệu đến ngày 20/6/2017. Đề xuất đối với các tổ chức trong danh sách: xem xét đưa vào diện củng cố.",
        with_next=True,
    )
    assert missing.blocks[0] == model.Note(
        "Số liệu đến ngày 20/6/2017. Hạn gửi của các đơn vị trong danh sách: 15/6/2017.", with_next=True
    )
    assert annex_rows(report(), "Tên đơn vị") == [("1", "Xã Hạ Bình", "Huyện Thanh Lâm", "đã nhắc 2 lần")]


def test_rows_that_differ_keep_their_column() -> None:
    one, two = units()
    late = half_year.MissingUnit("Xã Thượng Bình", "Huyện Thanh Lâm", datetime.date(2017, 7, 4))
    document = report(
        replace(COUNTED, proposed=(one, replace(two, proposal="Theo dõi")), missing=(*COUNTED.missing, late))
    )
    assert [row[4] for row in annex_rows(document)] == ["Xem xét đưa vào diện củng cố", "Theo dõi"]
    assert [row[3] for row in annex_rows(document, "Tên đơn vị")] == ["15/6/2017", "04/7/2017"]


def test_communes_stand_apart_from_other_base_organisations_and_numbers_run_on() -> None:
    first, second = units()
    found = replace(COUNTED, proposed=(replace(first, group="commune"), replace(second, group="base")))
    tables = [block for block in report(found).annexes[0].blocks if isinstance(block, model.Table)]
    assert [table.title for table in tables] == [
        "Tổ chức cơ sở đảng ở xã, phường, thị trấn",
        "Tổ chức cơ sở đảng khác",
    ]
    assert [table.rows[0].cells[0] for table in tables] == ["1", "2"]


def test_the_whole_number_of_proposals_is_said_with_its_parts() -> None:
    text = words(report())
    assert (
        "có 8 tổ chức đảng được đề nghị xem xét đưa vào diện củng cố, gồm 2 tổ chức cơ sở đảng ở xã, phường, "
        "thị trấn, 1 tổ chức cơ sở đảng khác và 5 chi bộ trực thuộc đảng ủy cơ sở." in text
    )
    assert "Phụ lục A nêu tên 3 tổ chức cơ sở đảng" in text
    assert "Còn 4 tổ chức cơ sở đảng và 6 chi bộ trực thuộc chưa đủ số liệu để đề xuất." in text


def test_members_counted_from_a_part_of_the_organisations_say_so() -> None:
    assert "Tổng số đảng viên là 463.000, cộng từ báo cáo của 100,0 % (2.310/2.310) tổ chức cơ sở đảng." in words(
        report()
    )
    part = figures() | {"members.reporting": share("members.reporting", 2250, 2310)}
    text = words(report(replace(COUNTED, figures=part)))
    assert (
        "Tổng số đảng viên của 97,4 % (2.250/2.310) tổ chức cơ sở đảng đã báo cáo là 463.000, "
        "chưa phải của toàn Đảng bộ thành phố." in text
    )
    assert "Số liệu biến động sau đây là của 97,4 % (2.250/2.310) tổ chức cơ sở đảng đã báo cáo. Đầu kỳ có" in text
    assert "Tổng số đảng viên là" not in text


def test_admissions_are_held_against_the_targets_of_those_who_reported() -> None:
    asked = {
        "members.admission_target": share("members.admission_target", 660, 1100),
        "members.city_target": count("members.city_target", 1300),
    }
    whole = figures() | asked | {"members.admission_coverage": share("members.admission_coverage", 9, 9)}
    assert "Kết nạp đảng viên đạt 60,0 % (660/1.100) chỉ tiêu năm." in words(report(replace(COUNTED, figures=whole)))
    part = whole | {"members.admission_coverage": share("members.admission_coverage", 8, 9)}
    text = words(report(replace(COUNTED, figures=part)))
    assert "mới tính được ở 88,9 % (8/9) tổ chức cơ sở đảng có chỉ tiêu và đã báo cáo" in text
    assert "kết nạp đạt 60,0 % (660/1.100) chỉ tiêu của chính các tổ chức đó." in text
    assert "Chỉ tiêu năm của toàn Đảng bộ thành phố là 1.300 đảng viên." in text
    assert "Kết nạp đảng viên đạt" not in text


def test_empty_annexes_say_so() -> None:
    empty = replace(COUNTED, proposed=(), coverage=(), missing=())
    notes = [annex.blocks[0] for annex in report(empty).annexes]
    assert notes[0] == model.Note("Không có tổ chức nào được đề nghị xem xét.")
    assert all(isinstance(note, model.Note) for note in notes)


def test_a_figure_the_report_does_not_know_is_refused_with_all_names() -> None:
    with pytest.raises(half_year.UnknownFigures) as refused:
        report(replace(COUNTED, figures=figures() | {"b": count("b", 1), "a": count("a", 1)}))
    assert refused.value.keys == ("b", "a")
    assert "orgs.base" in str(refused.value)


def test_words_follow_the_period() -> None:
    day = datetime.date(2026, 6, 30)
    text = words(report(day=day, place_date=form.PlaceDate("Hà Nội", day, 2026)))
    assert "xã, phường, đặc khu" in text
    assert "thị trấn" not in text


@pytest.mark.parametrize("day", [DAY, datetime.date(2019, 6, 28), datetime.date(2026, 6, 30)])
def test_every_key_and_word_of_the_wording_is_known(day: datetime.date) -> None:
    said = half_year.wording(day, AT)
    sentences = [text for item in said.body for text in item.get("sentences", ())]
    used = {key for sentence in sentences for key in half_year.keys_of(sentence)}
    assert used == set(said.figures)
    for check in said.checks:
        assert {check["total"], *check["parts"], *check.get("minus", ())} <= set(said.figures)


def test_both_editions_say_the_same_and_any_report_check_finds_nothing() -> None:
    document = report(sample=True)
    contents = render_docx(document)
    assert check_plain(contents).findings == ()
    assert check_plain(contents).examined.totals >= 3
    pdf = pypdf.PdfReader(BytesIO(render_pdf(document).contents))
    text = spaced("\n".join(page.extract_text() for page in pdf.pages))
    for placed in model.placed_figures(document):
        assert spaced(placed.figure.display) in text
    assert all("DỮ LIỆU MẪU" in page.extract_text() for page in pdf.pages)
    assert len(docx.Document(BytesIO(contents)).sections) == 4


def test_a_sentence_of_the_office_may_begin_with_a_figure() -> None:
    said = half_year.wording(DAY, AT)
    body = ({"sentences": ["{orgs.base} tổ chức cơ sở đảng đã rà soát."]},)
    made = half_year.half_year(party(), replace(said, body=body, checks=()), occasion(party()), COUNTED, {})
    (paragraph,) = made.blocks
    assert isinstance(paragraph, model.Paragraph)
    first, rest = paragraph.runs
    assert isinstance(first, Figure)
    assert (first.key, rest) == ("orgs.base", model.Text(" tổ chức cơ sở đảng đã rà soát."))


def test_a_unit_of_no_known_kind_leads_its_report_by_its_own_name() -> None:
    known = issuing.first_issuing("Đảng bộ tỉnh Bình Sa", DAY, AT)
    assert (known.superior, known.org_code, known.place) == ("Tỉnh ủy Bình Sa", "BTCTU", "Bình Sa")
    other = issuing.first_issuing("Chi bộ Trường Chính trị", DAY, AT)
    assert (other.superior, other.org_code) == ("Chi bộ Trường Chính trị", "")
