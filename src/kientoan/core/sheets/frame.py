"""Hand a table that was read to Polars, for checks and calculations on whole columns; only in jobs, never in the web worker."""

from typing import TYPE_CHECKING

from kientoan.core.sheets.reader import Rows, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from kientoan.core.sheets.columns import Column

ROW_NUMBER = "row_number"
"""The column of a frame that says in which row of the file its values stand."""


def to_frame(table: Table, columns: "Sequence[Column]") -> "pl.DataFrame":
    """The table's columns as a frame, with the row of the file as `row_number`; decimals keep their places, choices are their codes."""
    import polars as pl

    kinds: dict[str, pl.DataType] = {
        "text": pl.String(),
        "choice": pl.String(),
        "int": pl.Int64(),
        "date": pl.Date(),
        "bool": pl.Boolean(),
    }
    numbers = table.rows.numbers if isinstance(table.rows, Rows) else []
    series = [pl.Series(ROW_NUMBER, numbers, dtype=pl.Int64)]
    for column in columns:
        kind = pl.Decimal(38, column.places) if column.kind == "decimal" else kinds[column.kind]
        series.append(pl.Series(column.name, table.column(column.name), dtype=kind, strict=True))
    return pl.DataFrame(series)
