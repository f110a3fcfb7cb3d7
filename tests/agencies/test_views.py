"""The public pages of agencies: what stands there, on which day, in how many statements, in both languages."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from serentak.agencies import queries
from serentak.law import queries as law
from serentak.law.dates import GRADES
from serentak.lib import clock
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def page(path: str, language: str = "id", status: int = 200) -> str:
    client = Client()
    client.cookies["bahasa"] = language
    answer = client.get(path, follow=True)
    assert answer.status_code == status, path
    return answer.content.decode()


def number(code: str) -> int:
    return queries.organisation_by_code(code)


def address(code: str) -> str:
    return queries.organisation(number(code)).address


@pytest.mark.parametrize("path", ["/unit/", "/unit/?tanggal=31-12-2025", "/unit/?q=tidak-ada-yang-begini"])
def test_the_list_takes_two_statements(path: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        page(path)


def test_a_page_takes_four_statements_whatever_it_shows(django_assert_num_queries: Any) -> None:
    for path in [address(code) for code in ("pupr", "setda", "kehutanan", "dlhk")]:
        for asked in (path, f"{path}?tanggal=31-12-2025"):
            with django_assert_num_queries(4):
                page(asked)


@pytest.mark.parametrize(
    "typed", ["6", "6-nama-lama", "pupr", "dinas-pupr", "dinas-pekerjaan-umum-dan-penataan-ruang"]
)
def test_every_address_of_a_body_leads_to_one(typed: str) -> None:
    answer = Client().get(f"/unit/{typed}/?tanggal=1-2-2026")
    assert (answer.status_code, answer["Location"]) == (301, "/unit/6-dinas-pupr/?tanggal=1-2-2026")
    assert Client().get("/unit/6-dinas-pupr/").status_code == 200


@pytest.mark.parametrize("typed", ["999", "999-dinas-pupr", "9" * 5000, "dinas", "0", "-6", "6x"])
def test_an_address_of_no_body_is_refused(typed: str) -> None:
    assert Client().get(f"/unit/{typed}/").status_code == 404


def test_a_body_that_ended_keeps_its_names_and_code() -> None:
    """No name of a body that is gone leads anywhere else: its page says who took over."""
    for words in ("kehutanan", "dinas-kehutanan"):
        assert Client().get(f"/unit/{words}/")["Location"] == address("kehutanan")


def test_what_a_body_serves_follows_the_day() -> None:
    serves = page(address("kominfo")).split('id="serves"')[1].split("</section>")[0]
    assert "Pengaduan" in serves and "Kegagalan pelindungan data" in serves
    gone = page(address("kehutanan")).split('id="serves"')[1].split("</section>")[0]
    assert f'href="{address("dlhk")}"' in gone
    heir = page(address("dlhk")).split('id="serves"')[1].split("</section>")[0]
    assert "Juga yang tentang" in heir and f'href="{address("kehutanan")}"' in heir
    early = page(address("kominfo") + "?tanggal=31-12-2025").split('id="serves"')[1].split("</section>")[0]
    assert "Belum ada layanan" in early and "31 Desember 2025" in early


def test_the_list_names_bodies_of_today_and_below_those_that_are_gone() -> None:
    existing, gone = page("/unit/").split('id="gone"')
    assert "Dinas Lingkungan Hidup dan Kehutanan" in existing
    assert "Dinas Kehutanan" in gone and f'href="{address("dlhk")}"' in gone
    assert "31 Desember 2025" in gone


def test_the_list_of_a_day_before_the_change() -> None:
    shown = page("/unit/?tanggal=31-12-2025").split('id="gone"')[0]
    assert f'href="{address("kehutanan")}"' in shown and f'href="{address("dlhk")}"' not in shown


@pytest.mark.parametrize("typed", ["31-12-2025", "31/12/2025", "31.12.2025", "2025-12-31", " 31 12 2025 "])
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert "31 Desember 2025" in page(f"/unit/?tanggal={typed}")


@pytest.mark.parametrize("typed", ["kemarin", "32-13-2025", "12/31/2025", "<b>"])
def test_an_unreadable_day_is_said_and_kept(typed: str) -> None:
    shown = page(f"/unit/?tanggal={typed}")
    assert (
        "31-12-2025" in shown
        and 'aria-invalid="true"' in shown
        and "<b>" not in shown.replace("<b>Sulawesi", "").split("tanggal")[1][:400]
    )


def test_words_find_in_full_and_short_names() -> None:
    shown = page("/unit/?q=pupr").split('id="gone"')[0]
    assert "Dinas Pekerjaan Umum dan Penataan Ruang" in shown and "Dinas Kelautan" not in shown
    assert "Tidak ada instansi yang cocok" in page("/unit/?q=antariksa")


def test_a_page_shows_name_dates_source_posts_and_the_way_to_complain() -> None:
    shown = page(address("pupr"))
    for text in (
        "Dinas Pekerjaan Umum dan Penataan Ruang",
        "1 Januari 2022",
        "Kepala Dinas PUPR",
        "Petugas Pengaduan",
    ):
        assert text in shown
    assert f"/layanan/pengaduan/kirim?agency={number('pupr')}" in shown


def test_posts_are_shown_and_people_are_not(cast: Cast) -> None:
    """Neither an account's name nor its username: of those who hold posts in this body, and of any other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, username FROM people_person")
        names = [
            text for row in cursor.fetchall() for text in row if text not in ("petugas", "kepala", "loket")
        ]
    shown = page(address("pupr")).lower()
    assert len(names) > 10 and not [name for name in names if name.lower() in shown]


def test_a_body_that_is_gone_says_who_took_over_and_takes_no_complaints() -> None:
    shown = page(address("kehutanan"))
    assert "sudah tidak ada sejak" in shown and f'href="{address("dlhk")}"' in shown
    assert "/layanan/pengaduan/kirim?agency=" not in shown


def test_a_body_above_names_the_units_below_it_and_they_name_it() -> None:
    assert f'href="{address("biro-hukum")}"' in page(address("setda"))
    assert f'href="{address("setda")}"' in page(address("biro-hukum"))


def test_an_unknown_number_is_refused_in_words() -> None:
    assert "Tidak ada instansi 999" in page("/unit/999/", status=404)


def test_the_change_of_2026_says_before_after_how_certain_and_by_which_source(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(2):
        shown = page("/unit/perubahan/2026-01-01/")
    rows = shown.split("<tr>")[2:]
    moved = [row for row in law.library().successions if row["start"] == "2026-01-01"]
    assert len(rows) == len(moved)
    for row, said in zip(rows, sorted(moved, key=lambda r: (r["predecessor"], r["successor"])), strict=True):
        for side in ("predecessor", "successor"):
            assert f'href="{queries.organisation(said[side]).address}"' in row
        assert GRADES[said["grade"]]["id"] in row and said["source"] in row
    assert "Tidak ada perubahan" in page("/unit/perubahan/2026-01-02/", status=404)
    assert "Tidak ada perubahan" in page("/unit/perubahan/kemarin/", status=404)


def test_a_renaming_shows_both_names_and_units_stand_below_their_body() -> None:
    shown = page("/unit/")
    assert "Dahulu: Dinas Ketahanan Pangan" in shown and "Dahulu: Dinas Kehutanan" not in shown
    assert "Dahulu" in page(address("pangan"))
    setda = shown.split(f'href="{address("setda")}"')[1]
    assert f'href="{address("biro-hukum")}"' in setda.split("</section>")[0]


def test_scored_units_say_how_certain_and_every_other_body_stands_below(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(2):
        shown = page("/unit/dinilai/")
    head, rest = shown.split('id="on"')
    on, off = rest.split('id="off"')
    assert (
        "Daftar ini belum pasti" in head and GRADES["unconfirmed"]["id"] in head and "belum diketahui" in head
    )
    assert "Kepgub 188.4/478" in head and "/isi/scored_units/scored-2026/" in head
    listed = law.library().scored_units(clock.today())
    assert listed
    codes = {unit["body"] for unit in listed["units"]}
    for body in law.library().bodies(clock.today()):
        link = f'href="{queries.organisation(body["id"]).address}"'
        assert (link in on, link in off) == (body["code"] in codes, body["code"] not in codes), body["code"]
    assert "/unit/dinilai/" in page("/unit/")


def test_before_the_first_list_none_is_made_up() -> None:
    shown = page("/unit/dinilai/?tanggal=31-12-2025")
    assert "Tidak ada daftar untuk Rabu, 31 Desember 2025" in shown and 'id="on"' not in shown
    assert 'aria-invalid="true"' in page("/unit/dinilai/?tanggal=kemarin")


def test_a_decree_and_a_unit_without_or_after_its_body(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list as a decree would bring it: with a number, a branch office the register lacks, a body that ended."""
    units = [
        {"id": "cabang", "title": "Cabang Dinas Contoh", "body": None, "note": "Belum di daftar instansi."},
        {"id": "kehutanan", "title": "Dinas Kehutanan", "body": "kehutanan", "note": None},
    ]
    decree = {"number": "188.4/1/2025", "date": date(2025, 1, 2)}
    given = {"name": "x", "title": "X", "start": date(2025, 2, 1), "until": None, "note": None}
    found = given | {"decree": decree, "grade": "confirmed", "source": "contoh", "units": units}
    monkeypatch.setattr(law.library(), "scored_units", lambda on: found)
    shown = page("/unit/dinilai/")
    assert "Nomor 188.4/1/2025, 2 Jan 2025" in shown and "belum pasti" not in shown
    assert "<b>Cabang Dinas Contoh</b>" in shown and "Belum di daftar instansi." in shown
    assert "sudah tidak ada sejak Kamis, 1 Januari 2026" in shown
    assert "Dinas Lingkungan Hidup dan Kehutanan" in shown.split("Diteruskan oleh")[1][:200]
    assert "sudah tidak ada sejak" not in page("/unit/dinilai/?tanggal=31-12-2025")


@pytest.mark.parametrize(
    "path",
    [
        "/unit/",
        "/unit/6-dinas-pupr/",
        "/unit/kehutanan/?tanggal=31-12-2026",
        "/unit/perubahan/2026-01-01/",
        "/unit/dinilai/",
    ],
)
def test_pages_speak_english_and_only_read(path: str) -> None:
    shown = page(path, "en")
    assert 'lang="en"' in shown and "Instansi ini" not in shown and "Cari nama" not in shown
    assert Client().post(path).status_code == 405
