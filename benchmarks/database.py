"""Databases for measurements: beside the product's own, made as the owner, used as the run role."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent / "var" / "bench"


def ready() -> None:
    """Start the server of the measurements and set Django up; safe to call again."""
    os.environ["KIENTOAN_HOME"] = str(HOME)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kientoan.settings")
    import django

    from kientoan.core import postgres

    postgres.ensure(HOME)
    django.setup()


def use(name: str, *, fill: Callable[[Any], None] | None = None) -> None:
    """Go over to the database of this name; make, migrate and fill it when it is not there yet.

    ``fill`` gets an owner's connection once, after migration.
    """
    ready()
    import psycopg
    from django.core.management import call_command
    from django.db import connections

    from kientoan.core import postgres

    connection = connections["default"]
    owner = postgres.address(HOME, "kt_owner", "kientoan")
    with psycopg.connect(owner, autocommit=True) as server:
        there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if there is None:
            server.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    connection.close()
    connection.settings_dict["NAME"] = name
    if there is None:
        connection.settings_dict["USER"] = "kt_owner"
        call_command("migrate", verbosity=0)
        connection.close()
        if fill is not None:
            try:
                with psycopg.connect(postgres.address(HOME, "kt_owner", name)) as filling:
                    fill(filling)
            except psycopg.Error:
                with psycopg.connect(owner, autocommit=True) as server:
                    server.execute(f'DROP DATABASE "{name}"')  # type: ignore[arg-type]
                raise
            with psycopg.connect(postgres.address(HOME, "kt_owner", name), autocommit=True) as filled:
                filled.execute("VACUUM ANALYZE")
    connection.settings_dict["USER"] = "kt_app"


def analyze(name: str) -> None:
    """Count what was just filled in, as the server's own autovacuum does within a minute."""
    import psycopg

    from kientoan.core import postgres

    with psycopg.connect(postgres.address(HOME, "kt_owner", name), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
