"""What the provider, or somebody between, says in its tokens and answers."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import serialization
from django.core import signing
from django.test import Client

from serentak.lib.clock import now
from serentak.people import oidc
from tests.factories.provider import STRANGER, WORKS, Idp, base64, by, jwk
from tests.people.identities.browsers import connected, refused, session_of, sign_in, to_provider

pytestmark = pytest.mark.django_db


LIES: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://penyedia.lain.example"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "aplikasi-lain"},
    "no audience": {"aud": None},
    "several audiences without a party": {"aud": ["serentak", "aplikasi-lain"]},
    "another party": {"aud": ["serentak", "aplikasi-lain"], "azp": "aplikasi-lain"},
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "expired": {"exp": int(time.time()) - 61},
    "no end": {"exp": None},
    "an end that is no number": {"exp": "selalu"},
    "from the future": {"iat": int(time.time()) + 7200},
    "another access token": {"at_hash": base64(hashlib.sha256(b"lain").digest()[:16])},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a number as subject": {"sub": 7},
    "a long subject": {"sub": "x" * 256},
}


@pytest.mark.parametrize("claims", LIES.values(), ids=LIES)
def test_a_token_that_says_something_else_is_refused(idp: Idp, claims: dict[str, Any]) -> None:
    connected(idp)
    idp.claims = claims
    refused(sign_in(idp), "tidak dapat dipercaya")
    idp.claims = {}
    assert session_of(sign_in(idp)) is not None


PEM = WORKS.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)
SIGNATURES: dict[str, tuple[dict[str, Any], Any]] = {
    "no algorithm": ({"alg": "none"}, lambda text: b""),
    "no algorithm, written otherwise": ({"alg": "None"}, lambda text: b""),
    "the public key as a password": ({"alg": "HS256"}, lambda text: hmac.digest(PEM, text, "sha256")),
    "the published key as a password": (
        {"alg": "HS256"},
        lambda text: hmac.digest(json.dumps(jwk(WORKS, "1")).encode(), text, "sha256"),
    ),
    "another key": ({}, by(STRANGER)),
    "its own key in the header": ({"kid": None, "jwk": jwk(STRANGER, "2")}, by(STRANGER)),
    "a key that is not published": ({"kid": "9"}, by(STRANGER)),
    "an algorithm we do not take": ({"alg": "RS512"}, by(WORKS)),
    "no signature": ({}, lambda text: b""),
}


@pytest.mark.parametrize(("header", "sign"), SIGNATURES.values(), ids=SIGNATURES)
def test_a_token_that_the_provider_did_not_sign_is_refused(
    idp: Idp, header: dict[str, Any], sign: Any
) -> None:
    connected(idp)
    idp.header, idp.sign = header, sign
    refused(sign_in(idp), "tidak dapat dipercaya")


def test_an_answer_belongs_to_the_browser_that_asked(idp: Idp) -> None:
    connected(idp)
    victim, attacker = Client(), Client()
    to_provider(victim, idp)
    refused(victim.get(to_provider(attacker, idp)), "tidak dapat dipercaya")
    refused(Client().get(to_provider(attacker, idp)), "bukan untuk pertanyaan dari peramban ini")


def test_a_code_counts_once_here_and_there(idp: Idp) -> None:
    connected(idp)
    browser = Client()
    back = to_provider(browser, idp)
    kept = browser.cookies["masuk_identitas"].value
    assert browser.get(back).status_code == 302
    refused(browser.get(back), "bukan untuk pertanyaan dari peramban ini")
    browser.cookies["masuk_identitas"] = kept
    assert browser.get(back).status_code == 429
    other = Client()
    parts = dict(pair.split("=", 1) for pair in urlsplit(to_provider(other, idp)).query.split("&"))
    used = parse_qs(urlsplit(back).query)["code"][0]
    assert (
        other.get(f"/masuk/identitas/kembali?code={used}&state={parts['state']}&iss={idp.issuer}").status_code
        == 503
    )


def test_an_answer_that_took_too_long_or_was_forged_is_refused(idp: Idp) -> None:
    connected(idp)
    for kept in (
        signing.dumps(oidc.Flow(None, "/", int(now().timestamp()) - 601).kept(), salt="people.oidc.flow"),
        signing.dumps(oidc.Flow(None, "/", int(now().timestamp())).kept(), salt="something else"),
        signing.dumps({"next": "/"}, salt="people.oidc.flow"),
        "x",
    ):
        browser = Client()
        back = to_provider(browser, idp)
        browser.cookies["masuk_identitas"] = kept
        refused(browser.get(back), "bukan untuk pertanyaan")


@pytest.mark.parametrize("issuer", [None, "https://penyedia.lain.example"])
def test_an_answer_of_another_issuer_is_refused_before_its_code_is_sent_anywhere(
    idp: Idp, issuer: str | None
) -> None:
    connected(idp)
    idp.answer = {"iss": issuer}
    refused(sign_in(idp), "tidak dapat dipercaya")
    assert len(idp.codes) == 1  # nobody exchanged it
