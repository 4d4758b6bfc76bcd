"""What the register puts on the home page, into the search and on a unit's page."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import formats, narration
from kientoan.core.display import Event, Link
from kientoan.core.models import Action, ActionTarget
from kientoan.core.templatetags.formats import language
from kientoan.core.today import Found, Line
from kientoan.documents.models import Aim, Document
from kientoan.documents.queries.followed import followed
from kientoan.documents.queries.labels import kind_of, title_of
from kientoan.documents.queries.listing import exact_first, matching
from kientoan.orgs.access import holds, units_with
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.panels import UnitPanel
from kientoan.orgs.rules.roles import Right

FEW = 5
MOST = 20


def found(user: User, text: str, day: date) -> list[Found]:  # noqa: ARG001  the shape of the registry
    """Documents whose line or file has the text, newest first."""
    if not text.strip():
        return []
    rows = matching(Document.objects.visible_to(user), text).defer("words", "accents", "search_key")
    rows = exact_first(rows, text, "-dated", "-pk")[:MOST]
    return [Found(Link(title_of(one), _address(one)), kind_of(one), one.abstract[:160]) for one in rows]


def panel(unit: Unit, day: date, user: User) -> UnitPanel | None:
    """The newest documents that a unit keeps or was sent."""
    rows = Document.objects.visible_to(user).filter(withdrawn_on__isnull=True, dated__lte=day)
    kept = list(
        (rows.filter(keeper=unit) | rows.filter(addressees__unit=unit)).distinct().order_by("-dated", "-pk")[:FEW]
    )
    if not kept:
        return None
    lines = [(Link(title_of(one), _address(one), kind_of(one)), one.abstract, one.dated) for one in kept]
    return UnitPanel(
        _("Documents"), "documents/panel.html", {"lines": lines, "unit": unit}, _("the newest, as of the day")
    )


def to_review(user: User, day: date) -> list[Line]:
    """Aims of followed documents whose day is over and that no review calls reached; for who keeps the register."""
    if user.is_service or not holds(user, Right.KEEP_REGISTER):
        return []
    late = Aim.objects.filter(document=OuterRef("pk"), due__lt=day)
    rows = Document.objects.visible_to(user).filter(
        Exists(late), keeper__in=units_with(user, Right.KEEP_REGISTER), withdrawn_on__isnull=True
    )
    lines = []
    for one in followed(rows.order_by("-dated")[:MOST]):
        open_aims = [aim for aim in one.aims if aim.is_late(day)]
        if open_aims:
            due = min(aim.aim.due for aim in open_aims if aim.aim.due)
            said = _("%(title)s: %(count)s aims are past their day without being reached") % {
                "title": title_of(one.document),
                "count": len(open_aims),
            }
            lines.append(Line(said, _address(one.document), due=due))
    return lines


def news(user: User, since: datetime) -> list[Event]:
    """Lines entered since then by others, newest first."""
    targets = ActionTarget.objects.filter(
        model="documents.document", action__verb="documents.register_document", action__at__gt=since
    ).exclude(action__by=user)
    keys = dict(targets.order_by("-action__at").values_list("action_id", "key")[: MOST * 5])
    visible = {one.pk: one for one in Document.objects.visible_to(user).filter(pk__in=keys.values())}
    events: list[Event] = []
    for act in Action.objects.filter(pk__in=keys).select_related("by").order_by("-at"):
        document = visible.get(keys[act.pk])
        if document is not None and len(events) < MOST:
            said = _("%(kind)s %(title)s of %(day)s came into the register") % {
                "kind": kind_of(document),
                "title": title_of(document),
                "day": formats.day_short(document.dated, language()),
            }
            events.append(Event(act.at, said, narration.who_did(act), url=_address(document)))
    return events


def _address(document: Document) -> str:
    return reverse("documents:document", args=[document.pk])
