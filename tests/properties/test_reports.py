"""Laws of reports: what is printed can be read again, and an untouched report never accuses anybody."""

import contextlib
from decimal import Decimal
from io import BytesIO

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from kientoan.documents.rules.official import model
from kientoan.documents.rules.official.docx import render_docx
from kientoan.documents.rules.official.figure import SHARE, Figure, number_text, share_text
from kientoan.documents.rules.official.reading import NotAWordFile
from kientoan.reports.rules.check import check_docx, check_plain
from kientoan.reports.rules.check.numbers import counted, value_of
from tests.reports.papers import AS_OF, paper

whole = st.integers(0, 10**9)
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Nd"], exclude_characters="\ufffe\uffff"), max_size=20
)
figures = st.builds(
    lambda key, value, of: Figure(f"k.{key}", f"Số {key}", value, AS_OF, SHARE if of else "count", of or None),
    st.text("abcdefgh", min_size=1, max_size=70),
    st.none() | whole,
    whole,
)


@given(st.integers(-(10**12), 10**12) | st.decimals(-(10**9), 10**9, places=3))
def test_a_printed_number_is_read_back(value: int | Decimal) -> None:
    text = number_text(value)
    assert value_of(text.lstrip("-")) == abs(Decimal(value))


@given(whole)
def test_a_number_in_a_sentence_is_found_whole(value: int) -> None:
    (found,) = counted(f"Toàn đảng bộ có {number_text(value)} chi bộ.")
    assert found.value == value


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(whole, st.integers(1, 10**9)), min_size=1, max_size=5))
def test_percentages_of_ours_are_never_called_wrong(pairs: list[tuple[int, int]]) -> None:
    word = docx.Document()
    for part, of in pairs:
        word.add_paragraph(f"Đạt {share_text(part, of)} đơn vị.")
    stream = BytesIO()
    word.save(stream)
    found = check_plain(stream.getvalue())
    assert found.findings == ()
    assert found.examined.percentages == len(pairs)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(words, figures), min_size=1, max_size=6))
def test_an_untouched_report_agrees_with_the_figures_it_was_made_of(parts: list[tuple[str, Figure]]) -> None:
    now = {figure.key: figure for _, figure in parts}
    runs = tuple(run for text, figure in parts for run in (model.Text(f" {text} "), now[figure.key]))
    report = check_docx(render_docx(paper(blocks=(model.Paragraph(runs),), annexes=())), now)
    assert report.ours
    assert report.intact
    assert {item.state for item in report.controls} == {"agrees"}
    assert report.typed == ()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_no_bytes_make_the_check_raise_anything_but_its_refusal(noise: bytes, inside: bool) -> None:
    contents = noise
    if inside:
        good = bytearray(REPORT)
        for place, byte in enumerate(noise[:40]):
            good[(place * 7919 + byte * 131) % len(good)] = byte
        contents = bytes(good)
    with contextlib.suppress(NotAWordFile):
        check_docx(contents, {})


REPORT = render_docx(paper())
