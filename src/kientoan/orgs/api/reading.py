"""Reads of the register by the API, as of any day, cut to what the token's user may see."""

from datetime import date
from typing import Literal

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from kientoan.core.api import AsOf, Paging, Rows, acting, paged
from kientoan.orgs import queries
from kientoan.orgs.access import check_grant
from kientoan.orgs.api.router import router
from kientoan.orgs.api.shapes import BodyOut, CountOut, DescentOut, FoundOut, GrantOut, NodeOut, UnitOut, UnitRow
from kientoan.orgs.models import Body, Grant
from kientoan.orgs.models.grants import GrantQuerySet
from kientoan.orgs.queries.named import unit_of


class UnitFilter(AsOf):
    """Which units to list."""

    under: str | None = Field(None, description="Code of a unit: it and all below it.")
    kind: list[str] = Field([], description="Only these kinds.")
    sector: list[str] = Field([], description="Only these sectors.")
    text: str = Field("", max_length=200, description="Only those whose name or code has this; accents may lack.")


class CountFilter(AsOf):
    """What to count."""

    by: list[Literal["kind", "sector"]] = Field(["kind"], min_length=1, max_length=2)
    under: str | None = Field(None, description="Code of a unit: it and all below it.")


class SearchFilter(AsOf):
    """What to search for."""

    text: str = Field(min_length=1, max_length=200)
    limit: int = Field(20, ge=1, le=100)


@router.get("/units", response=Rows[UnitRow])
def list_units(request: HttpRequest, which: Query[UnitFilter], paging: Query[Paging]) -> object:
    """The units that there were on the day, by name."""
    user = acting(request)
    under = unit_of(user, which.under) if which.under else None
    spans = queries.units_page(user, which.day, under=under, kinds=which.kind, sectors=which.sector, text=which.text)
    return paged(spans.select_related("unit", "parent"), paging, UnitRow.of)


@router.get("/search/units", response=list[FoundOut])
def search_units(request: HttpRequest, which: Query[SearchFilter]) -> object:
    """Units of today or of the past by name or code; exact accents first, and what became of those that ended."""
    found = queries.search_units(acting(request), which.text, which.day, limit=which.limit)
    return [
        FoundOut(
            code=one.code,
            name=one.name,
            kind=one.kind,
            sector=one.sector,
            exists=one.exists,
            until=one.until,
            successors=[code for _id, code, _name in one.successors],
        )
        for one in found
    ]


@router.get("/counts/units", response=list[CountOut])
def count_units(request: HttpRequest, which: Query[CountFilter]) -> object:
    """How many units there were on the day by kind, sector or both, most first."""
    user = acting(request)
    under = unit_of(user, which.under) if which.under else None
    by = list(dict.fromkeys(which.by))
    counted = queries.count_units(which.day, by=by, under=under, user=user)
    return [CountOut(**dict(zip(by, one.key, strict=True)), count=one.count) for one in counted]


@router.get("/roots", response=list[NodeOut])
def list_roots(request: HttpRequest, which: Query[AsOf]) -> object:
    """The highest units that one may see."""
    return queries.roots_for(acting(request), which.day)


@router.get("/units/{code}", response=UnitOut)
def get_unit(request: HttpRequest, code: str, which: Query[AsOf]) -> UnitOut:
    """A unit on the day, and all it has been."""
    return UnitOut.of(unit_of(acting(request), code), which.day)


@router.get("/units/{code}/children", response=list[NodeOut])
def list_children(request: HttpRequest, code: str, which: Query[AsOf]) -> object:
    """What hung directly under the unit on the day."""
    user = acting(request)
    return queries.children_of(unit_of(user, code), which.day, user)


@router.get("/units/{code}/path", response=list[NodeOut])
def get_path(request: HttpRequest, code: str, which: Query[AsOf]) -> object:
    """From the top of the tree down to the unit, as of the day."""
    return queries.path_to(unit_of(acting(request), code), which.day)


@router.get("/units/{code}/lineage", response=list[DescentOut])
def get_lineage(request: HttpRequest, code: str) -> object:
    """Where the unit came from and what became of it, from the oldest to the latest."""
    return [
        DescentOut(
            old_code=one.old_code,
            old_name=one.old_name,
            new_code=one.new_code,
            new_name=one.new_name,
            day=one.day,
            share=f"{one.share.normalize():f}",
            decision=one.decision,
        )
        for one in queries.lineage_of(unit_of(acting(request), code))
    ]


@router.get("/units/{code}/bodies", response=list[BodyOut])
def list_bodies(request: HttpRequest, code: str, which: Query[AsOf]) -> object:
    """The bodies of the unit on the day."""
    user = acting(request)
    bodies = Body.objects.visible_to(user).as_of(which.day).filter(unit=unit_of(user, code)).select_related("unit")
    return [BodyOut.of(body) for body in bodies.order_by("kind", "pk")]


@router.get("/units/{code}/grants", response=list[GrantOut])
def list_grants(request: HttpRequest, code: str, which: Query[AsOf]) -> object:
    """Who had which role over the unit itself on the day; for those who may give grants there."""
    user = acting(request)
    unit = unit_of(user, code)
    check_grant(user, unit)
    return _grants(Grant.objects.filter(unit=unit), which.day)


@router.get("/me/grants", response=list[GrantOut])
def list_my_grants(request: HttpRequest, which: Query[AsOf]) -> object:
    """One's own roles on the day."""
    return _grants(Grant.objects.filter(user=acting(request)), which.day)


def _grants(grants: GrantQuerySet, day: date) -> list[GrantOut]:
    rows = grants.as_of(day).select_related("user", "unit", "portfolio").order_by("pk")
    return [GrantOut.of(grant) for grant in rows]
