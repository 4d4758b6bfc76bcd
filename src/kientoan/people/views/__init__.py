"""Pages of cadres and posts."""

from kientoan.people.views.reading import person, persons, post, sensitive
from kientoan.people.views.work import add, correct, end, forget, hand_over, open_post, seat

__all__ = [
    "add",
    "correct",
    "end",
    "forget",
    "hand_over",
    "open_post",
    "person",
    "persons",
    "post",
    "seat",
    "sensitive",
]
