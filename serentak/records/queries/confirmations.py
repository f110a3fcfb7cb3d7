"""What waits for a post's confirmation, over all records: proposals, and what a move of the type confirms.

Two statements however many wait, by deadline, over the inbox index. A proposal stands here while nothing
happened since; what expired is shown with the reason. The proposal of one record is `proposal`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from serentak.agencies.rules import Actor
from serentak.records.proposals import OWN, without_end
from serentak.records.queries import lists, types
from serentak.records.queries.contents import payloads
from serentak.records.queries.proposal import EXPIRED
from serentak.records.queries.proposal import said as in_words
from serentak.records.queries.timeline import FileView, Row, files
from serentak.records.rules import Text
from serentak.records.rules.proposing import PREFIX

PAGE = 50
"""How many are read on one page, and confirmed at once at most."""

_WAITING = """
SELECT DISTINCT ON (w.due, w.record) w.record, w.due, w.type, w.type_version, w.number, w.version,
  w.act, w.moment, w.actor, convert_from(w.bytes, 'UTF8'), w.id, i.value_text
FROM unnest(%(scopes)s::text[]) AS c(scope) CROSS JOIN LATERAL (
  SELECT p.record, p.due, r.type, r.type_version, r.number, r.version, t.act, o.id, o.moment, o.actor, o.bytes
  FROM records_party p JOIN records_record r ON r.id = p.record
  JOIN unnest(%(types)s::text[], %(states)s::text[], %(prepared)s::text[], %(acts)s::text[])
    AS t(type, state, prepared, act) ON t.type = r.type AND t.state = r.state
  CROSS JOIN LATERAL (SELECT e.id, e.version, e.moment, e.actor, e.bytes FROM ledger_entry e
    WHERE e.subject = r.id AND e.act = t.prepared ORDER BY e.version DESC LIMIT 1) o
  WHERE p.scope = c.scope AND p.open AND p.due IS NOT NULL
    AND (o.version = r.version OR NOT starts_with(t.prepared, %(prefix)s)){where}{reach}
  ORDER BY p.due {down}, p.record {down} LIMIT %(limit)s) w
LEFT JOIN records_field_index i ON i.record = w.record AND i.field = %(titles)s::jsonb ->> w.type
ORDER BY w.due {down}, w.record {down}, w.id DESC LIMIT %(limit)s"""


@dataclass(frozen=True)
class Waiting:
    """One act that waits: `title` is the record's, `deed` what confirming does, `closed` why this person
    cannot confirm it, `version` the record's that is shown here."""

    record: UUID
    number: str
    title: str
    type_title: Text
    act: str
    deed: Text
    hint: Text | None
    version: int
    due: datetime
    post: str
    moment: datetime
    expires: datetime | None
    said: tuple[Row, ...]
    files: tuple[FileView, ...]
    closed: Text | None


@dataclass(frozen=True)
class WaitingPage:
    """`newer`, `older`: cursors, None at the end."""

    rows: list[Waiting]
    newer: str | None
    older: str | None


def waiting(actor: Actor, *, at: datetime, after: str | None = None, limit: int = PAGE) -> WaitingPage:
    """One page of what this post may confirm, the nearest deadline first."""
    cursor = lists.read_cursor(after, False)
    back = cursor is not None and cursor.back
    found = _found(actor, cursor, limit)
    more, found = len(found) > limit, found[:limit]
    said = payloads(actor, [row[10] for row in found]) if found else {}
    rows = [_row(row, said.get(row[10], {}), actor, at) for row in (found[::-1] if back else found)]
    earlier, later = (more, True) if back else (cursor is not None, more)
    return WaitingPage(
        rows,
        str(lists.Cursor(True, rows[0].due, rows[0].record)) if rows and earlier else None,
        str(lists.Cursor(False, rows[-1].due, rows[-1].record)) if rows and later else None,
    )


def _found(actor: Actor, cursor: lists.Cursor | None, limit: int) -> list[tuple[Any, ...]]:
    ways = confirming(actor)
    if not ways or not actor.scopes:
        return []
    with connection.cursor() as db:
        db.execute(statement(actor, cursor), arguments(actor, ways, cursor, limit))
        found: list[tuple[Any, ...]] = db.fetchall()
        return found


def confirming(actor: Actor) -> list[tuple[str, str, str, str]]:
    """Where this actor confirms: type, state, the act that prepared, the act that confirms."""
    held = actor.holding
    return [
        (kind.name, state, move.confirms or PREFIX + move.act, move.act)
        for kind in types.published()
        for move in kind.moves
        if actor.role in move.by and (move.confirms or move.prepared_by)
        if held is None or held.permits(f"{kind.name}.{move.act}")
        for state in move.origins
    ]


def statement(actor: Actor, cursor: lists.Cursor | None) -> str:
    """The statement that gives one row more than the limit."""
    down = cursor is not None and cursor.back
    where = f" AND (p.due, p.record) {'<' if down else '>'} (%(due)s, %(record)s)" if cursor else ""
    reach = lists.REACH.format(row="p") if actor.limits else ""
    return _WAITING.format(where=where, reach=reach, down="DESC" if down else "")


def arguments(
    actor: Actor, ways: list[tuple[str, str, str, str]], cursor: lists.Cursor | None, limit: int
) -> dict[str, Any]:
    """The statement's arguments."""
    named = zip(("types", "states", "prepared", "acts"), zip(*ways, strict=True), strict=True)
    return {name: list(column) for name, column in named} | {
        "scopes": list(actor.scopes),
        "typed": json.dumps(actor.typed),
        "prefix": PREFIX,
        "titles": json.dumps({kind.name: kind.title_field() for kind in types.published()}),
        "limit": limit + 1,
        "due": cursor.due if cursor else None,
        "record": cursor.record if cursor else None,
    }


def _row(row: tuple[Any, ...], payload: Mapping[str, Any], actor: Actor, at: datetime) -> Waiting:
    record, due, name, version, number, steps, act, moment, holding, text, _, title = row
    kind = types.at_version(name, version)
    move = kind.move_of(act)
    values, expires = without_end(payload)
    if move is None:
        raise LookupError(f"{name}/{version} has no act {act}")
    late = EXPIRED if expires is not None and expires <= at else None
    return Waiting(
        record=record,
        number=number,
        title=title or "",
        type_title=kind.title,
        act=act,
        deed=move.title,
        hint=move.hint,
        version=steps,
        due=due,
        post=json.loads(text).get("post") or "",
        moment=moment,
        expires=expires,
        said=in_words(kind, values),
        files=tuple(files(values)),
        closed=OWN if holding in actor.holdings else late,
    )
