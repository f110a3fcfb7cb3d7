"""Reads of people: who a session belongs to, which account has a username, and what is one's own.

Leaves out rights and posts (`agencies.queries.actor_of` builds on `session`). Names and e-mail addresses
are personal: `profile` hands them out to the person alone, `listed` to whoever administers the accounts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from serentak.people.models import Identity, Passkey, Person, Recovery, Session, Start, Totp
from serentak.people.rules import CITIZENS, key_hash, normal_username

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

    @property
    def by_key(self) -> datetime | None:
        """When this session was proved by a passkey; None when it was not."""
        return self.proved if self.method == "passkey" else None


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
    """What an account says of its own person; `email_proved`: its owner reads mail there, `has_password`:
    False for who signs in by passkey alone."""

    username: str
    name: str
    email: str
    email_proved: bool
    has_password: bool


def profile(person: int) -> Profile:
    """The account of somebody who is signed in: personal, for that person's own pages."""
    row = Person.objects.only("username", "name", "email", "email_proved", "password").get(id=person)
    return Profile(row.username, row.name, row.email, row.email_proved is not None, row.has_usable_password())


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


@dataclass(frozen=True)
class OwnIdentity:
    """A connected identity as its owner sees it."""

    issuer: str
    connected: datetime
    used: datetime | None


def identities(person: int) -> list[OwnIdentity]:
    """The identities connected to this person's account, oldest first."""
    rows = Identity.objects.filter(person=person).order_by("connected", "issuer")
    return [OwnIdentity(*row) for row in rows.values_list("issuer", "connected", "used")]


def person_named(username: str) -> int | None:
    """The id of the account with this username, or None."""
    return Person.objects.filter(username=username).values_list("id", flat=True).first()


def persons_named(usernames: Collection[str]) -> dict[str, int]:
    """The ids of the accounts with these usernames; one statement."""
    return dict(Person.objects.filter(username__in=usernames).values_list("username", "id"))


_LISTED = """
SELECT p.id, p.username, p.name, p.is_active, p.opened,
  EXISTS (SELECT 1 FROM people_signin s WHERE s.person = p.id), p.invited_by
FROM people_person p WHERE {where}"""

_VIEWS = {
    "all": "true",
    "never": "p.is_active AND NOT EXISTS (SELECT 1 FROM people_signin s WHERE s.person = p.id)",
    "locked": "NOT p.is_active",
    "weak": """p.is_active AND NOT EXISTS (SELECT 1 FROM people_totp t WHERE t.person = p.id)
  AND NOT EXISTS (SELECT 1 FROM people_passkey k WHERE k.person = p.id)
  AND NOT EXISTS (SELECT 1 FROM people_signin s WHERE s.person = p.id AND s.method = 'oidc_strong')""",
}


@dataclass(frozen=True)
class Listed:
    """An account as its administrator sees it: personal; `active` False: locked, `came`: ever signed in,
    `invited_by`: the body whose own administrator invited the person."""

    id: int
    username: str
    name: str
    active: bool
    opened: datetime
    came: bool
    invited_by: int | None


def listed(persons: Collection[int]) -> dict[int, Listed]:
    """The accounts of these persons by number: for whoever administers them."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED.format(where="p.id = ANY(%s) ORDER BY p.id"), [list(persons)])
        return {row[0]: Listed(*row) for row in cursor.fetchall()}


def first(persons: Collection[int], view: str, limit: int) -> tuple[list[Listed], int]:
    """The first of these persons' accounts that are "never" signed in with, "locked" or "weak" (by a password
    alone), in the order of their usernames; and how many there are. One statement."""
    where = f"p.id = ANY(%(only)s) AND {_VIEWS[view]} ORDER BY p.username LIMIT %(most)s"
    counted = _LISTED.replace("p.invited_by", "p.invited_by, count(*) OVER ()")
    with connection.cursor() as cursor:
        cursor.execute(counted.format(where=where), {"only": list(persons), "most": limit})
        rows = cursor.fetchall()
    return [Listed(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


@dataclass(frozen=True)
class Directory:
    """A page of accounts by username; `newer`, `older`: cursors of the pages beside it, None at the ends."""

    rows: list[Listed]
    newer: str | None
    older: str | None


def directory(
    only: Collection[int] | None, *, view: str = "all", q: str = "", after: str = "", limit: int = 50
) -> Directory:
    """Accounts in the order of their usernames: `only` these, or all but citizens', which nobody goes
    through: theirs come by the exact sign-in name alone. Those whose name or username holds `q`. `after` is a
    cursor: a username, with a minus before it for the page that ends before it. One statement."""
    back = after.startswith("-")
    where = f"p.username {'<' if back else '>'} %(after)s AND {_VIEWS.get(view, 'true')}"
    where += (
        " AND p.id = ANY(%(only)s)"
        if only is not None
        else f" AND (p.username !~ '{CITIZENS}' OR p.username = %(exact)s)"
    )
    where += " AND (p.name ILIKE %(q)s OR p.username ILIKE %(q)s OR p.username = %(exact)s)" if q else ""
    where += f" ORDER BY p.username {'DESC' if back else 'ASC'} LIMIT %(most)s"
    escaped = q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    asked: dict[str, Any] = {
        "after": after.lstrip("-"),
        "exact": normal_username(q),
        "only": list(only or ()),
        "q": f"%{escaped}%",
        "most": limit + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LISTED.format(where=where), asked)
        found = [Listed(*row) for row in cursor.fetchall()]
    more, rows = len(found) > limit, found[:limit]
    rows = rows[::-1] if back else rows
    earlier, later = (more, True) if back else (bool(after), more)
    return Directory(
        rows,
        f"-{rows[0].username}" if rows and earlier else None,
        rows[-1].username if rows and later else None,
    )


@dataclass(frozen=True)
class StartCode:
    """The last code of a kind that somebody has: who gave it, until when it may be used (None: until
    another is drawn), when it was."""

    given_by: int
    given: datetime
    expires: datetime | None
    used: datetime | None

    def usable(self, at: datetime) -> bool:
        """Whether it sets a password still."""
        return self.used is None and (self.expires is None or self.expires > at)


def start_codes(person: int) -> dict[str, StartCode]:
    """Somebody's last codes by kind: given, mail, spare."""
    rows = Start.objects.filter(person=person)
    return {row.way: StartCode(row.given_by, row.given, row.expires, row.used) for row in rows}


def start_code(person: int) -> StartCode | None:
    """The last start code that somebody was given by an administrator or a desk."""
    return start_codes(person).get("given")
