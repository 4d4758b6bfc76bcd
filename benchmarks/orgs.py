"""Measurements of the register: a nation's tree over two eras, and an import with history and record."""

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

from benchmarks import database
from benchmarks.runner import Figures, bench, milliseconds, seconds

ERA_1, ERA_2 = date(2017, 6, 27), date(2026, 1, 1)
_NATION = """
CREATE TEMP TABLE tier (id bigint, tier int, parent bigint, later bigint);
INSERT INTO tier VALUES (1, 1, NULL, NULL);
INSERT INTO tier SELECT 1 + g, 2, 1, 1 FROM generate_series(1, 63) g;
INSERT INTO tier SELECT 100 + g, 3, 2 + (g - 1) / 11, NULL FROM generate_series(1, 693) g;
INSERT INTO tier SELECT 1000 + g, 4, 101 + (g - 1) / 16, 2 + (g - 1) / 176 FROM generate_series(1, 11088) g;
INSERT INTO tier SELECT 20000 + g, 5, 1001 + (g - 1) / 10, 1001 + (g - 1) / 10 FROM generate_series(1, 110880) g;
INSERT INTO tier SELECT 200000 + g, 6, 20001 + (g - 1) / 2, 20001 + (g - 1) / 2 FROM generate_series(1, 221760) g;
INSERT INTO orgs_unit (id, code, is_sample) OVERRIDING SYSTEM VALUE SELECT id, 'N' || id, true FROM tier;
INSERT INTO orgs_unitspan (unit_id, parent_id, valid, name, kind, sector, closes_unit, search_key, accent_key, sort_key)
SELECT id, parent, daterange('2010-01-01', '2025-07-01'), name, 'k' || tier, '', tier = 3, name, name, name
FROM (SELECT t.*, lpad(((id * 7919) % 350003)::text, 6, '0') AS name FROM tier t) t;
INSERT INTO orgs_unitspan (unit_id, parent_id, valid, name, kind, sector, closes_unit, search_key, accent_key, sort_key)
SELECT id, later, daterange('2025-07-01', NULL), name, 'k' || tier, '', false, name, name, name
FROM (SELECT t.*, lpad(((id * 7919) % 350003)::text, 6, '0') AS name FROM tier t WHERE tier <> 3) t;
"""
_LAWS = {
    "span_no_overlap": "UNIQUE (unit_id, valid WITHOUT OVERLAPS)",
    "span_parent_lives": "FOREIGN KEY (parent_id, PERIOD valid) REFERENCES orgs_unitspan (unit_id, PERIOD valid)"
    " DEFERRABLE INITIALLY DEFERRED",
}


def _nation(owner: Any) -> None:
    """Fill the tree of 344,000 units and 688,000 spans; the laws are laid again at the end, and so are checked."""
    for table in ("orgs_unit", "orgs_unitspan"):
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    owner.execute("ALTER TABLE orgs_body DROP CONSTRAINT body_unit_lives")
    for law in reversed(_LAWS):
        owner.execute(f"ALTER TABLE orgs_unitspan DROP CONSTRAINT {law}")
    owner.execute(_NATION)
    owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for law, text in _LAWS.items():
        owner.execute(f"ALTER TABLE orgs_unitspan ADD CONSTRAINT {law} {text}")
    owner.execute(
        "ALTER TABLE orgs_body ADD CONSTRAINT body_unit_lives FOREIGN KEY (unit_id, PERIOD valid)"
        " REFERENCES orgs_unitspan (unit_id, PERIOD valid) DEFERRABLE INITIALLY DEFERRED"
    )
    for table in ("orgs_unit", "orgs_unitspan"):
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _person_over(unit_id: int) -> Any:
    """An ordinary account with a role over one unit."""
    from kientoan.accounts import actions as accounts
    from kientoan.accounts.models import User
    from kientoan.orgs import actions
    from kientoan.orgs.models import Unit
    from kientoan.orgs.rules.roles import Role

    name = f"over-{unit_id}"
    found = User.objects.filter(username=name).first()
    if found:
        return found
    operator = User.objects.get(username="operator")
    [user] = accounts.make_accounts(accounts=[accounts.NewAccount(name, name)], by=operator)
    actions.give_grant(
        user=user, role=Role.READER, unit=Unit.objects.get(pk=unit_id), day=date(2010, 1, 1), by=operator
    )
    return user


def _subtree(unit_id: int, day: date) -> Iterator[Figures]:
    database.use("bench_nation", fill=_nation)
    from kientoan.orgs.models import Unit, UnitSpan

    unit = Unit.objects.get(pk=unit_id)
    for _ in range(9):
        yield milliseconds(lambda: UnitSpan.objects.as_of(day).under(unit, day).count())


@bench(name="orgs.subtree_district", unit="ms", target=10, about="344,000 units, 6 tiers, two eras")
def subtree_district() -> Iterator[Figures]:
    """Count what stands below a district as of a day."""
    yield from _subtree(101, ERA_1)


@bench(name="orgs.subtree_province", unit="ms", target=60, about="344,000 units, 6 tiers, two eras")
def subtree_province() -> Iterator[Figures]:
    """Count what stands below a province as of a day."""
    yield from _subtree(2, ERA_1)


@bench(name="orgs.subtree_province_later", unit="ms", target=60, about="the era without districts")
def subtree_province_later() -> Iterator[Figures]:
    """The same after the districts went."""
    yield from _subtree(2, ERA_2)


@bench(name="orgs.first_page_root", unit="ms", target=150, about="as an account over the root")
def first_page_root() -> Iterator[Figures]:
    """The first page by name for one who sees everything."""
    database.use("bench_nation", fill=_nation)
    from kientoan.orgs import queries

    user = _person_over(1)
    for _ in range(9):
        yield milliseconds(lambda: list(queries.units_page(user, ERA_1)[:50]))


@bench(name="orgs.first_page_province", unit="ms", target=150, about="as an account over a province of 5,000 units")
def first_page_province() -> Iterator[Figures]:
    """The first page by name for one who sees a province."""
    database.use("bench_nation", fill=_nation)
    from kientoan.orgs import queries

    user = _person_over(2)
    for _ in range(9):
        yield milliseconds(lambda: list(queries.units_page(user, ERA_2)[:50]))


@bench(
    name="orgs.import_20k",
    unit="s",
    within=3,
    about="reference: the same import with row history and record switched off",
)
def import_20k() -> Iterator[Figures]:
    """20,000 units renamed by one import, with history and record."""
    database.use("bench_import")
    import psycopg
    from django.db import connection

    from kientoan.accounts.models import User
    from kientoan.core import postgres
    from kientoan.orgs import actions
    from kientoan.orgs.rules.spans import SpanRow

    start = date(2010, 1, 1)
    by = User.objects.get(username="operator")

    def rows(name: str) -> list[SpanRow]:
        top = SpanRow("B", "Thành phố", "city_committee", "", None, start)
        return [top, *(SpanRow(f"B{n}", f"{name} {n}", "upper_base_committee", "", "B", start) for n in range(20_000))]

    def tracing(verb: str) -> None:
        connection.close()
        with psycopg.connect(postgres.address(database.HOME, "kt_owner", "bench_import"), autocommit=True) as owner:
            triggers = owner.execute(
                "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'pgtrigger%'"
                " AND tgrelid IN ('orgs_unit'::regclass, 'orgs_unitspan'::regclass)"
            ).fetchall()
            for name, table in triggers:
                owner.execute(f"ALTER TABLE {table} {verb} TRIGGER {name}")  # type: ignore[arg-type]

    actions.write_spans(rows=rows("Đơn vị"), by=by, sample=True)
    for _ in range(3):
        stamp = time.monotonic_ns() % 1_000_000
        with_history = seconds(lambda s=stamp: actions.write_spans(rows=rows(f"Có {s}"), by=by))
        tracing("DISABLE")
        try:
            bare = seconds(lambda s=stamp: actions.write_spans(rows=rows(f"Không {s}"), by=by))
        finally:
            tracing("ENABLE")
        yield with_history, bare
