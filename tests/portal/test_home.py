"""The front door."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_home_asks_what_is_needed_and_leads_to_it(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Mau urus apa hari ini?" in page
    assert 'action="/layanan/"' in page
    assert 'action="/lacak/"' in page and 'name="number"' in page and 'name="code"' in page
    assert "/layanan/pengaduan/" in page
    assert "/catatan/" in page


def test_home_shows_no_figure_and_no_inline_style_or_script(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'class="figs"' not in page
    assert " style=" not in page and "<style" not in page
    assert "<script" not in page.replace("<script src=", "")


@pytest.mark.parametrize("language", ["id", "en"])
def test_home_asks_for_announcements_and_nothing_else(
    client: Client, language: str, django_assert_num_queries: Any
) -> None:
    client.cookies["bahasa"] = language
    with django_assert_num_queries(1) as asked:
        assert client.get("/").status_code == 200
    assert "agencies_announcement" in asked.captured_queries[0]["sql"]
