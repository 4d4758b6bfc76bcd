"""A long list brought to the page: put down, checked and carried out by the queue; each step of it once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.orgs.access import check_change_units
from kientoan.orgs.models import ListRun, ListStep, Unit


def start_list(
    *,
    fingerprint: str,
    file: str,
    by: User,
    since: date | None = None,
    under: Unit | None = None,
    extent: str = "",
    reason: str = "",
) -> ListRun:
    """Have a file that was kept (`imports.kept.keep`) planned by the queue, deferred in the same transaction."""
    check_change_units(by)
    with recorded("orgs.start_list", by=by, reason=reason, detail={"file": file}) as action:
        run = ListRun.objects.create(
            by=by,
            file_name=file[-255:],
            fingerprint=fingerprint,
            since=since,
            under_code=under.code if under else "",
            extent=extent,
            reason=reason,
            started_at=action.at,
        )
        app.configure_task("orgs.check_list").defer(run=run.pk)
    return run


def carry_out_list(*, run: ListRun, by: User) -> None:
    """Have a checked list without faults carried out by the queue, once."""
    check_change_units(by)
    if run.by_id != by.pk or not run.plan or run.plan["errors"] or not run.plan["changes_something"]:
        raise Refused(_("There is nothing in this list that can be carried out."))
    with recorded("orgs.ask_list", by=by, reason=run.reason, detail={"file": run.file_name}):
        begun = ListRun.objects.filter(pk=run.pk, step=ListStep.CHECKED).update(
            step=ListStep.APPLYING, refused="", part="", done=0, total=0
        )
        if not begun:
            raise Refused(_("The list is being carried out already, or was."))
        app.configure_task("orgs.apply_list").defer(run=run.pk)
    run.refresh_from_db()


def tell_list(run: ListRun, part: str, done: int, total: int) -> None:
    """Say how far the work is: on a connection of its own, so that it is seen before the work ends."""
    apart = connection.copy()
    try:
        with apart.cursor() as cursor:
            cursor.execute(
                "UPDATE orgs_listrun SET part = %s, done = %s, total = %s WHERE id = %s", [part, done, total, run.pk]
            )
    finally:
        apart.close()


def end_check(run: ListRun, *, plan: Mapping[str, Any] | None, refused: str = "") -> None:
    """Keep for the page what the file would do, or why it was refused."""
    run.step, run.plan, run.refused = ListStep.CHECKED, dict(plan) if plan else None, refused
    run.save(update_fields=["step", "plan", "refused"])


def end_list(run: ListRun) -> None:
    """The list was carried out."""
    run.step, run.refused = ListStep.DONE, ""
    run.save(update_fields=["step", "refused"])
