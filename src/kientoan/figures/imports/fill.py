"""Fill the superior's template from the merged figures: our own form of its level, or any workbook with {{codes}}."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.sheets.guard import guard
from kientoan.figures.models import FormIssue, Indicator, Observation, Submission
from kientoan.figures.rules.words import State
from kientoan.orgs.models import Unit, UnitSpan

_MARK = re.compile(r"\{\{\s*([a-z0-9_]+)(?::(count|asked))?\s*\}\}")
_WHOLE = re.compile(rf"^\s*{_MARK.pattern}\s*$")


@dataclass
class Total:
    """A figure added up over the units asked: its value (None if nobody reported or it does not add up) and from how many."""

    indicator: Indicator
    value: Decimal | None
    reported: int
    asked: int


@dataclass
class Filled:
    """What was filled in: how many cells, which marks are unknown, which figures lack units."""

    cells: int = 0
    unknown: list[str] = field(default_factory=list)
    incomplete: list[Total] = field(default_factory=list)


def totals(issue: FormIssue, user: User, *, under: Unit | None = None) -> dict[str, Total]:
    """Add up a form's figures over the units that were asked and have answered, by code of the indicator.

    Only the units of this form are counted, so that a cell's figures never count again in its commune's. Shares, scores
    and answers of yes or no are not added up.
    """
    asked = Submission.objects.visible_to(user).filter(issue=issue)
    if under is not None:
        branch = UnitSpan.objects.under(under, issue.period.end).values("unit_id")
        asked = asked.filter(unit_id__in=branch)
    answered = list(asked.filter(state=State.ACCEPTED).values_list("unit_id", flat=True))
    indicators = [item.indicator for item in issue.form.items.select_related("indicator")]
    rows = (
        Observation.objects.current().of(issue.period).filter(unit_id__in=answered, indicator__in=indicators, source=1)
    )
    found: dict[int, list[Decimal]] = {}
    for indicator_id, value in rows.values_list("indicator_id", "value"):
        if value is not None:
            found.setdefault(indicator_id, []).append(value)
    count = asked.count()
    return {one.code: _total(one, found.get(one.pk, []), count) for one in indicators}


def _total(indicator: Indicator, values: list[Decimal], asked: int) -> Total:
    adds_up = indicator.up_the_tree == "sum" and values
    return Total(indicator, sum(values, Decimal()) if adds_up else None, len(values), asked)


def fill_workbook(
    template: Path, target: Path, figures: dict[str, Total], texts: dict[str, str] | None = None
) -> Filled:
    """Put figures where a workbook has `{{code}}` (`{{code:count}}` for how many units reported, `{{code:asked}}` for of how many).

    Everything else stays as the superior made it. A figure that is not known leaves its cell empty, never a zero.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(template)
    except Exception as error:
        raise Refused(
            _("“%(file)s” cannot be opened as a workbook. Save it as .xlsx and try again.") % {"file": template.name}
        ) from error
    filled = Filled()
    used: set[str] = set()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and _MARK.search(cell.value):
                    _fill_cell(cell, figures, texts or {}, filled, used)
    if not filled.cells and not filled.unknown:
        raise Refused(
            _("“%(file)s” has no place to fill. Write %(mark)s or another code where a figure belongs.")
            % {"file": template.name, "mark": "{{members}}"}
        )
    filled.incomplete = [figures[code] for code in sorted(used) if figures[code].reported < figures[code].asked]
    book.save(target)
    return filled


def _fill_cell(cell: Any, figures: dict[str, Total], texts: dict[str, str], filled: Filled, used: set[str]) -> None:
    whole = _WHOLE.match(cell.value)
    if whole and whole[1] in figures:
        used.add(whole[1])
        value = _value(figures[whole[1]], whole[2])
        cell.value = None if value is None else float(value) if value % 1 else int(value)
        filled.cells += 1
        return

    def put(found: re.Match[str]) -> str:
        code, part = found[1], found[2]
        if code in texts:
            return texts[code]
        if code not in figures:
            filled.unknown.append(code)
            return found[0]
        used.add(code)
        value = _value(figures[code], part)
        return "" if value is None else format(value.normalize(), "f")

    before = cell.value
    cell.value = guard(_MARK.sub(put, before))
    filled.cells += cell.value != before


def _value(total: Total, part: str | None) -> Decimal | None:
    if part == "count":
        return Decimal(total.reported)
    return Decimal(total.asked) if part == "asked" else total.value
