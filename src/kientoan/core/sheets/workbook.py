"""Open a workbook (.xlsx, .xlsm, .xls, .ods) without being harmed by it, and read its stored values; macros are never run."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from kientoan.core.sheets.columns import column_index
from kientoan.core.sheets.errors import UnreadableFileError, unreadable
from kientoan.core.sheets.grid import FAULT_SHEET, Grid, Limits
from kientoan.core.sheets.messages import KINDS
from kientoan.core.vietnamese import fold

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_CHUNK = 1 << 20
_DENSE_BYTES = 30_000_000
_DENSE_RATIO = 200
_MOST_PARTS = 10_000
_MOST_COLUMNS = 702

_DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)

_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*[^/>])>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v[^>]*?(?:/>|>([^<]*)<))?"
)
_BROKEN = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=\"e\"[^>]*)(?<!/)>.*?<(?:\w+:)?v[^>]*>([^<]*)<", re.DOTALL)
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)(\d+)""")
_CELL = rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r\s*=\s*["']%b["'][^>]*(?<!/)>"""
_FAR_COLUMN = re.compile(_CELL % rb"([A-Za-z]{3,})(\d+)")
_WIDE_COLUMN = re.compile(_CELL % rb"([A-Za-z]{2})\d+")
_FAR_ROW = re.compile(_CELL % rb"([A-Za-z]{1,2})(\d{5,})")
_CELL_WITHOUT_PLACE = re.compile(rb"""<(?:\w+:)?c(?:\s+(?!r\s*=)[\w:]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*>""")
_FAR_ROW_ONLY = re.compile(rb"""<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*["'](\d{5,})["']""")
_ODS_WIDE = re.compile(
    rb'<table:(?:covered-)?table-cell\b[^>]*number-columns-repeated="\d{4,}"[^>]*(?:office:value|[^/>]>)'
)
_ODS_LONG = re.compile(
    rb'<table:table-row\b[^>]*number-rows-repeated="(\d{4,})"[^>]*>(.*?)</table:table-row>', re.DOTALL
)
_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION = re.compile(r"\{.*\}id$")


def kind_of_zip(raw: bytes, name: str) -> str:
    """`xlsx` or `ods` for a workbook in a zip; raises `UnreadableFileError` for another kind of archive or a damaged one."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = set(archive.namelist())
            mimetype = (
                archive.read("mimetype")[:100]
                if "mimetype" in parts and archive.getinfo("mimetype").file_size < 1000
                else b""
            )
    except _DAMAGE as error:
        raise unreadable("file_damaged", name) from error
    if "xl/workbook.xml" in parts or mimetype.startswith(_ODS):
        return "ods" if mimetype.startswith(_ODS) else "xlsx"
    if "xl/workbook.bin" in parts:
        raise unreadable("file_binary_workbook", name)
    found = KINDS["zip"]
    if any(part.startswith("word/") for part in parts):
        found = KINDS["word"]
    elif any(part.startswith("ppt/") for part in parts):
        found = KINDS["powerpoint"]
    raise unreadable("file_kind", name, found=found)


def refuse_bomb(raw: bytes, name: str, limits: Limits) -> None:
    """Raise if the archive declares or yields too much, is damaged in any part, or declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            dense = size > _DENSE_BYTES and size > _DENSE_RATIO * len(raw)
            if size > limits.unpacked or dense or len(parts) > _MOST_PARTS:
                raise unreadable("file_bomb", name, size=-(-size // 1_000_000))
            for part in parts:
                _check_part(archive, part, name)
    except _DAMAGE as error:
        raise unreadable("file_damaged", name) from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Unpack a part into nothing: the check sum must fit, and XML may not declare a document type (entities that grow)."""
    if part.flag_bits & 1:
        raise unreadable("file_password", name)
    with archive.open(part) as content:
        first = content.read(4096)
        if b"<!DOCTYPE" in first or b"<!ENTITY" in first:
            raise unreadable("file_damaged", name)
        while content.read(_CHUNK):
            pass


def grids_of(raw: bytes, name: str, *, kind: str, limits: Limits, sheet: str | None) -> Iterator[Grid]:
    """The sheets of a workbook; with `sheet` only the one of that name, else all visible ones but the list of faults."""
    if kind != "xls":
        refuse_bomb(raw, name, limits)
    if kind == "ods":
        _refuse_sparse_ods(raw, name)
    book = _open(raw, name)
    for title in _titles(book, name, sheet):
        content, recalculate = (b"", False) if kind != "xlsx" else _sheet_xml(raw, name, title)
        _refuse_sparse(content, name, title, limits)
        rows, merged = _cells(book, name, title)
        yield _with_formulas(Grid(title, rows, merged), content, recalculate=recalculate)


def _open(raw: bytes, name: str):  # type: ignore[no-untyped-def]
    import python_calamine

    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
    except python_calamine.PasswordError as error:
        raise unreadable("file_password", name) from error
    except BaseException as error:
        raise _as_damage(error, name) from error


def _as_damage(error: BaseException, name: str) -> BaseException:
    """A failure of the reader is a damaged file; its panics do not derive from Exception."""
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return unreadable("file_damaged", name)
    return error


def _titles(book, name: str, wanted: str | None) -> list[str]:  # type: ignore[no-untyped-def]
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet and meta.name != FAULT_SHEET]
    if wanted is None:
        return [meta.name for meta in sheets if meta.visible == SheetVisibleEnum.Visible]
    for meta in sheets:
        if fold(meta.name) == fold(wanted):
            return [meta.name]
    raise unreadable("sheet_missing", name, wanted=wanted, found=", ".join(meta.name for meta in sheets))


def _cells(book, name: str, title: str):  # type: ignore[no-untyped-def]
    try:
        sheet = book.get_sheet_by_name(title)
        return sheet.to_python(skip_empty_area=False), list(sheet.merged_cell_ranges or [])
    except BaseException as error:
        raise _as_damage(error, name) from error


def _sheet_xml(raw: bytes, name: str, title: str) -> tuple[bytes, bool]:
    """The XML of a sheet, and whether the workbook asks to be calculated afresh (its stored results were never calculated)."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 (no part declares entities: `_check_part`)
            relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
            targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
            target = _relation_of(book, title, targets)
            calculation = next((part for part in book.iter() if part.tag.endswith("}calcPr")), None)
            recalculate = calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return archive.read(path), recalculate
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile) as error:
        raise unreadable("file_damaged", name) from error


def _relation_of(book: ElementTree.Element, title: str, targets: dict[str | None, str]) -> str:
    for part in book.iter():
        if part.tag in (f"{_SPREADSHEET}sheet", f"{_STRICT}sheet") and part.get("name") == title:
            return targets[next(value for key, value in part.items() if _RELATION.match(key))]
    raise KeyError(title)


def _refuse_sparse(content: bytes, name: str, title: str, limits: Limits) -> None:
    """Raise before the reader lays out a sheet whose values lie so far apart that the rectangle around them fills the memory."""
    if found := _FAR_COLUMN.search(content):
        raise _sparse(name, title, (found[1] + found[2]).decode())
    far = [(int(row), column) for column, row in _FAR_ROW.findall(content)]
    if _CELL_WITHOUT_PLACE.search(content):
        far += [(int(row), b"A") for row in _FAR_ROW_ONLY.findall(content)]
    if not far:
        return
    last, column = max(far)
    width = max((column_index(letters.decode()) + 1 for letters in set(_WIDE_COLUMN.findall(content))), default=26)
    if last * min(width, _MOST_COLUMNS) > max(limits.cells, 26 * limits.rows):
        raise _sparse(name, title, f"{column.decode()}{last}")


def _refuse_sparse_ods(raw: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        content = archive.read("content.xml") if "content.xml" in archive.namelist() else b""
    long_rows = (inner for _, inner in _ODS_LONG.findall(content))
    if _ODS_WIDE.search(content) or any(b"office:value" in inner or b"<text:p" in inner for inner in long_rows):
        raise _sparse(name, "", "…")


def _sparse(name: str, title: str, cell: str) -> UnreadableFileError:
    return unreadable("file_sparse", name, cell=f"{title}!{cell}" if title else cell)


def _with_formulas(grid: Grid, content: bytes, *, recalculate: bool) -> Grid:
    """Note the cells whose formula has no result or ends in an error, which the stored values alone would show as empty."""
    if b"<f" in content or b":f>" in content:
        for attributes, stored in _FORMULA.findall(content):
            is_text = b't="str"' in attributes
            if (not stored and not is_text) or (recalculate and stored in (b"0", b"")):
                grid.uncalculated.add(_at(attributes))
    if b't="e"' in content:
        for attributes, stored in _BROKEN.findall(content):
            grid.broken[_at(attributes)] = stored.decode("utf-8", "replace")
    grid.uncalculated.discard((-1, -1))
    return grid


def _at(attributes: bytes) -> tuple[int, int]:
    found = _REFERENCE.search(attributes)
    return (int(found[2]) - 1, column_index(found[1].decode())) if found else (-1, -1)
