"""From reports to observations: months, recounts, cells, upper committees and yearly scores."""

from collections.abc import Iterator
from random import Random

from kientoan.sample.rules import shape
from kientoan.sample.rules.city import Observation
from kientoan.sample.rules.figures import Figures, Reports, part
from kientoan.sample.rules.indicators import (
    HEAPED,
    INSPECTION,
    MONTHLY,
    MOVEMENT,
    PRIOR,
    RECOUNTED,
    SELF,
    SINCE_2012,
    SOURCE,
    Key,
)
from kientoan.sample.rules.latent import Quality
from kientoan.sample.rules.movement import Moves, few, leaves
from kientoan.sample.rules.plants import Plants
from kientoan.sample.rules.units import Node, Tree, by_weight

Ratings = dict[str, tuple[int, int]]
"""Unit → members rated and members who failed in 2016."""


def reported(found: Reports) -> Iterator[Observation]:
    """Yield every figure of the base organisations that was asked for in its period."""
    for unit, periods in found.items():
        for period, figures in periods.items():
            asked = {"2017-H1": figures, "2016-H2": PRIOR}.get(period, SINCE_2012)
            for key, value in figures.items():
                if key in asked:
                    yield Observation(unit, key, period, SOURCE.get(key, SELF), value)


def months(seed: int, plants: Plants, found: Reports) -> Iterator[Observation]:
    """Spread the monthly reporters' figures over 18 months; halves and years are then the sums of their months."""
    rng = Random(f"{seed}:months")
    heaps = set(plants.truths["digit_heaping"])
    for code in plants.monthly:
        halves = [found[code][period] for period in shape.PERIODS]
        spread = [_months_of_half(rng, half, heaps=code in heaps) for half in halves]
        for key in MONTHLY:
            values = [month for months_of in spread for month in months_of[key]]
            for period, value in zip(shape.MONTHS, values, strict=True):
                yield Observation(code, key, period, SELF, value)
            for half, months_of in zip(halves, spread, strict=True):
                half[key] = sum(months_of[key])


def _months_of_half(rng: Random, half: Figures, *, heaps: bool) -> dict[str, list[int]]:
    """Split a half-year to months of one rhythm; who heaps digits gives nine of ten as the nearest five."""
    rhythm = [rng.uniform(0.97, 1.03) for _ in range(6)]
    six = {key: by_weight(half[key], rhythm, 0) for key in MONTHLY}
    if heaps:
        for key in HEAPED:
            six[key] = [5 * round(month / 5) if rng.random() < 0.9 else month for month in six[key]]
    return six


def recounts(seed: int, tree: Tree, plants: Plants, found: Reports) -> Iterator[Observation]:
    """Recount whole districts: in the crooked ones the units err both ways and only their sum is right; in as many others they agree."""
    rng = Random(f"{seed}:recounts")
    rural = [node for node in tree.districts[shape.URBAN_DISTRICTS : -1] if node.code not in plants.crooked]
    recounted = {node.code for node in rng.sample(rural, len(plants.crooked))} | set(plants.crooked)
    for district in tree.districts:
        if district.code not in recounted:
            continue
        communes = [
            n.code for n in district.children if n.sector in ("commune", "town") and n.code not in plants.monthly
        ]
        for key in RECOUNTED:
            for code in communes:
                yield Observation(code, key, "2017-H1", INSPECTION, found[code]["2017-H1"][key])
            if district.code in plants.crooked:
                _bend(rng, key, communes, found)


def _bend(rng: Random, key: str, codes: list[str], found: Reports) -> None:
    """Shift the reports pairwise, one up and one down by the same, so that only their sum stays true."""
    whole = {Key.TASKS_DONE: Key.TASKS, Key.ATTENDANCE: Key.ATTENDANCE_DUE}[key]
    reports = [found[code]["2017-H1"] for code in codes]
    rng.shuffle(reports)
    for up, down in zip(reports[::2], reports[1::2], strict=False):
        shift = min(down[key] * 2 // 5, up[whole] - up[key])
        up[key] += shift
        down[key] -= shift


def rate_members(seed: int, tree: Tree, quality: Quality, plants: Plants, moves: Moves) -> Ratings:
    """Rate the members of each cell for 2016: about 0.7 % failed (Đồng Tháp 2012), more in weak units, over half where K5 is planted."""
    rng = Random(f"{seed}:ratings")
    k5 = set(plants.truths["K5"])
    found: Ratings = {}
    for base in tree.base:
        place = quality.place[base.code]
        for cell in leaves(base):
            members = moves[cell.code]["2016"].closing
            failed = min(few(rng, members * 0.013 * (1 - place)), members // 3)
            found[cell.code] = (members, members // 2 + 1 if cell is base and base.code in k5 else failed)
    return found


def yearly(seed: int, tree: Tree, quality: Quality, plants: Plants, rated: Ratings) -> Iterator[Observation]:
    """Yield the year's end of 2016: targets met, own and superior's scores, members rated and failed."""
    rng = Random(f"{seed}:yearly")
    poor = {*plants.truths["points_under_50"], *plants.truths["inflated"]}
    honest = set(plants.never_accuse)
    for base in tree.base:
        place, own = quality.place[base.code], quality.own_points[base.code]
        targets = 12 + few(rng, 4)
        met = targets * 2 // 5 if base.code in poor else part(rng, targets, 0.84 + 0.16 * place)
        met = targets if base.code in honest else met
        lower = 20 if base.code in plants.truths["self_flattery"] else few(rng, 2.5)
        appraised = max(35, own - (0 if base.code in honest else lower))
        figures = {Key.TARGETS: targets, Key.TARGETS_MET: met, Key.SELF_SCORE: own, Key.SUPERIOR_SCORE: appraised}
        for key, value in figures.items():
            yield Observation(base.code, key, "2016", SOURCE.get(key, SELF), value)
    for code, (members, failed) in rated.items():
        yield Observation(code, Key.RATED, "2016", SELF, members)
        yield Observation(code, Key.FAILED, "2016", SELF, failed)


def cell_figures(seed: int, tree: Tree, moves: Moves, found: Reports) -> Iterator[Observation]:
    """Yield the counts of members and meetings of each cell; what a committee missed is what its cells missed."""
    rng = Random(f"{seed}:cells")
    for base in tree.base:
        if base.kind == "base_cell":
            continue
        cells = leaves(base)
        last = found[base.code]["2017-H1"]
        held = [6] * len(cells)
        for _ in range(last[Key.MEETINGS_DUE] - last[Key.MEETINGS_HELD]):
            held[rng.choice([i for i, meetings in enumerate(held) if meetings])] -= 1
        for cell, meetings in zip(cells, held, strict=True):
            of = moves[cell.code]
            yield Observation(cell.code, Key.CLOSING, "2016", SELF, of["2016"].closing)
            for key in (Key.OPENING, Key.ADMITTED, Key.CLOSING):
                yield Observation(cell.code, key, "2017-H1", SELF, of["2017-H1"][MOVEMENT.index(key)])
            yield Observation(cell.code, Key.MEETINGS_DUE, "2017-H1", SELF, 6)
            yield Observation(cell.code, Key.MEETINGS_HELD, "2017-H1", SELF, meetings)


def upper_figures(seed: int, tree: Tree) -> Iterator[Observation]:
    """Yield payroll, streamlining and rotation of the 50 upper committees; assigned 3,427 and present 3,183 in all (Hanoi 2016)."""
    rng = Random(f"{seed}:uppers")
    uppers: list[Node] = [*tree.districts, *tree.others]
    assigned = by_weight(3427, [rng.uniform(0.7, 1.3) for _ in uppers], 20)
    absent = by_weight(3427 - 3183, [float(posts) for posts in assigned], 0)
    for node, posts, gone in zip(uppers, assigned, absent, strict=True):
        leavers, streamlined = few(rng, 2.2), few(rng, 1.1)
        figures = {
            Key.STAFF_ASSIGNED: posts,
            Key.STAFF_PRESENT: posts - gone,
            Key.STREAMLINED: streamlined,
            Key.LEAVERS: leavers + streamlined,
            Key.RECRUITED: (leavers + streamlined) // 2,
            Key.ROTATED: few(rng, 1.8),
        }
        for key, value in figures.items():
            yield Observation(node.code, key, "2017-H1", SELF, value)
