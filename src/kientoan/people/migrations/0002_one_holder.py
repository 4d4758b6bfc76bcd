"""A post has one holder at a time, and one who acts in it at a time."""

from django.db import migrations


class Migration(migrations.Migration):
    """A temporal key that Django cannot express."""

    dependencies = [("people", "0001_posts_and_holders")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE people_holding ADD CONSTRAINT holding_one_at_a_time"
            " UNIQUE (post_id, acting, valid WITHOUT OVERLAPS)",
            "ALTER TABLE people_holding DROP CONSTRAINT holding_one_at_a_time",
        ),
    ]
