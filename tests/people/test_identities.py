"""Signing in through an OpenID Connect provider that really answers, and everything it must not get away with."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import serialization
from django.core import signing
from django.test import Client

from serentak.lib.clock import now
from serentak.people import oidc, provider, queries, rules
from serentak.people.actions import factors, identities, passkeys
from serentak.people.models import Identity
from tests.factories import people
from tests.factories.factors import app
from tests.factories.passkeys import added
from tests.factories.provider import STRANGER, WORKS, Idp, base64, by, jwk, running

pytestmark = pytest.mark.django_db
Answer = Any


@pytest.fixture
def idp(settings: Any) -> Iterator[Idp]:
    provider._kept.clear()
    with running() as one:
        settings.OIDC = one.provider()
        yield one


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


# Attacks: what the provider, or somebody between, says

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


METADATA: dict[str, dict[str, Any]] = {
    "another issuer": {"issuer": "https://penyedia.lain.example"},
    "no token endpoint": {"token_endpoint": None},
    "an endpoint that is no address": {"jwks_uri": ["https://x"]},
    "an endpoint on the disk": {"jwks_uri": "file:///etc/passwd"},
}


@pytest.mark.parametrize("metadata", METADATA.values(), ids=METADATA)
def test_metadata_that_changed_for_the_worse_is_refused(idp: Idp, metadata: dict[str, Any]) -> None:
    idp.metadata = metadata
    answer = Client().get("/masuk/identitas")
    assert answer.status_code == 503 and "sedang tidak menjawab" in answer.content.decode()


def test_an_encrypted_provider_names_no_open_address(idp: Idp) -> None:
    sealed = idp.provider()
    sealed = type(sealed)(**{**vars(sealed), "issuer": "https://penyedia.example"})
    with pytest.raises(ValueError, match="token_endpoint is no https"):
        oidc.endpoints(
            sealed,
            {
                "issuer": "https://penyedia.example",
                "authorization_endpoint": "https://penyedia.example/auth",
                "token_endpoint": "http://penyedia.example/token",
                "jwks_uri": "https://penyedia.example/keys",
            },
        )


def test_metadata_and_keys_are_asked_once_and_new_keys_when_they_are_needed(
    idp: Idp, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected(idp)
    assert session_of(sign_in(idp)) is not None
    assert [idp.asked.count(path) for path in ("/.well-known/openid-configuration", "/keys")] == [1, 1]
    idp.keys, idp.header, idp.sign = [jwk(WORKS, "1"), jwk(STRANGER, "2")], {"kid": "2"}, by(STRANGER)
    refused(sign_in(idp), "tidak dapat dipercaya")  # asked a moment ago
    monkeypatch.setattr(provider, "RESTING", 0)
    assert session_of(sign_in(idp)) is not None
    assert idp.asked.count("/keys") == 2


def test_a_provider_that_is_away_is_said_so_and_left_alone(idp: Idp, settings: Any) -> None:
    with running() as gone:
        settings.OIDC = gone.provider()
    for _ in range(2):
        answer = Client().get("/masuk/identitas?next=/akun")
        page = answer.content.decode()
        assert answer.status_code == 503 and "sedang tidak menjawab" in page and 'value="/akun"' in page


def test_who_cancels_at_the_provider_is_told_so_in_our_words(idp: Idp) -> None:
    idp.answer = {"error": "access_denied", "error_description": "<b>Anda menang</b>", "code": None}
    answer = sign_in(idp)
    refused(answer, "tidak memberi izin masuk")
    assert "Anda menang" not in answer.content.decode()


# Connecting


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


# How much it proves


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
