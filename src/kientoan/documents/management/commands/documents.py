"""``kientoan documents``: the register of documents from the command line."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.commands import DomainCommand, Printed
from kientoan.documents import imports
from kientoan.documents.access import check_keep_register
from kientoan.documents.queries.numbers import checked
from kientoan.documents.rules.series import Series
from kientoan.documents.rules.words import Direction
from kientoan.orgs.models import Unit

_SHOWN = 20


class Command(DomainCommand):
    """Take over the register of an e-office, check numbers."""

    help = "Take over the register of an e-office, check the numbers of what went out."

    def arguments(self, add: Callable[..., argparse.ArgumentParser]) -> None:
        """Declare import and numbers."""
        take = add("import", self.import_file, _("show what a register's sheet would enter; do it with --apply"))
        take.add_argument("file", type=Path)
        take.add_argument("--unit", required=True, metavar="CODE", help=_("whose register it is"))
        take.add_argument(
            "--direction", choices=[one.value for one in Direction], default="in", help=_("in, out or internal")
        )
        take.add_argument("--apply", action="store_true", help=_("carry the plan out"))
        take.add_argument("--reason", default="", help=_("why, for the record"))
        check = add("numbers", self.numbers, _("check the numbers of what a unit sent out"))
        check.add_argument("unit", metavar="CODE")

    def import_file(self, *, by: Any, file: Path, unit: str, direction: str, apply: bool, reason: str) -> Printed:
        """Take over a sheet, or say what it would enter."""
        if not file.is_file():
            raise Refused(_("There is no file “%(file)s”.") % {"file": file})
        plan = imports.plan(
            file.read_bytes(),
            keeper=_unit(by, unit),
            direction=Direction(direction),
            by=by,
            day=clock.today(),
            file=file.name,
        )
        if plan.errors:
            raise Refused(
                _("%(file)s has faults; nothing was changed.") % {"file": file.name},
                errors=tuple(error.translate(_) for error in plan.errors),
            )
        if apply:
            imports.apply(plan, by=by, reason=reason)
        lines = [
            _("%(count)s documents would be entered, %(known)s stand in the register already.")
            % {"count": len(plan.lines), "known": plan.known}
            if not apply
            else _("%(count)s documents are entered, %(known)s stood in the register already.")
            % {"count": len(plan.lines), "known": plan.known}
        ]
        lines += [f"  {one.written}  {one.dated:%d/%m/%Y}  {one.issuer_name}" for one in plan.lines[:_SHOWN]]
        if not apply and plan.lines:
            lines.append(_("Nothing is written yet: repeat it with --apply."))
        value = {"applied": apply, "added": [one.written for one in plan.lines], "known": plan.known}
        return Printed(lines, value)

    def numbers(self, *, by: Any, unit: str) -> Printed:
        """Check the series of a unit; exit code 0 whatever is found."""
        found = _unit(by, unit)
        check_keep_register(by, found)
        series = checked(found)
        lines = [line for one in series for line in _said(one)] or [_("No numbered document has gone out yet")]
        value = [
            {
                "kind": one.key.kind,
                "symbol": one.key.symbol,
                "period": one.key.period,
                "first": one.first,
                "last": one.last,
                "missing": one.missing,
                "missing_count": one.missing_count,
                "doubled": [number for number, _keys in one.doubled],
                "backwards": [later for _earlier, later in one.backwards],
            }
            for one in series
        ]
        return Printed(lines, value)


def _said(one: Series) -> list[str]:
    head = f"{one.key.symbol} {one.key.period}: {one.first}–{one.last} ({one.count})"
    faults = []
    if one.missing_count:
        faults.append(_("%(count)s numbers missing") % {"count": one.missing_count})
    faults += [_("number %(number)s stands twice") % {"number": number} for number, _keys in one.doubled]
    faults += [
        _("%(later)s is dated before %(earlier)s") % {"later": later, "earlier": earlier}
        for earlier, later in one.backwards
    ]
    return [f"{head}: {'; '.join(faults) if faults else _('in order')}"]


def _unit(by: Any, code: str) -> Unit:
    unit = Unit.objects.visible_to(by).filter(code=code).first()
    if unit is None:
        raise Refused(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
    return unit
