"""Lists of units and of operations as tests bring them, and what stands in the register before and after."""

from datetime import date
from pathlib import Path
from typing import Any

from kientoan.core.sheets import csv_parts
from kientoan.orgs import imports, queries
from kientoan.orgs.models import UnitSpan
from tests import make

FILES = Path(__file__).parent / "files"
HANOI_2017 = FILES / "hanoi_units_asof_2017-06-27.csv"
HANOI_2020 = FILES / "hanoi_units_asof_2020-03-01.csv"
DAY = date(2017, 6, 27)


def planned(text: str, **how: Any) -> Any:
    return imports.plan(text.strip().encode(), by=make.operator(), file="u.csv", **how)


def applied(text: str, **how: Any) -> Any:
    plan = planned(text, **how)
    assert [str(error) for error in plan.errors] == []
    imports.apply(plan, by=make.operator())
    return plan


def exported(**how: Any) -> bytes:
    return b"".join(csv_parts(imports.export_headers(), imports.export_values(make.operator(), **how)))


def counted(day: date) -> dict[tuple[str, ...], int]:
    return {one.key: one.count for one in queries.count_units(day, by=("kind", "sector"))}


def snapshot() -> list[tuple[Any, ...]]:
    return list(
        UnitSpan.objects.order_by("unit__code", "valid").values_list(
            "unit__code", "name", "kind", "sector", "parent__code", "valid", "closes_unit"
        )
    )


UNITS = """
Mã;Tên tổ chức;Loại tổ chức;Loại hình;Mã cấp trên;Từ ngày;Đến ngày
N1;Đảng bộ xã Mới;Đảng bộ cơ sở;xã;H2;01/07/2017;
N2;Chi bộ thôn Một;chi bộ;;N1;01/07/2017;31/12/2019
"""
