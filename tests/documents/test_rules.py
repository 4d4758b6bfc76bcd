"""Numbers and symbols, series, types by day, texts of files."""

from datetime import date
from io import BytesIO

import docx
import pytest

from kientoan.documents.queries.types import types_at
from kientoan.documents.rules.numbers import read_number, write_number
from kientoan.documents.rules.series import Numbered, SeriesKey, check_series, period_of
from kientoan.documents.rules.texts import DOCX, PDF, TEXT, media_type_of, text_of
from kientoan.documents.rules.words import Regime


@pytest.mark.parametrize(
    ("written", "number", "symbol", "regime", "year"),
    [
        ("15-NQ/TU", 15, "NQ/TU", Regime.PARTY, None),
        ("Số: 03-QĐi/TU", 3, "QĐi/TU", Regime.PARTY, None),
        ("3814-QĐ/TU", 3814, "QĐ/TU", Regime.PARTY, None),
        ("51 - KH / TU", 51, "KH/TU", Regime.PARTY, None),
        ("15/QĐ-BNV", 15, "QĐ-BNV", Regime.STATE, None),
        ("30/2020/NĐ-CP", 30, "NĐ-CP", Regime.STATE, 2020),
        ("05/BNV-VP", 5, "BNV-VP", Regime.STATE, None),
        ("QĐ số 7", None, "", Regime.OTHER, None),
        ("112 BB", 112, "", Regime.OTHER, None),
        ("", None, "", Regime.OTHER, None),
    ],
)
def test_a_number_and_symbol_is_taken_apart(written, number, symbol, regime, year):
    read = read_number(written)
    assert (read.number, read.symbol, read.regime, read.year) == (number, symbol, regime, year)


@pytest.mark.parametrize("regime", [Regime.PARTY, Regime.STATE])
@pytest.mark.parametrize("number", [1, 9, 10, 1234])
def test_what_is_put_together_is_read_back(number, regime):
    symbol = {"party": "NQ/TU", "state": "QĐ-BNV"}[regime]
    read = read_number(write_number(number, symbol, regime))
    assert (read.number, read.symbol, read.regime) == (number, symbol, regime)


def test_types_bear_the_symbol_of_their_day():
    symbols = {
        day: types_at(day).named("regulation", Regime.PARTY).symbol
        for day in (date(2003, 1, 1), date(2017, 6, 27), date(2019, 1, 1), date(2026, 6, 1))
    }
    assert list(symbols.values()) == ["QĐ", "QĐ", "QĐi", "QĐ"]
    assert types_at(date(2019, 1, 1)).by_symbol("QĐi", Regime.PARTY).key == "regulation"
    assert types_at(date(2019, 1, 1)).by_symbol("QyĐ", Regime.STATE).key == "regulation"


def line(key, number, day, marked=False):
    return Numbered(key, Regime.PARTY, "plan", "KH/TU", number, day, marked)


def test_a_series_shows_gaps_doubles_and_what_is_dated_backwards():
    key = SeriesKey(Regime.PARTY, "plan", "KH/TU", "2015–2020")
    rows = [
        line(1, 1, date(2016, 1, 1)),
        line(2, 2, date(2016, 3, 1)),
        line(3, 5, date(2016, 2, 1)),
        line(4, 5, date(2016, 4, 1)),
        line(5, 6, date(2016, 4, 1), marked=True),
    ]
    [series] = check_series({key: rows})
    assert (series.missing, series.missing_count) == ([3, 4], 2)
    assert series.doubled == [(5, (3, 4))]
    assert series.backwards == [(2, 5)]
    assert not series.ok
    assert series.from_one


def test_many_missing_numbers_are_counted_and_not_listed():
    key = SeriesKey(Regime.STATE, "decision", "QĐ-UBND", "2017")
    [series] = check_series({key: [line(1, 1, date(2017, 1, 1)), line(2, 5000, date(2017, 1, 2))]})
    assert (series.missing_count, series.missing) == (4998, [])


def test_a_party_period_is_the_term_and_a_state_period_the_year():
    terms = [(date(2010, 10, 1), date(2015, 11, 4), "2010–2015"), (date(2015, 11, 4), None, "2015–2020")]
    assert period_of(date(2015, 11, 3), "term", terms) == "2010–2015"
    assert period_of(date(2015, 11, 4), "term", terms) == "2015–2020"
    assert period_of(date(2005, 1, 1), "term", terms) == ""
    assert period_of(date(2005, 1, 1), "year", terms) == "2005"


def word_file(*paragraphs):
    document, buffer = docx.Document(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.add_table(1, 1).cell(0, 0).text = "trong bảng"
    document.save(buffer)
    return buffer.getvalue()


def test_the_text_of_a_word_file_is_read_with_its_tables():
    content = word_file("Điều 1. Củng cố", "Điều 2")
    assert media_type_of("a.docx", content) == DOCX
    assert text_of(DOCX, content).split("\n") == ["Điều 1. Củng cố", "Điều 2", "trong bảng"]


def test_the_text_of_a_pdf_is_read():
    import typst

    content = typst.compile(b'#set text(font: "Libertinus Serif")\nHello register 15')
    assert media_type_of("a.pdf", content) == PDF
    assert "register 15" in text_of(PDF, content)


@pytest.mark.parametrize(
    ("media", "content"),
    [(DOCX, b"PK\x03\x04 no zip"), (PDF, b"%PDF-1.7 broken"), ("image/png", b"\x89PNG")],
)
def test_what_cannot_be_read_has_no_text(media, content):
    assert text_of(media, content) == ""


def test_a_word_file_with_entities_gives_nothing_away(tmp_path):
    import zipfile

    secret = tmp_path / "secret.txt"
    secret.write_text("khóa")
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>'
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:body><w:p><w:r><w:t>a&x;b</w:t></w:r></w:p></w:body></w:document>",
        )
    assert "khóa" not in text_of(DOCX, buffer.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_is_read_in_its_encoding(encoding):
    assert text_of(TEXT, "Củng cố".encode(encoding)) == "Củng cố"


def test_a_file_that_pretends_is_not_kept():
    assert media_type_of("a.pdf", b"MZ") is None
    assert media_type_of("a.html", b"<p>") is None
    assert media_type_of("pdf", b"%PDF") is None
