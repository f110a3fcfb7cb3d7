"""Signing out here, and at the provider too."""

from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client

from tests.factories.provider import Idp, running
from tests.people.identities.browsers import connected, sign_in

pytestmark = pytest.mark.django_db


def test_who_came_through_the_provider_may_sign_out_there_too(idp: Idp) -> None:
    connected(idp)
    browser = Client()
    kept = sign_in(idp, browser).cookies["penyedia"]
    assert (kept["path"], kept["httponly"]) == ("/keluar", True)
    out = browser.post("/keluar")
    page = out.content.decode()
    address = unescape(page.split(f'href="{idp.issuer}/end?')[1].split('"')[0])
    asked = {name: values[0] for name, values in parse_qs(address).items()}
    assert asked == {
        "client_id": "serentak",
        "id_token_hint": kept.value,
        "post_logout_redirect_uri": "http://localhost:8000/masuk",
    }
    assert browser.get("/akun").status_code == 302, "signed out here whatever one does there"
    assert out.cookies["penyedia"].value == "" and browser.post("/keluar")["Location"] == "/"


@pytest.mark.parametrize("end", [None, 7, "javascript:alert(1)", "file:///x"])
def test_a_provider_without_a_way_out_is_not_asked(idp: Idp, end: Any) -> None:
    idp.metadata = {"end_session_endpoint": end}
    connected(idp)
    browser = Client()
    sign_in(idp, browser)
    assert browser.post("/keluar")["Location"] == "/"


def test_signing_out_waits_for_no_provider(idp: Idp, settings: Any) -> None:
    connected(idp)
    browser = Client()
    sign_in(idp, browser)
    with running() as gone:
        settings.OIDC = gone.provider()
    assert browser.post("/keluar")["Location"] == "/" and browser.get("/akun").status_code == 302


def test_a_token_too_long_for_a_cookie_is_left_out(idp: Idp) -> None:
    connected(idp)
    idp.claims = {"alamat": "x" * 4000}
    browser = Client()
    assert sign_in(idp, browser).cookies["penyedia"].value == "-"
    assert "id_token_hint" not in browser.post("/keluar").content.decode()
