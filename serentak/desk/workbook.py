"""An XLSX file is read in a process of its own, with little time and memory and none of our secrets.

A few kilobytes can unfold to gigabytes, and only the reader knows. Runs as a program by its path; says what
the sheet holds or, in one word, why it is not read. What only looks like a value is refused: a formula, a
hidden sheet, cells that were merged.
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
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
Rows = list[list[str]]


def read(raw: bytes, most: int) -> Rows | str:
    """The rows of the first sheet as text, days as ISO; or why not: unreadable, big, rows, locked, hidden,
    sheets, merged, formula. `most` rows are read."""
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
    found: Rows | str = json.loads(done.stdout)
    return found


def _rows(raw: bytes, most: int) -> Rows | str:
    if why := _packed(raw):
        return why
    book = CalamineWorkbook.from_filelike(BytesIO(raw))
    sheets = book.sheets_metadata
    if any(sheet.visible != SheetVisibleEnum.Visible for sheet in sheets):
        return "hidden"
    if len(sheets) != 1 or sheets[0].typ != SheetTypeEnum.WorkSheet:
        return "sheets"
    sheet = book.get_sheet_by_index(0)
    if sheet.merged_cell_ranges:
        return "merged"
    if sheet.total_height > most:
        return "rows"
    return [[_text(cell) for cell in row[:WIDEST]] for row in sheet.to_python(skip_empty_area=False)]


def _packed(raw: bytes) -> str | None:
    """What its parts say before anything is unfolded, and whether one of them reckons."""
    with ZipFile(BytesIO(raw)) as parts:
        if sum(part.file_size for part in parts.infolist()) > UNFOLDED:
            return "big"
        if "xl/workbook.xml" not in parts.namelist():
            return "unreadable"
        sheets = (name for name in parts.namelist() if name.startswith("xl/worksheets/"))
        return "formula" if any(FORMULA.search(parts.read(name)) for name in sheets) else None


def _text(cell: Any) -> str:
    match cell:
        case datetime() | date():
            return cell.isoformat()[:10]
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sent = sys.stdin.buffer.read()
    try:
        answer = "locked" if sent.startswith(b"\xd0\xcf\x11\xe0") else _rows(sent, int(sys.argv[1]))
    except (BadZipFile, CalamineError, ValueError, KeyError):
        answer = "unreadable"
    except MemoryError:
        answer = "big"
    sys.stdout.write(json.dumps(answer))
