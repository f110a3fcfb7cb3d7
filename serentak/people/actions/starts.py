"""Start codes: how somebody comes to a password of his own that no administrator ever knew.

An administrator gives the code, on paper or by telephone, or its owner drew it himself (`recovery`); it opens
no session, it sets a password once. Of each kind the last one counts; its row stays, so that its owner sees
when a password was set with one and that it was given.
"""

import hashlib
import hmac
import os
from base64 import b32encode
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q

from serentak.lib.ids import CODE_LENGTH, read_code
from serentak.lib.refusal import Refusal
from serentak.people import rules
from serentak.people.actions import accounts, door, mailing, passwords, sessions
from serentak.people.models import Passkey, Person, Start

NOBODY = 0
"""Whose rows are written when there is nobody, so that asking costs the same."""


def invite(
    *,
    username: str,
    name: str,
    email: str = "",
    invited_by: int | None,
    by: int,
    at: datetime,
    citizen: bool = False,
) -> tuple[int, str]:
    """Opens an account with a password that nobody knows, and gives its start code: person and code.

    `invited_by` is the body whose own administrator invites (None: the province's), `by` who does it; a
    `citizen` signs in by telephone number or e-mail and stands before him, so that name counts as proved."""
    with transaction.atomic():
        person = accounts.open_account(
            username=username,
            name=name,
            email=email,
            password=None,
            invited_by=invited_by,
            at=at,
            citizen=citizen,
            proved=citizen,
        )
        return person, give(person=person, by=by, at=at)


def invite_all(
    *, names: Mapping[str, str], invited_by: int | None, by: int, at: datetime
) -> dict[str, tuple[int, str]]:
    """As `invite`, for many at once, in the caller's transaction: names by username; person and code by
    username. Three statements; the password is one that nothing proves, so none is hashed for each."""
    for username, name in names.items():
        for field, text in (("username", rules.wrong_username(username)), ("name", rules.wrong_name(name))):
            if text:
                raise Refusal("invalid", text, fields={field: text})
    rows = [
        Person(username=username, name=name, password=make_password(None), opened=at, invited_by=invited_by)
        for username, name in names.items()
    ]
    try:
        with transaction.atomic():
            persons = Person.objects.bulk_create(rows)
    except IntegrityError:
        taken = {"id": "Ada nama pengguna yang baru saja dipakai.", "en": "A username has just been taken."}
        raise Refusal("username_taken", taken, status=409) from None
    codes = {person.username: (person.id, _code()) for person in persons}
    expires = at + timedelta(hours=door.setting("signin.start_hours", at))
    Start.objects.bulk_create(
        Start(
            person=person,
            way="given",
            code_hash=_hashed(person, code),
            given_by=by,
            given=at,
            expires=expires,
        )
        for person, code in codes.values()
    )
    return codes


def give(*, person: int, by: int, at: datetime) -> str:
    """A new start code for a person; the one before counts no longer. Refuses a locked account."""
    if not Person.objects.filter(id=person, is_active=True).exists():
        raise Refusal(
            "locked",
            {"id": "Akun ini terkunci.", "en": "This account is locked."},
            remedy={"id": "Buka kuncinya dulu.", "en": "Unlock it first."},
            status=409,
        )
    return draw(
        person=person,
        way="given",
        by=by,
        at=at,
        lasts=timedelta(hours=door.setting("signin.start_hours", at)),
    )


def draw(*, person: int, way: str, by: int, at: datetime, lasts: timedelta | None) -> str:
    """A new code of one kind, for so long (None: until another is drawn); the one before counts no longer."""
    code, expires = _code(), None if lasts is None else at + lasts
    row = Start(
        person=person, way=way, code_hash=_hashed(person, code), given_by=by, given=at, expires=expires
    )
    kept = ["code_hash", "given_by", "given", "expires", "used"]
    Start.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["person", "way"], update_fields=kept
    )
    return code


def renew(*, person: int, by: int, at: datetime) -> str | None:
    """Another start code in place of one that `by` gave and nobody used; None when there is no such one."""
    unused = Start.objects.filter(person=person, way="given", given_by=by, used=None).exists()
    return give(person=person, by=by, at=at) if unused else None


def start(*, username: str, code: str, password: str, address: str, at: datetime) -> None:
    """Sets a person's password with a code of any kind, once; every session and other code ends, and the
    owner is told by mail. A second factor stays; the passkeys of somebody who had no password go: it was them
    he lost.

    Refusals: `throttled` (429), `start_failed` (403) without saying what was wrong, `invalid` for a weak
    one."""
    username = rules.normal_username(username)
    for bucket, key, limit in _knocks(username, address):
        window = 60 * door.setting("signin.window_minutes", at)
        door.throttle(bucket, key, door.setting(limit, at), window, at)
    with transaction.atomic():
        person = Person.objects.filter(username=username, is_active=True).first()
        row = _unused(person, read_code(code), at)
        if person is None or row is None:
            raise _failed()
        if weak := passwords.weakness(password, username=username, name=person.name, at=at):
            raise Refusal("invalid", weak, fields={"new": weak})
        Person.objects.filter(id=person.id).update(password=make_password(password))
        Start.objects.filter(person=person.id, way=row.way).update(used=at)
        accounts.end_codes(person=person.id, at=at)
        if not person.has_usable_password():
            Passkey.objects.filter(person=person.id).delete()
        sessions.end_all(person=person.id)
        mailing.tell_owner("changed", person, at=at, path="/masuk/lupa")


def _unused(person: Person | None, code: str, at: datetime) -> Start | None:
    """The code that a person typed and may still use, held fast until the transaction ends."""
    whose = person.id if person else NOBODY
    may = Start.objects.select_for_update().filter(
        Q(expires=None) | Q(expires__gt=at), person=whose, used=None
    )
    wanted = _hashed(whose, code)
    found = [row for row in may if hmac.compare_digest(bytes(row.code_hash), wanted)]
    return found[0] if found else None


def _knocks(username: str, address: str) -> list[tuple[str, bytes, str]]:
    account, place = username.encode(), rules.address_key(address)
    return [
        ("start.account_address", account + b" " + place, "signin.attempts_account"),
        ("start.address", place, "signin.attempts_address"),
        ("start.account", account, "signin.attempts_unknown"),
    ]


def _code() -> str:
    return b32encode(os.urandom(10)).decode()[:CODE_LENGTH]


def _hashed(person: int, code: str) -> bytes:
    return hmac.new(settings.FILE_KEY, f"start {person} {code}".encode(), hashlib.sha256).digest()


def _failed() -> Refusal:
    return Refusal(
        "start_failed",
        {
            "id": "Nama pengguna atau kode awal tidak cocok, atau kodenya sudah tidak berlaku.",
            "en": "The username or the start code does not match, or the code is no longer valid.",
        },
        remedy={
            "id": "Periksa ejaannya. Kode yang lewat masanya diganti oleh pengelola instansi Anda.",
            "en": "Check the spelling. Your agency's administrator replaces a code that has run out.",
        },
        status=403,
    )
