"""What one report reads: a unit's branch on a day, a period, as far as the reader sees; each table is read once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, overload

from kientoan.accounts.models import User
from kientoan.core.periods import Period
from kientoan.figures.models import FormIssue, Indicator, Submission
from kientoan.figures.queries import values_of
from kientoan.figures.rules.words import State
from kientoan.orgs.models import Unit, UnitSpan
from kientoan.orgs.models.units import SpanQuerySet
from kientoan.orgs.queries import units_page
from kientoan.reports.models import Report

CHUNK = 1000
BASE_KINDS = ("base_committee", "base_cell")
"""The kinds that are base organisations (tổ chức cơ sở đảng)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit that a figure counts: with its value where the figure adds values up, and a word where there is one."""

    unit_id: int
    code: str
    name: str
    superior: str = ""
    value: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What became of the forms sent to one unit for the period: the worst of them decides."""

    unit_id: int
    state: str
    due: date


@dataclass(frozen=True)
class Reading:
    """The branch of a unit as of a day, and a period, as one person sees them."""

    unit: Unit
    period: Period
    as_of: date
    user: User

    @classmethod
    def of(cls, report: Report, user: User, as_of: date | None = None) -> "Reading":
        """What a report reads."""
        return cls(report.unit, report.period, as_of or report.as_of, user)

    @cached_property
    def memo(self) -> dict[str, Any]:
        """What other modules read once for this reading, by name."""
        return {}

    @cached_property
    def own_kind(self) -> str:
        """The unit's kind on the day; empty when it did not exist."""
        span = UnitSpan.objects.as_of(self.as_of).filter(unit=self.unit).first()
        return span.kind if span else ""

    def spans(self, kinds: tuple[str, ...]) -> SpanQuerySet:
        """The units of these kinds in the branch, in order of name."""
        return units_page(self.user, self.as_of, under=self.unit, kinds=kinds)

    @cached_property
    def base_ids(self) -> list[int]:
        """The base organisations of the branch, in order of name."""
        return list(self.spans(BASE_KINDS).values_list("unit_id", flat=True))

    def member_values(self, period: Period) -> Mapping[int, Mapping[str, Decimal]]:
        """The members' figures of the base organisations for a period: by unit and code of the indicator."""
        if period not in self._members:
            codes = dict(Indicator.objects.filter(code__startswith="members").values_list("pk", "code"))
            chosen = Indicator.objects.filter(pk__in=codes)
            found = values_of(period, user=self.user, units=self.base_ids, indicators=chosen)
            self._members[period] = {
                unit_id: {codes[key]: figure.value for key, figure in of_unit.items()}
                for unit_id, of_unit in found.items()
            }
        return self._members[period]

    @cached_property
    def _members(self) -> dict[Period, dict[int, dict[str, Decimal]]]:
        return {}

    @cached_property
    def has_issues(self) -> bool:
        """Whether any form was sent out for the period."""
        return FormIssue.objects.visible_to(self.user).of(self.period).exists()

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The units of the branch that were to send forms for the period, and what came."""
        branch = Unit.objects.under(self.unit, self.as_of).values("pk")
        rows = (
            Submission.objects.visible_to(self.user)
            .filter(issue__period_code=self.period.code, unit_id__in=branch)
            .values_list("unit_id", "state", "issue__due")
        )
        states: dict[int, list[tuple[str, date]]] = {}
        for unit_id, state, due in rows:
            states.setdefault(unit_id, []).append((state, due))
        return [_sheet(unit_id, found) for unit_id, found in sorted(states.items())]

    @cached_property
    def superiors(self) -> Mapping[int, int | None]:
        """The unit directly above each unit that was to send a form."""
        ids = [sheet.unit_id for sheet in self.sheets]
        spans = UnitSpan.objects.as_of(self.as_of).filter(unit_id__in=ids)
        return dict(spans.values_list("unit_id", "parent_id"))

    def named(self, ids: list[int]) -> dict[int, Row]:
        """Units by id with their names of the day and of their superiors', in order of name."""
        spans = UnitSpan.objects.as_of(self.as_of).filter(unit_id__in=ids).select_related("unit").by_name()
        return {row.unit_id: row for row in self.rows_for(list(spans))}

    def rows_for(self, spans: list[UnitSpan]) -> list[Row]:
        """Spans as rows, each with the name of the unit directly above."""
        above = {span.parent_id for span in spans if span.parent_id}
        names = dict(UnitSpan.objects.as_of(self.as_of).filter(unit_id__in=above).values_list("unit_id", "name"))
        return [Row(span.unit_id, span.unit.code, span.name, names.get(span.parent_id or 0, "")) for span in spans]


class SpanRows(Sequence[Row]):
    """Many units as rows, read a page at a time: twenty thousand cells are never in memory together."""

    def __init__(self, reading: Reading, spans: SpanQuerySet) -> None:
        self.reading, self.spans = reading, spans

    def __len__(self) -> int:
        return self.spans.count()

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        if isinstance(place, slice):
            return self.reading.rows_for(list(self.spans[place]))
        return self.reading.rows_for([self.spans[place]])[0]

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, len(self), CHUNK):
            yield from self[start : start + CHUNK]


ACCEPTED, FAULTY, NOT_SENT = "accepted", "faulty", "not_sent"


def _sheet(unit_id: int, found: list[tuple[str, date]]) -> Sheet:
    states = {state for state, _ in found}
    if states == {State.ACCEPTED}:
        return Sheet(unit_id, ACCEPTED, min(due for _, due in found))
    due = min(due for state, due in found if state != State.ACCEPTED)
    return Sheet(unit_id, FAULTY if State.FAULTY in states else NOT_SENT, due)
