"""The second code: set up, used once, recovered from, switched off, on the real database as the web login."""

import re
from datetime import timedelta

import pytest
from django.core import signing as signer
from django.db import OperationalError, connection
from django.test import Client

from serentak.lib.clock import now
from serentak.lib.refusal import Refusal
from serentak.people import checks, queries, rules, totp
from serentak.people.actions import accounts, factors, passkeys, sessions, signing
from tests.factories import factors as factory
from tests.factories import people
from tests.factories.passkeys import added

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.7"


def refused(reason: str, act: object, /, **given: object) -> None:
    with pytest.raises(Refusal) as caught:
        act(**given)  # type: ignore[operator]
    assert caught.value.code == reason, caught.value


def sign_in(person: int, password: str = people.PASSWORD) -> bytes | signing.HalfWay:
    return signing.sign_in(queries.profile(person).username, password, address=ADDRESS, at=now())


def rows(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def test_the_password_alone_gets_half_way_and_the_code_the_rest() -> None:
    app = factory.app()
    half = sign_in(app.person)
    assert isinstance(half, signing.HalfWay)
    secret = signing.sign_in_code(half.token, app.code(), at=now())
    found = queries.session(secret, at=now())
    assert found is not None and (found.person, found.method) == (app.person, "totp")


def test_setting_up_ends_every_session_and_proves_the_new_one() -> None:
    person = people.account()
    before = people.session(person=person)
    app = factory.app(person=person)
    assert queries.session(before, at=now()) is None
    found = queries.session(app.session, at=now())
    assert found is not None and found.method == "totp"


def test_a_code_counts_once_at_whichever_door() -> None:
    app = factory.app()
    assert factors.use(person=app.person, code=app.code(), at=now()) == "totp"
    for again in (app.code(), app.code(0), app.code(-1)):
        refused("invalid", factors.use, person=app.person, code=again, at=now())
    later = now() + timedelta(seconds=60)
    assert factors.use(person=app.person, code=app.code(2)[:3] + " " + app.code(2)[3:], at=later) == "totp"


def test_a_recovery_code_counts_once_and_for_its_person_alone() -> None:
    app, other = factory.app(), factory.app()
    code = app.recovery[3]
    refused("invalid", factors.use, person=other.person, code=code, at=now())
    assert factors.use(person=app.person, code=f"{code[:5].lower()} {code[5:]}", at=now()) == "recovery"
    refused("invalid", factors.use, person=app.person, code=code, at=now())
    found = queries.app(app.person)
    assert found is not None and found.left == 9


def test_codes_cannot_be_tried_out() -> None:
    app = factory.app()
    wrong = f"{(int(app.code()) + 1) % 10**6:06}"
    for number in range(10):
        refused("invalid", factors.use, person=app.person, code=wrong if number % 2 else "A" * 10, at=now())
    refused("throttled", factors.use, person=app.person, code=app.code(), at=now())


def test_nothing_kept_reads_as_a_secret_or_a_code() -> None:
    app = factory.app()
    [(sealed,)] = rows(f"SELECT secret FROM people_totp WHERE person = {app.person}")
    hashes = rows(f"SELECT hash FROM people_recovery WHERE person = {app.person}")
    assert app.secret not in bytes(sealed) and len(hashes) == 10  # type: ignore[arg-type]
    kept = b"".join(bytes(each) for (each,) in hashes)  # type: ignore[arg-type]
    assert not any(code.encode() in kept for code in app.recovery)


def test_half_way_is_over_after_five_minutes_after_a_new_password_and_for_a_closed_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = factory.app()
    half = sign_in(app.person)
    assert isinstance(half, signing.HalfWay) and signing.half_way(half.token) == app.person
    assert signing.half_way(half.token[:-1] + "x") is None and signing.half_way("") is None
    late = signer.time.time() + 301
    with monkeypatch.context() as patched:
        patched.setattr(signer.time, "time", lambda: late)
        refused("half_way_over", signing.sign_in_code, token=half.token, code=app.code(), at=now())
    accounts.change_password(person=app.person, old=people.PASSWORD, new="perahu di tanjung", at=now())
    assert signing.half_way(half.token) is None
    again = sign_in(app.person, "perahu di tanjung")
    assert isinstance(again, signing.HalfWay)
    accounts.close_account(person=app.person, at=now())
    assert signing.half_way(again.token) is None


def test_an_enrolment_is_its_persons_alone_and_ends_with_its_first_right_code() -> None:
    person, other = people.account(), people.account()
    token = factors.begin(person=person, password=people.PASSWORD, method="password", at=now())
    refused("enrolment_over", factors.enrolling, person=other, token=token)
    refused("enrolment_over", factors.enrolling, person=person, token="x" + token)
    refused("invalid", factors.enrol, person=person, token=token, code="000000 ", at=now())
    assert queries.app(person) is None
    refused("invalid", factors.begin, person=person, password="bukan", method="password", at=now())
    app = factory.app(person=person)
    refused(
        "second_factor_on",
        factors.begin,
        person=person,
        password=people.PASSWORD,
        method="password",
        at=now(),
    )
    step = int(now().timestamp()) // totp.STEP
    code = totp.code_at(factors.enrolling(person=person, token=token), step)
    refused("second_factor_on", factors.enrol, person=person, token=token, code=code, at=now())
    assert queries.session(app.session, at=now()) is not None


def test_switching_off_needs_password_and_code_and_leaves_nothing() -> None:
    app = factory.app()
    refused("invalid", factors.switch_off, person=app.person, password="bukan", code=app.code(), at=now())
    refused("invalid", factors.switch_off, person=app.person, password=people.PASSWORD, code="1", at=now())
    assert queries.app(app.person) is not None
    secret = factors.switch_off(person=app.person, password=people.PASSWORD, code=app.code(), at=now())
    assert queries.session(app.session, at=now()) is None
    found = queries.session(secret, at=now())
    assert found is not None and found.method == "password"
    assert rows(f"SELECT 1 FROM people_recovery WHERE person = {app.person}") == []
    assert isinstance(sign_in(app.person), bytes)


@pytest.mark.parametrize("method", ["totp", "recovery", "passkey", "oidc", "", "Password"])
def test_the_database_opens_no_session_by_a_factor_that_the_person_has_not(method: str) -> None:
    person = people.account()
    with pytest.raises(OperationalError, match="cannot be proved by"):
        sessions.open_session(person=person, method=method, at=now())


def test_checks_tell_when_the_file_key_is_another(settings: object) -> None:
    app = factory.app()
    assert list(checks.problems()) == []
    settings.FILE_KEY = bytes(32)  # type: ignore[attr-defined]
    assert [str(app.person) in told for told in checks.problems()] == [True]


# ---- the pages


def browser(secret: bytes | None = None) -> Client:
    client = Client()
    if secret is not None:
        client.cookies[rules.COOKIE] = rules.cookie_of(secret)
    return client


def test_the_pages_set_up_show_the_codes_once_and_sign_in() -> None:
    person = people.account()
    client = browser(people.session(person=person))
    begun = client.post(
        "/akun/kode", {"act": "begin", "password": people.PASSWORD, "next": "/meja/"}
    ).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', begun)
    assert token is not None and 'src="data:image/svg+xml' in begun
    secret = factors.enrolling(person=person, token=token[1])
    assert totp.text(secret) in re.sub(r"\s", "", re.sub("<[^>]+>", "", begun))
    sent = {"act": "enrol", "token": token[1], "next": "/meja/"}
    wrong = client.post("/akun/kode", {**sent, "code": "12"})
    assert wrong.status_code == 403 and 'src="data:image/svg+xml' in wrong.content.decode()
    step = int(now().timestamp()) // totp.STEP
    done = client.post("/akun/kode", {**sent, "code": totp.code_at(secret, step)})
    shown = re.findall(r"<code>([A-Z2-7 ]+)</code>", done.content.decode())
    assert (
        len(shown) == 10 and 'href="/meja/"' in done.content.decode() and "no-store" in done["Cache-Control"]
    )
    again = client.get("/akun/kode").content.decode()
    assert (
        not any(code in again for code in shown)
        and "data:image" not in again
        and "Kode pemulihan tersisa" in again
    )

    visitor = browser()
    first = visitor.post(
        "/masuk",
        {"username": queries.profile(person).username, "password": people.PASSWORD, "next": "/unit/6/"},
    )
    assert (first.status_code, first["Location"]) == (302, "/masuk/kode?next=%2Funit%2F6%2F")
    assert rules.COOKIE not in first.cookies
    half = first.cookies["masuk"]
    assert (half["httponly"], half["path"], half["max-age"]) == (True, "/masuk", 300)
    assert visitor.get(first["Location"]).status_code == 200
    assert visitor.post("/masuk/kode", {"code": "000", "next": "/unit/6/"}).status_code == 403
    last = visitor.post("/masuk/kode", {"code": shown[0], "next": "/unit/6/"})
    assert (last.status_code, last["Location"]) == (302, "/unit/6/") and last.cookies["masuk"].value == ""
    assert visitor.get("/akun").status_code == 200


def test_nobody_comes_to_the_second_step_without_the_first() -> None:
    for answer in (
        browser().get("/masuk/kode?next=/unit/6/"),
        browser().post("/masuk/kode", {"code": "123456"}),
    ):
        assert answer.status_code == 302 and answer["Location"].startswith("/masuk?next=")


def test_the_page_switches_off() -> None:
    app = factory.app()
    sent = {"act": "off", "password": people.PASSWORD, "code": app.code()}
    answer = browser(app.session).post("/akun/kode", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/akun?done=code-off")


def test_what_was_lost_is_taken_away_with_every_session() -> None:
    app = factory.app()
    key = added(app.person)
    factors.clear(person=app.person)
    assert (queries.app(app.person), queries.passkeys(app.person)) == (None, [])
    assert queries.session(app.session, at=now()) is None and isinstance(sign_in(app.person), bytes)
    with pytest.raises(Refusal):
        passkeys.sign_in(answer=key.sign(passkeys.asked_to_sign_in(at=now())), address=ADDRESS, at=now())
