"""What a unit still holds on the day it ends, and to whom each thing passes.

Domains join in through ``wiring.py``: one callable lists what is open, another passes it on in
the same transaction as the operation. A thing passes to the successor, or ends.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from kientoan.core.registry import Registry


class Outcome(StrEnum):
    """What becomes of a thing that a unit held."""

    PASSED = "passed"
    ENDED = "ended"


@dataclass(frozen=True)
class Held:
    """A thing still open on a unit that ends: its kind (a short code), its name, what becomes of it."""

    kind: str
    label: str
    outcome: Outcome | None = None


# (unit, day) → what is open; (unit, successor or None, day, by) → what became of it
STILL_OPEN: Registry[Callable[[Any, date], Sequence[Held]]] = Registry("what a unit still holds")
PASS_ON: Registry[Callable[[Any, Any, date, Any], Sequence[Held]]] = Registry("what passes with a unit")
# (body, day, by) → what ended with a body that ends by itself
BODY_ENDS: Registry[Callable[[Any, date, Any], Sequence[Held]]] = Registry("what ends with a body")
