"""A list as a file: CSV, XLSX or JSON, row by row, so that memory stays the same however long it is.

No cell is ever taken for a formula: in CSV by a mark in front, in XLSX because a text is written as one. The
XLSX is the least that the format asks for (ECMA-376): one sheet, texts in place, the first line bold.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import BufferedWriter, TextIOWrapper
from typing import IO, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

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
    said = ([None if cell is None else _text(cell, language) for cell in row] for row in rows)
    numbered = enumerate(said, 2)
    workbook(out, [(1, heads)], numbered, [max(12, len(head) + 2) for head in heads])


Numbered = Iterable[tuple[int, Sequence[str | None]]]
MOST_LETTERS = 32_000  # of a cell, as spreadsheets read it
NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{TYPES}.styles+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook {MAIN} xmlns:r="{OFFICE}">
<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>""",
    "xl/styles.xml": f"""<styleSheet {MAIN}>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>""",
}


def workbook(out: IO[bytes], bold: Numbered, rows: Numbered, widths: Sequence[int]) -> None:
    """Rows, each with its number from 1, as the one sheet of an XLSX file; the first line stays in sight. A
    row goes out as soon as it is there. `widths` of the columns are in letters."""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(widths, 1)
    )
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as file:
        for name, part in PARTS.items():
            file.writestr(name, HEAD + part)
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            text = TextIOWrapper(BufferedWriter(sheet, 1 << 18), encoding="utf-8")
            text.write(
                f'{HEAD}<worksheet {MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
                f'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
                f"{columns and f'<cols>{columns}</cols>'}<sheetData>"
            )
            for style, lines in ((' s="1"', bold), ("", rows)):
                for number, row in lines:
                    text.write(f'<row r="{number}">{_cells(row, style)}</row>')
            text.write("</sheetData></worksheet>")
            text.flush()
            text.detach()


def _cells(row: Sequence[str | None], style: str) -> str:
    cells = (escape(NO_XML.sub("", cell[:MOST_LETTERS])) if cell else None for cell in row)
    return "".join(
        f'<c{style} t="inlineStr"><is><t xml:space="preserve">{cell}</t></is></c>' if cell else "<c/>"
        for cell in cells
    )


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
