"""The register of an e-office from its sheet: the headers that offices write, every fault, and nothing twice."""

from datetime import date

import pytest

from kientoan.core import clock
from kientoan.core.access import ChangedMeanwhile
from kientoan.documents import imports
from kientoan.documents.models import Document
from kientoan.documents.rules.words import Direction
from tests import make
from tests.documents.sheets import SHEET

pytestmark = pytest.mark.django_db
INCOMING = (
    "Ngày đến,Số đến,Tác giả,Số, ký hiệu,Ngày tháng,Tên loại và trích yếu nội dung văn bản,Đơn vị hoặc người nhận,Ký nhận,Ghi chú\n"
).replace("Số, ký hiệu", '"Số, ký hiệu"')
OUTGOING = '"Số, ký hiệu văn bản",Ngày tháng văn bản,Tên loại và trích yếu nội dung văn bản,Người ký,Nơi nhận văn bản,Số lượng bản\n'


@pytest.fixture
def district():
    return make.city()["H2"]


def plan(unit, text, direction=Direction.IN):
    return imports.plan(
        text.encode("utf-8-sig"), keeper=unit, direction=direction, by=make.operator(), day=clock.today(), file="so.csv"
    )


def test_the_book_of_incoming_documents_is_read_by_the_headers_of_its_form(district):
    made = plan(district, INCOMING + "06/07/2017,12,Thành ủy,15-NQ/TU,04/07/2017,Nghị quyết về củng cố,VP,,\n")
    assert made.errors == []
    [line] = made.lines
    assert (line.received_number, line.issuer_name, line.kind) == ("12", "Thành ủy", "resolution")
    assert made.ignored_headers == ["Đơn vị hoặc người nhận", "Ký nhận", "Ghi chú"]


def test_the_book_of_outgoing_documents_is_read_by_the_headers_of_its_form(district):
    made = plan(
        district, OUTGOING + "05-CTr/HU,04/07/2017,Chương trình hành động,Nguyễn Văn Ẩn,Các xã,20\n", Direction.OUT
    )
    assert made.errors == []
    [line] = made.lines
    assert (line.kind, line.issuer_name, line.dated) == ("programme", "Đảng bộ huyện Thượng Vân", date(2017, 7, 4))


def test_a_type_that_the_number_does_not_say_is_read_from_the_first_words(district):
    made = plan(district, INCOMING + "06/07/2017,12,Thành ủy,17/HĐ,04/07/2017,Quy định về luân chuyển,,,\n")
    assert [line.kind for line in made.lines] == ["regulation"]


def test_a_plan_that_is_carried_out_twice_enters_once(district):
    first, second = plan(district, SHEET), plan(district, SHEET)
    imports.apply(first, by=make.operator())
    with pytest.raises(ChangedMeanwhile):
        imports.apply(second, by=make.operator())
    assert Document.objects.count() == 4
    again = plan(district, SHEET)
    assert (again.lines, again.known) == ([], 4)


def test_a_line_entered_by_hand_is_known_however_its_number_is_spaced(district):
    make.resolution(district, direction="in", written="015 - NQ/TU", issuer_name="THÀNH ỦY")
    made = plan(district, SHEET)
    assert (len(made.lines), made.known) == (3, 1)


def test_lines_taken_over_are_found_with_accents_first(district):
    from kientoan.documents.queries.listing import Cut, documents_for, exact_first

    imports.apply(plan(district, SHEET), by=make.operator())
    rows = documents_for(make.operator(), Cut(text="củng cố"))
    assert [one.written for one in exact_first(rows, "củng cố", "pk")] == ["15-NQ/TU"]


def test_every_fault_is_named_with_its_row_and_column(district):
    tomorrow = "01/01/2999"
    made = plan(
        district,
        SHEET
        + f"20,{tomorrow},18-NQ/TU,07/07/2017,Thành ủy,Ngày đến chưa tới,,,\n"
        + f"21,09/07/2017,19-NQ/TU,{tomorrow},Thành ủy,Ngày văn bản chưa tới,,,\n"
        + "22,09/07/2017,20-NQ/TU,07/07/2017,Thành ủy,Có mật,,Mật,\n"
        + "23,09/07/2017,21-NQ/TU,31/02/2017,Thành ủy,Ngày sai,,,\n"
        + "24,09/07/2017,22-NQ/TU,07/07/2017,Thành ủy,Độ khẩn lạ,,,Rất vội\n",
    )
    assert sorted({fault.row for fault in made.errors}) == [6, 7, 8, 9, 10]
    assert made.lines[0].written == "15-NQ/TU"
    assert not Document.objects.exists()
