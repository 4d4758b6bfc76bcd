"""How the minutes and the conclusion notice of a meeting are addressed and signed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.core.privacy import Privacy
from kientoan.core.recording import tracked
from kientoan.documents.rules.official.form import PARTY, STATE, Authority
from kientoan.meetings.models.meetings import Meeting


@tracked(exclude=("signer",))
class Face(models.Model):
    """The header, the signature and the recipients of what a meeting issues."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="face")
    regime = models.CharField(
        _("rules of form"), max_length=6, default=PARTY, choices=[(PARTY, _("the Party's")), (STATE, _("the State's"))]
    )
    superior = models.CharField(_("body above"), max_length=200, blank=True)
    issuer = models.CharField(_("issuing body"), max_length=200)
    org_code = models.CharField(_("letters of the issuing body"), max_length=40)
    place = models.CharField(_("place of signing"), max_length=80)
    authority = models.CharField(
        _("in whose name"),
        max_length=12,
        default=Authority.ORDER,
        choices=[
            (Authority.COLLECTIVE, _("on behalf of the collective")),
            (Authority.HEAD, _("the head himself or herself")),
            (Authority.DEPUTY, _("a deputy for the head")),
            (Authority.ORDER, _("by order")),
            (Authority.ACTING, _("acting head")),
            (Authority.AUTHORISED, _("by authorisation")),
        ],
    )
    on_behalf_of = models.CharField(_("the body or post in whose name"), max_length=200, blank=True)
    position = models.CharField(_("position of the signer"), max_length=160)
    signer = models.CharField(_("signer"), max_length=120, blank=True)
    recipients = models.JSONField(_("recipients"), default=list, blank=True)
    archive = models.CharField(_("kept at"), max_length=120, blank=True)

    privacy: ClassVar[dict[str, Privacy]] = {"*": Privacy.NONE, "signer": Privacy.ORDINARY}

    def __str__(self) -> str:
        return self.issuer
