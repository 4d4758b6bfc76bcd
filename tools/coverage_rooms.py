"""Hold a coverage report to the house's promise: nearly every branch, and all of the rooms that decide and write.

    python tools/coverage_rooms.py var/coverage.json

Reads what `coverage json` wrote. Prints every line and branch of a `rules`, `access` or `actions` room that no test
reached, and how far the whole is; exits with 1 where the promise is broken, with 2 where the report cannot be read.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOMS = ("rules", "access", "actions")
"""The rooms that decide and write: each of their lines and branches is held by a test."""
SHARE = 95
"""Of a hundred lines and branches of everything, so many at least."""
PACKAGE = "kientoan"


@dataclass(frozen=True)
class Gap:
    """What no test reached in one file."""

    path: str
    lines: tuple[int, ...]
    branches: tuple[tuple[int, int], ...]

    def sentence(self) -> str:
        """The file with its lines and its branches, as `from->to`; a negative number is the way out."""
        places = [*map(str, self.lines), *(f"{start}->{end}" for start, end in self.branches)]
        return f"{self.path}: {', '.join(places)}"


class NoReport(ValueError):
    """The file is no coverage report with branches of this package."""


def room_of(path: str) -> str:
    """Give the room of a file inside its domain, or nothing for a file outside of the package.

    >>> room_of("src/kientoan/orgs/rules/laws.py"), room_of("src/kientoan/people/access.py"), room_of("tools/openapi.py")
    ('rules', 'access', '')
    """
    parts = Path(path).with_suffix("").parts
    within = parts[parts.index(PACKAGE) + 1 :] if PACKAGE in parts else ()
    return within[1] if len(within) > 1 else ""


def gaps(report: Mapping[str, Any]) -> list[Gap]:
    """Every file of the rooms that decide and write which is not covered whole."""
    found = []
    for path, of in sorted(report["files"].items()):
        lines = tuple(of["missing_lines"])
        branches = tuple((start, end) for start, end in of["missing_branches"] if start not in lines)
        if room_of(path) in ROOMS and (lines or branches):
            found.append(Gap(path, lines, branches))
    return found


def share(report: Mapping[str, Any]) -> float:
    """How many of a hundred lines and branches of everything were reached."""
    return float(report["totals"]["percent_covered"])


def read(path: Path) -> Mapping[str, Any]:
    """Read a report; raises `NoReport` for anything else, and for one without branches or without these rooms."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        measured = bool(report["meta"]["branch_coverage"]) and any(room_of(name) in ROOMS for name in report["files"])
        share(report)
        gaps(report)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoReport(f"{path} is no coverage report with branches ({error!r}); `make cover` makes one.") from error
    if not measured:
        raise NoReport(f"{path} measures no branches, or no room of {PACKAGE}; `make cover` makes one that does.")
    return report


def main(arguments: list[str]) -> int:
    """Print what is missing; 0 when the promise is kept."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        report = read(Path(arguments[0]))
    except NoReport as error:
        print(error, file=sys.stderr)
        return 2
    missing, reached = gaps(report), share(report)
    for gap in missing:
        print(gap.sentence())
    print(f"{', '.join(ROOMS)}: {len(missing)} files with gaps, none allowed.")
    print(f"everything: {reached:.2f} % of lines and branches, at least {SHARE} % asked.")
    return 1 if missing or reached < SHARE else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
