"""Accounts: opened, closed, and given another password. An account alone permits nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q

from serentak.law.dates import Text
from serentak.lib.refusal import Refusal
from serentak.lib.words import line
from serentak.people import rules
from serentak.people.actions import door, passwords, sessions
from serentak.people.models import Passkey, Person, Start

FRESH = timedelta(minutes=10)
"""How long a sign-in by passkey proves somebody who has no password."""


def open_account(
    *,
    username: str,
    name: str,
    password: str | None,
    at: datetime,
    email: str = "",
    invited_by: int | None = None,
    citizen: bool = False,
    proved: bool = False,
) -> int:
    """Opens an account and returns its id; without a password (None) it has none, until a start code sets it.
    A `citizen` signs in by telephone number or e-mail; `proved`: somebody saw whose that is. Refuses a taken
    or malformed username, no name and a weak password."""
    username, name = rules.normal_username(username), line(name)
    weak = None if password is None else passwords.weakness(password, username=username, name=name, at=at)
    wrong_sign_in = rules.wrong_contact if citizen else rules.wrong_username
    refuse({"username": wrong_sign_in(username), "name": rules.wrong_name(name), "password": weak})
    try:
        with transaction.atomic():
            person = Person.objects.create(
                username=username,
                name=name,
                email=email.strip(),
                password=make_password(password),
                opened=at,
                username_proved=at if proved else None,
                invited_by=invited_by,
            )
    except IntegrityError:
        taken = {"id": f"Nama pengguna {username} sudah dipakai.", "en": f"The username {username} is taken."}
        raise Refusal("username_taken", taken, status=409, fields={"username": taken}) from None
    return person.id


def refuse(fields: Mapping[str, Text | None]) -> None:
    """Refuses a form with what is wrong at its fields; does nothing when nothing is."""
    wrong = {field: text for field, text in fields.items() if text}
    if wrong:
        raise Refusal("invalid", next(iter(wrong.values())), fields=wrong)


def close_account(*, person: int, at: datetime) -> None:
    """Ends an account, all its sessions and a start code not yet used; its acts stay on the record."""
    with transaction.atomic():
        Person.objects.filter(id=person).update(is_active=False)
        end_codes(person=person, at=at)
        sessions.end_all(person=person)


def end_codes(*, person: int, at: datetime) -> None:
    """Ends every code not yet used: with another password, one that somebody else drew is void too."""
    unused = Start.objects.filter(Q(expires=None) | Q(expires__gt=at), person=person, used=None)
    unused.update(expires=at)


def reopen_account(*, person: int) -> None:
    """Lets somebody sign in again whose account was closed."""
    Person.objects.filter(id=person).update(is_active=True)


def change_password(*, person: int, old: str, new: str, at: datetime, since: datetime | None = None) -> bytes:
    """Gives a person another password, or a first one, ends every session and code and opens a new session;
    returns its secret. `since` as in `confirm`.

    Refusals: `throttled` (429), `invalid` with the field `old` or `new` that is wrong."""
    account = confirm(person=person, password=old, field="old", at=at, since=since)
    weak = passwords.weakness(new, username=account.username, name=account.name, at=at)
    if weak is None and new == old:
        weak = {
            "id": "Kata sandi baru sama dengan yang lama. Susun yang lain.",
            "en": "The new password is the old one. Make another.",
        }
    if weak:
        raise Refusal("invalid", weak, fields={"new": weak})
    with transaction.atomic():
        Person.objects.filter(id=person).update(password=make_password(new))
        end_codes(person=person, at=at)
        sessions.end_all(person=person)
        method = "password" if account.has_usable_password() else "passkey"
        return sessions.open_session(person=person, method=method, at=at)


def confirm(*, person: int, password: str, field: str, at: datetime, since: datetime | None = None) -> Person:
    """The account of somebody signed in who proves himself again, before his ways of signing in change.

    Throttled by person; a wrong password is refused at the form's `field`. Who has no password signed in with
    a passkey a moment ago: `since` is when this session was proved by one, None when it was not; else Refusal
    `proof_too_old` (403)."""
    limit, window = door.setting("signin.attempts_account", at), door.setting("signin.window_minutes", at)
    door.throttle("signin.again", str(person).encode(), limit, 60 * window, at)
    account = Person.objects.get(id=person, is_active=True)
    if not account.has_usable_password():
        _by_key(since, at)
    elif not passwords.proves(account, password):
        wrong = {
            "id": "Kata sandi tidak cocok. Coba ketik lagi.",
            "en": "The password does not match. Type it again.",
        }
        raise Refusal("invalid", wrong, status=403, fields={field: wrong})
    door.forget("signin.again", str(person).encode())
    return account


def _by_key(since: datetime | None, at: datetime) -> None:
    if since is None or at - since > FRESH:
        raise Refusal(
            "proof_too_old",
            {
                "id": "Akun ini tanpa kata sandi, dan Anda masuk sudah lebih dari sepuluh menit.",
                "en": "This account has no password, and you signed in more than ten minutes ago.",
            },
            remedy={
                "id": "Keluar, masuk lagi dengan kunci sandi, lalu ulangi.",
                "en": "Sign out, sign in again with the passkey, then repeat this.",
            },
            status=403,
        )


def confirm_factors(
    *, person: int, password: str, method: str, at: datetime, since: datetime | None = None
) -> None:
    """As `confirm`, before a way of proving more than a password changes; `method` is the session's.

    Who has a passkey comes in by it: else a password alone would set up an app, or another key, and pass for
    two factors. Refusal `proof_too_weak` (403)."""
    confirm(person=person, password=password, field="password", at=at, since=since)
    if method in rules.ONE_FACTOR and Passkey.objects.filter(person=person).exists():
        raise Refusal(
            "proof_too_weak",
            {
                "id": "Akun ini punya kunci sandi, tetapi Anda masuk tanpa kunci itu.",
                "en": "This account has a passkey, but you signed in without it.",
            },
            remedy={
                "id": "Keluar, lalu masuk dengan kunci sandi. Kunci hilang? Minta pengelola menghapusnya.",
                "en": "Sign out, then sign in with the passkey. Lost? Your administrator removes it.",
            },
            status=403,
        )
