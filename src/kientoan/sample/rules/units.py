"""Build the tree of today: city, 50 upper committees, 2,310 base organisations, sub-committees, cells and groups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from kientoan.sample.rules import shape, words
from kientoan.sample.rules.names import place_names


@dataclass(slots=True)
class Node:
    """A unit while the city is being made."""

    code: str
    name: str
    kind: str
    sector: str | None
    parent: "Node | None"
    members: int = 0
    place: str = ""
    opened: date = shape.REGISTER_OPENS
    children: list["Node"] = field(default_factory=list, repr=False)

    def add(self, child: "Node") -> "Node":
        """Hang a unit below this one."""
        self.children.append(child)
        return child


@dataclass(slots=True)
class Tree:
    """The units of today by level."""

    city: Node
    districts: list[Node]
    others: list[Node]
    communes: list[Node]
    offices: list[Node]
    below: list[Node]
    small: list[str]
    names: Iterator[str]

    @property
    def base(self) -> list[Node]:
        """All base organisations: the communes' first."""
        return self.communes + self.offices


def shares(rng: Random, total: int, parts: int, low: int, high: int) -> list[int]:
    """Split a total at random into parts that each lie between two bounds.

    >>> sum(shares(Random(1), 168, 12, 9, 20))
    168
    """
    if not low * parts <= total <= high * parts:
        raise ValueError(f"{total} cannot be split into {parts} parts of {low} to {high}")
    found = [low] * parts
    rest = total - low * parts
    while rest:
        i = rng.randrange(parts)
        if found[i] < high:
            found[i] += 1
            rest -= 1
    return found


def by_weight(total: int, weights: Sequence[float], low: int) -> list[int]:
    """Split a total by weights, each part at least `low`, the remainder to the largest fractions."""
    scale = (total - low * len(weights)) / sum(weights)
    exact = [low + weight * scale for weight in weights]
    found = [int(part) for part in exact]
    order = sorted(range(len(found)), key=lambda i: (found[i] - exact[i], i))
    for i in order[: total - sum(found)]:
        found[i] += 1
    return found


def build(seed: int) -> Tree:
    """Make the tree of today with the members of each unit at the end of 2017-H1."""
    names = place_names(Random(f"{seed}:places"))
    rng = Random(f"{seed}:units")
    home = next(names)
    city = Node("TP", f"Đảng bộ thành phố {home}", "city_committee", None, None, place=f"thành phố {home}")
    tree = Tree(city, [], [], [], [], [], [], names)
    _districts(tree)
    _communes(rng, tree)
    _others(tree)
    _offices(rng, tree)
    _members(rng, tree)
    for base in tree.base:
        _cells(rng, tree, base)
    return tree


def _districts(tree: Tree) -> None:
    tiers = (
        ("Q", "quận", shape.URBAN_DISTRICTS),
        ("H", "huyện", shape.RURAL_DISTRICTS),
        ("X", "thị xã", shape.DISTRICT_TOWNS),
    )
    for letter, word, count in tiers:
        for n in range(1, count + 1):
            place = f"{word} {next(tree.names)}"
            node = Node(
                f"{letter}{n:02d}", f"Đảng bộ {place}", "upper_base_committee", "district", tree.city, place=place
            )
            tree.districts.append(tree.city.add(node))


def _communes(rng: Random, tree: Tree) -> None:
    urban, rural = shape.URBAN_DISTRICTS, shape.RURAL_DISTRICTS
    town_wards, town_communes = 9, 6
    wards = [*shares(rng, shape.WARDS - town_wards, urban, 8, 21), *([0] * rural), town_wards]
    communes = [*([0] * urban), *shares(rng, shape.COMMUNES - town_communes, rural, 14, 32), town_communes]
    towns = [*([0] * urban), *shares(rng, shape.TOWNS, rural, 1, 3), 0]
    for district, *counts in zip(tree.districts, wards, communes, towns, strict=True):
        for (letter, sector), count in zip((("P", "ward"), ("X", "commune"), ("T", "town")), counts, strict=True):
            for n in range(1, count + 1):
                place = f"{words.PLACE_WORD[sector]} {next(tree.names)}"
                node = Node(
                    f"{district.code}.{letter}{n:02d}",
                    f"Đảng bộ {place}",
                    "base_committee",
                    sector,
                    district,
                    place=place,
                )
                tree.communes.append(district.add(node))


def _others(tree: Tree) -> None:
    blocks = [(name, sector) for name, sector, _ in words.CITY_BLOCKS]
    blocks += [(f"Tổng công ty {trade} {next(tree.names)}", "state_enterprise") for trade in words.CORPORATION_TRADES]
    for n, (name, sector) in enumerate(blocks, 1):
        node = Node(f"K{n:02d}", f"Đảng bộ {name}", "upper_base_committee", sector, tree.city, place=name)
        tree.others.append(tree.city.add(node))


def proper_name(node: Node) -> str:
    """Take the tier's word off an invented place: its last two syllables are its own."""
    return " ".join(node.place.split()[-2:])


def _office_name(tree: Tree, upper: Node, form: str, n: int) -> str:
    organ = {"Q": "Quận ủy", "H": "Huyện ủy", "X": "Thị ủy"}.get(upper.code[0], "Đảng ủy")
    proper = next(tree.names) if "{name}" in form else ""
    return form.format(
        place=upper.place,
        organ=f"{organ} {proper_name(upper)}",
        name=proper,
        n=n,
        task=words.TASKS[n % len(words.TASKS)],
    )


def _offices(rng: Random, tree: Tree) -> None:
    sizes = [size for _, _, size in words.CITY_BLOCKS]
    rest = len(words.CORPORATION_TRADES)
    counts = sizes + shares(rng, 221, rest, 13, 22)
    wanted = shape.BASE_ORGANISATIONS - len(tree.communes)
    in_districts = shares(rng, wanted - sum(counts), len(tree.districts), 32, 48)
    for district, count in zip(tree.districts, in_districts, strict=True):
        forms = [(form, sector) for sector, some in words.DISTRICT_INSTITUTIONS.items() for form in some]
        drawn = rng.choices(list(words.FIRM_WEIGHTS), list(words.FIRM_WEIGHTS.values()), k=count - len(forms))
        forms += [(rng.choice(words.FIRMS[sector]), sector) for sector in drawn]
        for n, (form, sector) in enumerate(forms, 1):
            _office(tree, district, form, sector, n)
    for upper, count in zip(tree.others, counts, strict=True):
        some = words.CITY_BLOCK_UNITS[str(upper.sector)]
        for n in range(1, count + 1):
            _office(tree, upper, some[n % len(some)], str(upper.sector), n)
    _choose_committees(rng, tree)


def _office(tree: Tree, upper: Node, form: str, sector: str, n: int) -> None:
    name = _office_name(tree, upper, form, n)
    node = Node(f"{upper.code}.C{n:02d}", name, "base_cell", sector, upper, place=name)
    tree.offices.append(upper.add(node))


def _choose_committees(rng: Random, tree: Tree) -> None:
    """Make the larger institutions đảng bộ until the share of committees is reached; the others stay chi bộ cơ sở."""
    drawn = {node.code: rng.random() * (4.0 if node.name.startswith(words.LARGE) else 0.8) for node in tree.offices}
    order = sorted(tree.offices, key=lambda node: (-drawn[node.code], node.code))
    for node in order[: shape.BASE_COMMITTEES - len(tree.communes)]:
        node.kind = "base_committee"
    for node in tree.offices:
        node.name = f"{'Đảng bộ' if node.kind == 'base_committee' else 'Chi bộ'} {node.name}"


def _members(rng: Random, tree: Tree) -> None:
    """Give members so that a chi bộ cơ sở has 3 to 29 (a planted few only two), a đảng bộ at least 30, and the city exactly its total."""
    committees = [node for node in tree.base if node.kind == "base_committee"]
    for node in tree.offices:
        if node.kind == "base_cell":
            node.members = min(29, 5 + int(rng.triangular(0, 24, 14)))
    tree.small = sorted(
        n.code for n in rng.sample([n for n in tree.offices if n.kind == "base_cell"], shape.BELOW_THREE)
    )
    for node in tree.offices:
        if node.code in tree.small:
            node.members = 2
    rest = shape.MEMBERS - sum(node.members for node in tree.offices)
    typical = {"ward": 640.0, "commune": 480.0, "town": 520.0}
    weights = [typical.get(str(node.sector), 330.0) * rng.lognormvariate(0, 0.35) for node in committees]
    for node, members in zip(committees, by_weight(rest, weights, 40), strict=True):
        node.members = members
    for upper in (*tree.districts, *tree.others):
        upper.members = sum(node.members for node in upper.children)
    tree.city.members = shape.MEMBERS


def _cells(rng: Random, tree: Tree, base: Node) -> None:
    if base.kind == "base_cell":
        if base.members >= 12 and rng.random() < 0.4:
            _groups(tree, base)
        return
    count = max(2, round(base.members / shape.MEMBERS_PER_CELL))
    sizes = by_weight(base.members, [rng.uniform(0.3, 1.7) for _ in range(count)], 4)
    cells = [_cell(base, n, size, count) for n, size in enumerate(sizes, 1)]
    tree.below += cells
    if count >= 26 and rng.random() < 0.4:
        _sub_committees(tree, base, cells)
    else:
        base.children += cells
    for cell in cells:
        if cell.members >= 32 and rng.random() < 0.15:
            _groups(tree, cell)


def _cell(base: Node, n: int, size: int, count: int) -> Node:
    sector = str(base.sector)
    if sector in words.RESIDENTIAL:
        fixed = words.COMMUNE_INSTITUTION_CELLS[: max(1, min(7, count - 2))]
        if n <= len(fixed):
            form, sector = fixed[n - 1]
            name = form.format(place=base.place, name=proper_name(base))
        else:
            name = words.RESIDENTIAL[sector].format(n=n - len(fixed))
    else:
        name = words.OTHER_CELLS.get(sector, "Phân xưởng số {n}").format(n=n)
    return Node(f"{base.code}.{n:02d}", f"Chi bộ {name}", "cell", sector, base, members=size, opened=base.opened)


def _sub_committees(tree: Tree, base: Node, cells: list[Node]) -> None:
    """Put the later cells of a large committee under two or three đảng bộ bộ phận."""
    own, grouped = cells[: len(cells) // 2], cells[len(cells) // 2 :]
    base.children += own
    parts = 2 if len(grouped) < 18 else 3
    for n in range(parts):
        under = grouped[n::parts]
        sub = Node(
            f"{base.code}.B{n + 1}", f"Đảng bộ bộ phận số {n + 1} {base.place}", "sub_committee", base.sector, base
        )
        for cell in under:
            cell.parent = sub
        sub.children = under
        sub.members = sum(cell.members for cell in under)
        tree.below.append(base.add(sub))


def _groups(tree: Tree, cell: Node) -> None:
    count = 2 if cell.members < 24 else 3
    for n, size in enumerate(by_weight(cell.members, [1.0] * count, 3), 1):
        group = Node(
            f"{cell.code}.G{n}", f"Tổ đảng số {n}", "group", cell.sector, cell, members=size, opened=cell.opened
        )
        tree.below.append(cell.add(group))
