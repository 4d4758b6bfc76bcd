"""The figures a run is given: checked, set side by side with one column per name, and fingerprinted."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from kientoan.review.rules import expressions
from kientoan.review.rules.criteria import Fact
from kientoan.review.rules.results import canonical

FIGURES = {"unit": pl.Int64, "indicator": pl.String, "value": pl.Float64}
UNITS = {"unit": pl.Int64, "kind": pl.String, "sector": pl.String, "parent": pl.Int64}
Asked = Mapping[tuple[str, str | None], Collection[str]]


class BadFigures(ValueError):
    """Figures that cannot be reviewed as they are: doubled, infinite, or without their columns."""


@dataclass(frozen=True)
class Given:
    """Everything a run reads.

    `units` has columns unit, kind, sector, parent; the other frames unit, indicator, value (targets: target), each pair once. A null
    value, a missing row and NaN all mean "no figure". `prior` is the period before, `lastyear` the same period last
    year, `targets` the targets given. `asked` says which indicators units of a kind and sector are asked for (None:
    everything): a figure nobody asked for is not missing. Rows of units that are not in `units` are not read.
    """

    units: pl.DataFrame
    current: pl.DataFrame
    prior: pl.DataFrame | None = None
    lastyear: pl.DataFrame | None = None
    targets: pl.DataFrame | None = None
    facts: tuple[Fact, ...] = ()
    months: int = 6
    asked: Asked | None = None
    _cleaned: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def frame(self, prefix: str) -> pl.DataFrame | None:
        """Give the checked figures that a prefix speaks of, without empty values and strangers."""
        raw = {"": self.current, "prior_": self.prior, "lastyear_": self.lastyear, "target_": self.targets}[prefix]
        if raw is None:
            return None
        if prefix not in self._cleaned:
            self._cleaned[prefix] = _checked_figures(raw, prefix or "current", self.checked_units())
        return self._cleaned[prefix]

    def checked_units(self) -> pl.DataFrame:
        """Give the units in order of id; a unit that stands twice raises `BadFigures`."""
        if "units" not in self._cleaned:
            frame = _with_columns(self.units, UNITS, "units").sort("unit")
            doubled = frame.filter(pl.col("unit").is_duplicated())["unit"].unique().sort().to_list()
            if doubled:
                raise BadFigures(f"units: these stand twice: {_some(doubled)}")
            self._cleaned["units"] = frame
        return self._cleaned["units"]

    def wide(self, names: Iterable[str]) -> pl.DataFrame:
        """Set the figures side by side: the units in order, a column for each name, null where there is no figure."""
        table = self.checked_units()
        wanted = sorted(set(names) - {expressions.MONTHS})
        for prefix in ("", *expressions.PREFIXES):
            here = [name for name in wanted if expressions.prefix_of(name) == prefix]
            if not here:
                continue
            columns = {name: name.removeprefix(prefix) for name in here}
            table = _beside(table, self.frame(prefix), columns)
        return table.with_columns(pl.lit(float(self.months)).alias(expressions.MONTHS))

    def fingerprint(self) -> str:
        """Give a SHA-256 of everything read; the order of rows and empty values do not matter."""
        digest = hashlib.sha256()
        digest.update(self.checked_units().write_csv(null_value="").encode())
        for prefix in ("", *expressions.PREFIXES):
            frame = self.frame(prefix)
            digest.update(f"#{prefix}{'' if frame is not None else '-'}\n".encode())
            if frame is not None:
                digest.update(frame.write_csv().encode())
        asked = {f"{kind}/{sector or ''}": sorted(set(codes)) for (kind, sector), codes in (self.asked or {}).items()}
        facts = sorted([fact.unit, fact.kind, fact.number] for fact in set(self.facts))
        rest = {"months": self.months, "facts": facts, "asked": None if self.asked is None else asked}
        digest.update(canonical(rest).encode())
        return digest.hexdigest()


def _with_columns(frame: pl.DataFrame, wanted: Mapping[str, type[pl.DataType]], name: str) -> pl.DataFrame:
    missing = [column for column in wanted if column not in frame.columns]
    if missing:
        raise BadFigures(f"{name}: columns {', '.join(missing)} are missing")
    return frame.select(pl.col(column).cast(kind) for column, kind in wanted.items())


def _checked_figures(raw: pl.DataFrame, name: str, units: pl.DataFrame) -> pl.DataFrame:
    raw = raw.rename({"target": "value"}) if "value" not in raw.columns and "target" in raw.columns else raw
    frame = _with_columns(raw, FIGURES, name).with_columns((pl.col("value") + 0.0).fill_nan(None)).drop_nulls()
    frame = frame.join(units.select("unit"), on="unit", how="semi")
    codes = pl.Enum(frame["indicator"].unique().sort())
    place = pl.col("unit") * max(len(codes.categories), 1) + pl.col("indicator").cast(codes).to_physical().cast(
        pl.Int64
    )
    frame = frame.with_columns(place.alias("__place")).sort("__place")
    doubled = frame.filter(pl.col("__place").diff() == 0)
    if doubled.height:
        pairs = doubled.unique("__place", keep="first", maintain_order=True).select("unit", "indicator").rows()
        raise BadFigures(f"{name}: more than one value for {_some([f'{unit}/{code}' for unit, code in pairs])}")
    if frame["value"].is_infinite().any():
        raise BadFigures(f"{name}: an infinite value")
    return frame.drop("__place")


def _beside(table: pl.DataFrame, frame: pl.DataFrame | None, columns: Mapping[str, str]) -> pl.DataFrame:
    if frame is None:
        return table.with_columns(pl.lit(None, pl.Float64).alias(name) for name in columns)
    found = frame.filter(pl.col("indicator").is_in(list(columns.values())))
    spread = found.pivot("indicator", index="unit", values="value")
    have = {name: code for name, code in columns.items() if code in spread.columns}
    spread = spread.select("unit", *(pl.col(code).alias(name) for name, code in have.items()))
    table = table.join(spread, on="unit", how="left", maintain_order="left")
    return table.with_columns(pl.lit(None, pl.Float64).alias(name) for name in columns if name not in have)


def _some(items: list[object] | list[str] | list[int]) -> str:
    shown = ", ".join(str(item) for item in items[:10])
    return shown if len(items) <= 10 else f"{shown} and {len(items) - 10} more"
