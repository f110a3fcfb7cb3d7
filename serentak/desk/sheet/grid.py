"""Rows of any spreadsheet: read from CSV or XLSX, written as either, and given back with remarks."""

import csv
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from serentak.desk import workbook
from serentak.desk.table import plain
from serentak.desk.table import workbook as workbook_of
from serentak.lib.refusal import Refusal

MOST_BYTES = 2_000_000
MOST_WRITTEN = 800_000  # bytes of all cells: they come back as a form field, and a form has 1 MB
FIRST = 15  # rows of a CSV file that are looked at for its separator
REMARKS = ("catatan pemeriksaan", "remarks")
"""What the column of remarks is called; the first is the one we write."""

Row = tuple[int, Sequence[str]]
"""A row with its number in the sheet, counted from one."""


@dataclass(frozen=True)
class Grid:
    """The rows of a sheet, empty ones left out, as they were sent; whether it was a workbook."""

    rows: tuple[Row, ...]
    xlsx: bool = False

    def tidied(self) -> tuple[Row, ...]:
        """The rows as they are carried and read, if they are not too much for a form."""
        kept = tuple((number, tidy(row)) for number, row in self.rows)
        if len(as_csv(kept).encode()) > MOST_WRITTEN:
            raise unread("rows", len(kept))
        return kept


def grid(raw: bytes, most: int, known: Callable[[str], bool], *, loosely: bool = False) -> Grid:
    """The rows of an XLSX or CSV file; a Refusal says what keeps it from being read, and how to mend it.
    `known` says of a heading whether it is one, `loosely` is `workbook.read`'s."""
    if len(raw) > MOST_BYTES:
        raise unread("big", most)
    xlsx = raw.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    rows = workbook.read(raw, most + 1, loosely=loosely) if xlsx else _csv_rows(_letters(raw), known)
    if isinstance(rows, str):
        raise unread(rows, most)
    filled = tuple((number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row))
    if not filled:
        raise no(_("Berkas ini kosong."), _("Unduh contohnya, isi, lalu kirim."))
    if len(filled) > most + 1:
        raise unread("rows", most)
    return Grid(filled, xlsx)


def carried(text: str, *, xlsx: bool) -> Grid:
    """The rows that a page of ours kept, as `as_csv` wrote them."""
    rows = csv.reader(StringIO(text), delimiter=";")
    return Grid(tuple((n, row) for n, row in enumerate(rows, 1) if any(cell.strip() for cell in row)), xlsx)


def with_remarks(rows: Sequence[Row], head: int, remarks: Mapping[int, str]) -> Iterable[Row]:
    """The rows with a column of `remarks` by number; `head` is the place of the headings among them. It takes
    the place of an older one, else it stands after the last cell."""
    names = [cell(heading).casefold() for heading in rows[head][1]]
    widest = max(len(row) for _, row in rows)
    at = next((n for n, name in enumerate(names) if name in REMARKS), widest)
    for number, row in rows:
        cells = [*row, *[""] * (max(widest, at + 1) - len(row))]
        cells[at] = REMARKS[0] if number == rows[head][0] else remarks.get(number, "")
        yield number, cells


def as_csv(rows: Iterable[Row]) -> str:
    """Rows as CSV, empty ones where numbers are missing."""
    out, at = StringIO(), 1
    written = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for number, row in rows:
        out.write("\r\n" * (number - at))
        at = number + 1
        written.writerow([plain(one) for one in row])
    return out.getvalue()


def as_xlsx(rows: Iterable[Row]) -> bytes:
    """Rows as a workbook, every cell a text: nothing in it reckons or leads anywhere."""
    out, every = BytesIO(), list(rows)
    wide = zip_longest(*(map(len, row) for _number, row in every), fillvalue=0)
    workbook_of(out, (), every, [min(60, max(column) + 2) for column in wide])
    return out.getvalue()


def cell(text: str) -> str:
    """A cell on one line, without the mark that keeps it from being a formula."""
    kept = " ".join(unicodedata.normalize("NFC", text).split())
    return kept[1:] if kept.startswith(("'=", "'+", "'-", "'@", "''")) else kept


def tidy(row: Sequence[str]) -> list[str]:
    """A row as it is carried: without signs nobody sees, and without empty cells at its end."""
    cells = ["\n".join(_seen(line) for line in one.strip().splitlines()) for one in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _seen(line: str) -> str:
    return "".join(sign for sign in cell(line) if unicodedata.category(sign)[0] != "C")


def _letters(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        raise unread("unreadable")
    for letters in ("utf-8-sig", "windows-1252"):
        try:
            return raw.decode(letters)
        except UnicodeDecodeError:
            continue
    raise unread("unreadable")


def _csv_rows(text: str, known: Callable[[str], bool]) -> list[list[str]]:
    """Rows of a CSV file; the separator is the one that makes most of its first lines: known headings, then
    cells."""
    first = text.lstrip().splitlines()[:FIRST]

    def makes(mark: str) -> tuple[int, int]:
        lines = [[one.strip('"') for one in line.split(mark)] for line in first]
        return max((sum(map(known, line)) for line in lines), default=0), max(map(len, lines), default=0)

    try:
        return list(csv.reader(StringIO(text), delimiter=max(";,\t", key=makes)))
    except csv.Error:
        raise unread("unreadable") from None


def unread(why: str, most: int = 0) -> Refusal:
    """Why a file is not read, by the word of `workbook`, and how to mend it."""
    split = _("Bagi menjadi beberapa berkas, misalnya satu per instansi.")
    texts: dict[str, tuple[str, str]] = {
        "unreadable": (
            _("Berkas ini bukan XLSX atau CSV yang bisa dibaca."),
            _("Simpan sebagai XLSX, atau sebagai CSV dengan huruf UTF-8."),
        ),
        "big": (_("Berkas ini terlalu besar."), split),
        "rows": (
            _("Berkas ini lebih dari %(most)s baris, atau barisnya sangat panjang.") % {"most": most},
            split,
        ),
        "locked": (
            _("Berkas ini terkunci, atau berbentuk Excel lama (.xls)."),
            _("Buka kuncinya, lalu simpan sebagai XLSX."),
        ),
        "hidden": (_("Berkas ini berisi lembar tersembunyi."), _("Hapus lembar itu, lalu kirim lagi.")),
        "sheets": (
            _("Berkas ini berisi lebih dari satu lembar."),
            _("Sisakan satu lembar, lalu kirim lagi."),
        ),
        "merged": (_("Ada sel yang digabung."), _("Pisahkan sel itu: satu baris satu jabatan.")),
        "formula": (_("Ada sel yang berisi rumus."), _("Salin, lalu tempel sebagai nilai saja.")),
    }
    return no(*texts[why])


def no(text: str, remedy: str) -> Refusal:
    """The refusal of a file, at the field that sent it."""
    said: dict[str, Any] = {"file": f"{text} {remedy}"}
    return Refusal("sheet", text, remedy=remedy, fields=said)
