"""What is done about persons, posts and who holds them."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import ChangedMeanwhile, Refused
from kientoan.core.privacy import Privacy, personal_fields, privacy_of
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import fold, nfc, person_sort_key
from kientoan.orgs.access import check_named
from kientoan.orgs.models import Body, Unit
from kientoan.orgs.rules.handover import Held, Outcome
from kientoan.orgs.rules.roles import Right
from kientoan.people.access import check_change_people, check_read_sensitive
from kientoan.people.models import Holding, Person, Post, PostQuerySet
from kientoan.people.queries import version_of
from kientoan.people.rules import HoldingRow, PersonRow, PostRow

CORRECTABLE = frozenset({"full_name", "born", "sex", "phone"})
FORGOTTEN = "—"


def add_person(
    *,
    unit: Unit,
    full_name: str,
    by: User,
    born: date | None = None,
    sex: str = "",
    phone: str = "",
    account: User | None = None,
) -> Person:
    """Enter a cadre whom a decision names; the record keeps that it was done, not the personal values."""
    check_change_people(by, unit)
    name = " ".join(nfc(full_name).split())
    if not name:
        raise Refused(_("A person needs a name."))
    with recorded("people.add_person", by=by, on=[unit]) as action:
        person = Person.objects.create(
            unit=unit,
            full_name=name,
            sort_key=person_sort_key(name),
            search_key=fold(name),
            born=born,
            sex=sex,
            phone=phone,
            account=account,
        )
        action.about(person)
    return person


def correct_person(
    *, person: Person, by: User, reason: str = "", version: str | None = None, **changes: object
) -> Person:
    """Correct personal values; the record names the fields that changed, never what they held.

    ``version`` is `queries.version_of` the person as it was looked at; None skips the check.
    """
    check_change_people(by, person.unit)
    unknown = sorted(set(changes) - CORRECTABLE)
    if unknown:
        raise Refused(_("These cannot be corrected here: %(fields)s.") % {"fields": ", ".join(unknown)})
    with recorded("people.correct_person", by=by, on=[person], reason=reason, detail={"fields": sorted(changes)}):
        _lock(person, version)
        if _forgotten(person):
            raise Refused(_("The values of this person were erased for good; there is nothing to correct."))
        for field, value in changes.items():
            setattr(person, field, value)
        person.full_name = " ".join(nfc(person.full_name).split())
        if not person.full_name:
            raise Refused(_("A person needs a name."))
        person.sort_key, person.search_key = person_sort_key(person.full_name), fold(person.full_name)
        person.save()
    return person


def forget_person(*, person: Person, by: User, reason: str, version: str | None = None) -> Person:
    """Forget a person (Law 91/2025): the values go for good; that something was done by decision stays.

    Refused while the person holds a post, because a duty always has a holder with a name.
    """
    check_change_people(by, person.unit)
    held = Q(valid__endswith__isnull=True) | Q(valid__endswith__gt=clock.today())
    if person.holdings.filter(held).exists():
        raise Refused(_("The person still holds a post. End that first."))
    with recorded("people.forget_person", by=by, on=[person], reason=reason):
        _lock(person, version)
        person.full_name = FORGOTTEN
        person.sort_key = person.search_key = ""
        person.born, person.sex, person.phone, person.account = None, "", "", None
        person.save()
    return person


def open_post(*, body: Body, code: str, title: str, day: date, by: User, version: str | None = None) -> Post:
    """Open a post in a body from a day on; it outlives whoever holds it."""
    check_change_people(by, body.unit)
    if not title.strip():
        raise Refused(_("A post needs a title."))
    if not _within(body.valid, day):
        raise Refused(_("The body “%(name)s” does not exist on that day.") % {"name": body.name})
    with recorded("people.open_post", by=by, on=[body.unit, body], detail={"code": code, "title": title}) as action:
        _lock(body, version)
        post = Post.objects.create(body=body, code=code, title=nfc(title).strip(), valid=DateRange(day, None))
        action.about(post)
    return post


def seat(
    *,
    post: Post,
    person: Person,
    day: date,
    by: User,
    decision: str = "",
    acting: bool = False,
    until: date | None = None,
    version: str | None = None,
) -> Holding:
    """Let a person hold a post, or act in it, from a day on; refuses while another holds it.

    ``until`` is the first day without it; ``version`` is `queries.version_of` the post as it was looked at.
    """
    check_change_people(by, post.body.unit)
    _check_seat(post, person, day, until)
    with recorded(
        "people.seat", by=by, on=[post.body.unit, post, person], detail={"decision": decision, "acting": acting}
    ) as action:
        _lock(post, version)
        try:
            with transaction.atomic():
                holding = Holding.objects.create(
                    post=post, person=person, valid=DateRange(day, until), acting=acting, decision=decision
                )
        except IntegrityError as error:
            raise Refused(
                _("“%(post)s” is held by someone else on those days. End that first.") % {"post": post.title}
            ) from error
        action.about(holding)
    return holding


def _check_seat(post: Post, person: Person, day: date, until: date | None) -> None:
    """Refuse days on which the post does not exist, and a person whose values were erased."""
    if until is not None and until <= day:
        raise Refused(_("It must end after the day on which it begins."))
    if not _within(post.valid, day):
        raise Refused(_("The post “%(post)s” does not exist on that day.") % {"post": post.title})
    if _forgotten(person):
        raise Refused(_("The values of this person were erased for good; nobody can hold a post without a name."))


def hand_over(
    *, post: Post, person: Person, day: date, by: User, decision: str = "", version: str | None = None
) -> Holding:
    """Let a post pass to another person on a day: whoever holds it or acts in it ends, the other begins; one action."""
    check_change_people(by, post.body.unit)
    with recorded(
        "people.hand_over", by=by, on=[post.body.unit, post, person], detail={"post": post.title, "decision": decision}
    ):
        _lock(post, version)
        leaving = list(post.holdings.filter(valid__contains=day).select_related("person", "post__body__unit"))
        if not leaving:
            raise Refused(_("Nobody holds “%(post)s” on that day; give it to someone instead.") % {"post": post.title})
        if any(one.person_id == person.pk and not one.acting for one in leaving):
            raise Refused(_("%(name)s holds the post already on that day.") % {"name": person.full_name})
        for holding in leaving:
            unseat(holding=holding, day=day, by=by, decision=decision)
        return seat(post=post, person=person, day=day, by=by, decision=decision)


def unseat(
    *, holding: Holding, day: date, by: User, decision: str = "", reason: str = "", version: str | None = None
) -> Holding:
    """End a holding; ``day`` is the first day on which the person no longer holds the post."""
    check_change_people(by, holding.post.body.unit)
    if holding.valid.lower >= day or (holding.valid.upper is not None and holding.valid.upper <= day):
        raise Refused(_("The person does not hold the post on that day."))
    with recorded(
        "people.unseat",
        by=by,
        on=[holding.post.body.unit, holding.post, holding.person],
        reason=reason,
        detail={"decision": decision},
    ):
        _lock(holding.post, version)
        holding.valid = DateRange(holding.valid.lower, day)
        holding.save(update_fields=["valid"])
    return holding


def _within(valid: DateRange, day: date) -> bool:
    """Whether the day lies in the range."""
    return bool(valid.lower <= day and (valid.upper is None or day < valid.upper))


def _forgotten(person: Person) -> bool:
    """Whether the person's values were erased."""
    return not person.search_key


def _lock(thing: Person | Post | Body, version: str | None) -> None:
    """Take the thing for this transaction; refuse when it is not as it was looked at."""
    held = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    if version is not None and version_of(held) != version:
        raise ChangedMeanwhile(
            _("Someone else has changed “%(thing)s” since you opened it. Look at it again, then repeat your change.")
            % {"thing": str(thing)}
        )


def end_posts(unit: Unit, successor: Unit | None, day: date, by: User) -> list[Held]:  # noqa: ARG001  the shape of the registry
    """End the posts of a unit that ends, and who holds them; part of the operation's own action."""
    return _end_posts(Post.objects.as_of(day).filter(body__unit=unit, valid__startswith__lt=day), day)


def end_posts_of_body(body: Body, day: date, by: User) -> list[Held]:  # noqa: ARG001  the shape of the registry
    """End the posts of a body that ends, and who holds them; part of the action that ends the body."""
    return _end_posts(Post.objects.as_of(day).filter(body=body, valid__startswith__lt=day), day)


def _end_posts(posts: PostQuerySet, day: date) -> list[Held]:
    held = []
    for post in posts:
        for holding in post.holdings.filter(valid__contains=day, valid__startswith__lt=day).select_related("person"):
            holding.valid = DateRange(holding.valid.lower, day)
            holding.save(update_fields=["valid"])
            held.append(Held("holder", f"{post.title}: {holding.person_id}", Outcome.ENDED))
        post.valid = DateRange(post.valid.lower, day)
        post.save(update_fields=["valid"])
        held.append(Held("post", post.title, Outcome.ENDED))
    return held


def write_people(
    *,
    persons: Sequence[PersonRow],
    posts: Sequence[PostRow],
    holdings: Sequence[HoldingRow],
    by: User,
    reason: str = "",
) -> dict[str, Person]:
    """Bring in persons, posts and holders as lists, all or none; returns the persons by their line's key.

    Refuses with every line whose unit or body is not in the register.
    """
    codes = {person.unit_code for person in persons} | {post.unit_code for post in posts}
    check_named(by, Right.CHANGE_PEOPLE, codes)
    units, bodies = _places(persons, posts)
    with recorded("people.write_people", by=by, reason=reason, detail={"persons": len(persons), "posts": len(posts)}):
        made = Person.objects.bulk_create((_person(row, units[row.unit_code]) for row in persons), batch_size=2000)
        by_key = {row.key: person for row, person in zip(persons, made, strict=True)}
        opened = Post.objects.bulk_create((_post(row, bodies) for row in posts), batch_size=2000)
        post_of = {row.key: post for row, post in zip(posts, opened, strict=True)}
        Holding.objects.bulk_create(
            (
                Holding(
                    post=post_of[row.post_key],
                    person=by_key[row.person_key],
                    valid=DateRange(row.valid_from, row.valid_to),
                    acting=row.acting,
                    decision=row.decision,
                )
                for row in holdings
            ),
            batch_size=2000,
        )
    return by_key


def _places(
    persons: Sequence[PersonRow], posts: Sequence[PostRow]
) -> tuple[dict[str, Unit], dict[tuple[str, str], Body]]:
    """The units and bodies that the lists name; refuses with every line that names one that is not there."""
    units = {u.code: u for u in Unit.objects.filter(code__in={row.unit_code for row in persons})}
    bodies = {
        (body.unit.code, body.kind): body
        for body in Body.objects.filter(unit__code__in={row.unit_code for row in posts}).select_related("unit")
    }
    errors = [
        _("%(key)s: no unit “%(code)s”.") % {"key": p.key, "code": p.unit_code}
        for p in persons
        if p.unit_code not in units
    ]
    errors += [
        _("%(key)s: “%(code)s” has no body of kind “%(kind)s”.")
        % {"key": p.key, "code": p.unit_code, "kind": p.body_kind}
        for p in posts
        if (p.unit_code, p.body_kind) not in bodies
    ]
    if errors:
        raise Refused(_("Nothing was written."), errors=tuple(errors))
    return units, bodies


def _post(row: PostRow, bodies: dict[tuple[str, str], Body]) -> Post:
    return Post(
        body=bodies[row.unit_code, row.body_kind],
        code=row.key[-40:],
        title=nfc(row.title).strip(),
        valid=DateRange(row.valid_from, None),
    )


def _person(row: PersonRow, unit: Unit) -> Person:
    name = " ".join(nfc(row.full_name).split())
    return Person(
        unit=unit,
        full_name=name,
        sort_key=person_sort_key(name),
        search_key=fold(name),
        born=row.born,
        sex=row.sex,
    )


def read_sensitive(*, person: Person, by: User, reason: str) -> dict[str, object]:
    """Open the sensitive fields of a person; that it was done, by whom and why stays in the record."""
    check_read_sensitive(by, person.unit)
    if not reason.strip():
        raise Refused(_("Say what you need it for."))
    fields = [name for name in personal_fields(Person) if privacy_of(Person, name) is Privacy.SENSITIVE]
    with recorded("people.read_sensitive", by=by, on=[person], reason=reason, detail={"fields": fields}):
        return {name: getattr(person, name) for name in fields}
