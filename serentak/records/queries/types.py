"""Published record types, read from the database once per process: they never change.

Which version is the newest in force is asked again after half a minute. What a type says is `rules`.
"""

import json
import time
from datetime import datetime

from django.db.models import Q

from serentak.lib.refusal import Refusal
from serentak.records.models import TypeVersion
from serentak.records.rules import RecordType, record_type

FRESH_SECONDS = 30
_newest: dict[str, tuple[float, int]] = {}
_every: dict[str, tuple[float, list[tuple[str, int]]]] = {}
_read: dict[tuple[str, int], RecordType] = {}


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
    _read.clear()


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


def at_version(name: str, version: int) -> RecordType:
    """One published version."""
    if (name, version) not in _read:
        row = TypeVersion.objects.filter(type=name, version=version).values_list("bytes", flat=True).get()
        _read[name, version] = record_type(json.loads(bytes(row)))
    return _read[name, version]


def published() -> list[RecordType]:
    """The newest version of every published type, by name; those not read yet in one statement."""
    known = _every.get("")
    if known is None or known[0] < time.monotonic():
        rows = TypeVersion.objects.order_by("type", "-version").distinct("type")
        known = (time.monotonic() + FRESH_SECONDS, list(rows.values_list("type", "version")))
        _every[""] = known
    if unread := [name for name, version in known[1] if (name, version) not in _read]:
        rows = TypeVersion.objects.filter(type__in=unread).order_by("type", "-version").distinct("type")
        for name, version, text in rows.values_list("type", "version", "bytes"):
            _read[name, version] = record_type(json.loads(bytes(text)))
    return [at_version(name, version) for name, version in known[1]]
