"""What came of the demo, read from the database as any page reads it."""

from dataclasses import dataclass

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.figures.models import FormIssue
from kientoan.figures.queries.completeness import Tier as Answers
from kientoan.figures.queries.completeness import Waiting, completeness, waiting
from kientoan.figures.rules.words import State
from kientoan.orgs.models import UnitSpan
from kientoan.review import queries as review
from kientoan.review.models import Run
from kientoan.review.queries.listing import Line, lines_of
from kientoan.review.queries.runs import Counts
from kientoan.review.rules.tiers import Tier
from kientoan.sample.queries.steps import done
from kientoan.sample.rules import shape

FIRST = 10
"""How many proposals are shown with their reasons."""


@dataclass(frozen=True)
class Faulty:
    """A workbook that was given back: its file, its unit ("" where the file does not say), its faults in words and as msgids."""

    file: str
    unit: str
    faults: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def sender(self) -> str:
        """The unit's code as the name of the file says it."""
        return self.file.removesuffix(".xlsx").split("-H1-")[-1]


@dataclass(frozen=True)
class Summary:
    """The demo in numbers: units of the day, coverage of the form, who is missing, what is faulty, what is proposed."""

    name: str
    units: dict[str, int]
    coverage: Answers
    late: int
    silent: tuple[Waiting, ...]
    unattributed: int
    """Units that count as not having sent because their workbook cannot be opened or does not say whose it is."""
    faulty: tuple[Faulty, ...]
    corrected: int
    run: Run
    counts: tuple[Counts, ...]
    first: tuple[Line, ...]

    @property
    def proposed(self) -> int:
        """How many base organisations are proposed for consideration, as the report counts them."""
        return sum(counts.proposed for counts in self.counts if counts.tier != Tier.CELL)

    @property
    def proposed_cells(self) -> int:
        """How many cells below them are."""
        return sum(counts.proposed for counts in self.counts if counts.tier == Tier.CELL)


def summary(issue: FormIssue, run: Run, user: User) -> Summary:
    """Read everything that the summary says."""
    coverage, _tiers = completeness(issue, user)
    faulty = faulty_files()
    senders = {one.sender for one in faulty}
    missing = waiting(issue, user, today=clock.today())
    results = review.proposals(run, user)[:FIRST]
    top = UnitSpan.objects.as_of(shape.AS_OF).get(unit_id=run.unit_id)
    return Summary(
        name=top.name,
        units=_units(),
        coverage=coverage,
        late=coverage.received - coverage.on_time,
        silent=tuple(one for one in missing if one.code not in senders),
        unattributed=sum(one.state == State.AWAITED and one.code in senders for one in missing),
        faulty=faulty,
        corrected=_corrected(),
        run=run,
        counts=tuple(review.headline(run, user)),
        first=tuple(lines_of(run, results)),
    )


def faulty_files() -> tuple[Faulty, ...]:
    """Every workbook that the merges gave back, in order of file."""
    found = [one for step in ("merge", "merge_again") for one in _faulty_of(done(step) or {})]
    return tuple(sorted(found, key=lambda one: one.file))


def _faulty_of(detail: dict[str, object]) -> list[Faulty]:
    listed = detail.get("faulty", [])
    assert isinstance(listed, list)  # noqa: S101  as the step wrote it
    return [Faulty(one["file"], one["unit"], tuple(one["faults"]), tuple(one["kinds"])) for one in listed]


def _corrected() -> int:
    again = done("merge_again") or {}
    return int(str(again.get("received", 0)))


def _units() -> dict[str, int]:
    """Count the units of the day as the head line names them."""
    living = UnitSpan.objects.as_of(shape.AS_OF)
    base = living.filter(kind__in=("base_committee", "base_cell"))
    return {
        "districts": living.filter(kind="upper_base_committee", sector="district").count(),
        "base": base.count(),
        "communes": base.filter(kind="base_committee", sector__in=("ward", "commune", "town")).count(),
        "cells": living.filter(kind="cell").count(),
        "all": living.count(),
    }
