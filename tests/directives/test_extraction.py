"""Directives in running text: the invented set, sentences of every kind, deadlines in every form, and what must stay out."""

from datetime import date

import pytest

from kientoan.directives.rules.extraction.deadlines import deadline_in
from kientoan.directives.rules.extraction.directives import directives_in
from kientoan.directives.rules.extraction.places import figures_in, places_in, weak_places
from kientoan.directives.rules.extraction.scoring import Score, score
from kientoan.directives.rules.extraction.sentences import sentences
from tests.directives.marked_texts import MarkedText, all_texts, as_marked

TEXTS = all_texts()
DAY = date(2018, 3, 14)


def told(text: str, day: date = DAY) -> list[tuple[str | None, str]]:
    return [(d.assignee, d.quote) for d in directives_in(text, day)]


@pytest.mark.parametrize("marked", TEXTS, ids=[text.name for text in TEXTS])
def test_an_invented_text_gives_its_marks(marked: MarkedText) -> None:
    result = score(marked.marks, [as_marked(found) for found in marked.found()])
    assert (result.missed, result.invented) == (0, 0)
    assert result.assignee_right == result.deadline_right == result.matched
    recurring = {
        (mark.start, mark.recurrence is not None, found.recurrence is not None) for mark, found in result.pairs
    }
    assert all(asked == given for _, asked, given in recurring)


def test_the_set_is_large_enough_to_mean_something() -> None:
    asked = [mark for text in TEXTS for mark in text.marks if not mark.left_out]
    assert len(asked) >= 120
    assert len({mark.assignee for mark in asked}) >= 60
    assert sum(not any(not mark.left_out for mark in text.marks) for text in TEXTS) >= 4


def test_the_score_counts_a_miss_an_invention_and_a_wrong_day() -> None:
    text = next(text for text in TEXTS if len([m for m in text.marks if not m.left_out]) > 3)
    found = [as_marked(record) for record in text.found()]
    assert score(text.marks, found[1:]).missed == 1
    total = Score()
    score(text.marks, [*found, as_marked(directives_in("Thủ tướng giao Bộ X rà soát quy hoạch.", DAY)[0])], into=total)
    assert total.matched == len([mark for mark in text.marks if not mark.left_out])
    assert total.invented == 1


@pytest.mark.parametrize(
    ("sentence", "assignee"),
    [
        ("Thủ tướng yêu cầu Bộ Xây dựng rà soát quy hoạch.", "Bộ Xây dựng"),
        ("Giao Sở Nội vụ chủ trì tham mưu.", "Sở Nội vụ"),
        ("Bí thư Tỉnh ủy lưu ý các huyện ủy phải kiểm tra chi bộ.", "các huyện ủy"),
        ("Chủ tịch UBND tỉnh phân công Sở Y tế làm đầu mối.", "Sở Y tế"),
        ("Nghiêm cấm các trường thu thêm tiền.", "các trường"),
        ("Chủ tịch UBND huyện đề nghị Phòng Nội vụ báo cáo.", "Phòng Nội vụ"),
        ("Phó Chủ tịch nhắc Sở Giao thông đẩy nhanh tiến độ.", "Sở Giao thông"),
        ("Trước mắt, yêu cầu UBND xã dừng thi công.", "UBND xã"),
        ("Bộ trưởng yêu cầu trong thời gian tới, các vụ, cục tập trung hoàn thiện thể chế.", "các vụ, cục"),
        ("Chủ tịch UBND tỉnh ghi nhận kết quả, đồng thời yêu cầu Sở Tài chính cân đối nguồn.", "Sở Tài chính"),
        ("Thường trực Tỉnh ủy thống nhất giao Ban Dân vận Tỉnh ủy theo dõi.", "Ban Dân vận Tỉnh ủy"),
        (
            "Giao UBND các quận Ba Sao, Bảy Núi và thị xã Cầu Kè kiểm tra.",
            "UBND các quận Ba Sao, Bảy Núi và thị xã Cầu Kè",
        ),
    ],
)
def test_an_order_names_whom_it_is_for(sentence: str, assignee: str) -> None:
    assert [who for who, _ in told(sentence)] == [assignee]


@pytest.mark.parametrize(
    "sentence",
    [
        "Nút giao phía Đông đáp ứng yêu cầu đi lại.",
        "Sở Y tế sẽ phối hợp với các bệnh viện rà soát.",
        "Dự kiến Sở Xây dựng hoàn thành trước ngày 30/6.",
        "UBND tỉnh đề nghị Thủ tướng xem xét, hỗ trợ kinh phí.",
        "Ban Quản lý dự án đề nghị UBND tỉnh cho gia hạn hợp đồng.",
        "Người dân đề nghị UBND xã giải quyết dứt điểm.",
        "Viện kiểm sát đề nghị truy tố hai bị can.",
        "Theo quy định tại khoản 2 Điều 5, UBND huyện phải lập báo cáo trước ngày 31/8.",
        "Hội nghị giao ban tháng 3 diễn ra sáng nay.",
        "Đại biểu đề nghị cân nhắc mức phạt.",
        "Chính phủ đồng ý chủ trương đầu tư dự án.",
        "Nên giao việc này cho một cơ quan.",
        "Công ty đã bàn giao mặt bằng theo yêu cầu của chủ đầu tư.",
        "Từ đầu năm đến nay, Thủ tướng giao Bộ Y tế 432 nhiệm vụ.",
        "Giá vàng giao tháng 2 tăng 4 USD.",
        "Trường nào vi phạm sẽ bị xem xét.",
    ],
)
def test_what_only_looks_like_an_order_is_left_out(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("words", "day", "op"),
    [
        ("báo cáo trước ngày 20-3", "2018-03-20", "before"),
        ("báo cáo trước ngày 10/2", "2019-02-10", "before"),
        ("gửi về Sở trước 30.4.2018", "2018-04-30", "before"),
        ("hoàn thành trước ngày 5 tháng 6 năm 2018", "2018-06-05", "before"),
        ("vào nơi trú tránh trước 17 giờ ngày 15/3", "2018-03-15", "before"),
        ("trình trước tháng 12/2018", "2018-12-01", "before"),
        ("xong trước cuối tháng 5", "2018-05-31", "before"),
        ("hoàn thành trong tháng 4", "2018-04-30", "within"),
        ("hoàn thành ngay trong tháng 3", "2018-03-31", "within"),
        ("báo cáo trong quý II/2018", "2018-06-30", "within"),
        ("báo cáo trong quý I năm sau", "2019-03-31", "within"),
        ("hoàn thành trong năm 2018", "2018-12-31", "within"),
        ("từ nay đến cuối năm phải xong", "2018-12-31", "within"),
        ("xử lý xong trong 6 tháng đầu năm 2018", "2018-06-30", "within"),
        ("báo cáo trong tuần này", "2018-03-18", "within"),
        ("công bố trong tuần tới", "2018-03-25", "within"),
        ("hoàn thành trong tháng tới", "2018-04-30", "within"),
        ("xong trong quý này", "2018-03-31", "within"),
        ("đến ngày 1/4/2018 phải xong", "2018-04-01", "by"),
        ("đến tháng 9 đưa vào sử dụng", "2018-09-30", "by"),
        ("chậm nhất là ngày 30/6/2018", "2018-06-30", "by"),
        ("chậm nhất cuối quý I/2019", "2019-03-31", "by"),
        ("muộn nhất đến ngày 15/4", "2018-04-15", "by"),
        ("phấn đấu đến năm 2020 hoàn thành", "2020-12-31", "by"),
        ("có kết quả trước thứ sáu tuần này", "2018-03-16", "before"),
        ("báo cáo trong vòng 15 ngày", "2018-03-29", "within"),
        ("hoàn thành trong vòng một tháng", "2018-04-13", "within"),
    ],
)
def test_a_deadline_is_read_as_the_day_and_how_it_binds(words: str, day: str, op: str) -> None:
    found = deadline_in(words, 0, len(words), DAY)
    assert found is not None
    assert (found.day, found.op) == (date.fromisoformat(day), op)
    assert words[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "words",
    [
        "thực hiện Nghị quyết 09 ngày 27-2-2018",
        "quy hoạch đến năm 2030",
        "giai đoạn 2016-2020",
        "khẩn trương, sớm, ngay",
        "lễ hội diễn ra trong tháng 4",
        "tăng 12% trong tháng 2",
        "từ ngày 1/3 đến ngày 15/3",
        "trước khi học sinh trở lại trường",
        "trước Tết Nguyên đán",
        "dự kiến trong quý II",
    ],
)
def test_a_date_that_is_no_deadline_and_an_urgency_give_none(words: str) -> None:
    found = deadline_in(words, 0, len(words), DAY)
    assert found is None or found.day is None


@pytest.mark.parametrize(
    "words",
    [
        "báo cáo hằng tháng",
        "báo cáo trước ngày 5 hằng tháng",
        "định kỳ 6 tháng báo cáo",
        "mỗi quý một lần",
        "hằng năm, trước 30/9 gửi về Sở",
        "6 tháng một lần",
    ],
)
def test_a_duty_that_recurs_has_its_recurrence_and_no_day(words: str) -> None:
    found = deadline_in(words, 0, len(words), DAY)
    assert found is not None
    assert found.recurrence is not None
    assert found.day is None


def test_urgency_is_kept_as_written_and_is_no_date() -> None:
    (order,) = directives_in("Thủ tướng yêu cầu Bộ Y tế khẩn trương ban hành hướng dẫn.", DAY)
    assert (order.urgency, order.deadline) == ("khẩn trương", None)


def test_a_headline_that_says_what_the_body_says_is_a_repetition_of_it() -> None:
    text = (
        "Thủ tướng yêu cầu Bộ Y tế rà soát giá thuốc\nPhiên họp diễn ra sáng nay.\nẢnh minh họa.\n"
        "Tại phiên họp, Thủ tướng yêu cầu Bộ Y tế rà soát giá thuốc tại bệnh viện, báo cáo trước ngày 30/4."
    )
    headline, body = directives_in(text, DAY)
    assert (headline.status, headline.repeat_of, body.status) == ("repeat", 1, "current")


def test_what_was_ordered_before_is_past() -> None:
    text = "Ông Nam cho biết thêm. Trước đó, Chủ tịch UBND tỉnh yêu cầu Sở Y tế rà soát hồ sơ."
    assert [d.status for d in directives_in(text, DAY)] == ["past"]


def test_a_list_under_a_heading_is_for_the_office_of_the_heading() -> None:
    text = "Chủ tịch kết luận:\n1. Giao Phòng Nội vụ:\na) Rà soát biên chế;\nb) Lập kế hoạch.\n2. Công an huyện bảo đảm trật tự.\n"
    assert told(text) == [
        ("Phòng Nội vụ", "Rà soát biên chế"),
        ("Phòng Nội vụ", "Lập kế hoạch"),
        ("Công an huyện", "Công an huyện bảo đảm trật tự"),
    ]


def test_nothing_is_read_after_the_addressees_of_a_document() -> None:
    text = "Giao Sở Nội vụ kiểm tra.\nNơi nhận:\n- Sở Nội vụ phối hợp;\n- Sở Y tế chủ trì;\n"
    assert len(told(text)) == 1


def test_every_place_is_a_place_of_the_text_and_the_same_text_gives_the_same() -> None:
    for marked in TEXTS:
        found = marked.found()
        assert found == marked.found()
        assert all(marked.text[d.start : d.end] == d.quote and d.quote.strip() == d.quote for d in found)
        assert all(0 < d.confidence <= 1 for d in found)


def test_sentences_keep_names_and_numbers_whole() -> None:
    text = "UBND TP. Hải Vân họp năm 2016.Văn bản số 5 nêu 12.500 hộ. Ông nói: “Phải làm ngay. Không chờ”."
    assert [text[s.start : s.end] for s in sentences(text)] == [
        "UBND TP. Hải Vân họp năm 2016",
        "Văn bản số 5 nêu 12.500 hộ",
        "Ông nói",
        "Phải làm ngay",
        "Không chờ",
    ]


def test_a_place_holds_its_larger_ones_down_to_the_cell() -> None:
    text = "rà soát thôn Đoài (xã Đông Mai, huyện Yên Thượng) và tổ dân phố Số 7 (phường Trần Phú, quận Bình Tân)"
    assert [place.path for place in places_in(text)] == [
        "thôn Đoài, xã Đông Mai, huyện Yên Thượng",
        "tổ dân phố Số 7, phường Trần Phú, quận Bình Tân",
    ]


def test_weak_places_are_those_named_as_weak_and_no_others() -> None:
    weak = "Một số tổ chức đảng yếu kém cần củng cố ngay, trong đó có thôn Đoài (xã Đông Mai, huyện Yên Thượng)."
    good = "Thôn Đoài (xã Đông Mai, huyện Yên Thượng) đạt trong sạch, vững mạnh."
    assert [place.path for place in weak_places(weak + " " + good)] == ["thôn Đoài, xã Đông Mai, huyện Yên Thượng"]


def test_figures_are_numbers_with_what_they_count_and_no_dates() -> None:
    text = "Ngày 27-6, rà soát 584 xã, đạt 73,6 % và thu 1.250 tỷ đồng; Điều 12 khoản 3."
    assert [(str(f.value), f.unit) for f in figures_in(text)] == [("584", "xã"), ("73.6", "%"), ("1250", "tỷ đồng")]
