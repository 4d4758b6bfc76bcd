"""Tables of people: read any of them safely, write them, and give faulty ones back with their faults marked."""

from kientoan.core.sheets.columns import Column
from kientoan.core.sheets.errors import Place, SheetError, UnreadableFileError, fault, fault_in_words, in_order
from kientoan.core.sheets.grid import FAULT_SHEET, Limits
from kientoan.core.sheets.reader import Row, Table, read_table

__all__ = [
    "FAULT_SHEET",
    "Column",
    "Limits",
    "Place",
    "Row",
    "SheetError",
    "Table",
    "UnreadableFileError",
    "fault",
    "fault_in_words",
    "in_order",
    "read_table",
]
