"""Published record types, read from the database once per process: they never change.

Which version is the newest in force is asked again after half a minute. What a type says is `rules`.
"""

import json
import time
from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from serentak.lib.refusal import Refusal
from serentak.records.models import TypeVersion
from serentak.records.rules import RecordType, record_type

FRESH_SECONDS = 30
_newest: dict[str, tuple[float, int]] = {}
_every: dict[str, tuple[float, list[tuple[str, int]]]] = {}


def of(name: str, *, at: datetime) -> RecordType:
    """The version under which records of this type are opened at a moment; Refusal 404 when there is none."""
    known = _newest.get(name)
    if known is None or known[0] < time.monotonic():
        _newest[name] = (time.monotonic() + FRESH_SECONDS, _in_force(name, at))
    return at_version(name, _newest[name][1])


def forget() -> None:
    """Ask again which versions are in force: after a publication, and in tests that publish."""
    _newest.clear()
    _every.clear()
    at_version.cache_clear()


def _in_force(name: str, at: datetime) -> int:
    lasting = Q(valid_until=None) | Q(valid_until__gt=at)
    rows = TypeVersion.objects.filter(lasting, type=name, valid_from__lte=at)
    version = rows.order_by("-version").values_list("version", flat=True).first()
    if version is None:
        raise Refusal(
            "no_type",
            {
                "id": "Jenis berkas ini belum dibuka.",
                "en": "Records of this kind are not opened yet.",
            },
            status=404,
        )
    return int(version)


@lru_cache(maxsize=256)
def at_version(name: str, version: int) -> RecordType:
    """One published version."""
    row = TypeVersion.objects.filter(type=name, version=version).values_list("bytes", flat=True).get()
    return record_type(json.loads(bytes(row)))


def published() -> list[RecordType]:
    """The newest version of every published type, by name."""
    known = _every.get("")
    if known is None or known[0] < time.monotonic():
        rows = TypeVersion.objects.order_by("type", "-version").distinct("type")
        known = (time.monotonic() + FRESH_SECONDS, list(rows.values_list("type", "version")))
        _every[""] = known
    return [at_version(name, version) for name, version in known[1]]
