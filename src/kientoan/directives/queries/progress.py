"""The official report of progress: totals that must close, by lead unit, with what is late and what comes next."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q

from kientoan.accounts.models import User
from kientoan.directives.models import Task
from kientoan.directives.queries import standards
from kientoan.directives.queries.standing import LIVE_VALUES, StandingTasks, standing_on
from kientoan.directives.rules import totals
from kientoan.directives.rules.states import WorkState
from kientoan.directives.rules.timing import TimeState
from kientoan.orgs.models import Unit, scope
from kientoan.orgs.queries.life import names_on

GIVEN, RECEIVED = "given", "received"
_LIVE = Q(now_state__in=LIVE_VALUES)
PARTS: Mapping[str, Q] = {
    "done_on_time": Q(now_state=WorkState.DONE, now_outcome__in=[TimeState.ON_TIME, TimeState.NO_DEADLINE]),
    "done_late": Q(now_state=WorkState.DONE, now_outcome=TimeState.LATE),
    "open_in_time": _LIVE & Q(now_time__in=[TimeState.IN_TIME, TimeState.DUE_SOON]),
    "open_overdue": _LIVE & Q(now_time=TimeState.OVERDUE),
    "open_no_deadline": _LIVE & Q(now_time=TimeState.NO_DEADLINE),
    "suspended": Q(now_state=WorkState.SUSPENDED),
    "refused": Q(now_state=WorkState.HANDED_BACK),
}
"""Each part of the identity as a condition on a task."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is about: the unit that gave (or whose branch received) the tasks, given between two days, as of a day."""

    unit: Unit | None
    as_of: date
    since: date | None = None
    until: date | None = None
    basis: str = GIVEN
    key_only: bool = False


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One lead unit's line."""

    code: str
    name: str
    counted: int
    parts: totals.Parts


@dataclass(frozen=True, slots=True)
class Report:
    """The report's figures, the places that do not close, and what stands beside the identity."""

    asked: Asked
    counted: int
    parts: totals.Parts
    lines: tuple[UnitLine, ...]
    gaps: tuple[totals.Gap, ...]
    withdrawn: int
    extended: int
    done_without_deadline: int
    recurring: int = 0

    @property
    def closes(self) -> bool:
        """Whether every total closes."""
        return not self.gaps


def tasks_of(user: User, asked: Asked) -> StandingTasks:
    """The tasks that a report counts (withdrawn ones too), as far as the person may see them.

    Received: what is a part of a task given further down is not counted beside it.
    """
    found = standing_on(Task.objects.visible_to(user), asked.as_of)
    if asked.unit is not None and asked.basis == GIVEN:
        found = found.filter(keeper=asked.unit)
    elif asked.unit is not None:
        found = scope.cut(found, "lead_id", scope.of_branch(asked.unit.pk, asked.as_of))
    if asked.basis == RECEIVED:
        found = found.filter(directive__parent__isnull=True)
    if asked.since:
        found = found.filter(issued_on__gte=asked.since)
    if asked.until:
        found = found.filter(issued_on__lte=asked.until)
    return found.filter(directive__is_key=True) if asked.key_only else found


def report(user: User, asked: Asked) -> Report:
    """Count a report in one pass over the tasks; the whole is counted without regard to state, so that a lost task shows."""
    counts = {name: Count("pk", filter=condition) for name, condition in PARTS.items()}
    not_withdrawn = ~Q(now_state=WorkState.WITHDRAWN) | Q(now_state__isnull=True)
    rows = list(
        tasks_of(user, asked)
        .order_by()
        .values("lead_id", "lead__code")
        .annotate(
            counted=Count("pk", filter=not_withdrawn),
            withdrawn=Count("pk", filter=Q(now_state=WorkState.WITHDRAWN)),
            extended=Count(
                "pk", filter=not_withdrawn & ~Q(now_deadline=F("first_deadline")) & Q(now_deadline__isnull=False)
            ),
            recurring=Count("pk", filter=not_withdrawn & ~Q(occurrence="")),
            undated=Count("pk", filter=Q(now_state=WorkState.DONE, now_outcome=TimeState.NO_DEADLINE)),
            **counts,
        )
    )
    names = names_on([row["lead_id"] for row in rows], asked.as_of)
    lines = [_line(row, names) for row in rows if row["counted"]]
    lines.sort(key=lambda line: (-line.parts.open_overdue, -line.counted, line.name))
    whole = sum((line.parts for line in lines), totals.Parts())
    counted = tasks_of(user, asked).filter(not_withdrawn).order_by().count()
    gaps = totals.gaps_between(counted, whole, [totals.Line(line.name, line.counted, line.parts) for line in lines])
    return Report(
        asked=asked,
        counted=counted,
        parts=whole,
        lines=tuple(lines),
        gaps=tuple(gaps),
        withdrawn=sum(row["withdrawn"] for row in rows),
        extended=sum(row["extended"] for row in rows),
        done_without_deadline=sum(row["undated"] for row in rows),
        recurring=sum(row["recurring"] for row in rows),
    )


def _line(row: Mapping[str, Any], names: Mapping[int, str]) -> UnitLine:
    parts = totals.Parts(**{name: row[name] for name in PARTS})
    return UnitLine(row["lead__code"], names.get(row["lead_id"]) or row["lead__code"], row["counted"], parts)


def overdue_of(user: User, asked: Asked) -> StandingTasks:
    """The open tasks that are late, the latest first, with how often each was urged."""
    late = tasks_of(user, asked).filter(PARTS["open_overdue"])
    return (
        late.annotate(urged=Count("urgings", filter=Q(urgings__urged_on__lte=asked.as_of)))
        .select_related("directive", "lead")
        .order_by("now_deadline", "pk")
    )


def falling_due(user: User, asked: Asked) -> StandingTasks:
    """The open tasks that end within the days that the list of coming tasks looks ahead."""
    until = asked.as_of + timedelta(days=standards.coming_days(asked.as_of))
    coming = tasks_of(user, asked).filter(_LIVE, now_deadline__gte=asked.as_of, now_deadline__lte=until)
    return coming.select_related("directive", "lead").order_by("now_deadline", "pk")


def content_of(found: Report) -> tuple[dict[str, Any], str]:
    """The figures of a report as an edition keeps them, and their fingerprint."""
    content = {
        "counted": found.counted,
        "parts": asdict(found.parts),
        "lines": [
            {"code": line.code, "name": line.name, "counted": line.counted, **asdict(line.parts)}
            for line in found.lines
        ],
        "withdrawn": found.withdrawn,
        "extended": found.extended,
        "done_without_deadline": found.done_without_deadline,
        "recurring": found.recurring,
        "basis": found.asked.basis,
        "gaps": [
            {"place": gap.place.value, "stated": gap.stated, "parts": gap.parts, "where": gap.where}
            for gap in found.gaps
        ],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return content, hashlib.sha256(text.encode()).hexdigest()
