"""A spreadsheet as it is sent and given: CSV or XLSX into rows, rows into either; and what the rows of people
and posts say.

Shape only: what a row may do is decided by `agencies.roster` and `records.intake`. Nothing is kept between
looking and doing: the rows go back to the browser and come again, as CSV that could as well have been sent.
"""

from serentak.desk.sheet.grid import MOST_BYTES, Grid, Row, as_csv, as_xlsx, carried, grid, with_remarks
from serentak.desk.sheet.roster import HEADINGS, MOST, REMARK, TITLES, Sheet, read, remarked, rows_of

__all__ = [
    "HEADINGS",
    "MOST",
    "MOST_BYTES",
    "REMARK",
    "TITLES",
    "Grid",
    "Row",
    "Sheet",
    "as_csv",
    "as_xlsx",
    "carried",
    "grid",
    "read",
    "remarked",
    "rows_of",
    "with_remarks",
]
