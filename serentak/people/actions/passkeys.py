"""Passkeys: added by somebody who has just typed the password, used to sign in, taken away again."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from serentak.lib.refusal import Refusal
from serentak.people import passkey, rules
from serentak.people.actions import accounts, door, sessions
from serentak.people.models import Passkey, Person

SIGN_IN = "sign in"


def site() -> passkey.Site:
    """Keys are valid for the address people use."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return passkey.Site(host, settings.BASE_URL, f"Serentak {settings.GOVERNMENT_SHORT}")


def asked_to_sign_in(*, at: datetime) -> dict[str, Any]:
    """What the browser's authenticator is asked; nothing is stored."""
    return passkey.request(site(), passkey.challenge(settings.FILE_KEY, SIGN_IN, at))


def asked_to_add(*, person: int, at: datetime) -> dict[str, Any]:
    """What the browser's authenticator is asked to make a key for this person; nothing is stored."""
    known = [bytes(id) for id in Passkey.objects.filter(person=person).values_list("id", flat=True)]
    username = Person.objects.values_list("username", flat=True).get(id=person)
    given = passkey.challenge(settings.FILE_KEY, _adding(person), at)
    return passkey.creation(site(), given, handle=_handle(person), username=username, known=known)


def add(*, person: int, password: str, method: str, name: str, answer: str, at: datetime) -> None:
    """Keeps the key that an authenticator made; `name` is what the person calls it, `method`
    how the session was proved."""
    accounts.confirm_factors(person=person, password=password, method=method, at=at)
    try:
        given = _once(_adding(person), answer, at)
        key = passkey.registered(site(), given, answer)
        with transaction.atomic():
            Passkey.objects.create(
                id=key.id,
                person=person,
                data=key.data,
                counter=key.counter,
                name=name.strip()[:60] or "Kunci sandi",
                added=at,
            )
    except (ValueError, IntegrityError):
        raise _wrong() from None


def sign_in(*, answer: str, address: str, at: datetime, replacing: bytes | None = None) -> tuple[int, bytes]:
    """Opens a session for whoever holds the key; returns the person and the session's secret.

    Refusals: `throttled` (429) by address, `passkey_failed` (403) without saying why."""
    limit, minutes = door.setting("signin.attempts_address", at), door.setting("signin.window_minutes", at)
    door.throttle("signin.address", rules.address_key(address), limit, 60 * minutes, at)
    try:
        given = _once(SIGN_IN, answer, at)
        row = Passkey.objects.filter(id=passkey.number(answer)).first()
        if row is None:
            raise ValueError("no such key")
        key = passkey.Key(bytes(row.id), bytes(row.data), row.counter)
        counter = passkey.proved(site(), given, key, answer)
    except ValueError:
        raise _wrong() from None
    if not Person.objects.filter(id=row.person, is_active=True).exists():
        raise _wrong()
    with transaction.atomic():
        Passkey.objects.filter(id=row.id).update(counter=counter, used=at)
        if replacing is not None:
            sessions.sign_out(replacing)
        return row.person, sessions.open_session(person=row.person, method="passkey", at=at)


def remove(*, person: int, password: str, method: str, id: bytes, at: datetime) -> None:
    """Takes one of a person's keys away; nothing happens when it is another's or gone."""
    accounts.confirm_factors(person=person, password=password, method=method, at=at)
    Passkey.objects.filter(person=person, id=id).delete()


def _once(purpose: str, answer: str, at: datetime) -> bytes:
    """The challenge of an answer, which counts once; ValueError when it is not ours or too old."""
    given, second = passkey.made(settings.FILE_KEY, purpose, answer, at)
    door.throttle("passkey", given, 1, passkey.LIFE, datetime.fromtimestamp(second, UTC))
    return given


def _adding(person: int) -> str:
    return f"add {person}"


def _handle(person: int) -> bytes:
    """What an authenticator knows a person by: it says nothing about him."""
    return hmac.new(settings.FILE_KEY, f"passkey of {person}".encode(), hashlib.sha256).digest()


def _wrong() -> Refusal:
    return Refusal(
        "passkey_failed",
        {"id": "Kunci sandi tidak diterima.", "en": "The passkey was not accepted."},
        remedy={
            "id": "Coba sekali lagi, atau masuk dengan kata sandi.",
            "en": "Try once more, or sign in with your password.",
        },
        status=403,
    )
