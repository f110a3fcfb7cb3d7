"""Signing in, by password or a provider's word and, where there is one, a second code.

A failed sign-in never says which part was wrong and takes as long for an unknown name as for a known one.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db import transaction

from serentak.lib.refusal import Refusal
from serentak.people import rules
from serentak.people.actions import door, factors, passwords, sessions
from serentak.people.models import Person, Totp

HALF_WAY = 300  # seconds to type the second code
KNOWN_DEVICE = 31_536_000  # seconds: a year
_SALT = "people.half_way"


@dataclass(frozen=True)
class HalfWay:
    """The first step was right and a code must follow; the token says whose, and opens nothing by itself."""

    token: str


def sign_in(
    username: str,
    password: str,
    *,
    address: str,
    at: datetime,
    replacing: bytes | None = None,
    device: str = "",
) -> bytes | HalfWay:
    """Proves a person by password; opens a session and returns its secret for the cookie, or asks for a code.

    `replacing` is the secret the browser still carried: that session ends, so none outlives a sign-in.
    `device` is what `known_device` gave this browser. Refusals: `throttled` (429), `sign_in_failed` (403),
    which never says why."""
    username = rules.normal_username(username)
    knocks = _knocks(username, rules.address_key(address), device)
    for bucket, key, limit in knocks:
        window = 60 * door.setting("signin.window_minutes", at)
        door.throttle(bucket, key, door.setting(limit, at), window, at)
    person = Person.objects.filter(username=username, is_active=True).first()
    if not passwords.proves(person, password) or person is None:
        raise _failed()
    door.forget(*knocks[0][:2])
    if Totp.objects.filter(person=person.id).exists():
        return HalfWay(signing.dumps([person.id, _stamp(person)], salt=_SALT))
    return _open(person.id, _stamp(person), "password", at, replacing)


def sign_in_code(token: str, code: str, *, at: datetime, replacing: bytes | None = None) -> bytes:
    """The second step: a code of the app, or a recovery code. Opens the session and returns its secret.

    Refusals: `half_way_over` (403) when the first step is too long ago, and those of `factors.use`."""
    person = _half_way(token)
    if person is None:
        raise Refusal(
            "half_way_over",
            {"id": "Langkah pertama sudah terlalu lama.", "en": "The first step is too long ago."},
            remedy={"id": "Masuk lagi dengan kata sandi.", "en": "Sign in with your password again."},
            status=403,
        )
    method = factors.use(person=person[0], code=code, at=at)
    return _open(*person, method, at, replacing)


def go_on(person: int, strong: bool, *, at: datetime, replacing: bytes | None = None) -> bytes | HalfWay:
    """Goes on with somebody an identity provider vouches for: opens the session and returns its secret, or
    asks for the code of whoever set one up, unless the provider's proof is `strong`."""
    found = Person.objects.filter(id=person, is_active=True).first()
    if found is None:
        raise _failed()
    if not strong and Totp.objects.filter(person=person).exists():
        return HalfWay(signing.dumps([person, _stamp(found)], salt=_SALT))
    return _open(person, _stamp(found), "oidc_strong" if strong else "oidc", at, replacing)


def half_way(token: str) -> int | None:
    """Who is half way in; None when that was too long ago, or the password or the account changed since."""
    found = _half_way(token)
    return found[0] if found else None


def _half_way(token: str) -> tuple[int, str] | None:
    try:
        person, stamp = signing.loads(token, salt=_SALT, max_age=HALF_WAY)
    except signing.BadSignature:
        return None
    found = Person.objects.filter(id=person, is_active=True).first()
    return (found.id, stamp) if found and _stamp(found) == stamp else None


def known_device(username: str, device: str = "") -> str:
    """What a browser keeps after a sign-in to this account: strangers' attempts do not count against it.

    A browser that has it already keeps it."""
    return device if _device(username, device) else signing.dumps(os.urandom(12).hex(), salt=_salt(username))


def _knocks(username: str, address: bytes, device: str) -> list[tuple[str, bytes, str]]:
    """What an attempt counts against: bucket, key, limit; first what a right password forgets.

    A device that signed in to this account before counts for itself alone. Others count by account and
    address, by address, and together by account: no stranger reaches the owner's own counter."""
    account = username.encode()
    nonce = _device(username, device)
    if nonce:
        return [("signin.device", account + nonce.encode(), "signin.attempts_account")]
    return [
        ("signin.account_address", account + b" " + address, "signin.attempts_account"),
        ("signin.address", address, "signin.attempts_address"),
        ("signin.unknown", account, "signin.attempts_unknown"),
    ]


def _device(username: str, device: str) -> str:
    """The number of a device that signed in to this account within a year; empty for any other."""
    try:
        return str(signing.loads(device, salt=_salt(username), max_age=KNOWN_DEVICE))
    except signing.BadSignature:
        return ""


def _salt(username: str) -> str:
    return f"people.device {username}"


def _open(person: int, stamp: str, method: str, at: datetime, replacing: bytes | None) -> bytes:
    """Opens the session if the password that was proved is still the account's: one set meanwhile ended every
    session, and this one must not come after."""
    with transaction.atomic():
        still = Person.objects.select_for_update().filter(id=person, is_active=True).first()
        if still is None or _stamp(still) != stamp:
            raise _failed()
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
