"""What a record says, who reported it, which file it names: asked of the database with one's own proof.

The web may not select from the tables behind this. The database function finds the actor itself, as for an
act, and gives a row only to whoever takes part: a filter forgotten here shows
nothing. A session that has ended is a Refusal 401.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection

from serentak.agencies.rules import Actor
from serentak.lib.clock import rfc3339
from serentak.lib.refusal import refused
from serentak.records.kinds import nik
from serentak.records.lifecycle import LOOK, NOT_ALLOWED
from serentak.records.queries.timeline import FileView
from serentak.records.rules import PERSONAL


@dataclass(frozen=True)
class Contents:
    """The newest content, the payload of each act by its entry; of the reporter's private row (None: there is
    none) who may read it, and whether it has an address for mail."""

    content: Mapping[str, Any]
    payloads: Mapping[int, Mapping[str, Any]]
    visibility: str | None
    mail: bool


def contents(actor: Actor, record: UUID) -> Contents | None:
    """What a record says; None for one in which this actor takes no part. One statement."""
    row = _row("SELECT content, payloads, visibility, mail FROM records_read(%s, %s, %s, %s)", actor, record)
    if row is None:
        return None
    content, payloads, visibility, mail = row
    said = json.loads(payloads or "{}")
    return Contents(json.loads(content), {int(entry): s for entry, s in said.items()}, visibility, mail)


def payloads(actor: Actor, entries: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """What these acts said, by entry, of records in which this actor takes part. One statement."""
    found = _rows("SELECT entry, payload FROM records_payloads(%s, %s, %s, %s)", actor, list(entries))
    return {entry: json.loads(said) for entry, said in found}


@dataclass(frozen=True)
class Said:
    """What a record says; of what was searched for also its title and a piece of the rest, what was found
    between the signs 2 and 3."""

    content: Mapping[str, Any]
    title: str | None
    piece: str | None


def several(actor: Actor, records: Sequence[UUID], query: str | None = None) -> dict[UUID, Said]:
    """What these records say, of those in which this actor takes part. One statement."""
    found = _rows("SELECT * FROM records_contents(%s, %s, %s, %s, %s::tsquery)", actor, list(records), query)
    return {record: Said(json.loads(content), title, piece) for record, content, title, piece in found}


def take_away(actor: Actor, at: datetime) -> None:
    """Note that a list is taken away as a file: once an hour, for the auditor."""
    holding = actor.holding.id if actor.holding else None
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_take_away(%s, %s, %s)", [actor.secret, holding, rfc3339(at)])


def identity(actor: Actor, record: UUID, purpose: str, at: datetime) -> dict[str, str | None] | None:
    """Who reported, by PERSONAL. None when this actor may not know, the purpose is none of
    the type's, or it is gone. That it was shown is written down by the same statement, once an hour."""
    row = _row(
        f"SELECT {', '.join(PERSONAL)} FROM records_identity(%s, %s, %s, %s, %s, %s)",
        actor,
        record,
        purpose,
        rfc3339(at),
    )
    if row is None:
        return None
    *told, sealed = row
    number = None if sealed is None else nik.opened(settings.FILE_KEY, record, bytes(sealed))
    return dict(zip(PERSONAL, (*told, number), strict=True))


@dataclass(frozen=True)
class Lost:
    """A record whose slip was lost: enough to say where it stands, and nothing of who or what."""

    record: UUID
    number: str
    type: str
    state: str
    opened: datetime


def lost(
    actor: Actor, phone: str | None, email: str | None, at: datetime, record: UUID | None = None
) -> list[Lost]:
    """The newest twenty records with this telephone number (as kept) or address whose reporter this post may
    know; each leaves a row of `ledger_access`. With `record` that one alone, to print its slip again."""
    asked = phone, email, record, rfc3339(at)
    rows = _rows("SELECT * FROM records_lost(%s, %s, %s, %s, %s, %s, %s)", actor, *asked)
    return [Lost(*row) for row in rows]


def find_person(actor: Actor, username: str, at: datetime) -> tuple[int, str] | None:
    """A citizen's account by its exact sign-in name: its number and its masked name, for a post that files
    for others; on record. None when there is none, or this post may not ask."""
    return _row(
        "SELECT account, name FROM records_find_person(%s, %s, %s, %s, %s)", actor, username, rfc3339(at)
    )


def file(actor: Actor, digest: str) -> tuple[FileView, UUID] | None:
    """A kept file by SHA-256 in hex, and the record of this actor that names it; None when none does."""
    hash = bytes.fromhex(digest)
    row = _row("SELECT name, type, size, record FROM records_find_file(%s, %s, %s, %s)", actor, hash)
    return None if row is None else (FileView(digest, *row[:3]), row[3])


def _row(statement: str, actor: Actor, *asked: Any) -> tuple[Any, ...] | None:
    return next(iter(_rows(statement, actor, *asked)), None)


def _rows(statement: str, actor: Actor, *asked: Any) -> list[tuple[Any, ...]]:
    holding = actor.holding.id if actor.holding else None
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, [actor.credential, actor.secret, holding, *asked])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
    except DatabaseError as error:
        raise refused(error, NOT_ALLOWED, LOOK) from error
    return rows
