"""The one act that changes a record: it loads, judges and computes (pure); then the database judges again."""

import importlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings

from serentak.agencies import directory
from serentak.agencies.rules import Actor
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from serentak.records import fields, files, lifecycle, proposals
from serentak.records.actions import signing, statement
from serentak.records.actions.statement import Done
from serentak.records.files import Accepted, Upload
from serentak.records.kinds import Wrong, nik
from serentak.records.queries import refusals, types
from serentak.records.queries.given import given_for
from serentak.records.queries.history import header_for, load
from serentak.records.queries.timeline import Row, rows
from serentak.records.rules import OWN, Move, RecordType, Text


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
    confirm: bool = False,
    slip: str | None = None,
    aside: str | None = None,
    owner: int | None = None,
    told: Mapping[str, Any] | None = None,
) -> Done:
    """Do one act. `record` None opens one of `type`; otherwise `version` is the one the person saw. `data`
    is as typed (`fields.typed`), `key` the form's: the same request again gives the same answer. `confirm`
    does the act as it was proposed, and `data` is not read. `slip` is the code that opens the record to a
    person who takes it into the account, `owner` the person whose account gets what a post opens. `aside`
    opens a record that waits aside, where its type has such an arrow, and says why; the same request again
    may come without it. `told` is what the engine itself adds to the payload (`Move.tells`).

    Refusal: invalid (fields), stale, key_used and proposal_gone (409), not_allowed and its kin (403),
    credential (401)."""
    sent = files or {}
    mac = statement.mac(type, record, act, version, data, sent, confirm, owner)
    if record is None:
        kind, standing = types.of(str(type), at=at), lifecycle.Standing(uuid7())
    else:
        try:
            reader = by if slip is None else Actor("slip", slip.encode())
            header = header_for(reader, record)
        except Refusal as hidden:
            return statement.repeated(record, act, version, by, key, mac, hidden)
        loaded = load(reader, header)
        kind, standing = loaded.kind, loaded.standing()
        if version != standing.version:
            return statement.repeated(record, act, version, by, key, mac, refusals.stale(kind, standing))
    if aside and record is None and (elsewhere := kind.opens_aside()):
        act, data = elsewhere.act, {**data, **{name: aside for name in elsewhere.asks}}
    move = lifecycle.choose(kind, act, standing, by, law.library(), at)
    rests = confirm and move.confirms is None
    if rests:
        values = proposals.confirmed(lifecycle.proposal(kind, standing), move, by.holdings, at)
    else:
        values = _answers(kind, move, standing, by, at, data, sent)
        values = {**values, **(told or signing.signed(kind, move, standing.prepared, by, values))}
    values = _sealed(kind, standing.id, values)
    route, on = _route(kind, by), local_day(at)
    after = lifecycle.outcome(
        kind, move, standing, by, values,
        at=at, law=law.library(), route=route, owner=owner,
        stands=lambda role: directory.directory(on, kind.name).bodies_of(role, on),
    )  # fmt: skip
    return statement.call(by, key, mac, kind, standing, act, after, at, record is None, rests, slip)


def _sealed(kind: RecordType, record: UUID, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values with a NIK as its record keeps it: from here on it is nowhere in clear."""
    names = [f.id for f in kind.personal() if f.kind == "nik" and f.id in values]
    return {**values, **{name: nik.kept(settings.FILE_KEY, record, values[name]) for name in names}}


def rehearse(act: str, data: Mapping[str, Any], *, by: Actor, at: datetime, type: str) -> tuple[Row, ...]:
    """What an act that opens a record of `type` would say, as rows to read back before it is done. Nothing is
    written; Refusal as of `perform`. Files are not asked for: they come with the act itself."""
    kind, standing = types.of(type, at=at), lifecycle.Standing(uuid7())
    move = lifecycle.choose(kind, act, standing, by, law.library(), at)
    values = _answers(kind, move, standing, by, at, data, {})
    return tuple(rows(fields.asked(kind, move, by.role), values))


def _answers(
    kind: RecordType,
    move: Move,
    standing: lifecycle.Standing,
    by: Actor,
    at: datetime,
    data: Mapping[str, Any],
    sent: Mapping[str, Sequence[Upload]],
) -> Mapping[str, Any]:
    """The checked values, with every file proven and kept; Refusal with a message per field."""
    accepted, wrong = _accepted(kind, move, by.role, sent)
    named = {name: [file.described() for file in found] for name, found in accepted.items()}
    given = given_for(kind, move, by, at=at)
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
    kind: RecordType, move: Move, role: str, sent: Mapping[str, Sequence[Upload]]
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


def _route(kind: RecordType, by: Actor) -> lifecycle.Route:
    """Which body a record of this type comes to: the filer's own, the one it names, or what its function
    finds."""
    code = kind.receives
    if code == OWN and by.holding is not None:
        own = by.holding.organisation
        return lambda content, library, on: own
    if code is not None:
        return lambda content, library, on: directory.directory(on, kind.name).body_named(code, on)
    found = _function(kind.route)
    return lambda content, library, on: found(content, directory.directory(on, kind.name), on)


@cache
def _function(name: str | None) -> lifecycle.Route:
    """The function a type names as its route: one of a room's rules, and nothing else."""
    match = re.fullmatch(r"([a-z]+)\.rules\.([a-z_]+)", name or "")
    if not match:
        raise ValueError(f"{name!r} is no function of a room's rules")
    route: lifecycle.Route = getattr(importlib.import_module(f"serentak.{match[1]}.rules"), match[2])
    return route
