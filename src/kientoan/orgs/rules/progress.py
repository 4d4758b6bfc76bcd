"""How long work says how far it is."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""(part of the work, how much is done, of how much)."""


def no_progress(part: str, done: int, total: int) -> None:
    """Nobody looks on."""
