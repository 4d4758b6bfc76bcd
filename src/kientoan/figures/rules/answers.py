"""Judge one unit's answer to a form: the same checks for a workbook, a phone and a plain sheet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kientoan.core.formats import written
from kientoan.figures.rules.identities import NONE_STANDING, Breach, Identities, breaches, impossible

Translate = Callable[[str], str]


def gettext_noop(text: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return text


IMPOSSIBLE = {
    "negative": gettext_noop("“%(value)s” is below zero. Write how many there are."),
    "fraction": gettext_noop("“%(value)s” is not a whole number; “%(name)s” is counted in whole numbers."),
    "over_hundred": gettext_noop("“%(value)s” is above 100, the most that “%(name)s” can be."),
    "not_yes_or_no": gettext_noop("“%(value)s” is neither 1 (yes) nor 0 (no)."),
    "too_large": gettext_noop("“%(value)s” is larger than any figure can be. Look for digits too many."),
}
MISSING = gettext_noop(
    "The figure “%(name)s” is missing. Write it (0 if there is none), or say in the remark why it is not known."
)
BALANCE = gettext_noop(
    "“%(name)s” is %(found)s, but opening + in − out makes %(expected)s. Correct the figure that is wrong."
)
OPENING = gettext_noop(
    "“%(name)s” is %(found)s, but “%(other)s” of the period before was %(expected)s. Correct this figure, or ask for the earlier one to be corrected."
)
PART = gettext_noop("“%(name)s” is %(found)s, more than “%(other)s” (%(expected)s), of which it is a part.")
WHOLE = gettext_noop("“%(name)s” is %(found)s, less than “%(other)s” (%(expected)s), which is a part of it.")
RECORDED = gettext_noop(
    "“%(name)s” does not fit with what has been recorded of this unit: opening + in − out makes %(expected)s, and “%(other)s” is %(found)s. Correct the figure that is wrong, this one or an earlier one."
)

_BREACH = {"balance": BALANCE, "opening": OPENING, "part": PART, "whole": WHOLE, "recorded": RECORDED}


@dataclass(frozen=True, slots=True)
class Question:
    """One figure that a form asks for."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """What is wrong with one figure of an answer: an English sentence with named parameters to translate."""

    indicator: str
    message_id: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, translate: Translate = str) -> str:
        """Give the sentence in the language of `translate`."""
        return translate(self.message_id) % {key: written(value, translate) for key, value in self.params.items()}


def judge(
    questions: Sequence[Question],
    values: Mapping[str, Decimal],
    remarks: Mapping[str, str],
    before: Mapping[str, Decimal],
    identities: Identities,
    standing: Mapping[str, Decimal] = NONE_STANDING,
    others: Mapping[str, str] | None = None,
) -> Iterator[AnswerFault]:
    """Give every fault of an answer; a figure may be missing only where a remark says why.

    `standing` is what has been recorded of figures that the form does not ask for, `others` their names.

    >>> asked = [Question("a", "A", "count"), Question("b", "B", "count")]
    >>> [fault.indicator for fault in judge(asked, {"a": Decimal("1.5")}, {"b": ""}, {}, Identities((), ()))]
    ['a', 'b']
    """
    names = {question.code: question.name for question in questions}
    for question in questions:
        if question.code not in values:
            if not remarks.get(question.code, "").strip():
                yield AnswerFault(question.code, MISSING, {"name": question.name})
            continue
        value = values[question.code]
        if law := impossible(question.kind, value):
            yield AnswerFault(question.code, IMPOSSIBLE[law], {"value": value, "name": question.name})
    for breach in breaches(values, before, identities, standing):
        if breach.indicator in names:
            yield breach_fault(breach, {**(others or {}), **names})


def breach_fault(breach: Breach, names: Mapping[str, str]) -> AnswerFault:
    """Give the sentence for an identity that does not hold; `names` are of indicators by code."""
    return AnswerFault(
        breach.indicator,
        _BREACH[breach.rule],
        {
            "name": names[breach.indicator],
            "other": names.get(breach.other, breach.other),
            "found": breach.found,
            "expected": breach.expected,
        },
    )


def shown(value: Decimal, mark: str = ".") -> str:
    """Write a value as one types it, without noughts behind the fraction, and so that it can be read in one way only.

    >>> shown(Decimal("12.5000")), shown(Decimal("1200")), shown(Decimal("12.5"), ","), shown(Decimal("1.234"), ",")
    ('12.5', '1200', '12,5', '1,2340')
    """
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if len(text.partition(".")[2]) == 3:
        text += "0"
    return text.replace(".", mark)
