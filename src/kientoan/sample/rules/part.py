"""A part of the sample city: a few of its districts whole, for a demo of seconds instead of minutes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kientoan.sample.rules import shape
from kientoan.sample.rules.city import City, Operation, Span, Target, Truths
from kientoan.sample.rules.generate import SEED, generate

if TYPE_CHECKING:
    from datetime import date

TOP = "TP"
WHOLE = shape.URBAN_DISTRICTS + shape.RURAL_DISTRICTS + shape.DISTRICT_TOWNS


@dataclass(frozen=True, slots=True)
class Size:
    """Which sample city: its seed, and how many of its 30 districts."""

    seed: int = SEED
    districts: int = WHOLE

    def __str__(self) -> str:
        """Give both numbers, for a sentence.

        >>> str(Size(2017, 3))
        'seed 2017, 3/30'
        """
        return f"seed {self.seed}, {self.districts}/{WHOLE}"


def make(size: Size) -> City:
    """Make the city of a size: whole, or cut to so many districts (the accounts' one first) without the other upper committees."""
    city = generate(size.seed)
    return city if size.districts == WHOLE else part_of(city, size.districts)


def part_of(city: City, districts: int) -> City:
    """Cut a city to some districts; what it was assigned as a whole is the sum of what remains."""
    found = {s.code for s in city.spans if s.sector == "district"}
    if not 1 <= districts <= len(found):
        raise ValueError(f"{districts} districts of {len(found)}")
    kept = {TOP, *_richest(city, sorted(found), districts)}
    units = {s.code for s in city.spans if s.code.split(".")[0] in kept}
    spans, moved = _spans(city.spans, units)
    return replace(
        city,
        spans=spans,
        operations=tuple(o for o in city.operations if _stays(o, units, moved)),
        bodies=tuple(b for b in city.bodies if b.unit in units),
        posts=tuple(p for p in city.posts if p.code.split("/")[0] in units),
        people=tuple(p for p in city.people if p.unit in units),
        holdings=tuple(h for h in city.holdings if h.post.split("/")[0] in units),
        accounts=tuple(a for a in city.accounts if a.unit in units),
        observations=tuple(o for o in city.observations if o.unit in units),
        targets=_targets(city.targets, units),
        conclusions=tuple(c for c in city.conclusions if c.unit in units),
        body_classes=tuple(c for c in city.body_classes if c.unit in units),
        year_classes=tuple(c for c in city.year_classes if c.unit in units),
        returned=tuple(r for r in city.returned if r.unit in units),
        truths=_truths(city.truths, units),
    )


def _richest(city: City, districts: list[str], count: int) -> list[str]:
    """Choose the accounts' district, then those with the most kinds of truths and faults that are not there yet."""
    kinds: dict[str, set[str]] = {code: set() for code in districts}
    for kind, units in (*city.truths.planted.items(), *city.truths.faults.items()):
        for unit in units:
            kinds.get(unit.split(".")[0], set()).add(kind)
    home = next(a.unit.split(".")[0] for a in city.accounts if a.unit != TOP)
    chosen, seen = [home], set(kinds[home])
    while len(chosen) < count:
        best = max((code for code in districts if code not in chosen), key=lambda code: len(kinds[code] - seen))
        chosen.append(best)
        seen |= kinds[best]
    return chosen


def _spans(spans: Iterable[Span], units: set[str]) -> tuple[tuple[Span, ...], set[str]]:
    """Keep the spans of the units; who came from a district that is left out has always been here."""
    made: list[Span] = []
    moved: set[str] = set()
    begun: dict[str, date] = {}
    for span in spans:
        if span.code not in units:
            continue
        if span.parent is not None and span.parent not in units:
            moved.add(span.code)
            begun.setdefault(span.code, span.valid_from)
            continue
        made.append(replace(span, valid_from=begun.pop(span.code, span.valid_from)))
    return tuple(made), moved


def _stays(operation: Operation, units: set[str], moved: set[str]) -> bool:
    named = {operation.from_code, operation.to_code or operation.from_code}
    return named <= units and not (operation.op == "move" and operation.from_code in moved)


def _targets(targets: Iterable[Target], units: set[str]) -> tuple[Target, ...]:
    """Give the city the sum of its remaining districts' targets."""
    kept = [t for t in targets if t.unit in units]
    sums: Counter[tuple[str, int]] = Counter()
    for target in kept:
        if target.unit != TOP and "." not in target.unit:
            sums[target.indicator, target.year] += target.value
    return tuple(t if t.unit != TOP else replace(t, value=sums[t.indicator, t.year]) for t in kept)


def _truths(truths: Truths, units: set[str]) -> Truths:
    def kept(by_truth: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return {truth: tuple(code for code in codes if code in units) for truth, codes in by_truth.items()}

    return Truths(
        planted=kept(truths.planted),
        faults=kept(truths.faults),
        latent={code: grade for code, grade in truths.latent.items() if code in units},
        never_accuse=tuple(code for code in truths.never_accuse if code in units),
    )
