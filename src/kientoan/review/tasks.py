"""Work of the review that the web worker hands over."""

from procrastinate.contrib.django import app

from kientoan.review import actions
from kientoan.review.models import RunRequest


@app.task(name="review.run")
def run(request: int) -> int:
    """Carry out a run that was asked for from a page; returns the run's number, 0 when it was refused."""
    done = actions.carry_out(request=RunRequest.objects.get(pk=request))
    return done.run_id or done.class_run_id or 0
