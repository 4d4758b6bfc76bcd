"""Units as people write them, one a line, by code or by name, found among those that the person may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.vietnamese import fold
from kientoan.orgs.models import Grant, Unit, UnitSpan
from kientoan.people.models import Post


@dataclass(frozen=True, slots=True)
class Written:
    """The units found, in order, and a fault for each line that names none or several."""

    units: tuple[Unit, ...]
    faults: tuple[str, ...]


def units_written(user: User, text: str, day: date) -> Written:
    """Find a unit for each line; accents and capitals do not matter."""
    lines = list(dict.fromkeys(line.strip(" -•;,\t") for line in text.splitlines() if line.strip(" -•;,\t")))
    if not lines:
        return Written((), ())
    by_code = {unit.code: unit for unit in Unit.objects.visible_to(user).filter(code__in=lines)}
    keys = {fold(line) for line in lines if line not in by_code}
    named: dict[str, list[Unit]] = {}
    spans = UnitSpan.objects.visible_to(user).as_of(day).filter(search_key__in=keys).select_related("unit")
    for span in spans.order_by("unit__code"):
        named.setdefault(span.search_key, []).append(span.unit)
    units: list[Unit] = []
    faults: list[str] = []
    for line in lines:
        found = [by_code[line]] if line in by_code else named.get(fold(line), [])
        if len(found) == 1:
            units.append(found[0])
        elif found:
            codes = ", ".join(unit.code for unit in found)
            faults.append(
                _("“%(line)s” names several units; write the code: %(codes)s.") % {"line": line, "codes": codes}
            )
        else:
            faults.append(_("There is no unit “%(line)s” among those you may see on that day.") % {"line": line})
    return Written(tuple(dict.fromkeys(units)), tuple(faults))


def watchers_of(units: Sequence[Unit], day: date) -> QuerySet[User]:
    """The accounts with a role at one of the units themselves: who may follow a directive for it."""
    granted = Grant.objects.as_of(day).filter(unit__in=units).values("user_id")
    return User.objects.filter(pk__in=granted, is_active=True).order_by("full_name", "username")


def heads_of(units: Sequence[Unit], day: date) -> dict[int, Post]:
    """The post that answers for each unit: the secretary's, or the first of its committee, where there is one."""
    posts = (
        Post.objects.as_of(day)
        .filter(body__unit__in=[unit.pk for unit in units], body__kind__in=["executive_committee", "standing_board"])
        .select_related("body")
        .order_by("body__kind", "code", "pk")
    )
    heads: dict[int, Post] = {}
    for post in posts:
        held = heads.get(post.body.unit_id)
        if held is None or (_leads(post) and not _leads(held)):
            heads[post.body.unit_id] = post
    return heads


def _leads(post: Post) -> bool:
    return fold(post.title).startswith("bi thu")
