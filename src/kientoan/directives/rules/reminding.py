"""When to remind, when an urging letter is due, when a late task goes to the leadership, and when to keep quiet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kientoan.core.vietnamese import fold, nfc


@dataclass(frozen=True, slots=True)
class Ladder:
    """The dated parameters of reminding: days before, days late for letters, and how many urgings are enough."""

    before: tuple[int, ...] = (7, 3, 0)
    letters: tuple[int, ...] = (3, 7, 14)
    again: int = 7
    most_urgings: int = 3


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing is reminded or sent, over midnight where the end lies before the start."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        """Say whether it is quiet at a time of day.

        >>> Quiet(time(20), time(7)).holds(time(6, 59)), Quiet(time(20), time(7)).holds(time(7))
        (True, False)
        """
        if self.start == self.end:
            return False
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def over(self, at: datetime) -> datetime:
        """Give the next moment that is not quiet: the moment itself, or when the quiet hours end."""
        if not self.holds(at.timetz().replace(tzinfo=None)):
            return at
        end = at.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        return end if end > at else end + timedelta(days=1)


def rung(deadline: date, today: date, *, given: date, before: Sequence[int]) -> int | None:
    """Give the reminder that holds today, as days before the deadline; None while it is too early, and once it is late.

    The last rung that was reached counts, so that a day on which nothing ran is caught up once and older rungs are
    left out. A rung that lies on or before the day the task was given is left out, but for the deadline itself.

    >>> rung(date(2017, 7, 10), date(2017, 7, 5), given=date(2017, 6, 1), before=(7, 3, 0))
    7
    """
    if today > deadline:
        return None
    reached = [days for days in before if deadline - timedelta(days=days) <= today]
    if not reached:
        return None
    last = min(reached)
    return last if last == 0 or deadline - timedelta(days=last) > given else None


def letters_due(days_late: int, ladder: Ladder) -> int:
    """Give how many urging letters there should have been after so many days late.

    >>> [letters_due(days, Ladder()) for days in (2, 3, 7, 14, 20, 21, 28)]
    [0, 1, 2, 3, 3, 4, 5]
    """
    due = sum(1 for days in ladder.letters if days_late >= days)
    last = max(ladder.letters, default=0)
    if due < len(ladder.letters) or not ladder.again or days_late < last:
        return due
    return due + (days_late - last) // ladder.again


def next_letter(days_late: int, urged: int, ladder: Ladder) -> int | None:
    """Give the number of the letter that is due now, after so many urgings; None when none is."""
    return urged + 1 if letters_due(days_late, ladder) > urged else None


def escalates(days_late: int, urged: int, ladder: Ladder) -> bool:
    """Say whether a task goes to the next leadership briefing: late, and urged more often than is enough."""
    return days_late > 0 and urged > ladder.most_urgings


def bears(text: str, words: Sequence[str]) -> bool:
    """Say whether a text has one of the words as whole words, whatever its capitals.

    Accents count, for `mặt` is not `mật`; in a text that is typed without any they cannot, and nothing is let through.

    >>> bears("Xử lý ĐƠN THƯ về đất đai", ["đơn thư"]), bears("Mặt trận Tổ quốc", ["mật"]), bears("Xu ly don thu", ["đơn thư"])
    (True, False, True)
    """
    plain = nfc(text).lower()
    unaccented = fold(text) == " ".join(plain.split())
    found = fold(text) if unaccented else " ".join(plain.split())
    for word in words:
        sought = fold(word) if unaccented else " ".join(nfc(word).lower().split())
        if sought and re.search(rf"(?<!\w){re.escape(sought)}(?!\w)", found):
            return True
    return False
