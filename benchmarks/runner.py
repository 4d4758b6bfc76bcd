"""Find the measurements, run them, print a table and write `var/bench.json`.

A measurement is a generator in `benchmarks/<area>.py`: it prepares, then yields one figure per run (or the figure and a
reference taken in the same run, so that a slow machine slows both). The median counts.

    @bench(name="figures.import_100k", unit="s", within=3)         # at most 3 × the reference
    def import_100k():
        rows = prepare()
        for _ in range(3):
            yield seconds(lambda: ours(rows)), seconds(lambda: bare_copy(rows))

    @bench(name="orgs.unit_page", unit="ms", target=120)           # at most 120 ms
    def unit_page(): ...
"""

import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "benchmarks"
RESULT = ROOT / "var" / "bench.json"
NOT_MEASUREMENTS = {"__init__", "__main__", "runner"}

Figures = float | tuple[float, float]


@dataclass(frozen=True)
class Measurement:
    """A generator of figures with the name and the target it is held to; `about` is what the reference is."""

    name: str
    unit: str
    figures: Callable[[], Iterator[Figures]]
    target: float | None = None
    within: float | None = None
    about: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the table; `target` is the highest value allowed, in the same unit as `value`."""

    name: str
    value: float
    unit: str
    target: float
    reference: float | None
    ratio: float | None
    ok: bool


class NoFiguresError(Exception):
    """A measurement that yielded nothing."""


class NotRunError(Exception):
    """A measurement that cannot be taken here, with the reason; it is said and is no failure."""


REGISTERED: dict[str, Measurement] = {}


def bench(
    *, name: str, unit: str, target: float | None = None, within: float | None = None, about: str = ""
) -> Callable[[Callable[[], Iterator[Figures]]], Callable[[], Iterator[Figures]]]:
    """Register a measurement with either a `target` in its unit or `within`, the allowed multiple of its reference."""
    if (target is None) == (within is None):
        raise ValueError(f"{name}: say either target=… (in {unit}) or within=… (times the reference)")

    def register(figures: Callable[[], Iterator[Figures]]) -> Callable[[], Iterator[Figures]]:
        if name in REGISTERED and REGISTERED[name].figures.__code__ is not figures.__code__:
            raise ValueError(f"{name}: two measurements bear this name")
        REGISTERED[name] = Measurement(name, unit, figures, target, within, about)
        return figures

    return register


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def milliseconds(work: Callable[[], object]) -> float:
    """How long `work` takes, in thousandths of a second."""
    return seconds(work) * 1000


def measure(measurement: Measurement) -> Row:
    """Run one measurement and hold the median of its runs to the target."""
    figures = [found if isinstance(found, tuple) else (found, None) for found in measurement.figures()]
    if not figures:
        raise NoFiguresError(f"{measurement.name} yielded no figure")
    value = statistics.median(figure for figure, _ in figures)
    references = [reference for _, reference in figures if reference is not None]
    reference = statistics.median(references) if references else None
    if measurement.within is not None:
        if reference is None:
            raise NoFiguresError(f"{measurement.name} is held to a reference and yielded none")
        target = measurement.within * reference
    else:
        target = measurement.target or 0.0
    ratio = value / reference if reference else None
    return Row(measurement.name, value, measurement.unit, target, reference, ratio, ok=value <= target)


def discover(only: Sequence[str]) -> list[Measurement]:
    """All measurements, or those whose name begins with (or contains) one of the words."""
    for path in sorted(FOLDER.glob("*.py")):
        if path.stem not in NOT_MEASUREMENTS:
            importlib.import_module(f"benchmarks.{path.stem}")
    wanted = [m for name, m in sorted(REGISTERED.items()) if not only or any(word in name for word in only)]
    if not wanted:
        raise SystemExit(f"no measurement is named {' or '.join(only)}; there are: {', '.join(sorted(REGISTERED))}")
    return wanted


def number(value: float | None) -> str:
    """A figure with as many decimals as it deserves."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def line(row: Row) -> str:
    """A row of the printed table."""
    ratio = f"{row.ratio:.2f} ×" if row.ratio is not None else "–"
    word = "ok" if row.ok else "MISSED"
    return f"{row.name:<40} {number(row.value):>10} {row.unit:<6} {number(row.target):>10} {number(row.reference):>10} {ratio:>9}  {word}"


def main(only: Sequence[str] = ()) -> int:
    """Run, print and write; 1 when a target is missed or a measurement fails."""
    rows, failed = [], []
    print(f"{'measurement':<40} {'value':>10} {'unit':<6} {'at most':>10} {'reference':>10} {'ratio':>9}")
    for measurement in discover(only):
        try:
            rows.append(measure(measurement))
        except NotRunError as reason:
            print(f"{measurement.name:<40} NOT RUN: {reason}", flush=True)
        except Exception as error:  # noqa: BLE001 - one broken measurement must not hide the others; it is said and fails the run
            failed.append(measurement.name)
            print(f"{measurement.name:<40} FAILED: {type(error).__name__}: {error}")
        else:
            print(line(rows[-1]), flush=True)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for measurement in discover(only):
        if measurement.about:
            print(f"  {measurement.name}: {measurement.about}", file=sys.stderr)
    return 1 if failed or not all(row.ok for row in rows) else 0
