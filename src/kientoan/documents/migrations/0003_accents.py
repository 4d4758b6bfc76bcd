"""Search with the very accents first: the words of lines and files with their accents."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.search import SearchVector
from django.db import migrations

from kientoan.core.migrating import RunsMigration
from django.db.models import Value

from kientoan.documents.rules.keys import accents_of


def fill(apps, _schema_editor):
    """Give the rows that are there already their words with accents."""
    lines = apps.get_model("documents", "Document").objects
    for one in lines.only("written", "issuer_name", "abstract", "signer").iterator():
        words = " ".join([one.written, one.issuer_name, one.abstract, one.signer])
        lines.filter(pk=one.pk).update(accents=SearchVector(Value(accents_of(words)), config="simple"))
    files = apps.get_model("documents", "DocumentFile").objects
    for one in files.only("text").iterator(chunk_size=10):
        files.filter(pk=one.pk).update(accents=SearchVector(Value(accents_of(one.text)), config="simple"))


class Migration(RunsMigration):
    """Words with accents, filled, with their indexes."""

    atomic = False

    dependencies = [
        ("documents", "0002_terms_apart"),
        ("orgs", "0003_lists_by_the_queue"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="accents",
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="documentfile",
            name="accents",
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="document",
            index=django.contrib.postgres.indexes.GinIndex(fields=["accents"], name="document_accents"),
        ),
        migrations.AddIndex(
            model_name="documentfile",
            index=django.contrib.postgres.indexes.GinIndex(fields=["accents"], name="documentfile_accents"),
        ),
    ]
