"""Measurements of pages, through Django in this process, as an ordinary account over one district of 5,000 units."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from benchmarks import database
from benchmarks.runner import Figures, bench, milliseconds, seconds

START, DAY = date(2010, 1, 1), date(2017, 6, 27)
COMMUNES, CELLS = 100, 49
RUNS = 15


def _rows() -> Iterator[Any]:
    """A city of two districts, each with 100 communes of 49 cells: 5,001 units a district."""
    from kientoan.orgs.rules.spans import SpanRow

    yield SpanRow("T", "Đảng bộ thành phố", "city_committee", "", None, START)
    for district in ("Q", "H"):
        yield SpanRow(district, f"Đảng bộ quận {district}", "upper_base_committee", "district", "T", START)
        for commune in range(COMMUNES):
            code = f"{district}{commune}"
            yield SpanRow(code, f"Đảng bộ phường số {commune}", "base_committee", "ward", district, START)
            for cell in range(CELLS):
                yield SpanRow(f"{code}.{cell}", f"Chi bộ tổ dân phố {cell}", "cell", "ward", code, START)


def _visitor() -> Any:
    """A client signed in as a specialist of one district; made once."""
    database.use("bench_pages")
    from django.test import Client

    from kientoan.accounts import actions as accounts
    from kientoan.accounts.models import User
    from kientoan.orgs import actions
    from kientoan.orgs.models import Unit
    from kientoan.orgs.rules.roles import Role

    operator = User.objects.get(username="operator")
    if not Unit.objects.filter(code="T").exists():
        actions.write_spans(rows=list(_rows()), by=operator, sample=True)
        database.analyze("bench_pages")
    user = User.objects.filter(username="chuyenvien").first()
    if user is None:
        [user] = accounts.make_accounts(accounts=[accounts.NewAccount("chuyenvien", "Trần Thị Ước")], by=operator)
        actions.give_grant(user=user, role=Role.SPECIALIST, unit=Unit.objects.get(code="Q"), day=START, by=operator)
    client = Client()
    client.force_login(user)
    return client


def _page(path: str) -> Iterator[Figures]:
    client = _visitor()
    client.get("/orgs/list/", {"as_of": DAY.isoformat()})  # the day stays with the session

    def ask() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")

    ask()
    for _ in range(RUNS):
        yield milliseconds(ask)


@bench(name="pages.list_50_of_5000", unit="ms", target=150, about="as a specialist over one of two districts")
def list_of_units() -> Iterator[Figures]:
    """The first page of the list of units."""
    yield from _page("/orgs/list/")


@bench(
    name="pages.list_sql", unit="statements", target=15, about="statements of the first page of the list of 5,000 units"
)
def list_statements() -> Iterator[Figures]:
    """How many statements the first page of the list needs."""
    client = _visitor()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/orgs/list/")
    with CaptureQueriesContext(connection) as seen:
        client.get("/orgs/list/")
    yield float(len(seen))


@bench(name="pages.unit", unit="ms", target=120, about="a commune of 49 cells")
def unit_page() -> Iterator[Figures]:
    """The page of a unit."""
    yield from _page("/orgs/units/Q7/")


@bench(name="pages.tree", unit="ms", target=120)
def tree_page() -> Iterator[Figures]:
    """The tree with a commune chosen."""
    yield from _page("/orgs/?unit=Q7")


@bench(name="pages.today", unit="ms", target=120)
def home_page() -> Iterator[Figures]:
    """The home page."""
    yield from _page("/")


@bench(name="pages.export_csv_5000", unit="s", target=2)
def export() -> Iterator[Figures]:
    """The list of 5,000 units as CSV, read to its last line."""
    client = _visitor()

    def ask() -> None:
        lines = b"".join(client.get("/orgs/list/?export=csv").streaming_content).count(b"\n")
        if lines < 5000:
            raise RuntimeError(f"only {lines} lines")

    ask()
    for _ in range(5):
        yield seconds(ask)
