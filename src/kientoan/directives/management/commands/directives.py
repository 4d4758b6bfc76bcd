"""``kientoan directives``: find the directives of a text or a file."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.commands import DomainCommand, Printed
from kientoan.directives.imports import read_file
from kientoan.directives.queries.extraction import Extraction, LinkedDirective, as_json, extract_file
from kientoan.directives.rules.extraction.course import UNSURE


class Command(DomainCommand):
    """Directives from the command line."""

    help = "Find directives, places named as weak and figures in a text or a file."
    without_tables = frozenset({"extract"})

    def arguments(self, add: Callable[..., argparse.ArgumentParser]) -> None:
        """Declare extract."""
        extract = add(
            "extract", self.extract, _("find the directives of a .txt, .docx, .xlsx, .pdf or scan; keeps nothing")
        )
        extract.add_argument("file", type=Path)
        extract.add_argument(
            "--date", type=date.fromisoformat, help=_("the day of the text (2017-06-27); today without it")
        )

    def extract(self, *, by: Any, file: Path, date: date | None) -> Printed:
        """Read a file and print what it orders; nothing is kept. Without a register, names are not looked up in it."""
        if by is None:
            self.stderr.write(_("There is no register here yet, so names are not looked up in it (kientoan migrate)."))
        try:
            content = file.read_bytes()
        except OSError as error:
            raise Refused(_("The file “%(file)s” cannot be opened.") % {"file": file}) from error
        day = date or clock.today()
        found = extract_file(by, read_file(file.name, content, day), day)
        return Printed(_lines(found), as_json(found))


def _lines(found: Extraction) -> list[str]:
    """What a person reads: each directive with who and by when, then weak places, figures and rows not read."""
    count = len(found.directives)
    lines = [ngettext("%(count)d directive", "%(count)d directives", count) % {"count": count}]
    lines += [_directive_line(number, one) for number, one in enumerate(found.directives, 1)]
    for weak in found.weak:
        code = weak.unit.code if weak.unit else "?"
        lines.append(
            _("named as weak, to be confirmed: %(place)s (%(code)s)") % {"place": weak.place.path, "code": code}
        )
    lines.append(_("figures stated: %(count)d") % {"count": len(found.figures)})
    for row in found.unread:
        lines.append(
            _("not read: table %(table)d, row %(row)d: %(why)s: %(words)s")
            % {"table": row.table, "row": row.row, "why": row.why, "words": row.words}
        )
    if found.unsure:
        lines.append(_("words of the scan that are unsure: %(count)d") % {"count": len(found.unsure)})
    return lines


def _directive_line(number: int, one: LinkedDirective) -> str:
    found = one.found
    due = found.deadline
    who = found.assignee or _("(nobody named)")
    units = ", ".join(f"{unit.code}{'?' if unit.match == 'unsure' else ''}" for unit in one.units)
    parts = [f"{number:>3} [{found.start}:{found.end}]", f"{who}{f' ({units})' if units else ''}:", found.action]
    if due is not None:
        parts.append(f"[{due.text}{f' = {due.day:%d/%m/%Y}' if due.day else ''}]")
    if found.confidence < UNSURE:
        parts.append(_("(unsure)"))
    return " ".join(parts)
