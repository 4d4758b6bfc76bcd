"""What the proper authorities had decided or concluded: classes of 2016, classes of same-level bodies, numbered conclusions, targets."""

from collections.abc import Iterator
from datetime import date
from random import Random

from kientoan.sample.rules import shape
from kientoan.sample.rules.city import BodyClass, Conclusion, Target, YearClass
from kientoan.sample.rules.figures import RESIDENT
from kientoan.sample.rules.indicators import Key
from kientoan.sample.rules.latent import Quality
from kientoan.sample.rules.movement import Movement, Moves, leaves
from kientoan.sample.rules.plants import Plants
from kientoan.sample.rules.units import Node, Tree

YEAR = 2016
ISSUER = {"T": "TU", "Q": "QU", "H": "HU", "X": "TXU", "K": "ĐU"}
CELL_SHARES = (("excellent", 0.80), ("good", 0.16), ("completed", 0.04))
"""Decided classes of cells in an ordinary unit, before its quality (chosen milder than the base's own, harsher than Đồng Tháp 2012)."""
NATURAL_WEAK_CELL = 0.0008


def conclusions(seed: int, plants: Plants) -> Iterator[Conclusion]:
    """State the facts of K1 and K2: with the number of the conclusion where planted, without any in the near misses."""
    rng = Random(f"{seed}:conclusions")
    number = 20
    for forcing in ("K1", "K2"):
        for code in plants.truths[forcing]:
            number += 1
            yield Conclusion(code, forcing, date(2017, rng.randint(2, 6), rng.randint(1, 20)), f"{number}-KL/UBKTTU")
        for code in plants.truths[f"near_{forcing}"]:
            yield Conclusion(code, forcing, date(2017, rng.randint(2, 6), rng.randint(1, 20)), None)


def body_classes(seed: int, tree: Tree, plants: Plants) -> Iterator[BodyClass]:
    """Give the classes of 2016 of government, Front and mass organisations (or of the agency's management)."""
    rng = Random(f"{seed}:body classes")
    planted = {code: truth for truth in ("K3", "K4", "near_K3", "near_K4") for code in plants.truths[truth]}
    for node in (*tree.districts, *tree.base):
        upper = node.code.split(".")[0]
        number = f"{rng.randint(100, 900)}-QĐ/{ISSUER[upper[0]]}"
        if node.sector not in (*RESIDENT, "district"):
            yield BodyClass(node.code, "head_of_agency", YEAR, _usual(rng), number)
            continue
        truth = planted.get(node.code, "")
        lowest = {"K4": rng.randint(2, 3), "near_K4": 1}.get(truth, 0)
        failed = rng.sample(shape.FRONT_AND_MASS, lowest)
        own = {"K3": "weak", "near_K3": "completed"}.get(truth) or _usual(rng)
        yield BodyClass(node.code, "peoples_committee", YEAR, own, number)
        for kind in shape.FRONT_AND_MASS:
            yield BodyClass(node.code, kind, YEAR, "weak" if kind in failed else _usual(rng), number)


def _usual(rng: Random) -> str:
    return rng.choices(("excellent", "good", "completed"), (55, 38, 7))[0]


def year_classes(seed: int, tree: Tree, quality: Quality, plants: Plants) -> Iterator[YearClass]:
    """Give the decided classes of 2016: upper committees, base organisations (near their own rating) and cells."""
    rng = Random(f"{seed}:year classes")
    numbers = {
        node.code: f"{rng.randint(20, 99)}-QĐ/{ISSUER[node.code[0]]}"
        for node in (tree.city, *tree.districts, *tree.others)
    }
    k5, near = set(plants.truths["K5"]), set(plants.truths["near_K5"])
    honest, inflated = set(plants.never_accuse), set(plants.truths["inflated"])
    for node in (*tree.districts, *tree.others):
        yield YearClass(node.code, YEAR, rng.choices(("excellent", "good"), (70, 30))[0], numbers["TP"])
    for base in tree.base:
        number = numbers[base.code.split(".")[0]]
        grade = quality.own_grade[base.code]
        if grade in ("excellent", "good") and base.code not in honest | inflated and rng.random() < 0.03:
            grade = shape.GRADES[shape.GRADES.index(grade) + 1]
        yield YearClass(base.code, YEAR, grade, number)
        if base.kind == "base_committee":
            weak = _weak_cells(rng, base, k5=base.code in k5, near=base.code in near)
            own = f"{rng.randint(5, 30)}-QĐ/ĐU"
            for cell in leaves(base):
                cell_grade = "weak" if cell.code in weak else _cell_grade(rng, quality.place[base.code])
                yield YearClass(cell.code, YEAR, cell_grade, own)


def _weak_cells(rng: Random, base: Node, *, k5: bool, near: bool) -> set[str]:
    """Choose the cells decided weak: more than a third for K5, exactly a third for its near miss, else hardly any."""
    cells = [cell.code for cell in leaves(base)]
    if k5:
        return set(rng.sample(cells, len(cells) // 3 + 1))
    if near:
        return set(rng.sample(cells, len(cells) // 3))
    if len(cells) >= 10 and rng.random() < NATURAL_WEAK_CELL * len(cells):
        return {rng.choice(cells)}
    return set()


def _cell_grade(rng: Random, place: float) -> str:
    grades = tuple(grade for grade, _ in CELL_SHARES)
    return rng.choices(grades, (CELL_SHARES[0][1] * (0.6 + 0.8 * place), CELL_SHARES[1][1], CELL_SHARES[2][1]))[0]


OPEN_DIFFERENCES = 3
"""How many districts assign their units more or less than the city assigned them, so that the difference is shown."""


def targets(seed: int, tree: Tree, plants: Plants, moves: Moves) -> Iterator[Target]:
    """Assign admissions of 2016 and 2017: parts sum to the whole, but for a few districts that assign one more to each unit."""
    rng = Random(f"{seed}:targets")
    code = Key.ADMITTED
    crooked = {node.code for node in rng.sample(tree.districts, OPEN_DIFFERENCES)}
    short, honest = set(plants.truths["admissions_behind"]), set(plants.never_accuse)
    for year in (2016, 2017):
        signed = date(year, 1, 15)
        city = 0
        for upper in (*tree.districts, *tree.others):
            plans = {base.code: _plan(base, year, moves[base.code], short, honest) for base in upper.children}
            total = sum(plans.values())
            city += total
            yield Target(upper.code, code, year, total, f"{year % 100 + 30}-QĐ/TU", signed)
            number = f"{rng.randint(10, 60)}-QĐ/{ISSUER[upper.code[0]]}"
            for unit, plan in plans.items():
                extra = int(upper.code in crooked and unit not in honest)
                yield Target(unit, code, year, plan + extra, number, signed.replace(month=2))
        yield Target(tree.city.code, code, year, city, f"{year % 100 + 10}-NQ/TU", signed)


def _plan(base: Node, year: int, moves: dict[str, Movement], short: set[str], honest: set[str]) -> int:
    """Plan a year's admissions: about 2.55 % of the members of committees (12,000 in 2017), none for a chi bộ cơ sở, far too many where a shortfall
    is planted.
    """
    usual = round(base.members * 0.0255) if base.kind == "base_committee" else 0
    done = moves["2016"].admitted if year == 2016 else moves["2017-H1"].admitted * 2
    if base.code in honest:
        return min(usual, done)
    if base.code in short and year == 2017:
        return max(usual, done * 4, 12)
    return usual
