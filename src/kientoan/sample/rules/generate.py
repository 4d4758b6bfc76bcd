"""One seed, one city: the whole sample city with its planted truths."""

from kientoan.sample.rules import decided, figures, series, shape
from kientoan.sample.rules.city import City, Observation, Truths
from kientoan.sample.rules.history import past
from kientoan.sample.rules.latent import Quality, inflate, qualities
from kientoan.sample.rules.movement import Moves, admit_none, lose, movements, steady
from kientoan.sample.rules.people import silent, staff
from kientoan.sample.rules.plants import Plants, choose
from kientoan.sample.rules.returned import returned
from kientoan.sample.rules.units import Tree, build, proper_name

SEED = 2017
FALL, LOST = 0.12, 0.05
"""Parts of its members that a unit with a planted fall, or with a planted loss of membership, has lost in half a year."""


def generate(seed: int = SEED) -> City:
    """Make the sample city of a seed; the same seed gives the same city to the byte.

    The tree is that of Hanoi on 27 June 2017 in its counts only: every name is invented (`names.is_real_place`).
    """
    tree = build(seed)
    cadres, accounts = staff(seed, tree)
    drawn = qualities(seed, tree)
    moves = movements(seed, tree, drawn.place)
    apart = {account.unit for account in accounts} | set(cadres.vacant)
    plants = choose(seed, tree, drawn, apart, steady(moves))
    plants.truths["vacant_secretary"] = sorted(set(cadres.vacant) - set(tree.small))
    quality = inflate(drawn, plants.truths["inflated"], plants.modest)
    _bend_movements(tree, plants, moves)
    spans, operations = past(seed, tree)
    return City(
        seed=seed,
        name=proper_name(tree.city),
        spans=spans,
        operations=operations,
        bodies=tuple(cadres.bodies),
        posts=tuple(cadres.posts),
        people=tuple(cadres.people),
        holdings=tuple(cadres.holdings),
        accounts=(*accounts, silent(cadres, plants.faults["missing"], home=tree.districts[shape.URBAN_DISTRICTS].code)),
        observations=_observations(seed, tree, quality, plants, moves),
        targets=tuple(decided.targets(seed, tree, plants, moves)),
        conclusions=tuple(decided.conclusions(seed, plants)),
        body_classes=tuple(decided.body_classes(seed, tree, plants)),
        year_classes=tuple(decided.year_classes(seed, tree, quality, plants)),
        returned=returned(seed, tree, plants),
        truths=_truths(tree, quality, plants),
    )


def _bend_movements(tree: Tree, plants: Plants, moves: Moves) -> None:
    for base in tree.base:
        if base.code in plants.truths["members_fall"]:
            lose(base, moves, FALL, "transferred_out")
        if base.code in plants.truths["members_lost"]:
            lose(base, moves, LOST, "struck_off")
        if base.code in plants.truths["no_admission"]:
            admit_none(base, moves)


def _observations(seed: int, tree: Tree, quality: Quality, plants: Plants, moves: Moves) -> tuple[Observation, ...]:
    found = figures.base_figures(seed, tree, quality, plants, moves)
    rated = series.rate_members(seed, tree, quality, plants, moves)
    made = list(series.months(seed, plants, found))
    made += series.recounts(seed, tree, plants, found)
    made += series.cell_figures(seed, tree, moves, found)
    figures.misreport(plants, found)
    made += series.reported(found)
    made += series.yearly(seed, tree, quality, plants, rated)
    made += series.upper_figures(seed, tree)
    made.sort()
    return tuple(made)


def _truths(tree: Tree, quality: Quality, plants: Plants) -> Truths:
    planted = {truth: tuple(codes) for truth, codes in sorted(plants.truths.items())}
    planted["parts_wrong"] = tuple(plants.crooked)
    faults = {fault: tuple(codes) for fault, codes in sorted(plants.faults.items())}
    latent = {node.code: quality.grade[node.code] for node in tree.base}
    return Truths(planted, faults, latent, tuple(plants.never_accuse))
