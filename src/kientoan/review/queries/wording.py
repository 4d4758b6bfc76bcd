"""What a stored result says in words, by the rules as they stood when the run was made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kientoan.core import formats
from kientoan.figures.models import Indicator
from kientoan.orgs import queries as orgs
from kientoan.review.models import Run, UnitResult
from kientoan.review.queries.rules import RELATIONS
from kientoan.review.queries.runs import Counts
from kientoan.review.rules import expressions, sentences
from kientoan.review.rules.criteria import Outcome
from kientoan.review.rules.results import SIGN
from kientoan.review.rules.tiers import AREA, Tier


@dataclass(frozen=True, slots=True)
class Said:
    """One reason: its sentence, what it measured against which threshold, and the rule's document."""

    code: str
    title: str
    sentence: str
    source: str
    severity: int
    points: int
    proposes: bool
    value: str
    threshold: str
    inputs: tuple[tuple[str, str], ...]
    number: str
    citation: str
    rule_source: str
    confidence: str
    own: bool

    @property
    def to_confirm(self) -> bool:
        """Whether the rule is the product's starting value, which the office has still to confirm."""
        return not self.own and self.confidence in {"background", "low"}


def reasons_of(result: UnitResult, language: str, *, rules: Mapping[str, Any] | None = None) -> list[Said]:
    """The reasons of a result by weight, in words."""
    used = rules if rules is not None else result.run.rules_used
    return [_said(reason, used, "vi" if language.startswith("vi") else "en") for reason in result.reasons]


def first_reason(result: UnitResult, language: str, rules: Mapping[str, Any]) -> str:
    """The weightiest reason in words; empty where there is none."""
    return (
        _said(result.reasons[0], rules, "vi" if language.startswith("vi") else "en").sentence if result.reasons else ""
    )


def _said(reason: Mapping[str, Any], used: Mapping[str, Any], code: str) -> Said:
    if reason["source"] == SIGN:
        rule = used["signs"][reason["code"]]
        inputs = {name: _decimal(value) for name, value in reason["inputs"]}
        values = inputs | {"value": _decimal(reason["value"]), "threshold": _decimal(reason["threshold"])}
        sentence, title = sentences.filled(rule["sentence"][code], values, code), rule["title"][code]
        shares = "{value:percent}" in rule["sentence"][code]
        measured = tuple(_number(reason[name], code, share=shares) for name in ("value", "threshold"))
        threshold = f"{RELATIONS.get(rule['fires'], rule['fires'])} {measured[1]}"
        shown = tuple((name, _number(value, code)) for name, value in reason["inputs"])
    else:
        rule = {**used["facts"][reason["code"]], **used["citations"]["facts"]}
        whole = bool(reason["number"]) or not rule["needs_number"]
        sentence = rule[code if whole else f"{code}_sign"].replace("{number}", reason["number"])
        title, measured, threshold, shown = sentence, ("", ""), "", ()
    return Said(
        code=reason["code"],
        title=title,
        sentence=sentence,
        source=reason["source"],
        severity=reason["severity"],
        points=reason["points"],
        proposes=reason["proposes"],
        value=measured[0],
        threshold=threshold,
        inputs=shown,
        number=reason["number"],
        citation=rule["citation"][code],
        rule_source=rule["source"],
        confidence=rule["confidence"],
        own=rule["own"],
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _number(text: str | None, code: str, *, share: bool = False) -> str:
    if text is None:
        return sentences.ABSENT[code]
    return sentences.percent_text(Decimal(text), code) if share else sentences.number_text(Decimal(text), code)


def name_of_input(name: str, names: Mapping[str, str]) -> str:
    """What a figure is called: the indicator's name, with the period or target it was taken from."""
    prefix = expressions.prefix_of(name)
    plain = names.get(name.removeprefix(prefix), name.removeprefix(prefix))
    if name == expressions.MONTHS:
        return str(_("months of the period"))
    with_prefix = {
        "": "%(name)s",
        "prior_": _("%(name)s, the period before"),
        "lastyear_": _("%(name)s, same period last year"),
        "target_": _("target of “%(name)s”"),
    }
    return with_prefix[prefix] % {"name": plain}


def indicator_names() -> dict[str, str]:
    """The indicators' names in the reader's language, by code."""
    return {indicator.code: indicator.name for indicator in Indicator.objects.all()}


def outcome_word(outcome: str) -> str:
    """An outcome as the office says it."""
    return {
        Outcome.PROPOSED.value: _("proposed for consideration"),
        Outcome.NEAR.value: _("near the threshold"),
        Outcome.NOT_PROPOSED.value: _("not proposed"),
        Outcome.NOT_ENOUGH_FIGURES.value: _("not enough figures"),
    }[outcome]


def tier_word(tier: Tier, run: Run) -> str:
    """The units of a tier in the words of the run's day: communes by the name of their group."""
    if tier is Tier.COMMUNE:
        group = orgs.pack().at(run.as_of).sector_groups[AREA]
        name = group.vi if _is_vietnamese() else group.en
        return _("party organisations of %(group)s") % {"group": name[:1].lower() + name[1:]}
    return {Tier.BASE: _("other base organisations"), Tier.CELL: _("cells below the base")}[tier]


def _is_vietnamese() -> bool:
    from django.utils.translation import get_language

    return (get_language() or "vi").startswith("vi")


def headline_words(counts: Counts, run: Run, language: str) -> str:
    """One line of the head: how many were reviewed, proposed, near and without enough figures."""
    parts = [
        _("Reviewed %(done)s/%(total)s %(units)s")
        % {
            "done": formats.number(counts.reviewed, language=language),
            "total": formats.number(counts.total, language=language),
            "units": tier_word(counts.tier, run),
        },
        ngettext(
            "%(count)s proposed for consideration (%(share)s)",
            "%(count)s proposed for consideration (%(share)s)",
            counts.proposed,
        )
        % {
            "count": formats.number(counts.proposed, language=language),
            "share": share_words(counts.proposed, counts.reviewed, language),
        },
        _("%(count)s near the threshold") % {"count": formats.number(counts.near, language=language)},
        _("%(count)s short of figures") % {"count": formats.number(counts.not_enough, language=language)},
    ]
    return " · ".join(parts)


def share_words(part: int, whole: int, language: str) -> str:
    """A share inside brackets: `7,0 %; 41/584`.

    >>> share_words(41, 584, "vi")
    '7,0 %; 41/584'
    """
    rate = formats.percent_only(part, whole, 1, language)
    return f"{rate}; {formats.number(part, language=language)}/{formats.number(whole, language=language)}"


def reason_titles(run: Run, language: str) -> list[tuple[str, str]]:
    """Every rule of a run by which a list can be filtered: code and title, signs first, by title."""
    code = "vi" if language.startswith("vi") else "en"
    signs = sorted((rule["title"][code], key) for key, rule in run.rules_used["signs"].items())
    facts = [(without_number(rule[code]), key) for key, rule in run.rules_used["facts"].items()]
    return [(key, title) for title, key in [*signs, *facts]]


_NUMBERED = re.compile(r"\s*(?:\([^()]*\{[^{}]*\}[^()]*\)|(?:theo|by)\s[^{}]*\{[^{}]*\})")
_PLACE = re.compile(r"\{[^{}]*\}")


def without_number(sentence: str) -> str:
    """What a fact is called when no unit's number is meant: its sentence without the part that names one.

    >>> without_number("Có đảng viên bị kỷ luật vì suy thoái theo kết luận số {number}.")
    'Có đảng viên bị kỷ luật vì suy thoái'
    >>> without_number("Was classed as weak the year before (decision no. {number}).")
    'Was classed as weak the year before'
    """
    return _PLACE.sub("…", _NUMBERED.sub("", sentence)).rstrip(".")


def rule_title(run: Run, key: str, language: str) -> str:
    """What a rule of a run is called."""
    return dict(reason_titles(run, language)).get(key, key)
