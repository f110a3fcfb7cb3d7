"""Open records that may be about the same thing, by words of the title, place and time; and a record joined.

What anybody learns of another record is its sort, its place and its day; which one it is, only a post that
sees it. Two statements, of which the first looks at three hundred records at most (`records_alike`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from serentak.agencies.rules import Actor
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.words import LANGUAGES
from serentak.records.kinds import Given, Wrong, read
from serentak.records.models import FieldIndex
from serentak.records.queries import types
from serentak.records.queries.history import Loaded
from serentak.records.queries.names import place_words
from serentak.records.queries.timeline import words
from serentak.records.queries.visible import visible
from serentak.records.rules import RecordType, Text

SINCE = timedelta(days=90)


@dataclass(frozen=True)
class Alike:
    """One that is alike, as anybody may know it."""

    sort: Text | str
    place: Text
    opened: datetime


@dataclass(frozen=True)
class Twin:
    """The same for a post that sees it."""

    record: UUID
    number: str
    title: str
    state: Text
    opened: datetime


def alike(type: str, values: Mapping[str, Any], *, at: datetime) -> list[Alike]:
    """What is alike among the open records of this type, at most three; `values` are those of a form, and may
    be anything. Nothing of a type whose records are not joined."""
    kind = types.of(type, at=at)
    if kind.joining() is None:
        return []
    found = _found(kind, values, _place(kind, values, at), None, at)
    names = FieldIndex.objects.filter(record__in=[row[0] for row in found], field=kind.subject_field() or "")
    sorts = dict(names.values_list("record", "value_text")) if found else {}
    field = kind.fields[kind.subject_field() or ""] if sorts else None
    return [
        Alike(
            words(field, sorts[record]) if field and record in sorts else kind.title,
            {lang: place_words(dict(place), lang) for lang in LANGUAGES},
            opened,
        )
        for record, place, opened in found
    ]


def twins(actor: Actor, loaded: Loaded, *, at: datetime) -> list[Twin]:
    """What is alike among those that this post sees, at most three."""
    kind = loaded.kind
    found = _found(kind, loaded.content, loaded.content.get(kind.place_field() or ""), loaded.header.id, at)
    rows = {row.id: row for row in visible(actor).filter(id__in=[row[0] for row in found])} if found else {}
    names = FieldIndex.objects.filter(record__in=list(rows), field=kind.title_field() or "")
    titles = dict(names.values_list("record", "value_text")) if rows else {}
    return [
        Twin(
            record,
            rows[record].number,
            titles.get(record) or "",
            types.at_version(rows[record].type, rows[record].type_version).states[rows[record].state].title,
            opened,
        )
        for record, _place, opened in found
        if record in rows
    ]


def _place(kind: RecordType, values: Mapping[str, Any], at: datetime) -> Any:
    """The place that was typed; None for one that cannot be."""
    field = kind.fields.get(kind.place_field() or "")
    given = Given(law.library(), local_day(at), "public", lambda number: None, lambda body: False)
    try:
        return read(values.get(field.id), field, given) if field else None
    except Wrong:
        return None


def _found(
    kind: RecordType, values: Mapping[str, Any], place: Any, but: UUID | None, at: datetime
) -> list[tuple[UUID, Mapping[str, Any], datetime]]:
    title = str(values.get(kind.title_field() or "") or "").replace("\0", "")[:200]
    if not title.strip() or not place or not place.get("district"):
        return []
    with connection.cursor() as db:
        db.execute(
            "SELECT record, place, opened FROM records_alike(%s, %s, %s::jsonb, %s, %s)",
            [kind.name, title, json.dumps(place), at - SINCE, but],
        )
        return [(record, json.loads(said), opened) for record, said, opened in db.fetchall()]


@dataclass(frozen=True)
class First:
    """The record with which this one was joined, as its reporter may know it."""

    state: Text
    agency: int
    answer: str | None


def first(actor: Actor, loaded: Loaded) -> First | None:
    """Where that one stands, with its answer once that is decided; None when this one is by itself. One
    statement, and only of a record that was joined."""
    move = loaded.kind.joining()
    if move is None or loaded.header.state != move.to:
        return None
    joined = next(act for act in reversed(loaded.acts) if act.act == move.act)
    target = joined.payload[str((move.link or {})["field"])]
    holding = actor.holding.id if actor.holding else None
    asked = [actor.credential, actor.secret, holding, loaded.header.id, target]
    with connection.cursor() as db:
        db.execute("SELECT * FROM records_first(%s, %s, %s, %s, %s)", asked)
        row = db.fetchone()
    if row is None:
        return None
    state, agency, type, version, decided, payload = row
    kind = types.at_version(type, version)
    stands = decided is not None and kind.states[decided].step <= kind.states[state].step
    said = json.loads(payload) if stands else {}
    texts = (said[name] for name in said if (f := kind.payload.get(name)) and f.kind == "long_text")
    return First(kind.states[state].citizen, agency, next(texts, None))
