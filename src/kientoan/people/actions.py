"""What is done about persons, posts and who holds them."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.recording import recorded
from kientoan.core.vietnamese import fold, nfc, person_sort_key
from kientoan.orgs.models import Body, Unit
from kientoan.orgs.rules.handover import Held, Outcome
from kientoan.people.access import check_change_people
from kientoan.people.models import Holding, Person, Post


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


def open_post(*, body: Body, code: str, title: str, day: date, by: User) -> Post:
    """Open a post in a body from a day on; it outlives whoever holds it."""
    check_change_people(by, body.unit)
    with recorded("people.open_post", by=by, on=[body.unit, body], detail={"code": code, "title": title}) as action:
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
) -> Holding:
    """Let a person hold a post, or act in it, from a day on; refuses while another holds it."""
    check_change_people(by, post.body.unit)
    with recorded(
        "people.seat", by=by, on=[post.body.unit, post, person], detail={"decision": decision, "acting": acting}
    ) as action:
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


def unseat(*, holding: Holding, day: date, by: User, decision: str = "", reason: str = "") -> Holding:
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
        holding.valid = DateRange(holding.valid.lower, day)
        holding.save(update_fields=["valid"])
    return holding


def end_posts(unit: Unit, successor: Unit | None, day: date, by: User) -> list[Held]:  # noqa: ARG001  the shape of the registry
    """End the posts of a unit that ends, and who holds them; part of the operation's own action."""
    held = []
    for post in Post.objects.as_of(day).filter(body__unit=unit, valid__startswith__lt=day):
        for holding in post.holdings.filter(valid__contains=day, valid__startswith__lt=day).select_related("person"):
            holding.valid = DateRange(holding.valid.lower, day)
            holding.save(update_fields=["valid"])
            held.append(Held("holder", f"{post.title}: {holding.person_id}", Outcome.ENDED))
        post.valid = DateRange(post.valid.lower, day)
        post.save(update_fields=["valid"])
        held.append(Held("post", post.title, Outcome.ENDED))
    return held
