"""Sentences for people before Django is there: the `kientoan` command, its database, its supervisor.

The same catalogue as Django's (`core/locale`), read by the standard library; where Django runs, use its gettext.
"""

import argparse
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


def teach_argparse() -> None:
    """Let argparse say its own sentences (usage, wrong use, headings of help) in the person's language.

    It asks the gettext of the process, whose language is the locale's; ours is `language`, so it is handed our catalogue.
    """
    said = _catalogue(language(), "argparse")
    argparse._ = said.gettext  # type: ignore[attr-defined]
    argparse.ngettext = said.ngettext  # type: ignore[attr-defined]


@cache
def _catalogue(code: str, domain: str = "django") -> gettext.NullTranslations:
    folder = Path(__file__).parent / "locale"
    return gettext.translation(domain, folder, languages=[code], fallback=True)
