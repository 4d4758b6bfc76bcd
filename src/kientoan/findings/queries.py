"""Findings as pages read them."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kientoan.accounts.models import User
from kientoan.core.display import Badge
from kientoan.core.today import Line
from kientoan.documents.models import Document
from kientoan.findings.models import Finding, to_decide_by
from kientoan.findings.rules import Source, State
from kientoan.orgs.access import holds
from kientoan.orgs.models import Unit
from kientoan.orgs.queries.life import names_on
from kientoan.orgs.rules.handover import Held
from kientoan.orgs.rules.panels import UnitPanel
from kientoan.orgs.rules.roles import Right

SOURCES: Mapping[str, Promise] = {
    Source.TEXT: gettext_lazy("words of a document"),
    Source.REVIEW: gettext_lazy("a review"),
    Source.INSPECTION: gettext_lazy("an inspection"),
    Source.PERSON: gettext_lazy("a person"),
}
STATES: Mapping[str, Promise] = {
    State.PROPOSED: gettext_lazy("to be confirmed"),
    State.CONFIRMED: gettext_lazy("confirmed"),
    State.DISMISSED: gettext_lazy("no grounds"),
}
_TONES = {State.PROPOSED.value: "soon", State.CONFIRMED.value: "info", State.DISMISSED.value: "none"}
SENTENCES: Mapping[str, Promise] = {
    "findings.propose": gettext_lazy("Brought in a finding about %(unit)s"),
    "findings.confirm": gettext_lazy("Confirmed a finding about %(unit)s"),
    "findings.dismiss": gettext_lazy("Dismissed a finding about %(unit)s"),
}
FEW = 5


def badge_of(finding: Finding) -> Badge:
    """Its state as a badge."""
    return Badge(str(STATES[finding.state]), _TONES[finding.state])  # type: ignore[arg-type]


def words_of(finding: Finding) -> str:
    """What was found: the words of the person, else the quotation."""
    return finding.said or finding.quote


def about(finding: Finding, names: Mapping[int, str]) -> str:
    """The unit by its name, else the place as written."""
    if finding.unit is None:
        return finding.place or _("place not known")
    return names.get(finding.unit.pk, finding.unit.code)


def names_for(findings: list[Finding], day: date) -> dict[int, str]:
    """The names of the units that findings are about."""
    return names_on([one.unit_id for one in findings if one.unit_id], day)


def quotes(document: Document) -> bool:
    """Whether a finding came from the document."""
    return Finding.objects.filter(document=document).exists()


def still_open(unit: Unit, day: date) -> list[Held]:  # noqa: ARG001  the shape of the registry
    """Findings about a unit that wait for a decision; they stay about it, and the level above decides."""
    waiting = Finding.objects.filter(unit=unit, state=State.PROPOSED).order_by("pk")
    return [Held("finding", words_of(one)[:120]) for one in waiting]


def panel(unit: Unit, day: date, user: User) -> UnitPanel | None:
    """The newest findings about a unit, for its page; nothing where there are none."""
    rows = Finding.objects.visible_to(user).filter(unit=unit, found_on__lte=day)
    newest = list(rows.order_by("-found_on", "-pk")[:FEW])
    if not newest:
        return None
    lines = [(one, words_of(one), badge_of(one)) for one in newest]
    return UnitPanel(
        _("Findings"), "findings/panel.html", {"lines": lines, "unit": unit}, _("the newest, as of the day")
    )


def to_decide(user: User, day: date) -> list[Line]:  # noqa: ARG001  the shape of the registry
    """How many findings wait for a decision of the person."""
    if user.is_service or not holds(user, Right.DECIDE_FINDINGS):
        return []
    count = Finding.objects.filter(to_decide_by(user), state=State.PROPOSED).count()
    if not count:
        return []
    said = ngettext("%(count)d finding to confirm or dismiss", "%(count)d findings to confirm or dismiss", count)
    return [Line(said % {"count": count}, reverse("findings:list"))]
