"""The statement that does an act: `records_perform`, called once, in autocommit.

The database judges the act again; its refusals come back in words from `queries.refusals`.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from serentak.agencies.rules import Actor
from serentak.lib.clock import rfc3339
from serentak.lib.ids import slip_code
from serentak.lib.refusal import Refusal
from serentak.records import lifecycle
from serentak.records.files import Upload
from serentak.records.queries import refusals
from serentak.records.rules import RecordType


@dataclass(frozen=True)
class Done:
    """What an act answered. `replayed`: the same request was answered before; `code` is the slip's, given to
    whoever opened the record and never again."""

    subject: UUID
    number: str
    entry: int
    replayed: bool
    code: str | None


def mac(
    type: str | None,
    record: UUID | None,
    act: str,
    version: int | None,
    data: Mapping[str, Any],
    sent: Mapping[str, Sequence[Upload]],
    confirm: bool = False,
    owner: int | None = None,
) -> bytes:
    """The keyed hash of what was sent, files included: by it a retry is told from another request."""
    said = {
        "type": type,
        "record": record,
        "act": act,
        "version": version,
        "data": dict(data),
        "files": {name: [_digest(upload) for upload in found] for name, found in sent.items() if found},
        "confirm": confirm,
        "owner": owner,
    }
    text = json.dumps(said, sort_keys=True, default=str)
    return hmac.new(settings.FILE_KEY, b"act" + text.encode(), hashlib.sha256).digest()


def _digest(upload: Upload) -> str:
    upload.stream.seek(0)
    digest = hashlib.file_digest(upload.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    upload.stream.seek(0)
    return digest


def repeated(
    record: UUID,
    act: str,
    version: int | None,
    by: Actor,
    key: UUID,
    mac: bytes,
    no: Refusal,
) -> Done:
    """The record has gone on since the person saw it, perhaps out of sight: either this very request was
    answered already, which only the database knows, or `no` is the answer. An act that leads to no state
    can change nothing there."""
    told = {"subject": str(record), "act": act, "version": (version or 0) + 1, "to": None}
    try:
        return _answer(run(by, key, mac, told), None)
    except DatabaseError as error:
        raise (no if no.code == "not_found" else refusals.of(error, no)) from error


def call(
    by: Actor,
    key: UUID,
    mac: bytes,
    kind: RecordType,
    standing: lifecycle.Standing,
    act: str,
    after: lifecycle.Outcome,
    at: datetime,
    opens: bool,
    rests: bool,
    slip: str | None,
) -> Done:
    code = slip_code(settings.FILE_KEY, standing.id)
    told = {
        "subject": str(standing.id),
        "act": act,
        "type": kind.name,
        "type_version": kind.version,
        "version": standing.version + 1,
        "to": after.state,
        "agency": after.agency,
        "region": after.region,
        "due": rfc3339(after.due) if after.due else None,
        "law": after.law,
        "moment": rfc3339(at),
        "class": kind.access_class,
        "slip": hashlib.sha256(code.encode()).hexdigest() if opens else None,
        "code": slip,
        "confirms": rests,
    }
    parties = (
        None
        if after.parties is None
        else [
            {"scope": p.scope, "role": p.role, "open": p.open, "due": rfc3339(p.due) if p.due else None}
            for p in after.parties
        ]
    )
    try:
        row = run(
            by,
            key,
            mac,
            told,
            after.content,
            after.identity,
            parties,
            after.payload,
            list(after.jobs) or None,
        )
    except DatabaseError as error:
        raise refusals.of(error, lambda: refusals.changed(by, standing.id)) from error
    return _answer(row, settings.FILE_KEY if opens else None)


def run(by: Actor, key: UUID, mac: bytes, *told: Any) -> tuple[Any, ...]:
    """The one statement; autocommitted, but within a caller's transaction a refusal undoes the act alone."""
    values = [None if value is None else json.dumps(value, ensure_ascii=False) for value in told]
    holding = by.holding.id if by.holding else None
    alone = transaction.atomic() if connection.in_atomic_block else nullcontext()
    with alone, connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject, number, entry, replayed FROM records_perform(%s, %s, %s, %s, %s, %s::jsonb,"
            " %s::jsonb, %s::jsonb, %s::jsonb, %s::jsonb, %s::jsonb)",
            [by.credential, by.secret, holding, key, mac, *values, *[None] * (6 - len(values))],
        )
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def _answer(row: tuple[Any, ...], file_key: bytes | None) -> Done:
    subject, number, entry, replayed = row
    return Done(subject, number, entry, replayed, slip_code(file_key, subject) if file_key else None)
