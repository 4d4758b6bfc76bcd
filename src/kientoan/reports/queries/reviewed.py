"""The one seam to the review: what its latest run of the report's unit and period says, or that there is none yet."""

from kientoan.reports.queries.reading import Reading, Row
from kientoan.reports.rules.half_year import ProposedUnit

SHARES = ("review.communes", "review.others")
KEYS = (
    *SHARES,
    "review.proposed",
    "review.proposed_communes",
    "review.proposed_others",
    "review.insufficient",
)


def number(reading: Reading, key: str) -> tuple[int | None, int | None]:  # noqa: ARG001  the review is not there yet
    """A figure of the run and its whole; None while there is no run."""
    return None, None


def rows(reading: Reading, key: str) -> list[Row]:  # noqa: ARG001
    """The units that a figure of the run counts."""
    return []


def proposed(reading: Reading) -> tuple[ProposedUnit, ...]:  # noqa: ARG001
    """The units proposed for consideration, as Annex A lists them."""
    return ()


def near(reading: Reading) -> list[Row]:  # noqa: ARG001
    """The units close to a threshold: for the reviewer's own list, in no report."""
    return []
