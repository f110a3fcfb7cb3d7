"""Services before anything is filed: the list, the search, the page, the villages; none asks the database once
the register of the day is known."""

from typing import Any

import pytest
from django.test import Client

from serentak.agencies import directory, queries
from serentak.lib.clock import today

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/layanan/", "/layanan/pengaduan/", "/lacak/", "/layanan/desa/76.02.01"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_public_pages_send_no_statement(
    client: Client, path: str, language: str, django_assert_num_queries: Any
) -> None:
    client.cookies["bahasa"] = language
    directory.directory(today())
    with django_assert_num_queries(0):
        answer = client.get(path)
    assert answer.status_code == 200


def test_each_page_speaks_the_chosen_language(client: Client) -> None:
    client.cookies["bahasa"] = "en"
    page = client.get("/layanan/pengaduan/").content.decode()
    assert '<html lang="en"' in page
    assert "Complaint" in page
    client.cookies["bahasa"] = "id"
    page = client.get("/layanan/pengaduan/").content.decode()
    assert '<html lang="id"' in page
    assert "Pengaduan" in page


def test_the_page_says_who_serves_it_on_which_day(client: Client) -> None:
    kominfo, inspectorate = (
        queries.organisation(queries.organisation_by_code(code)) for code in ("kominfo", "inspektorat")
    )
    said = client.get("/layanan/pengaduan/").content.decode().split('id="serves"')[1].split("</section>")[0]
    assert f'Menerimanya: <a class="ds-link" href="{kominfo.address}">{kominfo.name}</a>' in said
    assert inspectorate.address in said and f"/unit/?tanggal={today().isoformat()}" in said
    early = client.get("/layanan/pengaduan/?tanggal=31-12-2025").content.decode()
    assert "belum berlaku pada hari itu" in early and kominfo.address not in early
    assert 'aria-invalid="true"' in client.get("/layanan/pengaduan/?tanggal=kemarin").content.decode()


def test_search_finds_by_title_summary_and_choices(client: Client) -> None:
    for words in ("pengaduan", "jalan", "PETUGAS pungutan"):
        assert "/layanan/pengaduan/" in client.get("/layanan/", {"q": words}).content.decode()
    page = client.get("/layanan/", {"q": "pajak kapal"}).content.decode()
    assert 'class="tiles"' not in page
    assert "pajak kapal" in page


def test_the_page_says_how_long_how_certain_and_on_which_law(client: Client) -> None:
    page = client.get("/layanan/pengaduan/").content.decode()
    for words in ("3 hari kerja", "5 hari kerja", "60 hari kerja", "Janji layanan", "Batas menurut aturan"):
        assert words in page
    assert "Belum dapat dipastikan" in page, "an unconfirmed duration is said to be one"
    assert "lapor.go.id" in page


def test_an_unknown_service_is_refused_with_a_way_on(client: Client) -> None:
    answer = client.get("/layanan/paspor/")
    assert answer.status_code == 404
    assert "/layanan/" in answer.content.decode()


def test_villages_come_as_bare_options(client: Client) -> None:
    page = client.get("/layanan/desa/76.02.01").content.decode()
    assert page.count("<option") > 3
    assert 'value="76.02.01.' in page
    assert "<html" not in page
    assert client.get("/layanan/desa/99.99.99").content.decode().strip() == ""
