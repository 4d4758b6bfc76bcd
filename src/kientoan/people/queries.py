"""Who holds what, as of any day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DateField, Func, Max, Prefetch, Q
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.accounts.models import User
from kientoan.core import params
from kientoan.core.display import Link
from kientoan.core.today import Found
from kientoan.core.vietnamese import fold
from kientoan.orgs.access import holds
from kientoan.orgs.models import Body, Unit
from kientoan.orgs.rules.panels import UnitPanel
from kientoan.orgs.rules.roles import Right
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


def holding_on(post: Post, day: date) -> Holding | None:
    """Who has a post on the day: its holder, else whoever acts in it."""
    return post.holdings.filter(valid__contains=day).select_related("person").order_by("acting").first()


def version_of(thing: Person | Post | Body) -> str:
    """A seal of what a person saw: a person's values, a post with its holders, a body with its posts; another one means changed.

    Sealed with the house's key, so that nothing personal can be guessed from it.
    """
    if isinstance(thing, Person):
        seen: object = (thing.full_name, thing.born, thing.sex, thing.phone)
    elif isinstance(thing, Post):
        holdings = thing.holdings.order_by("pk").values_list("pk", "person_id", "valid", "acting", "decision")
        seen = (str(thing.valid), thing.title, [(*row[:2], str(row[2]), *row[3:]) for row in holdings])
    else:
        posts = thing.posts.order_by("pk").values_list("pk", "valid")
        seen = (str(thing.valid), thing.name, [(key, str(valid)) for key, valid in posts])
    return salted_hmac("people.version", repr(seen), algorithm="sha256").hexdigest()[:32]


AFTER_LAST_POST = "people.retention.after_last_post"


class RangeEnd(Func):
    """The day on which a range ends."""

    function = "UPPER"
    output_field = DateField()


@dataclass(frozen=True)
class PastPeriod:
    """A person whose personal values should be gone: the last day of the last post, and since when they should be."""

    person: Person
    ended: date
    due: date


def retention_days(day: date) -> int:
    """For how many days after the last post personal values are kept, by the rule of the day."""
    return int(params.current().at(AFTER_LAST_POST, day))


def past_retention(user: User, day: date) -> list[PastPeriod]:
    """Persons within reach whose last post ended longer ago than the period, the longest ago first; none who was forgotten.

    Whoever holds a post on the day, or never held one, is not among them.
    """
    kept = timedelta(days=retention_days(day))
    ends = Person.objects.visible_to(user).exclude(search_key="").select_related("unit")
    rows = ends.annotate(
        left=Max(RangeEnd("holdings__valid")),
        open=Count("holdings", filter=Q(holdings__valid__endswith__isnull=True)),
    ).filter(open=0, left__lt=day - kept)
    last = timedelta(days=1)
    return [PastPeriod(one, one.left - last, one.left + kept) for one in rows.order_by("left", "pk")]


SENTENCES: Mapping[str, Promise] = {
    "people.add_person": gettext_lazy("Entered a cadre"),
    "people.open_post": gettext_lazy("Opened the post %(title)s"),
    "people.seat": gettext_lazy("Gave a post to someone, decision %(decision)s"),
    "people.unseat": gettext_lazy("Ended someone's holding of a post, decision %(decision)s"),
    "people.hand_over": gettext_lazy("Handed the post %(post)s over to someone, decision %(decision)s"),
    "people.correct_person": gettext_lazy("Corrected particulars of a cadre"),
    "people.forget_person": gettext_lazy("Erased the personal values of a cadre for good"),
    "people.write_people": gettext_lazy("Took over a list: %(persons)s cadres, %(posts)s posts"),
    "people.read_sensitive": gettext_lazy("Read sensitive fields of a cadre"),
    "people.export_persons": gettext_lazy("Exported the list of cadres (%(format)s)"),
}


def panel(unit: Unit, day: date, user: User) -> UnitPanel | None:
    """Posts and who holds them, for the unit's page."""
    values: dict[str, object] = {"seats": seats_of(unit, day, user), "unit": unit}
    if holds(user, Right.CHANGE_PEOPLE, unit):
        values |= {
            "may_change": True,
            "bodies": list(Body.objects.as_of(day).filter(unit=unit).order_by("kind", "name")),
        }
    return UnitPanel(_("Posts and who holds them"), "people/panel.html", values, _("as of the day"))


def found(user: User, text: str, day: date) -> list[Found]:  # noqa: ARG001  the shape of the registry
    """Cadres whose name has the text."""
    key = fold(text)
    if not key:
        return []
    rows = Person.objects.visible_to(user).filter(search_key__contains=key).order_by("sort_key", "pk")[:20]
    return [Found(Link(one.full_name, reverse("people:person", args=[one.pk])), _("cadre")) for one in rows]
