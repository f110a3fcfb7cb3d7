"""One's own account: another password, the list of one's sessions, and what is left when the post is gone."""

from datetime import timedelta

import pytest
from django.test import Client

from serentak.agencies.queries import actor_of
from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import queries, rules
from serentak.people.actions import accounts, signing
from tests.cast import Cast
from tests.factories import agencies as posts
from tests.factories import people as factory

pytestmark = pytest.mark.django_db
NEW = "perahu kecil di tanjung"


def browser(secret: bytes) -> Client:
    client = Client()
    client.cookies[rules.COOKIE] = rules.cookie_of(secret)
    return client


def change(person: int, old: str = factory.PASSWORD, new: str = NEW) -> bytes:
    return accounts.change_password(person=person, old=old, new=new, at=now())


def test_another_password_ends_every_session_and_begins_one() -> None:
    person = factory.account(username="pengganti")
    before = [factory.session(person=person) for _ in range(2)]
    secret = change(person)
    assert [queries.session(old, at=now()) for old in before] == [None, None]
    assert [one.key_hash for one in queries.sessions(person, at=now())] == [rules.key_hash(secret)]
    with pytest.raises(Refusal):
        signing.sign_in("pengganti", factory.PASSWORD, address="203.0.113.7", at=now())
    assert signing.sign_in("pengganti", NEW, address="203.0.113.7", at=now())


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("bukan kata sandinya", NEW, "old"),
        (factory.PASSWORD, factory.PASSWORD, "new"),
        (factory.PASSWORD, "pendek", "new"),
        (factory.PASSWORD, "Basketball2024", "new"),
        (factory.PASSWORD, "perahu milik orang lain", "new"),
    ],
)
def test_a_change_that_is_refused_says_where_and_changes_nothing(old: str, new: str, field: str) -> None:
    person = factory.account()
    secret = factory.session(person=person)
    with pytest.raises(Refusal) as caught:
        change(person, old, new)
    assert set(caught.value.fields) == {field} and queries.session(secret, at=now()) is not None


def test_the_old_password_cannot_be_guessed_from_an_open_session() -> None:
    person = factory.account()
    for _ in range(10):
        with pytest.raises(Refusal):
            change(person, "tebakan salah")
    with pytest.raises(Refusal) as caught:
        change(person)
    assert caught.value.code == "throttled"


def test_the_page_changes_the_password_and_carries_the_new_session() -> None:
    person = factory.account()
    client, other = browser(factory.session(person=person)), factory.session(person=person)
    sent = {"old": factory.PASSWORD, "new": NEW, "again": NEW}
    unlike = client.post("/akun/sandi", {**sent, "again": NEW + "g"})
    assert (
        unlike.status_code == 400
        and "tidak sama" in unlike.content.decode()
        and NEW not in unlike.content.decode()
    )
    answer = client.post("/akun/sandi", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/akun?done=password")
    assert "Kata sandi sudah diganti" in client.get("/akun?done=password").content.decode()
    assert queries.session(other, at=now()) is None


@pytest.mark.parametrize("path", ["/akun/sandi", "/akun/kode"])
def test_a_page_that_was_tried_too_often_says_so(path: str) -> None:
    client = browser(factory.session(person=factory.account()))
    sent = {"old": "salah", "new": NEW, "again": NEW, "act": "begin", "password": "salah"}
    assert [client.post(path, sent).status_code for _ in range(11)] == [403] * 10 + [429]


def test_one_sees_and_ends_ones_own_sessions_and_nobody_elses() -> None:
    person = factory.account()
    here, there, more = (factory.session(person=person) for _ in range(3))
    stranger = factory.session()
    client = browser(here)
    page = client.get("/akun").content.decode()
    assert page.count("sesi ini") == 1 and page.count('name="session"') == 3  # two others, and all others
    assert rules.key_hash(here).hex() not in page and rules.key_hash(stranger).hex() not in page
    for key_hash in (rules.key_hash(stranger).hex(), "bukan", "", rules.key_hash(there).hex()):
        assert client.post("/akun/sesi", {"session": key_hash}).status_code == 302
    assert [queries.session(one, at=now()) is None for one in (here, there, more, stranger)] == [
        False, True, False, False,
    ]  # fmt: skip
    client.post("/akun/sesi", {"session": "others"})
    assert [queries.session(one, at=now()) is None for one in (here, more, stranger)] == [False, True, False]


def test_the_pages_are_few_statements_and_kept_nowhere(django_assert_num_queries: object) -> None:
    person = factory.account()
    client = browser([factory.session(person=person) for _ in range(5)][0])
    client.get("/akun")
    with django_assert_num_queries(9):  # type: ignore[operator]
        answer = client.get("/akun")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/akun", "/akun/sandi"])
def test_a_stranger_is_sent_to_sign_in_and_comes_back(path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/masuk?next=" + path.replace("/", "%2F"))


def test_a_session_ends_with_the_account() -> None:
    person = factory.account()
    client = browser(factory.session(person=person))
    assert client.get("/akun").status_code == 200
    accounts.close_account(person=person, at=now())
    assert client.get("/akun").status_code == 302
    assert queries.sessions(person, at=now()) == []


def test_a_session_outlives_the_last_post_but_no_right_does(cast: Cast) -> None:
    secret = cast.officer.secret
    by = cast.officer.actor()
    assert by.holding is not None and by.scopes
    posts.end(by.holding.id, by=cast.administrator.actor())
    left, held = actor_of(secret, by.holding.id, now() + timedelta(seconds=1))
    assert (held, left.holding, left.role, left.answers_for) == ((), None, "applicant", frozenset())
    assert left.scopes == (f"p:{left.person}",)
    assert browser(secret).get("/meja/").headers["Location"] == "/saya/"
    assert browser(secret).get("/akun").status_code == 200
