"""Jobs join the transaction that asks for them, run in the worker, and survive a worker that dies."""

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kientoan.core.models import Seal
from kientoan.core.recording import recorded
from tests.worker import work_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def jobs(name: str) -> list[str]:
    return list(ProcrastinateJob.objects.filter(task_name=name).order_by("id").values_list("status", flat=True))


def test_a_job_of_a_failed_transaction_was_never_asked_for() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        app.configure_task("core.seal").defer(timestamp=0)
        raise ZeroDivisionError
    assert jobs("core.seal") == []


def test_the_worker_seals_what_was_committed() -> None:
    with recorded("test.something", by=None):
        app.configure_task("core.seal").defer(timestamp=0)
    work_once()
    assert "succeeded" in jobs("core.seal")
    assert Seal.objects.filter(action__verb="test.something").exists()


def test_the_job_of_a_worker_that_died_is_taken_up_again() -> None:
    with recorded("test.left", by=None):
        left = app.configure_task("core.seal").defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '10 minutes') RETURNING id"
        )
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [cursor.fetchone()[0]])
    app.configure_task("core.retry_stalled").defer(timestamp=0)
    work_once()
    work_once()
    # a job of the minute that began just now may still wait: only the one that was left is asked after
    assert ProcrastinateJob.objects.get(pk=left).status in {"succeeded", "failed"}
    assert Seal.objects.filter(action__verb="test.left").exists()
