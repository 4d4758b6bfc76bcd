"""Write CSV as a stream: UTF-8 with its mark (so that Excel reads it rightly), texts guarded against being run as formulas."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from kientoan.core.sheets.guard import guard
from kientoan.core.sheets.xlsx_out import as_text

_BATCH = 500
_BOM = b"\xef\xbb\xbf"


def csv_parts(
    headers: Sequence[str], rows: Iterable[Sequence[Any]], *, delimiter: str = ",", yes: str = "có", no: str = "không"
) -> Iterator[bytes]:
    """The file in parts, for a streaming answer: the header first, then some hundred rows at a time."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    words = {True: yes, False: no}
    writer.writerow([guard(header) for header in headers])
    yield _BOM + _drain(buffer)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(value, words) for value in row])
        if number % _BATCH == 0:
            yield _drain(buffer)
    if rest := _drain(buffer):
        yield rest


def write_csv(
    target: str | Path | BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[Any]], *, delimiter: str = ","
) -> None:
    """Write the whole file to a path or a binary buffer."""
    if isinstance(target, str | Path):
        with Path(target).open("wb") as file:
            file.writelines(csv_parts(headers, rows, delimiter=delimiter))
    else:
        for part in csv_parts(headers, rows, delimiter=delimiter):
            target.write(part)


def _drain(buffer: io.StringIO) -> bytes:
    part = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return part


def _cell(value: Any, words: dict[bool, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(value)
    return words[value] if isinstance(value, bool) else as_text(value)
