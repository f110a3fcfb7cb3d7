"""Signing in, by password and, where there is one, a second code.

A failed sign-in never says which part was wrong and takes as long for an unknown name as for a known one.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db import transaction

from serentak.lib.refusal import Refusal
from serentak.people import rules
from serentak.people.actions import door, factors, passwords, sessions
from serentak.people.models import Person, Totp

HALF_WAY = 300  # seconds to type the second code
_SALT = "people.half_way"


@dataclass(frozen=True)
class HalfWay:
    """The password was right and a code must follow; the token says whose, and opens nothing by itself."""

    token: str


def sign_in(
    username: str, password: str, *, address: str, at: datetime, replacing: bytes | None = None
) -> bytes | HalfWay:
    """Proves a person by password; opens a session and returns its secret for the cookie, or asks for a code.

    `replacing` is the secret the browser still carried: that session ends, so none outlives a sign-in.
    Refusals: `throttled` (429) by account and by address, `sign_in_failed` (403) without saying why."""
    username = rules.normal_username(username)
    window = 60 * door.setting("signin.window_minutes", at)
    limit = door.setting("signin.attempts_address", at)
    door.throttle("signin.address", rules.address_key(address), limit, window, at)
    limit = door.setting("signin.attempts_account", at)
    door.throttle("signin.account", username.encode(), limit, window, at)
    person = Person.objects.filter(username=username, is_active=True).first()
    if not passwords.proves(person, password) or person is None:
        raise _failed()
    door.forget("signin.account", username.encode())
    if Totp.objects.filter(person=person.id).exists():
        return HalfWay(signing.dumps([person.id, _stamp(person)], salt=_SALT))
    return _open(person.id, "password", at, replacing)


def sign_in_code(token: str, code: str, *, at: datetime, replacing: bytes | None = None) -> bytes:
    """The second step: a code of the app, or a recovery code. Opens the session and returns its secret.

    Refusals: `half_way_over` (403) when the first step is too long ago, and those of `factors.use`."""
    person = half_way(token)
    if person is None:
        raise Refusal(
            "half_way_over",
            {"id": "Langkah pertama sudah terlalu lama.", "en": "The first step is too long ago."},
            remedy={"id": "Masuk lagi dengan kata sandi.", "en": "Sign in with your password again."},
            status=403,
        )
    method = factors.use(person=person, code=code, at=at)
    return _open(person, method, at, replacing)


def half_way(token: str) -> int | None:
    """Who is half way in; None when that was too long ago, or the password or the account changed since."""
    try:
        person, stamp = signing.loads(token, salt=_SALT, max_age=HALF_WAY)
    except signing.BadSignature:
        return None
    found = Person.objects.filter(id=person, is_active=True).first()
    return found.id if found and _stamp(found) == stamp else None


def _open(person: int, method: str, at: datetime, replacing: bytes | None) -> bytes:
    with transaction.atomic():
        if replacing is not None:
            sessions.sign_out(replacing)
        return sessions.open_session(person=person, method=method, at=at)


def _stamp(person: Person) -> str:
    return hashlib.sha256(person.password.encode()).hexdigest()[:16]


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
