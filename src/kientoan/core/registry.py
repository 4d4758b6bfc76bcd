"""Where a domain offers others a place to join in, without either importing the other.

A lower domain makes a `Registry` ("what ends with a unit", "panels of a unit's page",
"what needs me today"); ``wiring.py`` registers callables of higher domains when all apps are
ready; the lower domain calls them in its own transaction. No signals.
"""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

F = TypeVar("F", bound=Callable[..., object])


class Registry(Generic[F]):
    """An ordered, named list of callables of one shape."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._members: dict[str, F] = {}

    def register(self, key: str, member: F) -> None:
        """Add a member under a key; the same key twice is a mistake in ``wiring.py``."""
        if key in self._members and self._members[key] is not member:
            message = f"{self.name}: {key} is registered twice"
            raise ValueError(message)
        self._members[key] = member

    def items(self) -> Iterator[tuple[str, F]]:
        """Members with their keys, in the order of registration."""
        return iter(list(self._members.items()))

    def __iter__(self) -> Iterator[F]:
        return iter(list(self._members.values()))
