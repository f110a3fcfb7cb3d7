"""Taking an account back alone: the spare code, the code by mail, and what a stranger gets out of asking."""

import json
import re
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as house
from django.core import mail
from django.test import Client

from serentak.gate import jobs
from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import letters, queries, rules
from serentak.people.actions import accounts, mailing, recovery, signing
from serentak.people.models import Person, Start
from tests.factories import people
from tests.factories.passkeys import Authenticator

pytestmark = pytest.mark.django_db
NEW = "perahu kecil di tanjung"
_addresses = count(1)
Queue = list[letters.Letter]


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    """What was posted: the web login may put it into the queue and never read it there."""
    posted: Queue = []
    real = letters.sealed

    def sealed(key: bytes, letter: letters.Letter) -> str:
        posted.append(letter)
        return real(key, letter)

    monkeypatch.setattr(mailing.letters, "sealed", sealed)
    return posted


def browser(person: int) -> Client:
    client = Client()
    client.cookies[rules.COOKIE] = rules.cookie_of(people.session(person=person))
    return client


def proved(queue: Queue, username: str | None = None, email: str = "orang@contoh.id") -> int:
    """Somebody who proved an address, by the pages."""
    person = people.account(username=username)
    client = browser(person)
    client.post("/akun/pemulihan", {"act": "mail", "email": email, "password": people.PASSWORD})
    link = urlsplit(re.search(r"http\S+", queue.pop().body)[0])  # type: ignore[index]
    page = client.get(f"{link.path}?{link.query}")
    assert email in page.content.decode() and not queries.profile(person).email_proved
    done = client.post(link.path, {"t": link.query.removeprefix("t=")})
    assert done["Location"] == "/akun/pemulihan?terbukti=1" and queries.profile(person).email_proved
    return person


def asks(username: str) -> Any:
    return Client(REMOTE_ADDR=f"198.51.100.{next(_addresses)}").post("/masuk/lupa", {"username": username})


def starts(username: str, code: str, new: str = NEW) -> int:
    visitor = Client(REMOTE_ADDR=f"198.51.100.{next(_addresses)}")
    return visitor.post(
        "/masuk/mulai", {"username": username, "code": code, "new": new, "again": new}
    ).status_code


def code_in(letter: letters.Letter) -> str:
    return letter.body.split("Kode: ")[1].split("\n")[0]


def signs_in(username: str, password: str = NEW) -> bool:
    try:
        return bool(signing.sign_in(username, password, address="203.0.113.9", at=now()))
    except Refusal:
        return False


def test_a_spare_code_is_shown_once_and_sets_a_password_once() -> None:
    person = people.account(username="pelupa")
    client = browser(person)
    assert client.post("/akun/pemulihan", {"act": "spare", "password": "bukan"}).status_code == 403
    page = client.post("/akun/pemulihan", {"act": "spare", "password": people.PASSWORD}).content.decode()
    code = page.split('class="key ds-heading h2">')[1].split("<")[0]
    assert len(code.replace(" ", "")) == 10 and code not in client.get("/akun/pemulihan").content.decode()
    assert "belum siap" not in client.get("/akun").content.decode()
    assert starts("orang.lain", code) == 403 and starts("pelupa", code, "pendek") == 400
    assert starts("pelupa", code.lower()) == 303 and signs_in("pelupa")
    assert client.get("/akun").status_code == 302, "earlier sessions ended"
    assert starts("pelupa", code) == 403
    page = browser(person).get("/akun").content.decode()
    assert "dengan kode Anda sendiri" in page and "belum siap" in page


def test_a_new_spare_code_ends_the_one_before_and_none_runs_out() -> None:
    person = people.account(username="pelupa")
    first, second = (recovery.spare(person=person, password=people.PASSWORD, at=now()) for _ in "ab")
    Start.objects.filter(person=person).update(given=now() - timedelta(days=900))
    assert starts("pelupa", first) == 403 and starts("pelupa", second) == 303


def test_another_password_ends_the_codes_that_somebody_else_drew(queue: Queue) -> None:
    """Else whoever learnt the password once keeps a way in on paper."""
    person = proved(queue, "pelupa")
    thief = recovery.spare(person=person, password=people.PASSWORD, at=now())
    accounts.change_password(person=person, old=people.PASSWORD, new=NEW, at=now())
    assert (
        starts("pelupa", thief) == 403
        and "Dibuat" not in browser(person).get("/akun/pemulihan").content.decode()
    )
    thief = recovery.spare(person=person, password=NEW, at=now())
    asks("pelupa")
    assert starts("pelupa", code_in(queue[-1]), people.PASSWORD) == 303
    assert starts("pelupa", thief) == 403


def test_a_code_by_mail_goes_to_the_proved_address_alone(queue: Queue) -> None:
    person = proved(queue, "pelupa")
    assert asks("pelupa").status_code == 200
    (letter,) = queue
    assert letter.to == "orang@contoh.id" and "/masuk/mulai" in letter.body
    before = people.session(person=person)
    assert starts("pelupa", code_in(letter)) == 303 and signs_in("pelupa")
    assert queries.session(before, at=now()) is None
    told = queue[1]
    assert told.to == letter.to and "baru saja dipasang" in told.body and code_in(letter) not in told.body
    assert starts("pelupa", code_in(letter)) == 403


def test_a_code_by_mail_counts_for_an_hour(queue: Queue) -> None:
    proved(queue, "pelupa")
    recovery.ask(username="pelupa", address="203.0.113.1", at=now() - timedelta(minutes=61))
    assert starts("pelupa", code_in(queue[0])) == 403


@pytest.mark.parametrize("who", ["tidak.ada", "+6281299990001", "lain@contoh.id", "", "x" * 80])
def test_asking_is_answered_alike_and_costs_the_same_whoever_is_named(
    queue: Queue, who: str, django_assert_num_queries: Any
) -> None:
    proved(queue, "pelupa")
    people.account(username="tanpa.surel")
    own = asks("pelupa")
    for name in ("pelupa", "tanpa.surel"):
        with django_assert_num_queries(7):
            recovery.ask(username=name, address="203.0.113.1", at=now())
    other = asks(who)
    pages = [re.sub(r'value="[^"]*"', "", page.content.decode()) for page in (own, other)]
    assert own.status_code == other.status_code == 200 and pages[0] == pages[1]
    assert [bool(letter.to) for letter in queue] == [True, True, False, False]
    assert not any(letter.to for letter in queue[2:]), "nobody is written to"


def test_an_address_that_was_only_typed_receives_nothing(queue: Queue) -> None:
    person = people.account(username="pelupa")
    Person.objects.filter(id=person).update(email="pengelola.mengetik@contoh.id")
    asks("pelupa")
    accounts.close_account(person=proved(queue, "tutup", "tutup@contoh.id"), at=now())
    asks("tutup")
    assert [letter.to for letter in queue] == ["", ""]


def test_whoever_asks_too_often_sends_no_more_and_keeps_nobody_out(queue: Queue) -> None:
    proved(queue, "pelupa")
    assert {asks("pelupa").status_code for _ in range(9)} == {200}
    assert len(queue) == 3 and starts("pelupa", code_in(queue[-1])) == 303
    with pytest.raises(Refusal) as caught:
        for number in range(61):
            recovery.ask(username=f"orang{number}", address="203.0.113.77", at=now())
    assert caught.value.code == "throttled"


def test_a_link_proves_for_the_account_that_asked_and_for_a_day(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else whoever made an account under somebody's address has its owner prove it with one click."""
    squatter, owner = people.account(), people.account()
    sent = {"act": "mail", "email": "Korban@contoh.id ", "password": people.PASSWORD}
    assert browser(squatter).post("/akun/pemulihan", sent).status_code == 200
    assert queue[0].to == "korban@contoh.id"
    link = urlsplit(re.search(r"http\S+", queue[0].body)[0])  # type: ignore[index]
    address, token = f"{link.path}?{link.query}", link.query.removeprefix("t=")
    away = Client().get(address)
    assert away.status_code == 302 and away["Location"].startswith(
        "/masuk?next=%2Fakun%2Fpemulihan%2Fsurel%3Ft"
    )
    for who in (owner, squatter):
        wrong = token if who == owner else token[:-1]
        assert browser(who).post(link.path, {"t": wrong}).status_code == 403
    monkeypatch.setattr(recovery, "DAY", -1)
    assert browser(squatter).post(link.path, {"t": token}).status_code == 403
    assert not Person.objects.filter(email_proved__isnull=False).exists()


def test_the_address_before_is_told_of_the_next(queue: Queue) -> None:
    person = proved(queue)
    client = browser(person)
    client.post("/akun/pemulihan", {"act": "mail", "email": "b@contoh.id", "password": people.PASSWORD})
    token = re.search(r"t=(\S+)", queue.pop().body)[1]  # type: ignore[index]
    assert client.post("/akun/pemulihan/surel", {"t": token}).status_code == 303
    assert [(letter.to, "alamat surel lain" in letter.body) for letter in queue] == [
        ("orang@contoh.id", True)
    ]
    assert queries.profile(person).email == "b@contoh.id"


@pytest.mark.parametrize("email", ["", "bukan", "a@b", "a@contoh.id\nBcc: b@contoh.id"])
def test_what_is_no_address_is_refused_at_its_field(queue: Queue, email: str) -> None:
    page = browser(people.account()).post("/akun/pemulihan", {"act": "mail", "email": email})
    assert page.status_code == 400 and "f-mail-email-e" in page.content.decode() and queue == []


def test_a_second_code_is_still_asked_for_after_a_spare_code() -> None:
    from tests.factories.factors import app

    held = app()
    username = queries.profile(held.person).username
    code = recovery.spare(person=held.person, password=people.PASSWORD, at=now())
    assert starts(username, code) == 303
    assert isinstance(signing.sign_in(username, NEW, address="203.0.113.3", at=now()), signing.HalfWay)


def test_the_worker_sends_what_is_addressed_and_fresh_and_reads_nothing_forged() -> None:
    def sent(letter: letters.Letter) -> int:
        mail.outbox.clear()
        jobs.letter.func(_context(), sealed=letters.sealed(house.FILE_KEY, letter))
        return len(mail.outbox)

    second = int(now().timestamp())
    words = {"site": "Sulbar", "code": "ABCDEFGHIJ", "username": "x", "address": "http://localhost"}
    assert sent(letters.letter("code", to="a@contoh.id", at=second, **words)) == 1
    assert sent(letters.letter("code", to="", at=second, **words)) == 0
    assert sent(letters.letter("code", to="a@contoh.id", at=second - 3601, **words)) == 0
    sealed = letters.sealed(house.FILE_KEY, letters.Letter("a@contoh.id", "s", "b", second))
    assert "contoh" not in sealed and json.dumps(sealed)
    for forged in (
        sealed[:-4] + "AAAA",
        "",
        "!",
        letters.sealed(bytes(32), letters.Letter("a", "b", "c", 1)),
    ):
        with pytest.raises(ValueError, match="does not open"):
            letters.opened(house.FILE_KEY, forged)


def _context() -> Any:
    from types import SimpleNamespace

    return SimpleNamespace(job=SimpleNamespace(id=1))


# An account by passkey alone


def joined(username: str = "081200007100", name: str = "Warga Kunci") -> tuple[Authenticator, Any]:
    key, visitor = Authenticator(), Client(REMOTE_ADDR=f"198.51.100.{next(_addresses)}")
    sent = {"username": username, "name": name}
    asked = visitor.post("/akun/baru/kunci", sent)
    assert asked.status_code == 200
    return key, visitor.post("/akun/baru", sent | {"credential": key.make(asked.json())})


def by_key(key: Authenticator) -> Client:
    client = Client()
    answer = key.sign(client.get("/masuk/kunci").json())
    assert client.post("/masuk/kunci", {"credential": answer}).status_code == 302
    return client


def test_an_account_is_made_and_kept_by_passkey_alone() -> None:
    key, answer = joined()
    assert answer.status_code == 200 and "masuk dengan kunci sandi" in answer.content.decode()
    client = by_key(key)
    person = queries.person_named("+6281200007100")
    assert person is not None and not queries.profile(person).has_password
    page = client.get("/akun").content.decode()
    assert "Pasang kata sandi" in page and "Bila kunci sandi hilang" in page
    for path in ("/akun/kunci", "/akun/pemulihan", "/akun/tutup", "/akun/sandi"):
        assert 'autocomplete="current-password"' not in client.get(path).content.decode(), path
    sent = {"act": "remove", "key": key.id.hex()}
    assert "satu-satunya" in client.post("/akun/kunci", sent).content.decode()
    assert client.post("/akun/sandi", {"new": NEW, "again": NEW}).status_code == 302
    assert signs_in("+6281200007100") and queries.profile(person).has_password
    assert client.post("/akun/kunci", sent | {"password": NEW}).status_code == 302
    assert queries.passkeys(person) == []


def test_a_taken_name_is_answered_alike_and_stays_as_it_is() -> None:
    first, answer = joined()
    second, again = joined("+62 812-0000-7100", "Orang Lain")
    words = [re.sub(r'value="[^"]*"', "", page.content.decode()) for page in (answer, again)]
    assert words[0] == words[1] and again.status_code == 200
    with pytest.raises(AssertionError):
        by_key(second)
    assert len(queries.passkeys(queries.person_named("+6281200007100") or 0)) == 1 and by_key(first)


def test_a_key_is_made_for_one_name_and_one_account() -> None:
    key, visitor = Authenticator(), Client()
    asked = visitor.post("/akun/baru/kunci", {"username": "a@contoh.id", "name": "A"}).json()
    other = {"username": "b@contoh.id", "name": "B", "credential": key.make(asked)}
    assert visitor.post("/akun/baru", other).status_code == 403
    held, _ = joined()
    asked = visitor.post("/akun/baru/kunci", {"username": "c@contoh.id", "name": "C"}).json()
    again = {"username": "c@contoh.id", "name": "C", "credential": held.make(asked)}
    for username in ("c@contoh.id", "+6281200007100"):  # free or taken: a known key tells neither apart
        assert visitor.post("/akun/baru", again | {"username": username}).status_code == 403
    assert [queries.person_named(f"{one}@contoh.id") for one in "abc"] == [None] * 3


@pytest.mark.parametrize(
    ("username", "name", "wrong"), [("x", "A", "username"), ("a@contoh.id", " ", "name")]
)
def test_what_is_wrong_with_the_form_is_said_by_the_form(username: str, name: str, wrong: str) -> None:
    sent = {"username": username, "name": name}
    asked = Client().post("/akun/baru/kunci", sent, headers={"Accept": "application/json"})
    assert asked.status_code == 400 and set(asked.json()["fields"]) == {wrong}
    page = Client().post("/akun/baru", sent | {"credential": "-"})
    assert page.status_code == 400 and f"f-{wrong}-e" in page.content.decode()
    assert "f-password-e" not in page.content.decode()


def test_without_a_password_a_sign_in_of_long_ago_changes_nothing() -> None:
    key, _ = joined()
    person = queries.person_named("+6281200007100")
    assert person is not None
    at = now()
    for since in (None, at - timedelta(minutes=11)):
        for password in ("", "!", people.PASSWORD):
            with pytest.raises(Refusal) as caught:
                accounts.confirm(person=person, password=password, field="password", at=at, since=since)
            assert caught.value.code == "proof_too_old"
    assert accounts.confirm(
        person=person, password="", field="password", at=at, since=at - timedelta(minutes=9)
    )
    assert not signs_in("+6281200007100", "") and not signs_in("+6281200007100", "!")


def test_a_recent_passkey_is_no_password_for_who_has_one() -> None:
    person = people.account()
    with pytest.raises(Refusal):
        accounts.confirm(person=person, password="", field="password", at=now(), since=now())


def test_who_lost_the_only_key_comes_back_by_a_spare_code_and_the_key_is_void() -> None:
    key, _ = joined()
    page = by_key(key).post("/akun/pemulihan", {"act": "spare"}).content.decode()
    assert starts("081200007100", page.split('class="key ds-heading h2">')[1].split("<")[0]) == 303
    assert signs_in("+6281200007100")
    with pytest.raises(AssertionError):
        by_key(key)
