"""Jobs of the reports: an edition is made here, never in the web worker."""

from procrastinate.contrib.django import app

from kientoan.core.access import Refused
from kientoan.reports import actions
from kientoan.reports.models import EditionKind, EditionOrder


@app.task(name="reports.make_edition")
def make_edition(order: int) -> None:
    """Make the edition asked for; a refusal is kept for the person who asked, any other fault is also raised."""
    from django.utils.translation import gettext as _

    asked = EditionOrder.objects.select_related("report__unit", "asked_by").get(pk=order)
    if not actions.start_order(asked):
        return

    def tell(done: int, step: str) -> None:
        actions.step_order(asked, done, step)

    make = actions.sign_edition if asked.kind == EditionKind.SIGNED else actions.build_draft
    try:
        edition = make(report=asked.report, by=asked.asked_by, tell=tell)
    except Refused as refused:
        actions.fail_order(asked, str(refused))
    except Exception:
        actions.fail_order(asked, _("Something broke on our side; the job's log says what. Try again."))
        raise
    else:
        actions.finish_order(asked, edition)
