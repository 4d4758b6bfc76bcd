"""Files of documents: what is kept and what is not, and that what is handed out is what was kept."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from kientoan.core.access import Refused
from kientoan.core.models import Action
from kientoan.documents import actions
from kientoan.documents.models import Document, DocumentFile
from kientoan.documents.queries.files import place_of
from kientoan.documents.rules.texts import DOCX, PDF, TEXT, media_type_of, text_of
from kientoan.orgs.rules.roles import Role
from tests import make
from tests.documents.crowd import at_once

pytestmark = pytest.mark.django_db
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def document():
    return make.resolution(make.city()["T"])


@pytest.fixture
def page(client, document):
    client.force_login(make.grant(make.account("tb"), Role.HEAD, document.keeper))
    return client


def keep(document, name="a.txt", content=b"Dieu 1"):
    return actions.keep_file(document=document, name=name, content=content, by=make.operator())


def packed(body, **info):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("word/document.xml", f'<w:document xmlns:w="{NAMESPACE}">{body}</w:document>', **info)
    return archive.getvalue()


def test_what_was_changed_on_disk_is_not_handed_out_and_the_audit_names_it(page, document):
    kept, other = keep(document), keep(document, "b.txt", b"khac")
    assert page.get(f"/documents/files/{kept.pk}/").content == b"Dieu 1"
    call_command("audit", "verify", stdout=io.StringIO())
    place_of(kept.sha256).write_bytes(b"Dieu 2")
    answer = page.get(f"/documents/files/{kept.pk}/")
    assert answer.status_code == 403
    assert "đã bị sửa trên máy chủ" in answer.content.decode()
    assert b"Dieu 2" not in answer.content
    with pytest.raises(CommandError) as refused:
        call_command("audit", "verify", stdout=io.StringIO())
    assert kept.sha256 in str(refused.value)
    assert other.sha256 not in str(refused.value)
    place_of(other.sha256).unlink()
    assert "không còn ở chỗ lưu" in page.get(f"/documents/files/{other.pk}/").content.decode()
    with pytest.raises(CommandError, match=other.sha256):
        call_command("audit", "verify", stdout=io.StringIO())


def test_the_same_file_brought_again_sets_its_place_right(page, document):
    kept = keep(document)
    place_of(kept.sha256).write_bytes(b"Dieu 2")
    assert keep(document) == kept
    assert page.get(f"/documents/files/{kept.pk}/").content == b"Dieu 1"
    assert Action.objects.filter(verb="documents.keep_file").count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.pdf.exe", b"%PDF-1.4"),
        ("a.pdf", b"<html>%PDF"),
        ("a.docx", b"%PDF"),
        ("a", b"%PDF-1.4"),
        ("a.txt", b""),
    ],
)
def test_what_is_not_kept_leaves_nothing(page, document, name, content, tmp_path):
    answer = page.post(f"/documents/{document.pk}/files/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 400
    assert not DocumentFile.objects.exists()
    assert not (tmp_path / "documents").exists()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("a\u202etxt.exe.txt", "atxt.exe.txt"),
        ("a\r\nSet-Cookie: b.txt", "aSet-Cookie: b.txt"),
        ("x" * 300 + ".txt", "x" * 196 + ".txt"),
    ],
)
def test_a_name_is_only_a_name(page, document, name, shown, tmp_path):
    kept = keep(document, name)
    assert kept.name == shown
    answer = page.get(f"/documents/files/{kept.pk}/")
    assert answer.content == b"Dieu 1"
    assert "\n" not in answer["Content-Disposition"]
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [place_of(kept.sha256)]


def test_a_text_that_holds_a_page_is_handed_out_as_text(page, document):
    kept = keep(document, "trang.txt", b"<html><script>alert(1)</script></html>")
    answer = page.get(f"/documents/files/{kept.pk}/")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 broken",
        packed("<w:p><w:r><w:t>Mở</w:t>")[:-20],
        packed("<w:p><w:r>"),
        packed('<w:p xmlns:w="x"/>').replace(b"word/document.xml", b"word/documents.xm"),
    ],
)
def test_a_broken_word_file_is_kept_and_has_no_text(document, content):
    kept = keep(document, "a.docx", content)
    assert (kept.media_type, kept.text.strip()) == (DOCX, "")


def test_a_word_file_under_a_password_is_kept_and_has_no_text(document):
    content = bytearray(packed("<w:p><w:r><w:t>Mật khẩu</w:t></w:r></w:p>"))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = content.index(mark) + (6 if mark.endswith(b"\x03\x04") else 8)
        content[place] |= 1
    assert keep(document, "a.docx", bytes(content)).text == ""


def test_a_file_that_unpacks_to_a_giant_is_kept_without_reading_it_whole(document):
    giant = packed("<w:p/>" * 11_000_000)
    assert len(giant) < 1_000_000
    assert keep(document, "a.docx", giant).text == ""
    many = packed("<w:p><w:r><w:t>một</w:t></w:r></w:p>" * 1_000_000)
    assert len(text_of(DOCX, many)) < 3_000_000


def test_a_file_that_names_outer_things_reads_none_of_them(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("khong duoc doc")
    body = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><w:document xmlns:w="{NAMESPACE}"><w:p><w:t>a&e;b</w:t></w:p></w:document>'
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as book:
        book.writestr("word/document.xml", body)
    assert "khong" not in text_of(DOCX, archive.getvalue())


def test_paragraphs_tables_and_boxes_of_a_word_file_stand_each_once_in_order():
    body = (
        "<w:p><w:r><w:t>Một</w:t><w:tab/><w:t>hai</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>ba</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:t>bốn</w:t><w:txbx><w:p><w:r><w:t>năm</w:t></w:r></w:p></w:txbx></w:r></w:p>"
    )
    text = text_of(DOCX, packed(body))
    assert text.startswith("Một\thai\nba\n")
    assert [text.count(word) for word in ("bốn", "năm")] == [1, 1]


@pytest.mark.parametrize("content", [b"%PDF-1.4\n\xff\x00\xfe", b"%PDF", b"%PDF-1.7 " + bytes(range(256)) * 20])
def test_a_pdf_of_odd_bytes_is_kept_and_has_no_text(document, content):
    kept = keep(document, "a.pdf", content)
    assert (kept.media_type, kept.text) == (PDF, "")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00\xd8a\x00", b"a\x00b", b"\xfe\xff\xd8\x00", b"\x81\x8d\xff", b"\xef\xbb\xbf"]
)
def test_a_text_of_odd_bytes_is_kept(document, content):
    assert media_type_of("a.txt", content) == TEXT
    kept = keep(document, "a.txt", content)
    kept.refresh_from_db()
    assert "\x00" not in kept.text


def test_a_file_too_large_is_refused_by_size_before_it_is_read(page, document, settings):
    settings.LARGEST_FILE = 10
    sent = SimpleUploadedFile("a.txt", b"x" * 11)
    answer = page.post(f"/documents/{document.pk}/files/", {"file": sent})
    assert answer.status_code == 400
    assert "“a.txt” lớn hơn" in answer.content.decode()


def test_a_line_and_its_file_are_entered_together_or_neither(page, document):
    body = {
        "keeper": "T",
        "direction": "out",
        "kind": "plan",
        "written": "07-KH/TU",
        "dated": "2017-07-04",
        "issuer_name": "Thành ủy",
        "abstract": "Kế hoạch",
    }
    answer = page.post("/documents/new/", body | {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert answer.status_code == 400
    assert set(Document.objects.all()) == {document}
    assert page.post("/documents/new/", body | {"file": SimpleUploadedFile("a.txt", b"Mot")}).status_code == 302
    assert DocumentFile.objects.get().document.written == "07-KH/TU"


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_the_same_file_at_once_keep_one():
    document, by = make.resolution(make.city()["T"]), make.operator()
    content = b"Mot" * 9999

    def bring():
        actions.keep_file(document=document, name="a.txt", content=content, by=by)

    assert at_once(*[bring] * 4) == []
    assert document.files.count() == 1
    assert Action.objects.filter(verb="documents.keep_file").count() == 1


def test_an_empty_name_and_a_struck_line_take_no_file(document):
    actions.strike_out(document=document, by=make.operator(), reason="Nhầm")
    with pytest.raises(Refused, match="gạch"):
        keep(document)
