"""Ask for a run from a page; a worker carries it out."""

from datetime import date

from procrastinate.contrib.django import app

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.periods import Period
from kientoan.core.recording import recorded
from kientoan.orgs.models import Unit
from kientoan.review.actions.runs import check_may_run, run_review
from kientoan.review.models import RunRequest

TASK = "review.run"


def ask_run(*, unit: Unit, period: Period, as_of: date, by: User) -> RunRequest:
    """Put a run into the queue, in the same transaction as the record of who asked for it."""
    check_may_run(unit, period, as_of, by)
    waiting = RunRequest.objects.filter(
        unit=unit, period_code=period.code, as_of=as_of, state__in=[RunRequest.State.QUEUED, RunRequest.State.RUNNING]
    ).first()
    if waiting is not None:
        return waiting
    detail = {"code": unit.code, "period": period.code, "as_of": as_of.isoformat()}
    with recorded("review.ask_run", by=by, on=[unit], detail=detail):
        request = RunRequest.objects.create(
            unit=unit, period_code=period.code, as_of=as_of, asked_by=by, asked_at=clock.now()
        )
        app.configure_task(TASK).defer(request=request.pk)
    return request


def carry_out(*, request: RunRequest) -> RunRequest:
    """Do what was asked for; a refusal is kept as the sentence why, and asking again is a new request.

    Taken up anew after its worker died, it begins from the start: a run is stored whole or not at all, and one that was stored
    just before the worker died is found again by its input.
    """
    if request.state in {RunRequest.State.DONE, RunRequest.State.FAILED}:
        return request

    def progress(step: int) -> None:
        request.state, request.step = RunRequest.State.RUNNING, step
        request.save(update_fields=["state", "step"])

    progress(0)
    try:
        request.run = run_review(
            unit=request.unit,
            period=Period.parse(request.period_code),
            as_of=request.as_of,
            by=request.asked_by,
            only_if_changed=True,
            progress=progress,
        )
        request.state, request.step = RunRequest.State.DONE, RunRequest.STEPS
    except Refused as refused:
        request.state, request.failure = RunRequest.State.FAILED, str(refused)
    request.save(update_fields=["state", "step", "run", "failure"])
    return request
