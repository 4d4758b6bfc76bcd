"""How slow this machine is just now, so that a limit on time means the same on a slow, busy or traced one."""

import time
from typing import Final

_USUAL: Final = 0.07
"""Seconds that `_fixed_work` takes on the machine where the limits were set (two idle cores, Python 3.11)."""


def slowness() -> float:
    """1 on the machine where the limits were set or a faster one, 3 where the same work takes three times as long."""
    return max(1.0, _fixed_work() / _USUAL)


def _fixed_work() -> float:
    """Seconds of processor time for work that is always the same: words made, kept and looked up."""
    before = time.process_time()
    known: dict[str, int] = {}
    for number in range(400_000):
        word = f"{number % 5000:x}"
        known[word] = known.get(word, 0) + number
    return time.process_time() - before
