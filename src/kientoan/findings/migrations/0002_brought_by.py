"""Who brought a finding in."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from kientoan.core.migrating import RunsMigration


class Migration(RunsMigration):
    dependencies = [
        ("findings", "0001_findings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="finding",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="finding",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="finding",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="finding",
            name="brought_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="brought in by whom",
            ),
        ),
        migrations.AddField(
            model_name="findingevent",
            name="brought_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="brought in by whom",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "findings_findingevent" ("brought_by_id", "decided_by_id", "decided_on", "document_id", "end", "found_on", "id", "keeper_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reason", "result_id", "source", "start", "state", "unit_id") SELECT new_values."brought_by_id", new_values."decided_by_id", new_values."decided_on", new_values."document_id", new_values."end", new_values."found_on", new_values."id", new_values."keeper_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."place", new_values."reason", new_values."result_id", new_values."source", new_values."start", new_values."state", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="aa57d51a4879ae117305a8417231c29a6884afb4",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9fe30",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="findings_finding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "findings_findingevent" ("brought_by_id", "decided_by_id", "decided_on", "document_id", "end", "found_on", "id", "keeper_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reason", "result_id", "source", "start", "state", "unit_id") SELECT new_values."brought_by_id", new_values."decided_by_id", new_values."decided_on", new_values."document_id", new_values."end", new_values."found_on", new_values."id", new_values."keeper_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."place", new_values."reason", new_values."result_id", new_values."source", new_values."start", new_values."state", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."brought_by_id" IS DISTINCT FROM (new_values."brought_by_id") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."decided_on" IS DISTINCT FROM (new_values."decided_on") OR old_values."document_id" IS DISTINCT FROM (new_values."document_id") OR old_values."end" IS DISTINCT FROM (new_values."end") OR old_values."found_on" IS DISTINCT FROM (new_values."found_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."keeper_id" IS DISTINCT FROM (new_values."keeper_id") OR old_values."place" IS DISTINCT FROM (new_values."place") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."result_id" IS DISTINCT FROM (new_values."result_id") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."start" IS DISTINCT FROM (new_values."start") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7456b70fa9f9400ad4d22ad248d6b49eb4e73c73",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_aaaf9",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="findings_finding",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="finding",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "findings_findingevent" ("brought_by_id", "decided_by_id", "decided_on", "document_id", "end", "found_on", "id", "keeper_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reason", "result_id", "source", "start", "state", "unit_id") SELECT old_values."brought_by_id", old_values."decided_by_id", old_values."decided_on", old_values."document_id", old_values."end", old_values."found_on", old_values."id", old_values."keeper_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."place", old_values."reason", old_values."result_id", old_values."source", old_values."start", old_values."state", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="4f7c041c29344a186756975185682d8dfe6b08e7",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bc1a0",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="findings_finding",
                    when="AFTER",
                ),
            ),
        ),
    ]
