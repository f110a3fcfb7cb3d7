"""Passkeys with an authenticator of our own: added, used, and everything that must not be accepted."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import queries, rules
from serentak.people.actions import accounts, passkeys, sessions
from tests.factories import people
from tests.factories.passkeys import Authenticator, added

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.7"


def sign_in(answer: str) -> tuple[int, bytes]:
    return passkeys.sign_in(answer=answer, address=ADDRESS, at=now())


def asked() -> dict[str, object]:
    return passkeys.asked_to_sign_in(at=now())


def refused(answer: str, code: str = "passkey_failed") -> None:
    with pytest.raises(Refusal) as caught:
        sign_in(answer)
    assert caught.value.code == code


def test_a_key_that_was_added_signs_in_as_two_factors() -> None:
    person = people.account()
    key = added(person)
    found, secret = sign_in(key.sign(asked()))
    session = queries.session(secret, at=now())
    assert found == person and session is not None and (session.person, session.method) == (person, "passkey")
    assert [(one.name, one.used is None) for one in queries.passkeys(person)] == [("Laptop", False)]


def test_an_answer_counts_once_and_in_its_five_minutes() -> None:
    key = added(people.account())
    answer = key.sign(asked())
    sign_in(answer)
    refused(answer, "throttled")
    refused(key.sign(passkeys.asked_to_sign_in(at=now() - timedelta(seconds=301))))
    refused(key.sign(passkeys.asked_to_sign_in(at=now() + timedelta(seconds=30))))


CHANGES: dict[str, Callable[[Authenticator], str]] = {
    "another key": lambda key: Authenticator(id=key.id, counter=9).sign(asked()),
    "an unknown key": lambda key: Authenticator().sign(asked()),
    "another site": lambda key: Authenticator("https://palsu.example", True, 9, key.id, key.key).sign(
        asked()
    ),
    "nobody recognised": lambda key: Authenticator(key.origin, False, 9, key.id, key.key).sign(asked()),
    "a copied key": lambda key: Authenticator(key.origin, True, -1, key.id, key.key).sign(asked()),
    "another host": lambda key: key.sign(asked() | {"rpId": "palsu.example"}),
    "a challenge of its own": lambda key: key.sign(asked() | {"challenge": b"x" * 40}),
    "a challenge for adding": lambda key: key.sign(asked() | {"challenge": _adding()}),
    "an answer to adding": lambda key: key.make(asked() | {"rp": {"id": "localhost"}}),
    "nothing": lambda key: "",
    "no object": lambda key: "[]",
    "no parts": lambda key: json.dumps({"id": "x", "response": {"clientDataJSON": "e30"}}),
}


def _adding() -> object:
    return passkeys.asked_to_add(person=people.account(), at=now())["challenge"]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_not_signed_by_a_known_key_for_this_site_is_refused(
    change: Callable[[Authenticator], str],
) -> None:
    key = added(people.account())
    sign_in(key.sign(asked()))
    refused(change(key))


def test_a_key_is_added_with_the_password_by_its_own_person_and_once() -> None:
    person, other = people.account(), people.account()
    made = Authenticator()

    def add(answer: str, password: str = people.PASSWORD, whose: int = person) -> None:
        passkeys.add(person=whose, password=password, method="password", name="", answer=answer, at=now())

    for answer, password, whose in (
        (made.make(passkeys.asked_to_add(person=person, at=now())), "bukan", person),
        (made.make(passkeys.asked_to_add(person=other, at=now())), people.PASSWORD, person),
        (
            Authenticator(verified=False).make(passkeys.asked_to_add(person=person, at=now())),
            people.PASSWORD,
            person,
        ),
        ("{}", people.PASSWORD, person),
    ):
        with pytest.raises(Refusal):
            add(answer, password, whose)
    assert queries.passkeys(person) == []
    add(made.make(passkeys.asked_to_add(person=person, at=now())))
    assert [one.name for one in queries.passkeys(person)] == ["Kunci sandi"]
    with pytest.raises(Refusal):  # the same key for somebody else
        add(made.make(passkeys.asked_to_add(person=other, at=now())), whose=other)
    excluded = passkeys.asked_to_add(person=person, at=now())["excludeCredentials"]
    assert len(excluded) == 1


def test_a_key_that_was_removed_or_whose_account_is_closed_opens_nothing() -> None:
    person, stranger = people.account(), people.account()
    key, other = added(person), added(person)
    passkeys.remove(person=stranger, password=people.PASSWORD, method="passkey", id=key.id, at=now())
    sign_in(key.sign(asked()))
    passkeys.remove(person=person, password=people.PASSWORD, method="passkey", id=key.id, at=now())
    refused(key.sign(asked()))
    sign_in(other.sign(asked()))
    accounts.close_account(person=person, at=now())
    refused(other.sign(asked()))


@pytest.mark.parametrize("answer", ["[" * 6000, "", "1", '{"id": 1, "response": null}', "a\x00b"])
def test_what_no_authenticator_says_is_refused(answer: str) -> None:
    assert Client().post("/masuk/kunci", {"credential": answer}).status_code == 403


def test_who_has_a_key_changes_no_factor_by_password_alone() -> None:
    """Else a password that somebody learnt would set up an app and pass for two factors."""
    person = people.account()
    key = added(person)
    browser = Client()
    browser.cookies[rules.COOKIE] = rules.cookie_of(people.session(person=person))
    sent = {"password": people.PASSWORD, "credential": "{}", "key": key.id.hex()}
    for path, act in (("kode", "begin"), ("kunci", "add"), ("kunci", "remove")):
        answer = browser.post(f"/akun/{path}", sent | {"act": act})
        assert (answer.status_code, "masuk tanpa kunci itu" in answer.content.decode()) == (
            403,
            True,
        ), act
    assert len(queries.passkeys(person)) == 1
    browser.cookies[rules.COOKIE] = rules.cookie_of(sign_in(key.sign(asked()))[1])
    assert browser.post("/akun/kode", sent | {"act": "begin"}).status_code == 200


def test_the_pages_ask_and_take_the_answer() -> None:
    person = people.account()
    client = Client()
    client.cookies[rules.COOKIE] = rules.cookie_of(
        sessions.open_session(person=person, method="password", at=now())
    )
    key = Authenticator()
    wanted = client.get("/akun/kunci/baru").json()
    assert (
        wanted["authenticatorSelection"] | {"residentKey": "required", "userVerification": "required"}
        == (wanted["authenticatorSelection"])
    )
    sent = {"act": "add", "name": "Ponsel", "password": people.PASSWORD, "credential": key.make(wanted)}
    assert client.post("/akun/kunci", sent)["Location"] == "/akun/kunci"
    assert "Ponsel" in client.get("/akun/kunci").content.decode()

    visitor = Client()
    answer = key.sign(visitor.get("/masuk/kunci").json())
    done = visitor.post("/masuk/kunci", {"credential": answer, "next": "/akun"})
    assert (done.status_code, done["Location"]) == (302, "/akun") and "perangkat" in done.cookies
    assert visitor.get("/akun").status_code == 200
    wrong = Client().post("/masuk/kunci", {"credential": answer})
    assert wrong.status_code == 429
    removed = {"act": "remove", "password": people.PASSWORD, "key": key.id.hex()}
    assert visitor.post("/akun/kunci", removed).status_code == 302 and queries.passkeys(person) == []
