"""Every write of people: accounts, signing in and out, and the counters of throttled doors.

An account alone permits nothing; rights are holdings. A failed sign-in never says which part was wrong and
takes as long for an unknown name as for a known one. Leaves out passkeys and single sign-on.
"""

import hashlib
import hmac
import os
from datetime import UTC, datetime, timedelta
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password, verify_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from serentak.law import queries as law
from serentak.law.dates import Text
from serentak.lib.clock import local_day
from serentak.lib.refusal import Refusal
from serentak.people import rules
from serentak.people.models import Attempt, Person, Session

KEPT_ATTEMPTS = timedelta(days=1)

_COUNT = """
INSERT INTO people_attempt (bucket, key, window_start, count) VALUES (%s, %s, %s, 1)
ON CONFLICT (bucket, key, window_start) DO UPDATE SET count = people_attempt.count + 1
RETURNING count"""


def open_account(*, username: str, name: str, password: str, at: datetime, email: str = "") -> int:
    """Opens an account and returns its id. Refuses a taken or malformed username and a weak password."""
    username = rules.normal_username(username)
    fields = {"username": rules.wrong_username(username), "password": _weakness(password, username, at)}
    wrong = {field: text for field, text in fields.items() if text}
    if wrong:
        raise Refusal("invalid", next(iter(wrong.values())), fields=wrong)
    try:
        with transaction.atomic():
            person = Person.objects.create(
                username=username,
                name=name.strip(),
                email=email.strip(),
                password=make_password(password),
                opened=at,
            )
    except IntegrityError:
        taken = {"id": f"Nama pengguna {username} sudah dipakai.", "en": f"The username {username} is taken."}
        raise Refusal("username_taken", taken, status=409, fields={"username": taken}) from None
    return person.id


def close_account(*, person: int) -> None:
    """Ends an account and all its sessions; its acts stay on the record."""
    with transaction.atomic():
        Person.objects.filter(id=person).update(is_active=False)
        Session.objects.filter(person=person).delete()


def sign_in(
    username: str, password: str, *, address: str, at: datetime, replacing: bytes | None = None
) -> bytes:
    """Proves a person by password and opens a session; returns its secret, for the cookie.

    `replacing` is the secret the browser still carried: that session ends, so none outlives a sign-in.
    Refusals: `throttled` (429) by account and by address, `sign_in_failed` (403) without saying why."""
    username = rules.normal_username(username)
    window = 60 * _setting("signin.window_minutes", at)
    throttle(
        "signin.address", rules.address_key(address), _setting("signin.attempts_address", at), window, at
    )
    throttle("signin.account", username.encode(), _setting("signin.attempts_account", at), window, at)
    person = Person.objects.filter(username=username, is_active=True).first()
    right, outdated = verify_password(password, person.password if person else _nobody())
    if person is None or not right:
        raise _failed()
    if outdated:
        Person.objects.filter(id=person.id).update(password=make_password(password))
    Attempt.objects.filter(bucket="signin.account", key=_keyed("signin.account", username.encode())).delete()
    if replacing is not None:
        sign_out(replacing)
    return open_session(person=person.id, method="password", at=at)


def open_session(*, person: int, method: str, at: datetime) -> bytes:
    """Opens a session for a person whose proof the caller has just checked; returns its secret.

    A trigger stamps the moment of the proof and the ceiling, and appends the row of the sign-in."""
    secret = os.urandom(rules.SECRET_BYTES)
    Session.objects.create(
        key_hash=rules.key_hash(secret), person=person, method=method, proved=at, expires=at + rules.CEILING
    )
    return secret


def sign_out(secret: bytes) -> None:
    """Ends the session of this secret; nothing happens when there is none."""
    Session.objects.filter(key_hash=rules.key_hash(secret)).delete()


def throttle(bucket: str, key: bytes, limit: int, seconds: int, at: datetime) -> None:
    """Counts one attempt at a door in its window of `seconds`; refuses with 429 beyond `limit`.

    `key` is who knocks (account, `rules.address_key`); only its keyed hash is stored. One statement."""
    start = datetime.fromtimestamp(at.timestamp() // seconds * seconds, UTC)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [bucket, _keyed(bucket, key), start])
        (count,) = cursor.fetchone()
    if count > limit:
        wait = int((start + timedelta(seconds=seconds) - at).total_seconds()) + 1
        raise _too_often(wait)


def sweep(*, at: datetime) -> int:
    """Deletes ended sessions and counters of past windows; returns how many rows went."""
    sessions, _ = Session.objects.filter(expires__lte=at).delete()
    attempts, _ = Attempt.objects.filter(window_start__lt=at - KEPT_ATTEMPTS).delete()
    return sessions + attempts


def _weakness(password: str, username: str, at: datetime) -> Text | None:
    minimum = _setting("signin.password_length", at)
    weak = rules.weak_password(password, username=username, minimum=minimum)
    if weak:
        return weak
    if password == rules.DEMO_PASSWORD and not settings.DEMO:
        return {"id": "Kata sandi ini milik peragaan.", "en": "This password belongs to the demonstration."}
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return {"id": "Kata sandi ini terlalu umum.", "en": "This password is too common."}
    return None


def _setting(name: str, at: datetime) -> int:
    return int(law.library().value(name, on=local_day(at)).value)


def _keyed(bucket: str, key: bytes) -> bytes:
    return hmac.new(settings.FILE_KEY, f"throttle {bucket} ".encode() + key, hashlib.sha256).digest()


class Argon2(Argon2PasswordHasher):
    """19 MiB, two passes, one lane (OWASP's figures): Django's own takes 100 MiB and eight threads."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1


@cache
def _nobody() -> str:
    """The hash an unknown username is checked against, so that it costs the same work."""
    return make_password(os.urandom(16).hex())


def _failed() -> Refusal:
    return Refusal(
        "sign_in_failed",
        {
            "id": "Nama pengguna atau kata sandi tidak cocok.",
            "en": "The username or the password does not match.",
        },
        remedy={
            "id": "Periksa huruf besar dan kecil, lalu coba lagi. Lupa? Hubungi administrator instansi Anda.",
            "en": "Check upper and lower case and try again. Forgotten? Ask your agency's administrator.",
        },
        status=403,
    )


def _too_often(wait: int) -> Refusal:
    minutes = -(-wait // 60)
    return Refusal(
        "throttled",
        {"id": "Terlalu banyak percobaan.", "en": "Too many attempts."},
        remedy={"id": f"Coba lagi dalam {minutes} menit.", "en": f"Try again in {minutes} minutes."},
        status=429,
        detail={"seconds": wait},
    )
