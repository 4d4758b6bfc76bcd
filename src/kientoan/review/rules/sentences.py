"""Sentences with figures in them: templates of the rules, checked when read and filled when a rule fires."""

import re
from collections.abc import Collection, Mapping
from decimal import ROUND_HALF_UP, Decimal

ABSENT = {"vi": "chưa có số liệu", "en": "no figure"}
STYLES = ("", "percent")
_FIELD = re.compile(r"\{([^{}]*)\}")


def faults(template: str, known: Collection[str]) -> list[str]:
    """List what is wrong with a template: unknown placeholders, unknown styles, a stray brace.

    >>> faults("{a} of {b:percent} and {c:date}", {"a", "c"})
    ['the placeholder {b} is unknown; known: a, c', "the style 'date' is unknown; write {c} or {c:percent}"]
    """
    found = []
    for field in _FIELD.findall(template):
        name, _, style = field.partition(":")
        if name not in known:
            found.append(f"the placeholder {{{name}}} is unknown; known: {', '.join(sorted(known))}")
        if style not in STYLES:
            found.append(f"the style {style!r} is unknown; write {{{name}}} or {{{name}:percent}}")
    if "{" in _FIELD.sub("", template) or "}" in _FIELD.sub("", template):
        found.append("a brace stands alone")
    return found


def filled(template: str, values: Mapping[str, Decimal | None], language: str) -> str:
    """Put the values into a template, written as the language writes numbers.

    >>> filled("Họp {held}/{due} kỳ ({value:percent})", {"held": 3, "due": 6, "value": Decimal("0.5")}, "vi")
    'Họp 3/6 kỳ (50 %)'
    """

    def one(match: re.Match[str]) -> str:
        name, _, style = match.group(1).partition(":")
        value = values.get(name)
        if value is None:
            return ABSENT["vi" if language == "vi" else "en"]
        return percent_text(Decimal(value), language) if style == "percent" else number_text(Decimal(value), language)

    return _FIELD.sub(one, template)


def number_text(value: Decimal, language: str, places: int = 2) -> str:
    """Write a number with at most so many decimals, rounded half up.

    >>> number_text(Decimal("1234.5"), "vi"), number_text(Decimal("1234.5"), "en"), number_text(Decimal("-3.00"), "vi")
    ('1.234,5', '1,234.5', '-3')
    """
    if value == (whole := int(value)):
        text = f"{whole:,}"
    else:
        text = f"{value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):,f}".rstrip("0").rstrip(".")
        text = "0" if text == "-0" else text
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def percent_text(value: Decimal, language: str) -> str:
    """Write a share as a percentage with at most one decimal.

    >>> percent_text(Decimal("0.7364"), "vi"), percent_text(Decimal("0.7364"), "en")
    ('73,6 %', '73.6%')
    """
    text = number_text(value * 100, language, places=1)
    return f"{text} %" if language == "vi" else f"{text}%"
