"""Browsers that go to the provider and come back, signed in or not."""

from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from serentak.lib.clock import now
from serentak.people import queries, rules
from tests.factories import people
from tests.factories.provider import Idp

Answer = Any


def carried(secret: bytes | None = None) -> Client:
    """A browser, signed in or not."""
    browser = Client()
    if secret is not None:
        browser.cookies[rules.COOKIE] = rules.cookie_of(secret)
    return browser


def to_provider(browser: Client, idp: Idp, path: str = "/masuk/identitas?next=/akun") -> str:
    """The path on our site that the provider's page leads back to."""
    away = browser.get(path)
    assert away.status_code == 302 and away["Location"].startswith(idp.issuer + "/auth?")
    parts = urlsplit(idp.authorize(urlsplit(away["Location"]).query))
    return f"{parts.path}?{parts.query}"


def sign_in(idp: Idp, browser: Client | None = None) -> Answer:
    browser = browser or Client()
    return browser.get(to_provider(browser, idp))


def connected(idp: Idp, person: int | None = None) -> int:
    """A person whose account the provider's user is connected with."""
    person = person or people.account()
    browser = carried(people.session(person=person))
    page = browser.get(to_provider(browser, idp, "/akun/identitas/hubungkan"))
    token = page.content.decode().split('name="token" value="')[1].split('"')[0]
    sent = {"act": "connect", "token": token, "password": people.PASSWORD}
    assert browser.post("/akun/identitas", sent)["Location"] == "/akun/identitas"
    return person


def session_of(answer: Answer) -> queries.SignedIn | None:
    secret = rules.secret_of(answer.cookies["sesi"].value) if "sesi" in answer.cookies else None
    return queries.session(secret, at=now()) if secret else None


def refused(answer: Answer, words: str) -> None:
    assert answer.status_code == 403 and words in answer.content.decode() and "sesi" not in answer.cookies
