"""What the register adds to the frame and to the home page: scopes, the sample band, news, a picture, search."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import formats
from kientoan.core.charts import Chart, Series
from kientoan.core.display import Event, Link
from kientoan.core.models import Action, ActionTarget
from kientoan.core.pages import Scope
from kientoan.core.templatetags.formats import language
from kientoan.core.today import Found
from kientoan.orgs.models import Unit, UnitSpan, held
from kientoan.orgs.queries.labels import kind_label
from kientoan.orgs.queries.life import names_on
from kientoan.orgs.queries.readable import SENTENCES, event_of
from kientoan.orgs.queries.search import search_units
from kientoan.orgs.queries.tree import count_units
from kientoan.orgs.rules.roles import Role

PHONE_ROLES = {Role.BASE_SECRETARY, Role.CLERK}
SCOPES = 60
SMALL = ("cell", "base_cell", "group")


def _granted(user: User) -> set[int]:
    """Units over which the user has a role today, one by one or in a portfolio."""
    grants = held.grants_of(user)
    ids = {one.unit_id for one in grants if one.unit_id}
    portfolios = [one.portfolio_id for one in grants if one.portfolio_id]
    if portfolios:
        ids |= set(Unit.objects.filter(portfolios__in=portfolios).values_list("pk", flat=True))
    return ids


class UnitScopes:
    """The scopes of the frame: units that a person is granted, and what hangs directly under them."""

    def choices(self, user: User, day: date) -> Sequence[Scope]:
        """Widest first; a service account has none, it sees all."""
        if user.is_service:
            return ()
        ids = _granted(user)
        if not ids:
            return ()
        spans = UnitSpan.objects.as_of(day).filter(Q(unit_id__in=ids) | Q(parent_id__in=ids) & ~Q(kind__in=SMALL))
        found = list(spans.select_related("unit").order_by("sort_key")[:SCOPES])
        own = [span for span in found if span.unit_id in ids]
        under = [span for span in found if span.unit_id not in ids]
        return [Scope(span.unit.code, span.name) for span in [*own, *under]]

    def find(self, user: User, day: date, code: str) -> Scope | None:
        """A unit the person may see, with its name of the day."""
        unit = Unit.objects.visible_to(user).filter(code=code).first()
        if unit is None:
            return None
        return Scope(unit.code, names_on([unit.pk], day).get(unit.pk, unit.code))


_sample: dict[str, bool] = {}


def holds_sample() -> bool:
    """Whether any unit is invented; once so, the answer is kept while the process lives."""
    if not _sample.get("yes"):
        _sample["yes"] = Unit.objects.filter(is_sample=True).exists()
    return _sample["yes"]


def has_only_a_phone(user: User) -> bool:
    """Whether all that the person is, is the secretary or the clerk of a base unit."""
    roles = {one.role for one in held.grants_of(user)}
    return bool(roles) and roles <= PHONE_ROLES


def news(user: User, since: datetime) -> list[Event]:
    """What was done since then to units that the person sees."""
    reached = Unit.objects.visible_to(user)
    if user.is_service:
        reached = Unit.objects.all()
    about = ActionTarget.objects.filter(action=OuterRef("pk"), model="orgs.unit", key__in=reached.values("pk"))
    touched = UnitSpan.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_context_id=OuterRef("pk"), unit_id__in=reached.values("pk")
    )
    actions = (
        Action.objects.filter(at__gte=since, verb__in=[verb for verb in SENTENCES if verb.startswith("orgs.")])
        .filter(Q(Exists(about)) | Q(verb="orgs.write_spans") & Q(Exists(touched)))
        .exclude(by=user)
        .select_related("by")
        .order_by("-at", "id")[:10]
    )
    found = []
    for action in actions:
        code = action.detail.get("code") or action.detail.get("into") or action.detail.get("old")
        url = reverse("orgs:unit", args=[code]) if isinstance(code, str) else ""
        found.append(event_of(action, url=url))
    return found


def picture(user: User, day: date, scope_code: str) -> Chart | None:
    """Units of my tier by kind; each bar opens its list."""
    under = Unit.objects.filter(code=scope_code).first() if scope_code else None
    counted = count_units(day, by=("kind",), under=under, user=user)
    if not counted:
        return None
    return Chart(
        "units-by-kind",
        "bar",
        _("Organisations by kind"),
        category=_("Kind"),
        categories=[kind_label(one.key[0], day) for one in counted],
        series=[Series(_("organisations"), [one.count for one in counted])],
        links=[f"{reverse('orgs:list')}?{urlencode({'kind': one.key[0]})}" for one in counted],
        horizontal=True,
    )


def beginnings(user: User) -> list[Link]:  # noqa: ARG001  the shape of the registry
    """Where the register is looked at when nothing waits."""
    return [Link(_("Look at the tree of organisations"), reverse("orgs:tree"))]


def found(user: User, text: str, day: date) -> list[Found]:
    """Units by name or code; those that are gone say what became of them."""
    rows = []
    for one in search_units(user, text, day):
        note = ""
        if not one.exists and one.until:
            ended = formats.day_short(one.until, language())
            heirs = ", ".join(f"{name} ({code})" for _id, code, name in one.successors)
            note = (
                _("until %(day)s; now %(units)s") % {"day": ended, "units": heirs}
                if heirs
                else _("not on that day: until %(day)s") % {"day": ended}
            )
        elif not one.exists:
            note = _("does not exist yet on that day")
        link = Link(one.name, reverse("orgs:unit", args=[one.code]), one.code)
        rows.append(Found(link, kind_label(one.kind, day), note))
    return rows
