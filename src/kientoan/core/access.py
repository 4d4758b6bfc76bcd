"""How a permission is asked and refused: one place, one sentence.

A domain's ``access.py`` has functions ``check_x(user, thing)`` that return nothing or raise
`Refused` with the sentence that the person sees; ``can(check_x, user, thing)`` is made from them.
"""

from collections.abc import Callable
from dataclasses import dataclass


class Refused(Exception):
    """An action that may not be done, with the sentence that says why and what to do.

    ``errors`` lists the single faults where there are several (a form, a file); each is shown.
    """

    def __init__(self, sentence: str, *, errors: tuple[object, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.errors = errors

    def __str__(self) -> str:
        lines = [str(self.sentence), *(f"  - {error}" for error in self.errors)]
        return "\n".join(lines)


class NotAllowed(Refused):
    """A refusal because the person lacks the right: 403, where any other refusal is 422."""


class ChangedMeanwhile(Refused):
    """A refusal because someone else was quicker: 409; looking again and repeating may help."""


@dataclass(frozen=True)
class Answer:
    """Whether something may be done and, if not, the sentence that says why.

    `never` tells a lack of the right, which no change of the thing mends: a page then leaves the button out. What is refused
    only as things stand keeps its button, with the reason.
    """

    allowed: bool
    reason: str = ""
    never: bool = False

    def __bool__(self) -> bool:
        return self.allowed


def can(check: Callable[..., None], *args: object, **kwargs: object) -> Answer:
    """Ask ``check`` without raising; a template shows the reason beside the disabled button."""
    try:
        check(*args, **kwargs)
    except Refused as refused:
        return Answer(allowed=False, reason=str(refused.sentence), never=isinstance(refused, NotAllowed))
    return Answer(allowed=True)
