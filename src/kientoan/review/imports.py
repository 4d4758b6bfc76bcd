"""Decided classes from a list: read whole, every fault named, then recorded in one action."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock, params
from kientoan.core.sheets import Column, Row, SheetError, in_order, read_table
from kientoan.orgs import queries as orgs
from kientoan.orgs.access import check_right
from kientoan.orgs.models import Unit, scope
from kientoan.orgs.rules.roles import Right
from kientoan.review import actions
from kientoan.review.access import reach_with
from kientoan.review.actions import ClassRow, Recorded

CLASSES = "review.r2014.classes"


def gettext_noop(text: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return text


UNIT = gettext_noop("There is no unit with the code “%(value)s” that you answer for.")
BODY = gettext_noop("“%(value)s” is no kind of body. Write its code or its name; leave it empty for the unit itself.")
TWICE = gettext_noop("The same unit, body and year stands already in row %(first_row)s.")


@dataclass
class Plan:
    """What an import of classes would record, and every fault."""

    file: str
    rows: list[ClassRow] = field(default_factory=list)
    errors: list[SheetError] = field(default_factory=list)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every fault with its place, in the reader's language."""
        return tuple(error.translate(_) for error in self.errors)


def columns() -> tuple[Column, ...]:
    """The columns of a list of classes; a class may be written by its code or its name."""
    known = params.current().parameter(CLASSES).entries[-1].value
    grades = {code: [names["vi"], names["en"]] for code, names in known.items()}
    last = clock.today().year
    return (
        Column("unit", ["Mã tổ chức", "Mã đơn vị", "Unit code"]),
        Column("body", ["Cơ quan, tập thể", "Cơ quan", "Body"], required=False),
        Column("year", ["Năm", "Year"], kind="int", least=1976, most=last),
        Column("grade", ["Xếp loại", "Mức xếp loại", "Class"], kind="choice", choices=grades),
        Column("decision", ["Số quyết định", "Quyết định", "Decision"], max_length=80),
        Column("decided_on", ["Ngày quyết định", "Decided on"], kind="date", required=False),
    )


def plan_classes(source: str | Path | bytes | BinaryIO, *, by: User, file: str | None = None) -> Plan:
    """Read and check a list of decided classes; nothing is written."""
    check_right(by, Right.RUN_REVIEW)
    table = read_table(source, columns(), file=file or (Path(source).name if isinstance(source, str | Path) else ""))
    plan = Plan(table.file, errors=list(table.errors))
    if table.header_row and table.has("unit"):
        rows = list(table.rows)
        checks = _Checks(by, {row["unit"] for row in rows})
        for row in rows:
            checks.take(row, plan)
    plan.errors = in_order(plan.errors)
    return plan


def apply_classes(*, plan: Plan, by: User, reason: str = "") -> Recorded:
    """Record what a plan without faults holds."""
    return actions.record_classes(rows=plan.rows, by=by, reason=reason, file=plan.file)


class _Checks:
    """What rows are held against: units within reach, kinds of bodies, rows seen before."""

    def __init__(self, by: User, codes: set[str]) -> None:
        reach = reach_with(by, Right.RUN_REVIEW)
        self._units = dict(scope.cut(Unit.objects.filter(code__in=codes), "id", reach).values_list("code", "pk"))
        self._bodies = {
            word.casefold(): code
            for era in orgs.pack().eras
            for code, kind in era.bodies.items()
            for word in (code, kind.vi, kind.en, *kind.aliases)
        }
        self._seen: dict[tuple[int, str, int], int] = {}

    def take(self, row: Row, plan: Plan) -> None:
        """Put a row into the plan, or its faults."""
        fault = row.fault
        unit = self._units.get(row["unit"])
        written = (row["body"] or "").strip()
        body = self._bodies.get(written.casefold()) if written else ""
        if unit is None and row["unit"]:
            plan.errors.append(fault("unit", UNIT))
        if body is None:
            plan.errors.append(fault("body", BODY))
        if unit is None or body is None or None in (row["year"], row["grade"]) or not row["decision"]:
            return
        key = (unit, body, row["year"])
        if key in self._seen:
            plan.errors.append(fault("unit", TWICE, first_row=self._seen[key]))
            return
        self._seen[key] = row.number
        plan.rows.append(ClassRow(unit, row["year"], row["grade"], row["decision"], body, row["decided_on"]))
