"""Passkeys: made with an account or added by somebody who has just proved himself, used to sign in, taken
away again."""

import hashlib
import hmac
import os
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


def asked_to_join(*, username: str, at: datetime) -> dict[str, Any]:
    """What the browser's authenticator is asked to make a key for an account that is to be so named;
    nothing is stored, and what it knows the account by is drawn."""
    given = passkey.challenge(settings.FILE_KEY, _joining(username), at)
    return passkey.creation(site(), given, handle=os.urandom(32), username=username, known=[])


def made_to_join(*, username: str, answer: str, at: datetime) -> passkey.Key:
    """The key that an authenticator made for an account to be so named; refuses one that opens an account."""
    key = _made(_joining(username), answer, at)
    if Passkey.objects.filter(id=key.id).exists():
        raise _wrong()
    return key


def add(
    *,
    person: int,
    password: str,
    method: str,
    name: str,
    answer: str,
    at: datetime,
    since: datetime | None = None,
) -> None:
    """Keeps the key that an authenticator made; `name` is what the person calls it, `method` how the session
    was proved, `since` as in `accounts.confirm`."""
    accounts.confirm_factors(person=person, password=password, method=method, at=at, since=since)
    key = _made(_adding(person), answer, at)
    try:
        with transaction.atomic():
            keep(person=person, key=key, name=name, at=at)
    except IntegrityError:
        raise _wrong() from None


def keep(*, person: int, key: passkey.Key, name: str, at: datetime) -> None:
    """Keeps a key whose proof the caller has just checked."""
    name = name.strip()[:60] or "Kunci sandi"
    Passkey.objects.create(id=key.id, person=person, data=key.data, counter=key.counter, name=name, added=at)


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


def remove(
    *, person: int, password: str, method: str, id: bytes, at: datetime, since: datetime | None = None
) -> None:
    """Takes one of a person's keys away; nothing happens when it is another's or gone. Who has no password
    keeps the last one: Refusal `last_key` (409)."""
    accounts.confirm_factors(person=person, password=password, method=method, at=at, since=since)
    with transaction.atomic():
        account = Person.objects.select_for_update().get(id=person)
        others = Passkey.objects.filter(person=person).exclude(id=id)
        if not account.has_usable_password() and not others.exists():
            raise _last()
        Passkey.objects.filter(person=person, id=id).delete()


def _made(purpose: str, answer: str, at: datetime) -> passkey.Key:
    try:
        return passkey.registered(site(), _once(purpose, answer, at), answer)
    except ValueError:
        raise _wrong() from None


def _once(purpose: str, answer: str, at: datetime) -> bytes:
    """The challenge of an answer, which counts once; ValueError when it is not ours or too old."""
    given, second = passkey.made(settings.FILE_KEY, purpose, answer, at)
    door.throttle("passkey", given, 1, passkey.LIFE, datetime.fromtimestamp(second, UTC))
    return given


def _adding(person: int) -> str:
    return f"add {person}"


def _joining(username: str) -> str:
    return f"join {username}"


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


def _last() -> Refusal:
    return Refusal(
        "last_key",
        {
            "id": "Ini satu-satunya cara masuk ke akun Anda.",
            "en": "This is the only way into your account.",
        },
        remedy={
            "id": "Pasang kata sandi atau tambah kunci lain dulu.",
            "en": "Set a password or add another key first.",
        },
        status=409,
    )
