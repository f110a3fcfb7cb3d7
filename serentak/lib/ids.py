"""Names for things: ordered UUIDs for subjects and keys, codes for slips.

A UUIDv7 begins with its millisecond, so new rows land side by side in the index
(random keys wrote almost twice the WAL just after a checkpoint).
"""

import hashlib
import hmac
import os
import time
from base64 import b32encode
from datetime import UTC, datetime
from uuid import UUID

CODE_LENGTH = 10


def uuid7() -> UUID:
    """A UUID of version 7: 48 bits of Unix milliseconds, then 74 random bits (RFC 9562 §5.7)."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | (0x7 << 76)
    return UUID(int=value & ~(0x3 << 62) | (0x2 << 62))


def made_at(key: UUID) -> datetime | None:
    """The moment in a UUIDv7; None when it lies beyond the calendar, as another kind of UUID may say."""
    try:
        return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)
    except (OverflowError, ValueError):
        return None


def slip_code(file_key: bytes, record: UUID) -> str:
    """The ten base32 characters on a citizen's slip; they follow from the record, so a retry
    prints the same ones, and only their hash is stored."""
    return _code(file_key, b"slip" + record.bytes)


def letter_code(file_key: bytes, record: UUID) -> str:
    """The ten base32 characters with which a letter of the record is checked; they open nothing else."""
    return _code(file_key, b"letter" + record.bytes)


def _code(file_key: bytes, what: bytes) -> str:
    return b32encode(hmac.new(file_key, what, hashlib.sha256).digest()).decode()[:CODE_LENGTH]


def read_code(typed: str) -> str:
    """A code as a person typed it: any case, with spaces or dashes; 0, 1 and 8 are not in the
    alphabet and are read as the letters they look like."""
    kept = "".join(c for c in typed.upper() if c.isalnum())
    return kept.translate(str.maketrans("018", "OIB"))


def spaced(code: str) -> str:
    """A slip's code in groups of four, as one reads it aloud."""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))
