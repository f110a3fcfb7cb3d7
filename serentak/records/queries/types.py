"""Published record types, read from the database once per process: they never change.

Which versions stand is asked again after half a minute. What a type says is `rules`.
"""

import json
import time
from datetime import datetime
from typing import NamedTuple

from serentak.lib.refusal import Refusal
from serentak.records.models import TypeVersion
from serentak.records.rules import RecordType, record_type

FRESH_SECONDS = 30


class Standing(NamedTuple):
    """A version that was published, and when records are opened under it."""

    type: str
    version: int
    since: datetime
    until: datetime | None


_standing: tuple[float, list[Standing]] = (0.0, [])
_read: dict[tuple[str, int], RecordType] = {}


def of(name: str, *, at: datetime) -> RecordType:
    """The version under which records of this type are opened at a moment; Refusal 404 when there is none."""
    for row in _published():
        if row.type == name and row.since <= at and (row.until is None or at < row.until):
            return at_version(name, row.version)
    raise Refusal(
        "no_type",
        {
            "id": "Jenis berkas ini belum dibuka.",
            "en": "Records of this kind are not opened yet.",
        },
        status=404,
    )


def forget() -> None:
    """Ask again which versions are in force: after a publication, and in tests that publish."""
    global _standing
    _standing = (0.0, [])
    _read.clear()


def _published() -> list[Standing]:
    """Every version of every type, by name, the newest first; one statement for all in half a minute."""
    global _standing
    if _standing[0] < time.monotonic():
        rows = TypeVersion.objects.order_by("type", "-version")
        told = rows.values_list("type", "version", "valid_from", "valid_until")
        _standing = (time.monotonic() + FRESH_SECONDS, [Standing(*row) for row in told])
    return _standing[1]


def at_version(name: str, version: int) -> RecordType:
    """One published version."""
    if (name, version) not in _read:
        row = TypeVersion.objects.filter(type=name, version=version).values_list("bytes", flat=True).get()
        _read[name, version] = record_type(json.loads(bytes(row)))
    return _read[name, version]


def published() -> list[RecordType]:
    """The newest version of every published type, by name; those not read yet in one statement."""
    newest = {row.type: row.version for row in reversed(_published())}
    if unread := [name for name, version in newest.items() if (name, version) not in _read]:
        rows = TypeVersion.objects.filter(type__in=unread).order_by("type", "-version").distinct("type")
        for name, version, text in rows.values_list("type", "version", "bytes"):
            _read[name, version] = record_type(json.loads(bytes(text)))
    return [at_version(name, version) for name, version in sorted(newest.items())]
