"""Counters of throttled doors: who knocks is kept only as a keyed hash, for a day."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import F

from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.refusal import Refusal
from serentak.people.models import Attempt

KEPT = timedelta(days=1)

_COUNT = """
INSERT INTO people_attempt (bucket, key, window_start, count)
SELECT bucket, key, %s, 1 FROM unnest(%s::text[], %s::bytea[]) AS k(bucket, key)
ON CONFLICT (bucket, key, window_start) DO UPDATE SET count = people_attempt.count + 1
RETURNING bucket, count"""


def throttle(bucket: str, key: bytes, limit: int, seconds: int, at: datetime) -> None:
    """Counts one attempt at a door in its window of `seconds`; refuses with 429 beyond `limit`.

    `key` is who knocks (account, `rules.address_key`); only its keyed hash is stored. One statement."""
    if counted({bucket: key}, seconds, at)[bucket] > limit:
        raise too_often(at, seconds)


def counted(keys: Mapping[str, bytes], seconds: int, at: datetime) -> dict[str, int]:
    """Counts one attempt in each bucket, by who or what knocks there, in the window of `seconds` around `at`;
    returns how many that makes. One statement."""
    hashed = {bucket: _keyed(bucket, keys[bucket]) for bucket in sorted(keys)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_start(seconds, at), list(hashed), list(hashed.values())])
        return dict(cursor.fetchall())


def take_back(bucket: str, key: bytes, seconds: int, at: datetime) -> None:
    """Takes one attempt back that `counted` counted in this window and that came to nothing."""
    rows = Attempt.objects.filter(bucket=bucket, key=_keyed(bucket, key), window_start=_start(seconds, at))
    rows.update(count=F("count") - 1)


def too_often(at: datetime, seconds: int) -> Refusal:
    """The refusal that says when the window is over."""
    return _too_often(int((_start(seconds, at) + timedelta(seconds=seconds) - at).total_seconds()) + 1)


def forget(bucket: str, key: bytes) -> None:
    """Forgets what was counted for this key: the proof came out right."""
    Attempt.objects.filter(bucket=bucket, key=_keyed(bucket, key)).delete()


def sweep(*, at: datetime) -> int:
    """Deletes counters of past windows; returns how many."""
    return Attempt.objects.filter(window_start__lt=at - KEPT).delete()[0]


def setting(name: str, at: datetime) -> int:
    """A limit of the content in force at the moment."""
    return int(law.library().value(name, on=local_day(at)).value)


def _start(seconds: int, at: datetime) -> datetime:
    return datetime.fromtimestamp(at.timestamp() // seconds * seconds, UTC)


def _keyed(bucket: str, key: bytes) -> bytes:
    return hmac.new(settings.FILE_KEY, f"throttle {bucket} ".encode() + key, hashlib.sha256).digest()


def _too_often(wait: int) -> Refusal:
    minutes = -(-wait // 60)
    return Refusal(
        "throttled",
        {"id": "Terlalu banyak percobaan.", "en": "Too many attempts."},
        remedy={"id": f"Coba lagi dalam {minutes} menit.", "en": f"Try again in {minutes} minutes."},
        status=429,
        detail={"seconds": wait},
    )
