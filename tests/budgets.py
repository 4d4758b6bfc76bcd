"""Query budgets: how many SQL statements a page may need, kept in `tests/query_budgets.json`.

    def test_the_list(budget, client, city):
        with budget("orgs:list"):
            client.get("/orgs/list/")

A page that needs more fails with its SQL and the command that accepts the new count:
`KIENTOAN_ACCEPT_BUDGETS=1 uv run pytest TEST`. A page that needs fewer lowers its budget with the same command.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).with_name("query_budgets.json")
ACCEPT = "KIENTOAN_ACCEPT_BUDGETS"


def budgets(file: Path = FILE) -> dict[str, int]:
    """The budgets by name."""
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def accept(name: str, count: int, file: Path = FILE) -> None:
    """Write a new count."""
    kept = dict(sorted({**budgets(file), name: count}.items()))
    file.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def complaint(name: str, allowed: int | None, statements: list[str], test: str) -> str:
    """What a page that is over its budget says: the count, repeated statements first, how to accept it."""
    lines = [f"{name}: {len(statements)} SQL statements, the budget is {'not set' if allowed is None else allowed}."]
    seen = Counter(statement.split(" WHERE ")[0][:120] for statement in statements)
    lines += [f"  {times} × {text}" for text, times in seen.most_common() if times > 1]
    lines += [f"  {number:2}. {statement[:300]}" for number, statement in enumerate(statements, 1)]
    lines.append(f"If it must be so: {ACCEPT}=1 uv run pytest '{test}'")
    return "\n".join(lines)


@pytest.fixture
def budget(request: pytest.FixtureRequest) -> Callable[[str], AbstractContextManager[None]]:
    """Hold what happens inside to the budget of that name."""

    @contextmanager
    def held(name: str) -> Iterator[None]:
        with CaptureQueriesContext(connection) as seen:
            yield
        statements = [query["sql"] for query in seen.captured_queries]
        allowed = budgets().get(name)
        if os.environ.get(ACCEPT):
            accept(name, len(statements))
        elif allowed is None or len(statements) > allowed:
            pytest.fail(complaint(name, allowed, statements, request.node.nodeid))

    return held
