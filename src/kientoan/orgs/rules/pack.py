"""What an organisation is made of on a day: kinds of units, sectors, bodies and who may direct whom, read from a pack.

A pack is a file `parameters/orgs/<code>.yaml`; another organisation brings its own file and no code changes.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from kientoan.core.params import Entry, NoValueAt, Parameter, ParameterSet
from kientoan.core.vietnamese import fold

PARTS = ("kinds", "sectors", "sector_groups", "bodies", "authority")


class Verb(StrEnum):
    """How one body may turn to another: chỉ đạo, hướng dẫn, đề nghị."""

    DIRECT = "direct"
    GUIDE = "guide"
    REQUEST = "request"


class Place(StrEnum):
    """Where the second body's unit stands, seen from the first's."""

    SAME = "same"
    BELOW = "below"
    ABOVE = "above"
    ELSEWHERE = "elsewhere"


class PackFaults(ValueError):
    """Every contradiction found inside a pack, one a line."""

    def __init__(self, code: str, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"pack {code}: {fault}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Named:
    """Something a pack names, with its label in Vietnamese and English and the other words people write for it."""

    code: str
    vi: str
    en: str
    aliases: tuple[str, ...] = ()

    def label(self, language: str = "vi") -> str:
        """Give the label in a language; what is not Vietnamese gets English."""
        return self.vi if language.startswith("vi") else self.en


T = TypeVar("T", bound=Named)


@dataclass(frozen=True, slots=True)
class Kind(Named):
    """A kind of unit: the organ that leads it, its rank from the top, and which kinds it may stand under."""

    organ: str = ""
    rank: int = 0
    base: bool = False
    under: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sector(Named):
    """A sector (loại hình) and the group of sectors it is counted in."""

    group: str = ""


@dataclass(frozen=True, slots=True)
class BodyKind(Named):
    """A kind of body: its role, its branch, at which kinds of units it exists, and which forcing rule reads its class."""

    role: str = ""
    branch: str = ""
    at: tuple[str, ...] = ()
    class_counts: str = ""


@dataclass(frozen=True, slots=True)
class Era:
    """A pack as it stands from one day until its next change."""

    since: datetime.date
    kinds: Mapping[str, Kind]
    sectors: Mapping[str, Sector]
    sector_groups: Mapping[str, Named]
    bodies: Mapping[str, BodyKind]
    authority: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Pack:
    """An organisation's own words and rules over time; look things up by day.

    Days before the pack begins raise `core.params.NoValueAt`.
    """

    code: str
    label: Named
    roots: tuple[str, ...]
    member: Named
    eras: tuple[Era, ...]
    citations: Mapping[str, tuple[Entry, ...]]

    @classmethod
    def load(cls, parameters: ParameterSet, code: str = "vietnam") -> "Pack":
        """Read a pack from the parameters; raises `PackFaults` with every contradiction in it."""
        head = parameters.parameter(f"orgs.{code}.pack")
        parts = {part: parameters.parameter(f"orgs.{code}.{part}") for part in PARTS}
        days = sorted({entry.since for part in parts.values() for entry in part.entries})
        first = max(part.entries[0].since for part in parts.values())
        faults: list[str] = []
        eras = tuple(_era(parts, day, faults) for day in days if day >= first)
        value = head.entries[0].value
        pack = cls(
            code=code,
            label=Named(code, head.title["vi"], head.title["en"]),
            roots=tuple(value["roots"]),
            member=Named("member", **value["member"]),
            eras=eras,
            citations={part: parts[part].entries for part in PARTS},
        )
        faults += [fault for era in eras for fault in _contradictions(era, pack.roots)]
        if faults:
            raise PackFaults(code, faults)
        return pack

    @property
    def first_day(self) -> datetime.date:
        """Give the first day on which the pack says anything."""
        return self.eras[0].since

    def at(self, day: datetime.date) -> Era:
        """Give the pack as it stands on a day."""
        for era in reversed(self.eras):
            if era.since <= day:
                return era
        raise NoValueAt(f"Pack {self.code} says nothing on {day:%d/%m/%Y}; it begins on {self.first_day:%d/%m/%Y}.")

    def kinds_at(self, day: datetime.date) -> tuple[Kind, ...]:
        """Give the kinds of units of a day, from the top of the tree down."""
        return tuple(sorted(self.at(day).kinds.values(), key=lambda kind: kind.rank))

    def sectors_at(self, day: datetime.date) -> tuple[Sector, ...]:
        """Give the sectors of a day, as the pack orders them."""
        return tuple(self.at(day).sectors.values())

    def bodies_at(self, day: datetime.date, unit_kind: str | None = None) -> tuple[BodyKind, ...]:
        """Give the kinds of bodies of a day; with `unit_kind` those that such a unit may have."""
        found = self.at(day).bodies.values()
        return tuple(body for body in found if unit_kind is None or unit_kind in body.at)

    def kind(self, code: str, day: datetime.date) -> Kind | None:
        """Give a kind by its code, or None where the day knows no such kind."""
        return self.at(day).kinds.get(code)

    def sector(self, code: str, day: datetime.date) -> Sector | None:
        """Give a sector by its code, or None where the day knows no such sector."""
        return self.at(day).sectors.get(code)

    def body(self, code: str, day: datetime.date) -> BodyKind | None:
        """Give a kind of body by its code, or None where the day knows no such body."""
        return self.at(day).bodies.get(code)

    def kind_named(self, text: str, day: datetime.date) -> Kind | None:
        """Find a kind by code, label or another word for it, with or without accents, as people's lists write it."""
        return _named(self.at(day).kinds, text)

    def sector_named(self, text: str, day: datetime.date) -> Sector | None:
        """Find a sector by code, label or another word for it, with or without accents."""
        return _named(self.at(day).sectors, text)

    def may_stand_under(self, child_kind: str, parent_kind: str | None, day: datetime.date) -> bool:
        """Say whether a kind may stand under another on a day; with no parent, whether it may be the top of a tree."""
        child = self.kind(child_kind, day)
        if child is None:
            return False
        return child_kind in self.roots if parent_kind is None else parent_kind in child.under

    def parents_of(self, child_kind: str, day: datetime.date) -> tuple[Kind, ...]:
        """Give the kinds a kind may stand under, for the sentence that refuses another."""
        child = self.kind(child_kind, day)
        return tuple(self.at(day).kinds[code] for code in child.under) if child else ()

    def may_have_sector(self, kind: str, sector: str | None, day: datetime.date) -> bool:
        """Say whether a kind of unit may be of a sector on a day; no sector at all is always allowed."""
        found = self.kind(kind, day)
        return found is not None and (sector is None or sector in found.sectors)

    def may(self, by: str, to: str, place: Place | str, day: datetime.date) -> Verb:
        """Say how a body of kind `by` may turn to one of kind `to` whose unit stands at `place`: direct, guide, request."""
        return self.authority_row(by, to, place, day)[0]

    def authority_row(self, by: str, to: str, place: Place | str, day: datetime.date) -> tuple[Verb, int | None]:
        """Give the verb and the number of the row of the table that decides (from 1), None where no row fits."""
        era = self.at(day)
        first, second = era.bodies[by], era.bodies[to]
        for number, row in enumerate(era.authority, start=1):
            same_branch = row.get("branch") != "same" or first.branch == second.branch
            if first.role == row["by"] and second.role in row["to"] and Place(place) in row["place"] and same_branch:
                return Verb(row["verb"]), number
        return Verb.REQUEST, None


def pack_codes(parameters: ParameterSet) -> tuple[str, ...]:
    """Give the codes of all packs there are."""
    keys = (item.key.split(".") for item in parameters.under("orgs"))
    return tuple(key[1] for key in keys if len(key) == 3 and key[2] == "pack")


@lru_cache(maxsize=8)
def _words(names: tuple[tuple[str, str, str, tuple[str, ...]], ...]) -> dict[str, str]:
    words: dict[str, str] = {}
    for code, vi, en, aliases in names:
        for text in (code, vi, en, *aliases):
            words.setdefault(fold(text), code)
    return words


def _named(named: Mapping[str, T], text: str) -> T | None:
    words = _words(tuple((item.code, item.vi, item.en, item.aliases) for item in named.values()))
    code = words.get(fold(text))
    return named[code] if code else None


def _era(parts: Mapping[str, Parameter], day: datetime.date, faults: list[str]) -> Era:
    values = {name: part.entry(day).value for name, part in parts.items()}
    return Era(
        since=day,
        kinds=_things(Kind, "kinds", values, day, faults),
        sectors=_things(Sector, "sectors", values, day, faults),
        sector_groups=_things(Named, "sector_groups", values, day, faults),
        bodies=_things(BodyKind, "bodies", values, day, faults),
        authority=values["authority"],
    )


def _things(
    maker: type[T], part: str, values: Mapping[str, Any], day: datetime.date, faults: list[str]
) -> dict[str, T]:
    found: dict[str, T] = {}
    for code, fields in values[part].items():
        try:
            found[code] = maker(code=code, **fields)
        except TypeError as error:
            faults.append(f"{part} from {day}: {code}: {str(error).replace(f'{maker.__name__}.__init__() ', '')}")
    return found


def _contradictions(era: Era, roots: tuple[str, ...]) -> list[str]:
    where = f"from {era.since}"
    faults = [f"{where}: root {root} is no kind" for root in roots if root not in era.kinds]
    for kind in era.kinds.values():
        faults += [f"{where}: {kind.code} stands under unknown {up}" for up in kind.under if up not in era.kinds]
        faults += [f"{where}: {kind.code} has unknown sector {one}" for one in kind.sectors if one not in era.sectors]
        if not kind.under and kind.code not in roots:
            faults.append(f"{where}: {kind.code} is no root and may stand under nothing")
    groups = era.sector_groups
    faults += [
        f"{where}: sector {one.code} is in unknown group {one.group}"
        for one in era.sectors.values()
        if one.group not in groups
    ]
    for body in era.bodies.values():
        faults += [f"{where}: body {body.code} is at unknown kind {kind}" for kind in body.at if kind not in era.kinds]
    for part, named in (("kind", era.kinds), ("sector", era.sectors)):
        faults += [f"{where}: {part} {fault}" for fault in _double_words(named)]
    return faults + [f"{where}: authority row {number}: {fault}" for number, fault in _bad_rows(era)]


def _double_words(named: Mapping[str, Named]) -> list[str]:
    owner: dict[str, str] = {}
    faults = []
    for item in named.values():
        words = sorted({fold(text) for text in (item.code, item.vi, item.en, *item.aliases)})
        faults += [f"{item.code}: the word {word!r} also means {owner[word]}" for word in words if word in owner]
        owner |= dict.fromkeys(words, item.code)
    return faults


def _bad_rows(era: Era) -> list[tuple[int, str]]:
    roles = {body.role for body in era.bodies.values()}
    bad = []
    for number, row in enumerate(era.authority, start=1):
        if row.get("by") not in roles or not set(row.get("to", ())) <= roles:
            bad.append((number, f"names a role that no body has; roles are {', '.join(sorted(roles))}"))
        if not set(row.get("place", ())) <= set(Place) or not row.get("place"):
            bad.append((number, "place must be of same, below, above, elsewhere"))
        if row.get("verb") not in set(Verb):
            bad.append((number, "verb must be direct, guide or request"))
    return bad
