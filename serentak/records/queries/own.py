"""The records in a person's account, newest first: a list and its count, by the same index as every list.

Two statements however many records there are. The party of an account is never open and carries no deadline,
so one scope of `records_party_inbox` is read straight along.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from serentak.agencies.rules import Actor
from serentak.records.queries import types
from serentak.records.queries.lists import COUNT_CAP
from serentak.records.rules import Text

_OWN = "FROM records_party p WHERE p.scope = %(scope)s AND NOT p.open AND p.due IS NULL"
LIST = f"""
SELECT r.id, r.type, r.type_version, r.number, r.state, r.due, r.closed, r.opened, (
  SELECT i.value_text FROM records_field_index i
  WHERE i.record = r.id AND i.field = %(titles)s::jsonb ->> r.type)
FROM (SELECT p.record {_OWN} {{after}} ORDER BY p.due {{order}}, p.record {{order}} LIMIT %(limit)s) p
CROSS JOIN LATERAL (SELECT * FROM records_record r WHERE r.id = p.record OFFSET 0) r
ORDER BY r.id {{order}}"""
COUNT = f"SELECT count(*) FROM (SELECT 1 {_OWN} ORDER BY p.due, p.record LIMIT {COUNT_CAP + 1}) n"


@dataclass(frozen=True)
class OwnRow:
    """A record in one's account; `yours`: the next word is the reporter's."""

    record: UUID
    number: str
    type_title: Text
    title: str
    state_title: Text
    yours: bool
    due: datetime | None
    closed: bool
    opened: datetime


@dataclass(frozen=True)
class OwnPage:
    """`count` in words, at most "1000+"; `newer`, `older`: cursors, None at the end."""

    rows: list[OwnRow]
    count: str
    newer: str | None
    older: str | None


def own(actor: Actor, *, after: str | None = None, limit: int = 20) -> OwnPage:
    """One page of what is in this person's account. `after` is a cursor of an earlier page; one that cannot
    be read means the beginning. Whoever acts in a post, or is not signed in, has nothing here."""
    if actor.holding is not None or not actor.scopes:
        return OwnPage([], "0", None, None)
    match = re.fullmatch(r"([bf])~([0-9a-f]{32})", after or "")
    back = match is not None and match[1] == "b"
    asked: dict[str, Any] = {
        "scope": actor.scopes[0],
        "limit": limit + 1,
        "titles": json.dumps({kind.name: kind.title_field() for kind in types.published()}),
        "record": UUID(match[2]) if match else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, asked)
        (count,) = cursor.fetchone()
        cursor.execute(statement(back, begun=match is not None), asked)
        found = cursor.fetchall()
    more = len(found) > limit
    rows = [_row(row) for row in (found[:limit][::-1] if back else found[:limit])]
    earlier, later = (more, True) if back else (match is not None, more)
    return OwnPage(
        rows,
        f"{COUNT_CAP}+" if count > COUNT_CAP else str(count),
        f"b~{rows[0].record.hex}" if rows and earlier else None,
        f"f~{rows[-1].record.hex}" if rows and later else None,
    )


def statement(back: bool, *, begun: bool) -> str:
    """The statement of a page: one row more than its limit, `begun`: it follows another page."""
    after = f"AND p.record {'>' if back else '<'} %(record)s" if begun else ""
    return LIST.format(after=after, order="ASC" if back else "DESC")


def _row(row: tuple[Any, ...]) -> OwnRow:
    record, name, version, number, state, due, closed, opened, title = row
    kind = types.at_version(name, version)
    now = kind.states[state]
    return OwnRow(
        record, number, kind.title, title or "", now.citizen, now.waiting, due, closed is not None, opened
    )
