"""``kientoan reports``: build the half-year report, check a Word file, write the lists."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.commands import DomainCommand, Printed, day, progress
from kientoan.core.pages import is_sample
from kientoan.core.periods import NotAPeriod, Period
from kientoan.core.sheets.xlsx_out import write_xlsx
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import roots_for
from kientoan.reports import access, actions
from kientoan.reports.models import CheckedFile, Edition
from kientoan.reports.queries import Reading
from kientoan.reports.queries.lists import lists_of


def period(text: str) -> Period:
    """A period named on the command line."""
    try:
        return Period.parse(text)
    except NotAPeriod as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def outputs() -> Path:
    """Where files go when no folder is named: KIENTOAN_HOME/outputs."""
    return Path(settings.HOME) / "outputs"


class Command(DomainCommand):
    """Everything that is done with reports from a terminal."""

    help = gettext_noop("Half-year reports: build them, check Word files, write the lists.")

    def arguments(self, add: Callable[..., argparse.ArgumentParser]) -> None:
        """Declare build, check and lists."""
        sub = add("build", self.build, _("build a draft as Word and PDF"))
        sub.add_argument("kind", choices=["half-year"])
        self._reading(sub)
        sub.add_argument("--day", type=day, help=_("the document's own date (default: that of the figures)"))
        sub = add("check", self.check_file, _("check the figures of a Word file"))
        sub.add_argument("file", type=Path)
        sub = add("lists", self.lists, _("write the lists as .xlsx: proposed, near, not sent, coverage"))
        self._reading(sub)

    @staticmethod
    def _reading(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("--period", type=period, required=True, metavar="2017-H1")
        sub.add_argument("--unit", metavar="CODE", help=_("of which unit (default: the top of the register)"))
        sub.add_argument("--as-of", type=day, help=_("figures as of which day (default: the period's last)"))
        sub.add_argument(
            "--out", type=Path, metavar="FOLDER", help=_("where the files go (default: KIENTOAN_HOME/outputs)")
        )

    def build(
        self,
        *,
        by: Any,
        kind: str,
        period: Period,
        unit: str | None,
        as_of: date | None,
        day: date | None,
        out: Path | None,
    ) -> Printed:
        """Build a draft and lay its files into a folder."""
        as_of = as_of or min(period.end, clock.today())
        edition = actions.build_half_year(
            unit=_unit(unit, by, as_of), period=period, day=day or as_of, as_of=as_of, by=by, tell=_tell
        )
        folder = out or outputs()
        folder.mkdir(parents=True, exist_ok=True)
        stem = f"bao-cao-so-ket-{period.code}-{edition.report.unit.code}"
        paths = []
        for suffix in ("docx", "pdf"):
            path = folder / f"{stem}.{suffix}"
            path.write_bytes(edition.contents(suffix))
            paths.append(path)
        return Printed(_said(edition, paths), _value(edition, paths, kind))

    def check_file(self, *, by: Any, file: Path) -> Printed:
        """Check a Word file; exit code 1 after the findings when figures disagree."""
        try:
            contents = file.read_bytes()
        except OSError as error:
            raise Refused(_("The file %(file)s cannot be read.") % {"file": file}) from error
        checked = actions.check_report(contents=contents, file_name=file.name, by=by)
        value = {"agrees": checked.agrees, "file": checked.file_name, **checked.findings}
        if checked.findings["ours"]:
            value["not_bound"] = len(checked.findings["typed"])
        return Printed(_findings(checked), value, 0 if checked.agrees else 1)

    def lists(self, *, by: Any, period: Period, unit: str | None, as_of: date | None, out: Path | None) -> Printed:
        """Write the lists."""
        as_of = as_of or min(period.end, clock.today())
        chosen = _unit(unit, by, as_of)
        access.check_read(by, chosen)
        folder = out or outputs()
        folder.mkdir(parents=True, exist_ok=True)
        band = _("SAMPLE DATA, everything is invented") if is_sample() or chosen.is_sample else None
        written: dict[str, dict[str, Any]] = {}
        for name, sheet in lists_of(Reading(chosen, period, as_of, by)).items():
            path = folder / f"{name}-{period.code}-{chosen.code}.xlsx"
            write_xlsx(path, [sheet], band=band)
            written[name] = {"file": str(path), "rows": len(list(sheet.rows))}
        lines = [
            ngettext("%(file)s: %(count)d row", "%(file)s: %(count)d rows", one["rows"])
            % {"file": one["file"], "count": one["rows"]}
            for one in written.values()
        ]
        return Printed(lines, written)


def _unit(code: str | None, by: Any, day: date) -> Unit:
    """The unit named, else the one top of what the person sees."""
    if code is None:
        tops = roots_for(by, day)
        if len(tops) != 1:
            raise Refused(_("Say of which unit: --unit CODE."))
        code = tops[0].code
    found = Unit.objects.visible_to(by).filter(code=code).first()
    if found is None:
        raise Refused(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
    return found


def _tell(done: int, step: str) -> None:
    progress(_("step %(done)d of %(all)d: %(step)s") % {"done": done + 1, "all": 4, "step": step})


def _said(edition: Edition, paths: list[Path]) -> list[str]:
    lines = [
        _("Edition %(number)d, figures as of %(day)s.")
        % {"number": edition.number, "day": f"{edition.as_of:%d/%m/%Y}"},
        *(str(path) for path in paths),
    ]
    if edition.holding_back:
        lines.append(_("Does not close:"))
        lines += [f"  - {sentence}" for sentence in edition.holding_back]
    if edition.unwritten:
        count = len(edition.unwritten)
        lines.append(
            ngettext("%(count)d section is unwritten.", "%(count)d sections are unwritten.", count) % {"count": count}
        )
    if edition.typeface_note:
        lines.append(edition.typeface_note)
    return lines


def _value(edition: Edition, paths: list[Path], kind: str) -> dict[str, object]:
    return {
        "kind": kind,
        "report": edition.report_id,
        "edition": edition.number,
        "as_of": edition.as_of,
        "day": edition.day,
        "files": [str(path) for path in paths],
        "closes": not edition.holding_back,
        "failures": edition.failures,
        "unwritten": edition.unwritten,
        "figures": {
            one["key"]: {"value": one["value"], "denominator": one["denominator"]} for one in edition.counted["figures"]
        },
    }


def _findings(checked: CheckedFile) -> list[str]:
    found = checked.findings
    lines = [_("The figures agree.") if checked.agrees else _("Figures disagree.")]
    if not found["ours"]:
        lines.append(_("This report was not made here: only its own sums and percentages were checked."))
    elif not found["intact"]:
        lines.append(_("The hidden list of figures was altered"))
    if found["ours"]:
        lines.append(_("Numbers in the text bound to no figure: %(count)d") % {"count": len(found["typed"])})
    for one in found["controls"]:
        if one["state"] != "agrees":
            values = {"place": one["place"], "title": one["title"], "shown": one["shown"], "now": one["now"] or "…"}
            lines.append("  - " + _("%(place)s: %(title)s: in the file %(shown)s, now %(now)s") % values)
    for one in found["typed"]:
        if one["agrees"] is False:
            values = {
                "place": one["place"],
                "text": one["text"],
                "title": one["likely_title"],
                "now": one["likely_now"],
            }
            lines.append("  - " + _("%(place)s: typed %(text)s, perhaps %(title)s, now %(now)s") % values)
    for one in found["arithmetic"]:
        values = {"place": one["place"], "said": one["said"], "written": one["written"], "expected": one["expected"]}
        lines.append("  - " + _("%(place)s: %(said)s: written %(written)s, expected %(expected)s") % values)
    return lines
