"""The sign-in page and the way out."""

import pytest
from django.test import Client

from serentak.lib.clock import now
from serentak.people import forms, queries, rules
from serentak.people.actions import signing
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_signing_in_sets_a_cookie_that_scripts_cannot_read_and_goes_on(cast: Cast) -> None:
    client = Client()
    answer = client.post(
        "/masuk", {"username": cast.officer.username, "password": cast.officer.password, "next": "/unit/6/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/unit/6/")
    cookie = answer.cookies[rules.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 12 * 3600)
    secret = rules.secret_of(cookie.value)
    assert secret is not None and queries.session(secret, at=now()) is not None


def test_a_browser_that_signed_in_is_known_afterwards_and_its_cookie_names_nobody(cast: Cast) -> None:
    client = Client()
    sent = {"username": cast.officer.username, "password": cast.officer.password}
    first = client.post("/masuk", sent).cookies["perangkat"]
    assert (first["path"], first["httponly"], first["max-age"]) == ("/masuk", True, 31_536_000)
    assert cast.officer.username not in first.value
    assert signing.known_device(cast.officer.username, first.value) == first.value
    assert client.post("/masuk", sent).cookies["perangkat"].value == first.value


def test_a_wrong_password_keeps_the_username_and_never_the_password(cast: Cast) -> None:
    answer = Client().post("/masuk", {"username": cast.officer.username, "password": "rahasia yang salah"})
    page = answer.content.decode()
    assert answer.status_code == 403 and rules.COOKIE not in answer.cookies
    assert f'value="{cast.officer.username}"' in page and "rahasia yang salah" not in page
    assert 'role="alert"' in page and "tidak cocok" in page


def test_the_page_is_kept_nowhere(cast: Cast) -> None:
    assert "no-store" in Client().get("/masuk")["Cache-Control"]


def test_a_demonstration_shows_its_accounts_and_production_does_not(settings: object) -> None:
    assert rules.DEMO_PASSWORD in Client().get("/masuk").content.decode()
    settings.DEMO = False  # type: ignore[attr-defined]
    page = Client().get("/masuk").content.decode()
    assert rules.DEMO_PASSWORD not in page and "verifikator" not in page


@pytest.mark.parametrize("account", rules.DEMO_ACCOUNTS, ids=lambda account: account.username)
def test_every_account_that_is_shown_works(account: rules.DemoAccount) -> None:
    answer = Client().post("/masuk", {"username": account.username, "password": rules.DEMO_PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/meja/")


@pytest.mark.parametrize(
    "address",
    [
        "https://jahat.example/",
        "//jahat.example/",
        "/\\jahat.example/",
        "javascript:alert(1)",
        "meja",
        "",
        "///jahat.example",
    ],
)
def test_nobody_is_led_elsewhere(address: str) -> None:
    assert forms.local(address) == forms.DESK
    assert forms.local("/meja/berkas/1?pos=2") == "/meja/berkas/1?pos=2"


def test_signing_out_ends_the_session_and_needs_a_post(cast: Cast) -> None:
    client = cast.officer.client()
    secret = cast.officer.secret
    assert client.get("/keluar").status_code == 405
    assert queries.session(secret, at=now()) is not None
    answer = client.post("/keluar")
    assert (answer.status_code, answer["Location"]) == (302, "/") and answer.cookies[rules.COOKIE].value == ""
    assert queries.session(secret, at=now()) is None


def test_signing_in_and_out_need_the_forms_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    given = {"username": cast.officer.username, "password": cast.officer.password}
    assert client.post("/masuk", given).status_code == 403
    page = client.get("/masuk")
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert client.post("/masuk", {**given, "csrfmiddlewaretoken": token}).status_code == 302


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_speaks_both_languages(language: str) -> None:
    client = Client()
    client.cookies["bahasa"] = language
    page = client.get("/masuk").content.decode()
    assert f'lang="{language}"' in page
    assert {"id": "Kata sandi", "en": "Password"}[language] in page
