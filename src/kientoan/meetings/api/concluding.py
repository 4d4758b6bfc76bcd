"""What a meeting concludes, written down by programs, and the directives that carry it out."""

from django.http import HttpRequest
from ninja import Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core.api import Code, Day, acting
from kientoan.directives import actions as directives
from kientoan.directives.models import Directive
from kientoan.meetings import actions
from kientoan.meetings.api.reading import ConclusionOut
from kientoan.meetings.api.router import keeper_at, named, router, row_of, seen_meeting
from kientoan.meetings.models import ConclusionItem
from kientoan.meetings.rules.words import ItemKind


class ConclusionIn(Schema):
    """A result, a limit, or a task with its lead and day as they were said."""

    kind: ItemKind
    text: str = Field(min_length=1, max_length=20_000)
    is_key: bool = False
    lead: str = Field("", max_length=300)
    by_when: str = Field("", max_length=200)


class ConclusionChange(Schema):
    """What changes; what is not sent stays."""

    text: str = Field("", max_length=20_000)
    is_key: bool = False
    lead: str = Field("", max_length=300)
    by_when: str = Field("", max_length=200)


def _item(user: User, number: int, item: int) -> ConclusionItem:
    rows = seen_meeting(user, number).items.select_related("meeting__organiser", "meeting__notice", "meeting__body")
    found: ConclusionItem = row_of(rows, item)
    return found


@router.post("/meetings/{number}/conclusion", response={201: ConclusionOut})
def add_conclusion(request: HttpRequest, number: int, body: ConclusionIn) -> Status:
    """Write down a result, a limit or a task."""
    user = acting(request)
    made = actions.add_conclusion(meeting=seen_meeting(user, number), by=user, **body.dict())
    return Status(201, ConclusionOut.of(made))


@router.post("/meetings/{number}/conclusion/{item}/change", response=ConclusionOut)
def change_conclusion(request: HttpRequest, number: int, item: int, body: ConclusionChange) -> ConclusionOut:
    """Change the words of an item until the meeting is concluded."""
    user = acting(request)
    said = {name: getattr(body, name) for name in sorted(body.model_fields_set)}
    return ConclusionOut.of(actions.change_conclusion(item=_item(user, number, item), by=user, **said))


@router.post("/meetings/{number}/conclusion/{item}/drop", response={204: None})
def drop_conclusion(request: HttpRequest, number: int, item: int) -> Status[None]:
    """Take an item out again until the meeting is concluded."""
    user = acting(request)
    actions.drop_conclusion(item=_item(user, number, item), by=user)
    return Status(204, None)


class NoneIn(Schema):
    """Why a task needs no directive of its own; empty words take that back."""

    because: str = Field(max_length=300)


@router.post("/meetings/{number}/conclusion/{item}/no-directive", response=ConclusionOut)
def say_no_directive(request: HttpRequest, number: int, item: int, body: NoneIn) -> ConclusionOut:
    """Say why a task of the conclusion needs no directive."""
    user = acting(request)
    return ConclusionOut.of(actions.say_no_directive(item=_item(user, number, item), because=body.because, by=user))


class DraftIn(Schema):
    """The units that lead, each with a task of its own; the day and the product."""

    units: list[Code] = Field(min_length=1, max_length=700)
    deadline: Day | None = None
    product: str = Field("", max_length=500)


class LinkOut(Schema):
    """A directive that carries an item of a conclusion out."""

    item: int
    directive: int


@router.post("/meetings/{number}/conclusion/{item}/draft", response={201: LinkOut})
def draft_from_conclusion(request: HttpRequest, number: int, item: int, body: DraftIn) -> Status:
    """Draft a directive in the words of a task; it is checked and issued as any other."""
    user = acting(request)
    found = _item(user, number, item)
    leads = [directives.Lead(keeper_at(user, code, f"body.units.{place}")) for place, code in enumerate(body.units)]
    due = directives.Due(body.deadline, "by", found.by_when, "stated") if body.deadline else None
    made = actions.draft_from_item(item=found, leads=leads, due=due, product=body.product, by=user)
    return Status(201, LinkOut(item=found.pk, directive=made.pk))


class LinkIn(Schema):
    """A directive that there is already."""

    directive: int


@router.post("/meetings/{number}/conclusion/{item}/link", response={201: LinkOut})
def link_directive(request: HttpRequest, number: int, item: int, body: LinkIn) -> Status:
    """Say that a directive carries this task out."""
    user = acting(request)
    found = _item(user, number, item)
    directive = named(Directive.objects.visible_to(user), body.directive, "body.directive")
    link = actions.link_directive(item=found, directive=directive, by=user)
    return Status(201, LinkOut(item=link.item_id, directive=link.directive_id))


@router.post("/meetings/{number}/conclusion/{item}/unlink", response={204: None})
def unlink_directive(request: HttpRequest, number: int, item: int, body: LinkIn) -> Status[None]:
    """Take the link back; the directive stays as it is."""
    user = acting(request)
    links = _item(user, number, item).carried_out_by
    key = links.filter(directive_id=body.directive).values_list("pk", flat=True).first()
    actions.unlink_directive(
        link=row_of(links.select_related("item__meeting__organiser", "directive"), key or 0), by=user
    )
    return Status(204, None)
