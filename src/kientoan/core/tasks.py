"""Work of the house itself: seal what has been committed, take up again what a dead worker left."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from kientoan.core import sealing


@app.periodic(cron="* * * * *")
@app.task(name="core.seal", queueing_lock="core.seal")
def seal(timestamp: int) -> int:  # noqa: ARG001  the queue passes the minute it was meant for
    """Seal the actions committed since the last seal; returns how many."""
    return sealing.seal()


@app.periodic(cron="*/2 * * * *")
@app.task(name="core.retry_stalled", queueing_lock="core.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> int:  # noqa: ARG001
    """Queue again the jobs of workers that died (no sign of life); returns how many."""
    stalled = list(await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=60))
    again = 0
    for job in stalled:
        try:
            await context.app.job_manager.retry_job(job)
            again += 1
        except UniqueViolation:  # the same work is queued anew already, under the lock that allows it once
            await context.app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
    return again
