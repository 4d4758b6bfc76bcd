"""Choose the units in which truths are planted: who meets which rule, who errs, and who must never be accused."""

from dataclasses import dataclass, field
from random import Random

from kientoan.sample.rules import shape
from kientoan.sample.rules.latent import Quality
from kientoan.sample.rules.units import Node, Tree

COUNTS = {
    "K1": 8, "K2": 8, "K3": 8, "K4": 8,
    "near_K1": 6, "near_K2": 6, "near_K3": 6, "near_K4": 6,
    "complaints_prolonged": 6, "complaints_unsettled": 6, "group_complaints": 6, "complex_case": 6, "reception_short": 6,
    "no_admission": 6, "admissions_behind": 6, "members_lost": 6, "members_fall": 6, "broken_chain": 8, "discipline": 6,
    "meetings_short": 6, "attendance_low": 6, "committee_short": 6, "key_posts_vacant": 6, "successors_missing": 6,
    "key_staff_weak": 6, "tasks_failed": 6, "tasks_behind": 6, "tasks_overdue": 6, "division_reported": 6, "staff_over": 6,
    "figures_repeated": 12, "digit_heaping": 8,
}  # fmt: skip
"""How many base organisations carry each truth; near_* come close to a rule without meeting it. Five is the least that can show a recall
other than all or nothing; rarer ones stay near the yearly listing of Hanoi's campaign (3.3 % of base organisations)."""
COMMUNES_ONLY = (
    "K3", "K4", "near_K3", "near_K4", "complaints_prolonged", "complaints_unsettled", "group_complaints", "complex_case", "reception_short",
    "digit_heaping", "figures_repeated",
)  # fmt: skip
COMMITTEES_ONLY = (
    "broken_chain",
    "members_fall",
    "no_admission",
    "admissions_behind",
    "members_lost",
    "key_posts_vacant",
)
"""Truths that only show in a unit of some size."""
FAULTS = {
    "missing": 9, "late": 7, "text_in_number": 6, "moved_columns": 5, "merged_cells": 5, "ambiguous_decimal": 5, "broken_balance": 6,
    "wrong_unit_code": 5, "truncated": 5, "password": 5, "empty": 5, "corrected_later": 6,
}  # fmt: skip
"""How many communes' workbooks have each fault; the other 515 came in time and clean."""
SELF_FLATTERY, POINTS_UNDER_50, K5_COMMITTEES, K5_CELLS, NEAR_K5, INFLATED, NEVER_ACCUSE, CROOKED_DISTRICTS = (
    8,
    8,
    6,
    6,
    6,
    24,
    220,
    5,
)
CLEAN_PLACE = 0.75


@dataclass(slots=True)
class Plants:
    """Units by truth, files by fault; each base organisation carries at most one of them."""

    truths: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    never_accuse: list[str] = field(default_factory=list)
    modest: list[str] = field(default_factory=list)
    crooked: list[str] = field(default_factory=list)
    monthly: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Pool:
    rng: Random
    free: list[Node]
    quality: Quality

    def drop(self, codes: list[str]) -> list[str]:
        """Take named units out of the pool."""
        gone = set(codes)
        self.free = [node for node in self.free if node.code not in gone]
        return sorted(codes)

    def take(self, count: int, *, low: bool = False, communes: bool = False, kind: str | None = None) -> list[str]:
        """Draw free units; `low` prefers those of poor quality."""
        fit = [
            n for n in self.free if (not communes or n.sector in ("ward", "commune", "town")) and kind in (None, n.kind)
        ]
        if low:
            fit = sorted(fit, key=lambda n: (self.quality.place[n.code], n.code))[: count * 12]
        return self.drop([node.code for node in self.rng.sample(fit, count)])


def choose(seed: int, tree: Tree, quality: Quality, apart: set[str], steady: set[str]) -> Plants:
    """Choose disjoint sets of units; those `apart` (of the accounts, with a vacant post) carry nothing else, and only `steady` ones are
    called innocent.
    """
    rng = Random(f"{seed}:plants")
    plants = Plants()
    rural = tree.districts[shape.URBAN_DISTRICTS : -1]
    plants.crooked = sorted(node.code for node in rng.sample(rural, CROOKED_DISTRICTS))
    plants.truths["below_three_members"] = tree.small
    apart = apart | set(tree.small)
    free = [n for n in tree.base if n.code not in apart and n.code.split(".")[0] not in plants.crooked]
    pool = _Pool(rng, free, quality)
    own_weak = [node.code for node in pool.free if quality.own_grade[node.code] == "weak"]
    plants.truths["points_under_50"] = pool.drop(rng.sample(own_weak, POINTS_UNDER_50))
    plants.faults = {fault: pool.take(count, communes=True) for fault, count in FAULTS.items()}
    _k5(pool, tree, plants)
    weak = [n.code for n in pool.free if quality.grade[n.code] == "weak" and quality.own_grade[n.code] == "good"]
    plants.truths["inflated"] = pool.drop(rng.sample(weak, INFLATED))
    proud = [n.code for n in pool.free if quality.own_points[n.code] >= 90 and quality.grade[n.code] == "good"]
    plants.truths["self_flattery"] = pool.drop(rng.sample(proud, SELF_FLATTERY))
    for truth, count in COUNTS.items():
        low = not truth.startswith("near_") and truth not in ("figures_repeated", "digit_heaping", "broken_chain")
        plants.truths[truth] = pool.take(
            count, low=low, communes=truth in COMMUNES_ONLY, kind="base_committee" if truth in COMMITTEES_ONLY else None
        )
    _innocent(pool, plants, steady)
    return plants


def _innocent(pool: _Pool, plants: Plants, steady: set[str]) -> None:
    """Choose who must never be accused, who rates itself below its worth, and who reports monthly."""
    own, grade = pool.quality.own_grade, pool.quality.grade
    fit = [n.code for n in pool.free if n.code in steady and pool.quality.place[n.code] >= CLEAN_PLACE]
    good = [code for code in fit if own[code] in ("excellent", "good")]
    plants.never_accuse = pool.drop(pool.rng.sample(good, NEVER_ACCUSE))
    proud = [n.code for n in pool.free if grade[n.code] == "good" and own[n.code] == "excellent"]
    plants.modest = pool.drop(pool.rng.sample(proud, INFLATED))
    heaps = plants.truths["digit_heaping"]
    communes = [n.code for n in pool.free if n.sector in ("ward", "commune", "town")]
    plants.monthly = sorted([*heaps, *pool.rng.sample(communes, shape.MONTHLY_REPORTERS - len(heaps))])


def _k5(pool: _Pool, tree: Tree, plants: Plants) -> None:
    """K5 and its near miss need committees whose cells all hang directly under them, in threes for exactly a third."""
    plain = {n.code for n in tree.base if n.kind == "base_committee" and all(c.kind == "cell" for c in n.children)}
    thirds = {n.code for n in tree.base if n.code in plain and len(n.children) % 3 == 0}
    everyone = pool.free
    pool.free = [node for node in everyone if node.code in thirds]
    plants.truths["near_K5"] = pool.take(NEAR_K5)
    pool.free = [node for node in everyone if node.code in plain and node.code not in set(plants.truths["near_K5"])]
    k5 = pool.take(K5_COMMITTEES, low=True)
    pool.free = [node for node in everyone if node.kind == "base_cell"]
    k5 += pool.take(K5_CELLS, low=True)
    plants.truths["K5"] = sorted(k5)
    taken = {*k5, *plants.truths["near_K5"]}
    pool.free = [node for node in everyone if node.code not in taken]
