"""Bodies of the units, their posts, and the invented persons who hold them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from kientoan.sample.rules import shape
from kientoan.sample.rules.city import Account, Body, Holding, Person, Post
from kientoan.sample.rules.names import person_name
from kientoan.sample.rules.units import Node, Tree, proper_name

VACANT, ACTING, CHANGED = 0.02, 0.02, 0.06
"""Shares of secretaries' posts that stand empty, are looked after, or changed hands since the congress of 2015 (chosen)."""
CONGRESS = date(2015, 8, 15)
BESIDE = (
    ("peoples_council", "Hội đồng nhân dân"),
    ("peoples_committee", "Ủy ban nhân dân"),
    ("front", "Mặt trận Tổ quốc"),
    ("trade_union", "Công đoàn"),
    ("farmers", "Hội Nông dân"),
    ("women", "Hội Liên hiệp Phụ nữ"),
    ("youth", "Đoàn TNCS Hồ Chí Minh"),
    ("veterans", "Hội Cựu chiến binh"),
)
ORGAN = {"T": "Thành ủy", "Q": "Quận ủy", "H": "Huyện ủy", "X": "Thị ủy"}


@dataclass(slots=True)
class Cadres:
    """Bodies, posts, persons, holdings and accounts while they are being made."""

    rng: Random
    bodies: list[Body] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    vacant: list[str] = field(default_factory=list)
    number: int = 0

    def person(self, unit: str) -> Person:
        """Invent a cadre between 30 and 59 years old in 2017."""
        woman = self.rng.random() < 0.27
        born = date(self.rng.randint(1958, 1986), self.rng.randint(1, 12), self.rng.randint(1, 28))
        made = Person(f"CB{len(self.people) + 1:05d}", person_name(self.rng, woman=woman), woman, born, unit)
        self.people.append(made)
        return made

    def post(self, unit: Node, body: str, code: str, title: str) -> Post:
        """Open a post in a body of a unit."""
        made = Post(f"{unit.code}/{body}/{code}", f"{unit.code}/{body}", title)
        self.posts.append(made)
        return made

    def hold(self, post: Post, unit: str, since: date = CONGRESS, *, acting: bool = False) -> Person:
        """Let a new person hold a post by the next decision."""
        person = self.person(unit)
        self.number += 1
        self.holdings.append(Holding(post.code, person.code, since, f"{self.number}-QĐ/BTCTU", None, acting))
        return person

    def replaced(self, post: Post, unit: str) -> None:
        """Let a post change hands once since the congress."""
        day = date(self.rng.choice((2016, 2017)), self.rng.randint(1, 5), 1)
        former = self.person(unit)
        self.number += 1
        self.holdings.append(Holding(post.code, former.code, CONGRESS, f"{self.number}-QĐ/BTCTU", day))
        self.hold(post, unit, day)


def staff(seed: int, tree: Tree) -> tuple[Cadres, tuple[Account, ...]]:
    """Make every body and post of the city down to the base organisations, their holders, and the accounts to show it with."""
    made = Cadres(Random(f"{seed}:people"))
    for node in (tree.city, *tree.districts, *tree.others, *tree.base):
        made.bodies += _bodies(node)
        _secretaries(made, node)
        if node.kind in ("city_committee", "upper_base_committee"):
            _department(made, node)
    return made, _accounts(made, tree)


def organ(node: Node) -> str:
    """Name the committee that leads a unit, as documents call it."""
    word = ORGAN.get(node.code[0]) if node.kind in ("city_committee", "upper_base_committee") else None
    return f"{word} {proper_name(node)}" if word else f"Đảng ủy {node.place}"


def _bodies(node: Node) -> Iterator[Body]:
    yield Body(node.code, "executive_committee", f"Ban Chấp hành {node.name}")
    if node.kind != "base_cell":
        yield Body(node.code, "standing_board", f"Ban Thường vụ {organ(node)}")
        yield Body(node.code, "inspection_committee", f"Ủy ban Kiểm tra {organ(node)}")
    if node.kind in ("city_committee", "upper_base_committee"):
        yield Body(node.code, "organisation_board", f"Ban Tổ chức {organ(node)}")
        yield Body(node.code, "party_office", f"Văn phòng {organ(node)}")
    if node.sector in (None, "district", "ward", "commune", "town"):
        for kind, word in BESIDE:
            yield Body(node.code, kind, f"{word} {node.place}")
        return
    yield Body(node.code, "head_of_agency", f"Lãnh đạo {node.place}")
    if node.kind != "upper_base_committee":
        yield Body(node.code, "trade_union", f"Công đoàn {node.place}")
        yield Body(node.code, "youth", f"Đoàn TNCS Hồ Chí Minh {node.place}")


def _secretaries(made: Cadres, node: Node) -> None:
    post = made.post(node, "executive_committee", "secretary", f"Bí thư {node.name}")
    drawn = made.rng.random() if node.kind in ("base_committee", "base_cell") else 1.0
    if drawn < VACANT:
        made.vacant.append(node.code)
    elif drawn < VACANT + ACTING:
        made.hold(post, node.code, date(2017, 3, 1), acting=True)
    elif drawn < VACANT + ACTING + CHANGED:
        made.replaced(post, node.code)
    else:
        made.hold(post, node.code)
    if node.kind != "base_cell":
        made.hold(made.post(node, "executive_committee", "deputy_secretary", f"Phó Bí thư {node.name}"), node.code)


def _department(made: Cadres, node: Node) -> None:
    board, titled = "organisation_board", f"Ban Tổ chức {organ(node)}"
    made.hold(made.post(node, board, "head", f"Trưởng {titled}"), node.code)
    deputies, specialists = (4, 30) if node.kind == "city_committee" else (1, 3)
    for n in range(1, deputies + 1):
        made.hold(made.post(node, board, f"deputy_{n}", f"Phó Trưởng {titled}"), node.code)
    for n in range(1, specialists + 1):
        made.hold(made.post(node, board, f"specialist_{n}", f"Chuyên viên {titled}"), node.code)
    chair = made.post(node, "inspection_committee", "chair", f"Chủ nhiệm Ủy ban Kiểm tra {organ(node)}")
    made.hold(chair, node.code)


def _accounts(made: Cadres, tree: Tree) -> tuple[Account, ...]:
    holder = {holding.post: holding.person for holding in made.holdings if holding.until is None}
    title = {post.code: post.title for post in made.posts}
    district = tree.districts[shape.URBAN_DISTRICTS]
    led = {post.split("/")[0] for post in holder if post.endswith("/secretary")}
    commune = next(node for node in district.children if node.sector == "commune" and node.code in led)
    cell = next(node for node in commune.children if node.kind == "cell" and node.sector == commune.sector)
    made.bodies.append(Body(cell.code, "executive_committee", f"Chi ủy {cell.name}"))
    own = made.post(cell, "executive_committee", "secretary", f"Bí thư {cell.name}")
    holder[own.code], title[own.code] = made.hold(own, cell.code).code, own.title
    wanted = (
        ("chuyenvien", "specialist", tree.city, "organisation_board/specialist_1"),
        ("truongban", "head", tree.city, "organisation_board/head"),
        ("bithu", "secretary", tree.city, "executive_committee/secretary"),
        ("kiemtra", "inspector", tree.city, "inspection_committee/chair"),
        ("truongban.huyen", "head", district, "organisation_board/head"),
        ("bithu.xa", "base_secretary", commune, "executive_committee/secretary"),
        ("bithu.chibo", "base_secretary", cell, "executive_committee/secretary"),
    )
    return tuple(
        Account(user, holder[f"{node.code}/{post}"], role, node.code, title[f"{node.code}/{post}"])
        for user, role, node, post in wanted
    )


def silent(made: Cadres, codes: list[str], home: str) -> Account:
    """Give the account of a commune that has not sent its form: one of the accounts' own district where there is one."""
    holder = {holding.post: holding.person for holding in made.holdings if holding.until is None}
    code = min(codes, key=lambda one: (one.split(".")[0] != home, one))
    post = next(post for post in made.posts if post.code == f"{code}/executive_committee/secretary")
    return Account("bithu.chuagui", holder[post.code], "base_secretary", code, f"{post.title} (chưa gửi biểu)")
