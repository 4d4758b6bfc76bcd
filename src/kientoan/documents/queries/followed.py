"""What became of a resolution: its aims with their newest outcome, and its reviews."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from kientoan.documents.models import Aim, AimOutcome, Document, Review
from kientoan.documents.rules.words import Outcome


@dataclass(frozen=True, slots=True)
class AimState:
    """An aim with what its newest review said of it; ``outcome`` is empty before any review."""

    aim: Aim
    outcome: str = ""
    said: str = ""
    reviewed_on: date | None = None

    def is_late(self, day: date) -> bool:
        """Whether its day has passed and it is not reached."""
        return bool(self.aim.due and self.aim.due < day and self.outcome != Outcome.REACHED)


@dataclass(slots=True)
class Followed:
    """A document with its aims and how many are reached."""

    document: Document
    aims: list[AimState] = field(default_factory=list)
    last_review: date | None = None

    @property
    def reached(self) -> int:
        """How many aims the newest reviews call reached."""
        return sum(1 for one in self.aims if one.outcome == Outcome.REACHED)


def followed(documents: Iterable[Document]) -> list[Followed]:
    """The documents with their aims as of their newest reviews."""
    found = {one.pk: Followed(one) for one in documents}
    newest: dict[int, AimOutcome] = {}
    outcomes = AimOutcome.objects.filter(aim__document__in=found).select_related("review")
    for outcome in outcomes.order_by("review__held_on", "review_id"):
        newest[outcome.aim_id] = outcome
    for aim in Aim.objects.filter(document__in=found).order_by("document", "position"):
        said = newest.get(aim.pk)
        state = AimState(aim, said.outcome, said.said, said.review.held_on) if said else AimState(aim)
        found[aim.document_id].aims.append(state)
    for document_id, day in Review.objects.filter(document__in=found).values_list("document_id", "held_on"):
        one = found[document_id]
        one.last_review = max(one.last_review or day, day)
    return list(found.values())
