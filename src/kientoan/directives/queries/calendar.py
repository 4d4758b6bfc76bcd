"""A person's tasks as a calendar that other programs subscribe to (RFC 5545)."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kientoan.accounts.models import User
from kientoan.directives.models import CalendarKey
from kientoan.directives.queries.lists import ACCEPT, MINE, Wanted, tasks_for
from kientoan.directives.queries.reminding import site_address, title_of
from kientoan.orgs.queries.life import names_on

MOST = 1000


def owner_of(sha256: str) -> User | None:
    """The active person whose live calendar address has this fingerprint."""
    key = (
        CalendarKey.objects.filter(sha256=sha256, revoked_at__isnull=True, user__is_active=True)
        .select_related("user")
        .first()
    )
    return key.user if key else None


def feed_of(user: User, day: date, now: datetime) -> bytes:
    """The deadlines of what the person must do and of what waits for his or her decision, a day long each.

    Of a marked directive only that there is one.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kien Toan//Tasks//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Tasks of %(name)s") % {"name": user})
    seen: set[int] = set()
    for kind in (MINE, ACCEPT):
        found = tasks_for(user, Wanted(kind=kind), day).filter(deadline__isnull=False)
        tasks = list(found.select_related("directive__document")[:MOST])
        names = names_on({task.lead_id for task in tasks}, day)
        for task in tasks:
            if task.pk in seen:
                continue
            seen.add(task.pk)
            event = Event()
            event.add("uid", f"task-{task.pk}@kientoan")
            event.add("dtstamp", now)
            event.add("dtstart", task.deadline)
            event.add("dtend", task.deadline + timedelta(days=1))
            title = title_of(task)
            event.add("summary", title if kind == MINE else _("To decide: %(title)s") % {"title": title})
            event.add("description", names.get(task.lead_id, task.lead.code))
            if site := site_address():
                event.add("url", f"{site}{reverse('directives:task', args=[task.pk])}")
            calendar.add_component(event)
    return bytes(calendar.to_ical())
