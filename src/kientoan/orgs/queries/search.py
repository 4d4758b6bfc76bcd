"""Search that forgives missing accents and ranks exact ones first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, ExpressionWrapper, IntegerField, Q, Value, When

from kientoan.accounts.models import User
from kientoan.core.vietnamese import accent_key, fold, nfc
from kientoan.orgs.models import Lineage, UnitSpan
from kientoan.orgs.models.units import SpanQuerySet


@dataclass(frozen=True)
class Found:
    """A unit that matches, under the name that matched, and whether it still exists on the day."""

    unit_id: int
    code: str
    name: str
    kind: str
    sector: str
    exists: bool
    until: date | None
    successors: tuple[tuple[int, str, str], ...]


def matching(spans: SpanQuerySet, text: str) -> SpanQuerySet:
    """Spans whose name or code has the text; exact accents first, then beginnings, then the rest."""
    folded, accents = fold(text), accent_key(text)
    if not folded:
        return spans.annotate(rank=Value(0)).none()
    rank = Case(
        When(accent_key=accents, then=Value(0)),
        When(unit__code__iexact=nfc(text).strip(), then=Value(0)),
        When(accent_key__contains=accents, accent_key__startswith=accents, then=Value(1)),
        When(accent_key__contains=accents, then=Value(2)),
        When(search_key=folded, then=Value(3)),
        When(search_key__startswith=folded, then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    return (
        spans.filter(Q(search_key__contains=folded) | Q(unit__code__istartswith=nfc(text).strip()))
        .annotate(rank=rank)
        .order_by("rank", "sort_key", "unit_id")
    )


def search_units(user: User, text: str, day: date, *, limit: int = 20) -> list[Found]:
    """Units the user sees whose present or former name has the text; gone ones say what became of them."""
    spans = (
        matching(UnitSpan.objects.visible_to(user), text)
        .annotate(
            holds=ExpressionWrapper(Q(valid__contains=day), output_field=BooleanField()),
        )
        .order_by("rank", "-holds", "sort_key", "unit_id")  # type: ignore[misc]  # annotated by `matching`
        .select_related("unit")
    )
    found: dict[int, Found] = {}
    for span in spans[: limit * 4]:
        if span.unit_id in found or len(found) >= limit:
            continue
        found[span.unit_id] = Found(
            unit_id=span.unit_id,
            code=span.unit.code,
            name=span.name,
            kind=span.kind,
            sector=span.sector,
            exists=span.holds,
            until=None if span.holds else span.valid.upper,
            successors=(),
        )
    return _with_successors(found)


def _with_successors(found: dict[int, Found]) -> list[Found]:
    gone = [one for one in found.values() if not one.exists]
    successors: dict[int, list[tuple[int, str, str]]] = {}
    links = Lineage.objects.filter(old_id__in=[one.unit_id for one in gone]).select_related("new")
    names = {
        span.unit_id: span.name
        for span in UnitSpan.objects.filter(unit_id__in=[link.new_id for link in links]).order_by("valid")
    }
    for link in links:
        successors.setdefault(link.old_id, []).append((link.new_id, link.new.code, names.get(link.new_id, "")))
    return [
        one
        if one.exists
        else Found(
            one.unit_id,
            one.code,
            one.name,
            one.kind,
            one.sector,
            one.exists,
            one.until,
            tuple(successors.get(one.unit_id, ())),
        )
        for one in found.values()
    ]
