"""What a program reads: records as plain values, by the doors of the pages and in the shape it files them.

A page of a list is the search's, keyset cursor included; one record is what `visible` and the database's own
functions give. Of the acts it reads what a reporter may: nothing internal, nothing not confirmed yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from serentak.agencies.rules import Actor
from serentak.law import queries as law
from serentak.ledger.queries import Act
from serentak.lib.clock import rfc3339
from serentak.lib.refusal import Refusal
from serentak.records import lifecycle
from serentak.records.kinds import outward
from serentak.records.queries import contents, search, types
from serentak.records.queries.history import Loaded, load
from serentak.records.queries.timeline import readable, told_reporter
from serentak.records.queries.visible import hidden, seen, visible
from serentak.records.rules import RecordType
from serentak.records.rules.lettering import UNSIGNED

Said = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """A page of a list: `items` newest first, `after` the cursor of the next one (None: this is the last)."""

    items: list[Said]
    after: str | None


def page(by: Actor, asked: search.Asked, *, at: datetime, after: str | None = None, limit: int = 50) -> Page:
    """One page of what this actor sees of a type; five statements. Refusal `bad_cursor` for one that is not
    of this list."""
    asked = search.settled(asked)
    cursor = search.read_cursor(asked, after)
    if after and cursor is None:
        raise Refusal("bad_cursor", BAD_CURSOR, remedy=FROM_THE_START, fields={"after": BAD_CURSOR})
    query, few = search.read(by, asked)
    if asked.q.strip() and query is None:
        return Page([], None)
    made = search.statement(by, asked, query, few=few, cursor=cursor, limit=limit)
    with connection.cursor() as db:
        db.execute(made.text, made.arguments)
        found = db.fetchall()
    shown = found[:limit]
    said = contents.several(by, [row[0] for row in shown]) if shown else {}
    items = [_item(row, said[row[0]].content) for row in shown if row[0] in said]
    return Page(items, search.cursor_of(False, shown[-1]) if len(found) > limit else None)


def _item(row: tuple[Any, ...], content: Mapping[str, Any]) -> Said:
    record, name, type_version, version, number, state, region, due, closed, opened = row[:10]
    kind = types.at_version(name, type_version)
    told = (record, kind, version, number, state, row[13], region, opened, due, closed)
    return _header(*told) | {"fields": _fields(kind, content)}


def one(by: Actor, name: str, record: UUID, *, at: datetime) -> Said:
    """A record of this type with what happened to it and what this actor may do now; Refusal 404 when it is
    not there or not theirs to see."""
    header = seen(by, record)
    if header.type != name:
        raise hidden()
    loaded = load(by, header)
    kind = loaded.kind
    told = (header.id, kind, header.version, header.number, header.state, header.agency, header.region)
    return _header(*told, header.opened, header.due, header.closed) | {
        "fields": _fields(kind, loaded.content),
        "acts": [said for act in loaded.acts if (said := _act(kind, act)) is not None],
        "may": _may(loaded, by, at),
    }


def type_of(by: Actor, record: UUID) -> str | None:
    """The type of a record that this actor sees; None for one that is not there or not shown."""
    return visible(by).filter(id=record).values_list("type", flat=True).first()


def _header(
    record: UUID,
    kind: RecordType,
    version: int,
    number: str,
    state: str,
    agency: int,
    region: str | None,
    opened: datetime,
    due: datetime | None,
    closed: datetime | None,
) -> Said:
    days = {"opened": opened, "due": due, "closed": closed}
    return {
        "id": str(record),
        "number": number,
        "type": kind.name,
        "type_version": kind.version,
        "version": version,
        "state": state,
        "agency": agency,
        "region": region,
        **{name: day and rfc3339(day) for name, day in days.items()},
    }


def _fields(kind: RecordType, content: Mapping[str, Any]) -> Said:
    return {name: outward(f, content[name]) for name, f in kind.fields.items() if name in content}


def _act(kind: RecordType, act: Act) -> Said | None:
    move = kind.move_of(act.act)
    if move is None or move.internal:
        return None
    known = ((name, kind.field(name)) for name in act.payload if name != UNSIGNED)
    said = {name: outward(f, act.payload[name]) for name, f in known if f and told_reporter(f)}
    return {
        "act": act.act,
        "version": act.version,
        "moment": rfc3339(act.moment),
        "state": act.state,
        "post": act.text.get("post"),
        "entry": act.entry,
        "said": said if readable(move, True) else {},
    }


def _may(loaded: Loaded, by: Actor, at: datetime) -> list[str]:
    return [m.act for m in lifecycle.allowed(loaded.kind, loaded.standing(), by, law.library(), at)]


BAD_CURSOR = {
    "id": "Penanda halaman “after” ini bukan dari daftar ini.",
    "en": "This cursor “after” is not of this list.",
}
FROM_THE_START = {
    "id": "Ambil lagi daftarnya tanpa “after”, lalu ikuti “next” dari jawabannya.",
    "en": "Ask for the list without “after” again, then follow “next” of the answer.",
}
