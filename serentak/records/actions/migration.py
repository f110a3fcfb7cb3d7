"""Records of a register come under the new version of its type, one act each (the worker's login).

What is under an older version is what is left to do, so that a run may be killed at any moment and started
again.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DatabaseError, connection

from serentak.agencies.rules import WORKER
from serentak.lib.clock import now, rfc3339
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records.actions import statement
from serentak.records.queries import types
from serentak.records.rules import RecordType
from serentak.records.rules.carrying import MIGRATE, carried, lacking

BATCH = 500
STALE = "40001"
FIRST = UUID(int=0)


class Behind(NamedTuple):
    """A record under an older version, with its content."""

    record: UUID
    version: int
    state: str
    agency: int
    region: str | None
    due: datetime | None
    content: dict[str, Any]


@dataclass
class Progress:
    """`done` were carried over (in a preview: would be), `skipped` changed meanwhile and wait for the next
    run; of the done ones so many lack an answer the new version wants, by field."""

    done: int = 0
    skipped: int = 0
    lacking: Counter[str] = field(default_factory=Counter)


def migrate(type: str, *, preview: bool, at: datetime) -> Iterator[Progress]:
    """Carry over every record of this register; how far it is, after each batch of 500. Refusal 409 of a type
    whose records stay under their version."""
    kind = types.of(type, at=at)
    if kind.move_of(MIGRATE) is None:
        raise Refusal(
            "not_carried",
            {
                "id": f"{type} tidak berpindah versi: hanya register dengan versi lebih dari satu.",
                "en": f"No record of {type} changes its version: only registers with more than one do.",
            },
            status=409,
        )
    told, last = Progress(), FIRST
    while rows := _behind(kind, last):
        for row in rows:
            content, last = carried(kind, row.content), row.record
            if preview or _done(kind, row, content):
                told.done += 1
                told.lacking.update(lacking(kind, content))
            else:
                told.skipped += 1
        yield told


def _behind(kind: RecordType, after: UUID) -> list[Behind]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record, version, state, agency, region, due, content FROM records_behind(%s, %s, %s, %s)",
            [kind.name, kind.version, after, BATCH],
        )
        return [Behind(*row)._replace(content=json.loads(row[-1])) for row in cursor.fetchall()]


def _done(kind: RecordType, row: Behind, content: dict[str, Any]) -> bool:
    """Whether the act was done; False when somebody acted on the record meanwhile."""
    told = {
        "subject": str(row.record),
        "act": MIGRATE,
        "type_version": kind.version,
        "version": row.version + 1,
        "to": row.state,
        "agency": row.agency,
        "region": row.region,
        "due": rfc3339(row.due) if row.due else None,
        "moment": rfc3339(now()),
    }
    mac = statement.mac(kind.name, row.record, MIGRATE, row.version, {}, {})
    try:
        statement.run(WORKER, uuid7(), mac, told, content)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) != STALE:
            raise
        return False
    return True
