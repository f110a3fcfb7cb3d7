"""The lines of a sheet of people and posts: its headings, and what keeps it from being read."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serentak.agencies.roster import COLUMNS, Line
from serentak.desk.sheet.grid import REMARKS, Grid, Row, cell, grid, no, unread, with_remarks

MOST = 1000  # lines: one act of a few seconds, and a page that a person can still look through
MOST_LETTERS = 250  # of a cell
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
    REMARK: REMARKS,
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
    return _sheet(grid(raw, MOST, lambda heading: _column(heading) is not None))


def rows_of(lines: Iterable[Line]) -> Iterable[Row]:
    """Lines as rows under our own headings."""
    yield 1, [HEADINGS[column][0] for column in COLUMNS]
    for line in lines:
        yield line.number, [line[column] for column in COLUMNS]


def remarked(sheet: Sheet, remarks: Mapping[int, str]) -> Iterable[Row]:
    """The rows of a sheet with a column of `remarks` by line number."""
    return with_remarks(sheet.rows, 0, remarks)


def _column(heading: str) -> str | None:
    asked = cell(heading.strip('"')).casefold().rstrip("*:. ")
    return next((column for column, names in HEADINGS.items() if asked in names), None)


def _sheet(sent: Grid) -> Sheet:
    head = sent.rows[0][1]
    columns = _columns(head[:MOST_CELLS])
    if len(sent.rows) == 1:
        raise no(_("Berkas ini hanya berisi judul kolom."), _("Isi barisnya, lalu kirim lagi."))
    lines = tuple(Line(at, _cells(at, row, columns)) for at, row in sent.rows[1:])
    if len(lines) > MOST:
        raise unread("rows", MOST)
    unknown = [
        cell(name)[:40] for name, column in zip(head, columns, strict=False) if name.strip() and not column
    ]
    return Sheet(lines, tuple(unknown), sent.tidied(), sent.xlsx)


def _columns(head: Sequence[str]) -> list[str | None]:
    """The column below each heading."""
    found = [_column(heading) for heading in head]
    known = [column for column in found if column]
    twice = next((column for column in known if known.count(column) > 1), None)
    if twice:
        raise no(
            _("Kolom “%(name)s” ada dua kali.") % {"name": HEADINGS[twice][0]},
            _("Hapus salah satunya, lalu kirim lagi."),
        )
    if not {"title", "username"} & set(known):
        raise no(
            _("Baris pertama bukan judul kolom yang dikenal."),
            _("Pakai judul dari contohnya: paling sedikit Jabatan atau Nama pengguna."),
        )
    return found


def _cells(number: int, row: Sequence[str], columns: Sequence[str | None]) -> dict[str, str]:
    paired = zip(row, columns, strict=False)
    cells = {column: cell(said) for said, column in paired if column and column != REMARK}
    for column, said in cells.items():
        where = {"line": number, "name": HEADINGS[column][0]}
        if len(said) > MOST_LETTERS:
            raise no(
                _("Baris %(line)s, kolom %(name)s: terlalu panjang.") % where,
                _("Paling banyak %(most)s huruf dalam satu sel.") % {"most": MOST_LETTERS},
            )
        if said.startswith("=") or any(unicodedata.category(sign)[0] == "C" for sign in said):
            raise no(
                _("Baris %(line)s, kolom %(name)s: berisi rumus atau tanda yang tidak terlihat.") % where,
                _("Ketik ulang isinya sebagai teks biasa."),
            )
    return {column: said for column, said in cells.items() if said}
