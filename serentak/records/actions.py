"""Every write of the engine: the one act, the publication of types, what runs by itself, the sweeps.

`perform` is the only way to change a record: it loads, judges and computes (pure), then calls the database
function once, in autocommit, and that judges again. Its refusals come back in words from `refusals`.
"""

import hashlib
import hmac
import importlib
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from serentak.agencies import queries as agencies
from serentak.agencies.rules import CLOCK, Actor
from serentak.gate import actions as gate
from serentak.law import queries as law
from serentak.law.dates import day
from serentak.lib.clock import WITA, local_day, rfc3339
from serentak.lib.ids import slip_code, uuid7
from serentak.lib.refusal import Refusal
from serentak.records import fields, files, lifecycle
from serentak.records.files import Accepted, Upload
from serentak.records.kinds import Given, Wrong
from serentak.records.models import File, Move, Record, TypeVersion
from serentak.records.queries import refusals, types
from serentak.records.queries.history import header_for, load
from serentak.records.queries.news import news
from serentak.records.queries.visible import found_by_number
from serentak.records.rules import Move as Arrow
from serentak.records.rules import RecordType, Text, moves_of, record_type

UNUSED_FILE = timedelta(days=1)
ANSWERED_KEY = timedelta(days=31)
CLOCK_BATCH = 500


@dataclass(frozen=True)
class Done:
    """What an act answered. `replayed`: the same request was answered before; `code` is the slip's, given to
    whoever opened the record and never again."""

    subject: UUID
    number: str
    entry: int
    replayed: bool
    code: str | None


def perform(
    record: UUID | None,
    act: str,
    data: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    key: UUID,
    type: str | None = None,
    version: int | None = None,
    files: Mapping[str, Sequence[Upload]] | None = None,
) -> Done:
    """Do one act. `record` None opens one of `type`; otherwise `version` is the one the person saw. `data`
    is as typed (`fields.typed`), `key` the form's: the same request again gives the same answer.

    Refusal: invalid (fields), stale and key_used (409), not_allowed and its kin (403), credential (401)."""
    sent = files or {}
    mac = _mac(type, record, act, version, data, sent)
    if record is None:
        kind, standing, slip = types.of(str(type), at=at), lifecycle.Standing(uuid7()), True
    else:
        loaded = load(header_for(by, record))
        kind, standing, slip = loaded.kind, loaded.standing(), False
        if version != standing.version:
            return _repeated(loaded.standing(), kind, act, version, by, key, mac)
    move = lifecycle.choose(kind, act, standing, by, law.library(), at)
    values = _answers(kind, move, standing, by, at, data, sent)
    route = _route(kind.route)
    after = lifecycle.outcome(kind, move, standing, by, values, at=at, law=law.library(), route=route)
    return _call(by, key, mac, kind, standing, act, after, at, slip)


def _answers(
    kind: RecordType,
    move: Arrow,
    standing: lifecycle.Standing,
    by: Actor,
    at: datetime,
    data: Mapping[str, Any],
    sent: Mapping[str, Sequence[Upload]],
) -> Mapping[str, Any]:
    """The checked values, with every file proven and kept; Refusal with a message per field."""
    accepted, wrong = _accepted(kind, move, by.role, sent)
    named = {name: [file.described() for file in found] for name, found in accepted.items()}
    given = Given(
        law.library(),
        local_day(at),
        lambda number: found_by_number(by.scopes, number),
        by.holding.organisation if by.holding else None,
        agencies.bodies_with(move.join, on=local_day(at)) if move.hands_over in kind.payload else None,
    )
    typed = {name: value for name, value in data.items() if name not in kind.file_fields()}
    answers = fields.check(kind, move, by.role, typed | named, before=standing.content, given=given)
    errors = {**answers.errors, **wrong}
    if errors:
        raise Refusal(
            "invalid",
            {
                "id": "Ada isian yang perlu diperbaiki.",
                "en": "Some answers need mending.",
            },
            fields=errors,
        )
    for found in accepted.values():
        for file in found:
            files.store(settings.FILES_DIR, file)
    return answers.values


def _accepted(
    kind: RecordType, move: Arrow, role: str, sent: Mapping[str, Sequence[Upload]]
) -> tuple[dict[str, list[Accepted]], dict[str, Text]]:
    asked = {f.id: f for f in fields.asked(kind, move, role) if f.kind == "files"}
    accepted: dict[str, list[Accepted]] = {}
    wrong: dict[str, Text] = {name: fields.UNKNOWN for name in sent if name not in asked}
    for name, field in asked.items():
        try:
            uploads = list(sent.get(name, ()))[: field.max_files + 1]
            found = [files.accept(upload, field) for upload in uploads]
        except Wrong as why:
            wrong[name] = why.text
        else:
            accepted |= {name: list({file.hash: file for file in found}.values())} if found else {}
    return accepted, wrong


def _mac(
    type: str | None,
    record: UUID | None,
    act: str,
    version: int | None,
    data: Mapping[str, Any],
    sent: Mapping[str, Sequence[Upload]],
) -> bytes:
    """The keyed hash of what was sent, files included: by it a retry is told from another request."""
    said = {
        "type": type,
        "record": record,
        "act": act,
        "version": version,
        "data": dict(data),
        "files": {name: [_digest(upload) for upload in found] for name, found in sent.items() if found},
    }
    text = json.dumps(said, sort_keys=True, default=str)
    return hmac.new(settings.FILE_KEY, b"act" + text.encode(), hashlib.sha256).digest()


def _digest(upload: Upload) -> str:
    upload.stream.seek(0)
    digest = hashlib.file_digest(upload.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    upload.stream.seek(0)
    return digest


@cache
def _route(name: str | None) -> lifecycle.Route:
    """The function a type names as its route: one of a room's rules, and nothing else."""
    match = re.fullmatch(r"([a-z]+)\.rules\.([a-z_]+)", name or "")
    if not match:
        raise ValueError(f"{name!r} is no function of a room's rules")
    route: lifecycle.Route = getattr(importlib.import_module(f"serentak.{match[1]}.rules"), match[2])
    return route


def _repeated(
    standing: lifecycle.Standing,
    kind: RecordType,
    act: str,
    version: int | None,
    by: Actor,
    key: UUID,
    mac: bytes,
) -> Done:
    """The record has gone on since the person saw it: either this very request was answered already, which
    only the database knows, or somebody was faster. A stale version can change nothing there."""
    stale = refusals.stale(kind, standing)
    told = {"subject": str(standing.id), "act": act, "version": (version or 0) + 1, "to": standing.state}
    try:
        return _answer(_statement(by, key, mac, told), None)
    except DatabaseError as error:
        raise refusals.of(error, stale) from error


def _call(
    by: Actor,
    key: UUID,
    mac: bytes,
    kind: RecordType,
    standing: lifecycle.Standing,
    act: str,
    after: lifecycle.Outcome,
    at: datetime,
    opens: bool,
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
        row = _statement(
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
        raise refusals.of(error, lambda: refusals.changed(standing.id)) from error
    return _answer(row, settings.FILE_KEY if opens else None)


def _statement(by: Actor, key: UUID, mac: bytes, *told: Any) -> tuple[Any, ...]:
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


def publish(data: Mapping[str, Any]) -> bool:
    """Publish a type version (the installing login): its definition and its moves. False when it stands
    already; Refusal when another definition stands under this version: it then needs a new one."""
    kind = record_type(data)
    with transaction.atomic():
        standing = TypeVersion.objects.filter(type=kind.name, version=kind.version).first()
        if standing is not None:
            _same(kind, bytes(standing.hash))
            return False
        TypeVersion.objects.create(
            type=kind.name,
            version=kind.version,
            kind=kind.kind,
            code=kind.code,
            access_class=kind.access_class,
            bytes=kind.definition,
            hash=kind.digest,
            searchable=kind.searchable(),
            file_fields=kind.file_fields(),
            visibility_field=kind.visibility_field,
            valid_from=datetime.combine(day(data["start"]), time(), WITA),
            valid_until=None,
        )
        Move.objects.bulk_create([Move(**row) for row in moves_of(kind)])
    types.forget()
    return True


def _same(kind: RecordType, standing: bytes) -> None:
    if standing != kind.digest:
        raise Refusal(
            "version_used",
            {
                "id": f"Jenis {kind.name} versi {kind.version} sudah terbit dengan isi lain.",
                "en": f"Version {kind.version} of {kind.name} is published with another definition.",
            },
            status=409,
            remedy={
                "id": "Naikkan nomor versinya; versi yang sudah terbit tidak diubah.",
                "en": "Give it a new version number; a published version is not changed.",
            },
        )


def tell(record: UUID, version: int) -> bool:
    """Mail the reporter about the act that made this version; False when there is nobody to tell."""
    found = news(record, version)
    if found is None:
        return False
    gate.send(to=found.to, subject=found.subject, body=found.body)
    return True


def run_clock(*, at: datetime) -> int:
    """Take every automatic arrow that is due (the worker's login); how many. Records that somebody else
    moved meanwhile are left for the next round; other refusals are raised after the rest is done."""
    done, failed = 0, []
    for header, act in _overdue(at):
        try:
            perform(header.id, act, {}, by=CLOCK, at=at, key=uuid7(), version=header.version)
            done += 1
        except Refusal as no:
            failed += [no] if no.status != 409 else []
    if failed:
        raise ExceptionGroup(f"{len(failed)} records could not be moved by the clock", failed)
    return done


def _overdue(at: datetime) -> list[tuple[Record, str]]:
    found = []
    for kind in types.published():
        for move in (m for m in kind.moves if "clock" in m.by):
            rows = Record.objects.filter(type=kind.name, state__in=move.origins, closed=None, due__lte=at)
            found += [(row, move.act) for row in rows.order_by("due")[:CLOCK_BATCH]]
    return found


def rebuild() -> int:
    """Compute every row of the field index again from the content parts (the installing login); how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_rebuild()")
        return int(cursor.fetchone()[0])


def sweep_files(*, at: datetime) -> int:
    """Remove files that no record names and nobody touched for a day; how many."""
    old = dict(files.older_than(settings.FILES_DIR, (at - UNUSED_FILE).timestamp()))
    digests = [bytes.fromhex(name) for name in old if re.fullmatch("[0-9a-f]{64}", name)]
    kept = {bytes(h).hex() for h in File.objects.filter(hash__in=digests).values_list("hash", flat=True)}
    gone = [path for name, path in old.items() if name not in kept]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def sweep_keys(*, at: datetime) -> int:
    """Forget keys answered more than a month ago (the guard asks for 30 days), and make room for the next
    month's reads; how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_access_month(%s)", [local_day(at) + timedelta(days=31)])
        cursor.execute("DELETE FROM ledger_key WHERE moment < %s", [at - ANSWERED_KEY])
        return int(cursor.rowcount)
