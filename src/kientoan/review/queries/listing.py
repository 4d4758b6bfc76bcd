"""The list of a run's units as columns, the same on the page, in the export and in the command."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kientoan.orgs import queries as orgs
from kientoan.orgs.models import UnitSpan
from kientoan.review.models import Run, UnitResult
from kientoan.review.queries.wording import Said, indicator_names, name_of_input, outcome_word, reasons_of


@dataclass(frozen=True)
class Line:
    """One unit of a run as people read it."""

    code: str
    name: str
    kind: str
    sector: str
    parent: str
    parent_code: str
    outcome: str
    outcome_code: str
    points: int
    could_reach: int
    reasons: tuple[Said, ...]
    missing: tuple[str, ...]

    @property
    def first_reason(self) -> str:
        """The weightiest reason in words."""
        return self.reasons[0].sentence if self.reasons else ""

    @property
    def other_reasons(self) -> str:
        """The further reasons in words."""
        return " ".join(said.sentence for said in self.reasons[1:])


def lines_of(run: Run, results: Iterable[UnitResult], *, chunk: int = 500) -> Iterator[Line]:
    """Make lines of results, a few hundred at a time, so that an export of 22,000 units stays small."""
    words = _Words(run)
    waiting: list[UnitResult] = []
    for result in results:
        waiting.append(result)
        if len(waiting) == chunk:
            yield from words.lines(waiting)
            waiting = []
    yield from words.lines(waiting)


class _Words:
    """What the lines of one run share: labels of the day, names of indicators, the rules as they stood."""

    def __init__(self, run: Run) -> None:
        self._run, self._language = run, get_language() or "vi"
        era = orgs.pack().at(run.as_of)
        self._kinds = {code: kind.label(self._language) for code, kind in era.kinds.items()}
        self._sectors = {code: sector.label(self._language) for code, sector in era.sectors.items()}
        self._indicators = indicator_names()

    def lines(self, results: list[UnitResult]) -> Iterator[Line]:
        codes = self._codes({one.unit_id for one in results} | {one.parent_id for one in results if one.parent_id})
        for one in results:
            parent_code, parent = codes.get(one.parent_id or 0, ("", ""))
            yield Line(
                code=codes[one.unit_id][0],
                name=one.name,
                kind=self._kinds.get(one.kind, one.kind),
                sector=self._sectors.get(one.sector, one.sector),
                parent=parent,
                parent_code=parent_code,
                outcome=outcome_word(one.outcome),
                outcome_code=one.outcome,
                points=one.points,
                could_reach=one.could_reach,
                reasons=tuple(reasons_of(one, self._language, rules=self._run.rules_used)),
                missing=tuple(name_of_input(name, self._indicators) for name in one.missing),
            )

    def _codes(self, units: set[int]) -> Mapping[int, tuple[str, str]]:
        spans = UnitSpan.objects.as_of(self._run.as_of).filter(unit_id__in=units)
        return {unit: (code, name) for unit, code, name in spans.values_list("unit_id", "unit__code", "name")}


def export_columns() -> list[tuple[str, Callable[[Line], Any]]]:
    """The columns of the exported list: head and value."""
    return [
        (_("Code"), lambda line: line.code),
        (_("Organisation"), lambda line: line.name),
        (_("Kind"), lambda line: line.kind),
        (_("Sector"), lambda line: line.sector),
        (_("Directly under"), lambda line: line.parent),
        (_("Outcome"), lambda line: line.outcome),
        (_("Points"), lambda line: line.points),
        (_("First reason"), lambda line: line.first_reason),
        (_("Further reasons"), lambda line: line.other_reasons),
        (_("Figures missing"), lambda line: "; ".join(line.missing)),
    ]
