"""The words that a line of the register may bear."""

from enum import StrEnum


class Direction(StrEnum):
    """Which way a document went, seen from the office that keeps the register."""

    IN = "in"
    OUT = "out"
    INTERNAL = "internal"


class Regime(StrEnum):
    """Whose rules of form and numbering a document follows."""

    PARTY = "party"
    STATE = "state"
    OTHER = "other"


class Urgency(StrEnum):
    """How fast a document must be passed on: thường, khẩn, thượng khẩn, hỏa tốc."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    EXPRESS = "express"


class Secrecy(StrEnum):
    """The secrecy mark: none, mật, tối mật, tuyệt mật; of a marked one only the register line is held."""

    NONE = ""
    SECRET = "secret"  # noqa: S105  a mark on paper
    TOP_SECRET = "top_secret"  # noqa: S105  a mark on paper
    UTMOST_SECRET = "utmost_secret"  # noqa: S105  a mark on paper


class LinkKind(StrEnum):
    """What a document is to another one."""

    REPLACES = "replaces"
    AMENDS = "amends"
    CARRIES_OUT = "carries_out"
    ANSWERS = "answers"


class ReviewKind(StrEnum):
    """A review on the way (sơ kết) or the closing one (tổng kết)."""

    ON_THE_WAY = "on_the_way"
    CLOSING = "closing"


class Outcome(StrEnum):
    """What a review says of one aim of a resolution."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not_reached"
    NOT_YET = "not_yet"


SECRECY_RANK: dict[Secrecy, int] = {mark: rank for rank, mark in enumerate(Secrecy)}
"""What is made from several marked things bears the highest mark."""
