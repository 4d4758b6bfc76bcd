"""Where a thing came from or went to in a domain above its own: the way back, which the lower domain cannot know itself."""

from collections.abc import Callable, Sequence
from typing import Any

from kientoan.core.display import Term
from kientoan.core.registry import Registry

# (user, model label such as "directives.directive", primary key) → lines of a definition list, with links
TRACES: Registry[Callable[[Any, str, int], Sequence[Term]]] = Registry("where a thing came from or went to")


def traces_of(user: Any, label: str, key: int) -> list[Term]:
    """Everything that domains above know of where a thing came from or went to, as far as the person may see it."""
    return [term for member in TRACES for term in member(user, label, key)]
