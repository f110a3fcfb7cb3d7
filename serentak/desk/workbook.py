"""An XLSX file is read in a process of its own, with little time and memory and none of our secrets.

A few kilobytes can unfold to gigabytes, and only the reader knows. Runs as a program by its path; says what
the sheet holds or, in one word, why it is not read. What only looks like a value is refused: a formula, a
hidden sheet, cells that were merged. Read `loosely`, a merged cell says its value in each of its cells, and a
formula says "=".
"""

import json
import re
import resource
import subprocess
import sys
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

SECONDS = 10  # of processor; a thousand lines take a tenth of one
MEMORY = 1 << 30
UNFOLDED = 64 << 20  # bytes all parts of the file may have when unpacked
WIDEST = 40  # columns: one cell far to the right would make millions of empty ones
FORMULA = re.compile(rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f[\s/>]")
PLACE = re.compile(rb"\br=\"([A-Z]{1,3})([0-9]{1,7})\"")
Rows = list[list[str]]


def read(raw: bytes, most: int, *, loosely: bool = False) -> Rows | str:
    """The rows of the first sheet as text, days as ISO, a comma before decimals; or why not: unreadable, big,
    rows, locked, hidden, sheets, merged, formula (the last two only when it is not read `loosely`). `most`
    rows are read."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", __file__, str(most)],
            input=raw,
            capture_output=True,
            env={},
            timeout=6 * SECONDS,
        )
    except subprocess.TimeoutExpired:
        return "big"
    if done.returncode:
        return "unreadable" if done.returncode > 0 else "big"
    rows, odd = json.loads(done.stdout)
    found: Rows | str = odd if odd and not loosely or rows is None else rows
    return found


def _read(raw: bytes, most: int) -> tuple[Rows | None, str | None]:
    """The rows, or None; and what is odd about them, or why there are none."""
    formulas = _packed(raw)
    if isinstance(formulas, str):
        return None, formulas
    book = CalamineWorkbook.from_filelike(BytesIO(raw))
    sheets = book.sheets_metadata
    if any(sheet.visible != SheetVisibleEnum.Visible for sheet in sheets):
        return None, "hidden"
    if len(sheets) != 1 or sheets[0].typ != SheetTypeEnum.WorkSheet:
        return None, "sheets"
    sheet = book.get_sheet_by_index(0)
    if sheet.total_height > most:
        return None, "rows"
    rows = [[_text(cell) for cell in row[:WIDEST]] for row in sheet.to_python(skip_empty_area=False)]
    merged = sheet.merged_cell_ranges or ()
    for (top, left), (bottom, right) in merged:
        _fill(rows[top : bottom + 1], left, right)
    for line, at in formulas:
        if line < len(rows) and at < len(rows[line]):
            rows[line][at] = "="
    return rows, "formula" if formulas else "merged" if merged else None


def _fill(rows: Rows, left: int, right: int) -> None:
    """What was merged says in each cell what it said in the first."""
    said = rows[0][left] if rows and left < len(rows[0]) else ""
    for row in rows:
        row[left : right + 1] = [said] * len(row[left : right + 1])


def _packed(raw: bytes) -> list[tuple[int, int]] | str:
    """What its parts say before anything is unfolded: why it is not read, or which cells reckon."""
    with ZipFile(BytesIO(raw)) as parts:
        if sum(part.file_size for part in parts.infolist()) > UNFOLDED:
            return "big"
        if "xl/workbook.xml" not in parts.namelist():
            return "unreadable"
        sheets = (name for name in parts.namelist() if name.startswith("xl/worksheets/"))
        return [_place(found[1]) for name in sheets for found in FORMULA.finditer(parts.read(name))]


def _place(attributes: bytes) -> tuple[int, int]:
    """Row and column of a cell, from nought; one that does not say so counts as the first."""
    said, column = PLACE.search(attributes), 0
    for letter in said[1] if said else b"A":
        column = column * 26 + letter - 64
    return int(said[2]) - 1 if said else 0, column - 1


def _text(cell: Any) -> str:
    match cell:
        case datetime() | date():
            return cell.isoformat()[:10]
        case float():
            return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
        case _:
            return str(cell)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sent = sys.stdin.buffer.read()
    try:
        answer = (None, "locked") if sent.startswith(b"\xd0\xcf\x11\xe0") else _read(sent, int(sys.argv[1]))
    except (BadZipFile, CalamineError, ValueError, KeyError):
        answer = None, "unreadable"
    except MemoryError:
        answer = None, "big"
    sys.stdout.write(json.dumps(answer))
