"""What figures tell the home page as new: corrections of figures that a review or a signed report was made from."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import narration
from kientoan.core.display import Event
from kientoan.core.models import Action, ActionTarget
from kientoan.orgs.models import Unit, UnitSpan

CORRECTING = ("figures.receive_entry", "figures.receive_sheet", "figures.correct", "figures.import")
MOST = 10


def news(user: User, since: datetime) -> list[Event]:
    """Corrections since then of figures already used, of units that the person sees, with what each touches."""
    reached = Unit.objects.all() if user.is_service else Unit.objects.visible_to(user)
    about = ActionTarget.objects.filter(action=OuterRef("pk"), model="orgs.unit", key__in=reached.values("pk"))
    actions = (
        Action.objects.filter(Exists(about), at__gte=since, verb__in=CORRECTING, detail__has_key="uses")
        .exclude(by=user)
        .select_related("by")
        .order_by("-at", "id")[:MOST]
    )
    return [_event(action, user) for action in actions]


def _event(action: Action, user: User) -> Event:
    keys = action.targets.filter(model="orgs.unit").values_list("key", flat=True)
    units = Unit.objects.visible_to(user).filter(pk__in=list(keys)).order_by("code")[:2]
    [first, *more] = units
    span = UnitSpan.objects.filter(unit=first).order_by("-valid").first()
    name = span.name if span else first.code
    said = _("%(unit)s: figures already used were corrected. %(what)s. It touches: %(uses)s") % {
        "unit": _("%(name)s and others") % {"name": name} if more else name,
        "what": narration.sentence_of(action),
        "uses": "; ".join(action.detail["uses"]),
    }
    return Event(action.at, said, narration.who_did(action), action.reason, reverse("figures:unit", args=[first.code]))
