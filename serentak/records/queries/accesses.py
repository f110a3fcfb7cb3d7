"""Who read whose personal data: for an auditor all of it, for a reporter that of the own record.

The database decides who asks and notes that the auditor looked; of a sealed record nothing is told.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from serentak.agencies.rules import Actor
from serentak.law import queries as law
from serentak.lib.clock import rfc3339
from serentak.lib.refusal import refused
from serentak.records.rules import Text

PAGE = 50
NOT_ALLOWED: Text = {
    "id": "Catatan akses dibaca auditor Inspektorat saja.",
    "en": "Who read personal data is read by the inspectorate's auditor alone.",
}
PURPOSES: dict[str, Text] = {
    "handling": {"id": "Menangani berkas", "en": "Handling the record"},
    "lost_slip": {"id": "Mencari tanda terima yang hilang", "en": "Looking for a lost slip"},
    "slip_again": {"id": "Mencetak tanda terima lagi", "en": "Printing the slip again"},
    "find_person": {"id": "Mencari akun warga di loket", "en": "Looking up a citizen's account at the desk"},
    "export": {"id": "Mengunduh daftar berkas", "en": "Taking a list of records away as a file"},
    "access_log": {"id": "Membaca catatan akses ini", "en": "Reading this log"},
}
"""Purposes that no record type names."""


@dataclass(frozen=True)
class Access:
    """A reading: the hour, who, which record (number and type None: of none), what for, in which post."""

    moment: datetime
    person: int
    record: UUID
    purpose: str
    post: int
    printed: str
    agency: str
    number: str | None
    type: str | None

    @property
    def words(self) -> Text:
        """What it was read for."""
        return words(self.purpose, self.type)

    @property
    def mark(self) -> str:
        """Where the list goes on after this one."""
        return f"{rfc3339(self.moment)}|{self.person}|{self.record}|{self.purpose}"


@dataclass(frozen=True)
class Reading:
    """A reading as the reporter sees it: the hour, the post and its body, what for."""

    moment: datetime
    printed: str
    agency: str
    words: Text


@dataclass(frozen=True)
class Asked:
    """What is looked for; None: all of it."""

    number: str | None = None
    post: int | None = None
    day: date | None = None


def accesses(
    by: Actor, asked: Asked, *, at: datetime, after: str | None = None
) -> tuple[list[Access], str | None]:
    """A page of readings, the newest first, and the mark the next one goes on after; a mark that cannot be
    read begins anew. Refused to anybody but an auditor. One statement."""
    values = [
        by.secret,
        by.holding.id if by.holding else None,
        asked.number,
        asked.post,
        asked.day,
        *_mark(after or ""),
        rfc3339(at),
    ]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM records_accesses({', '.join(['%s'] * len(values))})", values)
            rows = [Access(*row) for row in cursor.fetchall()]
    except DatabaseError as error:
        raise refused(error, NOT_ALLOWED) from error
    return rows[:PAGE], rows[PAGE - 1].mark if len(rows) > PAGE else None


def readings(by: Actor, record: UUID, record_type: str) -> list[Reading]:
    """Who read the personal data in this record, for its reporter; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM records_readings(%s, %s, %s)", [by.credential, by.secret, record])
        rows = cursor.fetchall()
    return [Reading(moment, post, body, words(what, record_type)) for moment, post, body, what in rows]


def words(purpose: str, record_type: str | None) -> Text:
    """A purpose in words: its record type's, else one of PURPOSES, else its name."""
    kind = law.library().record_types.get(record_type or "", {})
    named = {row["id"]: row["label"] for row in (kind.get("identity") or {}).get("purposes", ())}
    return named.get(purpose) or PURPOSES.get(purpose) or {"id": purpose, "en": purpose}


def _mark(text: str) -> tuple[Any, ...]:
    try:
        moment, person, record, purpose = text.split("|")
        return datetime.fromisoformat(moment), int(person), UUID(record), purpose
    except (ValueError, OverflowError):
        return None, None, None, None
