"""Pages of the register: the list and its search, a document, entering, following, numbers, the sheet of an e-office."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kientoan.core.models import Action
from kientoan.documents import actions
from kientoan.documents.models import Document, Term
from kientoan.documents.rules.words import LinkKind, Secrecy
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.documents.sheets import SHEET

pytestmark = pytest.mark.django_db

LINE = {
    "keeper": "H2",
    "direction": "in",
    "kind": "resolution",
    "written": "15-NQ/TU",
    "dated": "2017-07-04",
    "issuer_name": "Ban Thường vụ Thành ủy",
    "abstract": "Về củng cố tổ chức cơ sở đảng",
    "received_on": "2017-07-06",
    "urgency": "urgent",
}


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def city(client):
    """The small city, with the clerk's chief of the district signed in."""
    city = make.city()
    client.force_login(make.grant(make.account("canbo.h2"), Role.SPECIALIST, city["H2"]))
    return city


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_an_empty_register_says_how_to_begin(client, city):
    text = page(client, "/documents/")
    assert "Sổ chưa có văn bản" in text
    assert 'href="/documents/import/"' in text


def test_a_line_is_entered_with_its_file_and_found_by_the_words_in_it(client, city):
    words = "Củng cố ngay chi bộ thôn 2, không để kéo dài sang quý sau."
    file = SimpleUploadedFile("nghi-quyet.txt", words.encode())
    answer = client.post("/documents/new/", LINE | {"file": file, "addressees": "X1, X2"})
    document = Document.objects.get()
    assert answer["Location"] == f"/documents/{document.pk}/"
    assert document.addressees.count() == 2
    assert "15-NQ/TU" in page(client, "/documents/?q=chi+bo+thon+2")
    assert "kéo dài sang quý sau" in page(client, "/documents/?q=quy+sau")
    assert "15-NQ/TU" in page(client, "/documents/?way=in&kind=resolution&first=2017-07-01&last=2017-07-31")
    assert "15-NQ/TU" in page(client, '/documents/?q="chi+bộ+thôn"')
    for nothing in ("q=thon+chi+la", 'q="thôn+chi"', "way=out", "kind=notice", "last=2017-07-03", "as_of=2017-07-03"):
        assert "15-NQ/TU" not in page(client, f"/documents/?{nothing}"), nothing
    client.get("/documents/?as_of=today")
    shown = page(client, f"/documents/{document.pk}/")
    for word in ("nghi-quyet.txt", "Đảng bộ xã Đông Thạnh", "khẩn", "06/07/2017"):
        assert word in shown, word
    kept = client.get(f"/documents/files/{document.files.get().pk}/")
    assert kept.content.decode() == words
    assert kept["X-Content-Type-Options"] == "nosniff"


def test_a_faulty_line_goes_back_to_the_form_with_every_fault_and_what_was_typed(client, city):
    answer = client.post("/documents/new/", LINE | {"abstract": "", "received_on": "2017-07-01"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "Trích yếu: ghi bằng một câu" in text
    assert "Ngày đến: không thể trước ngày văn bản" in text
    assert 'value="15-NQ/TU"' in text
    assert not Document.objects.exists()


def test_a_wrong_filter_and_a_wrong_direction_are_refused(client, city):
    for wrong in ("kind=poem", "way=up", "first=khi-nao"):
        assert client.get(f"/documents/?{wrong}").status_code == 400, wrong


def test_a_reader_enters_nothing_and_sees_why(client, city):
    made = make.resolution(city["H2"])
    client.force_login(make.grant(make.account("docgia"), Role.READER, city["H2"]))
    assert client.get("/documents/new/").status_code == 403
    assert client.post(f"/documents/{made.pk}/strike-out/", {"reason": "x"}).status_code == 403
    assert client.get("/documents/?export=xlsx").status_code == 403
    text = page(client, f"/documents/{made.pk}/")
    assert "disabled" in text
    assert "Gạch sổ" not in text


def test_a_marked_line_shows_no_content_and_is_not_there_for_others(client, city):
    made = make.resolution(city["H2"], secrecy=Secrecy.TOP_SECRET, abstract="")
    text = page(client, f"/documents/{made.pk}/")
    assert "Văn bản mật" in text
    assert 'type="file"' not in text
    assert client.post(f"/documents/{made.pk}/files/", {}).status_code == 403
    assert client.get(f"/documents/{made.pk}/aims/").status_code == 403
    client.force_login(make.grant(make.account("vanthu"), Role.CLERK, city["H2"]))
    assert client.get(f"/documents/{made.pk}/").status_code == 404
    assert "15-NQ/TU" not in page(client, "/documents/")


def test_a_line_is_corrected_and_struck_out_and_the_record_says_so(client, city):
    made = make.resolution(city["H2"])
    body = {k: v for k, v in LINE.items() if k not in {"keeper", "received_on"}} | {"direction": "out"}
    client.post(f"/documents/{made.pk}/edit/", body | {"abstract": "Về tinh giản biên chế"})
    assert "Về tinh giản biên chế" in page(client, f"/documents/{made.pk}/")
    assert client.post(f"/documents/{made.pk}/strike-out/", {"reason": ""}).status_code == 400
    client.post(f"/documents/{made.pk}/strike-out/", {"reason": "Vào sổ hai lần"})
    text = page(client, f"/documents/{made.pk}/")
    for word in ("Dòng này đã gạch sổ", "Vào sổ hai lần", "Sửa dòng sổ của 15-NQ/TU"):
        assert word in text
    assert client.get(f"/documents/{made.pk}/edit/").status_code == 403
    make.resolution(city["H2"])


def test_a_relation_is_shown_from_both_sides_and_not_to_who_may_not_see_it(client, city):
    above = make.resolution(city["T"], addressees=[city["H2"]])
    plan = make.resolution(city["H2"], kind="plan", written="51-KH/HU", dated=date(2017, 8, 1))
    client.post(f"/documents/{plan.pk}/links/", {"kind": "carries_out", "other": "15-nq/tu"})
    assert plan.links.get().other == above
    client.post(f"/documents/{plan.pk}/links/", {"kind": "replaces", "other": "40-KH/HU ngày 01/02/2016"})
    text = page(client, f"/documents/{plan.pk}/")
    assert "thực hiện <a" in " ".join(text.split())
    assert "chưa có trong sổ" in text
    assert "được thực hiện bởi" in page(client, f"/documents/{above.pk}/")
    link = plan.links.get(kind=LinkKind.REPLACES)
    client.post(f"/documents/{plan.pk}/links/{link.pk}/remove/")
    assert plan.links.count() == 1
    client.force_login(make.grant(make.account("x1"), Role.READER, city["X1"]))
    assert client.get(f"/documents/{above.pk}/").status_code == 404


def test_a_resolution_is_followed_from_what_it_asks_to_its_reviews(client, city):
    made = make.resolution(city["H2"])
    asks = {"text": "Không còn chi bộ yếu kém", "clause": "Mục II.3", "due": "2018-12-31", "responsible": "Huyện ủy"}
    client.post(f"/documents/{made.pk}/aims/", asks)
    client.post(f"/documents/{made.pk}/aims/", {"text": "Giảm 10 % biên chế"})
    first, second = made.aims.all()
    assert (first.position, second.position) == (1, 2)
    review = {"kind": "on_the_way", "held_on": "2019-06-28", "by_document": "40-BC/HU", "said": "Đã sơ kết"}
    nothing = client.post(f"/documents/{made.pk}/review/", review)
    assert nothing.status_code == 400
    assert "ít nhất một mục tiêu" in nothing.content.decode()
    said = {f"o-{first.pk}": "partly", f"s-{first.pk}": "Còn 2/41 chi bộ", f"o-{second.pk}": "reached"}
    answer = client.post(f"/documents/{made.pk}/review/", review | said)
    assert answer.status_code == 302
    text = page(client, f"/documents/{made.pk}/")
    for word in ("đạt một phần", "Còn 2/41 chi bộ", "40-BC/HU", "quá hạn", "(1/2)", "Mục II.3"):
        assert word in text, word
    listed = page(client, "/documents/followed/")
    assert "1 mục tiêu quá hạn" in listed
    assert "(1/2)" in listed
    assert "chưa đạt" in page(client, "/")


def test_the_numbers_of_a_term_and_of_a_year_are_checked(client, city):
    for number, day, kind, symbol in (
        (1, date(2016, 1, 5), "plan", "-KH/HU"),
        (2, date(2016, 12, 5), "plan", "-KH/HU"),
        (4, date(2017, 1, 5), "plan", "-KH/HU"),
        (4, date(2017, 2, 5), "plan", "-KH/HU"),
        (1, date(2017, 3, 5), "decision", "/QĐ-UBND"),
        (2, date(2017, 2, 5), "decision", "/QĐ-UBND"),
        (1, date(2018, 2, 5), "decision", "/QĐ-UBND"),
    ):
        number_of = f"{number}{symbol}"
        make.resolution(city["H2"], kind=kind, written=number_of, dated=day)
    marked = make.resolution(
        city["H2"], kind="plan", written="05-KH/HU", dated=date(2017, 5, 1), abstract="", secrecy="secret"
    )
    make.resolution(city["H2"], kind="plan", written="06-KH/HU", dated=date(2017, 6, 1))
    client.post("/documents/numbers/H2/term/", {"name": "2015–2020", "first": "2015-08-20"})
    assert Term.objects.get().name == "2015–2020"
    text = page(client, "/documents/numbers/?unit=H2")
    for word in ("thiếu số: 3", "số 4 có hai lần", "số 2 ghi ngày sớm hơn số 1", "2015–2020", "2018", "2/3 dãy số"):
        assert word in text, word
    assert f"/documents/{marked.pk}/" not in text
    client.force_login(make.grant(make.account("docgia"), Role.READER, city["H2"]))
    assert client.get("/documents/numbers/?unit=H2").status_code == 403


def test_the_product_numbers_only_where_the_unit_turned_it_on(client, city):
    make.resolution(city["H2"], kind="plan", written="07-KH/HU", dated=date(2017, 6, 1))
    body = LINE | {"direction": "out", "kind": "plan", "written": "", "received_on": "", "symbol": "KH/HU"}
    assert client.post("/documents/new/", body).status_code == 400
    client.post("/documents/numbers/H2/own/")
    assert "Đang bật" in page(client, "/documents/numbers/?unit=H2")
    today = body | {"dated": make_today()}
    assert client.post("/documents/new/", today).status_code == 302
    assert Document.objects.get(dated=make_today()).written == "08-KH/HU"
    client.post("/documents/numbers/H2/own/")
    assert "Đang tắt" in page(client, "/documents/numbers/?unit=H2")


def make_today():
    from kientoan.core import clock

    return clock.today()


def sheet(client, text, **more):
    file = SimpleUploadedFile("so-den.csv", text.encode("utf-8-sig"))
    return client.post("/documents/import/", {"keeper": "H2", "direction": "in", "file": file, **more})


def test_a_sheet_of_an_e_office_is_looked_at_and_then_taken_over_once(client, city):
    looked = sheet(client, SHEET)
    text = looked.content.decode()
    assert looked.status_code == 200, text
    assert not Document.objects.exists()
    again = dict(looked.context["again"])
    assert client.post("/documents/import/", again).status_code == 302
    found = {one.written: one for one in Document.objects.all()}
    assert found["15-NQ/TU"].urgency == "urgent"
    assert found["15-NQ/TU"].received_number == "12"
    assert found["30/2020/NĐ-CP"].kind == "decree"
    assert found["05/BNV-VP"].kind == "official_letter"
    assert (found["16-NQ/TU"].secrecy, found["16-NQ/TU"].abstract) == ("secret", "")
    twice = sheet(client, SHEET).content.decode()
    assert "Không có gì mới" in twice
    assert Action.objects.filter(verb="documents.take_over_lines").count() == 1


def test_a_faulty_sheet_enters_nothing_and_lists_every_fault(client, city):
    wrong = SHEET + (
        "16,09/07/2017,15-NQ/TU,04/07/2017,Thành ủy,Lần nữa,,,\n"
        "17,01/07/2017,XYZ,07/07/2017,Thành ủy,Không rõ loại,,,\n"
        "18,09/07/2017,17-NQ/TU,07/07/2017,,Thiếu nơi gửi,Ai,Mật,\n"
        "19,09/07/2017,,chiều qua,Thành ủy,Thiếu số,,,\n"
    )
    answer = sheet(client, wrong)
    text = answer.content.decode()
    assert answer.status_code == 400
    for word in (
        "đã có ở dòng 2",
        "Không có loại văn bản",
        "Ngày đến không thể trước",
        "Văn bản mật không ghi",
        "Ô trống",
    ):
        assert word in text, word
    assert not Document.objects.exists()


def test_a_register_that_changed_meanwhile_is_not_written_over(client, city):
    again = dict(sheet(client, SHEET).context["again"])
    make.resolution(city["H2"], direction="in", issuer_name="Thành ủy")
    answer = client.post("/documents/import/", again)
    assert answer.status_code == 409
    assert Document.objects.count() == 1


def test_documents_stand_in_the_search_on_the_unit_page_and_leave_as_a_sheet(client, city):
    made = make.resolution(city["H2"])
    assert "15-NQ/TU" in page(client, "/search/?q=cung+co+to+chuc")
    link = f'href="/documents/{made.pk}/"'
    assert link in page(client, "/orgs/units/H2/")
    assert link not in page(client, "/orgs/units/H2/?as_of=2017-07-03")
    client.get("/documents/?as_of=today")
    answer = client.get("/documents/?export=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "15-NQ/TU" in text
    assert Action.objects.filter(verb="documents.export_register").exists()
    actions.strike_out(document=made, reason="Nhầm", by=make.operator())
    assert link not in page(client, "/orgs/units/H2/")


def test_what_begins_like_a_formula_leaves_as_words(client, city):
    make.resolution(city["H2"], abstract='=HYPERLINK("http://x")', issuer_name="@Ban")
    text = b"".join(client.get("/documents/?export=csv").streaming_content).decode()
    assert '=HYPERLINK("http' not in text.replace('""', '"').replace("'=HYPERLINK", "")
    assert ",@Ban" not in text
