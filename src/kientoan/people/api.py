"""The API of persons, posts and holders. Sensitive fields are given one person at a time, for a reason, recorded."""

from datetime import date
from typing import Literal, Self

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core.access import Refused
from kientoan.core.api import AsOf, Code, Day, Decision, Paging, Reason, Rows, Span, acting, paged
from kientoan.core.problems import Fault
from kientoan.core.vietnamese import fold
from kientoan.orgs.models import Body, Unit
from kientoan.people import actions, queries
from kientoan.people.models import Holding, Person, Post

router = Router(tags=["people"])


class PersonOut(Schema):
    """A person, without sensitive fields."""

    id: int
    unit: str = Field(description="Code of the unit the person belongs to.")
    full_name: str
    sex: str

    @classmethod
    def of(cls, person: Person) -> Self:
        """From a person with the unit."""
        return cls(id=person.pk, unit=person.unit.code, full_name=person.full_name, sex=person.sex)


class SensitiveOut(Schema):
    """The sensitive fields of a person."""

    id: int
    born: date | None
    phone: str


class PersonIn(Schema):
    """A cadre whom a decision names."""

    unit: Code
    full_name: str = Field(min_length=1, max_length=120)
    born: Day | None = None
    sex: Literal["", "m", "f"] = ""
    phone: str = Field("", max_length=20)


class Correction(Schema):
    """The values to correct; what is not sent stays."""

    full_name: str | None = Field(None, min_length=1, max_length=120)
    born: Day | None = None
    sex: Literal["", "m", "f"] | None = None
    phone: str | None = Field(None, max_length=20)
    reason: Reason = ""


class PersonFilter(Schema):
    """Which persons to list."""

    unit: str | None = Field(None, description="Code of the unit they belong to.")
    text: str = Field("", max_length=120, description="Only those whose name has this; accents may lack.")


class Look(Schema):
    """Why one needs to see sensitive fields, or to forget a person."""

    reason: Reason


class HoldingOut(Schema):
    """Who holds a post, or acts in it."""

    id: int
    person: int
    full_name: str
    acting: bool
    decision: str
    valid_from: date | None
    valid_to: date | None

    @classmethod
    def of(cls, holding: Holding) -> Self:
        """From a holding with its person."""
        return cls(
            id=holding.pk,
            person=holding.person_id,
            full_name=holding.person.full_name,
            acting=holding.acting,
            decision=holding.decision,
            valid_from=holding.valid.lower,
            valid_to=holding.valid.upper,
        )


class PostOut(Schema):
    """A post in a body, with its holder of the day and who acts in it."""

    id: int
    body: int
    code: str
    title: str
    holder: HoldingOut | None = None
    acting: HoldingOut | None = None
    vacant: bool = True


class PostIn(Schema):
    """A post to open."""

    code: Code
    title: str = Field(min_length=1, max_length=160)
    day: Day


class Seating(Span):
    """A person takes a post, or acts in it, from a day on."""

    person: int
    acting: bool = False
    decision: Decision = ""


class HandingOver(Schema):
    """The person who takes the post over, from which day, by which decision."""

    day: Day
    person: int
    decision: Decision = ""


class Unseating(Schema):
    """The first day on which the person no longer holds the post."""

    day: Day
    decision: Decision = ""
    reason: Reason = ""


def seen_unit(user: User, code: str) -> Unit:
    """A unit that the user may see, or 404."""
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    if unit is None:
        raise Http404(_("There is no unit “%(code)s” among those you may see.") % {"code": code})
    return unit


@router.get("/persons", response=Rows[PersonOut])
def list_persons(request: HttpRequest, which: Query[PersonFilter], paging: Query[Paging]) -> object:
    """Persons of the units one may see, by name."""
    user = acting(request)
    persons = Person.objects.visible_to(user).select_related("unit").order_by("sort_key", "pk")
    if which.unit:
        persons = persons.filter(unit=seen_unit(user, which.unit))
    if which.text:
        persons = persons.filter(search_key__contains=fold(which.text))
    return paged(persons, paging, PersonOut.of)


@router.post("/persons", response={201: PersonOut})
def add_person(request: HttpRequest, body: PersonIn) -> Status:
    """Enter a person."""
    user = acting(request)
    unit = seen_unit(user, body.unit)
    person = actions.add_person(
        unit=unit, full_name=body.full_name, born=body.born, sex=body.sex, phone=body.phone, by=user
    )
    return Status(201, PersonOut.of(person))


@router.get("/persons/{number}", response=PersonOut)
def get_person(request: HttpRequest, number: int) -> PersonOut:
    """A person, without sensitive fields."""
    return PersonOut.of(_person(acting(request), number))


@router.post("/persons/{number}/sensitive", response=SensitiveOut)
def read_sensitive(request: HttpRequest, number: int, body: Look) -> SensitiveOut:
    """The sensitive fields of a person, for a reason; the look is recorded."""
    user = acting(request)
    person = _person(user, number)
    actions.read_sensitive(person=person, reason=body.reason, by=user)
    return SensitiveOut(id=person.pk, born=person.born, phone=person.phone)


@router.post("/persons/{number}/correct", response=PersonOut)
def correct_person(request: HttpRequest, number: int, body: Correction) -> PersonOut:
    """Correct values of a person; the record names the fields, never what they held."""
    user = acting(request)
    changes = {field: getattr(body, field) for field in sorted(body.model_fields_set - {"reason"})}
    empty = [field for field, value in changes.items() if value is None and field != "born"]
    if empty:
        sentence = _("A value is needed.")
        faults = tuple(Fault(place=f"body.{field}", sentence=sentence) for field in empty)
        raise Refused(_("The request has faults; nothing was done."), errors=faults)
    person = actions.correct_person(person=_person(user, number), by=user, reason=body.reason, **changes)
    return PersonOut.of(person)


@router.post("/persons/{number}/forget", response=PersonOut)
def forget_person(request: HttpRequest, number: int, body: Look) -> PersonOut:
    """Forget a person: the values go for good, that it was decided stays."""
    user = acting(request)
    return PersonOut.of(actions.forget_person(person=_person(user, number), by=user, reason=body.reason))


@router.get("/units/{code}/posts", response=list[PostOut])
def list_posts(request: HttpRequest, code: str, which: Query[AsOf]) -> object:
    """The posts of the unit's bodies on the day, each with who held it."""
    user = acting(request)
    return [
        PostOut(
            id=seat.post.pk,
            body=seat.post.body_id,
            code=seat.post.code,
            title=seat.post.title,
            holder=HoldingOut.of(seat.holder) if seat.holder else None,
            acting=HoldingOut.of(seat.acting) if seat.acting else None,
            vacant=seat.vacant,
        )
        for seat in queries.seats_of(seen_unit(user, code), which.day, user)
    ]


@router.post("/bodies/{number}/posts", response={201: PostOut})
def open_post(request: HttpRequest, number: int, body: PostIn) -> Status:
    """Open a post in a body."""
    user = acting(request)
    found = get_object_or_404(Body.objects.visible_to(user).select_related("unit"), pk=number)
    post = actions.open_post(body=found, code=body.code, title=body.title, day=body.day, by=user)
    return Status(201, PostOut(id=post.pk, body=post.body_id, code=post.code, title=post.title))


@router.post("/posts/{number}/seat", response={201: HoldingOut})
def seat(request: HttpRequest, number: int, body: Seating) -> Status:
    """Let a person hold the post, or act in it."""
    user = acting(request)
    post = get_object_or_404(Post.objects.visible_to(user).select_related("body__unit"), pk=number)
    person = Person.objects.visible_to(user).filter(pk=body.person).first()
    if person is None:
        sentence = _("There is no such person among those you may see.")
        raise Refused(sentence, errors=(Fault(place="body.person", sentence=sentence),))
    holding = actions.seat(
        post=post,
        person=person,
        day=body.day,
        until=body.until,
        acting=body.acting,
        decision=body.decision,
        by=user,
    )
    return Status(201, HoldingOut.of(holding))


@router.post("/posts/{number}/hand-over", response={201: HoldingOut})
def hand_over(request: HttpRequest, number: int, body: HandingOver) -> Status[HoldingOut]:
    """Let the post pass to another person: whoever holds it or acts in it ends, the other begins."""
    user = acting(request)
    post = get_object_or_404(Post.objects.visible_to(user).select_related("body__unit"), pk=number)
    person = Person.objects.visible_to(user).filter(pk=body.person).first()
    if person is None:
        sentence = _("There is no such person among those you may see.")
        raise Refused(sentence, errors=(Fault(place="body.person", sentence=sentence),))
    holding = actions.hand_over(post=post, person=person, day=body.day, decision=body.decision, by=user)
    return Status(201, HoldingOut.of(holding))


@router.post("/holdings/{number}/end", response=HoldingOut)
def unseat(request: HttpRequest, number: int, body: Unseating) -> HoldingOut:
    """End a holding."""
    user = acting(request)
    posts = Post.objects.visible_to(user)
    holdings = Holding.objects.filter(post__in=posts).select_related("person", "post__body__unit")
    holding = get_object_or_404(holdings, pk=number)
    return HoldingOut.of(
        actions.unseat(holding=holding, day=body.day, decision=body.decision, reason=body.reason, by=user)
    )


def _person(user: User, number: int) -> Person:
    return get_object_or_404(Person.objects.visible_to(user).select_related("unit"), pk=number)
