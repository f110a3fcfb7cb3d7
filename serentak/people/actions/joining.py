"""Citizens' accounts: made by oneself, optional, and closed again by oneself.

Nobody learns here whether a sign-in name has an account: making one is answered alike in both cases, costs
the same work, and is limited by address. Only signing in tells, and that door is throttled by name.
"""

import os
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from serentak.lib.refusal import Refusal
from serentak.people import rules
from serentak.people.actions import accounts, door
from serentak.people.models import Person

HOUR = 3600


def join(*, username: str, name: str, password: str, address: str, at: datetime) -> None:
    """Opens a citizen's account unless this sign-in name has one, which stays as it is; does not say which.

    Refusals: `throttled` (429) by address, `invalid` with the fields `username`, `name`, `password`."""
    door.throttle(
        "join", rules.address_key(address), door.setting("signin.accounts_hour_address", at), HOUR, at
    )
    try:
        accounts.open_account(username=username, name=name, password=password, at=at, citizen=True)
    except Refusal as no:
        if no.code != "username_taken":
            raise


def leave(*, person: int, secret: bytes, password: str, at: datetime) -> None:
    """Closes one's own account for good, by its session's secret and its password: sign-in name, name,
    address, password, keys, codes and sessions go. Its number stays, since sign-ins name it. Refusals as of
    `accounts.confirm`."""
    accounts.confirm(person=person, password=password, field="password", at=at)
    with transaction.atomic(), connection.cursor() as cursor:
        nobody = make_password(os.urandom(16).hex())
        Person.objects.filter(id=person).update(password=nobody)
        cursor.execute("SELECT people_leave(%s)", [secret])
