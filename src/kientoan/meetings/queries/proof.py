"""From a task of a conclusion to the tasks of units that came of it, and to what each sent in as proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from kientoan.accounts.models import User
from kientoan.directives.models import Directive, Submission, Task
from kientoan.directives.queries.page import seen_documents
from kientoan.directives.queries.standing import StandingTasks, standing_on
from kientoan.documents.models import Document

MOST = 200
"""Tasks shown on the page of one item; a directive to more units has them all on its own page."""


@dataclass(frozen=True, slots=True)
class Proven:
    """A unit's task as it stands, and what was sent in last: its words, product, and documents with whether one may open them."""

    task: Any
    sent: Submission | None
    documents: tuple[tuple[Document, bool], ...]


def tasks_from(directives: Sequence[Directive], user: User, day: date) -> StandingTasks:
    """The tasks that these directives gave, as they stand on the day, as far as the person may see them."""
    return standing_on(Task.objects.visible_to(user).filter(directive__in=directives), day)


def proven(directives: Sequence[Directive], user: User, day: date) -> list[Proven]:
    """Each unit's task with its last submission, by unit; at most `MOST`."""
    if not directives:
        return []
    sent = Submission.objects.prefetch_related("proofs__document__files").order_by("-number")
    found = tasks_from(directives, user, day).select_related("directive", "lead").order_by("lead__code", "pk")
    rows = list(found.prefetch_related(Prefetch("submissions", sent, to_attr="sent"))[:MOST])
    last = [task.sent[0] if task.sent else None for task in rows]
    papers = [[proof.document for proof in one.proofs.all()] if one else [] for one in last]
    seen = seen_documents(user, [paper for several in papers for paper in several])
    return [
        Proven(task, one, tuple((paper, paper.pk in seen) for paper in several))
        for task, one, several in zip(rows, last, papers, strict=True)
    ]
