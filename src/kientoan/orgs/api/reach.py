"""Bodies, grants, portfolios and accounts by the API."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Schema, Status
from pydantic import Field

from kientoan.accounts.models import User
from kientoan.core import clock
from kientoan.core.access import Refused
from kientoan.core.api import Code, Day, Reason, Span, acting
from kientoan.core.problems import Fault
from kientoan.orgs import actions
from kientoan.orgs.actions import Entrant
from kientoan.orgs.api.router import router
from kientoan.orgs.api.shapes import BodyOut, GrantOut
from kientoan.orgs.models import Body, Grant, Unit
from kientoan.orgs.queries.named import unit_of, units_named
from kientoan.orgs.rules.roles import Role


class BodyIn(Span):
    """A body to open."""

    kind: str = Field(max_length=40)
    name: str = Field(min_length=1, max_length=200)


class Ending(Schema):
    """The first day on which a thing no longer holds."""

    day: Day
    reason: Reason = ""


class GrantIn(Span):
    """A role to give over a unit's branch."""

    username: str = Field(min_length=1, max_length=150)
    role: Role
    reason: Reason = ""


class PortfolioIn(Schema):
    """A named set of units that one person can be given."""

    name: str = Field(min_length=1, max_length=120)
    units: list[Code] = Field(min_length=1, max_length=1000)


class PortfolioOut(Schema):
    """A portfolio."""

    id: int
    name: str
    units: list[str]


class EntrantIn(Schema):
    """An account to make, with its role and unit."""

    username: str = Field(min_length=1, max_length=150)
    full_name: str = Field(max_length=120)
    role: Role
    unit: Code
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=20)


class Admission(Schema):
    """Accounts to make, all or none."""

    day: Day | None = Field(None, description="From which day the roles hold; without it, from today.")
    entrants: list[EntrantIn] = Field(min_length=1, max_length=5000)


class AccountOut(Schema):
    """An account just made; it is entered by a one-time code."""

    username: str
    full_name: str


@router.post("/units/{code}/bodies", response={201: BodyOut})
def open_body(request: HttpRequest, code: str, body: BodyIn) -> Status:
    """Open a body of the unit."""
    user = acting(request)
    made = actions.open_body(
        unit=unit_of(user, code), kind=body.kind, name=body.name, day=body.day, until=body.until, by=user
    )
    return Status(201, BodyOut.of(made))


@router.post("/bodies/{number}/end", response=BodyOut)
def end_body(request: HttpRequest, number: int, body: Ending) -> BodyOut:
    """End a body."""
    user = acting(request)
    found = get_object_or_404(Body.objects.visible_to(user).select_related("unit"), pk=number)
    return BodyOut.of(actions.end_body(body=found, day=body.day, reason=body.reason, by=user))


@router.post("/units/{code}/grants", response={201: GrantOut})
def give_grant(request: HttpRequest, code: str, body: GrantIn) -> Status:
    """Give an account a role over the unit's branch."""
    user = acting(request)
    unit = unit_of(user, code)
    receiver = User.objects.filter(username=body.username, is_active=True).first()
    if receiver is None:
        sentence = _("There is no active account “%(name)s”.") % {"name": body.username}
        raise Refused(sentence, errors=(Fault(place="body.username", sentence=sentence),))
    grant = actions.give_grant(
        user=receiver, role=body.role, unit=unit, day=body.day, until=body.until, reason=body.reason, by=user
    )
    return Status(201, GrantOut.of(grant))


@router.post("/grants/{number}/end", response=GrantOut)
def end_grant(request: HttpRequest, number: int, body: Ending) -> GrantOut:
    """End a grant."""
    user = acting(request)
    grant = get_object_or_404(Grant.objects.select_related("user", "unit", "portfolio"), pk=number)
    over = [grant.unit] if grant.unit else list(grant.portfolio.units.all()) if grant.portfolio else []
    if Unit.objects.visible_to(user).filter(pk__in=[unit.pk for unit in over]).count() < len(over):
        raise Http404
    return GrantOut.of(actions.end_grant(grant=grant, day=body.day, reason=body.reason, by=user))


@router.post("/portfolios", response={201: PortfolioOut})
def make_portfolio(request: HttpRequest, body: PortfolioIn) -> Status:
    """Make a portfolio of units."""
    user = acting(request)
    units = units_named(user, {f"body.units.{n}": code for n, code in enumerate(body.units)})
    made = actions.make_portfolio(name=body.name, units=list(dict.fromkeys(units.values())), by=user)
    return Status(201, PortfolioOut(id=made.pk, name=made.name, units=sorted(unit.code for unit in units.values())))


@router.post("/accounts", response={201: list[AccountOut]})
def admit(request: HttpRequest, body: Admission) -> Status:
    """Make accounts in bulk, each with its role over a unit, all or none."""
    user = acting(request)
    units_named(user, {f"body.entrants.{n}.unit": one.unit for n, one in enumerate(body.entrants)})
    entrants = [
        Entrant(
            username=one.username,
            full_name=one.full_name,
            role=one.role,
            unit_code=one.unit,
            email=one.email,
            phone=one.phone,
        )
        for one in body.entrants
    ]
    made = actions.admit(entrants=entrants, day=body.day or clock.today(), by=user)
    return Status(201, [AccountOut(username=one.username, full_name=one.full_name) for one in made])
