"""Sentences for people before Django is there: the `kientoan` command, its database, its supervisor.

The same catalogue as Django's (`core/locale`), read by the standard library; where Django runs, use its gettext.
"""

import gettext
import os
from functools import cache
from pathlib import Path


def language() -> str:
    """Return the person's language: Vietnamese, unless KIENTOAN_LANGUAGE or the terminal's locale says English."""
    for name in ("KIENTOAN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.lower().startswith("en") else "vi"
    return "vi"


def in_words(sentence: str, **values: object) -> str:
    """Return a msgid in the person's language with its named places filled."""
    said = _catalogue(language()).gettext(sentence)
    return said % values if values else said


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    folder = Path(__file__).parent / "locale"
    return gettext.translation("django", folder, languages=[code], fallback=True)
