"""Who holds what, as of any day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from kientoan.accounts.models import User
from kientoan.orgs.models import Unit
from kientoan.people.models import Holding, Post


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
