"""The shape of a parameter file: reading its YAML without floats or doubled keys, and finding every fault in it."""

import datetime
import difflib
import itertools
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

CONFIDENCES = ("high", "medium", "low", "background")
NUMBER_UNITS = frozenset(
    {"points", "percent", "count", "persons", "units", "posts", "figures", "rows", "bytes", "vnd"}
    | {"seconds", "minutes", "hours", "days", "working_days", "months", "years", "mm", "cm", "pt"}
)
OTHER_UNITS = frozenset({"share", "text", "list", "table", "date", "yesno"})
PARAMETER_FIELDS = frozenset({"title", "unit", "editable", "values"})
VALUE_FIELDS = frozenset({"from", "value", "instrument", "article", "signed", "confidence", "source", "note"})
Fault = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a parameter file: which file, which key, what is wrong and what would be right."""

    file: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.what}" if self.key else f"{self.file}: {self.what}"


@dataclass(frozen=True)
class Contents:
    """One file as read: its name below the folder, its stem as a key prefix, its raw entries."""

    file: str
    stem: str
    entries: dict[str, Any]
    open_to_additions: bool = False


_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Reads in C where PyYAML was built with libyaml: a tenth of the time, which the first page of a process waits for."""


class _Loader(_Safe):  # type: ignore[misc]
    """YAML whose decimals are `Decimal` and whose doubled keys are faults."""


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    try:
        return Decimal(str(loader.construct_scalar(node)).replace("_", ""))
    except ArithmeticError:
        raise yaml.constructor.ConstructorError(
            None, None, f"{node.value!r} is not a number", node.start_mark
        ) from None


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"{key!r} stands twice", key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def files(root: Path) -> list[Path]:
    """Give the parameter files below a folder in a fixed order; none where the folder does not exist."""
    return sorted(root.rglob("*.yaml"))


def read(file: Path, root: Path) -> tuple[Contents, list[Problem]]:
    """Read one file; a file that is no YAML or no mapping comes back empty with its problem."""
    relative = file.relative_to(root)
    name, stem = relative.as_posix(), ".".join(relative.with_suffix("").parts)
    empty = Contents(name, stem, {})
    try:
        raw = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    except UnicodeDecodeError as error:
        return empty, [Problem(name, "", f"is not UTF-8 (byte {error.start}). Save it as UTF-8.")]
    except (yaml.YAMLError, ValueError) as error:
        return empty, [Problem(name, "", f"cannot be read as YAML: {' '.join(str(error).split())}")]
    if not isinstance(raw, dict):
        return empty, [Problem(name, "", "must be a mapping from entry names to parameters")]
    family = raw.pop("_family", {})
    if not isinstance(family, dict):
        return empty, [Problem(name, "_family", "must be a mapping such as {open: true}")]
    bad = [Problem(name, str(key), "an entry's name is letters, digits and _") for key in raw if not _is_name(key)]
    entries = {key: value for key, value in raw.items() if _is_name(key)}
    return Contents(name, stem, entries, family.get("open") is True), bad


def check_parameter(raw: Any, *, own: bool = False) -> list[Fault]:
    """List every fault of one raw parameter as (where, what); `own` marks a customer's entry, which may cite less."""
    if not isinstance(raw, dict):
        return [("", "must be a mapping with title, unit, editable and values")]
    faults = [(str(name), "is not a field of a parameter") for name in raw if name not in PARAMETER_FIELDS]
    title, unit, values = raw.get("title"), raw.get("unit"), raw.get("values")
    if not isinstance(title, dict) or not all(_is_text(title.get(code)) for code in ("vi", "en")):
        faults.append(("title", "needs vi and en"))
    if unit not in NUMBER_UNITS | OTHER_UNITS:
        faults.append(
            (
                "unit",
                f"{unit!r} is not known; use one of {', '.join(sorted(NUMBER_UNITS | OTHER_UNITS))}",
            )
        )
    if not isinstance(raw.get("editable"), bool):
        faults.append(("editable", "must be true or false"))
    if not isinstance(values, list) or not values:
        return [*faults, ("values", "needs at least one dated value")]
    for number, value in enumerate(values):
        faults += [(f"values[{number}]{where}", what) for where, what in _check_value(value, unit, raw, own=own)]
    days: list[Any] = [value.get("from") for value in values if isinstance(value, dict)]
    if all(_is_day(day) for day in days) and any(a >= b for a, b in itertools.pairwise(days)):
        faults.append(("values", "must stand in order of `from`, each day once"))
    return faults


def _check_value(value: Any, unit: Any, raw: dict[str, Any], *, own: bool) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield (
            "",
            "must be a mapping with from, value, instrument, source and confidence",
        )
        return
    for name in value:
        if name not in VALUE_FIELDS:
            yield f".{name}", "is not a field of a dated value"
    if not _is_day(value.get("from")):
        yield ".from", "must be a day such as 2014-09-25"
    if "value" not in value:
        yield ".value", "is missing"
    elif (what := _value_fault(value["value"], unit)) is not None:
        yield ".value", what
    yield from _check_citation(value, raw, own=own)


def _check_citation(value: dict[str, Any], raw: dict[str, Any], *, own: bool) -> Iterator[Fault]:
    if not _is_text(value.get("instrument")):
        yield ".instrument", "must name the document that states the value"
    for name in ("article", "note"):
        if value.get(name) is not None and not _is_text(value[name]):
            yield f".{name}", "must be text or null"
    if value.get("signed") is not None and not _is_day(value["signed"]):
        yield ".signed", "must be a day or null"
    if own:
        return
    if value.get("confidence") not in CONFIDENCES:
        yield ".confidence", f"must be one of {', '.join(CONFIDENCES)}"
    elif value["confidence"] in ("low", "background") and raw.get("editable") is not True:
        yield (
            ".confidence",
            f"is {value['confidence']}, so the parameter must be editable: true",
        )
    if not _is_text(value.get("source")):
        yield ".source", "must say where it was read"


def _value_fault(value: Any, unit: Any) -> str | None:
    if unit in NUMBER_UNITS:
        return None if _is_number(value) else f"must be a number ({unit})"
    checks: dict[Any, tuple[Any, str]] = {
        "share": (_is_share, "must be a share such as 0.2 or '1/3', between 0 and 1"),
        "text": (_is_text, "must be a text"),
        "list": (lambda item: isinstance(item, list), "must be a list"),
        "table": (lambda item: isinstance(item, dict), "must be a mapping"),
        "date": (_is_day, "must be a day"),
        "yesno": (lambda item: isinstance(item, bool), "must be true or false"),
    }
    if unit not in checks:
        return None
    check, sentence = checks[unit]
    return None if check(value) else sentence


def frozen(value: Any, unit: str = "") -> Any:
    """Make a checked raw value unchangeable: tuples, read-only mappings, and a `Fraction` for a share like "1/3"."""
    if unit == "share" and isinstance(value, str):
        return Fraction(value)
    if isinstance(value, dict):
        return MappingProxyType({name: frozen(inner) for name, inner in value.items()})
    if isinstance(value, list):
        return tuple(frozen(inner) for inner in value)
    return value


def nearest(key: str, known: Iterable[str]) -> str:
    """Give " Did you mean …?" with the nearest known keys, or nothing."""
    close = difflib.get_close_matches(key, list(known), n=3, cutoff=0.6)
    return f" Did you mean {', '.join(close)}?" if close else ""


def _is_name(key: Any) -> bool:
    return isinstance(key, str) and key.isascii() and key.replace("_", "a").isalnum() and not key.startswith("_")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_day(value: Any) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and Decimal(value).is_finite()


def _is_share(value: Any) -> bool:
    if isinstance(value, str):
        try:
            return 0 <= Fraction(value) <= 1
        except (ValueError, ZeroDivisionError):
            return False
    return _is_number(value) and 0 <= value <= 1
