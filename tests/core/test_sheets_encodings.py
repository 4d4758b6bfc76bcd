"""Vietnamese text in every encoding it comes in: read rightly, or refused with the name of the encoding, never read as other letters."""

import io
import unicodedata

import pytest
import xlsxwriter

from kientoan.core.sheets import Column, Table, read_table

UNITS = [Column("code", ("Mã",), unique=True), Column("name", ("Tên",))]
NAMES = (
    "Xã Cổ Loa",
    "Phường Thịnh Liệt",
    "Huyện Quốc Oai",
    "Quận Thanh Xuân",
    "Xã Vân Nội",
    "Thị trấn Sóc Sơn",
    "Xã Yên Mỹ",
    "Phường Phú Đô",
    "Huyện Mỹ Đức",
    "Xã Tứ Hiệp",
    "Xã A Bung",
    "Xã Đắk Rơ Ông",
    "Thị trấn Krông Kmar",
)
# The bytes of the first ten names as the converter of the C library (TCVN5712-1) and the keyboard of VNI write them.
TCVN3 = (
    "X· Cæ Loa",
    "Ph\u00adêng ThÞnh LiÖt",
    "HuyÖn Quèc Oai",
    "QuËn Thanh Xu©n",
    "X· V©n Néi",
    "ThÞ trÊn Sãc S¬n",
    "X· Yªn Mü",
    "Ph\u00adêng Phó §«",
    "HuyÖn Mü §øc",
    "X· Tø HiÖp",
)
VNI = (
    "Xaõ Coå Loa",
    "Phöôøng Thònh Lieät",
    "Huyeän Quoác Oai",
    "Quaän Thanh Xuaân",
    "Xaõ Vaân Noäi",
    "Thò traán Soùc Sôn",
    "Xaõ Yeân Myõ",
    "Phöôøng Phuù Ñoâ",
    "Huyeän Myõ Ñöùc",
    "Xaõ Töù Hieäp",
)
VISCII = ("Xã C± Loa", "Phß¶ng Th¸nh Li®t", "Huy®n Qu¯c Oai", "Qu§n Thanh Xuân", "Xã Vân Nµi", "Huy®n MÛ ÐÑc")


def codes(table: Table) -> list[str]:
    return [error.code for error in table.errors]


def listed(*names: str) -> str:
    return "code,name\n" + "".join(f"{number},{name}\n" for number, name in enumerate(names))


def old(table: Table) -> list[str]:
    return [str(error.params.get("encoding")) for error in table.errors if error.code == "encoding_legacy"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
@pytest.mark.parametrize("names", [NAMES, *((name,) for name in NAMES)])
def test_each_of_these_encodings_is_read_letter_by_letter(encoding: str, names: tuple[str, ...]) -> None:
    text = listed(*names)
    raw = (cp1258(text) if encoding == "cp1258" else text).encode(encoding)
    table = read_table(raw, UNITS)
    assert codes(table) == []
    assert tuple(table.column("name")) == names


TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def cp1258(text: str) -> str:
    """The letters as Windows-1258 has them: the mark of a letter is part of it, its tone comes after."""
    letters = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        bare = "".join(mark for mark in apart if mark not in TONES)
        letters += [unicodedata.normalize("NFC", bare), *(mark for mark in apart if mark in TONES)]
    return "".join(letters)


@pytest.mark.parametrize(("names", "encoding"), [(TCVN3, "TCVN3 (ABC)"), (VNI, "VNI Windows")])
@pytest.mark.parametrize("as_bytes", ["latin-1", "utf-8", "utf-16"])
def test_an_old_encoding_is_refused_by_its_name_however_few_words_there_are(
    names: tuple[str, ...], encoding: str, as_bytes: str
) -> None:
    for some in (names, *((name,) for name in names)):
        table = read_table(listed(*some).encode(as_bytes), UNITS, file="u.csv")
        assert old(table) == [encoding], some
        assert not table.rows
    said = str(table.errors[0])
    assert said.startswith("u.csv: “")
    assert f"from {encoding} to Unicode" in said
    assert "CSV UTF-8" in said


def test_one_old_line_among_sound_ones_is_found() -> None:
    table = read_table(listed(*NAMES, VNI[3], *NAMES).encode(), UNITS)
    assert [(error.code, error.value) for error in table.errors] == [("encoding_legacy", "Quaän")]


def test_viscii_is_refused_by_its_name() -> None:
    assert old(read_table(listed(*VISCII).encode("latin-1"), UNITS)) == ["VISCII"]


@pytest.mark.parametrize("name", [*TCVN3, *VNI])
def test_old_text_in_a_workbook_is_told_with_its_cell(name: str) -> None:
    table = read_table(workbook(["Mã", "Tên"], ["1", NAMES[0]], ["2", name]), UNITS)
    assert [(error.code, error.row, error.column) for error in table.errors] == [("encoding_legacy", 3, "B")]


def test_old_headers_of_a_workbook_are_told_for_what_they_are() -> None:
    assert old(read_table(workbook(["M·", "Tªn tæ chøc"], ["1", TCVN3[0]]), UNITS)) == ["TCVN3 (ABC)"]


def workbook(*rows: list[str]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Biểu")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("raw", "code", "sample"),
    [
        ("Mã,Tên\n1,Phường Thịnh Liệt\n".encode().decode("cp1252", "replace").encode(), "encoding_mojibake", "MÃ£"),
        ("Mã,Tên\n1,Phường Thịnh Liệt\n2,Đ".encode()[:-1], "encoding_mojibake", "\ufffd"),
        ("M·,Tªn\n1,Thµnh phè Hµ Néi\n".encode("latin-1"), "encoding_legacy", "M·"),
        ("Maõ,Teân\n1,Thaønh phoá Hoà Chí Minh, quaän\n".encode("cp1258", "replace"), "encoding_legacy", "Teân"),
        (b"Ma,Ten\n1,Ph??ng Th?nh Li?t\n2,Qu?n Ba ??nh, H? N?i, x? L?c\n", "encoding_lost", "Ph??ng"),
        (b"Ma,Ten\n1,\x8a\x8d\x9d\n", "encoding_unknown", None),
    ],
)
def test_spoiled_letters_are_told_with_a_sample(raw: bytes, code: str, sample: str | None) -> None:
    table = read_table(raw, UNITS)
    assert [(error.code, error.value) for error in table.errors] == [(code, sample)]


@pytest.mark.parametrize(
    "name",
    [
        "«Báo cáo»",
        "MÃ\u00a0SỐ",
        "10 µm",
        "m²",
        "Điều 5 § 2",
        "Công ty ABC©",
        "Nhà máy “A”–B",
        "3×4",
        "naïve",
        "ĐÃ ĐẠT",
        "Ngã Tư Sở ½",
        "Chi bộ ñ",
        "cá – tôm…",
    ],
)
def test_sound_text_is_not_suspected(name: str) -> None:
    assert codes(read_table(f"Mã;Tên\n1;{name}\n2;Thịnh Liệt\n".encode(), UNITS)) == []
