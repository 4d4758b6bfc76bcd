"""Give the tree a past: merges, splits, renames, moves, changes of kind and closures before the conference of June 2017."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random

from kientoan.sample.rules import shape, words
from kientoan.sample.rules.city import Operation, Span
from kientoan.sample.rules.units import Node, Tree

MERGED_COMMUNES, SPLIT_COMMUNES, RENAMED, MOVED, GROWN, CLOSED, MERGED_CELLS = 4, 3, 10, 12, 8, 25, 10


@dataclass(slots=True)
class Past:
    """Spans by unit and the operations that led to them, while they are being made."""

    rng: Random
    spans: dict[str, list[Span]] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    number: int = 100

    def decide(self) -> None:
        """Take the next decision number; operations noted after it stand in that decision."""
        self.number += 1

    def note(self, day: date, op: str, old: str, new: str | None = None, share: Decimal | None = None) -> None:
        """Keep one operation under the decision taken last."""
        self.operations.append(Operation(day, op, old, new, share, f"{self.number}-QĐ/TU"))

    def cut(
        self, code: str, day: date, *, name: str | None = None, kind: str | None = None, parent: str | None = None
    ) -> None:
        """Say that a unit was something else before a day: its only span becomes two."""
        (now,) = self.spans[code]
        before = replace(now, name=name or now.name, kind=kind or now.kind, parent=parent or now.parent, valid_to=day)
        self.spans[code] = [before, replace(now, valid_from=day)]

    def pick(self, nodes: Iterable[Node], count: int) -> list[Node]:
        """Draw units that no operation has touched yet."""
        free = [node for node in nodes if node.code not in self.touched]
        chosen = self.rng.sample(free, count)
        self.touched.update(node.code for node in chosen)
        return chosen

    def day(self, first: int, last: int) -> date:
        """Draw the first day of a month within some years."""
        return date(self.rng.randint(first, last), self.rng.choice((1, 4, 7, 10)), 1)


def _now(node: Node) -> Span:
    return Span(node.code, node.name, node.kind, node.sector, node.parent.code if node.parent else None, node.opened)


def past(seed: int, tree: Tree) -> tuple[tuple[Span, ...], tuple[Operation, ...]]:
    """Make all spans and operations of the city, in the order of codes and days."""
    made = Past(Random(f"{seed}:history"))
    for node in (tree.city, *tree.districts, *tree.others, *tree.base, *tree.below):
        made.spans[node.code] = [_now(node)]
    _closed_blocks(made, tree)
    _merged_communes(made, tree)
    _split_communes(made, tree)
    _renamed(made, tree)
    _moved(made, tree)
    _grown(made, tree)
    _closed_offices(made, tree)
    _merged_cells(made, tree)
    spans = tuple(span for code in sorted(made.spans) for span in made.spans[code])
    return spans, tuple(sorted(made.operations, key=lambda o: (o.day, o.op, o.from_code, o.to_code or "")))


def _closed_blocks(made: Past, tree: Tree) -> None:
    """Three blocks ended with 2016; what hung under them moved to the block of enterprises."""
    day, heir = date(2017, 1, 1), tree.others[1]
    for n, name in enumerate(words.CLOSED_BLOCKS, 1):
        code = f"K9{n}"
        made.decide()
        made.spans[code] = [
            Span(
                code, f"Đảng bộ {name}", "upper_base_committee", heir.sector, tree.city.code, shape.REGISTER_OPENS, day
            )
        ]
        for node in made.pick(heir.children, 14):
            made.cut(node.code, day, parent=code)
            made.note(day, "move", node.code, heir.code)
        made.note(day, "close", code)


def _plain(tree: Tree) -> list[Node]:
    """List the communes whose cells all hang directly under them."""
    return [node for node in tree.communes if all(child.kind == "cell" for child in node.children)]


def _begin(made: Past, node: Node, day: date) -> None:
    (now,) = made.spans[node.code]
    made.spans[node.code] = [replace(now, valid_from=day)]


def _old_commune(made: Past, tree: Tree, like: Node, code: str, end: date) -> Span:
    word = words.PLACE_WORD[str(like.sector)]
    parent = like.parent.code if like.parent else None
    span = Span(code, f"Đảng bộ {word} {next(tree.names)}", like.kind, like.sector, parent, shape.REGISTER_OPENS, end)
    made.spans[code] = [span]
    return span


def _merged_communes(made: Past, tree: Tree) -> None:
    for n, node in enumerate(made.pick([c for c in _plain(tree) if c.sector == "commune"], MERGED_COMMUNES)):
        day = made.day(2012, 2015)
        made.decide()
        _begin(made, node, day)
        old = [_old_commune(made, tree, node, f"{str(node.code)[:3]}.X9{2 * n + i}", day).code for i in (0, 1)]
        for i, cell in enumerate(node.children):
            made.cut(cell.code, day, parent=old[i % 2])
        for code in old:
            made.note(day, "merge", code, node.code, Decimal(1))


def _split_communes(made: Past, tree: Tree) -> None:
    plain = {node.code for node in _plain(tree)}
    wards = [d for d in tree.districts if sum(c.code in plain and c.sector == "ward" for c in d.children) >= 2]
    for district in made.rng.sample(wards, SPLIT_COMMUNES):
        day = made.day(2011, 2014)
        made.decide()
        pair = made.pick([c for c in district.children if c.code in plain and c.sector == "ward"], 2)
        old = _old_commune(made, tree, pair[0], f"{district.code}.P90", day)
        first = (Decimal(pair[0].members) / (pair[0].members + pair[1].members)).quantize(Decimal("0.01"))
        for node, share in zip(pair, (first, 1 - first), strict=True):
            _begin(made, node, day)
            for cell in node.children:
                made.cut(cell.code, day, parent=old.code)
            made.note(day, "split", old.code, node.code, share)


def _renamed(made: Past, tree: Tree) -> None:
    for node in made.pick(tree.communes, RENAMED):
        day = made.day(2012, 2016)
        made.decide()
        made.cut(node.code, day, name=f"Đảng bộ {words.PLACE_WORD[str(node.sector)]} {next(tree.names)}")
        made.note(day, "rename", node.code)


def _moved(made: Past, tree: Tree) -> None:
    """Some firms' organisations came from another district than the one they hang under now."""
    firms = [
        node for node in tree.offices if node.sector in ("joint_stock", "private_enterprise") and node.code[0] != "K"
    ]
    for node in made.pick(firms, MOVED):
        day = made.day(2013, 2016)
        made.decide()
        before = made.rng.choice([d.code for d in tree.districts if d is not node.parent])
        made.cut(node.code, day, parent=before)
        made.note(day, "move", node.code, node.parent.code if node.parent else None)


def _grown(made: Past, tree: Tree) -> None:
    """Some chi bộ cơ sở grew beyond thirty members and became đảng bộ; their cells begin on that day."""
    ripe = [
        n
        for n in tree.offices
        if n.kind == "base_committee" and all(c.kind == "cell" and not c.children for c in n.children)
    ]
    for node in made.pick(ripe, GROWN):
        day = made.day(2014, 2016)
        made.decide()
        made.cut(node.code, day, kind="base_cell", name=node.name.replace("Đảng bộ", "Chi bộ", 1))
        made.note(day, "change_kind", node.code)
        for cell in node.children:
            _begin(made, cell, day)
            made.note(day, "open", cell.code)


def _closed_offices(made: Past, tree: Tree) -> None:
    for n in range(CLOSED):
        upper, day = made.rng.choice(tree.districts), made.day(2012, 2017)
        code = f"{upper.code}.C9{n:02d}"
        made.decide()
        name = made.rng.choice(words.FIRMS["joint_stock"]).format(name=next(tree.names))
        made.spans[code] = [
            Span(
                code,
                f"Chi bộ {name}",
                "base_cell",
                "joint_stock",
                upper.code,
                shape.REGISTER_OPENS,
                min(day, date(2017, 4, 1)),
            )
        ]
        made.note(min(day, date(2017, 4, 1)), "close", code)


def _merged_cells(made: Past, tree: Tree) -> None:
    for node in made.pick(_plain(tree), MERGED_CELLS):
        cell, day = node.children[-1], made.day(2013, 2016)
        made.decide()
        _begin(made, cell, day)
        (now,) = made.spans[cell.code]
        for letter in "ab":
            code = f"{cell.code}{letter}"
            made.spans[code] = [
                replace(
                    now, code=code, name=f"{now.name}{letter.upper()}", valid_from=shape.REGISTER_OPENS, valid_to=day
                )
            ]
            made.note(day, "merge", code, cell.code, Decimal(1))
