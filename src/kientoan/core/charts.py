"""A chart as values: what `frontend/charts.js` draws and what the table beside it says, from one source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kientoan.core.display import Figure, Link, Tone
from kientoan.core.formats import Number


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one colour of bars: a value (or None where there is none) for each category."""

    name: str
    values: Sequence[Number | None]
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """One rectangle of a treemap; with children its value is theirs added up."""

    name: str
    value: Number = 0
    url: str = ""
    tone: Tone | None = None
    children: Sequence["Node"] = ()

    @property
    def total(self) -> Number:
        """Its own value, or its children's sum."""
        return sum((child.total for child in self.children), start=0) if self.children else self.value


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and its table.

    `bar` and `line` take `categories` and `series`, `treemap` takes `nodes`; `links` opens a category's rows.
    """

    key: str
    kind: Literal["bar", "line", "treemap"]
    title: str
    unit: str = ""
    note: str = ""
    category: str = ""
    categories: Sequence[str] = ()
    series: Sequence[Series] = ()
    links: Sequence[str] = ()
    nodes: Sequence[Node] = ()
    stacked: bool = False
    horizontal: bool = False
    labels: bool = False
    below: bool = False

    def __post_init__(self) -> None:
        """Refuse series that do not fit their categories: a bar must not slip to its neighbour's name."""
        wrong = [each.name for each in self.series if len(each.values) != len(self.categories)]
        if wrong or (self.links and len(self.links) != len(self.categories)):
            raise ValueError(
                f"Chart {self.key!r}: {', '.join(wrong) or 'links'} must have {len(self.categories)} entries"
            )

    def spec(self) -> dict[str, Any]:
        """What goes to the script as JSON."""
        return {
            "kind": self.kind,
            "title": self.title,
            "unit": self.unit,
            "categories": list(self.categories),
            "series": [{"name": s.name, "values": [_json(v) for v in s.values], "tone": s.tone} for s in self.series],
            "links": list(self.links),
            "nodes": [_node(node) for node in self.nodes],
            "stacked": self.stacked,
            "horizontal": self.horizontal,
            "labels": self.labels,
            "fromZero": self.kind == "bar",
        }

    def rows(self) -> list[tuple[object, ...]]:
        """The table's rows: name first, then a figure for each series."""
        if self.kind == "treemap":
            return list(_node_rows(self.nodes, 0))
        links = self.links or [""] * len(self.categories)
        return [
            (Link(name, link) if link else name, *(Figure(each.values[index]) for each in self.series))
            for index, (name, link) in enumerate(zip(self.categories, links, strict=True))
        ]

    def heads(self) -> list[str]:
        """The table's column heads after the first."""
        return [self.unit or self.title] if self.kind == "treemap" else [each.name for each in self.series]


def _json(value: Number | None) -> float | int | None:
    return value if value is None or isinstance(value, int) else float(value)


def _node(node: Node) -> Mapping[str, Any]:
    children = [_node(child) for child in node.children]
    return {
        "name": node.name,
        "value": _json(node.total),
        "url": node.url,
        "tone": node.tone,
        **({"children": children} if children else {}),
    }


def _node_rows(nodes: Sequence[Node], depth: int) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for node in nodes:
        name = f"{'— ' * depth}{node.name}"
        rows.append((Link(name, node.url) if node.url else name, Figure(node.total)))
        rows.extend(_node_rows(node.children, depth + 1))
    return rows
