"""Ask for a run, of the review or of the year class; a worker carries it out."""

from datetime import date
from typing import Any

from procrastinate.contrib.django import app

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.periods import Period
from kientoan.core.recording import recorded
from kientoan.orgs.models import Unit
from kientoan.review.actions.class_runs import check_may_run_classes, last_day, run_classes
from kientoan.review.actions.runs import Progress, check_may_run, run_review
from kientoan.review.models import Run, RunRequest

TASK = "review.run"


def ask_run(*, unit: Unit, period: Period, as_of: date, by: User) -> RunRequest:
    """Put a mid-year run into the queue, in the same transaction as the record of who asked for it."""
    check_may_run(unit, period, as_of, by)
    return _asked(Run.Kind.MID_YEAR, unit, period, as_of, by)


def ask_classes(*, unit: Unit, year: int, by: User, as_of: date | None = None) -> RunRequest:
    """Put a run of the year class into the queue; without a day, as of the last one of the year."""
    as_of = as_of or last_day(year)
    check_may_run_classes(unit, year, as_of, by)
    return _asked(Run.Kind.YEAR_CLASS, unit, Period.parse(str(year)), as_of, by)


def _asked(kind: Run.Kind, unit: Unit, period: Period, as_of: date, by: User) -> RunRequest:
    """The request; the same one again while it still waits or is under way."""
    under_way = [RunRequest.State.QUEUED, RunRequest.State.RUNNING]
    same = {"kind": kind, "unit": unit, "period_code": period.code, "as_of": as_of}
    waiting = RunRequest.objects.filter(**same, state__in=under_way).first()
    if waiting is not None:
        return waiting
    detail = {"code": unit.code, "period": period.code, "as_of": as_of.isoformat(), "kind": kind.value}
    with recorded("review.ask_run", by=by, on=[unit], detail=detail):
        request = RunRequest.objects.create(**same, asked_by=by, asked_at=clock.now())
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
        _work(request, progress)
        request.state, request.step = RunRequest.State.DONE, RunRequest.STEPS
    except Refused as refused:
        request.state, request.failure = RunRequest.State.FAILED, str(refused)
    request.save(update_fields=["state", "step", "run", "class_run", "failure"])
    return request


def _work(request: RunRequest, progress: Progress) -> None:
    period = Period.parse(request.period_code)
    shared: dict[str, Any] = {"unit": request.unit, "as_of": request.as_of, "by": request.asked_by}
    if request.kind == Run.Kind.YEAR_CLASS:
        request.class_run = run_classes(year=period.year, only_if_changed=True, progress=progress, **shared)
    else:
        request.run = run_review(period=period, only_if_changed=True, progress=progress, **shared)
