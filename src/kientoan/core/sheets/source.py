"""Take in a person's file: what it really is (never by its name), and the sheets in it; refuse what cannot or should not be opened."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kientoan.core.sheets import delimited, workbook
from kientoan.core.sheets.errors import unreadable
from kientoan.core.sheets.grid import STANDARD_LIMITS, Grid, Limits
from kientoan.core.sheets.messages import KINDS

Source = str | Path | bytes | BinaryIO

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = {
    b"%PDF": KINDS["pdf"],
    b"\x89PNG": KINDS["picture"],
    b"\xff\xd8\xff": KINDS["picture"],
    b"GIF8": KINDS["picture"],
    b"Rar!": KINDS["rar"],
    b"7z\xbc\xaf": KINDS["7z"],
    b"\x1f\x8b": KINDS["gzip"],
    b"{\\rtf": KINDS["rtf"],
}


def take(source: Source, file: str | None = None, limits: Limits = STANDARD_LIMITS) -> tuple[bytes, str]:
    """The bytes of the file and the name to call it by; raises `UnreadableFileError` if missing, empty or too large."""
    if isinstance(source, bytes):
        raw, name = source, file or ""
    elif isinstance(source, str | Path):
        path = Path(source)
        name = file or path.name
        try:
            raw = _read_path(path, name, limits)
        except OSError as error:
            raise unreadable("file_missing", name, reason=error.strerror or str(error)) from error
    else:
        raw, name = source.read(limits.bytes + 1), file or Path(str(getattr(source, "name", "") or "")).name
    if len(raw) > limits.bytes:
        raise _too_large(name, len(raw), limits)
    if not raw.strip(b"\x00 \t\r\n"):
        raise unreadable("file_empty", name)
    return raw, name


def _read_path(path: Path, name: str, limits: Limits) -> bytes:
    size = path.stat().st_size
    if size > limits.bytes:
        raise _too_large(name, size, limits)
    return path.read_bytes()


def _too_large(name: str, size: int, limits: Limits) -> Exception:
    return unreadable("file_too_large", name, size=-(-size // 1_000_000), limit=limits.bytes // 1_000_000)


def kind_of(raw: bytes, name: str) -> str:
    """`xlsx`, `ods`, `xls` or `text`; raises `UnreadableFileError` for anything else."""
    if raw[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return workbook.kind_of_zip(raw, name)
    if raw.startswith(_OLE):
        return _kind_of_ole(raw, name)
    for magic, found in _OTHER_KINDS.items():
        if raw.startswith(magic):
            raise unreadable("file_kind", name, found=found)
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise unreadable("file_webpage", name)
    return "text"


def _kind_of_ole(raw: bytes, name: str) -> str:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in raw

    if has("EncryptedPackage"):
        raise unreadable("file_password", name)
    if has("WordDocument"):
        raise unreadable("file_kind", name, found=KINDS["word"])
    if has("PowerPoint Document"):
        raise unreadable("file_kind", name, found=KINDS["powerpoint"])
    if has("Workbook") or has("Book"):
        return "xls"
    raise unreadable("file_damaged", name)


def grids(
    raw: bytes, name: str, *, limits: Limits, sheet: str | None = None, expected: frozenset[str] = frozenset()
) -> Iterator[Grid]:
    """The sheets of the file one after another, visible ones only unless one is asked for by name.

    `expected` are folded headers: a CSV file is cut at the separator that makes most of them appear.
    """
    kind = kind_of(raw, name)
    if kind == "text":
        yield delimited.grid_of(raw, name, expected=expected)
    else:
        yield from workbook.grids_of(raw, name, kind=kind, limits=limits, sheet=sheet)
