"""Sessions: opened by who has just proved himself, ended one by one or together; none is prolonged."""

import os
from datetime import datetime

from serentak.people import rules
from serentak.people.models import Session


def open_session(*, person: int, method: str, at: datetime) -> bytes:
    """Opens a session for a person whose proof the caller has just checked; returns its secret.

    A trigger stamps the moment of the proof and the ceiling, and appends the row of the sign-in."""
    secret = os.urandom(rules.SECRET_BYTES)
    Session.objects.create(
        key_hash=rules.key_hash(secret), person=person, method=method, proved=at, expires=at + rules.CEILING
    )
    return secret


def sign_out(secret: bytes) -> None:
    """Ends the session of this secret; nothing happens when there is none."""
    Session.objects.filter(key_hash=rules.key_hash(secret)).delete()


def end_session(*, person: int, key_hash: bytes) -> None:
    """Ends one of this person's sessions; nothing happens when it is another's or gone."""
    Session.objects.filter(person=person, key_hash=key_hash).delete()


def end_all(*, person: int, but: bytes | None = None) -> None:
    """Ends every session of a person, except that of the secret `but`."""
    ended = Session.objects.filter(person=person)
    if but is not None:
        ended = ended.exclude(key_hash=rules.key_hash(but))
    ended.delete()


def sweep(*, at: datetime) -> int:
    """Deletes ended sessions; returns how many."""
    return Session.objects.filter(expires__lte=at).delete()[0]
