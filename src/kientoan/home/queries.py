"""How much waits for a person, for the top bar of every page."""

from datetime import date

from django.urls import reverse

from kientoan.accounts.models import User
from kientoan.core import today
from kientoan.core.pages import Duties


def duties(user: User, day: date) -> Duties:
    """The count of what the home page lists."""
    return counted(today.waiting(user, day), day)


def counted(waits: today.Waiting, day: date) -> Duties:
    """What is to do and what is to decide, and how much of it is late."""
    return Duties(len(waits.mine) + len(waits.to_decide), waits.late(day), reverse("today"))
