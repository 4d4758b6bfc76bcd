"""Terms of one committee do not overlap."""

from django.db import migrations


class Migration(migrations.Migration):
    """A temporal key that Django cannot express."""

    dependencies = [("documents", "0001_register")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE documents_term ADD CONSTRAINT term_one_at_a_time UNIQUE (unit_id, valid WITHOUT OVERLAPS)",
            "ALTER TABLE documents_term DROP CONSTRAINT term_one_at_a_time",
        ),
    ]
