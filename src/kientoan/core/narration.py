"""The record told as sentences: what a verb means to people, filled from the action's particulars.

A domain hands its table verb → sentence over in `wiring.py`; a verb that nobody told is shown as it stands.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kientoan.core import formats
from kientoan.core.models import Action

GROUPED: Final = 10_000
"""From here on a count is written with its thousands apart; a year never is."""

_sentences: dict[str, Promise] = {}


class _Said(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def tell(sentences: Mapping[str, Promise]) -> None:
    """Add sentences by verb; places such as `%(name)s` are filled from the action's detail."""
    _sentences.update(sentences)


def verbs() -> frozenset[str]:
    """The verbs that have a sentence."""
    return frozenset(_sentences)


def sentence_of(action: Action) -> str:
    """What was done, in the reader's language.

    A particular that the action does not have leaves a gap (…), so that an old record is always readable.
    """
    known = _sentences.get(action.verb)
    if known is None:
        return action.verb
    return str(known) % _Said({key: _plain(value) for key, value in action.detail.items()})


def who_did(action: Action) -> str:
    """The person who did it, or that the product did it by itself."""
    if action.by is None:
        return _("the system itself")
    return str(action.by)


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= GROUPED:
        return formats.number(value, language=get_language() or formats.DEFAULT_LANGUAGE)
    return "–" if value in (None, "") else str(value)
