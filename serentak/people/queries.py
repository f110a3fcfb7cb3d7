"""Reads of people: who a session belongs to, which account has a username, and what is one's own.

Leaves out rights and posts (`agencies.queries.actor_of` builds on `session`). Names and e-mail addresses
are personal: `profile` hands them out to the person alone, `listed` to whoever administers the accounts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from serentak.people.models import Passkey, Person, Recovery, Session, Totp
from serentak.people.rules import key_hash

_SESSION = """
SELECT s.key_hash, s.person, s.method, s.proved, s.expires
FROM people_session s JOIN people_person p ON p.id = s.person AND p.is_active
WHERE s.key_hash = %s AND s.expires > %s"""


@dataclass(frozen=True)
class SignedIn:
    """An open session: whose, how and when the person proved it, and when it ends by itself."""

    key_hash: bytes
    person: int
    method: str
    proved: datetime
    expires: datetime


def session(secret: bytes, *, at: datetime) -> SignedIn | None:
    """The session of this secret, open at `at`; None when unknown, ended, or the account is closed."""
    with connection.cursor() as cursor:
        cursor.execute(_SESSION, [key_hash(secret), at])
        row = cursor.fetchone()
    return SignedIn(bytes(row[0]), *row[1:]) if row else None


def sessions(person: int, *, at: datetime) -> list[SignedIn]:
    """This person's open sessions, newest first."""
    rows = Session.objects.filter(person=person, expires__gt=at).order_by("-proved")
    return [SignedIn(bytes(row.key_hash), row.person, row.method, row.proved, row.expires) for row in rows]


@dataclass(frozen=True)
class Profile:
    """What an account says of its own person."""

    username: str
    name: str
    email: str


def profile(person: int) -> Profile:
    """The account of somebody who is signed in: personal, for that person's own pages."""
    return Profile(*Person.objects.values_list("username", "name", "email").get(id=person))


@dataclass(frozen=True)
class App:
    """An authenticator app in use: since when, and how many recovery codes are left."""

    since: datetime
    left: int


def app(person: int) -> App | None:
    """The authenticator app of this person, or None."""
    since = Totp.objects.filter(person=person).values_list("since", flat=True).first()
    return App(since, Recovery.objects.filter(person=person).count()) if since else None


@dataclass(frozen=True)
class OwnKey:
    """A passkey as its owner sees it."""

    id: bytes
    name: str
    added: datetime
    used: datetime | None


def passkeys(person: int) -> list[OwnKey]:
    """This person's passkeys, oldest first."""
    rows = Passkey.objects.filter(person=person).order_by("added", "id")
    return [OwnKey(bytes(row.id), row.name, row.added, row.used) for row in rows]


def person_named(username: str) -> int | None:
    """The id of the account with this username, or None."""
    return Person.objects.filter(username=username).values_list("id", flat=True).first()


_LISTED = """
SELECT p.id, p.username, p.name, p.is_active, p.opened,
  EXISTS (SELECT 1 FROM people_signin s WHERE s.person = p.id)
FROM people_person p WHERE p.id = ANY(%s) ORDER BY p.id"""


@dataclass(frozen=True)
class Listed:
    """An account as its administrator sees it: personal; `active` False: locked, `came`: ever signed in."""

    id: int
    username: str
    name: str
    active: bool
    opened: datetime
    came: bool


def listed(persons: Collection[int]) -> dict[int, Listed]:
    """The accounts of these persons by number: for whoever administers them."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, [list(persons)])
        return {row[0]: Listed(*row) for row in cursor.fetchall()}
