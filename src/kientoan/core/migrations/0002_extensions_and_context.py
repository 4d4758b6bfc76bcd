"""Extensions of the database, and no side table for the context of row history.

Row history bears the action's id itself (recording.py), so the function that would write a context
row returns nothing; otherwise each tracked write would need a second row and the right to update it.
"""

from django.db import migrations

NO_CONTEXT_ROW = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE
LANGUAGE sql AS $$ SELECT NULL::uuid $$
"""


class Migration(migrations.Migration):
    """btree_gist for temporal keys, pg_trgm for search."""

    dependencies = [
        ("core", "0001_record"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    run_before = [("account", "0001_initial")]  # its later data migration writes to tracked users

    operations = [
        migrations.RunSQL(
            "CREATE EXTENSION IF NOT EXISTS btree_gist; CREATE EXTENSION IF NOT EXISTS pg_trgm",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(NO_CONTEXT_ROW, migrations.RunSQL.noop),
    ]
