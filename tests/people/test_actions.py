"""Accounts, sign-in and sign-out on the real database, as the web login."""

from datetime import timedelta

import pytest
from django.db import OperationalError, ProgrammingError, connection

from serentak.law import queries as law
from serentak.lib.clock import local_day, now
from serentak.lib.refusal import Refusal
from serentak.people import checks, queries, rules
from serentak.people.actions import accounts, door, passwords, sessions, signing, starts
from tests.factories import people as factory

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.7"


def sign_in(
    username: str, password: str = factory.PASSWORD, address: str = ADDRESS, replacing: bytes | None = None
) -> bytes:
    return signing.sign_in(username, password, address=address, at=now(), replacing=replacing)


def refused(username: str, password: str, address: str = ADDRESS) -> Refusal:
    with pytest.raises(Refusal) as caught:
        sign_in(username, password, address)
    return caught.value


def setting(name: str) -> int:
    return int(law.library().value(name, on=local_day(now())).value)


def test_a_right_password_opens_a_session_that_the_table_alone_cannot_revive() -> None:
    person = factory.account(username="petugas.baru")
    secret = sign_in(" Petugas.Baru ")
    found = queries.session(secret, at=now())
    assert found is not None and (found.person, found.method) == (person, "password")
    with connection.cursor() as cursor:
        cursor.execute("SELECT key_hash FROM people_session WHERE person = %s", [person])
        (stored,) = cursor.fetchone()
    assert bytes(stored) == rules.key_hash(secret) != secret
    assert queries.session(bytes(stored), at=now()) is None


def test_a_session_ends_after_twelve_hours_and_at_sign_out() -> None:
    secret = factory.session()
    assert queries.session(secret, at=now() + timedelta(hours=11, minutes=59)) is not None
    assert queries.session(secret, at=now() + timedelta(hours=12, minutes=1)) is None
    sessions.sign_out(secret)
    assert queries.session(secret, at=now()) is None


def test_signing_in_ends_the_session_the_browser_still_carried() -> None:
    factory.account(username="berpindah")
    old = sign_in("berpindah")
    new = sign_in("berpindah", replacing=old)
    assert (
        old != new and queries.session(old, at=now()) is None and queries.session(new, at=now()) is not None
    )


def test_a_refusal_does_not_say_which_part_was_wrong() -> None:
    factory.account(username="dikenal")
    unknown, wrong = refused("tidak.dikenal", "apa saja boleh"), refused("dikenal", "apa saja boleh")
    assert unknown == wrong and wrong.status == 403 and wrong.code == "sign_in_failed"


def test_an_unknown_name_costs_one_hash_too(monkeypatch: pytest.MonkeyPatch) -> None:
    factory.account(username="dikenal")
    worked = []
    verify = passwords.verify_password
    monkeypatch.setattr(
        passwords, "verify_password", lambda *given: worked.append(given[1][:28]) or verify(*given)
    )
    refused("dikenal", "apa saja boleh")
    refused("tidak.dikenal", "apa saja boleh")
    assert len(worked) == 2 and worked[0] == worked[1]  # the same algorithm with the same cost
    assert worked[0].startswith("argon2$argon2id$v=19$m=19456")


def test_an_account_is_throttled_where_it_is_knocked_at_and_the_owner_elsewhere_is_not() -> None:
    factory.account(username="diserang")
    for _ in range(setting("signin.attempts_account")):
        assert refused("diserang", "tebakan salah").code == "sign_in_failed"
    late = refused("diserang", factory.PASSWORD)  # the right password waits too
    assert (late.code, late.status) == ("throttled", 429)
    assert 0 < late.detail["seconds"] <= 60 * setting("signin.window_minutes")
    assert sign_in("diserang", address="198.51.100.9")


def test_strangers_from_everywhere_are_throttled_together_and_keep_no_known_device_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    factory.account(username="diserang")
    known, others = signing.known_device("diserang"), signing.known_device("orang.lain")
    with monkeypatch.context() as patched:
        patched.setattr(passwords, "verify_password", lambda password, encoded: (False, False))
        for number in range(setting("signin.attempts_unknown")):
            assert refused("diserang", "tebakan salah", f"203.0.113.{number}").code == "sign_in_failed"
    for device in ("", others, known[:-1] + ("x" if known[-1] != "x" else "y")):
        with pytest.raises(Refusal) as caught:
            signing.sign_in("diserang", factory.PASSWORD, address="198.51.100.9", at=now(), device=device)
        assert caught.value.code == "throttled"
    assert signing.sign_in("diserang", factory.PASSWORD, address="198.51.100.9", at=now(), device=known)


def test_a_known_device_counts_for_itself_alone() -> None:
    factory.account(username="pemilik")
    lost, kept = signing.known_device("pemilik"), signing.known_device("pemilik")
    tries = [
        pytest.raises(
            Refusal, signing.sign_in, "pemilik", "salah", address=ADDRESS, at=now(), device=lost
        ).value.code
        for _ in range(setting("signin.attempts_account") + 1)
    ]
    assert tries[-2:] == ["sign_in_failed", "throttled"]
    assert signing.sign_in("pemilik", factory.PASSWORD, address=ADDRESS, at=now(), device=kept)
    assert signing.known_device("pemilik", kept) == kept != signing.known_device("pemilik", "other")


def test_a_sign_in_forgets_the_accounts_failures_but_not_the_addresss() -> None:
    factory.account(username="pelupa")
    limit = setting("signin.attempts_account")
    for _ in range(limit - 1):
        refused("pelupa", "tebakan salah")
    sign_in("pelupa")
    for _ in range(limit):
        assert refused("pelupa", "tebakan salah").code == "sign_in_failed"


def test_an_address_is_throttled_whatever_names_it_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "verify_password", lambda password, encoded: (False, False))
    for number in range(setting("signin.attempts_address")):
        assert refused(f"nama{number}", "tebakan salah").code == "sign_in_failed"
    assert refused("nama.lain", "tebakan salah").code == "throttled"
    assert refused("nama.lain", "tebakan salah", "198.51.100.9").code == "sign_in_failed"


def test_a_new_window_starts_at_nought_and_counters_name_nobody() -> None:
    at = now()
    door.throttle("test", b"someone", 1, 60, at)
    with pytest.raises(Refusal):
        door.throttle("test", b"someone", 1, 60, at)
    door.throttle("test", b"someone", 1, 60, at + timedelta(seconds=60))
    door.throttle("other", b"someone", 1, 60, at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM people_attempt WHERE bucket IN ('test', 'other')")
        keys = [bytes(key) for (key,) in cursor.fetchall()]
    assert len(set(keys)) == 2 and all(len(key) == 32 and b"someone" not in key for key in keys)


def test_throttling_is_one_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        door.throttle("test", b"someone", 5, 60, now())


@pytest.mark.parametrize(
    ("username", "password", "field"),
    [
        ("x", factory.PASSWORD, "username"),
        ("baru", "pendek", "password"),
        ("baru", "baru berlayar jauh", "password"),
        ("baru", "qwertyuiop12", "password"),
        ("baru", "aaaaaaaaaaaaaaaa", "password"),
        ("baru", "!!Basketball2024", "password"),  # common, between figures and marks
        ("baru", "kapal orang berlayar", "password"),  # a part of the name
    ],
)
def test_accounts_that_are_refused_say_which_field(username: str, password: str, field: str) -> None:
    with pytest.raises(Refusal) as caught:
        factory.account(username=username, password=password)
    assert field in caught.value.fields


def test_a_username_is_taken_once_in_any_case() -> None:
    factory.account(username="kembar")
    with pytest.raises(Refusal) as caught:
        factory.account(username="KEMBAR")
    assert caught.value.code == "username_taken" and caught.value.status == 409


def test_the_demonstrations_password_is_refused_elsewhere(settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(Refusal) as caught:
        factory.account(password=rules.DEMO_PASSWORD)
    assert "peragaan" in caught.value.fields["password"]["id"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_session SET expires = expires + interval '1 day'",
        "UPDATE people_session SET person = 1",
        "UPDATE people_person SET username = 'administrator'",
        "DELETE FROM people_person",
        "DELETE FROM people_signin",
        "INSERT INTO people_signin (key_hash, person, method, moment) VALUES ('x', 1, 'password', now())",
    ],
)
def test_the_web_login_cannot_forge_or_prolong_a_proof(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_closed_account_is_out_at_once_and_cannot_come_back() -> None:
    person = factory.account(username="keluar")
    secret = sign_in("keluar")
    accounts.close_account(person=person, at=now())
    assert queries.session(secret, at=now()) is None
    assert refused("keluar", factory.PASSWORD).code == "sign_in_failed"
    with pytest.raises(OperationalError, match="no such active account"):
        sessions.open_session(person=person, method="password", at=now())


def test_a_password_set_while_the_old_one_was_being_checked_keeps_that_session_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person, proves = factory.account(username="petugas.baru"), passwords.proves

    def slowly(account: object, password: str) -> bool:
        right = proves(account, password)  # type: ignore[arg-type]
        code = starts.give(person=person, by=person, at=now())
        new = "ombak kecil di teluk"
        starts.start(username="petugas.baru", code=code, password=new, address=ADDRESS, at=now())
        return right

    monkeypatch.setattr(passwords, "proves", slowly)
    assert refused("petugas.baru", factory.PASSWORD).code == "sign_in_failed"
    assert queries.sessions(person, at=now()) == []


def test_the_sweep_takes_ended_sessions_and_old_counters_only() -> None:
    secret = factory.session()
    door.throttle("test", b"someone", 5, 60, now())
    assert sessions.sweep(at=now()) == door.sweep(at=now()) == 0
    assert sessions.sweep(at=now() + timedelta(hours=13)) >= 1
    assert queries.session(secret, at=now()) is None
    assert door.sweep(at=now() + timedelta(days=2)) >= 1


def test_checks_find_nothing_in_a_sound_room() -> None:
    factory.session()
    assert list(checks.problems()) == []
