"""Members who come and go: a balance per cell and half-year that closes, summed to the base organisation."""

from math import exp
from random import Random
from typing import NamedTuple

from kientoan.sample.rules.units import Node, Tree


class Movement(NamedTuple):
    """One balance (Biểu 1-TCTW): opening + four ways in − five ways out = closing."""

    opening: int
    admitted: int
    transferred_in: int
    reinstated: int
    transferred_out: int
    died: int
    expelled: int
    struck_off: int
    left: int
    closing: int

    def closes(self) -> bool:
        """Say whether the balance holds.

        >>> Movement(20, 1, 0, 0, 0, 0, 0, 0, 0, 21).closes()
        True
        """
        into = self.admitted + self.transferred_in + self.reinstated
        out = self.transferred_out + self.died + self.expelled + self.struck_off + self.left
        return self.opening + into - out == self.closing


Moves = dict[str, dict[str, Movement]]
"""Unit → period → balance."""
RATES = {"admitted": 0.0155, "transferred_in": 0.011, "transferred_out": 0.010, "died": 0.005}
"""Per member and half-year; Hanoi admitted 13,689 on some 450,000 in 2017 (1.5 % a half-year); the others are chosen."""
RARE = {"reinstated": 0.00005, "expelled": 0.0002, "struck_off": 0.0003, "left": 0.0001}


def few(rng: Random, mean: float) -> int:
    """Draw a Poisson count of a small mean."""
    limit, product, count = exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def half(rng: Random, closing: int, place: float) -> Movement:
    """Draw the movement that ends in a closing count; a good unit (place near 1) admits more."""
    admitted = few(rng, closing * RATES["admitted"] * (0.8 + 0.4 * place))
    came = few(rng, closing * RATES["transferred_in"])
    left = few(rng, closing * RATES["transferred_out"])
    died = few(rng, closing * RATES["died"])
    reinstated = expelled = struck = gone = 0
    if rng.random() < closing * sum(RARE.values()):
        kind = rng.choices(tuple(RARE), tuple(RARE.values()))[0]
        reinstated, expelled, struck, gone = (int(kind == name) for name in RARE)
    admitted, came = _within(closing, admitted, came)
    into, out = admitted + came + reinstated, left + died + expelled + struck + gone
    return Movement(closing - into + out, admitted, came, reinstated, left, died, expelled, struck, gone, closing)


def _within(closing: int, admitted: int, came: int) -> tuple[int, int]:
    """Keep at least three members from before."""
    admitted = max(0, min(admitted, closing - 4))
    return admitted, max(0, min(came, closing - 4 - admitted))


def total(parts: list[Movement]) -> Movement:
    """Sum the balances of several units over one period."""
    return Movement._make(sum(column) for column in zip(*parts, strict=True))


def year(first: Movement, second: Movement) -> Movement:
    """Join two half-years to a year: the opening of the first, the closing of the second, the flows of both.

    >>> year(Movement(20, 1, 0, 0, 0, 0, 0, 0, 0, 21), Movement(21, 1, 0, 0, 0, 2, 0, 0, 0, 20))[:2]
    (20, 2)
    """
    flows = [a + b for a, b in zip(first[1:-1], second[1:-1], strict=True)]
    return Movement._make((first.opening, *flows, second.closing))


def movements(seed: int, tree: Tree, place: dict[str, float]) -> Moves:
    """Make the movements of all cells and base organisations for the three half-years and the year 2016."""
    rng = Random(f"{seed}:movement")
    found: Moves = {}
    for base in tree.base:
        cells = leaves(base)
        for cell in cells:
            found[cell.code] = _periods(rng, cell.members, place[base.code])
        if cells[0] is not base:
            periods = tuple(found[cells[0].code])
            found[base.code] = {period: total([found[cell.code][period] for cell in cells]) for period in periods}
    return found


def _periods(rng: Random, members: int, place: float) -> dict[str, Movement]:
    last = half(rng, members, place)
    second = half(rng, last.opening, place)
    first = half(rng, second.opening, place)
    return {"2016-H1": first, "2016-H2": second, "2016": year(first, second), "2017-H1": last}


def leaves(base: Node) -> list[Node]:
    """List the cells of a base organisation; a chi bộ cơ sở is its own."""
    if base.kind == "base_cell":
        return [base]
    return [cell for child in base.children for cell in (child.children if child.kind == "sub_committee" else [child])]


def lose(base: Node, moves: Moves, share: float, way: str) -> None:
    """Let a unit have lost a share of its members in 2017-H1 by one way out; they were there before."""
    cells = leaves(base)
    for cell in cells:
        of = moves[cell.code]
        _shift(of, max(1, round(of["2017-H1"].closing * share)), way)
    _sum_up(base, cells, moves)


def admit_none(base: Node, moves: Moves) -> None:
    """Let a unit have admitted nobody in 2017-H1; who would have been new was there before."""
    cells = leaves(base)
    for cell in cells:
        _shift(moves[cell.code], moves[cell.code]["2017-H1"].admitted, "admitted")
    _sum_up(base, cells, moves)


def _shift(of: dict[str, Movement], count: int, way: str) -> None:
    """Have so many members more (or fewer) before 2017-H1, who left by a way out, or were not admitted."""
    for period in ("2016-H1", "2016-H2", "2016"):
        of[period] = of[period]._replace(opening=of[period].opening + count, closing=of[period].closing + count)
    last = of["2017-H1"]
    flows = {way: 0 if way == "admitted" else getattr(last, way) + count}
    of["2017-H1"] = last._replace(opening=last.opening + count, **flows)


def _sum_up(base: Node, cells: list[Node], moves: Moves) -> None:
    moves[base.code] = {p: total([moves[cell.code][p] for cell in cells]) for p in moves[base.code]}


def steady(moves: Moves) -> set[str]:
    """List the units that lost no more than one member in fifty in 2017-H1."""
    return {code for code, of in moves.items() if of["2017-H1"].closing * 50 >= of["2017-H1"].opening * 49}
