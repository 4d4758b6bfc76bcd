"""Identities that the figures of one unit and period must keep: balances and parts of a whole, and what a value may be."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kientoan.core.params import ParameterSet
from kientoan.figures.rules.definitions import CHECKS
from kientoan.figures.rules.words import FigureKind

LARGEST = Decimal(9999999999999)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Balance:
    """plus − minus = result; the result of one period is `opens` of the next."""

    code: str
    vi: str
    en: str
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    result: str
    opens: str

    @property
    def names(self) -> tuple[str, ...]:
        """Give every indicator of the balance."""
        return (*self.plus, *self.minus, self.result)


@dataclass(frozen=True, slots=True)
class Identities:
    """The identities in force on a day."""

    balances: tuple[Balance, ...]
    parts: tuple[tuple[str, str], ...]

    @property
    def names(self) -> frozenset[str]:
        """Give every indicator that some identity holds."""
        of_balances = {name for balance in self.balances for name in balance.names}
        return frozenset(of_balances | {name for pair in self.parts for name in pair})

    def beside(self, asked: frozenset[str] | set[str]) -> frozenset[str]:
        """Give the indicators that are held together with some of those asked for and are not among them."""
        groups = [frozenset(balance.names) for balance in self.balances] + [frozenset(pair) for pair in self.parts]
        return frozenset(name for group in groups if group & asked for name in group - asked)


@dataclass(frozen=True, slots=True)
class Breach:
    """One identity that does not hold: at which indicator to mark it, and the two numbers that disagree.

    `rule` is `balance`, `recorded` (a balance with figures recorded before), `opening`, `part` or `whole`; `other` the
    indicator or balance it disagrees with; of `recorded`, `found` is the closing figure.
    """

    rule: str
    indicator: str
    other: str
    found: Decimal
    expected: Decimal


def identities_at(parameters: ParameterSet, day: datetime.date) -> Identities:
    """Read the identities in force on a day; before the first of them there is nothing to hold to."""
    rules = {item.key: entry.value for item, entry in parameters.in_force(CHECKS, day)}
    balances = tuple(
        Balance(
            code=one["code"],
            vi=one["vi"],
            en=one["en"],
            plus=tuple(one["plus"]),
            minus=tuple(one["minus"]),
            result=one["result"],
            opens=one["opens"],
        )
        for one in rules.get(f"{CHECKS}.balances", ())
    )
    parts = tuple((one["part"], one["whole"]) for one in rules.get(f"{CHECKS}.parts", ()))
    return Identities(balances, parts)


NONE_STANDING: Mapping[str, Decimal] = {}


def breaches(
    values: Mapping[str, Decimal],
    before: Mapping[str, Decimal],
    identities: Identities,
    standing: Mapping[str, Decimal] = NONE_STANDING,
) -> Iterator[Breach]:
    """Give every identity that these figures of one unit break.

    `values` are the figures at hand by indicator; `before` are those of the same unit in the period before; `standing`
    what has been recorded of the same unit and period and is not at hand. An identity is judged when a figure at hand
    is in it, and none of its other figures is unknown; an opening that nobody gave is the closing of the period before.

    >>> rule = Balance("m", "", "", ("opening", "in"), ("out",), "closing", "opening")
    >>> at_hand = {"opening": Decimal(10), "in": Decimal(2), "out": Decimal(1), "closing": Decimal(12)}
    >>> [(b.rule, b.indicator, int(b.found), int(b.expected))
    ...  for b in breaches(at_hand, {"closing": Decimal(9)}, Identities((rule,), ()))]
    [('balance', 'closing', 12, 11), ('opening', 'opening', 10, 9)]
    >>> given, recorded = {"in": Decimal(3)}, {"opening": Decimal(10), "out": Decimal(1), "closing": Decimal(11)}
    >>> [(b.rule, b.indicator, b.other, int(b.found), int(b.expected))
    ...  for b in breaches(given, {}, Identities((rule,), ()), recorded)]
    [('recorded', 'in', 'closing', 11, 12)]
    """
    for balance in identities.balances:
        yield from _of_balance(balance, values, before, standing)
    for part, whole in identities.parts:
        yield from _of_part(part, whole, values, standing)


def _of_balance(
    balance: Balance,
    values: Mapping[str, Decimal],
    before: Mapping[str, Decimal],
    standing: Mapping[str, Decimal],
) -> Iterator[Breach]:
    given = [name for name in balance.names if name in values]
    if not given:
        return
    opened = {balance.opens: before[balance.result]} if balance.result in before else {}
    known = {**opened, **standing, **values}
    if all(name in known for name in balance.names):
        total = sum((known[n] for n in balance.plus), Decimal()) - sum((known[n] for n in balance.minus), Decimal())
        result = known[balance.result]
        if total != result and len(given) == len(balance.names):
            yield Breach("balance", balance.result, balance.code, result, total)
        elif total != result:
            marked = balance.result if balance.result in values else given[-1]
            yield Breach("recorded", marked, balance.result, result, total)
    if balance.opens in values and balance.result in before and values[balance.opens] != before[balance.result]:
        yield Breach("opening", balance.opens, balance.result, values[balance.opens], before[balance.result])


def _of_part(part: str, whole: str, values: Mapping[str, Decimal], standing: Mapping[str, Decimal]) -> Iterator[Breach]:
    known = {**standing, **values}
    if (part in values or whole in values) and part in known and whole in known and known[part] > known[whole]:
        if part in values:
            yield Breach("part", part, whole, known[part], known[whole])
        else:
            yield Breach("whole", whole, part, known[whole], known[part])


def impossible(kind: str, value: Decimal) -> str:
    """Say which law of its kind a value breaks (`negative`, `fraction`, `over_hundred`, `not_yes_or_no`, `too_large`) or nothing.

    >>> impossible("count", Decimal("2.5")), impossible("share", Decimal(101)), impossible("count", Decimal(3))
    ('fraction', 'over_hundred', '')
    """
    if kind == FigureKind.YESNO:
        return "" if value in (0, 1) else "not_yes_or_no"
    if value < 0:
        return "negative"
    if kind == FigureKind.COUNT and value != value.to_integral_value():
        return "fraction"
    if kind in (FigureKind.SHARE, FigureKind.SCORE) and value > HUNDRED:
        return "over_hundred"
    return "too_large" if value > LARGEST else ""
