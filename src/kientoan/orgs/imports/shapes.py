"""Turn the rows of a file, whatever its shape, into spans of units; kinds and sectors by the words of the pack."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kientoan.core.params import NoValueAt
from kientoan.core.sheets import Row, SheetError, Table, fault, fault_in_words
from kientoan.core.sheets.messages import gettext_noop
from kientoan.core.vietnamese import fold, nfc
from kientoan.orgs.imports.columns import ALL, TIERS
from kientoan.orgs.rules import overlay
from kientoan.orgs.rules.overlay import Given
from kientoan.orgs.rules.pack import Kind, Pack
from kientoan.orgs.rules.progress import Progress, no_progress
from kientoan.orgs.rules.spans import SpanRow

DAY_NEEDED = gettext_noop(
    "The list does not say from which day it holds. Add the column “%(column)s”, or say the day for the whole list (on the page “Day from which it holds”, in the command --since)."
)
DAY_EMPTY = gettext_noop(
    "The cell does not say from which day this holds. Fill in the day, or say one for the whole list (on the page “Day from which it holds”, in the command --since)."
)
_LAST = date.max - timedelta(days=1)
"""The first day of a row of which only the last days are sure."""
UNLIKE_BEFORE = gettext_noop("“%(value)s” is said differently in row %(other)s: “%(before)s”. Make both the same.")
NO_KIND_FITS = gettext_noop(
    "No kind of unit of %(day)s fits “%(value)s” here. Use a list with the columns code, name, kind."
)


@dataclass(slots=True)
class Read:
    """The spans that a file states, what is wrong with it, and for a list of a whole area its tops and its day."""

    given: list[Given]
    errors: list[SheetError]
    whole_of: frozenset[str] = frozenset()
    day: date | None = None
    unsure: list[Given] = field(default_factory=list)
    """Rows that are faulty, as far as they say for sure where their unit hangs and when."""


def read_units(table: Table, pack: Pack, since: date | None, progress: Progress = no_progress) -> Read:
    """Rows of code, name, kind, sector, parent_code, valid_from, valid_to; a faulty row still says where its unit hangs."""
    read = Read([], _no_day(table, "valid_from", since))
    faulty = faulty_cells(table)
    for done, row in enumerate(table.rows, 1):
        progress("read", done, len(table.rows))
        bad = faulty.get(row.number, set())
        before = len(read.errors)
        missing = [name for name in ("code", "name", "kind") if not row[name] and name not in bad]
        read.errors += [fault("value_missing", row.at(name)) for name in missing]
        day = row["valid_from"] or (since if "valid_from" not in bad else None)
        if day is None and table.has("valid_from") and "valid_from" not in bad:
            read.errors.append(row.fault("valid_from", DAY_EMPTY))
        kind, sector = _words(row, day, pack, read.errors)
        if not row["code"]:
            continue
        span = SpanRow(
            nfc(row["code"]),
            row["name"] or "",
            kind,
            sector,
            nfc(row["parent_code"] or "") or None,
            day or _LAST,
            row["valid_to"],
        )
        if not bad and len(read.errors) == before and day is not None:
            read.given.append(Given(span, row.number))
        else:
            read.unsure.append(Given(_surely(span, day, bad), row.number))
    return read


def _surely(span: SpanRow, day: date | None, bad: set[str]) -> SpanRow:
    """The days on which a row with faulty days holds for sure: its last ones where the first is not known."""
    if "valid_to" in bad:
        return replace(span, valid_from=day or _LAST, valid_to=day or _LAST)
    if day is None and span.valid_to is not None:
        return replace(span, valid_from=span.valid_to - timedelta(days=1))
    return span


def faulty_cells(table: Table) -> dict[int | None, set[str]]:
    """Number of a row to the names of its columns in which the file already has a fault."""
    names = {letter: name for name, (letter, _header) in table.headers.items()}
    found: dict[int | None, set[str]] = {}
    for error in table.errors:
        found.setdefault(error.row, set()).add(names.get(error.column or "", ""))
    return found


def _no_day(table: Table, name: str, since: date | None) -> list[SheetError]:
    """One fault for the whole file when nothing in it says from which day it holds."""
    if since is not None or table.has(name):
        return []
    title = next(column.title for column in ALL if column.name == name)
    return [fault_in_words(DAY_NEEDED, table.place(table.header_row), column=f"{title} ({name})")]


def _words(row: Row, day: date | None, pack: Pack, errors: list[SheetError]) -> tuple[str, str]:
    """The codes of the kind and the sector that a row names; words that the day does not know are faults."""
    if day is None:
        return _words_of_any_day(row, pack, errors)
    shown = overlay.shown(day)
    try:
        kind = pack.kind_named(row["kind"] or "", day)
        sector = pack.sector_named(row["sector"], day) if row["sector"] else None
    except NoValueAt:
        errors.append(row.fault("valid_from", overlay.KIND_BEFORE_PACK, first=overlay.shown(pack.first_day)))
        return "", ""
    if row["kind"] and kind is None:
        kinds = ", ".join(one.vi for one in pack.kinds_at(day))
        errors.append(row.fault("kind", overlay.KIND_UNKNOWN, day=shown, kinds=kinds))
    if row["sector"] and sector is None:
        sectors = ", ".join(one.vi for one in pack.sectors_at(day))
        errors.append(row.fault("sector", overlay.SECTOR_UNKNOWN, day=shown, sectors=sectors))
    if kind and sector and not pack.may_have_sector(kind.code, sector.code, day):
        errors.append(row.fault("sector", overlay.SECTOR_UNFIT, kind=kind.vi))
    return kind.code if kind else "", sector.code if sector else ""


def _words_of_any_day(row: Row, pack: Pack, errors: list[SheetError]) -> tuple[str, str]:
    """A row whose day is not known: its words are faults only where no day knows them."""
    days, last = [era.since for era in pack.eras], pack.eras[-1].since
    if row["kind"] and not any(pack.kind_named(row["kind"], day) for day in days):
        errors.append(row.fault("kind", overlay.KIND_NEVER, kinds=", ".join(one.vi for one in pack.kinds_at(last))))
    if row["sector"] and not any(pack.sector_named(row["sector"], day) for day in days):
        sectors = ", ".join(one.vi for one in pack.sectors_at(last))
        errors.append(row.fault("sector", overlay.SECTOR_NEVER, sectors=sectors))
    return "", ""


def read_flat(
    table: Table, pack: Pack, since: date | None, under: SpanRow | None, progress: Progress = no_progress
) -> Read:
    """Rows with a column for each tier: each unit is named by the rows of all that stands below it."""
    read = Read([], _no_day(table, "snapshot_date", since))
    faulty = faulty_cells(table)
    seen: dict[str, Given] = {}
    tiers = [tier for tier in TIERS if table.has(tier) and table.has(f"{tier}_code")]
    days = set()
    for done, row in enumerate(table.rows, 1):
        progress("read", done, len(table.rows))
        day = row["snapshot_date"] or since
        bad = "snapshot_date" in faulty.get(row.number, ())
        if day is None or bad:
            if table.has("snapshot_date") and not bad:
                read.errors.append(row.fault("snapshot_date", DAY_EMPTY))
            continue
        days.add(day)
        for tier, span in _spans_of_row(row, tiers, day, pack, under, read.errors):
            _remember(seen, Given(span, row.number), row, tier, read.errors)
    read.given = list(seen.values())
    read.whole_of = frozenset(one.span.code for one in read.given if one.span.parent_code is None)
    if under is not None:
        read.whole_of = frozenset({under.code})
    read.day = max(days) if len(days) == 1 else None
    return read


def _spans_of_row(
    row: Row, tiers: list[str], day: date, pack: Pack, under: SpanRow | None, errors: list[SheetError]
) -> Iterator[tuple[str, SpanRow]]:
    above = under
    for tier in tiers:
        code, name = nfc(row[f"{tier}_code"]), row[tier]
        missing = [column for column, value in ((f"{tier}_code", code), (tier, name)) if not value]
        if missing:
            errors.extend(fault("value_missing", row.at(column)) for column in missing)
            return
        said = row["type"] if tier == tiers[-1] else ""
        found = kind_of_area(name, said, above.kind if above else None, day, pack)
        if found is None:
            errors.append(row.fault(tier, NO_KIND_FITS, day=overlay.shown(day)))
            return
        kind, sector = found
        above = SpanRow(code, name, kind.code, sector, above.code if above else None, day)
        yield tier, above


def kind_of_area(name: str, said: str, above: str | None, day: date, pack: Pack) -> tuple[Kind, str] | None:
    """The kind and sector of the unit of an area, by its name (`Phường …`) and by what it stands under; None if none fits."""
    try:
        kinds = pack.kinds_at(day)
    except NoValueAt:
        return None
    fitting = [kind for kind in kinds if pack.may_stand_under(kind.code, above, day)]
    if above is None:
        return (fitting[0], "") if fitting else None
    words = name.split()
    tried = (said, " ".join(words[:2]), words[0] if words else "")
    sectors = [sector for word in tried if word and (sector := pack.sector_named(word, day))]
    if not sectors and fold(name).startswith("thanh pho"):
        sectors = [sector for sector in pack.sectors_at(day) if sector.code == "district"]
    for kind in fitting:
        if sectors and sectors[0].code in kind.sectors:
            return kind, sectors[0].code
    return None


def _remember(seen: dict[str, Given], new: Given, row: Row, tier: str, errors: list[SheetError]) -> None:
    known = seen.setdefault(new.span.code, new)
    if known is new or known.span == new.span:
        return
    if known.span.name != new.span.name or known.span.kind != new.span.kind:
        errors.append(row.fault(tier, UNLIKE_BEFORE, other=known.row, before=known.span.name))
    elif known.span.valid_from != new.span.valid_from:
        errors.append(
            row.fault("snapshot_date", UNLIKE_BEFORE, other=known.row, before=overlay.shown(known.span.valid_from))
        )
    else:
        before = known.span.parent_code or "–"
        errors.append(row.fault(f"{tier}_code", UNLIKE_BEFORE, other=known.row, before=before))
