"""Editions of a report: immutable, with their files and everything they counted; and those being made."""

import hashlib
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core import sealing
from kientoan.core.models import Action
from kientoan.core.privacy import Privacy
from kientoan.core.roles import only_grows
from kientoan.reports.models.reports import Report

FOLDER = "reports"


class EditionKind(models.TextChoices):
    """Draft or signed."""

    DRAFT = "draft", _("draft")
    SIGNED = "signed", _("signed edition")


class FileAltered(Exception):
    """A file of an edition is gone, or is no longer what was written."""


@only_grows()
class Edition(models.Model):
    """A report as it was written at one moment: its files by fingerprint, its figures, what did not close.

    `counted` holds every figure and every row of the annexes (`rules.counted`), `texts` the version of each section,
    `failures` what does not close with its places. Nothing of it ever changes.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("edition"))
    kind = models.CharField(_("kind"), max_length=10, choices=EditionKind)
    day = models.DateField(_("the document's own date"))
    as_of = models.DateField(_("figures as of"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"))
    docx = models.CharField(_("fingerprint of the Word file"), max_length=64)
    pdf = models.CharField(_("fingerprint of the PDF"), max_length=64)
    manifest = models.CharField(_("fingerprint of the list of figures"), max_length=64, db_index=True)
    typeface_note = models.CharField(_("remark on the typeface"), max_length=300, blank=True)
    counted = models.JSONField(_("figures and rows"))
    texts = models.JSONField(_("versions of the sections"))
    issuing = models.JSONField(_("as it was addressed"))
    failures = models.JSONField(_("what does not close"), default=list)
    unwritten = models.JSONField(_("sections nobody has written"), default=list)
    is_sample = models.BooleanField(_("sample data"), default=False)
    action = models.ForeignKey(Action, models.DO_NOTHING, db_constraint=False, related_name="+")

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("-number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_number"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}:{self.number} {self.kind}"

    def path(self, suffix: str) -> Path:
        """Where the file ("docx", "pdf") lies: named by its fingerprint, so that it cannot be mistaken."""
        return folder(self.report_id) / f"{self.docx if suffix == 'docx' else self.pdf}.{suffix}"

    def contents(self, suffix: str) -> bytes:
        """The bytes of the file; raises `FileAltered` when they are no longer what was written."""
        path = self.path(suffix)
        try:
            found = path.read_bytes()
        except OSError as error:
            raise FileAltered(path.name) from error
        if hashlib.sha256(found).hexdigest() != path.stem:
            raise FileAltered(path.name)
        return found

    @property
    def holding_back(self) -> list[str]:
        """The sentences of what does not close and holds the signature back."""
        return [failure["sentence"] for failure in self.failures if failure["holds_back"]]


sealing.seal_ledger(Edition, action_column="action_id")


def folder(report_id: int) -> Path:
    """The folder of a report's files, under KIENTOAN_HOME."""
    return Path(settings.HOME) / FOLDER / str(report_id)


class OrderState(models.TextChoices):
    """How far an edition asked for has come."""

    QUEUED = "queued", _("waiting its turn")
    RUNNING = "running", _("being made")
    DONE = "done", _("made")
    FAILED = "failed", _("could not be made")


class EditionOrder(models.Model):
    """An edition asked for from a page and made by a job: how far it has come, and what came of it.

    Progress is no part of the record: the asking is (an action), and so is the edition.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="orders")
    kind = models.CharField(_("kind"), max_length=10, choices=EditionKind)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=10, choices=OrderState, default=OrderState.QUEUED)
    done = models.PositiveSmallIntegerField(_("steps done"), default=0)
    steps = models.PositiveSmallIntegerField(_("steps"), default=4)
    step = models.CharField(_("step"), max_length=20, blank=True)
    refusal = models.TextField(_("why it could not be made"), blank=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(refusal=""),
                name="order_failed_says_why",
                violation_error_message=_("Say why the edition could not be made."),
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state__in=["queued", "running"]),
                name="order_one_at_a_time",
                violation_error_message=_("An edition of this report is being made already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind} {self.state}"

    @property
    def under_way(self) -> bool:
        """Whether something is still to come."""
        return self.state in {OrderState.QUEUED, OrderState.RUNNING}
