"""Connecting an identity with an account."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from serentak.lib.clock import now
from serentak.people import queries
from serentak.people.actions import passkeys
from serentak.people.models import Identity
from tests.factories import people
from tests.factories.passkeys import added
from tests.factories.provider import Idp
from tests.people.identities.browsers import carried, connected, refused, session_of, sign_in, to_provider

pytestmark = pytest.mark.django_db


def test_an_identity_that_somebody_has_is_connected_to_nobody_else(idp: Idp) -> None:
    person, other = connected(idp), people.account()
    browser = carried(people.session(person=other))
    page = browser.get(to_provider(browser, idp, "/akun/identitas/hubungkan")).content.decode()
    token = page.split('name="token" value="')[1].split('"')[0]
    sent = {"act": "connect", "token": token, "password": people.PASSWORD}
    answer = browser.post("/akun/identitas", sent)
    assert answer.status_code == 409 and "sudah terhubung dengan akun lain" in answer.content.decode()
    session = session_of(sign_in(idp))
    assert session is not None and session.person == person and queries.identities(other) == []
    idp.subject = "warga-2"  # one identity an account
    mine = carried(people.session(person=person))
    page = mine.get(to_provider(mine, idp, "/akun/identitas/hubungkan")).content.decode()
    token = page.split('name="token" value="')[1].split('"')[0]
    assert mine.post("/akun/identitas", sent | {"token": token}).status_code == 409
    assert Identity.objects.count() == 1


def test_connecting_takes_the_password_and_stays_with_who_began(idp: Idp) -> None:
    person, other = people.account(), people.account()
    browser = carried(people.session(person=person))
    away = browser.get("/akun/identitas/hubungkan")["Location"]
    assert parse_qs(urlsplit(away).query)["max_age"] == ["0"]
    back = to_provider(browser, idp, "/akun/identitas/hubungkan")
    kept = browser.cookies["masuk_identitas"].value
    for secret in (people.session(person=other), None):  # somebody else signed in meanwhile, or out
        stranger = carried(secret)
        stranger.cookies["masuk_identitas"] = kept
        refused(stranger.get(back), "bukan untuk pertanyaan")
    page = browser.get(back).content.decode()
    token = page.split('name="token" value="')[1].split('"')[0]
    sent = {"act": "connect", "token": token, "password": "bukan"}
    assert browser.post("/akun/identitas", sent).status_code == 403
    for wrong, whose in ((token, other), ("x", person), (token[:-1], person)):
        late = carried(people.session(person=whose))
        forged = late.post("/akun/identitas", sent | {"token": wrong, "password": people.PASSWORD})
        assert forged.status_code == 403
    assert Identity.objects.count() == 0
    assert browser.post("/akun/identitas", sent | {"password": people.PASSWORD}).status_code == 302
    assert len(queries.identities(person)) == 1


def test_a_proof_of_yesterday_connects_nothing(idp: Idp) -> None:
    """Else whoever sits before a browser in which somebody else is signed in to the provider takes that one's."""
    person = people.account()
    for old in (int(time.time()) - 86_400, None):
        idp.claims = {"auth_time": old}
        browser = carried(people.session(person=person))
        refused(browser.get(to_provider(browser, idp, "/akun/identitas/hubungkan")), "tidak dapat dipercaya")


def test_who_has_a_passkey_connects_nothing_by_less(idp: Idp) -> None:
    person = people.account()
    connected(idp, person)
    key = added(person)
    browser = Client()
    sign_in(idp, browser)
    sent = {"act": "disconnect", "issuer": idp.issuer, "password": people.PASSWORD}
    assert "masuk tanpa kunci itu" in browser.post("/akun/identitas", sent).content.decode()
    answer = key.sign(passkeys.asked_to_sign_in(at=now()))
    _, secret = passkeys.sign_in(answer=answer, address="203.0.113.9", at=now())
    assert carried(secret).post("/akun/identitas", sent).status_code == 302
