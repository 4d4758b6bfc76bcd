"""Numbers and rules taken from documents: read from `parameters/**.yaml`, dated, cited, and checked whole.

A file `parameters/<area>/<name>.yaml` holds entries; an entry's key is `<area>.<name>.<entry>`. A second folder, the
customer's, may give dated values of its own to entries marked `editable: true`, and may add entries to a file whose
`_family` says `open: true`. Nothing here knows Django.
"""

import datetime
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import kientoan
from kientoan.core import params_reading as reading
from kientoan.core.params_reading import Problem

PRODUCT, CUSTOMER = "product", "customer"


class UnknownParameter(LookupError):
    """A key that stands in no parameter file; the message names the nearest keys."""


class NoValueAt(LookupError):
    """A parameter that has no value yet on the day asked for."""


class ParameterErrors(ValueError):
    """Every fault found in the parameter files, so that all can be mended at once."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated value with where it comes from; `origin` is "product" or "customer"."""

    since: datetime.date
    value: Any
    instrument: str
    article: str | None
    signed: datetime.date | None
    confidence: str
    source: str
    origin: str = PRODUCT
    note: str | None = None

    @property
    def is_customers_own(self) -> bool:
        """Say whether the customer's folder, and not the product, gave this value."""
        return self.origin == CUSTOMER

    def citation(self, language: str = "vi") -> str:
        """Name the document, its date and article in one line."""
        parts = [self.instrument]
        if self.signed:
            parts.append(("ngày " if language == "vi" else "of ") + f"{self.signed:%d/%m/%Y}")
        if self.article:
            parts.append(f"({self.article})")
        if self.is_customers_own:
            parts.append("– tham số của đơn vị" if language == "vi" else "– customer's own")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value that changes over time, with its titles and unit; `entries` are in order of date."""

    key: str
    title: Mapping[str, str]
    unit: str
    editable: bool
    entries: tuple[Entry, ...]
    file: str

    def entry(self, day: datetime.date) -> Entry:
        """Give the dated value in force on a day, or raise `NoValueAt`."""
        for entry in reversed(self.entries):
            if entry.since <= day:
                return entry
        raise NoValueAt(
            f"{self.key} has no value on {day:%d/%m/%Y}: its first is from {self.entries[0].since:%d/%m/%Y}."
        )


@dataclass(frozen=True)
class ParameterSet:
    """All parameters of one loading, looked up by key and day.

    Numbers come as `int`, `Decimal` or, for shares written as "1/3", `Fraction`; never as float. Lists come as
    tuples and tables as read-only mappings.
    """

    parameters: Mapping[str, Parameter]
    _prints: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def at(self, key: str, day: datetime.date) -> Any:
        """Give the value of a key on a day; raises `UnknownParameter` or `NoValueAt`."""
        return self.entry(key, day).value

    def entry(self, key: str, day: datetime.date) -> Entry:
        """Give the dated entry of a key on a day, with its citation."""
        return self.parameter(key).entry(day)

    def parameter(self, key: str) -> Parameter:
        """Give the parameter of a key with all its dated values."""
        try:
            return self.parameters[key]
        except KeyError:
            raise UnknownParameter(f"No parameter {key!r}.{reading.nearest(key, self.parameters)}") from None

    def under(self, prefix: str) -> Iterator[Parameter]:
        """Give the parameters of a file or area, in order of key: `under("review.signs")`."""
        return (item for key, item in sorted(self.parameters.items()) if key.startswith(prefix + "."))

    def in_force(self, prefix: str, day: datetime.date) -> Iterator[tuple[Parameter, Entry]]:
        """Give those parameters under a prefix that have a value on a day, with that value."""
        for item in self.under(prefix):
            if item.entries[0].since <= day:
                yield item, item.entry(day)

    def __contains__(self, key: object) -> bool:
        return key in self.parameters

    def __iter__(self) -> Iterator[Parameter]:
        return (self.parameters[key] for key in sorted(self.parameters))

    def __len__(self) -> int:
        return len(self.parameters)

    def fingerprint(self, prefix: str = "") -> str:
        """Give a SHA-256 that changes when any value, date or citation (under the prefix) changes."""
        if prefix not in self._prints:
            chosen = list(self.under(prefix)) if prefix else list(self)
            text = json.dumps(
                [_plain_parameter(item) for item in chosen],
                ensure_ascii=False,
                sort_keys=True,
            )
            self._prints[prefix] = hashlib.sha256(text.encode()).hexdigest()
        return self._prints[prefix]


def plain(value: Any) -> Any:
    """Turn a parameter value into JSON's own types, the same way every time (numbers with decimals as text)."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    if isinstance(value, Decimal | Fraction):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def load(*, home: Path | str | None = None, root: Path | str | None = None) -> ParameterSet:
    """Read the product's parameters and, where it exists, the customer's folder `<home>/parameters`.

    `home` defaults to the environment's `KIENTOAN_HOME`, else `var`. Raises `ParameterErrors` with every fault of
    every file.
    """
    product = Path(root) if root else Path(kientoan.__file__).parent / "parameters"
    customer = Path(home if home is not None else os.environ.get("KIENTOAN_HOME") or "var") / "parameters"
    problems: list[Problem] = []
    parameters, open_files = _load_product(product, problems)
    _load_customer(customer, parameters, open_files, problems)
    if problems:
        raise ParameterErrors(problems)
    return ParameterSet(MappingProxyType(parameters))


@cache
def current() -> ParameterSet:
    """Give the parameters of this process, read once; `current.cache_clear()` after the customer's files change."""
    return load()


def _load_product(root: Path, problems: list[Problem]) -> tuple[dict[str, Parameter], set[str]]:
    parameters: dict[str, Parameter] = {}
    open_files: set[str] = set()
    for file in reading.files(root):
        contents, found = reading.read(file, root)
        problems.extend(found)
        if contents.open_to_additions:
            open_files.add(contents.stem)
        for name, raw in contents.entries.items():
            item = _parameter(contents, name, raw, origin=PRODUCT, problems=problems)
            if item:
                parameters[item.key] = item
    return parameters, open_files


def _load_customer(
    root: Path,
    parameters: dict[str, Parameter],
    open_files: set[str],
    problems: list[Problem],
) -> None:
    for file in reading.files(root):
        contents, found = reading.read(file, root)
        problems.extend(found)
        for name, raw in contents.entries.items():
            key = f"{contents.stem}.{name}"
            base = parameters.get(key)
            item = _parameter(contents, name, raw, origin=CUSTOMER, problems=problems, base=base)
            if base and not base.editable:
                problems.append(Problem(contents.file, key, "is fixed by its document (editable: false)"))
            elif not base and contents.stem not in open_files:
                hint = reading.nearest(key, parameters)
                problems.append(
                    Problem(
                        contents.file,
                        key,
                        f"no such parameter, and its file takes no additions.{hint}",
                    )
                )
            elif item:
                parameters[key] = _merged(base, item) if base else item


def _merged(base: Parameter, own: Parameter) -> Parameter:
    by_day = {entry.since: entry for entry in base.entries} | {entry.since: entry for entry in own.entries}
    entries = tuple(by_day[day] for day in sorted(by_day))
    return Parameter(base.key, base.title, base.unit, base.editable, entries, base.file)


def _parameter(
    contents: reading.Contents,
    name: str,
    raw: Any,
    *,
    origin: str,
    problems: list[Problem],
    base: Parameter | None = None,
) -> Parameter | None:
    key = f"{contents.stem}.{name}"
    before = len(problems)
    if base and isinstance(raw, dict):
        raw = {
            "title": dict(base.title),
            "unit": base.unit,
            "editable": base.editable,
        } | raw
    faults = reading.check_parameter(raw, own=origin == CUSTOMER)
    problems.extend(Problem(contents.file, f"{key}{'.' + where if where else ''}", what) for where, what in faults)
    if len(problems) > before:
        return None
    entries = tuple(
        Entry(
            since=value["from"],
            value=reading.frozen(value["value"], raw["unit"]),
            instrument=value["instrument"],
            article=value.get("article"),
            signed=value.get("signed"),
            confidence=value.get("confidence", CUSTOMER),
            source=value.get("source", ""),
            origin=origin,
            note=value.get("note"),
        )
        for value in raw["values"]
    )
    return Parameter(
        key,
        MappingProxyType(raw["title"]),
        raw["unit"],
        raw["editable"],
        entries,
        contents.file,
    )


def _plain_parameter(item: Parameter) -> list[Any]:
    rows = [
        [
            entry.since.isoformat(),
            plain(entry.value),
            entry.instrument,
            entry.article,
            plain(entry.signed),
            entry.confidence,
            entry.source,
            entry.origin,
        ]
        for entry in item.entries
    ]
    return [item.key, dict(item.title), item.unit, item.editable, rows]
