"""Where things stand in the two drawings of a unit: its strip of time and its lineage. Pure geometry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 960
LEFT = 156
ROW = 34
GAP = 8
TOP = 30
LETTER = 7.4
BOX, BOX_HEIGHT, BETWEEN, COLUMN = 210, 56, 18, 330


@dataclass(frozen=True, slots=True)
class Stretch:
    """A value from day to day; without an end it still holds."""

    text: str
    start: date
    end: date | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch as it is drawn; `short` is what fits into it."""

    x: float
    y: float
    width: float
    text: str
    short: str
    open_end: bool
    start: date
    end: date | None
    code: str = ""

    @property
    def text_x(self) -> float:
        """Where its words begin."""
        return self.x + 7

    @property
    def text_y(self) -> float:
        """The line its words stand on."""
        return self.y + 22


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the strip, or a year of its scale."""

    x: float
    text: str
    day: date
    number: int = 0
    end: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the strip: names, kinds or parents."""

    label: str
    y: float
    bars: tuple[Bar, ...]

    @property
    def text_y(self) -> float:
        """The line its label stands on."""
        return self.y + 22


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip of time: rows of bars, events above them, years, the day one looks at."""

    rows: tuple[Row, ...]
    events: tuple[Mark, ...]
    years: tuple[Mark, ...]
    day_x: float | None
    height: float
    width: int = WIDTH
    left: int = LEFT


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Neighbours that say the same become one.

    >>> a = Stretch("A", date(2010, 1, 1), date(2012, 1, 1))
    >>> [s.end for s in joined([a, Stretch("A", date(2012, 1, 1), None)])]
    [None]
    """
    found: list[Stretch] = []
    for one in sorted(stretches, key=lambda stretch: stretch.start):
        last = found[-1] if found else None
        if last and (last.text, last.code, last.end) == (one.text, one.code, one.start):
            found[-1] = Stretch(last.text, last.start, one.end, last.code)
        else:
            found.append(one)
    return found


def fitted(text: str, width: float) -> str:
    """As much of a text as fits into a width, cut with an ellipsis; nothing where not even four letters fit.

    >>> fitted("Đảng bộ xã Đông Thạnh", 90)
    'Đảng bộ xã…'
    """
    room = int(width / LETTER)
    if len(text) <= room:
        return text
    return f"{text[: room - 1].rstrip()}…" if room >= 4 else ""


def strip(
    rows: Sequence[tuple[str, Sequence[Stretch]]],
    events: Sequence[tuple[date, str]],
    *,
    day: date,
    today: date,
) -> Strip:
    """Lay out the life of a unit; its scale runs from its first day to a little after the last thing known."""
    days = [stretch.start for _label, line in rows for stretch in line]
    ends = [stretch.end for _label, line in rows for stretch in line if stretch.end]
    first = min(days)
    last = max([*days, *ends, *(at for at, _text in events), today, day])
    length = max((last - first).days, 1) * 1.02
    usable = WIDTH - LEFT - 8

    def place(at: date) -> float:
        return round(LEFT + usable * (at - first).days / length, 1)

    drawn = []
    for number, (label, line) in enumerate(rows):
        y = TOP + number * (ROW + GAP)
        drawn.append(Row(label, y, tuple(_bar(stretch, y, place, LEFT + usable) for stretch in joined(line))))
    height = TOP + len(rows) * (ROW + GAP) + 26
    marks = tuple(Mark(place(at), text, at, number) for number, (at, text) in enumerate(events, 1))
    return Strip(tuple(drawn), marks, _years(first, last, place), place(day) if first <= day else None, height)


def _bar(stretch: Stretch, y: float, place, right: float) -> Bar:  # type: ignore[no-untyped-def]
    x = place(stretch.start)
    end = place(stretch.end) if stretch.end else right
    width = round(max(end - x - 2, 3), 1)
    return Bar(
        x,
        y,
        width,
        stretch.text,
        fitted(stretch.text, width - 14),
        stretch.end is None,
        stretch.start,
        stretch.end,
        stretch.code,
    )


def _years(first: date, last: date, place) -> tuple[Mark, ...]:  # type: ignore[no-untyped-def]
    span = last.year - first.year
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if span / step <= 12)
    years = range(first.year + (-first.year) % step, last.year + 1, step)
    return tuple(Mark(place(at), str(at.year), at) for at in (date(year, 1, 1) for year in years) if at >= first)


# --- lineage --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """An old unit that became (part of) a new one, with what is written on the line."""

    old: str
    new: str
    text: str


@dataclass(frozen=True, slots=True)
class Node:
    """A unit of the lineage as a box with its name on up to two lines."""

    key: str
    x: float
    y: float
    lines: tuple[str, ...]
    name: str

    @property
    def middle(self) -> float:
        """Half its height."""
        return self.y + BOX_HEIGHT / 2

    @property
    def text_x(self) -> float:
        """Where its words begin."""
        return self.x + 10

    @property
    def text_lines(self) -> list[tuple[float, str]]:
        """Its words with the line that each stands on."""
        top = self.middle + (5 if len(self.lines) == 1 else -5)
        return [(top + 20 * number, text) for number, text in enumerate(self.lines)]


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from box to box."""

    path: str
    text: str
    text_x: float
    text_y: float


@dataclass(frozen=True, slots=True)
class Family:
    """The lineage as a drawing, oldest at the left."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: float
    height: float
    box: int = BOX
    box_height: int = BOX_HEIGHT


def family(links: Sequence[Link], names: Mapping[str, str]) -> Family:
    """Lay out a lineage: a unit stands one column right of the latest of those it came from."""
    depth = dict.fromkeys([key for link in links for key in (link.old, link.new)], 0)
    for _round in depth:
        moved = False
        for link in links:
            if depth[link.new] <= depth[link.old]:
                depth[link.new], moved = depth[link.old] + 1, True
        if not moved:
            break
    columns: dict[int, list[str]] = {}
    for key in sorted(depth, key=lambda each: (depth[each], names.get(each, each))):
        columns.setdefault(depth[key], []).append(key)
    tallest = max(map(len, columns.values()), default=0)
    height = tallest * (BOX_HEIGHT + BETWEEN) + BETWEEN
    nodes = {}
    for column, keys in columns.items():
        free = (height - len(keys) * (BOX_HEIGHT + BETWEEN) + BETWEEN) / 2
        for number, key in enumerate(keys):
            y = free + number * (BOX_HEIGHT + BETWEEN)
            nodes[key] = Node(key, 4 + column * COLUMN, y, _two_lines(names.get(key, key)), names.get(key, key))
    edges = tuple(_edge(nodes[link.old], nodes[link.new], link.text) for link in links)
    width = (max(columns, default=0)) * COLUMN + BOX + 8
    return Family(tuple(nodes.values()), edges, width, height)


def _edge(old: Node, new: Node, text: str) -> Edge:
    start, end = old.x + BOX, new.x
    half = (start + end) / 2
    path = f"M{start:g} {old.middle:g}C{half:g} {old.middle:g} {half:g} {new.middle:g} {end:g} {new.middle:g}"
    return Edge(path, text, half, (old.middle + new.middle) / 2 - 6)


def _two_lines(text: str) -> tuple[str, ...]:
    room = int((BOX - 20) / LETTER)
    if len(text) <= room:
        return (text,)
    cut = text.rfind(" ", 0, room + 1)
    cut = cut if cut > 0 else room
    return text[:cut], fitted(text[cut:].strip(), BOX - 20)
