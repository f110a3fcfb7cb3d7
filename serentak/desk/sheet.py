"""A spreadsheet as it is sent and given: CSV or XLSX into lines, lines and rows into either.

Shape only: what a line may do is decided by `agencies.roster`. Nothing is kept between looking and doing:
the rows go back to the browser and come again, as the CSV that could as well have been sent.
"""

import csv
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO, StringIO
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serentak.agencies.roster import COLUMNS, Line
from serentak.desk import workbook
from serentak.desk.table import plain
from serentak.desk.table import workbook as workbook_of
from serentak.lib.refusal import Refusal

MOST = 1000  # lines: one act of a few seconds, and a page that a person can still look through
MOST_BYTES = 2_000_000
MOST_LETTERS = 250  # of a cell
MOST_WRITTEN = 800_000  # bytes of all cells: they come back as a form field, and a form has 1 MB
MOST_CELLS = 40
REMARK = "remark"

HEADINGS: dict[str, tuple[str, ...]] = {
    "body": ("instansi", "kode instansi", "unit", "opd", "agency", "body"),
    "title": ("jabatan", "nama jabatan", "post", "post title"),
    "role": ("peran", "role"),
    "name": ("nama", "nama orang", "nama pegawai", "name"),
    "username": ("nama pengguna", "username", "sign-in name"),
    "kind": ("cara memegang", "status", "kind of holding", "kind"),
    "letter_number": ("nomor surat", "nomor sk", "letter number"),
    "letter_date": ("tanggal surat", "tanggal sk", "letter date"),
    "since": ("mulai", "tmt", "dari", "from"),
    "until": ("sampai", "hari terakhir", "until"),
    "district": ("daerah pemilihan", "dapil", "electoral district"),
    REMARK: ("catatan pemeriksaan", "remarks"),
}
"""What a heading may be, in any order and case; the first is the one we write."""

TITLES = {
    "body": gettext_lazy("Instansi"),
    "title": gettext_lazy("Jabatan"),
    "role": gettext_lazy("Peran"),
    "name": gettext_lazy("Nama"),
    "username": gettext_lazy("Nama pengguna"),
    "kind": gettext_lazy("Cara memegang"),
    "letter_number": gettext_lazy("Nomor surat"),
    "letter_date": gettext_lazy("Tanggal surat"),
    "since": gettext_lazy("Mulai"),
    "until": gettext_lazy("Sampai"),
    "district": gettext_lazy("Daerah pemilihan"),
}
"""What the columns are called on pages."""


Row = tuple[int, Sequence[str]]
"""A row with its number in the sheet, counted from one."""


@dataclass(frozen=True)
class Sheet:
    """The lines of a sheet, empty ones left out; the headings that say nothing to us; all its rows, those
    headings first; whether it was a workbook."""

    lines: tuple[Line, ...]
    unknown: tuple[str, ...]
    rows: tuple[Row, ...]
    xlsx: bool = False


def read(raw: bytes) -> Sheet:
    """The lines of an XLSX or CSV file; a Refusal says what keeps it from being read, and how to mend it."""
    if len(raw) > MOST_BYTES:
        raise _unread("big")
    if not raw.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _sheet(_csv_rows(_letters(raw)))
    found = workbook.read(raw, MOST + 1)
    if isinstance(found, str):
        raise _unread(found)
    return replace(_sheet(found), xlsx=True)


def rows_of(lines: Iterable[Line]) -> Iterable[Row]:
    """Lines as rows under our own headings."""
    yield 1, [HEADINGS[column][0] for column in COLUMNS]
    for line in lines:
        yield line.number, [line[column] for column in COLUMNS]


def remarked(sheet: Sheet, remarks: Mapping[int, str]) -> Iterable[Row]:
    """The rows of a sheet with a column of `remarks` by line number; it takes the place of an older one."""
    (first, head), *rest = sheet.rows
    known = [_column(heading) for heading in head]
    at = known.index(REMARK) if REMARK in known else len(head)
    yield first, [*head[:at], HEADINGS[REMARK][0], *head[at + 1 :]]
    for number, row in rest:
        cells = [*row, *[""] * (len(head) + 1 - len(row))]
        yield number, [*cells[:at], remarks.get(number, ""), *cells[at + 1 :]][: max(len(head), at + 1)]


def as_csv(rows: Iterable[Row]) -> str:
    """Rows as CSV, empty ones where numbers are missing."""
    out, at = StringIO(), 1
    written = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for number, row in rows:
        out.write("\r\n" * (number - at))
        at = number + 1
        written.writerow([plain(cell) for cell in row])
    return out.getvalue()


def as_xlsx(rows: Iterable[Row]) -> bytes:
    """Rows as a workbook, every cell a text: nothing in it reckons or leads anywhere."""
    out, every = BytesIO(), list(rows)
    wide = zip_longest(*(map(len, row) for _number, row in every), fillvalue=0)
    workbook_of(out, (), every, [min(60, max(column) + 2) for column in wide])
    return out.getvalue()


def _cell(text: str) -> str:
    kept = " ".join(unicodedata.normalize("NFC", text).split())
    return kept[1:] if kept.startswith(("'=", "'+", "'-", "'@", "''")) else kept


def _letters(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        raise _unread("unreadable")
    for letters in ("utf-8-sig", "windows-1252"):
        try:
            return raw.decode(letters)
        except UnicodeDecodeError:
            continue
    raise _unread("unreadable")


def _csv_rows(text: str) -> list[list[str]]:
    """Rows of a CSV file; the separator is the one that makes most of its first line."""
    first = text.lstrip().partition("\n")[0]
    mark = max(";,\t", key=lambda one: sum(_column(cell) is not None for cell in first.split(one)))
    try:
        return list(csv.reader(StringIO(text), delimiter=mark))
    except csv.Error:
        raise _unread("unreadable") from None


def _column(heading: str) -> str | None:
    asked = _cell(heading.strip('"')).casefold().rstrip("*:. ")
    return next((column for column, names in HEADINGS.items() if asked in names), None)


def _sheet(rows: Sequence[Sequence[str]]) -> Sheet:
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not filled:
        raise _no(_("Berkas ini kosong."), _("Unduh contohnya, isi, lalu kirim."))
    head = filled[0][1]
    columns = _columns(head[:MOST_CELLS])
    if len(filled) == 1:
        raise _no(_("Berkas ini hanya berisi judul kolom."), _("Isi barisnya, lalu kirim lagi."))
    lines = tuple(Line(at, _cells(at, row, columns)) for at, row in filled[1 : MOST + 2])
    kept = tuple((at, _tidy(row)) for at, row in filled)
    if len(lines) > MOST or len(as_csv(kept).encode()) > MOST_WRITTEN:
        raise _unread("rows")
    unknown = [
        _cell(name)[:40] for name, column in zip(head, columns, strict=False) if name.strip() and not column
    ]
    return Sheet(lines, tuple(unknown), kept)


def _tidy(row: Sequence[str]) -> list[str]:
    """A row as it is carried: without signs nobody sees, and without empty cells at its end."""
    cells = ["".join(sign for sign in _cell(cell) if unicodedata.category(sign)[0] != "C") for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _columns(head: Sequence[str]) -> list[str | None]:
    """The column below each heading."""
    found = [_column(heading) for heading in head]
    known = [column for column in found if column]
    twice = next((column for column in known if known.count(column) > 1), None)
    if twice:
        raise _no(
            _("Kolom “%(name)s” ada dua kali.") % {"name": HEADINGS[twice][0]},
            _("Hapus salah satunya, lalu kirim lagi."),
        )
    if not {"title", "username"} & set(known):
        raise _no(
            _("Baris pertama bukan judul kolom yang dikenal."),
            _("Pakai judul dari contohnya: paling sedikit Jabatan atau Nama pengguna."),
        )
    return found


def _cells(number: int, row: Sequence[str], columns: Sequence[str | None]) -> dict[str, str]:
    paired = zip(row, columns, strict=False)
    cells = {column: _cell(cell) for cell, column in paired if column and column != REMARK}
    for column, cell in cells.items():
        where = {"line": number, "name": HEADINGS[column][0]}
        if len(cell) > MOST_LETTERS:
            raise _no(
                _("Baris %(line)s, kolom %(name)s: terlalu panjang.") % where,
                _("Paling banyak %(most)s huruf dalam satu sel.") % {"most": MOST_LETTERS},
            )
        if cell.startswith("=") or any(unicodedata.category(sign)[0] == "C" for sign in cell):
            raise _no(
                _("Baris %(line)s, kolom %(name)s: berisi rumus atau tanda yang tidak terlihat.") % where,
                _("Ketik ulang isinya sebagai teks biasa."),
            )
    return {column: cell for column, cell in cells.items() if cell}


def _unread(why: str) -> Refusal:
    split = _("Bagi menjadi beberapa berkas, misalnya satu per instansi.")
    texts: dict[str, tuple[str, str]] = {
        "unreadable": (
            _("Berkas ini bukan XLSX atau CSV yang bisa dibaca."),
            _("Simpan sebagai XLSX, atau sebagai CSV dengan huruf UTF-8."),
        ),
        "big": (_("Berkas ini terlalu besar."), split),
        "rows": (
            _("Berkas ini lebih dari %(most)s baris, atau barisnya sangat panjang.") % {"most": MOST},
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
    return _no(*texts[why])


def _no(text: str, remedy: str) -> Refusal:
    said: dict[str, Any] = {"file": f"{text} {remedy}"}
    return Refusal("sheet", text, remedy=remedy, fields=said)
