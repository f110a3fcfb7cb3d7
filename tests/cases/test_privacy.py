"""The privacy notice says what the forms ask, and leaves open what nobody has decided."""

import pytest
from django.conf import settings
from django.test import Client

from serentak.law import queries as law

NOTICE = "/privasi"


def test_it_names_every_personal_field_and_every_way_to_be_named(client: Client, front: None) -> None:
    page = client.get(NOTICE).content.decode()
    complaint = law.library().record_types["complaint"]
    personal = [field["label"]["id"] for field in complaint["fields"] if field.get("personal")]
    assert len(personal) == 3
    naming = next(field for field in complaint["fields"] if field["id"] == "naming")
    for words in (*personal, *(choice["label"]["id"] for choice in naming["choices"])):
        assert words in page, words
    assert law.library().roles["verifier"]["title"]["id"] in page


def test_every_right_has_its_article_and_the_basis_is_public_service(client: Client, front: None) -> None:
    page = client.get(NOTICE).content.decode()
    for article in ("20", "30", "31", "32", "35", "43", "46", "53"):
        assert f"UU 27/2022 Pasal {article}" in page, article


def test_what_nobody_decided_is_not_invented(client: Client, front: None) -> None:
    page = client.get(NOTICE).content.decode()
    assert page.count("<b>belum ditetapkan</b>") == 3
    assert "belum ditetapkan" in client.get("/isi/settings/privacy/").content.decode()


@pytest.mark.django_db
def test_it_is_in_english_too_and_ways_lead_there(client: Client, front: None) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(NOTICE).content.decode()
    assert "Data-protection officer" in page and "not designated yet" in page
    for address in ("/", "/layanan/pengaduan/kirim"):
        assert f'href="{NOTICE}"' in client.get(address).content.decode()
