"""A list as a file: CSV, XLSX or JSON, row by row, so that memory stays the same however long it is.

No cell is ever taken for a formula: in CSV by a mark in front, in XLSX because a text is written as one.
"""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import TextIOWrapper
from typing import IO, Any

import xlsxwriter

from serentak.lib.clock import WITA, rfc3339
from serentak.lib.words import say

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
Rows = Iterable[Sequence[Any]]


def write(
    form: str, out: IO[bytes], ids: Sequence[str], titles: Sequence[str], rows: Rows, language: str
) -> None:
    """The rows in one of FORMS: cells are texts in one or two languages, moments, or None. `ids` name the
    columns in JSON, `titles` in a sheet."""
    WRITERS[form](out, ids if form == "json" else titles, rows, language)


def _csv(out: IO[bytes], heads: Sequence[str], rows: Rows, language: str) -> None:
    text = TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    text.write("\ufeff")
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerow([plain(head) for head in heads])
    for row in rows:
        lines.writerow([plain(_text(cell, language)) for cell in row])
    text.detach()


def _xlsx(out: IO[bytes], heads: Sequence[str], rows: Rows, language: str) -> None:
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write_string(number, column, _text(cell, language)[:32_000])


def _json(out: IO[bytes], heads: Sequence[str], rows: Rows, language: str) -> None:
    out.write(b"[")
    for number, row in enumerate(rows):
        told = {
            head: rfc3339(cell)
            if isinstance(cell, datetime)
            else cell
            if cell is None
            else say(cell, language)
            for head, cell in zip(heads, row, strict=True)
        }
        out.write((b",\n" if number else b"\n") + json.dumps(told, ensure_ascii=False).encode())
    out.write(b"\n]\n")


WRITERS: dict[str, Callable[[IO[bytes], Sequence[str], Rows, str], None]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "json": _json,
}


def _text(cell: Any, language: str) -> str:
    """A cell as a person reads it; a moment in WITA as spreadsheets sort it."""
    return (
        cell.astimezone(WITA).strftime("%Y-%m-%d %H:%M")
        if isinstance(cell, datetime)
        else say(cell, language)
    )


def plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "'", "\t", "\r", "\n")) else text
