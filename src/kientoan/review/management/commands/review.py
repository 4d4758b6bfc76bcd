"""``kientoan review``: run the review, show and export what it found, bring in decided classes."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from kientoan.core import clock, exports
from kientoan.core.access import Refused
from kientoan.core.commands import DomainCommand, Printed, day, progress
from kientoan.core.formats import day_short, number
from kientoan.core.pages import is_sample
from kientoan.core.periods import NotAPeriod, Period
from kientoan.core.recording import recorded
from kientoan.orgs.models import Unit
from kientoan.orgs.queries import roots_for
from kientoan.review import access, actions, imports, queries
from kientoan.review.models import Run
from kientoan.review.queries.listing import Line, export_columns, lines_of
from kientoan.review.queries.runs import Filters
from kientoan.review.queries.told_classes import class_run, told_run, told_unit

FIRST = 10
"""How many proposals the command prints."""


def period(text: str) -> Period:
    """A period named on the command line."""
    try:
        return Period.parse(text)
    except NotAPeriod as error:
        raise argparse.ArgumentTypeError(str(error)) from error


class Command(DomainCommand):
    """Everything that is done with the review from a terminal."""

    help = gettext_noop("The mid-year review: signs, proposals to consider, decided classes.")

    def arguments(self, add: Callable[..., argparse.ArgumentParser]) -> None:
        """Declare run, show, export, signs and classes."""
        sub = add("run", self.run, _("review a branch and store the result"))
        sub.add_argument("--period", type=period, required=True, metavar="2017-H1")
        sub.add_argument("--as-of", type=day, help=_("as of which day (default: the period's last)"))
        sub.add_argument("--unit", metavar="CODE", help=_("the branch (default: all that one sees)"))
        sub.add_argument("--if-changed", action="store_true", help=_("give back the last run when nothing has changed"))
        sub = add("show", self.show, _("say what a run found"))
        sub.add_argument("run", type=int, nargs="?", help=_("number of the run (default: the latest)"))
        sub = add("export", self.export, _("write the units of a run to a workbook"))
        sub.add_argument("run", type=int, nargs="?", help=_("number of the run (default: the latest)"))
        sub.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")
        sub.add_argument("--all", action="store_true", help=_("every unit reviewed, not only those proposed"))
        sub.add_argument("--reason", default="", help=_("what the list is for"))
        sub = add("signs", self.signs, _("say which signs show in a branch now; nothing is stored"))
        sub.add_argument("--unit", required=True, metavar="CODE")
        sub.add_argument("--period", type=period, metavar="2017-H1", help=_("default: the half-year of the day"))
        sub.add_argument("--as-of", type=day, help=_("as of which day (default: today)"))
        sub = add("classes", self.classes, _("propose the classes of a year, show them, or bring in decided ones"))
        sub.add_argument("what", choices=["import", "propose", "show"])
        sub.add_argument("file", type=Path, nargs="?", help=_("import: the list to bring in"))
        sub.add_argument("--apply", action="store_true", help=_("import: carry it out; without it the plan is shown"))
        sub.add_argument("--reason", default="")
        sub.add_argument("--year", type=int, help=_("propose, show: the year whose class it is"))
        sub.add_argument("--as-of", type=day, help=_("propose: a day of the year (default: the last)"))
        sub.add_argument("--run", type=int, help=_("show: number of the run (default: the newest of the year)"))
        sub.add_argument(
            "--unit",
            metavar="CODE",
            help=_("propose: the branch (default: all that one sees); show: one, rule by rule"),
        )
        sub.add_argument(
            "--if-changed", action="store_true", help=_("propose: give back the last run when nothing has changed")
        )

    def run(self, *, by: Any, period: Period, as_of: date | None, unit: str | None, if_changed: bool) -> Printed:
        """Review a branch."""
        steps = [_("units"), _("figures"), _("comparisons"), _("judgement"), _("writing")]
        as_of = as_of or min(period.end, clock.today())
        run = actions.run_review(
            unit=_branch(by, unit, as_of),
            period=period,
            as_of=as_of,
            by=by,
            only_if_changed=if_changed,
            progress=lambda step: progress(f"{step}/{len(steps)} {steps[step - 1]}"),
        )
        return _printed(run, by)

    def show(self, *, by: Any, run: int | None) -> Printed:
        """Say what a run found."""
        return _printed(_run(by, run), by)

    def export(self, *, by: Any, run: int | None, out: Path, all: bool, reason: str) -> Printed:  # noqa: A002  the option's name
        """Write the units of a run to a workbook."""
        chosen = _run(by, run)
        if out.suffix.lower() != ".xlsx":
            raise Refused(_("The list is written as .xlsx; “%(name)s” is not.") % {"name": out.name})
        filters = Filters() if all else queries.runs.PROPOSED_ONLY
        results = queries.proposals(chosen, by, filters)
        rows = results.count()
        detail = {"list": "review", "run": chosen.pk, "rows": rows, "file": out.name}
        with recorded("review.export", by=by, on=[chosen], reason=reason, detail=detail) as action:
            mark = str(action.id)
        columns = export_columns()
        sheet = exports.Sheet(
            title=_title(chosen),
            above=_above(chosen, by, mark),
            heads=[head for head, _value in columns],
            rows=([value(line) for _head, value in columns] for line in lines_of(chosen, results.iterator(500))),
        )
        response = exports.xlsx_response(sheet, out.name)
        out.parent.mkdir(parents=True, exist_ok=True)
        written: Any = response.file_to_stream
        with written:  # closing the response itself would close the database too
            out.write_bytes(written.read())
        said = _("%(rows)s units written to %(file)s.") % {"rows": number(rows), "file": out}
        return Printed([said], {"file": str(out), "rows": rows, "run": chosen.pk})

    def signs(self, *, by: Any, unit: str, period: Period | None, as_of: date | None) -> Printed:
        """Say which signs show now."""
        as_of = as_of or clock.today()
        language = get_language() or "vi"
        chosen = _branch(by, unit, as_of)
        access.check_see(by, chosen)
        found = actions.signs_now(unit=chosen, period=period or Period.of(as_of, "half"), as_of=as_of, by=by)
        lines = [f"{one.name}: {sentence}" for one in found for sentence in one.sentences(language)]
        none = _("No sign shows.")
        value = [{"code": one.code, "name": one.name, "signs": one.plain(language)} for one in found]
        return Printed(lines or [none], value)

    def classes(self, *, by: Any, what: str, file: Path | None, apply: bool, **asked: Any) -> Printed:
        """Propose the classes of a year, show what a run proposed, or bring in decided classes."""
        if what == "import":
            if file is None:
                raise Refused(_("Name the list of classes: kientoan review classes import FILE."))
            return _imported(by, file, apply=apply, reason=asked["reason"])
        if file is not None or apply:
            raise Refused(_("A proposal takes no file and is never applied; the proper authority decides."))
        if what == "propose":
            return _proposed(by, asked["year"], asked["as_of"], asked["unit"], if_changed=asked["if_changed"])
        run = class_run(by, asked["year"], asked["run"])
        return told_unit(by, run, asked["unit"]) if asked["unit"] else told_run(by, run, each=True)


def _proposed(by: Any, year: int | None, as_of: date | None, unit: str | None, *, if_changed: bool) -> Printed:
    if year is None:
        raise Refused(_("Name the year whose class it is, for example --year 2016."))
    steps = [_("units"), _("figures"), _("conclusions and decisions"), _("judgement")]
    as_of = as_of or actions.last_day(year)
    run = actions.run_classes(
        unit=_branch(by, unit, as_of),
        year=year,
        as_of=as_of,
        by=by,
        only_if_changed=if_changed,
        progress=lambda step: progress(f"{step}/{len(steps)} {steps[step - 1]}"),
    )
    return told_run(by, run)


def _imported(by: Any, file: Path, *, apply: bool, reason: str) -> Printed:
    plan = imports.plan_classes(file, by=by)
    if plan.errors:
        raise Refused(_("“%(file)s” has faults; nothing was recorded.") % {"file": plan.file}, errors=plan.sentences)
    said = _("%(count)s classes can be recorded. Add --apply to do it.") % {"count": number(len(plan.rows))}
    value: dict[str, object] = {"rows": len(plan.rows), "applied": apply}
    if apply:
        done = imports.apply_classes(plan=plan, by=by, reason=reason)
        value |= asdict(done)
        said = _("Classes: %(added)d new, %(replaced)d replaced, %(unchanged)d there already.") % asdict(done)
    return Printed([said], value)


def _branch(by: Any, code: str | None, day: date) -> Unit:
    if code is not None:
        found = Unit.objects.visible_to(by).filter(code=code).first()
        if found is None:
            raise Refused(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
        return found
    tops = roots_for(by, day)
    if len(tops) != 1:
        raise Refused(_("You see %(count)d branches on that day; name one with --unit.") % {"count": len(tops)})
    return Unit.objects.get(pk=tops[0].id)


def _run(by: Any, number_of_run: int | None) -> Run:
    access.check_see(by)
    runs = queries.runs_for(by)
    found = runs.filter(pk=number_of_run).first() if number_of_run is not None else runs.first()
    if found is None:
        raise Refused(_("There is no such run among those you may see. Make one with: kientoan review run --period …"))
    return found


def _title(run: Run) -> str:
    language = get_language() or "vi"
    return _("Units proposed for consideration, %(period)s") % {"period": run.period.label(language)}


def _above(run: Run, by: Any, mark: str) -> list[str]:
    language = get_language() or "vi"
    lines = [
        _("Run %(run)d as of %(day)s · rules %(rules)s · result %(digest)s")
        % {"run": run.pk, "day": day_short(run.as_of, language), "rules": run.rules[:12], "digest": run.digest[:12]},
        *(queries.headline_words(counts, run, language) for counts in queries.headline(run, by)),
        _("A proposal is no decision. Exported by %(person)s · record %(mark)s") % {"person": by, "mark": mark},
    ]
    return [_("SAMPLE DATA, everything is invented"), *lines] if is_sample() else lines


def _printed(run: Run, by: Any) -> Printed:
    language = get_language() or "vi"
    counted = queries.headline(run, by)
    results = queries.proposals(run, by)
    first = list(lines_of(run, islice(results, FIRST)))
    lines = [
        _("Run %(run)d: %(period)s, as of %(day)s.")
        % {"run": run.pk, "period": run.period.label(language), "day": day_short(run.as_of, language)},
        *(queries.headline_words(counts, run, language) for counts in counted),
    ]
    if first:
        count = results.count()
        lines.append(
            ngettext("The first of %(count)s proposed:", "The first of %(count)s proposed:", count)
            % {"count": number(count, language=language)}
        )
        lines += [f"  {place}. {line.name} ({line.parent}): {line.first_reason}" for place, line in enumerate(first, 1)]
    if run.left_out:
        lines.append(
            _("Rules that no unit could be judged by: %(rules)s.")
            % {"rules": "; ".join(queries.rule_title(run, code, language) for code, _why in run.left_out)}
        )
    value = {
        "run": run.pk,
        "unit": run.unit.code,
        "period": run.period_code,
        "as_of": run.as_of,
        "digest": run.digest,
        "input": run.input,
        "rules": run.rules,
        "units": run.units,
        "tiers": [asdict(counts) for counts in counted],
        "proposed": results.count(),
        "first": [_plain(line) for line in first],
        "left_out": run.left_out,
    }
    return Printed(lines, value)


def _plain(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": line.name,
        "parent": line.parent_code,
        "points": line.points,
        "reasons": [{"code": said.code, "sentence": said.sentence} for said in line.reasons],
    }
