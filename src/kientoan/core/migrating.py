"""Migrations that make many tables: the picture of all models is drawn once for a run of operations, not once for each.

Django draws the models anew at every operation, and here nearly every table leads to units, accounts and the record, so that
each drawing is of nearly all of them: forty tables at the end of the chain took half a minute. Operations on tables, columns,
indexes, constraints and triggers can share the picture as it is after the last of them, as long as none is on a table made,
or a column made or changed, in the same run: for a table is made as the picture shows it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation
from pgtrigger.migrations import AddTrigger, RemoveTrigger

_ON_A_TABLE = (migrations.AddField, migrations.AlterField, migrations.AddIndex, migrations.AddConstraint)
"""What the making of a table, or of a column, would already hold were it done after."""
_SHARING = (migrations.CreateModel, AddTrigger, RemoveTrigger, *_ON_A_TABLE)


def _touched(one: Operation) -> tuple[str, str]:
    """The table, or the column of a table, that an operation makes or changes; names in small letters."""
    if isinstance(one, migrations.CreateModel):
        return one.name.lower(), ""
    if isinstance(one, (migrations.AddField, migrations.AlterField)):
        return one.model_name.lower(), one.name.lower()
    return "", ""


def _stands_in(one: Operation, touched: set[tuple[str, str]]) -> bool:
    """Whether an operation may come into a run that has touched these already."""
    if not isinstance(one, _ON_A_TABLE):
        return True
    return (one.model_name.lower(), "") not in touched and _touched(one) not in touched - {("", "")}


def runs(operations: Sequence[Operation]) -> Iterator[list[Operation]]:
    """Split the operations, in their order, into runs that may share one picture of the models; others stand alone."""
    run: list[Operation] = []
    touched: set[tuple[str, str]] = set()
    for one in operations:
        shares = isinstance(one, _SHARING)
        if run and not (shares and _stands_in(one, touched)):
            yield run
            run, touched = [], set()
        if shares:
            run.append(one)
            touched.add(_touched(one))
        else:
            yield [one]
    if run:
        yield run


class RunsMigration(migrations.Migration):
    """A migration whose operations are done in runs; what it leaves in the database is what Django's own leaves."""

    def apply(self, project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:  # noqa: FBT001, FBT002  Django's own signature
        """Do the operations, run by run; asked only for its SQL, one by one as Django does."""
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        for run in runs(self.operations):
            before = project_state.clone()
            if len(run) > 1:
                project_state.__dict__.pop("apps", None)  # drawn again, once, when the first of the run needs it
            for one in run:
                one.state_forwards(self.app_label, project_state)
            for one in run:
                one.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state
