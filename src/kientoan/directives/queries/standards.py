"""The dated parameters of directives as the rules take them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from kientoan.core import params
from kientoan.core.params import NoValueAt
from kientoan.directives.rules import calendar, clarity, reminding


def _at(name: str, day: date) -> object:
    return params.current().at(f"directives.{name}", day)


def holidays_of(year: int) -> frozenset[date] | None:
    """The official holidays of a year; None where the office has not entered that year."""
    try:
        entry = params.current().entry("directives.holidays.days", date(year, 12, 31))
    except NoValueAt:
        return None
    return frozenset(entry.value) if entry.since.year == year else None


def soon_days(day: date) -> int:
    """Days left from which a task is due soon."""
    return int(str(_at("deadlines.soon_days", day)))


def coming_days(day: date) -> int:
    """Days that the list of coming tasks looks ahead."""
    return int(str(_at("deadlines.coming_days", day)))


def ahead_days(day: date) -> int:
    """Days before a period begins on which the tasks of recurring work are made."""
    return int(str(_at("deadlines.ahead_days", day)))


def least_likeness(day: date) -> float:
    """Share of common words from which two tasks may be the same work."""
    return float(params.current().at("directives.deadlines.likeness", day))


def crowded_day(day: date) -> int:
    """Tasks of one unit that may end on one day before it is pointed out."""
    return int(str(_at("deadlines.crowded_day", day)))


def default_deadline(given: date) -> calendar.Reckoned:
    """The deadline of a task that states none, given on a day."""
    days = int(str(_at("deadlines.default_days", given)))
    if _at("deadlines.moves_to_working_day", given):
        return calendar.default_deadline(given, days, holidays_of)
    return calendar.Reckoned(given + timedelta(days=days))


@dataclass(frozen=True, slots=True)
class Checklist:
    """The checklist of a day: its name, its items, where it comes from."""

    code: str
    title: Mapping[str, str]
    items: tuple[clarity.Item, ...]
    citation: str
    mandatory: tuple[str, ...]

    def label(self, language: str = "vi") -> str:
        """Give the checklist's name in a language."""
        return self.title["vi" if language.startswith("vi") else "en"]


def checklist(day: date) -> Checklist:
    """The checklist in use on a day."""
    code = str(_at("clarity.in_use", day))
    parameter = params.current().parameter(f"directives.clarity.{code}")
    entry = parameter.entry(day)
    mandatory = params.current().at("directives.clarity.mandatory", day)
    return Checklist(code, parameter.title, clarity.items_of(entry.value), entry.citation(), tuple(mandatory))


@dataclass(frozen=True, slots=True)
class Listed:
    """A checklist as it is known: its name, its items, whether the office uses it on the day, and from when."""

    checklist: Checklist
    since: date
    used: bool
    used_from: date | None
    own: bool


def checklists(day: date) -> list[Listed]:
    """Every checklist that the parameters know, from 3 clear points to 6, each in the order of its day."""
    known = params.current()
    in_use = known.parameter("directives.clarity.in_use")
    used = in_use.entry(day)
    mandatory = tuple(_listed("clarity.mandatory", day))
    found = []
    for parameter in known.under("directives.clarity"):
        code = parameter.key.rsplit(".", 1)[1]
        if code in ("in_use", "mandatory"):
            continue
        entry = next((one for one in reversed(parameter.entries) if one.since <= day), parameter.entries[-1])
        from_ = [one.since for one in in_use.entries[1:] if one.value == code]
        listed = Checklist(code, parameter.title, clarity.items_of(entry.value), entry.citation(), mandatory)
        own = entry.is_customers_own
        found.append(Listed(listed, entry.since, used.value == code, min(from_, default=None), own))
    return sorted(found, key=lambda one: (len(one.checklist.items), one.since, one.checklist.code))


def ladder(day: date) -> reminding.Ladder:
    """When reminders and urging letters are due, and how many urgings are enough."""
    return reminding.Ladder(
        before=tuple(sorted((int(days) for days in _listed("reminding.before_days", day)), reverse=True)),
        letters=tuple(sorted(int(days) for days in _listed("reminding.letter_days", day))),
        again=int(str(_at("reminding.letter_again_days", day))),
        most_urgings=int(str(_at("reminding.most_urgings", day))),
    )


def quiet(day: date) -> reminding.Quiet:
    """The hours in which nothing is reminded or sent."""
    start, end = (time.fromisoformat(str(said)) for said in _listed("reminding.quiet_hours", day))
    return reminding.Quiet(start, end)


def most_tries(day: date) -> int:
    """Tries to send one letter before it is told as failed."""
    return int(str(_at("reminding.most_tries", day)))


def marked_words(day: date) -> tuple[str, ...]:
    """Words that a message to paste elsewhere may not bear."""
    return tuple(str(word) for word in _listed("reminding.marked_words", day))


def reasons(day: date, language: str = "vi") -> list[tuple[str, str]]:
    """The kinds of reasons of an explanation, by code, in a language."""
    tongue = "vi" if language.startswith("vi") else "en"
    return [(str(one["code"]), str(one[tongue])) for one in _listed("reminding.reasons", day)]


def letter_words(day: date) -> dict[str, object]:
    """The words of an urging letter, by their names."""
    names = ("to", "subject", "opening", "asked", "warned", "closing", "columns", "marked", "as_above")
    return {name: _at(f"letters.{name}", day) for name in names}


def _listed(name: str, day: date) -> Any:
    return params.current().at(f"directives.{name}", day)
