"""Work on the register that takes longer than a page may."""

from django.utils import translation
from procrastinate.contrib.django import app

from kientoan.orgs.actions.lists import tell_list
from kientoan.orgs.imports import told
from kientoan.orgs.models import ListRun, ListStep
from kientoan.orgs.rules.progress import Progress


def _telling(run: ListRun) -> Progress:
    """Tell twenty times in all how far a part is; every row would cost more than the work."""
    due: dict[str, int] = {}

    def tell(part: str, done: int, total: int) -> None:
        if done >= due.get(part, 0):
            due[part] = done + max(1, total // 20)
            tell_list(run, part, done, total)

    return tell


@app.task(name="orgs.check_list", queue="orgs")
def check_list(run: int) -> None:
    """Plan a long list that a page put down."""
    started = ListRun.objects.select_related("by").get(pk=run)
    with translation.override(started.by.language):
        told.check_list(started, _telling(started))


@app.task(name="orgs.apply_list", queue="orgs")
def apply_list(run: int) -> None:
    """Carry out a long list; done again after a crash, it finds whether it was carried out."""
    started = ListRun.objects.select_related("by").get(pk=run)
    if started.step == ListStep.APPLYING:
        with translation.override(started.by.language):
            told.apply_list(started, _telling(started))
