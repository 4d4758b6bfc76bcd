"""Jobs of directives: reminders and the tasks of coming periods every hour, letters every minute; long texts and scans are read."""

from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kientoan.core.access import Refused
from kientoan.directives import actions
from kientoan.directives.actions import read_runs
from kientoan.directives.imports import read_file as read_bytes
from kientoan.directives.imports.model import also_ask
from kientoan.directives.models import ReadRun
from kientoan.directives.queries.extraction import Extraction, extract_file


@app.periodic(cron="5 * * * *")
@app.task(name="directives.remind", queueing_lock="directives.remind")
def remind(timestamp: int) -> int:  # noqa: ARG001  the queue passes the minute it was meant for
    """Make the reminders of the day that are missing; gives how many."""
    return actions.remind().reminders


@app.periodic(cron="25 * * * *")
@app.task(name="directives.recur", queueing_lock="directives.recur")
def recur(timestamp: int) -> int:  # noqa: ARG001
    """Make the tasks of the coming periods of recurring work; gives how many."""
    return actions.make_occurrences()


@app.periodic(cron="* * * * *")
@app.task(name="directives.send_mail", queueing_lock="directives.send_mail")
def send_mail(timestamp: int) -> int:  # noqa: ARG001
    """Send the letters that wait; gives how many were sent."""
    return actions.send_waiting().sent


@app.task(name=read_runs.TASK)
def read_file(run: int) -> None:
    """Read a file that a page put down; a refusal is kept for the person who asked, any other fault is also raised."""
    started = ReadRun.objects.select_related("keeper", "document", "by").filter(pk=run, ended_at__isnull=True).first()
    if started is None:
        return
    with translation.override(started.by.language):
        try:
            read_runs.end_reading(started, _extracted(started))
        except Refused as refused:
            read_runs.fail_reading(started, str(refused))
        except Exception:
            read_runs.fail_reading(started, _("Something broke on our side; the job's log says what. Try again."))
            raise


def _extracted(run: ReadRun) -> Extraction:
    content = read_runs.put_down(run).read_bytes()
    file = read_bytes(run.file_name, content, run.day, tell=lambda done, total: read_runs.tell_pages(run, done, total))
    found = extract_file(run.by, file, run.day)
    return also_ask(run.by, found, document=run.document) if run.ask_model else found
