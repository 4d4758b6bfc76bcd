"""The one table of sentences about files: English gettext messages with named placeholders."""

from typing import NamedTuple


class Message(NamedTuple):
    """A sentence shown to the person, and when it is shown (for the reference page)."""

    sentence: str
    when: str


def gettext_noop(text: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return text


class Phrase(str):
    """A part of a sentence that is itself a message of the catalogue."""

    __slots__ = ()


PLACES = {
    "sheet": gettext_noop("sheet “%(sheet)s”"),
    "row": gettext_noop("row %(row)s"),
    "column": gettext_noop("column %(column)s"),
    "column_header": gettext_noop("column %(column)s (%(header)s)"),
}

KINDS = {
    "pdf": Phrase(gettext_noop("a PDF document")),
    "picture": Phrase(gettext_noop("a picture")),
    "rar": Phrase(gettext_noop("a RAR archive")),
    "7z": Phrase(gettext_noop("a 7z archive")),
    "gzip": Phrase(gettext_noop("a gzip archive")),
    "zip": Phrase(gettext_noop("a zip archive")),
    "rtf": Phrase(gettext_noop("a text document (RTF)")),
    "word": Phrase(gettext_noop("a Word document")),
    "powerpoint": Phrase(gettext_noop("a PowerPoint presentation")),
}

MARKING = {
    "title": gettext_noop("Faults to correct: %(count)s, file %(file)s"),
    "advice": gettext_noop(
        "Correct the coloured cells, delete nothing else, save and send the file again. This sheet may stay."
    ),
    "comment": gettext_noop("Fault: %(sentence)s"),
    "sheet": gettext_noop("Sheet"),
    "row": gettext_noop("Row"),
    "column": gettext_noop("Column"),
    "header": gettext_noop("Header"),
    "sentence": gettext_noop("What is wrong and what to do"),
}

_FILE = {
    "file_empty": Message(
        gettext_noop("The file is empty. Choose the file again, or save it again from the spreadsheet program."),
        "the file has no bytes or no cell with a value",
    ),
    "file_missing": Message(
        gettext_noop("The file cannot be opened: %(reason)s. Check the name and the right to read it."),
        "the path does not exist or may not be read",
    ),
    "file_too_large": Message(
        gettext_noop("The file has %(size)s MB; at most %(limit)s MB are read. Split it into several files."),
        "the file is over the limit of bytes",
    ),
    "file_password": Message(
        gettext_noop(
            "The workbook is protected by a password. Remove the password (File, Info, Protect Workbook) and send it again."
        ),
        "an encrypted .xlsx or .xls",
    ),
    "file_damaged": Message(
        gettext_noop(
            "The workbook is damaged or was cut off on its way. Open it in the spreadsheet program, save it again and send it again."
        ),
        "a truncated or otherwise broken workbook",
    ),
    "file_bomb": Message(
        gettext_noop(
            "The workbook would unpack to %(size)s MB, which no form needs; it is not opened. Copy the cells you need into a new workbook."
        ),
        "a zip bomb: too large or too densely packed",
    ),
    "file_sparse": Message(
        gettext_noop(
            "The sheet reaches to cell %(cell)s, too wide and too long to read. Delete stray values far to the right and far below, and save again."
        ),
        "a value far outside the table",
    ),
    "file_kind": Message(
        gettext_noop("This is %(found)s, not a table. Save it as .xlsx or .csv and send that."),
        "another kind of file under any name",
    ),
    "file_binary_workbook": Message(
        gettext_noop("Workbooks of the kind .xlsb are not read. Save it as .xlsx and send that."), "an .xlsb workbook"
    ),
    "file_webpage": Message(
        gettext_noop(
            "This is a web page with the name of a workbook. Open it in the spreadsheet program, choose Save As, .xlsx, and send that."
        ),
        "HTML or XML under the name .xls",
    ),
}
_ENCODING = {
    "encoding_unknown": Message(
        gettext_noop(
            "The text cannot be read as UTF-8, UTF-16 or Windows-1258. In the spreadsheet program choose Save As, “CSV UTF-8”, or send the .xlsx."
        ),
        "no known encoding fits",
    ),
    "encoding_legacy": Message(
        gettext_noop(
            "“%(value)s” is written in the old Vietnamese encoding %(encoding)s. Convert the text to Unicode (in UniKey: Ctrl+Shift+F6, from %(encoding)s to Unicode), save it as .xlsx or as “CSV UTF-8”, and send it again."
        ),
        "TCVN3 (ABC), VNI or VISCII text, in a CSV file or in a cell",
    ),
    "encoding_mojibake": Message(
        gettext_noop(
            "“%(value)s” is Vietnamese text that was opened in a wrong encoding. Take the original file, open it as UTF-8, and save it again."
        ),
        "UTF-8 that was read as something else and saved",
    ),
    "encoding_lost": Message(
        gettext_noop(
            "“%(value)s”: letters were replaced by question marks when the file was saved. Save again from the original as “CSV UTF-8”, or send the .xlsx."
        ),
        "a CSV file saved in an encoding without Vietnamese letters",
    ),
    "csv_broken_quote": Message(
        gettext_noop(
            "A quotation mark that opens here is never closed properly. Remove it or close it; write a quotation mark inside a text twice."
        ),
        "a stray quotation mark in a CSV file",
    ),
    "csv_row_too_long": Message(
        gettext_noop(
            "The row has %(found)s cells, the header has %(expected)s. A text or number that contains the separator “%(delimiter)s” must stand in quotation marks."
        ),
        "more cells than headers in a CSV row",
    ),
}
_TABLE = {
    "sheet_missing": Message(
        gettext_noop("There is no sheet named “%(wanted)s”. The workbook has: %(found)s."),
        "the sheet asked for does not exist",
    ),
    "header_missing": Message(
        gettext_noop("The row of headers was not found in the first %(rows)s rows. Expected headers: %(expected)s."),
        "no row has any known header",
    ),
    "delimiter_unknown": Message(
        gettext_noop(
            "The columns cannot be told apart. Separate them by comma, semicolon, tab or |, and begin with a row of headers: %(expected)s."
        ),
        "one column where several are expected in a CSV file",
    ),
    "column_missing": Message(
        gettext_noop(
            "The column “%(wanted)s” is missing. It may also be headed: %(aliases)s. The headers found are: %(found)s."
        ),
        "a required column has no header",
    ),
    "column_twice": Message(
        gettext_noop(
            "The headers “%(first)s” (column %(first_column)s) and “%(second)s” (column %(second_column)s) mean the same. Keep one of them."
        ),
        "two headers for one column",
    ),
    "too_many_rows": Message(
        gettext_noop("The sheet has %(found)s rows; at most %(limit)s are read at once. Split it into several files."),
        "more rows than the limit",
    ),
    "merged_cells": Message(
        gettext_noop(
            "The cells %(range)s are merged, so it is not clear to which rows the value belongs. Unmerge them and fill in each row."
        ),
        "merged cells among the data",
    ),
    "merged_spread": Message(
        gettext_noop("The merged cells %(range)s were read as if each of them held “%(value)s”."),
        "a note: merged data cells were spread at the caller's wish",
    ),
    "no_rows": Message(
        gettext_noop("There is no row under the headers. Fill in at least one row."),
        "a table without rows where rows are needed",
    ),
    "number_row_skipped": Message(
        gettext_noop("The row only numbers the columns and was skipped."),
        "a note: a row such as (1) (2) (3) under the headers",
    ),
    "sheet_unused": Message(
        gettext_noop(
            "The sheet “%(sheet_name)s” looks like the same table and was not read. Send it as a file of its own."
        ),
        "a note: a second sheet with the same headers",
    ),
}
_CELL = {
    "value_missing": Message(
        gettext_noop("A value is missing. Fill in the cell."), "an empty cell in a column that must be filled"
    ),
    "formula_missing": Message(
        gettext_noop(
            "The formula has no stored result. Open the file in the spreadsheet program, save it and send it again, or replace the formula by its value."
        ),
        "a formula cell that no program has calculated",
    ),
    "formula_error": Message(
        gettext_noop("The formula gives %(value)s. Correct it or replace it by a value."),
        "a formula that ends in an error",
    ),
    "number_expected": Message(
        gettext_noop("“%(value)s” is not a number. Write digits only, without a unit."), "text in a number cell"
    ),
    "number_whole": Message(
        gettext_noop("“%(value)s” is not a whole number. Write it without a fraction."),
        "a fraction in a column of whole numbers",
    ),
    "number_ambiguous": Message(
        gettext_noop(
            "“%(value)s” can be read as %(as_thousands)s or as %(as_fraction)s. Write %(write_thousands)s or %(write_fraction)s."
        ),
        "1,234 or 1.234 where nothing else in the file decides",
    ),
    "number_percent": Message(
        gettext_noop("“%(value)s” has a percent sign. Write the number alone, in the unit that the header names."),
        "12,5% in a number cell",
    ),
    "number_places": Message(
        gettext_noop("“%(value)s” has more than %(places)s decimal places. Round it."), "too many decimal places"
    ),
    "number_too_small": Message(
        gettext_noop("“%(value)s” is below %(limit)s, the least that is possible here."),
        "a number or date below the column's limit",
    ),
    "number_too_large": Message(
        gettext_noop("“%(value)s” is above %(limit)s, the most that is possible here."),
        "a number or date above the column's limit",
    ),
    "date_expected": Message(
        gettext_noop("“%(value)s” is not a date. Write day/month/year, for example 27/06/2017."), "text that is no date"
    ),
    "date_impossible": Message(
        gettext_noop("“%(value)s” is not a day of the calendar. Write day/month/year, for example 27/06/2017."),
        "31/02/2017, 06/27/2017",
    ),
    "date_two_digit_year": Message(
        gettext_noop("“%(value)s” has a year of two digits. Write all four, for example 27/06/2017."), "27/6/17"
    ),
    "date_1899": Message(
        gettext_noop(
            "The cell holds a time or a number that the spreadsheet shows as a day of 1899 or 1900. Type the date again as day/month/year."
        ),
        "a date in 1899: an empty or mistyped date cell",
    ),
    "date_from_number": Message(
        gettext_noop(
            "%(value)s is a number, not a date. If it is meant as %(reading)s, format the cell as a date; else write day/month/year."
        ),
        "a number in a date cell",
    ),
    "date_has_time": Message(
        gettext_noop("“%(value)s” has a time of day. Write only the date."), "date and time in a date cell"
    ),
    "text_became_date": Message(
        gettext_noop(
            "The spreadsheet turned this text into the date %(value)s. Format the column as Text and type it again."
        ),
        "a date in a text cell: 1/2 typed as a number of a document",
    ),
    "text_too_long": Message(
        gettext_noop("The text has %(length)s characters; at most %(limit)s fit. Shorten it."),
        "longer than the column's limit",
    ),
    "choice_unknown": Message(
        gettext_noop("“%(value)s” is not known here. Choose one of: %(choices)s."), "a value outside the list"
    ),
    "bool_unknown": Message(
        gettext_noop("“%(value)s” is neither yes nor no. Write “có” or “không”."), "neither có nor không"
    ),
    "value_twice": Message(
        gettext_noop("“%(value)s” stands already in row %(first_row)s. It may stand only once."), "the same code twice"
    ),
}

MESSAGES: dict[str, Message] = _FILE | _ENCODING | _TABLE | _CELL
