"""Who signs in by an identity, how much it proves, and what it does not open."""

import time
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from serentak.lib.clock import now
from serentak.people import queries
from serentak.people.actions import factors, identities
from tests.factories import people
from tests.factories.factors import app
from tests.factories.provider import Idp
from tests.people.identities.browsers import carried, connected, refused, session_of, sign_in, to_provider

pytestmark = pytest.mark.django_db


def test_without_a_provider_nothing_is_offered() -> None:
    page = Client().get("/masuk").content.decode()
    assert "/masuk/identitas" not in page
    for path in ("/masuk/identitas", "/masuk/identitas/kembali"):
        assert Client().get(path).status_code == 404
    browser = carried(people.session())
    assert "/akun/identitas" not in browser.get("/akun").content.decode()
    assert [browser.get(f"/akun/identitas{end}").status_code for end in ("", "/hubungkan")] == [404, 404]


def test_a_connected_identity_signs_in_and_a_disconnected_one_no_more(idp: Idp) -> None:
    person = connected(idp)
    assert "Masuk dengan INApas" in Client().get("/masuk").content.decode()
    browser = Client()
    done = sign_in(idp, browser)
    session = session_of(done)
    assert (done.status_code, done["Location"]) == (302, "/akun") and "perangkat" in done.cookies
    assert session is not None and (session.person, session.method) == (person, "oidc")
    page = browser.get("/akun").content.decode()
    assert "Identitas digital" in page and "tidak mengeluarkan Anda dari INApas" in page
    assert [row.used is None for row in queries.identities(person)] == [False]
    sent = {"act": "disconnect", "issuer": idp.issuer, "password": "bukan"}
    assert browser.post("/akun/identitas", sent).status_code == 403
    assert browser.post("/akun/identitas", sent | {"password": people.PASSWORD}).status_code == 302
    refused(sign_in(idp), "belum dihubungkan")


def test_an_unknown_subject_opens_nothing_and_a_like_name_neither(idp: Idp) -> None:
    idp.claims = {"email": "orang@contoh.example", "preferred_username": "orang1"}
    people.account(username="orang.sama")
    answer = sign_in(idp)
    refused(answer, "Masuk dulu dengan kata sandi, lalu hubungkan")
    assert 'name="next" value="/akun/identitas"' in answer.content.decode()


def test_what_the_browser_is_sent_with(idp: Idp, settings: Any) -> None:
    away = Client().get("/masuk/identitas?next=//jahat.example")["Location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(away).query).items()}
    assert asked["redirect_uri"] == settings.BASE_URL + "/masuk/identitas/kembali"
    assert (asked["response_type"], asked["code_challenge_method"], asked["scope"]) == (
        "code",
        "S256",
        "openid",
    )
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3 and "max_age" not in asked
    settings.OIDC = idp.provider(strong=frozenset({("acr", "tinggi"), ("amr", "mfa")}))
    again = parse_qs(urlsplit(Client().get("/masuk/identitas")["Location"]).query)
    assert (again["max_age"], again["acr_values"]) == (["0"], ["tinggi"])


def test_nobody_is_led_elsewhere_after_signing_in(idp: Idp) -> None:
    connected(idp)
    browser = Client()
    answer = browser.get(to_provider(browser, idp, "/masuk/identitas?next=https://jahat.example/"))
    assert (answer.status_code, answer["Location"]) == (302, "/meja/")


def test_an_identity_is_one_factor_unless_the_installation_counts_it_as_two(idp: Idp, settings: Any) -> None:
    connected(idp)
    idp.claims = {"amr": ["pwd", "mfa"], "acr": "tinggi"}
    methods = []
    for strong in (set(), {("amr", "lain")}, {("amr", "mfa")}, {("acr", "tinggi")}, {("acr", "mfa")}):
        settings.OIDC = idp.provider(strong=frozenset(strong))
        session = session_of(sign_in(idp))
        assert session is not None
        methods.append(session.method)
    assert methods == ["oidc", "oidc", "oidc_strong", "oidc_strong", "oidc"]
    idp.claims["auth_time"] = int(time.time()) - 3600  # two factors must be fresh
    settings.OIDC = idp.provider(strong=frozenset({("amr", "mfa")}))
    refused(sign_in(idp), "tidak dapat dipercaya")


def test_who_has_a_second_code_is_asked_for_it(idp: Idp) -> None:
    held = app()
    connected(idp, held.person)
    browser = Client()
    answer = sign_in(idp, browser)
    assert answer["Location"] == "/masuk/kode?next=%2Fakun" and "sesi" not in answer.cookies
    session = session_of(browser.post("/masuk/kode", {"code": held.code(), "next": "/akun"}))
    assert session is not None and session.method == "totp"


def test_a_closed_account_and_a_cleared_one_open_no_more(idp: Idp) -> None:
    person = connected(idp)
    factors.clear(person=person)
    refused(sign_in(idp), "belum dihubungkan")
    connected(idp, person)
    from serentak.people.actions import accounts

    accounts.close_account(person=person, at=now())
    refused(sign_in(idp), "")


def test_a_session_ends_the_one_before(idp: Idp) -> None:
    person = connected(idp)
    before = people.session(person=person)
    assert session_of(sign_in(idp, carried(before))) is not None
    assert queries.session(before, at=now()) is None


def test_another_claim_may_say_who(idp: Idp, settings: Any) -> None:
    settings.OIDC = idp.provider(subject="nomor", scopes="openid profil")
    idp.claims = {"nomor": "A-1"}
    person = connected(idp)
    idp.subject = "berganti"
    session = session_of(sign_in(idp))
    assert session is not None and session.person == person
    idp.claims = {}
    refused(sign_in(idp), "tidak dapat dipercaya")


def test_the_way_there_is_throttled_by_address(idp: Idp) -> None:
    at, ends = now(), set()
    for _ in range(61):
        try:
            identities.begin(person=None, next="/", address="203.0.113.50", at=at)
        except identities.Refusal as refusal:
            ends.add(refusal.code)
    assert ends == {"throttled"}
    identities.begin(person=None, next="/", address="203.0.113.51", at=at + timedelta(seconds=1))
