"""The trace of a year class as people read it: what forces, what is missing, what does not apply, each beside its opposite."""

import pytest
from django.utils import translation

from kientoan.review.queries.class_words import ClassWords, no_regime_words
from kientoan.review.queries.classes import regime_of
from tests import make
from tests.review.classed import bodies, decided, proposal, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make.city()


def told(city, code="X2") -> dict[str, str]:
    """Every rule's sentence about a unit, in Vietnamese."""
    with translation.override("vi"):
        return {step.rule: step.sentence for step in ClassWords(2016).steps(proposal(city, code))}


def missing(city, code="X2") -> list[str]:
    with translation.override("vi"):
        return ClassWords(2016).missing(proposal(city, code))


def departure(city, code="X2") -> str:
    with translation.override("vi"):
        return ClassWords(2016).departure(proposal(city, code))


def test_a_unit_of_which_nothing_is_known_says_what_is_missing(city):
    said = missing(city)
    assert said[0] == "Chưa có điểm, cả điểm cấp trên thẩm định lẫn điểm tự chấm."
    assert "Chưa ghi xếp loại của: Ủy ban nhân dân." in said
    assert len(said) == 3
    whole(city)
    assert missing(city) == []


def test_a_score_is_told_with_whose_it_is_and_one_out_of_range_is_not_used(city):
    whole(city, 49.5)
    assert told(city)["Điểm"].startswith("49,5 điểm (điểm tự chấm), dưới 50 điểm:")
    make.figures(city["X2"], "2016", self_score=180)
    assert told(city)["Điểm"] == "Điểm đã ghi không nằm trong khoảng 0 đến 100 nên không dùng."
    make.figures(city["X2"], "2016", source=make.Source.SUPERIOR, superior_score=66)
    assert told(city)["Điểm"].startswith("66 điểm (điểm cấp trên thẩm định), từ 50 điểm trở lên:")


def test_bodies_of_the_lowest_class_are_named_with_their_decision(city):
    make.figures(city["X2"], "2016", self_score=80)
    bodies(city["X2"], peoples_committee="weak", front="weak", women="weak")
    said = told(city)
    assert said["K3"] == "Xếp loại thấp nhất: Ủy ban nhân dân (0-QĐ)."
    assert said["K4"].count("-QĐ)") == 2
    bodies(city["X2"])
    assert "cơ quan, tổ chức cùng cấp xếp loại thấp nhất" in told(city)["K4"]


def test_a_cell_has_no_bodies_and_is_judged_by_its_members(city):
    make.figures(city["C1"], "2016", self_score=80)
    said = told(city, "C1")
    assert said["K3"] == "Chưa ghi chính quyền hoặc lãnh đạo cơ quan, đơn vị cùng cấp."
    assert said["K4"] == "Số tổ chức Mặt trận, đoàn thể cùng cấp ít hơn mức quy định nêu."
    for rated, failed, words in (
        (None, None, "Chưa có số đảng viên được đánh giá"),
        (0, 0, "Không có đảng viên nào được đánh giá."),
        (4, 5, "lớn hơn số được đánh giá"),
        (9, 5, "5/9 đảng viên không hoàn thành nhiệm vụ"),
    ):
        if rated is not None:
            make.figures(city["C1"], "2016", members_rated=rated, members_failed=failed)
        assert words in told(city, "C1")["K5"]


def test_organisations_below_are_counted_and_those_without_a_decision_are_told(city):
    assert told(city, "X2")["K5"] == "Không có tổ chức đảng trực thuộc."
    assert told(city, "X1")["K5"] == "0/2 tổ chức đảng trực thuộc yếu kém, 2 tổ chức chưa có quyết định xếp loại."
    decided(city["C1"], "good", decision="90-QĐ/HU")
    decided(city["C2"], "good")
    assert told(city, "X1")["K5"].startswith("0/2 tổ chức đảng trực thuộc yếu kém; quy định: trên")


def test_conclusions_are_told_with_their_number_and_reports_without_one_are_signs(city):
    whole(city)
    assert told(city)["K1"] == "Trong năm không có kết luận nào nêu mất đoàn kết nội bộ."
    make.concluded(city["X2"], number="")
    make.concluded(city["X2"], "K2", "")
    said = told(city)
    assert said["K1"].endswith("chỉ là dấu hiệu, không tính để xếp loại.")
    assert said["K2"].endswith("chỉ là dấu hiệu, không tính để xếp loại.")
    make.concluded(city["X2"], "K2", "7-KL/UBKT")
    assert "7-KL/UBKT" in told(city)["K2"]


def test_a_decision_is_held_against_the_proposal_also_where_that_is_open(city):
    assert departure(city) == ""
    decided(city["X2"], "good")
    assert departure(city) == "chưa so sánh được: đề xuất còn để ngỏ"
    whole(city)
    assert departure(city) == "đúng như đề xuất"
    decided(city["X2"], "excellent", decision="91-QĐ/HU")
    assert departure(city).startswith("khác với đề xuất: đã quyết định")


def test_a_year_without_a_document_and_one_without_an_engine_say_so(city):
    with translation.override("vi"):
        assert "không có văn bản nào quy định xếp loại năm 2007" in no_regime_words(regime_of(2007))
        assert "chưa được đưa vào phần mềm" in no_regime_words(regime_of(2013))
        assert no_regime_words(regime_of(2016)) == ""
