"""Keep texts of an export from being run as formulas by a spreadsheet (CSV injection), in a way that our own import undoes."""

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def guard(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet could take it for a formula; numbers are not texts and never come here.

    >>> guard("=cmd|' /C calc'!A0"), guard("Chi bộ 2")
    ("'=cmd|' /C calc'!A0", 'Chi bộ 2')
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    """The text as it was before `guard`.

    >>> unguard("'=x"), unguard("'quoted'")
    ('=x', "'quoted'")
    """
    return text[1:] if _GUARDED.match(text) else text


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return _DANGEROUS.match(text) is not None and not text.startswith("'")
