"""A line of the register, what it is to other documents, and whom it was sent to."""

from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kientoan.accounts.models import User
from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.documents.models.reach import seen_by
from kientoan.documents.rules.words import Direction, LinkKind, Regime, Secrecy, Urgency
from kientoan.orgs.models import Body, Unit

SEARCHED = ("search_key", "words", "accents", "signer", "abstract")


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents, cut to what someone may see."""

    def visible_to(self, user: User) -> Self:
        """Lines kept by, or addressed to, units within reach; marked ones only with the right to them."""
        return self.filter(seen_by(user))


@tracked(exclude=SEARCHED)
class Document(models.Model):
    """A line of a unit's register: a document that came in, went out, or stayed inside.

    ``number`` is the running number and ``written`` the whole number and symbol as the office
    issued it (15-NQ/TU). Of a marked document the line holds no abstract, no signer and no file.
    """

    keeper = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="documents", verbose_name=_("kept in the register of")
    )
    direction = models.CharField(_("direction"), max_length=10, choices=[(d.value, d.value) for d in Direction])
    regime = models.CharField(_("rules of form"), max_length=10, choices=[(r.value, r.value) for r in Regime])
    kind = models.CharField(_("type"), max_length=40)
    number = models.PositiveIntegerField(_("running number"), null=True, blank=True)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    written = models.CharField(_("number and symbol"), max_length=80, blank=True)
    issuer = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("issuing body")
    )
    issuer_name = models.CharField(_("issued by, as written"), max_length=200)
    dated = models.DateField(_("dated"))
    received_on = models.DateField(_("received on"), null=True, blank=True)
    received_number = models.CharField(_("number of receipt"), max_length=40, blank=True)
    signer = models.CharField(_("signed by"), max_length=120, blank=True)
    abstract = models.TextField(_("abstract"), blank=True)
    urgency = models.CharField(
        _("urgency"), max_length=20, default=Urgency.NORMAL, choices=[(u.value, u.value) for u in Urgency]
    )
    secrecy = models.CharField(
        _("secrecy mark"), max_length=20, blank=True, choices=[(s.value, s.value) for s in Secrecy]
    )
    withdrawn_on = models.DateField(_("struck out on"), null=True, blank=True)
    search_key = models.TextField(editable=False, blank=True)
    words = models.GeneratedField(
        expression=SearchVector("search_key", config="simple"), output_field=SearchVectorField(), db_persist=True
    )
    accents = SearchVectorField(editable=False, null=True)

    privacy: ClassVar[dict[str, Privacy]] = {
        "*": Privacy.NONE,
        "accents": Privacy.ORDINARY,
        "signer": Privacy.ORDINARY,
        "abstract": Privacy.ORDINARY,
        "search_key": Privacy.ORDINARY,
        "words": Privacy.ORDINARY,
    }
    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-dated", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(secrecy="") | Q(abstract="", signer=""),
                name="document_marked_line_only",
                violation_error_message=_("Of a marked document only the line of the register is held."),
            ),
            models.CheckConstraint(
                condition=Q(direction="in") | Q(received_on__isnull=True),
                name="document_received_is_incoming",
                violation_error_message=_("Only a document that came in has a day of receipt."),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["keeper", "-dated"], name="document_keeper"),
            models.Index(fields=["-dated", "-id"], name="document_dated"),
            GinIndex(fields=["words"], name="document_words"),
            GinIndex(fields=["accents"], name="document_accents"),
            GinIndex(fields=["search_key"], name="document_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.written or f"{self.kind} {self.dated:%Y-%m-%d}"

    @property
    def is_marked(self) -> bool:
        """Whether it bears a secrecy mark."""
        return self.secrecy != Secrecy.NONE


@tracked()
class Addressee(models.Model):
    """A unit that a document was sent to; whoever answers for it sees the document."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="addressees")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="documents_received")

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "unit"], name="addressee_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} → {self.unit_id}"


@tracked()
class DocumentLink(models.Model):
    """What a document is to an earlier one: in this register, or only named (``written``)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(_("relation"), max_length=20, choices=[(k.value, k.value) for k in LinkKind])
    other = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="linked_from",
        verbose_name=_("document"),
    )
    written = models.CharField(_("document, as written"), max_length=200, blank=True)

    privacy: ClassVar[Privacy] = Privacy.NONE

    class Meta:
        verbose_name = _("relation between documents")
        verbose_name_plural = _("relations between documents")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(other__isnull=False) | ~Q(written=""),
                name="link_names_a_document",
                violation_error_message=_("Say which document: choose it, or write its number and symbol."),
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("document")),
                name="link_to_another",
                violation_error_message=_("A document cannot refer to itself."),
            ),
            models.UniqueConstraint(
                fields=["document", "kind", "other", "written"], name="link_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.kind} {self.other_id or self.written}"
