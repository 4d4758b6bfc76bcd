"""Score what was detected against what was planted: what was found, what was missed, and who was accused without cause."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from kientoan.sample.rules.city import Truths

NEAR = "near_"


@dataclass(frozen=True, slots=True)
class TruthScore:
    """One truth: planted and found units, those missed, and units accused that come near the rule without meeting it."""

    truth: str
    planted: int
    found: int
    missed: tuple[str, ...]
    wrongly: tuple[str, ...]

    @property
    def recall(self) -> float:
        """Part of the planted units that was found.

        >>> TruthScore("K1", 4, 3, ("H01.X01",), ()).recall
        0.75
        """
        return self.found / self.planted if self.planted else 1.0


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All truths that were looked for, and the honest good units that were accused of any of them."""

    truths: tuple[TruthScore, ...]
    accused: tuple[str, ...]
    innocent: int

    @property
    def recall(self) -> float:
        """Part of all planted units, over the truths looked for, that was found."""
        planted = sum(score.planted for score in self.truths)
        return sum(score.found for score in self.truths) / planted if planted else 1.0

    @property
    def false_accusation(self) -> float:
        """Part of the honest good units that was accused."""
        return len(self.accused) / self.innocent if self.innocent else 0.0


def score(truths: Truths, detections: Mapping[str, Iterable[str]]) -> Scorecard:
    """Compare detections (truth → units) with the truths; faults of files are truths too.

    A detection of a truth that does not exist raises KeyError with the truths that do.
    """
    known = {**truths.planted, **truths.faults}
    unknown = sorted(set(detections) - set(known))
    if unknown:
        raise KeyError(f"No such truth: {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    found = {truth: frozenset(units) for truth, units in detections.items()}
    scores = tuple(_one(truth, known, found[truth]) for truth in sorted(found))
    honest = frozenset(truths.never_accuse)
    accused = sorted(honest.intersection(*[frozenset().union(*found.values())]))
    return Scorecard(scores, tuple(accused), len(honest))


def _one(truth: str, known: Mapping[str, tuple[str, ...]], found: frozenset[str]) -> TruthScore:
    planted = frozenset(known[truth])
    near = frozenset(known.get(NEAR + truth, ()))
    return TruthScore(
        truth, len(planted), len(planted & found), tuple(sorted(planted - found)), tuple(sorted(near & found))
    )


def as_json(truths: Truths) -> dict[str, object]:
    """Give the truths as plain values, ready for `truths.json`."""
    plain = asdict(truths)
    return {key: plain[key] for key in ("planted", "faults", "never_accuse", "latent")}


def from_json(plain: Mapping[str, Mapping[str, list[str]]]) -> Truths:
    """Read truths back from the values of `truths.json`."""
    return Truths(
        planted={truth: tuple(units) for truth, units in plain["planted"].items()},
        faults={fault: tuple(units) for fault, units in plain["faults"].items()},
        latent={unit: str(grade) for unit, grade in plain["latent"].items()},
        never_accuse=tuple(plain["never_accuse"]),
    )
