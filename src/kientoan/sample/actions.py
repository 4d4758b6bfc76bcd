"""Bring the sample city into the database through the domains' own actions."""

from collections.abc import Iterator
from datetime import date

from kientoan.accounts.actions import NewAccount, make_accounts
from kientoan.accounts.models import User
from kientoan.core.recording import recorded
from kientoan.orgs.actions import give_grant, write_spans
from kientoan.orgs.actions.bulk import Written
from kientoan.orgs.models import Unit
from kientoan.orgs.rules.roles import Role
from kientoan.orgs.rules.spans import SpanRow
from kientoan.sample.rules.city import City


def write_register(*, city: City, by: User) -> Written:
    """Write every unit of the sample city with its whole past, marked as sample data; a second time changes nothing."""
    return write_spans(rows=list(span_rows(city)), by=by, sample=True, reason=f"sample city, seed {city.seed}")


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


def open_accounts(*, city: City, password: str, day: date, by: User) -> list[User]:
    """Make the accounts to show the app with, all with the password made for this demo, each with its one grant.

    Refused whole when one of the user names is in use already.
    """
    names = {person.code: person.full_name for person in city.people}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={account.unit for account in city.accounts})}
    lines = [NewAccount(a.user_name, names[a.person], password=password) for a in city.accounts]
    with recorded("sample.open_accounts", by=by):
        users = make_accounts(accounts=lines, by=by)
        for user, account in zip(users, city.accounts, strict=True):
            give_grant(user=user, role=Role(account.role), unit=units[account.unit], day=day, by=by)
    return users
