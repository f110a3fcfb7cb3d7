"""Keys of machines: made with the holding they open, shown once, ended with it, their last use noted.

A key is a secret of 32 random bytes, of which the table has the hash; what it may do and for how long is its
holding's. So `end_holding` revokes it, and so does closing the post or ending the body.
"""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.db import connection

from serentak.agencies import queries
from serentak.agencies.actions.act import invalid, law_of, new, perform
from serentak.agencies.models import Holding, Key, Post
from serentak.agencies.rules import MACHINE, Actor
from serentak.agencies.terms import Terms, wrong_key
from serentak.law import queries as law
from serentak.lib.clock import local_day, rfc3339
from serentak.lib.refusal import Refusal
from serentak.people.rules import SECRET_BYTES


def issue(
    *,
    organisation: int,
    title: str,
    acts: frozenset[str],
    until: datetime | None,
    by: Actor,
    at: datetime,
    key: UUID,
) -> bytes:
    """Gives a system of a body a key for named acts until a moment; returns its secret, kept nowhere.

    The system's post is opened with its first key. A Refusal names each field (title, acts, until) that is
    wrong; a repeated request is refused, since the secret was shown already."""
    longest = law.library().holding_kinds[MACHINE]["longest"]
    terms = Terms(MACHINE, until=until, only_acts=acts)
    if wrong := wrong_key(title, terms, at, longest["days"], queries.acts_of(MACHINE)):
        raise invalid(wrong)
    assert until is not None  # wrong_key says so
    secret = secrets.token_bytes(SECRET_BYTES)
    changes, post = [], _post(organisation, title, at)
    if post is None:
        row = {"organisation": organisation, "title": title.strip(), "role": MACHINE, "valid_until": None}
        changes.append(new(Post, row | {"valid_from": local_day(at).isoformat()}))
    held = {"person": None, "post": post or {"row": 1}, "kind": MACHINE, "only_acts": sorted(acts)}
    held |= {"valid_from": rfc3339(at), "valid_until": rfc3339(until)}
    changes.append(new(Holding, held))
    opens = {"holding": {"row": len(changes)}, "hash": hashlib.sha256(secret).hexdigest()}
    changes.append(new(Key, opens))
    try:
        perform("issue_key", changes, by=by, at=at, key=key, law=law_of(MACHINE))
    except Refusal as no:
        raise _shown() if no.code == "key_used" else no from None
    return secret


def used(secret: bytes, *, at: datetime) -> None:
    """Notes that a key was let in, to the minute, at most once in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO agencies_key_use AS u (key, moment)"
            " SELECT k.id, date_trunc('minute', %s::timestamptz)"
            " FROM agencies_key k WHERE k.hash = %s"
            " ON CONFLICT (key) DO UPDATE SET moment = EXCLUDED.moment WHERE u.moment < EXCLUDED.moment",
            [at, hashlib.sha256(secret).hexdigest()],
        )


def _post(organisation: int, title: str, at: datetime) -> int | None:
    """The open post of the system of this name."""
    known = queries.posts_of(organisation, on=local_day(at))
    named = (post.id for post in known if (post.role, post.title) == (MACHINE, title.strip()))
    return next(named, None)


def _shown() -> Refusal:
    return Refusal(
        "key_shown",
        {
            "id": "Kunci ini sudah dibuat, dan nilainya hanya tampil sekali.",
            "en": "This key was made already, and its value is shown once only.",
        },
        remedy={
            "id": "Bila belum sempat disalin, cabut kunci itu lalu buat yang baru.",
            "en": "If you could not copy it, revoke that key and make a new one.",
        },
        status=409,
    )
