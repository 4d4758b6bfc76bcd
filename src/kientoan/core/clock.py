"""The only place that asks what time it is; rules take the day as an argument."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, with its zone."""
    return timezone.now()


def today() -> date:
    """Today in the zone of the organisation (settings.TIME_ZONE)."""
    return timezone.localdate()
