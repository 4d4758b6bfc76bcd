"""The rights of the run role, and the tables that only ever grow.

Two roles: one migrates (it owns the tables), the other runs the product and may neither change
nor remove a row of the record. The grants are laid anew after each migration, and triggers say
the same to the owner, so that a slip on the embedded server is refused too.
"""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db import connections, models
from pghistory.models import Event

_growing: dict[type[models.Model], tuple[str, ...]] = {}

_GUARD = """
CREATE OR REPLACE FUNCTION core_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The record only grows: % of % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$
"""


def only_grows(*, except_columns: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
    """Mark a model whose rows may be added and never changed or removed.

    ``except_columns`` may still be updated (a correction that closes the row it supersedes).
    """

    def mark(model: type[models.Model]) -> type[models.Model]:
        _growing[model] = except_columns
        return model

    return mark


def growing_models() -> dict[type[models.Model], tuple[str, ...]]:
    """All append-only models with the columns that may still change; row histories included."""
    events: dict[type[models.Model], tuple[str, ...]] = {
        model: ()
        for model in apps.get_models()
        if issubclass(model, Event) and model._meta.managed and not model._meta.proxy
    }
    return {**events, **_growing}


def after_migrate(using: str = "default", **_: object) -> None:
    """Lay grants and guards over all tables; runs as the owner when every migration is done."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = %s", [settings.RUN_ROLE])
        if cursor.fetchone()[0]:
            return
        for statement in _statements(tables):
            cursor.execute(statement)


def _statements(tables: set[str]) -> Iterable[str]:
    role = settings.RUN_ROLE
    yield _GUARD
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    yield f"GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO {role}"  # ANALYZE after a large import
    for model, columns in growing_models().items():
        table = model._meta.db_table
        if table not in tables:
            continue
        yield f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {role}'
        refused = "DELETE OR TRUNCATE" if columns else "UPDATE OR DELETE OR TRUNCATE"
        if columns:
            names = ", ".join(f'"{c}"' for c in columns)
            yield f'GRANT UPDATE ({names}) ON "{table}" TO {role}'
            fixed = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields if f.column not in columns)
            yield (
                f'CREATE OR REPLACE TRIGGER only_grows_update BEFORE UPDATE OF {fixed} ON "{table}"'
                " FOR EACH STATEMENT EXECUTE FUNCTION core_only_grows()"
            )
        yield (
            f'CREATE OR REPLACE TRIGGER only_grows BEFORE {refused} ON "{table}"'
            " FOR EACH STATEMENT EXECUTE FUNCTION core_only_grows()"
        )
