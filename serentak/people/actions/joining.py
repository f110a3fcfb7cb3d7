"""Citizens' accounts: made by oneself, optional, and closed again by oneself.

Nobody learns here whether a sign-in name has an account: making one is answered alike in both cases, costs
the same work, and is limited by address. Only signing in tells, and that door is throttled by name.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from serentak.lib.refusal import Refusal
from serentak.people import rules
from serentak.people.actions import accounts, door, passkeys
from serentak.people.models import Person

HOUR = 3600


def join(*, username: str, name: str, password: str, address: str, at: datetime) -> None:
    """Opens a citizen's account unless this sign-in name has one, which stays as it is; does not say which.

    Refusals: `throttled` (429) by address, `invalid` with the fields `username`, `name`, `password`."""
    _count(address, at)
    try:
        accounts.open_account(username=username, name=name, password=password, at=at, citizen=True)
    except Refusal as no:
        if no.code != "username_taken":
            raise


def asked_for_key(*, username: str, name: str, at: datetime) -> dict[str, Any]:
    """What the browser's authenticator is asked, to make an account without a password; whether the name has
    one is not said. Refusal `invalid` with the fields `username`, `name`."""
    return passkeys.asked_to_join(username=_named(username, name), at=at)


def join_by_key(*, username: str, name: str, answer: str, address: str, at: datetime) -> None:
    """As `join`, with the key that an authenticator made and without a password. Refusals: `throttled`
    (429) by address, `invalid` with the fields `username`, `name`, `passkey_failed` (403)."""
    _count(address, at)
    username = _named(username, name)
    key = passkeys.made_to_join(username=username, answer=answer, at=at)
    try:
        with transaction.atomic():
            person = accounts.open_account(username=username, name=name, password=None, at=at, citizen=True)
            passkeys.keep(person=person, key=key, name="", at=at)
    except Refusal as no:
        if no.code != "username_taken":
            raise


def _count(address: str, at: datetime) -> None:
    limit = door.setting("signin.accounts_hour_address", at)
    door.throttle("join", rules.address_key(address), limit, HOUR, at)


def _named(username: str, name: str) -> str:
    username = rules.normal_username(username)
    accounts.refuse({"username": rules.wrong_contact(username), "name": rules.wrong_name(name)})
    return username


def leave(*, person: int, secret: bytes, password: str, at: datetime, since: datetime | None = None) -> None:
    """Closes one's own account for good, by its session's secret and its password: sign-in name, name,
    address, password, keys, codes and sessions go. Its number stays, since sign-ins name it. `since` and
    refusals as of `accounts.confirm`."""
    accounts.confirm(person=person, password=password, field="password", at=at, since=since)
    with transaction.atomic(), connection.cursor() as cursor:
        Person.objects.filter(id=person).update(password=make_password(None))
        cursor.execute("SELECT people_leave(%s)", [secret])
