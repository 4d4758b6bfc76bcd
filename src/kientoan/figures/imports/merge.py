"""Gộp biểu: take back a folder of workbooks, each whole or not at all, and give the faulty ones back."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.periods import Period
from kientoan.core.sheets import Place, SheetError, fault_in_words, in_order
from kientoan.core.sheets.marking import faults_of, mark_faults
from kientoan.figures import access, actions
from kientoan.figures.actions.runs import uploads
from kientoan.figures.imports.returned import Answer, fingerprint_of, read_returned
from kientoan.figures.imports.template import day_of_file
from kientoan.figures.models import FormIssue, MergeRun, Receipt, Submission
from kientoan.figures.queries.completeness import Waiting, waiting
from kientoan.figures.queries.entry import Judge, judge_of
from kientoan.figures.rules.answers import gettext_noop

TWICE = gettext_noop(
    "Two different files of this unit lie here: “%(one)s” and “%(other)s”. Keep the right one and merge again."
)
LINK = gettext_noop("This is a link to another place, not a workbook; it was not read. Put the workbook itself here.")
NO_REASON = "needs a reason"
"""The kind of a workbook that is good and stays out only because nobody said why used figures are corrected."""
_TABLES = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".pdf", ".doc", ".docx", ".zip", ".rar"}

Progress = Callable[[str, int, int], None]
"""Called with the step (`read` or `record`), how many files are done, and of how many."""


@dataclass(frozen=True)
class Returned:
    """A faulty file: its unit's code ("" if unknown), every fault in words, the marked workbook, and the faults' kinds as msgids."""

    file: str
    unit: str
    faults: tuple[str, ...]
    marked: str
    kinds: tuple[str, ...] = ()


@dataclass
class Merged:
    """What a merge did: files by outcome, who has not sent, who was late."""

    asked: int = 0
    files: int = 0
    received: list[str] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    missing: list[Waiting] = field(default_factory=list)

    @property
    def have_answered(self) -> int:
        """How many of the units asked have sent a good answer by now."""
        return self.asked - len(self.missing)


def _no_progress(step: str, done: int, of: int) -> None:
    """Say nothing."""


def issue_of(form: str, period: Period, user: User) -> FormIssue:
    """The form sent out for a period, or a refusal that says which there are."""
    issues = FormIssue.objects.visible_to(user).select_related("form")
    found = issues.of(period).filter(form__code=form).first()
    if found is None:
        there_are = ", ".join(f"{issue.form.code} {issue.period_code}" for issue in issues.order_by("-issued_at")[:10])
        raise Refused(
            _("The form “%(form)s” has not been sent out for %(period)s. Sent out are: %(there_are)s.")
            % {"form": form, "period": period.label(), "there_are": there_are or "–"}
        )
    return found


def merge_folder(
    folder: Path,
    *,
    issue: FormIssue,
    by: User,
    returned: Path | None = None,
    by_file_date: bool = False,
    reason: str = "",
    progress: Progress = _no_progress,
) -> Merged:
    """Take back all workbooks of a folder and its subfolders.

    Each file is recorded in a transaction of its own, so that an interruption leaves whole files or nothing and the next
    run goes on; a file that was taken in before, under any name, changes nothing. Faulty ones are written, marked, into
    `returned` (default: the folder's name with "-returned"). With `by_file_date` a file's own date decides whether it is late.
    A workbook that corrects figures already used (a review, a signed report) needs the `reason`; without one it stays out.
    """
    access.check_merge(by)
    if not folder.is_dir():
        raise Refused(_("“%(folder)s” is not a folder. Name the folder that holds the workbooks.") % {"folder": folder})
    returned = returned or folder.with_name(f"{folder.name}-returned")
    merging = _Merging(issue, by, folder, returned, progress, reason)
    there = [path for path in _files(folder) if returned not in path.parents]
    merging.read([path for path in there if not _is_link(path, folder)])
    merging.pass_over([path for path in there if _is_link(path, folder)])
    merging.record(by_file_date=by_file_date)
    merging.finish()
    return merging.merged


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if (
            (path.is_file() or path.is_symlink())
            and not path.name.startswith(("~$", "."))
            and path.suffix.lower() in _TABLES
        ):
            yield path


def _is_link(path: Path, folder: Path) -> bool:
    """Whether a file, or a folder on the way to it, is a link: what it leads to may lie outside and is never read."""
    return path.is_symlink() or any(above.is_symlink() for above in path.parents if folder in above.parents)


class _Merging:
    """One merge under way."""

    def __init__(
        self, issue: FormIssue, by: User, folder: Path, returned: Path, progress: Progress, reason: str
    ) -> None:
        self.reason = reason
        self.issue, self.by, self.folder, self.marked, self.progress = issue, by, folder, returned, progress
        reached = Submission.objects.visible_to(by).filter(issue=issue).select_related("unit", "issue")
        self.submissions: Mapping[str, Submission] = {one.unit.code: one for one in reached}
        self.judge: Judge = judge_of(issue, [one.unit_id for one in self.submissions.values()])
        known = Receipt.objects.filter(submission__in=reached.values("pk"))
        self.taken = set(known.filter(accepted=True).values_list("fingerprint", flat=True))
        self.given_back = set(known.filter(accepted=False).values_list("submission_id", "fingerprint"))
        self.merged = Merged(asked=len(self.submissions))
        self.answers: dict[Path, Answer] = {}

    def read(self, paths: list[Path]) -> None:
        """Read every file that was not taken in before; two different ones of a unit are both faulty."""
        self.merged.files = len(paths)
        for done, path in enumerate(paths, 1):
            raw = path.read_bytes()
            if fingerprint_of(raw) in self.taken:
                self.merged.unchanged.append(self._name(path))
            else:
                self.answers[path] = read_returned(raw, self._name(path), self.judge, self.submissions)
            self.progress("read", done, len(paths))
        self._refuse_twins()

    def pass_over(self, links: list[Path]) -> None:
        """Name links among the faulty without reading them; there is nothing to mark and give back."""
        self.merged.files += len(links)
        for path in links:
            fault = fault_in_words(LINK, Place(self._name(path)), code="link")
            self.merged.returned.append(Returned(self._name(path), "", (_said(fault),), "", (LINK,)))

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _refuse_twins(self) -> None:
        first: dict[int, Answer] = {}
        twins: list[tuple[Answer, Answer]] = []
        for path, answer in list(self.answers.items()):
            if answer.submission is None or answer.errors:
                continue
            other = first.setdefault(answer.submission.pk, answer)
            if other is answer:
                continue
            if other.fingerprint == answer.fingerprint:
                self.merged.unchanged.append(answer.file)
                del self.answers[path]
            else:
                twins.append((other, answer))
        for one, other in twins:
            for answer in (one, other):
                fault = fault_in_words(TWICE, Place(answer.file), code="twice", one=one.file, other=other.file)
                answer.errors.append(fault)

    def record(self, *, by_file_date: bool) -> None:
        """Take in the good ones and give the faulty ones back, one transaction a file."""
        for done, (path, answer) in enumerate(self.answers.items(), 1):
            if answer.ok:
                self._receive(answer, day_of_file(path) if by_file_date else None)
            else:
                self._give_back(path, answer)
            self.progress("record", done, len(self.answers))

    def _receive(self, answer: Answer, arrived: date | None) -> None:
        submission = answer.submission
        if submission is None:
            return
        again = submission.received_at is not None
        sheet = actions.Sheet(
            values={self.judge.ids[q.code]: answer.values.get(q.code) for q in self.judge.questions},
            fingerprint=answer.fingerprint,
            file_name=answer.file,
            remarks=answer.remarks,
            arrived=arrived,
        )
        try:
            actions.receive_sheet(submission=submission, sheet=sheet, by=self.by, reason=self.reason)
        except actions.NeedsReason as refused:
            code = submission.unit.code
            self.merged.returned.append(Returned(answer.file, code, (str(refused),), "", (NO_REASON,)))
            return
        (self.merged.superseded if again else self.merged.received).append(answer.file)
        if submission.is_late and not again:
            self.merged.late.append(submission.unit.code)
        (self.marked / _as_xlsx(answer.file)).unlink(missing_ok=True)

    def _give_back(self, path: Path, answer: Answer) -> None:
        errors = in_order(answer.errors)
        words = tuple(_said(error) for error in errors)
        submission = answer.submission
        is_new = submission is not None and (submission.pk, answer.fingerprint) not in self.given_back
        if submission is not None and is_new and not any(error.code == "twice" for error in errors):
            faulty = actions.Faulty(words, answer.fingerprint, answer.file)
            actions.return_sheet(submission=submission, faulty=faulty, by=self.by)
        target = self.marked / _as_xlsx(answer.file)
        _write_whole(target, mark_faults(path.read_bytes(), faults_of(errors, _), file=answer.file, gettext=_))
        code = submission.unit.code if submission is not None else ""
        self.merged.returned.append(
            Returned(answer.file, code, words, str(target), tuple(dict.fromkeys(error.message_id for error in errors)))
        )

    def finish(self) -> None:
        """Name the units that have not answered."""
        self.merged.missing = waiting(self.issue, self.by, today=clock.today())


def _said(error: SheetError) -> str:
    return error.translate(_)


def _as_xlsx(name: str) -> str:
    return str(Path(name).with_suffix(".xlsx"))


def _write_whole(target: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.part")
    beside.write_bytes(content)
    beside.replace(target)


def packed(run: MergeRun) -> bytes | None:
    """The faulty workbooks of a merge with their wrong cells marked, as one archive; None where none was given back."""
    folder = uploads() / f"{run.folder_name}-returned"
    files = sorted(folder.rglob("*.xlsx")) if folder.is_dir() else []
    if not files:
        return None
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.relative_to(folder).as_posix())
    return buffer.getvalue()
