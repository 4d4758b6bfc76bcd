"""The quality that nobody sees, and the class that each unit gives itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from kientoan.sample.rules import shape
from kientoan.sample.rules.units import Tree

DISTRICT_WEIGHT, LENIENCY, SELF_NOISE = 0.45, 0.35, 0.55
"""How much of a unit's quality, and of its mildness to itself, it shares with its district; and what is chance (chosen)."""


@dataclass(frozen=True, slots=True)
class Quality:
    """For each base unit: its place from 0 (worst) to 1 (best), its true grade, its own grade and points for 2016."""

    place: dict[str, float]
    grade: dict[str, str]
    own_grade: dict[str, str]
    own_points: dict[str, int]


def cut(ranked: Sequence[str], parts: Sequence[tuple[str, float]]) -> dict[str, str]:
    """Give grades to units ranked from the best by shares of the whole; the last grade takes what is left.

    >>> cut(["a", "b", "c", "d"], (("good", 0.75), ("weak", 0.25)))
    {'a': 'good', 'b': 'good', 'c': 'good', 'd': 'weak'}
    """
    found: dict[str, str] = {}
    first, reached = 0, 0.0
    for grade, share in parts:
        reached += share
        last = len(ranked) if grade == parts[-1][0] else round(reached * len(ranked))
        found.update(dict.fromkeys(ranked[first:last], grade))
        first = last
    return found


def qualities(seed: int, tree: Tree) -> Quality:
    """Draw latent quality with district effects, and self-ratings that are milder than the truth, more so in some districts."""
    rng = Random(f"{seed}:latent")
    uppers = [node.code for node in (*tree.districts, *tree.others)]
    effect = {code: rng.gauss(0, 1) for code in uppers}
    mild = {code: rng.gauss(0, 1) for code in uppers}
    rest = (1 - DISTRICT_WEIGHT**2) ** 0.5
    true: dict[str, float] = {}
    shown: dict[str, float] = {}
    for node in tree.base:
        upper = node.code.split(".")[0]
        true[node.code] = DISTRICT_WEIGHT * effect[upper] + rest * rng.gauss(0, 1)
        shown[node.code] = true[node.code] + LENIENCY * mild[upper] + SELF_NOISE * rng.gauss(0, 1)
    best = sorted(true, key=lambda code: (-true[code], code))
    own = cut(sorted(shown, key=lambda code: (-shown[code], code)), shape.SELF_RATED)
    bands = {"excellent": (90, 98), "good": (70, 89), "completed": (50, 69), "weak": (38, 49)}
    points = {node.code: rng.randint(*bands[own[node.code]]) for node in tree.base}
    place = {code: 1 - (i + 0.5) / len(best) for i, code in enumerate(best)}
    return Quality(place, cut(best, shape.LATENT), own, points)


def inflate(quality: Quality, inflated: Sequence[str], modest: Sequence[str]) -> Quality:
    """Let the inflated units say of themselves what as many better ones could have said, and these what they said: the shares stay."""
    grades, points = dict(quality.own_grade), dict(quality.own_points)
    for one, other in zip(inflated, modest, strict=True):
        grades[one], grades[other] = grades[other], grades[one]
        points[one], points[other] = points[other], points[one]
    return Quality(quality.place, quality.grade, grades, points)
