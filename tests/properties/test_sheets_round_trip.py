"""Laws of tables: what goes out comes back, no text can run, and no bytes make the reader raise."""

import io
from datetime import date
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kientoan.core.sheets import Column, OutColumn, OutSheet, csv_parts, read_table, write_xlsx
from kientoan.core.sheets.guard import guard, unguard
from kientoan.core.sheets.numbers import Mark, mark_of, parse_number
from kientoan.core.vietnamese import nfc

printable = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufffe\uffff")
texts = st.text(printable, max_size=12).map(lambda text: nfc(text.strip())) | st.sampled_from(
    ["=1+1", "'=x", "''", "-", "@a", "+84", "1,5", "00012", 'a"b', "a;b,c|d", "dòng 1\ndòng 2"]
)
numbers = st.decimals(-(10**9), 10**9, places=4) | st.integers(-(10**6), 10**6).map(lambda value: Decimal(value) / 1000)
rows = st.lists(
    st.tuples(texts, st.integers(-(10**15), 10**15), numbers, st.dates(date(1900, 3, 1), date(2199, 12, 31))),
    min_size=1,
    max_size=6,
)
COLUMNS = [
    Column("text", required=False),
    Column("int", kind="int"),
    Column("decimal", kind="decimal"),
    Column("date", kind="date"),
]
OUT = [OutColumn("text"), OutColumn("int", "int"), OutColumn("decimal", "decimal"), OutColumn("date", "date")]


@given(st.text())
def test_guard_is_undone(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in tuple("=+-@\t\r\n")


@given(rows)
def test_csv_round_trip(table: list[tuple[str, int, Decimal, date]]) -> None:
    back = read_table(b"".join(csv_parts(["text", "int", "decimal", "date"], table)), COLUMNS)
    assume(not any(error.code.startswith("encoding_") for error in back.errors))  # random letters may look spoiled
    assert back.errors == []
    assert [tuple(row.values.values()) for row in back.rows] == table


@settings(deadline=None)
@given(rows)
def test_xlsx_round_trip(table: list[tuple[str, int, Decimal, date]]) -> None:
    buffer = io.BytesIO()
    write_xlsx(buffer, [OutSheet("A", OUT, table)])
    back = read_table(buffer.getvalue(), COLUMNS)
    assume(not any(error.code.startswith("encoding_") for error in back.errors))  # random letters may look spoiled
    assert back.errors == []
    assert [tuple(row.values.values()) for row in back.rows] == table


@given(st.decimals(-(10**12), 10**12, places=3), st.sampled_from(list(Mark)))
def test_a_number_written_in_either_way_is_read_with_its_mark(number: Decimal, mark: Mark) -> None:
    english = f"{number:,}"
    written = english if mark is Mark.POINT else english.translate(str.maketrans(",.", ".,"))
    assert parse_number(written, mark) == number
    assert mark_of(written) in (mark, None)


@settings(deadline=None)
@given(
    st.binary(max_size=300)
    | st.builds(
        lambda head, tail: head + tail,
        st.sampled_from(
            [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Workbook", b"\xff\xfe", b"\xef\xbb\xbf", b'"']
        ),
        st.binary(max_size=300),
    )
)
def test_no_bytes_make_the_reader_raise(raw: bytes) -> None:
    table = read_table(raw, COLUMNS, file="x")
    assert table.errors
    assert all(str(error) for error in table.errors)
