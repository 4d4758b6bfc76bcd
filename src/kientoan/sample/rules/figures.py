"""What the base organisations report: figures that follow latent quality, with the planted departures."""

from random import Random

from kientoan.sample.rules.indicators import MOVEMENT, Key
from kientoan.sample.rules.latent import Quality
from kientoan.sample.rules.movement import Movement, Moves, few, leaves
from kientoan.sample.rules.plants import Plants
from kientoan.sample.rules.shape import PERIODS
from kientoan.sample.rules.units import Node, Tree

Figures = dict[str, int]
Reports = dict[str, dict[str, Figures]]
"""Unit → period → figures."""
RESIDENT = ("ward", "commune", "town")


def part(rng: Random, whole: int, share: float, noise: float = 0.03) -> int:
    """Draw a part of a whole about a share, never outside the whole."""
    return max(0, min(whole, round(whole * (share + rng.gauss(0, noise)))))


def _life(rng: Random, base: Node, place: float, members: int) -> Figures:
    """Draw the inner life of a unit: meetings, attendance, fees."""
    cells = len(leaves(base))
    exempt = part(rng, members, 0.09, 0.02) if base.sector in RESIDENT else 0
    due = 6 * cells
    held = part(rng, due, 0.95 + 0.06 * place, 0.015)
    called = (members - exempt) * held // cells
    figures = {
        Key.EXEMPT: exempt,
        Key.MEETINGS_DUE: due,
        Key.MEETINGS_HELD: held,
        Key.ATTENDANCE_DUE: called,
        Key.ATTENDANCE: part(rng, called, 0.82 + 0.14 * place),
        Key.MEETING_QUALITY: round(72 + 24 * place + rng.gauss(0, 3)),
        Key.DISCIPLINED: few(rng, members * 0.0006 * (1.3 - place)),
        Key.FEES: members * rng.randint(88_000, 131_000),
    }
    if base.kind == "base_committee":
        figures[Key.CELLS] = cells
    return figures


def _cadres(rng: Random, base: Node, place: float) -> Figures:
    """Draw the unit's committee, key posts and payroll."""
    resident = base.sector in RESIDENT
    seats = 15 if resident else (9 if base.kind == "base_committee" else 3)
    posts = 8 if resident else (4 if base.kind == "base_committee" else 2)
    staff = 22 if resident else max(4, base.members // 2)
    return {
        Key.SEATS: seats,
        Key.SEATS_FILLED: seats - int(rng.random() < (0.3 if seats > 3 else 0.04) * (1.2 - place)),
        Key.POSTS: posts,
        Key.POSTS_FILLED: posts - int(rng.random() < 0.12 * (1.2 - place)),
        Key.POSTS_WITH_SUCCESSOR: part(rng, posts, 0.84 + 0.2 * place, 0.05),
        Key.BELOW_STANDARD: int(rng.random() < (0.2 if posts > 2 else 0.03) * (1.2 - place)),
        Key.STAFF_ASSIGNED: staff,
        Key.STAFF_PRESENT: part(rng, staff, 0.95, 0.02),
        Key.STREAMLINED: int(rng.random() < 0.15),
    }


def _work(rng: Random, base: Node, place: float) -> Figures:
    """Draw tasks and complaints; what is open is what came and was not settled."""
    resident = base.sector in RESIDENT
    tasks = 8 + few(rng, 14) if resident else 5 + few(rng, 7)
    late = part(rng, tasks, 0.14 * (1 - place))
    came = few(rng, 14 - 8 * place) if resident else few(rng, 0.6)
    settled = part(rng, came, 0.84 + 0.2 * place)
    figures = {
        Key.TASKS: tasks,
        Key.TASKS_DONE: min(tasks - late, part(rng, tasks, 0.84 + 0.2 * place)),
        Key.TASKS_LATE: late,
        Key.COMPLAINTS: came,
        Key.COMPLAINTS_SETTLED: settled,
        Key.COMPLAINTS_OPEN: came - settled,
        Key.COMPLAINTS_PROLONGED: min(came - settled, int(rng.random() < 0.15 * (1 - place))),
        Key.COMPLAINTS_GROUP: int(resident and rng.random() < 0.08 * (1 - place)),
        Key.RECEPTION_DAYS: rng.randint(12, 14) if resident else 6,
        Key.COMPLEX_CASES: int(resident and rng.random() < 0.06 * (1 - place)),
        Key.DIVISION: int(rng.random() < 0.012 * (1 - place)),
    }
    if base.kind == "base_committee":
        figures[Key.WITHOUT_ORGANISATION] = few(rng, 0.7) if resident else 0
    return figures


def clean(figures: Figures) -> None:
    """Take every sign off the figures of a unit that must never be accused."""
    figures[Key.MEETINGS_HELD] = figures[Key.MEETINGS_DUE]
    figures[Key.ATTENDANCE] = max(figures[Key.ATTENDANCE], figures[Key.ATTENDANCE_DUE] * 9 // 10 + 1)
    figures[Key.MEETING_QUALITY] = max(figures[Key.MEETING_QUALITY], 90)
    figures[Key.TASKS_DONE], figures[Key.TASKS_LATE] = figures[Key.TASKS], 0
    figures[Key.COMPLAINTS_SETTLED] = figures[Key.COMPLAINTS]
    for key in (
        Key.COMPLAINTS_OPEN,
        Key.COMPLAINTS_PROLONGED,
        Key.COMPLAINTS_GROUP,
        Key.COMPLEX_CASES,
        Key.DISCIPLINED,
    ):
        figures[key] = 0
    figures[Key.DIVISION] = figures[Key.BELOW_STANDARD] = 0
    figures[Key.SEATS_FILLED] = figures[Key.SEATS]
    figures[Key.STAFF_PRESENT] = min(figures[Key.STAFF_PRESENT], figures[Key.STAFF_ASSIGNED])
    figures[Key.POSTS_FILLED] = figures[Key.POSTS_WITH_SUCCESSOR] = figures[Key.POSTS]
    if Key.WITHOUT_ORGANISATION in figures:
        figures[Key.WITHOUT_ORGANISATION] = 0


def press(figures: Figures, truth: str) -> None:
    """Make the figures of one half-year show a planted truth plainly; truths bear the codes of the signs they should raise."""
    for sign in PRESSED.get(truth, (truth,)):
        for key, value in _pressed(figures, sign).items():
            figures[key] = value


PRESSED = {
    "inflated": ("tasks_failed", "meetings_short", "attendance_low"),
    "points_under_50": ("tasks_failed", "meetings_short"),
    "K1": ("division_reported",),
    "near_K1": ("division_reported",),
    "K2": ("discipline",),
    "near_K2": ("discipline",),
}
"""Truths that show by several signs, or by another than their own."""


def _pressed(figures: Figures, sign: str) -> Figures:
    """Give the figures that raise one sign."""
    tasks, posts, seats, came = (figures[key] for key in (Key.TASKS, Key.POSTS, Key.SEATS, Key.COMPLAINTS))
    due, open_now = figures[Key.ATTENDANCE_DUE], figures[Key.COMPLAINTS_OPEN]
    table: dict[str, Figures] = {
        "meetings_short": {
            Key.MEETINGS_HELD: figures[Key.MEETINGS_DUE] * 3 // 5,
            Key.ATTENDANCE_DUE: due * 3 // 5,
            Key.ATTENDANCE: figures[Key.ATTENDANCE] * 3 // 5,
            Key.MEETING_QUALITY: min(figures[Key.MEETING_QUALITY], 46),
        },
        "attendance_low": {Key.ATTENDANCE: due * 3 // 5},
        "committee_short": {Key.SEATS_FILLED: seats * 3 // 5},
        "key_posts_vacant": {Key.POSTS_FILLED: posts - 2, Key.POSTS_WITH_SUCCESSOR: posts - 2},
        "successors_missing": {Key.POSTS_WITH_SUCCESSOR: posts // 4},
        "key_staff_weak": {Key.BELOW_STANDARD: max(1, figures[Key.POSTS_FILLED] // 2)},
        "tasks_failed": {Key.TASKS_DONE: tasks * 2 // 5, Key.TASKS_LATE: tasks // 2},
        "tasks_behind": {Key.TASKS_DONE: -(-tasks * 11 // 20), Key.TASKS_LATE: min(2, tasks // 4)},
        "tasks_overdue": {Key.TASKS: tasks + 20, Key.TASKS_DONE: tasks + 12, Key.TASKS_LATE: 8},
        "complaints_prolonged": {
            Key.COMPLAINTS: came + 4,
            Key.COMPLAINTS_OPEN: open_now + 4,
            Key.COMPLAINTS_PROLONGED: 4,
        },
        "complaints_unsettled": {
            Key.COMPLAINTS: came + 10,
            Key.COMPLAINTS_SETTLED: (came + 10) * 2 // 5,
            Key.COMPLAINTS_OPEN: came + 10 - (came + 10) * 2 // 5,
        },
        "group_complaints": {Key.COMPLAINTS_GROUP: 2},
        "complex_case": {Key.COMPLEX_CASES: 1},
        "division_reported": {Key.DIVISION: 1},
        "discipline": {Key.DISCIPLINED: figures[Key.CLOSING] // 40 + 1},
        "staff_over": {Key.STAFF_PRESENT: figures[Key.STAFF_ASSIGNED] + 2},
        "reception_short": {Key.RECEPTION_DAYS: 6},
    }
    return table.get(sign, {})


def base_figures(seed: int, tree: Tree, quality: Quality, plants: Plants, moves: Moves) -> Reports:
    """Make the figures of all base organisations for the three periods, planted truths in place."""
    rng = Random(f"{seed}:figures")
    honest = set(plants.never_accuse)
    truth_of = {code: truth for truth, codes in plants.truths.items() for code in codes}
    found: Reports = {}
    for base in tree.base:
        place, truth = quality.place[base.code], truth_of.get(base.code, "")
        members = moves[base.code]["2016"].closing
        halves = [
            {
                Key.CLOSING: members,
                **_life(rng, base, place, members),
                **_cadres(rng, base, place),
                **_work(rng, base, place),
            }
            for _ in PERIODS
        ]
        for i, figures in enumerate(halves):
            if base.code in honest:
                clean(figures)
            elif truth in ("inflated", "points_under_50") or i == len(PERIODS) - 1:
                press(figures, truth)
        if truth == "figures_repeated":
            halves[2] = dict(halves[1])
        found[base.code] = _periods(halves, moves[base.code])
    return found


def _periods(halves: list[Figures], moves: dict[str, Movement]) -> dict[str, Figures]:
    found = dict(zip(PERIODS, halves, strict=True))
    found["2016"] = {}
    for period, figures in found.items():
        figures.update(zip(MOVEMENT, moves[period], strict=True))
    return found


def misreport(plants: Plants, found: Reports) -> None:
    """Break the chain of periods and the balances where that is planted."""
    for n, code in enumerate(plants.truths["broken_chain"]):
        last = found[code]["2017-H1"]
        last[Key.OPENING] += 3 + n
        last[Key.CLOSING] += 3 + n
    for n, code in enumerate(plants.faults["broken_balance"]):
        found[code]["2017-H1"][Key.CLOSING] += 2 + n
