"""Rows of ugly sheets: headings below titles, days and figures in every spelling, notes and totals, keys twice."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from serentak.law import queries as law
from serentak.records import intake
from serentak.records.intake import Asked, Bodies, Known
from serentak.records.intake.columns import aside
from serentak.records.intake.reading import data_of
from serentak.records.kinds import Given
from serentak.records.rules import record_type

ON = date(2026, 11, 25)
BODIES = Bodies({"dinkes": frozenset({5}), "umum": frozenset({7, 8})})


def given() -> Given:
    return Given(law.library(), ON, "programmer", lambda number: None, lambda body: body == 5)


def asked(type: str = "application", role: str = "programmer", **more: Any) -> Asked:
    kind = record_type(law.library().record_types[type])
    move = kind.move("file", "")
    assert move is not None
    targets = {target.id: target for target in intake.targets(kind, move, role)}
    return Asked(
        kind, move, role, targets, **{"columns": {}, "same": {}, "given": given(), "bodies": BODIES, **more}
    )


def read(name: str, cell: str, type: str = "application", role: str = "programmer") -> Any:
    data, wrong = data_of([(asked(type, role).targets[name], cell)], given(), BODIES)
    return data[name.split(".")[0]] if data else wrong


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("NAMA APLIKASI", "about"), ("Nama\nAplikasi *", "about"), ("Uraian", "purpose"), ("Jenis (RAA)", "category"),
        ("Biaya setahun (Rp)", "cost"), ("basis_data", "database"), ("PIC", "responsible"), ("No.", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_heading_is_known_however_it_is_written(heading: str, target: str) -> None:
    assert intake.guess([heading], list(asked().targets.values())) == [target]


def test_the_headings_stand_below_titles_and_above_their_numbers() -> None:
    targets = list(asked().targets.values())
    rows = [
        ["DAFTAR APLIKASI"] * 4,  # merged
        ["Tahun 2026", "", "", ""],
        ["No", "Uraian Aplikasi", "Uraian Aplikasi", "Keterangan"],  # merged over two
        ["No", "Nama Aplikasi", "Fungsi", "Keterangan"],
        ["1", "2", "3", "4"],
        ["1", "Antrean", "Nomor antrean", ""],
    ]
    assert intake.head_of(rows, targets) == 3
    assert intake.guess(rows[3], targets) == ["", "about", "purpose", ""]
    columns = {1: "about", 2: "purpose"}
    assert aside(columns, "about", rows[4]) and not aside(columns, "about", rows[5])


@pytest.mark.parametrize(
    ("row", "left_out"),
    [
        (["", "", "", "Mamuju, 3 Maret 2026"], True), (["Jumlah", "", "", "12"], True), (["", "", "12", ""], True),
        (["Catatan: dari Kominfo", "", "", ""], True), (["Rekap"] * 4, True), (["(1)", "(2)", "(3)", "(4)"], True),
        (["Total Care", "Aplikasi gawat darurat", "3", "x"], False), (["Sumber Air", "Peta sumur", "", ""], False),
        (["Antrean", "", "", ""], False),  # meant as a record: what it lacks is said
    ],
)  # fmt: skip
def test_what_is_no_record_is_left_out(row: list[str], left_out: bool) -> None:
    assert aside({0: "about", 1: "purpose", 2: "cost"}, "about", row) is left_out


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("3/2/2024", "2024-02-03"), ("03-02-2024", "2024-02-03"), ("2024-02-03", "2024-02-03"), ("45325", "2024-02-03"),
        ("3 Februari 2024", "2024-02-03"), ("Sabtu, 3 Feb 2024", "2024-02-03"), ("31/02/2024", "31/02/2024"),
        ("2024", "2024"), ("kemarin", "kemarin"),
    ],
)  # fmt: skip
def test_days_in_every_spelling_and_none_is_guessed(cell: str, day: str) -> None:
    assert read("since", cell) == day


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("category", "raa.02.02", "RAA.02.02"), ("category", "Aplikasi Khusus Fungsi Tertentu", "RAA.02.02"),
        ("category", "Khusus", "Khusus"), ("linked", "YA", "ya"), ("licence", "open source", "open"),
        ("condition", "As-is", "as-is"), ("cost", "1.500.000", "1.500.000"),
    ],
)  # fmt: skip
def test_codes_and_choices_by_code_or_name(name: str, cell: str, value: str) -> None:
    assert read(name, cell) == value


def test_bodies_and_places_by_name_and_what_could_be_two_is_said() -> None:
    assert read("agency", "Dinkes", "complaint", "verifier") == "5"
    assert "Tulis nomornya: 7, 8" in read("agency", "umum", "complaint", "verifier")["agency"]["id"]
    assert read("place.district", "Kecamatan Simboro", "complaint", "verifier") == {"district": "76.02.12"}
    assert "tidak ada" in read("place.district", "Kebayoran", "complaint", "verifier")["place"]["id"]
    assert "rumus" in read("about", "=")["about"]["id"]


ROW = {
    "about": "Antrean",
    "purpose": "Nomor",
    "category": "RAA.02.02",
    "condition": "as-is",
    "responsible": "Kabid",
}


def planned(rows: list[list[str]], **more: Any) -> intake.Plan:
    return intake.plan(list(enumerate(rows, 2)), asked(columns=dict(enumerate(ROW)), **more))


def test_a_key_stands_once_and_finds_what_is_there() -> None:
    row = [*ROW.values()]
    plan = planned([row, ["Stok", *row[1:]], row])
    assert [one.does for one in plan.outcomes] == ["new"] * 3
    assert "baris 2" in plan.outcomes[2].wrong["about"]["id"]
    content = {**ROW, "cost": 5, "since": "2024-02-03", "host": "Server A"}
    there = {"Antrean": Known(UUID(int=7), "APL-1", 3, "listed", content)}
    assert [one.does for one in planned([row], known=there).outcomes] == ["same"]
    (changed,) = planned([[*row[:4], "Sekretaris"]], known=there).outcomes
    assert changed.does == "changed" and changed.data == {**content, "cost": "5", "responsible": "Sekretaris"}
    gone = {"Antrean": Known(UUID(int=7), "APL-1", 3, "retired", content)}
    (refused,) = planned([[*row[:4], "Sekretaris"]], known=gone).outcomes
    assert "APL-1 sudah ada" in refused.wrong["about"]["id"]
    assert planned([row]).digest != planned([row], known=there).digest
