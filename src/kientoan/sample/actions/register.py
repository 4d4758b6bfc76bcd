"""Bring the sample city into the database through the domains' own actions."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kientoan.accounts.actions import NewAccount, choose_password, make_accounts
from kientoan.accounts.models import User
from kientoan.core.recording import recorded
from kientoan.orgs.actions import give_grant, write_bodies, write_operations, write_spans
from kientoan.orgs.actions.bulk import Written
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.operations import BodyRow, OperationRow
from kientoan.orgs.rules.roles import Role
from kientoan.orgs.rules.spans import SpanRow
from kientoan.people import actions as people
from kientoan.people.rules import HoldingRow, PersonRow, PostRow
from kientoan.sample.rules.city import City


def write_register(*, city: City, by: User) -> Written:
    """Write every unit of the sample city with its whole past, marked as sample data; a second time changes nothing."""
    return write_spans(rows=list(span_rows(city)), by=by, sample=True, reason=f"dữ liệu mẫu, hạt giống {city.seed}")


def span_rows(city: City) -> Iterator[SpanRow]:
    """Give the city's spans as rows of the register; the last span of a unit that has ended closes it."""
    last = {span.code: span for span in city.spans}
    for span in city.spans:
        yield SpanRow(
            span.code,
            span.name,
            span.kind,
            span.sector or "",
            span.parent,
            span.valid_from,
            span.valid_to,
            closes_unit=span.valid_to is not None and last[span.code] is span,
        )


def write_history(*, city: City, by: User) -> tuple[int, int]:
    """Write the city's numbered operations with their lineage, and its bodies; gives how many of each came."""
    rows = [OperationRow(o.day, o.op, o.from_code, o.to_code, o.share, o.decision) for o in city.operations]
    opened = first_days(city)
    bodies = [BodyRow(b.unit, b.kind, b.name, opened[b.unit]) for b in city.bodies]
    with recorded("sample.write_history", by=by):
        return write_operations(rows=rows, by=by), write_bodies(rows=bodies, by=by)


def first_days(city: City) -> dict[str, date]:
    """Give the first day of each unit."""
    opened: dict[str, date] = {}
    for span in city.spans:
        opened[span.code] = min(span.valid_from, opened.get(span.code, span.valid_from))
    return opened


def write_people(*, city: City, by: User) -> int:
    """Write the invented cadres, the posts of the bodies and who holds them; gives how many persons came."""
    opened = first_days(city)
    unit_of = {post.code: post.code.split("/")[0] for post in city.posts}
    persons = [PersonRow(p.code, p.unit, p.full_name, p.born, "F" if p.woman else "M") for p in city.people]
    posts = [
        PostRow(p.code, unit_of[p.code], p.body.split("/")[1], p.title, opened[unit_of[p.code]]) for p in city.posts
    ]
    holdings = [
        HoldingRow(h.post, h.person, max(h.since, opened[unit_of[h.post]]), h.until, h.acting, h.decision)
        for h in city.holdings
    ]
    people.write_people(
        persons=persons, posts=posts, holdings=holdings, by=by, reason=f"dữ liệu mẫu, hạt giống {city.seed}"
    )
    return len(persons)


def renew_passwords(*, city: City, password: str, day: date, by: User) -> list[User]:
    """Give the accounts of the demo a new password, where their sheet is gone; accounts that were not there yet are opened."""
    known = {user.username: user for user in User.objects.filter(username__in=[a.user_name for a in city.accounts])}
    lacking = replace(city, accounts=tuple(a for a in city.accounts if a.user_name not in known))
    with recorded("sample.renew_passwords", by=by):
        for user in known.values():
            choose_password(user=user, password=password, by=by)
        return [*known.values(), *open_accounts(city=lacking, password=password, day=day, by=by)]


def open_accounts(*, city: City, password: str, day: date, by: User) -> list[User]:
    """Make the accounts to show the app with, all with the password made for this demo, each with its one grant.

    Refused whole when one of the user names is in use already.
    """
    names = {person.code: person.full_name for person in city.people}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={account.unit for account in city.accounts})}
    lines = [NewAccount(a.user_name, names[a.person], password=password, keeps_password=True) for a in city.accounts]
    with recorded("sample.open_accounts", by=by):
        users = make_accounts(accounts=lines, by=by)
        for user, account in zip(users, city.accounts, strict=True):
            give_grant(user=user, role=Role(account.role), unit=units[account.unit], day=day, by=by)
    return users
