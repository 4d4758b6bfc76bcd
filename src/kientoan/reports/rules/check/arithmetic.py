"""Best-effort arithmetic of any report: column totals, percentages with their fraction, totals with their parts.

What it cannot see: totals over several tables, figures in pictures, text boxes, headers and footnotes, sums told in
words, and columns that are no sums but do not say so. `certain=False` marks what may have an innocent reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kientoan.documents.rules.official.figure import number_text, spaced
from kientoan.documents.rules.official.reading import ReadParagraph, ReadTable
from kientoan.reports.rules.check.numbers import NUMBER, blanked, counted, decimals_of, value_of


class FindingKind(StrEnum):
    """What was added up again: a table's column, a percentage, the parts of a total."""

    COLUMN = "column"
    PERCENT = "percent"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Finding:
    """A number that does not follow from the numbers beside it."""

    kind: FindingKind
    place: str
    said: str
    written: str
    expected: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Examined:
    """How much was looked at, so that "nothing found" is not mistaken for "nothing read"."""

    columns: int = 0
    percentages: int = 0
    totals: int = 0


_PERCENT_THEN_FRACTION = re.compile(rf"(?P<p>{NUMBER})\s?%\s?\(\s?(?P<a>{NUMBER})\s?/\s?(?P<b>{NUMBER})")
_FRACTION_THEN_PERCENT = re.compile(
    rf"(?<![\d/.,-])(?P<a>{NUMBER})\s?/\s?(?P<b>{NUMBER})(?![\d/])[^.;%\d]{{0,70}}?(?P<p>{NUMBER})\s?%"
)
_PARTS = re.compile(
    rf"(?P<before>[^.;\d]{{0,40}})(?<![\d.,/])(?P<n>{NUMBER})(?P<middle>[^.;\d%]{{0,90}}?)"
    r"\b(?P<word>trong đó|bao gồm|gồm|chia ra)\b(?P<tail>.*?)(?=[.;](?:\s|$)|$)",
    re.IGNORECASE,
)
_TOTAL_ROW = re.compile(
    r"^(tổng(?! công ty| cục| bí thư| liên đoàn| hội)|cộng|toàn (?:tỉnh|thành phố|đảng bộ))", re.IGNORECASE
)
_NO_SUM = re.compile(
    r"tỷ lệ|tỉ lệ|%|bình quân|trung bình|ngưỡng|điểm|xếp|hạng|năm|ghi chú|\btt\b|\bstt\b|thứ tự", re.IGNORECASE
)
_GROUP = re.compile(r"^(?:[IVX]+|[A-Z])\.?$")


def percent_findings(paragraph: ReadParagraph) -> tuple[list[Finding], int]:
    """Work every `p % (a/b)` and `a/b … p %` of a paragraph out again; also give how many there were."""
    text = blanked(spaced(paragraph.text))
    seen: dict[tuple[int, int], re.Match[str]] = {}
    for pattern in (_PERCENT_THEN_FRACTION, _FRACTION_THEN_PERCENT):
        for match in pattern.finditer(text):
            seen.setdefault(match.span("a"), match)
    found = [item for match in seen.values() if (item := _percent(match, paragraph.place))]
    return found, len(seen)


def _percent(match: re.Match[str], place: str) -> Finding | None:
    part, whole, printed = value_of(match["a"]), value_of(match["b"]), value_of(match["p"])
    unit = Decimal(1).scaleb(-decimals_of(match["p"]))
    if not whole:
        return Finding(FindingKind.PERCENT, place, match.group().strip(), match["p"] + " %", "–", certain=True)
    exact = part * 100 / whole
    if abs(exact - printed) <= unit / 2:
        return None
    expected = number_text(exact, decimals_of(match["p"])) + " %"
    certain = abs(exact - printed) >= unit
    return Finding(FindingKind.PERCENT, place, match.group().strip(), match["p"] + " %", expected, certain)


def parts_findings(paragraph: ReadParagraph) -> tuple[list[Finding], int]:
    """Add up what follows "trong đó", "gồm", "chia ra"; also give how many totals were looked at."""
    text = spaced(paragraph.text)
    clear = blanked(text)
    found: list[Finding] = []
    looked = 0
    for match in _PARTS.finditer(clear):
        tail = re.sub(r"\([^)]*\)", lambda inner: " " * len(inner.group()), match["tail"])
        parts = [item for item in counted(tail) if not item.is_percent]
        if parts:
            looked += 1
            finding = _parts(match, [item.value for item in parts], paragraph.place, text)
            found += [finding] if finding else []
    return found, looked


def _parts(match: re.Match[str], parts: Sequence[Decimal], place: str, text: str) -> Finding | None:
    whole, added = value_of(match["n"]), sum(parts, Decimal(0))
    said = text[match.start("n") : match.end()]
    exhaustive = match["word"].lower() != "trong đó" or "tổng" in match["before"].lower()
    too_big = max(parts) > whole
    differs = len(parts) > 1 and (added > whole or (exhaustive and added != whole))
    if not too_big and not differs:
        return None
    expected = " + ".join(number_text(part) for part in parts)
    if len(parts) > 1:
        expected += f" = {number_text(added)}"
    return Finding(FindingKind.PARTS, place, said, match["n"], expected, certain=too_big)


def column_findings(table: ReadTable, sums: Sequence[int] | None = None) -> tuple[list[Finding], int]:
    """Add the columns of a table up again; `sums` names the columns whose total row is a sum, else they are guessed."""
    rows = [row for row in table.rows if not _numbers_its_columns(row)]
    totals = [place for place, row in enumerate(rows) if _is_total(row)]
    heads = _head_length(rows)
    found: list[Finding] = []
    looked = 0
    for column in range(max((len(row) for row in rows), default=0)) if totals else ():
        if sums is None and _is_no_sum(rows, heads, column):
            continue
        if sums is not None and column not in sums:
            continue
        for total in totals:
            written = _cell_value(rows[total], column)
            candidates = _candidates(rows, heads, totals, total, column)
            if written is None or not candidates:
                continue
            looked += 1
            if written not in candidates:
                found.append(_column_finding(table, rows, heads, (total, column), candidates, known=sums is not None))
    return found, looked


def _column_finding(
    table: ReadTable,
    rows: Sequence[Sequence[str]],
    heads: int,
    cell: tuple[int, int],
    candidates: list[Decimal],
    *,
    known: bool,
) -> Finding:
    total, column = cell
    name = " ".join(dict.fromkeys(row[column] for row in rows[:heads] if column < len(row) and row[column]))
    where = f"bảng {table.number}, cột “{name}”, dòng “{_label(rows[total])}”"
    place = f"{table.heading}: {where}" if table.heading else where
    simple = known or len(candidates) == 1
    return Finding(FindingKind.COLUMN, place, name, rows[total][column], number_text(candidates[0]), certain=simple)


def _candidates(rows: Sequence[Sequence[str]], heads: int, totals: list[int], total: int, column: int) -> list[Decimal]:
    """Give the sums a total may rightly be: the rows since the last total, groups alone, details alone, subtotals."""
    earlier = [place for place in totals if place < total]
    at_top = total == heads
    span = range(total + 1, len(rows)) if at_top else range((earlier[-1] + 1) if earlier else heads, total)
    details = [
        place for place in span if place not in totals and not _label(rows[place]).lower().startswith("trong đó")
    ]
    groups = [place for place in details if _GROUP.match(rows[place][0])]
    choices = [details]
    if groups:
        choices += [groups, [place for place in details if place not in groups]]
    if earlier and not at_top:
        choices += [earlier, [place for place in range(heads, total) if place not in totals]]
    sums = []
    for choice in choices:
        values = [value for place in choice if (value := _cell_value(rows[place], column)) is not None]
        if values:
            sums.append(sum(values, Decimal(0)))
    return list(dict.fromkeys(sums))


def _cell_value(row: Sequence[str], column: int) -> Decimal | None:
    text = row[column] if column < len(row) else ""
    share = _PERCENT_THEN_FRACTION.fullmatch(text.rstrip(") "))
    if share:
        return value_of(share["a"])
    return value_of(text) if re.fullmatch(NUMBER, text) else None


def _label(row: Sequence[str]) -> str:
    return next((text for text in row if text and not re.fullmatch(rf"{NUMBER}|[IVX]+", text)), "")


def _is_total(row: Sequence[str]) -> bool:
    return bool(_TOTAL_ROW.match(_label(row)))


def _numbers_its_columns(row: Sequence[str]) -> bool:
    bare = [text.strip("()") for text in row]
    return len(row) > 2 and bare == [str(place) for place in range(1, len(row) + 1)]


def _head_length(rows: Sequence[Sequence[str]]) -> int:
    for place, row in enumerate(rows):
        if any(_cell_value(row, column) is not None for column in range(len(row))) or (place and _is_total(row)):
            return max(place, 1)
    return 1


def _is_no_sum(rows: Sequence[Sequence[str]], heads: int, column: int) -> bool:
    head = " ".join(row[column] for row in rows[:heads] if column < len(row))
    return bool(_NO_SUM.search(head))


def examine(
    paragraphs: Sequence[ReadParagraph],
    tables: Sequence[ReadTable],
    sums: dict[int, Sequence[int]] | None = None,
) -> tuple[tuple[Finding, ...], Examined]:
    """Work a whole file out again; `sums` gives the summed columns of the tables that are known, by number."""
    found: list[Finding] = []
    percentages = totals = columns = 0
    for paragraph in paragraphs:
        wrong, count = percent_findings(paragraph)
        found, percentages = [*found, *wrong], percentages + count
        if not paragraph.cell:
            wrong, count = parts_findings(paragraph)
            found, totals = [*found, *wrong], totals + count
    for table in tables:
        wrong, count = column_findings(table, (sums or {}).get(table.number))
        found, columns = [*found, *wrong], columns + count
    return tuple(found), Examined(columns, percentages, totals)
