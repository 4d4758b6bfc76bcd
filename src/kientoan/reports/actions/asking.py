"""Ask for an edition from a page: the work is a job, its progress is true and the page may be left."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.reports import access
from kientoan.reports.actions.building import STEPS, check_can_be_signed
from kientoan.reports.models import Edition, EditionKind, EditionOrder, OrderState, Report

TASK = "reports.make_edition"


def ask_for_edition(*, report: Report, kind: EditionKind, by: User) -> EditionOrder:
    """Queue the making of a draft or of the signed edition; what is refused at once is not queued."""
    if kind == EditionKind.SIGNED:
        access.check_sign(by, report.unit)
        check_can_be_signed(report)
    else:
        access.check_build(by, report.unit)
    try:
        told = report.as_told | {"kind": kind}
        with recorded("reports.ask_for_edition", by=by, on=[report, report.unit], detail=told) as action:
            with transaction.atomic():
                order = EditionOrder.objects.create(
                    report=report, kind=kind, asked_by=by, asked_at=action.at, steps=len(STEPS)
                )
            app.configure_task(TASK).defer(order=order.pk)
    except IntegrityError as error:
        raise Refused(_("An edition of this report is being made already.")) from error
    return order


def start_order(order: EditionOrder) -> bool:
    """Take an order in hand; False when it is over already (a job that came twice)."""
    taken = EditionOrder.objects.filter(pk=order.pk, state__in=[OrderState.QUEUED, OrderState.RUNNING])
    return bool(taken.update(state=OrderState.RUNNING, done=0))


def step_order(order: EditionOrder, done: int, step: str) -> None:
    """Note how far the making has come."""
    EditionOrder.objects.filter(pk=order.pk).update(done=done, step=step)


def finish_order(order: EditionOrder, edition: Edition) -> None:
    """Note what was made."""
    EditionOrder.objects.filter(pk=order.pk).update(state=OrderState.DONE, done=len(STEPS), step="", edition=edition)


def fail_order(order: EditionOrder, sentence: str) -> None:
    """Note why it could not be made."""
    EditionOrder.objects.filter(pk=order.pk).update(state=OrderState.FAILED, refusal=sentence)
