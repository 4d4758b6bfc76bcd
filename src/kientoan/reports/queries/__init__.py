"""Reads of reports: the figures of the day, the rows they count, editions, sections, lists."""

from kientoan.reports.queries.bindings import KEYS, rows_of
from kientoan.reports.queries.drawing import document_of, document_of_edition, held_back, wording_of
from kientoan.reports.queries.figures_now import figures_now
from kientoan.reports.queries.reading import Reading, Row
from kientoan.reports.queries.shelf import (
    Section,
    Standing,
    current_texts,
    edition_of_file,
    latest_edition,
    sections_of,
    standing_of,
)

__all__ = [
    "KEYS",
    "Reading",
    "Row",
    "Section",
    "Standing",
    "current_texts",
    "document_of",
    "document_of_edition",
    "edition_of_file",
    "figures_now",
    "held_back",
    "latest_edition",
    "rows_of",
    "sections_of",
    "standing_of",
    "wording_of",
]
