"""Reads of people: who a session belongs to, and which account has a username.

Leaves out rights and posts (`agencies.queries.actor_of` builds on `session`). Names and e-mail addresses
are personal: nothing here hands them out.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from serentak.people.models import Person
from serentak.people.rules import key_hash

_SESSION = """
SELECT s.person, s.method, s.proved, s.expires
FROM people_session s JOIN people_person p ON p.id = s.person AND p.is_active
WHERE s.key_hash = %s AND s.expires > %s"""


@dataclass(frozen=True)
class SignedIn:
    """An open session: whose, how and when the person proved it, and when it ends by itself."""

    person: int
    method: str
    proved: datetime
    expires: datetime


def session(secret: bytes, *, at: datetime) -> SignedIn | None:
    """The session of this secret, open at `at`; None when unknown, ended, or the account is closed."""
    with connection.cursor() as cursor:
        cursor.execute(_SESSION, [key_hash(secret), at])
        row = cursor.fetchone()
    return SignedIn(*row) if row else None


def person_named(username: str) -> int | None:
    """The id of the account with this username, or None."""
    return Person.objects.filter(username=username).values_list("id", flat=True).first()
