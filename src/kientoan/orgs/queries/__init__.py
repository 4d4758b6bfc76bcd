"""Reads of the register, as of any day."""

from kientoan.orgs.queries.history import lineage_of, version_of
from kientoan.orgs.queries.pack import default_pack as pack
from kientoan.orgs.queries.search import search_units
from kientoan.orgs.queries.tree import (
    Counted,
    Node,
    children_of,
    count_units,
    path_to,
    roots_for,
    span_of,
    units_page,
)

__all__ = [
    "Counted",
    "Node",
    "children_of",
    "count_units",
    "lineage_of",
    "pack",
    "path_to",
    "roots_for",
    "search_units",
    "span_of",
    "units_page",
    "version_of",
]
