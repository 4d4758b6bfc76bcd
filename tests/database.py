"""The database of the tests: a real PostgreSQL, made as the owner and used as the run role."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import pytest_django

os.environ.setdefault("KIENTOAN_HOME", str(Path(__file__).parent.parent / "var" / "test"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kientoan.settings")
os.environ.setdefault("KIENTOAN_LANGUAGE", "vi")
os.environ.setdefault("KIENTOAN_MFA", "off")  # tests/accounts/test_second_factor.py turns it on
os.environ["KIENTOAN_ROLE"] = "owner"


# A test's rows are never committed, so autovacuum would note each table as empty, and the planner would believe it of the next
# test's twenty thousand rows: a second's work became three minutes'. Without its notes the planner goes by the tables' size.
_NO_AUTOVACUUM = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT oid::regclass AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', one.name);
  END LOOP;
END $$
"""

OWNER: dict[str, str] = {}  # who owns the test database; a browser test's event loop has connections of its own


def start() -> None:
    """Start (or join) the embedded server, then set Django up; called once by conftest."""
    import django

    from kientoan.core import postgres

    if not os.environ.get("DATABASE_URL"):
        postgres.ensure(postgres.home())
    django.setup()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """Make the test database as the owner, then run every test as the run role."""
    from django.conf import settings
    from django.db import connections

    connection = connections["default"]
    OWNER["user"] = connection.settings_dict["USER"]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(_NO_AUTOVACUUM)
    connection.settings_dict["CONN_MAX_AGE"] = 0  # threads of a live server leave nothing open
    connection.close()
    connection.settings_dict["USER"] = settings.RUN_ROLE
    yield
    connection.close()
    connection.settings_dict["USER"] = OWNER["user"]


@pytest.fixture(autouse=True)
def _no_memory_of_samples() -> None:
    """A process remembers that its register holds sample data; the next test has another register."""
    from kientoan.orgs.queries import today

    today._sample.clear()


@pytest.fixture(scope="session", autouse=True)
def _flush_as_owner() -> Iterator[None]:
    """Empty the tables after a transactional test as the owner: the run role may not."""
    from django.test import TransactionTestCase

    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _self: _empty_all_tables()  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[method-assign]


def _empty_all_tables() -> None:
    from django.db import connections

    connection = connections["default"]
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=OWNER["user"],
        password=settings["PASSWORD"] or None,
        dbname=settings["NAME"],
    ) as owner:
        owner.execute(
            "TRUNCATE procrastinate_periodic_defers, procrastinate_events, procrastinate_jobs, procrastinate_workers"
        )
        for table in _filled(owner):
            owner.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')  # type: ignore[arg-type]
            owner.execute(f'DELETE FROM "{table}"')  # type: ignore[arg-type]
            owner.execute("SET CONSTRAINTS ALL DEFERRED")
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in _with_triggers_off(owner):
            owner.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')  # type: ignore[arg-type]
    _again()


def _filled(owner: "psycopg.Connection[tuple[str]]") -> list[str]:
    """Tables that have rows, save those that migrations fill."""
    kept = ("django_migrations", "django_content_type", "auth_permission")
    names = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for (name,) in names if name not in kept
    )
    return [name for (name,) in owner.execute(asked)]  # type: ignore[arg-type]


def _with_triggers_off(owner: "psycopg.Connection[tuple[str]]") -> list[str]:
    found = owner.execute(
        "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgenabled = 'D' AND NOT t.tgisinternal"
    )
    return [name for (name,) in found]


def _again() -> None:
    """What a migrated database always has: the operator."""
    from kientoan.accounts import actions

    actions.make_operator()
