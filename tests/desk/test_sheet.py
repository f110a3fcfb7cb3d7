"""Spreadsheets in: what is read, and everything that is refused in words."""

import time
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils import translation

from serentak.agencies.roster import COLUMNS, Line
from serentak.desk import sheet, workbook
from serentak.lib.refusal import Refusal
from tests.desk.sheets import xlsx

HEAD: list[str | int] = ["Instansi", "Jabatan", "Peran", "Nama", "Nama pengguna", "Mulai"]
ROW: list[str | int] = ["dinkes", "Kepala Seksi", "officer", "Orang Satu", "orang.satu", 46_000]


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


def no(raw: bytes) -> str:
    with pytest.raises(Refusal) as found:
        sheet.read(raw)
    assert found.value.remedy and found.value.status == 400
    return str(found.value.text)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "windows-1252"])
def test_a_csv_in_any_usual_form_says_the_same(mark: str, letters: str) -> None:
    text = mark.join(["NAMA PENGGUNA", " Name:", "Jabatan", "NIP"]) + "\r\n\r\n"
    text += mark.join(["a.b", '"Orang\u00e9  Satu"', "Kepala", "123"])
    found = sheet.read(text.encode(letters))
    assert found.lines == (Line(3, {"username": "a.b", "name": "Orang\u00e9 Satu", "title": "Kepala"}),)
    assert found.unknown == ("NIP",)


def test_a_workbook_gives_texts_and_days() -> None:
    (line,) = sheet.read(xlsx([HEAD, ROW])).lines
    assert line.cells == {
        "body": "dinkes", "title": "Kepala Seksi", "role": "officer", "name": "Orang Satu",
        "username": "orang.satu", "since": "2025-12-09",
    }  # fmt: skip


def test_what_is_written_is_read_again() -> None:
    odd = ["=1+1", "+62", "-", "@a", "'", "'=", "a;b", 'a"b', "Ha. Dr.", "é", "1"]
    lines = [
        Line(n, {"name": text, "username": "x"})
        for n, text in zip((2, 3, 7, 8, 9, 10, 11, 12, 13, 14, 20), odd, strict=True)
    ]
    formula = lines.pop(0)
    written = sheet.as_csv(sheet.rows_of(lines))
    assert sheet.read(written.encode()).lines == tuple(lines)
    formula_csv = sheet.as_csv(sheet.rows_of([formula]))
    assert "berisi rumus" in no(formula_csv.replace("'=", "=").encode())


@pytest.mark.parametrize("xlsx_out", [False, True])
def test_the_own_sheet_comes_back_with_a_column_of_remarks(xlsx_out: bool) -> None:
    """Every column of it, in its order; the remarks take the place of older ones."""
    own = "NIP;Nama pengguna;Catatan;Jabatan\n=1+1;orang.satu;;Petugas\n\n19;orang.dua;+x\n"
    found, said = sheet.read(own.encode()), {2: "Nama: salah"}
    for _ in range(2):
        rows = list(sheet.remarked(found, said))
        assert rows[0] == (1, ["NIP", "Nama pengguna", "Catatan", "Jabatan", "catatan pemeriksaan"])
        assert rows[1:] == [
            (2, ["=1+1", "orang.satu", "", "Petugas", "Nama: salah"]),
            (4, ["19", "orang.dua", "+x", "", ""]),
        ]
        raw = sheet.as_xlsx(rows) if xlsx_out else sheet.as_csv(rows).encode()
        again = sheet.read(raw)
        assert again.lines == found.lines and again.xlsx == xlsx_out
        found = again


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "kosong"),
        (b"\n\n;;\n", "kosong"),
        (b"Jabatan;Nama pengguna\n", "judul kolom"),
        (b"satu;dua\n1;2\n", "bukan judul"),
        (b"Jabatan;jabatan\na;b\n", "dua kali"),
        (b"Jabatan\nx\0y\n", "bukan XLSX"),
        ("Jabatan\nx".encode("utf-16"), "bukan XLSX"),
        (b"\x89PNG\r\n\x1a\n\x81\x8d", "bukan XLSX"),
        (b"%PDF-1.7\x81", "bukan XLSX"),
        (b"Jabatan\n" + b'"' + b"x" * 200_000, "bukan XLSX"),
        (b"Jabatan\n" + b"x" * 300, "terlalu panjang"),
        ("Jabatan\nx\u202ey".encode(), "tidak terlihat"),
        (b"Jabatan\n" + b"x\n" * 1001, "lebih dari 1000 baris"),
        (b"Jabatan\n" + b"\n" * 1_000_000 + b"x\n" * 1001, "lebih dari 1000 baris"),
        (b"Jabatan\n" + b"x" * 3_000_000, "terlalu besar"),
        (b"PK\x03\x04nothing", "bukan XLSX"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "terkunci"),
        (xlsx([HEAD, ROW])[:-200], "bukan XLSX"),
    ],
)  # fmt: skip
def test_what_is_no_such_sheet_is_refused_in_words(raw: bytes, said: str) -> None:
    assert said in no(raw)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (xlsx([HEAD, ["<c><f>1+1</f><v>2</v></c>"]]), "rumus"),
        (xlsx([HEAD, ["<c><f t='shared'/><v>2</v></c>"]]), "rumus"),
        (xlsx([HEAD, ROW], after='<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'), "digabung"),
        (xlsx([HEAD, ROW], sheets=2, state=' state="hidden"'), "tersembunyi"),
        (xlsx([HEAD, ROW], sheets=2, state=' state="veryHidden"'), "tersembunyi"),
        (xlsx([HEAD, ROW], sheets=2), "lebih dari satu lembar"),
        (xlsx([HEAD, *[ROW] * 1001]), "lebih dari 1000"),
        (xlsx([HEAD], more='<row r="1000000"><c r="A1000000"><v>1</v></c></row>'), "lebih dari 1000"),
    ],
)  # fmt: skip
def test_what_hides_or_reckons_in_a_workbook_is_refused(raw: bytes, said: str) -> None:
    assert said in no(raw)


def test_a_cell_far_to_the_right_makes_no_millions_of_cells() -> None:
    far = xlsx([HEAD, *[ROW] * 900], more='<row r="902"><c r="XFD902"><v>1</v></c></row>')
    rows = workbook.read(far, 1001)
    assert isinstance(rows, list) and max(len(row) for row in rows) == workbook.WIDEST


def test_a_file_that_unfolds_without_end_is_refused_in_time() -> None:
    began, small = time.monotonic(), xlsx([HEAD, ROW], more=" " * (100 << 20))
    assert len(small) < 200_000 and "terlalu besar" in no(small)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<a>" * 5_000_000)
    assert no(out.getvalue())
    assert time.monotonic() - began < 20


def test_a_number_where_a_day_belongs_is_no_day() -> None:
    (line,) = sheet.read(b"Jabatan;Mulai\nx;46000\n").lines
    assert line["since"] == "46000", "the plan says that it is no day"


def test_every_column_has_its_heading() -> None:
    assert set(sheet.HEADINGS) == {*COLUMNS, sheet.REMARK} and set(sheet.TITLES) == set(COLUMNS)
    known = [name for names in sheet.HEADINGS.values() for name in names]
    assert len(known) == len(set(known))
