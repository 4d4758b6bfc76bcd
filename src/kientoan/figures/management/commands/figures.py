"""``kientoan figures``: templates out, workbooks back, sheets in, totals up."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.commands import DomainCommand, Printed, day, progress
from kientoan.core.formats import day_short, number, percent
from kientoan.core.pages import is_sample
from kientoan.core.periods import NotAPeriod, Period
from kientoan.figures import actions, queries
from kientoan.figures.imports import fill, merge, observations, template
from kientoan.figures.models import FormIssue, FormTemplate
from kientoan.figures.queries.forms import units_asked
from kientoan.orgs.models import Unit


def period(text: str) -> Period:
    """A period named on the command line."""
    try:
        return Period.parse(text)
    except NotAPeriod as error:
        raise argparse.ArgumentTypeError(str(error)) from error


FAULTS_SAID: Final = 8
"""How many faults of one workbook the command names; all are in its marked sheet and in --json."""


class Command(DomainCommand):
    """Everything that is done with figures from a terminal."""

    help = gettext_noop("Indicators, forms and the merging of sheets.")

    def arguments(self, add: Callable[..., argparse.ArgumentParser]) -> None:
        """Declare sync, issue, template, merge, fill, import and status."""
        sub = add("sync", self.sync, _("take over the starting list of indicators and forms"))
        sub.add_argument("--day", type=day, help=_("as of which day (default: today)"))
        sub = add("issue", self.issue, _("send a form out for a period"))
        self._form(sub)
        sub.add_argument("--due", type=day, required=True, help=_("until which day, YYYY-MM-DD"))
        sub.add_argument("--decision", required=True, help=_("number of the document that sends it out"))
        sub.add_argument("--units", nargs="*", metavar="CODE", help=_("only these units (default: all that it asks)"))
        sub.add_argument("--reason", default="", help=_("why the burden budget is exceeded"))
        sub = add("template", self.template, _("write the workbooks of a form, one a unit"))
        self._form(sub)
        sub.add_argument("--out", type=Path, required=True, metavar="FOLDER")
        sub.add_argument("--units", nargs="*", metavar="CODE")
        sub = add("merge", self.merge, _("take back a folder of workbooks"))
        sub.add_argument("folder", type=Path)
        self._form(sub)
        sub.add_argument("--returned", type=Path, metavar="FOLDER", help=_("where the faulty ones go"))
        sub.add_argument("--by-file-date", action="store_true", help=_("a file's own date decides whether it is late"))
        sub.add_argument(
            "--reason", default="", help=_("why figures already used (a review, a signed report) are corrected")
        )
        sub = add("fill", self.fill, _("fill the superior's workbook from the merged figures"))
        sub.add_argument("workbook", type=Path)
        self._form(sub)
        sub.add_argument("--out", type=Path, required=True, metavar="FILE")
        sub.add_argument("--unit", metavar="CODE", help=_("only what hangs under this unit"))
        sub = add("import", self.import_sheet, _("take in a plain sheet of figures"))
        sub.add_argument("file", type=Path)
        sub.add_argument("--period", type=period, help=_("for rows that name none"))
        sub.add_argument("--apply", action="store_true", help=_("carry it out; without it the plan is shown"))
        sub.add_argument("--reason", default="")
        sub = add("status", self.status, _("who has answered a form, by tier"))
        self._form(sub)

    @staticmethod
    def _form(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("--form", required=True, metavar="CODE")
        sub.add_argument("--period", type=period, required=True, metavar="2017-H1")

    def sync(self, *, by: Any, day: date | None) -> Printed:
        """Take over the starting list."""
        synced = actions.sync_starting_list(by=by, day=day)
        line = _("Indicators: %(added)d new, %(changed)d changed; forms: %(forms)d new.") % {
            "added": len(synced.added),
            "changed": len(synced.changed),
            "forms": len(synced.forms),
        }
        return Printed([line], asdict(synced))

    def issue(
        self, *, by: Any, form: str, period: Period, due: date, decision: str, units: list[str] | None, reason: str
    ) -> Printed:
        """Send a form out."""
        chosen = _form_of(form)
        asked = units_asked(chosen, by, period.end, codes=units)
        issue = actions.issue_form(
            form=chosen, period=period, due=due, decision=decision, units=asked, by=by, over_budget_reason=reason
        )
        line = ngettext(
            "“%(form)s” for %(period)s is out to %(count)d unit, due %(due)s.",
            "“%(form)s” for %(period)s is out to %(count)d units, due %(due)s.",
            len(asked),
        ) % {"form": chosen.name, "period": period.label(), "count": len(asked), "due": day_short(due)}
        return Printed([line], {"issue": issue.pk, "units": len(asked)})

    def template(self, *, by: Any, form: str, period: Period, out: Path, units: list[str] | None) -> Printed:
        """Write the workbooks of a form that is out."""
        issue = merge.issue_of(form, period, by)
        asked = _asked_units(issue, by, units)
        band = _("SAMPLE DATA, everything is invented") if is_sample() else ""
        written = []
        for path in template.write_templates(out, issue, asked, band=band):
            written.append(path.name)
            progress(_("%(done)d of %(all)d workbooks") % {"done": len(written), "all": len(asked)})
        line = _("%(count)d workbooks written to %(folder)s") % {"count": len(written), "folder": out}
        return Printed([line], {"folder": str(out), "files": written})

    def merge(
        self,
        *,
        by: Any,
        folder: Path,
        form: str,
        period: Period,
        returned: Path | None,
        by_file_date: bool,
        reason: str,
    ) -> Printed:
        """Gộp biểu."""
        issue = merge.issue_of(form, period, by)
        merged = merge.merge_folder(
            folder, issue=issue, by=by, returned=returned, by_file_date=by_file_date, reason=reason, progress=_tell
        )
        return Printed(list(_merged_lines(merged, issue)), asdict(merged))

    def fill(self, *, by: Any, workbook: Path, form: str, period: Period, out: Path, unit: str | None) -> Printed:
        """Fill a superior's workbook."""
        issue = merge.issue_of(form, period, by)
        under = _unit_of(unit, by) if unit else None
        filled = fill.fill_workbook(workbook, out, fill.totals(issue, by, under=under))
        lines = [_("%(count)d cells filled: %(file)s") % {"count": filled.cells, "file": out}]
        if filled.unknown:
            lines.append(_("Not known: %(codes)s") % {"codes": ", ".join(sorted(set(filled.unknown)))})
        lines += [
            _("%(name)s: from %(share)s of the units")
            % {"name": t.indicator.name, "share": percent(t.reported, t.asked)}
            for t in filled.incomplete
        ]
        incomplete = {t.indicator.code: [t.reported, t.asked] for t in filled.incomplete}
        return Printed(lines, {"cells": filled.cells, "unknown": filled.unknown, "incomplete": incomplete})

    def import_sheet(self, *, by: Any, file: Path, period: Period | None, apply: bool, reason: str) -> Printed:
        """Show what a sheet would change, or carry it out."""
        plan = observations.plan_import(file, by=by, period=period)
        if not plan.ok:
            raise Refused(
                _("Nothing of “%(file)s” was taken in. Correct these faults and send it again.") % {"file": plan.file},
                errors=tuple(plan.sentences),
            )
        about = {"figures": len(plan.rows), "units": plan.units, "periods": ", ".join(plan.periods)}
        lines = [_("%(figures)d figures of %(units)d units for %(periods)s, no fault.") % about]
        value: dict[str, Any] = {**about, "applied": apply}
        if apply:
            posted = observations.apply_import(plan, by=by, reason=reason)
            value |= posted.counts
            lines.append(_("%(added)d new, %(corrected)d corrected, %(unchanged)d unchanged.") % posted.counts)
        else:
            lines.append(_("Nothing has been written yet; add --apply to carry it out."))
        return Printed(lines, value)

    def status(self, *, by: Any, form: str, period: Period) -> Printed:
        """Completeness and timeliness."""
        issue = merge.issue_of(form, period, by)
        whole, tiers = queries.completeness(issue, by)
        missing = queries.waiting(issue, by, today=clock.today())
        lines = [_tier_line(_("All"), whole), *(_tier_line(tier.name or tier.code, tier) for tier in tiers)]
        lines += _waiting_lines(missing)
        value = {
            "whole": asdict(whole),
            "tiers": [asdict(tier) for tier in tiers],
            "missing": [asdict(one) for one in missing],
        }
        return Printed(lines, value)


def _form_of(code: str) -> FormTemplate:
    form = FormTemplate.objects.filter(code=code).first()
    if form is None:
        there_are = ", ".join(FormTemplate.objects.in_use().values_list("code", flat=True))
        raise Refused(
            _("There is no form “%(code)s”. There are: %(there_are)s.") % {"code": code, "there_are": there_are or "–"}
        )
    return form


def _unit_of(code: str, by: Any) -> Unit:
    unit = Unit.objects.visible_to(by).filter(code=code).first()
    if unit is None:
        raise Refused(_("There is no unit with the code “%(value)s” that you answer for.") % {"value": code})
    return unit


def _asked_units(issue: FormIssue, by: Any, codes: list[str] | None) -> list[Unit]:
    asked = Unit.objects.visible_to(by).filter(submissions__issue=issue).order_by("code")
    chosen = list(asked if codes is None else asked.filter(code__in=codes))
    if codes and (unknown := sorted(set(codes) - {unit.code for unit in chosen})):
        raise Refused(_("The form was not sent to these units: %(codes)s.") % {"codes": ", ".join(unknown)})
    return chosen


def _tell(step: str, done: int, of: int) -> None:
    word = _("Reading") if step == "read" else _("Recording")
    progress(f"{word}: {done}/{of}")


def _merged_lines(merged: merge.Merged, issue: FormIssue) -> list[str]:
    lines = [
        _("%(name)s, %(period)s: %(share)s of the units have answered.")
        % {
            "name": issue.form.name,
            "period": issue.period.label(),
            "share": percent(merged.have_answered, merged.asked),
        },
        _(
            "Files: %(files)d; taken in %(received)d, superseding %(superseded)d, known before %(unchanged)d, given back %(returned)d, late %(late)d."
        )
        % {
            "files": merged.files,
            "received": len(merged.received),
            "superseded": len(merged.superseded),
            "unchanged": len(merged.unchanged),
            "returned": len(merged.returned),
            "late": len(merged.late),
        },
    ]
    for back in merged.returned:
        lines.append(_("Given back: %(file)s → %(marked)s") % {"file": back.file, "marked": back.marked or "–"})
        shown = back.faults if not back.marked else back.faults[:FAULTS_SAID]
        lines += [f"    {fault}" for fault in shown]
        if more := len(back.faults) - len(shown):
            lines.append("    " + _("%(count)s more are marked in the sheet") % {"count": number(more)})
    return lines + _waiting_lines(merged.missing)


def _waiting_lines(waiting: list[queries.Waiting]) -> list[str]:
    """Name the units that have not sent and those that must correct, each with its number."""
    lines: list[str] = []
    silent = [one for one in waiting if not one.to_correct]
    faulty = [one for one in waiting if one.to_correct]
    for title, units in ((_("Not answered yet (%(count)d):"), silent), (_("To correct (%(count)d):"), faulty)):
        if units:
            lines += [title % {"count": len(units)}, *(f"  - {one.code} {one.name}" for one in units)]
    return lines


def _tier_line(name: str, tier: queries.Tier) -> str:
    return _("%(name)s: received %(share)s, on time %(on_time)s, to correct %(faulty)d, not sent %(missing)d") % {
        "name": name,
        "share": percent(tier.received, tier.asked),
        "on_time": percent(tier.on_time, tier.asked),
        "faulty": tier.faulty,
        "missing": tier.missing,
    }
