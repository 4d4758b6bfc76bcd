"""Jobs of directives: reminders are made every hour, letters leave the outbox every minute."""

from procrastinate.contrib.django import app

from kientoan.directives import actions


@app.periodic(cron="5 * * * *")
@app.task(name="directives.remind", queueing_lock="directives.remind")
def remind(timestamp: int) -> int:  # noqa: ARG001  the queue passes the minute it was meant for
    """Make the reminders of the day that are missing; gives how many."""
    return actions.remind().reminders


@app.periodic(cron="* * * * *")
@app.task(name="directives.send_mail", queueing_lock="directives.send_mail")
def send_mail(timestamp: int) -> int:  # noqa: ARG001
    """Send the letters that wait; gives how many were sent."""
    return actions.send_waiting().sent
