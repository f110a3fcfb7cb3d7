"""Records of any type from a spreadsheet: looked at first, then all rows through the act, or none; twice is once."""

import html
import re
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from serentak.agencies.queries import organisation_by_code
from serentak.desk import sheet
from serentak.lib.ids import uuid7
from serentak.records.models import Record
from serentak.records.queries.contents import several
from tests.cast import Cast, Member
from tests.desk.sheets import xlsx

pytestmark = pytest.mark.django_db
APPLICATIONS = "/meja/inventaris-aplikasi/impor"
HEAD = "Nama Aplikasi;Uraian;Jenis;Status;Penanggung Jawab;Mulai digunakan;Biaya per tahun (Rp)\n"
QUEUE = "Antrean;Nomor antrean;Aplikasi Khusus Fungsi Tertentu;As-is (sudah ada);Kepala Bidang;03/02/2024;12.500.000\n"
STOCK = "Stok Obat;Stok gudang;RAA.02.02;new;Kepala Seksi;5 Maret 2025;Rp 1.000.000,00\n"
TOTAL = "Jumlah;;;;;;13.500.000\n"
LAPOR = "Tracking ID;Judul Laporan;Isi Laporan;Kategori;Kecamatan\n"


def post(who: Member, address: str, fields: dict[str, Any]) -> Any:
    answer = who.client().post(address, {"pos": who.holding, "key": str(uuid7()), **fields})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return answer, body


def checked(who: Member, raw: str | bytes, address: str = APPLICATIONS, name: str = "daftar.csv") -> str:
    """The page that says what a file would do."""
    sent = SimpleUploadedFile(name, raw.encode() if isinstance(raw, str) else raw)
    answer, body = post(who, address, {"act": "check", "file": sent})
    return str(body.decode())


def kept(page: str) -> dict[str, str]:
    """What the form of that page would send."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    rows = re.search(r'<textarea name="rows"[^>]*>\n(.*?)</textarea>', page, re.S)
    assert rows, page[-2000:]
    fields["rows"] = html.unescape(rows[1])
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        fields[name] = chosen[1] if chosen else ""
    found = re.search(r'name="head"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="head"', page)
    assert found
    return {**fields, "head": found[1] or found[2]}


def sent(who: Member, page: str, act: str, address: str = APPLICATIONS, **changes: str) -> Any:
    return post(who, address, {**kept(page), **changes, "act": act})


def counts(page: str) -> list[int]:
    """New, changed, the same, wrong, left out."""
    return [int(n) for n in re.findall(r"<dd>(\d+)</dd>", page.split('class="sum', 1)[1])][:5]


def said(cast: Cast, type: str = "application") -> list[dict[str, Any]]:
    ids = list(Record.objects.filter(type=type).order_by("id").values_list("id", flat=True))
    found = several(cast.other_officer.actor(), ids)
    return [dict(found[id].content) for id in ids if id in found]


def test_the_rows_are_looked_at_then_recorded_once(cast: Cast) -> None:
    page = checked(cast.other_officer, "DAFTAR APLIKASI\n\n" + HEAD + QUEUE + "\n" + STOCK + TOTAL)
    assert counts(page) == [2, 0, 0, 0, 1] and "Jumlah 13.500.000" in page
    assert not Record.objects.filter(type="application").exists()
    answer, done = sent(cast.other_officer, page, "import")
    assert answer.status_code == 200 and counts(done.decode())[:3] == [2, 0, 0], done.decode()[-3000:]
    first, second = said(cast)
    assert (first["category"], first["condition"], first["since"], first["cost"]) == (
        "RAA.02.02", "as-is", "2024-02-03", 12_500_000,
    )  # fmt: skip
    assert (second["since"], second["cost"]) == ("2025-03-05", 1_000_000)
    assert set(Record.objects.filter(type="application").values_list("agency", flat=True)) == {
        organisation_by_code("dinkes")
    }
    again = checked(cast.other_officer, HEAD + QUEUE + STOCK)
    assert counts(again)[:3] == [0, 0, 2] and "Catat semuanya" not in again
    changed = checked(cast.other_officer, HEAD + QUEUE.replace("Kepala Bidang", "Sekretaris") + STOCK)
    assert counts(changed)[:3] == [0, 1, 1]
    sent(cast.other_officer, changed, "import")
    assert said(cast)[0] == {**first, "responsible": "Sekretaris"}  # what no column said stands
    answer, _body = sent(cast.other_officer, changed, "import")
    assert answer.status_code == 409 and len(said(cast)) == 2  # the button pressed twice


def test_one_wrong_row_keeps_all_out_and_the_own_sheet_comes_back_with_what_is_wrong(cast: Cast) -> None:
    raw = xlsx(
        [
            [*HEAD.strip().split(";")],
            [*QUEUE.strip().split(";")],
            ["Stok", "x", "RAA.99", "new", "=1", 45_000],
        ]
    )
    page = checked(cast.other_officer, raw, name="daftar.xlsx")
    assert counts(page) == [1, 0, 0, 1, 0] and "Catat semuanya" not in page
    answer, body = sent(cast.other_officer, page, "remarks")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    rows = [row for _, row in sheet.grid(body, 50, lambda _: False).tidied()]
    assert rows[0][7] == "catatan pemeriksaan" and len(rows[1]) == 7
    assert (
        "Jenis aplikasi (RAA): Pilih salah satu" in rows[2][7]
        and "Jabatan penanggung jawab: Sel ini berisi rumus" in rows[2][7]
    )
    answer, _body = sent(cast.other_officer, page, "import")
    assert answer.status_code == 409 and not Record.objects.filter(type="application").exists()


def test_columns_are_set_right_on_the_page(cast: Cast) -> None:
    raw = "No;Aplikasi;Kegunaan;Klasifikasi;Ada?;Pemegang\n1;Antrean;Nomor;RAA.02.02;as-is;Kepala Bidang\n"
    page = checked(cast.other_officer, raw)
    fields = kept(page)
    assert fields["column-1"] == "about" and fields["column-2"] == "" and counts(page)[3] == 1
    mended = {
        "column-2": "purpose",
        "column-3": "category",
        "column-5": "responsible",
        "same-condition": "new",
    }
    answer, body = sent(cast.other_officer, page, "check", **mended)
    assert counts(body.decode()) == [1, 0, 0, 0, 0]
    twice = {**mended, "column-4": "purpose"}
    assert "Dua kolom mengisi isian yang sama" in sent(cast.other_officer, page, "check", **twice)[1].decode()
    sent(cast.other_officer, body.decode(), "import")
    assert [one["condition"] for one in said(cast)] == ["new"]
    answer, body = sent(
        cast.other_officer, page, "check", head="2"
    )  # another row of headings is guessed anew
    assert answer.status_code == 400 and "hanya berisi judul" in body.decode()


def test_an_export_of_lapor_becomes_complaints_once(cast: Cast) -> None:
    address = "/meja/pengaduan/impor"
    rows = "LPR-1;Jalan berlubang;Sejak tiga minggu.;Jalan dan jembatan;Kec. Mamuju\nLPR-2;Lampu padam;Tiga lampu.;Infrastruktur;Mamuju\n"
    page = checked(cast.verifier, LAPOR + rows, address)
    assert counts(page)[3] == 2  # who reports, and through which channel, no column says
    everywhere = {"same-channel": "lapor", "same-naming": "anonymous"}
    _answer, body = sent(cast.verifier, page, "check", address, **everywhere)
    assert counts(body.decode())[:4] == [1, 0, 0, 1] and "Pilih salah satu dari daftar" in body.decode()
    mended = checked(cast.verifier, LAPOR + rows.replace("Infrastruktur", "Lainnya"), address)
    _answer, body = sent(cast.verifier, mended, "check", address, **everywhere)
    _answer, body = sent(cast.verifier, body.decode(), "import", address)
    assert counts(body.decode())[:3] == [2, 0, 0]
    filed = Record.objects.filter(type="complaint")
    assert filed.count() == 2 and set(filed.values_list("state", "region")) == {("filed", "76.02")}
    page = checked(cast.verifier, LAPOR + rows.replace("Infrastruktur", "Lainnya"), address)
    assert counts(page)[:3] == [0, 0, 2]


def test_only_who_may_open_one_imports_and_what_needs_files_is_refused(cast: Cast) -> None:
    for who, address, status in (
        (cast.head, APPLICATIONS, 403), (cast.verifier, APPLICATIONS, 403), (cast.officer, "/meja/pengaduan/impor", 403),
        (cast.licence_officer, "/meja/surat-keterangan-penelitian/impor", 403), (cast.programmer, APPLICATIONS, 200),
    ):  # fmt: skip
        assert who.client().get(f"{address}?pos={who.holding}").status_code == status, (who.seat.id, address)


def test_a_preview_takes_as_many_statements_for_a_hundred_rows_as_for_one(cast: Cast) -> None:
    one, many = QUEUE, "".join(QUEUE.replace("Antrean", f"Antrean {n}", 1) for n in range(90))
    checked(cast.other_officer, HEAD + one)
    with CaptureQueriesContext(connection) as few:
        checked(cast.other_officer, HEAD + one)
    with CaptureQueriesContext(connection) as all:
        checked(cast.other_officer, HEAD + many)
    assert len(few) == len(all)


def test_what_unfolds_or_is_too_much_is_refused(cast: Cast) -> None:
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", b" " * 200_000_000)
    assert len(bomb.getvalue()) < 300_000
    for raw, said in (
        (bomb.getvalue(), "terlalu besar"), (b"x;y\n" * 3_000, "lebih dari"), (b"PK\x03\x04 not a zip", "bukan XLSX"),
    ):  # fmt: skip
        assert said in checked(cast.other_officer, raw, name="daftar.xlsx")
    answer = cast.other_officer.client().post(
        APPLICATIONS, data=b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(1 << 30)
    )
    assert answer.status_code == 413
