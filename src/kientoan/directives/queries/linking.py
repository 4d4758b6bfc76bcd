"""From words to the register: which units and bodies an assignee or a place means, as of a day, among those a person may see.

A few queries for a whole text, whatever the size of the register: all names of the text are asked for at once by the index of names.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from kientoan.accounts.models import User
from kientoan.core.params import NoValueAt
from kientoan.core.vietnamese import fold, sort_key
from kientoan.directives.rules.extraction.offices import Office, offices_in, place_names
from kientoan.directives.rules.extraction.places import Place, places_in
from kientoan.orgs.models import Body, UnitSpan
from kientoan.orgs.queries.pack import default_pack
from kientoan.people.models import Post

Match = Literal["exact", "alias", "unsure"]
MOST_TOGETHER: Final = 60
"""More units than this are not filled in from 'các xã, phường': a person chooses."""
_TIERS: Final = 6


@dataclass(frozen=True, slots=True)
class Linked:
    """A unit that words mean: how surely, its body and the post that answers where the register has them."""

    unit_id: int
    code: str
    name: str
    match: Match
    body_id: int | None = None
    body: str = ""
    post_id: int | None = None
    post: str = ""


@dataclass(slots=True)
class Register:
    """The part of the register that one text names."""

    by_name: dict[str, list[UnitSpan]] = field(default_factory=lambda: defaultdict(list))
    parents: dict[int, UnitSpan] = field(default_factory=dict)
    below: list[UnitSpan] = field(default_factory=list)
    top: UnitSpan | None = None
    top_is_sure: bool = False
    bodies: dict[tuple[int, str], Body] = field(default_factory=dict)
    posts: dict[int, list[Post]] = field(default_factory=lambda: defaultdict(list))
    body_names: dict[str, str] = field(default_factory=dict)


def body_names(day: date) -> dict[str, str]:
    """Folded names of the kinds of bodies of the pack, with their codes."""
    try:
        return {fold(one.vi): one.code for one in default_pack().bodies_at(day)}
    except NoValueAt:
        return {}


def register_for(user: User, text: str, assignees: Iterable[str], day: date) -> Register:
    """Ask the register for every name of the text and of the assignees, as of the day, in reach of the user."""
    register = Register(body_names=body_names(day))
    wanted: set[str] = set()
    for assignee in set(assignees):
        for office in offices_in(assignee, register.body_names):
            wanted.update(office.names, office.around)
    for place in places_in(text):
        wanted.update(name for part in place.parts for name in place_names(*part))
    spans = UnitSpan.objects.visible_to(user).as_of(day).select_related("unit")
    for span in spans.filter(sort_key__in={sort_key(name) for name in wanted}):
        register.by_name[sort_key(span.name)].append(span)
    _fill_parents(register, day)
    _fill_top(register, user, text, day)
    _fill_bodies(register, user, day)
    return register


def _fill_parents(register: Register, day: date) -> None:
    """The chains above the units found, so that 'xã Tân Lập, huyện A' is told from that of huyện B; only compared, never shown."""
    known = {span.unit_id: span for spans in register.by_name.values() for span in spans}
    missing = {span.parent_id for span in known.values() if span.parent_id} - known.keys()
    for _tier in range(_TIERS):
        if not missing:
            break
        found = UnitSpan.objects.as_of(day).filter(unit_id__in=missing).select_related("unit")
        known.update({span.unit_id: span for span in found})
        missing = {span.parent_id for span in known.values() if span.parent_id} - known.keys()
    register.parents = known


def _fill_top(register: Register, user: User, text: str, day: date) -> None:
    """The province or city a text is about: the one it names, else the only one in reach; and what hangs right under it."""
    roots = UnitSpan.objects.visible_to(user).as_of(day).filter(parent__isnull=True).select_related("unit")
    candidates = list(roots[:_TIERS])
    folded = f" {fold(text)} "
    named = [span for span in candidates if f" {fold(_bare(span.name))} " in folded]
    chosen = named if len(named) == 1 else candidates if len(candidates) == 1 else []
    if chosen:
        register.top, register.top_is_sure = chosen[0], bool(named)
        below = (
            UnitSpan.objects.visible_to(user)
            .as_of(day)
            .filter(parent_id=chosen[0].unit_id, sector__in=["district", ""])
        )
        register.below = list(below.select_related("unit").order_by("sort_key")[: MOST_TOGETHER + 1])


def _bare(name: str) -> str:
    for word in ("thành phố ", "tỉnh ", "đảng bộ "):
        if name.lower().startswith(word):
            name = name[len(word) :]
    return name


def _fill_bodies(register: Register, user: User, day: date) -> None:
    units = {span.unit_id for spans in register.by_name.values() for span in spans} | {
        span.unit_id for span in register.below
    }
    if register.top:
        units.add(register.top.unit_id)
    for body in Body.objects.visible_to(user).as_of(day).filter(unit_id__in=units):
        register.bodies[body.unit_id, body.kind] = body
    for post in Post.objects.visible_to(user).as_of(day).filter(body__unit_id__in=units).select_related("body"):
        register.posts[post.body.unit_id].append(post)


def link_assignee(register: Register, assignee: str | None) -> list[Linked]:
    """The units that an assignee means, each once, in the order of the words; none where the register holds none."""
    if not assignee:
        return []
    found: dict[int, Linked] = {}
    for office in offices_in(assignee, register.body_names):
        for span, match in _spans_of(register, office):
            found.setdefault(span.unit_id, _linked(register, span, match, office))
    return list(found.values())


def _spans_of(register: Register, office: Office) -> Sequence[tuple[UnitSpan, Match]]:
    if office.all_below:
        sure: Match = "alias" if "trực thuộc" in office.text.lower() and register.top_is_sure else "unsure"
        own = [(register.top, sure)] if office.top and register.top else []
        return [*own, *((span, sure) for span in register.below)] if len(register.below) <= MOST_TOGETHER else []
    named = _by_names(register, office.names, office.around)
    if named:
        return named
    if office.top and register.top is not None:
        return [(register.top, "alias" if register.top_is_sure else "unsure")]
    return []


def _by_names(register: Register, names: Sequence[str], around: Sequence[str]) -> Sequence[tuple[UnitSpan, Match]]:
    """The unit under the likeliest name; of several of one name those under the larger place, else all as unsure."""
    for order, name in enumerate(names):
        spans = register.by_name.get(sort_key(name), [])
        inside = [span for span in spans if _stands_under(register, span, around)] if around else spans
        chosen = inside or spans
        if chosen:
            match: Match = (
                "unsure" if len(chosen) > 1 or (around and not inside) else "exact" if order == 0 else "alias"
            )
            return [(span, match) for span in chosen]
    return []


def _stands_under(register: Register, span: UnitSpan, around: Sequence[str]) -> bool:
    keys = {sort_key(name) for name in around}
    above = register.parents.get(span.parent_id) if span.parent_id else None
    while above is not None:
        if sort_key(above.name) in keys:
            return True
        above = register.parents.get(above.parent_id) if above.parent_id else None
    return False


def _linked(register: Register, span: UnitSpan, match: Match, office: Office) -> Linked:
    code = register.body_names.get(office.body or "")
    body = register.bodies.get((span.unit_id, code)) if code else None
    post = _post_of(register, span, office, body)
    through_body: Match = "alias" if match == "exact" and office.body else match
    return Linked(
        span.unit_id,
        span.unit.code,
        span.name,
        through_body if body is None else match,
        body.pk if body else None,
        body.name if body else "",
        post.pk if post else None,
        post.title if post else "",
    )


def _post_of(register: Register, span: UnitSpan, office: Office, body: Body | None) -> Post | None:
    """The one post of the unit whose title begins as written ('Bí thư'); of several none."""
    if office.post is None:
        return None
    wanted = fold(office.post)
    posts = [
        post
        for post in register.posts.get(span.unit_id, [])
        if fold(post.title).startswith(wanted) and (body is None or post.body_id == body.pk)
    ]
    return posts[0] if len(posts) == 1 else None


def link_place(register: Register, place: Place) -> Linked | None:
    """The smallest unit of the register that a place names (the commune where the cell is not held); None where there is none."""
    for index, part in enumerate(place.parts):
        around = [name for larger in place.parts[index + 1 :] for name in place_names(*larger)]
        spans = _by_names(register, place_names(*part), around)
        if len(spans) == 1:
            span, match = spans[0]
            return Linked(span.unit_id, span.unit.code, span.name, match if index == 0 else "unsure")
    return None
