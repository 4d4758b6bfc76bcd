"""The register as rows, to compare a file with it and to write it out."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import F

from kientoan.accounts.models import User
from kientoan.orgs.models import Lineage, Unit, UnitSpan
from kientoan.orgs.models.units import SpanQuerySet
from kientoan.orgs.rules.spans import SpanRow

_FIELDS = ("unit__code", "name", "kind", "sector", "parent__code", "valid", "closes_unit")
_DEEPEST = 100


def _rows(spans: SpanQuerySet) -> Iterator[SpanRow]:
    for code, name, kind, sector, parent, valid, closes in spans.values_list(*_FIELDS).iterator(chunk_size=5000):
        yield SpanRow(code, name, kind, sector, parent, valid.lower, valid.upper, closes)


def spans_of(codes: Iterable[str]) -> dict[str, list[SpanRow]]:
    """All spans of the units with these codes, in order of time; unknown codes are left out."""
    found: dict[str, list[SpanRow]] = {}
    for row in _rows(UnitSpan.objects.filter(unit__code__in=set(codes)).order_by("unit_id", "valid")):
        found.setdefault(row.code, []).append(row)
    return found


def spans_with_ancestors(codes: Iterable[str]) -> dict[str, list[SpanRow]]:
    """The spans of these units and of all units that they ever hung under."""
    found: dict[str, list[SpanRow]] = {}
    wanted = set(codes)
    for _level in range(_DEEPEST):
        wanted -= found.keys()
        if not wanted:
            break
        new = spans_of(wanted)
        found |= {code: new.get(code, []) for code in wanted}
        wanted = {span.parent_code for spans in new.values() for span in spans if span.parent_code}
    return {code: spans for code, spans in found.items() if spans}


def spans_below(codes: Iterable[str]) -> list[SpanRow]:
    """The spans that hang directly under these units, whenever."""
    return list(_rows(UnitSpan.objects.filter(parent__code__in=set(codes)).order_by("unit_id", "valid")))


def alive_below(codes: Iterable[str], day: date) -> list[SpanRow]:
    """The units below these ones on a day, at any depth."""
    found: list[SpanRow] = []
    level = set(codes)
    for _level in range(_DEEPEST):
        rows = list(_rows(UnitSpan.objects.as_of(day).filter(parent__code__in=level).order_by("unit_id")))
        if not rows:
            break
        found += rows
        level = {row.code for row in rows}
    return found


def export_rows(user: User, *, day: date | None = None, under: Unit | None = None) -> Iterator[SpanRow]:
    """The spans that the user may see, from the top of the tree down by code; with a day only those of that day."""
    spans = UnitSpan.objects.visible_to(user)
    if day is not None:
        spans = spans.as_of(day)
    if under is not None and day is not None:
        spans = spans.under(under, day)
    return _rows(spans.order_by(F("unit__code"), "valid"))


def lineage_pairs(codes: Iterable[str]) -> set[tuple[str, str]]:
    """The pairs of old and new codes that the lineage of these new units knows already."""
    return set(Lineage.objects.filter(new__code__in=set(codes)).values_list("old__code", "new__code"))
