"""Who holds what, as of any day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.core.display import Link
from kientoan.core.today import Found
from kientoan.core.vietnamese import fold
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.panels import UnitPanel
from kientoan.people.models import Holding, Person, Post


@dataclass(frozen=True)
class Seat:
    """A post as of a day: its holder, or who acts in it, or nobody."""

    post: Post
    holder: Holding | None
    acting: Holding | None

    @property
    def vacant(self) -> bool:
        """True when nobody holds the post or acts in it."""
        return self.holder is None and self.acting is None


def seats_of(unit: Unit, day: date, user: User) -> list[Seat]:
    """The posts of a unit's bodies on the day with their holders, in the order of the bodies."""
    holdings = Holding.objects.filter(valid__contains=day).select_related("person")
    posts = (
        Post.objects.visible_to(user)
        .as_of(day)
        .filter(body__unit=unit)
        .select_related("body")
        .prefetch_related(Prefetch("holdings", queryset=holdings, to_attr="of_the_day"))
        .order_by("body__kind", "code", "id")
    )
    return [
        Seat(
            post,
            next((h for h in post.of_the_day if not h.acting), None),
            next((h for h in post.of_the_day if h.acting), None),
        )
        for post in posts
    ]


SENTENCES: Mapping[str, Promise] = {
    "people.add_person": gettext_lazy("Entered a cadre"),
    "people.open_post": gettext_lazy("Opened the post %(title)s"),
    "people.seat": gettext_lazy("Gave a post to someone, decision %(decision)s"),
    "people.unseat": gettext_lazy("Ended someone's holding of a post, decision %(decision)s"),
    "people.read_sensitive": gettext_lazy("Read sensitive fields of a cadre"),
    "people.export_persons": gettext_lazy("Exported the list of cadres (%(format)s)"),
}


def panel(unit: Unit, day: date, user: User) -> UnitPanel | None:
    """Posts and who holds them, for the unit's page."""
    seats = seats_of(unit, day, user)
    return UnitPanel(_("Posts and who holds them"), "people/panel.html", {"seats": seats}, _("as of the day"))


def found(user: User, text: str, day: date) -> list[Found]:  # noqa: ARG001  the shape of the registry
    """Cadres whose name has the text."""
    key = fold(text)
    if not key:
        return []
    rows = Person.objects.visible_to(user).filter(search_key__contains=key).order_by("sort_key", "pk")[:20]
    return [Found(Link(one.full_name, reverse("people:person", args=[one.pk])), _("cadre")) for one in rows]
