"""The loop of the demo from the register to the report: steps in their order, each done once."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from kientoan.accounts.models import User
from kientoan.core import commands
from kientoan.core.formats import number
from kientoan.core.sheets.xlsx_out import write_xlsx
from kientoan.figures.imports import merge
from kientoan.figures.models import FormIssue
from kientoan.orgs.models import Unit
from kientoan.reports.actions import build_half_year
from kientoan.reports.queries import Reading
from kientoan.reports.queries.lists import lists_of
from kientoan.review.actions import run_classes, run_review
from kientoan.review.models import Run
from kientoan.sample import actions, queries
from kientoan.sample.actions.figures import FORM, PERIOD
from kientoan.sample.actions.steps import Detail
from kientoan.sample.imports import workbooks
from kientoan.sample.imports.folder import Folder, new_password, write_private
from kientoan.sample.rules import part, score, shape
from kientoan.sample.rules.city import City

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Step:
    """One step: its name in the record, the sentence on what came of it, and the work, which runs in one transaction."""

    name: str
    said: str
    work: Callable[[], Detail]
    there: Callable[[Detail], bool] = lambda _detail: True
    """Whether what it made is still there; files can be deleted, and are then made again."""
    whole: bool = True
    """False for a step whose parts are recorded one by one, so that an interrupted one goes on where it was."""


class Loop:
    """One run of the demo; the city is only made when a step still needs it."""

    def __init__(self, *, size: part.Size, by: User, folder: Folder, tell: Tell) -> None:
        self.size, self.by, self.folder, self.tell = size, by, folder, tell

    @cached_property
    def city(self) -> City:
        """The sample city of the wanted size."""
        return part.make(self.size)

    def steps(self) -> Iterator[Step]:
        """Give the steps in their order."""
        yield Step("register", _("Register: %(units)s units, %(spans)s spans of time"), self._register)
        yield Step("history", _("History: %(operations)s operations by decision, %(bodies)s bodies"), self._history)
        yield Step("people", _("Cadres: %(persons)s persons with their posts"), self._people)
        yield Step("accounts", _("Accounts: %(accounts)s"), self._accounts, self._has_accounts)
        yield Step("indicators", _("Indicators: %(indicators)s"), self._indicators)
        yield Step("targets", _("Targets: %(targets)s"), self._targets)
        yield Step("figures", _("Figures of earlier periods and other sources: %(figures)s"), self._figures)
        yield Step("form", _("The form was sent out to %(units)s communes"), self._form)
        yield Step("cell_form", _("The cells' form of %(period)s was sent out to %(units)s cells"), self._cell_form)
        yield Step("sent", _("Workbooks sent out: %(files)s"), self._sent, self._has(self.folder.templates))
        yield Step(
            "came_back", _("Workbooks that came back: %(files)s"), self._came_back, self._has(self.folder.came_back)
        )
        yield Step(
            "merge",
            _("Merged: %(received)s taken in, %(returned)s given back"),
            lambda: self._merge(self.folder.came_back),
            whole=False,
        )
        yield Step(
            "corrected", _("Workbooks sent once more: %(files)s"), self._corrected, self._has(self.folder.corrected)
        )
        yield Step(
            "merge_again",
            _("Merged: %(received)s taken in, %(returned)s given back"),
            lambda: self._merge(self.folder.corrected),
            whole=False,
        )

        yield Step("facts", _("Conclusions: %(conclusions)s; decided classes: %(classes)s"), self._facts)
        yield Step(
            "papers", _("Documents: %(documents)s; aims followed: %(aims)s; findings: %(findings)s"), self._papers
        )
        yield Step("review", _("Reviewed: %(units)s units"), self._review, whole=False)
        yield Step("classes", _("Year classes proposed: %(units)s organisations"), self._classes, whole=False)
        yield Step("meetings", _("Meetings: %(meetings)s; proposals and submissions: %(words)s"), self._meetings)
        yield Step("work", _("Work given: %(directives)s directives, %(tasks)s tasks"), self._work)
        yield Step("report", _("Report and lists: %(files)s files"), self._report, self._has_reports, whole=False)

    def run(self) -> int:
        """Do every step that is still to be done; gives how many were done now."""
        self.folder.make()
        actions.begin(size=self.size, by=self.by)
        steps = list(self.steps())
        now = sum(self._carry_out(step, f"{place}/{len(steps)}") for place, step in enumerate(steps, 1))
        self._keep_truths()
        return now

    def _carry_out(self, step: Step, place: str) -> bool:
        """Do one step unless it was done; says whether it was done now."""
        before = queries.done(step.name)
        if before is not None and step.there(before):
            return False
        with override("vi"):  # the files of a Vietnamese city are Vietnamese, whatever the locale
            if step.whole:
                detail = actions.carry_out(step.name, step.work, by=self.by)
            else:
                detail = step.work()
                actions.note(step.name, detail, by=self.by)
        self.tell(f"{place} {step.said % _numbers(detail)}")
        return True

    @staticmethod
    def _has(folder: Path) -> Callable[[Detail], bool]:
        return lambda detail: sum(1 for _file in folder.glob("*.xlsx")) == detail["files"]

    def _register(self) -> Detail:
        written = actions.write_register(city=self.city, by=self.by)
        return {"units": written.units, "spans": written.spans}

    def _history(self) -> Detail:
        operations, bodies = actions.write_history(city=self.city, by=self.by)
        return {"operations": operations, "bodies": bodies}

    def _people(self) -> Detail:
        return {"persons": actions.write_people(city=self.city, by=self.by)}

    def _accounts(self) -> Detail:
        password = new_password()
        write = actions.renew_passwords if queries.done("accounts") else actions.open_accounts
        users = write(city=self.city, password=password, day=shape.REGISTER_OPENS, by=self.by)
        self.folder.write_accounts(password, [(account.user_name, account.title) for account in self.city.accounts])
        return {"accounts": len(users)}

    def _has_accounts(self, _detail: Detail) -> bool:
        """Nobody could sign in without the sheet: a new one has a new password."""
        return self.folder.accounts.exists()

    def _indicators(self) -> Detail:
        return {"indicators": actions.sync_indicators(by=self.by)}

    def _targets(self) -> Detail:
        return {"targets": actions.write_targets(city=self.city, by=self.by)}

    def _figures(self) -> Detail:
        return {"figures": actions.write_observations(city=self.city, by=self.by)}

    def _form(self) -> Detail:
        return {"units": actions.issue_form(by=self.by).submissions.count()}

    def _cell_form(self) -> Detail:
        issue = actions.issue_cell_form(city=self.city, by=self.by)
        return {"units": issue.submissions.count(), "period": issue.period_code}

    @property
    def issue(self) -> FormIssue:
        """The form that was sent out to the communes."""
        return merge.issue_of(FORM, PERIOD, self.by)

    def _sent(self) -> Detail:
        say = self._counting(_("Writing the workbooks to send out: %(done)d/%(of)d"))
        return {"files": workbooks.write_sent(self.folder.templates, self.issue, say)}

    def _came_back(self) -> Detail:
        return self._write_returned(self.folder.came_back, corrections=False)

    def _corrected(self) -> Detail:
        return self._write_returned(self.folder.corrected, corrections=True)

    def _write_returned(self, folder: Path, *, corrections: bool) -> Detail:
        say = self._counting(_("Writing the workbooks that came back: %(done)d/%(of)d"))
        return {"files": workbooks.write_came_back(folder, self.issue, self.city, say, corrections=corrections)}

    def _merge(self, folder: Path) -> Detail:
        say = self._counting(_("Merging: %(done)d/%(of)d"))
        merged = merge.merge_folder(
            folder,
            issue=self.issue,
            by=self.by,
            returned=self.folder.given_back,
            by_file_date=True,
            progress=lambda _step, done, of: say(done, of),
        )
        return {
            "received": len(merged.received) + len(merged.superseded) + len(merged.unchanged),
            "returned": len(merged.returned),
            "faulty": [
                {"file": one.file, "unit": one.unit, "faults": list(one.faults), "kinds": list(one.kinds)}
                for one in merged.returned
            ],
        }

    def _facts(self) -> Detail:
        conclusions, classes = actions.write_facts(city=self.city, by=self.by)
        return {"conclusions": conclusions, "classes": classes}

    def _papers(self) -> Detail:
        documents, aims = actions.write_papers(top=self.top, by=self.by)
        findings = actions.write_findings(top=self.top, by=self.by)
        return {"documents": documents, "aims": aims, "findings": findings}

    @property
    def top(self) -> Unit:
        """The city itself."""
        return Unit.objects.get(code=part.TOP)

    def _review(self) -> Detail:
        run = run_review(unit=self.top, period=PERIOD, as_of=shape.AS_OF, by=self.by, only_if_changed=True)
        return {"run": run.pk, "units": run.units}

    def _classes(self) -> Detail:
        """Propose the classes of the last whole year and, from what is known so far, of the present one."""
        year = shape.AS_OF.year
        whole, so_far = (
            run_classes(unit=self.top, year=of, as_of=day, by=self.by, only_if_changed=True)
            for of, day in ((year - 1, date(year - 1, 12, 31)), (year, shape.AS_OF))
        )
        return {"runs": [whole.pk, so_far.pk], "units": whole.units}

    def _meetings(self) -> Detail:
        meetings, words = actions.hold_meetings(by=self.by)
        return {"meetings": meetings, "words": words}

    def _work(self) -> Detail:
        directives, tasks = actions.give_work(by=self.by)
        actions.read_article(by=self.by)
        return {"directives": directives, "tasks": tasks}

    @property
    def reviewed(self) -> Run:
        """The run of the mid-year review that the demo made."""
        detail = queries.done("review") or {}
        return Run.objects.get(pk=int(str(detail["run"])))

    def _report(self) -> Detail:
        """Write the report as Word and PDF, and the lists that go with it."""
        folder = self.folder.reports
        folder.mkdir(exist_ok=True)
        edition = build_half_year(unit=self.top, period=PERIOD, day=shape.AS_OF, as_of=shape.AS_OF, by=self.by)
        names = []
        for suffix in ("docx", "pdf"):
            names.append(f"bao-cao-so-ket-{PERIOD.code}.{suffix}")
            (folder / names[-1]).write_bytes(edition.contents(suffix))
        for name, sheet in lists_of(Reading(self.top, PERIOD, shape.AS_OF, self.by)).items():
            names.append(f"{name}-{PERIOD.code}.xlsx")
            write_xlsx(folder / names[-1], [sheet], band=workbooks.BAND)
        return {"files": len(names), "names": names, "open": len(edition.holding_back)}

    def _has_reports(self, detail: Detail) -> bool:
        names = detail["names"]
        return isinstance(names, list) and all((self.folder.reports / name).exists() for name in names)

    @staticmethod
    def _counting(text: str) -> Callable[[int, int], None]:
        """Show on a terminal how far a long step is."""
        return lambda done, of: (
            commands.progress(text % {"done": done, "of": of}) if done < of else commands.progress("")
        )

    def _keep_truths(self) -> None:
        """Keep what was planted apart from what the product reads."""
        if not self.folder.truths.exists():
            write_private(
                self.folder.truths, json.dumps(score.as_json(self.city.truths), ensure_ascii=False, indent=1) + "\n"
            )


def _numbers(detail: Detail) -> dict[str, str]:
    return {name: number(value) if isinstance(value, int) else str(value) for name, value in detail.items()}
