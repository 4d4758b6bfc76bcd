"""A file of a document, known by its fingerprint."""

from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.documents.models.reach import seen_by
from kientoan.documents.models.register import Document


class DocumentFileQuerySet(models.QuerySet["DocumentFile"]):
    """Files, cut to what someone may see."""

    def visible_to(self, user: User) -> Self:
        """Files of the documents that the person may see."""
        return self.filter(document__in=Document.objects.filter(seen_by(user)))


@tracked(exclude=("name", "text", "search_key", "words", "accents"))
class DocumentFile(models.Model):
    """A file as it was handed in; its bytes lie under KIENTOAN_HOME by their SHA-256."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    media_type = models.CharField(_("media type"), max_length=100)
    kept_at = models.DateTimeField(_("kept on"))
    text = models.TextField(_("text of the file"), blank=True)
    search_key = models.TextField(editable=False, blank=True)
    words = models.GeneratedField(
        expression=SearchVector("search_key", config="simple"), output_field=SearchVectorField(), db_persist=True
    )
    accents = SearchVectorField(editable=False, null=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "*": Privacy.NONE,
        "name": Privacy.ORDINARY,
        "text": Privacy.ORDINARY,
        "search_key": Privacy.ORDINARY,
        "words": Privacy.ORDINARY,
        "accents": Privacy.ORDINARY,
    }
    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "sha256"], name="file_once"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="file_fingerprint",
                violation_error_message=_("A fingerprint is 64 hexadecimal digits."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["words"], name="documentfile_words"),
            GinIndex(fields=["accents"], name="documentfile_accents"),
        ]

    def __str__(self) -> str:
        return self.name
