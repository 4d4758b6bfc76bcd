"""Migrations of many tables: which operations share a picture of the models, and which must not."""

from django.db import migrations, models
from pgtrigger.migrations import RemoveTrigger

from kientoan.core.migrating import runs


def table(name: str) -> migrations.CreateModel:
    return migrations.CreateModel(name, [("id", models.BigAutoField(primary_key=True))])


def column(name: str, on: str) -> migrations.AddField:
    return migrations.AddField(on, name, models.TextField(default=""))


def changed(name: str, on: str) -> migrations.AlterField:
    return migrations.AlterField(on, name, models.CharField(max_length=9))


def split(*operations):
    return [len(run) for run in runs(operations)]


def test_tables_are_made_together():
    assert split(table("A"), table("B"), table("C")) == [3]


def test_what_is_added_to_a_table_of_the_same_run_waits_for_the_next():
    assert split(table("A"), column("x", "a"), column("y", "a")) == [1, 2]
    assert split(table("A"), migrations.AddIndex("A", models.Index(fields=["id"], name="i"))) == [1, 1]


def test_what_is_added_to_a_table_that_was_there_shares_the_run():
    assert split(table("A"), column("x", "old"), column("y", "old")) == [3]


def test_a_column_is_made_or_changed_once_in_a_run():
    assert split(column("x", "old"), changed("x", "old")) == [1, 1]
    assert split(changed("x", "old"), changed("x", "old")) == [1, 1]
    assert split(changed("x", "old"), changed("y", "old"), changed("x", "other")) == [3]


def test_what_may_do_anything_stands_alone_and_keeps_its_place():
    sql = migrations.RunSQL("SELECT 1")
    assert split(table("A"), sql, table("B"), RemoveTrigger("old", "t"), migrations.RemoveField("old", "x")) == [
        1,
        1,
        2,
        1,
    ]


def test_no_operation_is_lost_and_the_order_stays():
    operations = [table("A"), column("x", "a"), changed("x", "a"), table("B"), migrations.DeleteModel("C"), table("D")]
    assert [one for run in runs(operations) for one in run] == operations
