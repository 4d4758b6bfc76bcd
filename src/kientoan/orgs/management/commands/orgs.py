"""``kientoan orgs``: the register of units from the command line."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from kientoan.core import clock, commands
from kientoan.core.access import Refused
from kientoan.core.commands import DomainCommand, Printed
from kientoan.core.sheets import OutColumn, OutSheet, write_csv, write_xlsx
from kientoan.orgs import actions, imports
from kientoan.orgs.imports import vietnam
from kientoan.orgs.imports.accounts import read_accounts
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import count_units, pack
from kientoan.orgs.queries.labels import ROLE_WORDS
from kientoan.orgs.rules.pack import Pack
from kientoan.orgs.rules.spans import SpanRow

_SHOWN = 20


class Command(DomainCommand):
    """Import, export and count units."""

    help = gettext_noop("Import lists of units, write the register out, count units as of any day.")

    def arguments(self, add: Callable[..., argparse.ArgumentParser]) -> None:
        """Declare import, export, count and load-vietnam."""
        take = add(
            "import", self.import_file, _("show what a list of units or operations would do; do it with --apply")
        )
        _how_to_import(take)
        count = add("count", self.count, _("count units as of a day"), acts="--user")
        count.add_argument("--as-of", type=commands.day, help=_("the day; today without it"))
        count.add_argument(
            "--by",
            dest="keys",
            type=_keys,
            default="kind",
            metavar="kind,sector",
            help=_("kind, sector, or both with a comma"),
        )
        count.add_argument("--under", metavar="CODE", help=_("only this unit and what stands below"))
        write = add("export", self.export, _("write the register to a .csv or .xlsx that the import reads"))
        write.add_argument("file", type=Path)
        write.add_argument(
            "--as-of", type=commands.day, help=_("only the units of a day; without it the whole history")
        )
        load = add(
            "load-vietnam", self.load_vietnam, _("load real provinces, districts and communes, as structure only")
        )
        load.add_argument("--province", metavar="NAME", help=_("only this province, by its old or its present name"))
        load.add_argument(
            "--since", type=commands.day, help=_("from which day the three tiers hold; 30/06/2025 without it")
        )
        load.add_argument("--apply", action="store_true", help=_("carry the plan out"))

        admit = add("admit", self.admit, _("show which accounts a sheet would make; make them with --apply"))
        admit.add_argument("file", type=Path)
        admit.add_argument("--apply", action="store_true", help=_("make the accounts and give their roles"))
        admit.add_argument("--since", type=commands.day, help=_("from which day the roles hold; today without it"))

    def admit(self, *, by: Any, file: Path, apply: bool, since: date | None) -> Printed:
        """Accounts with their roles from the office's sheet, all or none; every fault is listed with its cell."""
        entrants = read_accounts(file, file.name, by=by)
        day = since or clock.today()
        if apply:
            actions.admit(entrants=entrants, day=day, by=by)
        said = [f"+ {one.username}: {one.full_name}, {ROLE_WORDS[one.role]}, {one.unit_code}" for one in entrants]
        rows = [
            {"username": one.username, "full_name": one.full_name, "role": one.role.value, "unit": one.unit_code}
            for one in entrants
        ]
        lines = [_("Accounts: %(count)d") % {"count": len(entrants)}, *_some(said)]
        lines.append(_("Done.") if apply else _("Nothing has been changed yet; --apply carries it out."))
        return Printed(lines, {"accounts": rows, "since": day, "applied": apply})

    def import_file(self, *, by: Any, file: Path, apply: bool, reason: str, **how: Any) -> Printed:
        """Plan; with --apply carry out. Faults end with exit code 1 and all of them listed."""
        plan = imports.plan(file, by=by, **how)
        if plan.errors:
            raise Refused(
                _("%(file)s has faults; nothing was changed.") % {"file": file.name},
                errors=tuple(e.translate(_) for e in plan.errors),
            )
        if apply:
            imports.apply(plan, by=by, reason=reason)
        lines = _lines(plan)
        lines.append(_outcome(changes=plan.changes_something, applied=apply))
        return Printed(lines, {**_value(plan), "applied": apply and plan.changes_something})

    def count(self, *, by: Any, as_of: date | None, keys: tuple[str, ...], under: str | None) -> Printed:
        """How many units there were, by kind, sector or both."""
        day = as_of or clock.today()
        counted = count_units(day, by=keys, under=_unit(under), user=by)
        rows = [{**dict(zip(keys, one.key, strict=True)), "count": one.count} for one in counted]
        total = sum(one.count for one in counted)
        words = pack()
        lines = [_("As of %(day)s: %(total)d units") % {"day": f"{day:%d/%m/%Y}", "total": total}]
        lines += [f"{one.count:>8}  {_label(one.key, keys, words, day)}" for one in counted]
        return Printed(lines, {"as_of": day, "by": list(keys), "total": total, "counts": rows})

    def export(self, *, by: Any, file: Path, as_of: date | None) -> Printed:
        """Write the spans that the account may see."""
        headers = imports.export_headers()
        values = imports.export_values(by, day=as_of)
        if file.suffix.lower() == ".xlsx":
            columns = [OutColumn(name, "date" if name.startswith("valid") else "text") for name in headers]
            write_xlsx(file, [OutSheet("orgs", columns, values)])
        elif file.suffix.lower() == ".csv":
            write_csv(file, headers, values)
        else:
            raise Refused(_("Name the file .csv or .xlsx, not “%(name)s”.") % {"name": file.name})
        return Printed([_("Written: %(file)s") % {"file": file}], {"file": str(file)})

    def load_vietnam(self, *, by: Any, province: str | None, since: date | None, apply: bool) -> Printed:
        """Plan from the package vietnamadminunits; with --apply carry out."""
        plan = vietnam.plan_vietnam(by=by, province=province, since=since or vietnam.LAST_DAY_OF_THREE)
        if plan.units.errors:
            raise Refused(
                _("The tree cannot be loaded; nothing was changed."),
                errors=tuple(e.translate(_) for e in plan.units.errors),
            )
        if apply:
            vietnam.apply_vietnam(plan=plan, by=by)
        lines = _lines(plan.units)
        lines.append(_("Lineage: %(count)d links") % {"count": len(plan.links)})
        if plan.divided:
            lines.append(
                _(
                    "%(count)d communes were divided; the package has no shares, so theirs are equal. Correct them where you know better."
                )
                % {"count": plan.divided}
            )
        lines.append(_outcome(changes=plan.changes_something, applied=apply))
        value = {**_value(plan.units), "links": len(plan.links), "divided": plan.divided}
        return Printed(lines, {**value, "applied": apply and plan.changes_something})


def _how_to_import(take: argparse.ArgumentParser) -> None:
    """The options of an import."""
    take.add_argument("file", type=Path)
    take.add_argument("--apply", action="store_true", help=_("carry the plan out"))
    take.add_argument("--sheet", help=_("the sheet of the workbook; without it the one with the headers is found"))
    take.add_argument("--since", type=commands.day, help=_("the day from which a list holds that bears no day"))
    take.add_argument("--under", metavar="CODE", help=_("the unit that a list with a column per tier hangs under"))
    take.add_argument("--reason", default="", help=_("why, for the record"))
    extent = take.add_mutually_exclusive_group()
    extent.add_argument(
        "--whole",
        dest="whole",
        action="store_true",
        default=None,
        help=_("units of the area that the list lacks have ended"),
    )
    extent.add_argument("--partial", dest="whole", action="store_false", help=_("units that the list lacks stay"))


def _outcome(*, changes: bool, applied: bool) -> str:
    if not changes:
        return _("Nothing changes: the register says the same already.")
    return _("Done.") if applied else _("Nothing has been changed yet; --apply carries it out.")


def _keys(text: str) -> tuple[str, ...]:
    """What to count by; anything else is wrong use."""
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    if not names or set(names) - {"kind", "sector"} or len(set(names)) != len(names):
        raise argparse.ArgumentTypeError(_("Count by kind, sector or kind,sector; not by “%(by)s”.") % {"by": text})
    return names


def _unit(code: str | None) -> Unit | None:
    if code is None:
        return None
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Refused(_("There is no unit with the code “%(code)s”.") % {"code": code})
    return unit


def _label(key: tuple[str, ...], names: tuple[str, ...], words: Pack, day: date) -> str:
    language = get_language() or "vi"
    parts = []
    for name, code in zip(names, key, strict=True):
        found = words.kind(code, day) if name == "kind" else words.sector(code, day)
        parts.append(found.label(language) if found else code or "–")
    return " · ".join(parts)


def _lines(plan: imports.UnitsPlan | imports.OperationsPlan) -> list[str]:
    lines = [note.translate(_) for note in plan.notes]
    if plan.ignored_headers:
        lines.append(_("Columns not used: %(headers)s") % {"headers": ", ".join(plan.ignored_headers)})
    if isinstance(plan, imports.OperationsPlan):
        lines.append(_("Operations: %(count)d") % {"count": len(plan.steps)})
        said = [
            f"{s.day:%d/%m/%Y} {s.op} {', '.join(dict.fromkeys(r['from_code'] or r['to_code'] for r in s.rows))}"
            for s in plan.steps
        ]
        lines += _some(said)
        lines += _some([f"{held.kind}: {held.label} → {held.outcome}" for held in plan.held])
        return lines
    counts = {
        "added": len(plan.added),
        "changed": len(plan.changed),
        "closed": len(plan.closed),
        "same": plan.unchanged,
    }
    lines.append(_("Added: %(added)d, changed: %(changed)d, closed: %(closed)d, unchanged: %(same)d") % counts)
    lines += _some([f"+ {span.code} {span.name}" for span in plan.added])
    lines += _some([f"~ {code} {before[-1].name} → {after[-1].name}" for code, before, after in plan.changed])
    lines += _some([f"- {span.code} {span.name} ({day:%d/%m/%Y})" for span, day in plan.closed])
    return lines


def _some(lines: list[str]) -> list[str]:
    rest = len(lines) - _SHOWN
    return lines if rest <= 0 else [*lines[:_SHOWN], _("… and %(count)d more") % {"count": rest}]


def _value(plan: imports.UnitsPlan | imports.OperationsPlan) -> dict[str, object]:
    if isinstance(plan, imports.OperationsPlan):
        steps = [
            {"op": s.op, "date": s.day, "decision": s.decision, "rows": [r.number for r in s.rows]} for s in plan.steps
        ]
        return {"shape": plan.shape, "steps": steps, "held": [[h.kind, h.label, h.outcome] for h in plan.held]}
    return {
        "shape": plan.shape,
        "added": [_span(span) for span in plan.added],
        "changed": [
            {"code": code, "before": [*map(_span, old)], "after": [*map(_span, new)]} for code, old, new in plan.changed
        ],
        "closed": [{**_span(span), "closed_on": day} for span, day in plan.closed],
        "unchanged": plan.unchanged,
        "ignored_headers": plan.ignored_headers,
    }


def _span(span: SpanRow) -> dict[str, object]:
    return dict(
        zip(
            imports.export_headers(),
            (span.code, span.name, span.kind, span.sector, span.parent_code, span.valid_from, span.valid_to),
            strict=True,
        )
    )
