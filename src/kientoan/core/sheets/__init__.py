"""Tables of people: read any of them safely, write them, and give faulty ones back with their faults marked."""

from kientoan.core.sheets.columns import Column
from kientoan.core.sheets.csv_out import csv_parts, write_csv
from kientoan.core.sheets.errors import Place, SheetError, UnreadableFileError, fault, fault_in_words, in_order
from kientoan.core.sheets.grid import FAULT_SHEET, Limits
from kientoan.core.sheets.marking import Fault, faults_of, mark_faults
from kientoan.core.sheets.outgoing import OutColumn, OutSheet
from kientoan.core.sheets.reader import Row, Table, read_table
from kientoan.core.sheets.xlsx_out import write_xlsx

__all__ = [
    "FAULT_SHEET",
    "Column",
    "Fault",
    "Limits",
    "OutColumn",
    "OutSheet",
    "Place",
    "Row",
    "SheetError",
    "Table",
    "UnreadableFileError",
    "csv_parts",
    "fault",
    "fault_in_words",
    "faults_of",
    "in_order",
    "mark_faults",
    "read_table",
    "write_csv",
    "write_xlsx",
]
