"""Finding records: words in any form, begun or misspelt; one declared field sorted or filtered.

Always among what the actor sees, by the same parties as every list, asked when the rows are found: what the
search knows may be a minute old, who sees what never is. Three statements a page, and one for the posts.
Of whoever sees few records (MOST_SEEN) those are looked through; for others PostgreSQL walks the index of
words, of the field, or of records.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from serentak.agencies.rules import Actor
from serentak.lib.clock import WITA
from serentak.records.queries import contents, inbox, lists, rows, types
from serentak.records.queries.contents import Said
from serentak.records.queries.lists import Statement
from serentak.records.queries.rows import Row
from serentak.records.rules import Field

MOST_SEEN = 25_000
RANKED = 1_000
"""Relevance orders the newest so many hits."""
NEWEST, RELEVANT, UP, DOWN = "newest", "relevance", "up", "down"
NUMBER = re.compile(r"[A-Z]{2,8}-[0-9]{4}-[0-9]{1,15}|[0-9]{1,15}")

_FEW = """(SELECT p.record, bool_or(p.open) AS open FROM records_party p
    WHERE p.scope = ANY(%(scopes)s){reach} GROUP BY p.record OFFSET 0) y
  JOIN records_record r ON r.id = y.record"""
_MANY = """records_record r CROSS JOIN LATERAL (SELECT bool_or(p.open) AS open FROM records_party p
    WHERE p.record = r.id AND p.scope = ANY(%(scopes)s){reach}) y"""
_FOUND = """
SELECT r.id AS record, r.due, y.open, {key} AS key FROM {seen}{joins}
WHERE y.open IS NOT NULL{where} ORDER BY {order} LIMIT {limit}"""
_RANKED = "SELECT * FROM ({found}) p WHERE true{after} ORDER BY {order} LIMIT %(limit)s"
_RANK = "(ts_rank(s.words, %(query)s::tsquery) * 1000000)::bigint"
_READ = """SELECT records_query(%(q)s)::text, (SELECT count(*) FROM (
  SELECT 1 FROM records_party p WHERE p.scope = ANY(%(scopes)s) LIMIT %(most)s) n)"""
_BEHIND = """
SELECT n.count, (SELECT e.moment FROM ledger_leaf l JOIN ledger_entry e ON e.id = l.entry
    WHERE l.position = f.position)
FROM records_follower f,
  LATERAL (SELECT coalesce(max(l.position) + 1 - f.position, 0) FROM ledger_leaf l) n(count)"""
_CASTS = {"text": "text", "number": "bigint", "date": "date"}


@dataclass(frozen=True)
class Asked:
    """What is looked for, as it came; None and empty: not asked. `field` is an indexed one of `type`: `value`
    a choice or part of a text, `low` and `high` bounds of a number or day. Days are the record's opening."""

    q: str = ""
    type: str | None = None
    state: str | None = None
    region: str | None = None
    body: int | None = None
    since: date | None = None
    until: date | None = None
    field: str | None = None
    value: str = ""
    low: str = ""
    high: str = ""
    sort: str = NEWEST


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: `key` is what it is sorted by, None where the record says it."""

    back: bool
    record: UUID
    key: str | None

    def __str__(self) -> str:
        return f"{'b' if self.back else 'f'}~{self.record.hex}~{'' if self.key is None else self.key}"


@dataclass(frozen=True)
class Found:
    """A page. `said`: of each record what was found, or what its fields say; `common`: nothing but words of
    every sentence was typed; `newer`, `older`: cursors, None at the end."""

    rows: list[Row]
    said: Mapping[UUID, Said] = field(default_factory=dict)
    common: bool = False
    newer: str | None = None
    older: str | None = None


def search(
    actor: Actor,
    asked: Asked,
    *,
    at: datetime,
    after: str | None = None,
    fields: bool = False,
    limit: int = 50,
) -> Found:
    """One page of what is found, the newest first unless asked otherwise; a number finds its record alone.
    `fields`: the content of each row comes along. A cursor that cannot be read means the beginning."""
    asked = settled(asked)
    if NUMBER.fullmatch(asked.q.strip().upper()):
        numbered = inbox.inbox(actor, view="mine", at=at, q=asked.q).rows
        if numbered:
            return Found(numbered, contents.several(actor, [r.record for r in numbered]) if fields else {})
    query, few = read(actor, asked)
    if asked.q.strip() and query is None:
        return Found([], common=True)
    made = statement(actor, asked, query, few=few, cursor=read_cursor(asked, after), limit=limit)
    with connection.cursor() as db:
        db.execute(made.text, made.arguments)
        found = db.fetchall()
    more = len(found) > limit
    found = found[:limit][::-1] if made.back else found[:limit]
    earlier, later = (more, True) if made.back else (after is not None, more)
    shown = rows.said(found, at)
    ids = [row.record for row in shown]
    return Found(
        shown,
        contents.several(actor, ids, query) if ids and (query or fields) else {},
        newer=cursor_of(True, found[0]) if found and earlier else None,
        older=cursor_of(False, found[-1]) if found and later else None,
    )


def settled(asked: Asked) -> Asked:
    """The same without what cannot be: an order of words or of a field where none is asked for."""
    known = (
        asked.q.strip() if asked.sort == RELEVANT else indexed(asked) if asked.sort in (UP, DOWN) else None
    )
    until = asked.until if asked.until and asked.until.year < 9999 else None
    return replace(asked, sort=asked.sort if known else NEWEST, until=until)


def whole(actor: Actor, asked: Asked, *, limit: int) -> Statement:
    """The statement of all that is found, for a file."""
    asked = settled(asked)
    query, few = read(actor, asked)
    if asked.q.strip() and query is None:
        query = "'-'"  # nothing but words of every sentence: nothing is found
    return statement(actor, asked, query, few=few, limit=limit)


def read(actor: Actor, asked: Asked) -> tuple[str | None, bool]:
    """What was typed as a query (None: no word that counts), and whether this actor sees few records."""
    told: dict[str, Any] = {"q": asked.q, "scopes": list(actor.scopes), "most": MOST_SEEN + 1}
    with connection.cursor() as db:
        db.execute(_READ, told)
        query, count = db.fetchone()
    return query, count <= MOST_SEEN


def behind() -> tuple[int, datetime | None]:
    """How many sealed entries the search has not read yet, and the moment of the oldest of them."""
    with connection.cursor() as db:
        db.execute(_BEHIND)
        count, moment = db.fetchone()
    return int(count), moment


def indexed(asked: Asked) -> Field | None:
    """The declared field that is asked for, if the type has it in its index."""
    kind = next((k for k in types.published() if k.name == asked.type), None)
    found = kind.fields.get(asked.field or "") if kind else None
    return found if found and found.index and not found.personal else None


def statement(
    actor: Actor,
    asked: Asked,
    query: str | None,
    *,
    few: bool,
    cursor: Cursor | None = None,
    limit: int = 50,
) -> Statement:
    """The statement that finds a page of what is `settled`, and one row more."""
    by, sort = indexed(asked), asked.sort
    back = cursor is not None and cursor.back
    down = (sort != UP) is not back
    reach = lists.REACH.format(row="p") if actor.limits else ""
    key, cast = _key(sort, by)
    arguments = _arguments(actor, asked, query, by, cursor, limit)
    where = "".join(f" AND {term}" for term in _terms(asked, query, by))
    way, sign = (" DESC", "<") if down else ("", ">")
    if sort == RELEVANT:
        found = _found(few, reach, key, query, by, where, "r.id DESC", str(RANKED))
        after = f" AND (p.key, p.record) {sign} (%(key)s::bigint, %(record)s::uuid)" if cursor else ""
        text = _RANKED.format(found=found, after=after, order=f"p.key{way}, p.record{way}")
    else:
        names = ["r.id"] if sort == NEWEST else [key, "f.record"]
        values = ["%(record)s::uuid"] if sort == NEWEST else [f"%(key)s::{cast}", "%(record)s::uuid"]
        where += f" AND ({', '.join(names)}) {sign} ({', '.join(values)})" if cursor else ""
        order = ", ".join(name + way for name in names)
        text = _found(few, reach, key, query, by, where, order, "%(limit)s")
    order = f"p.key{way}, p.record{way}" if sort != NEWEST else f"p.record{way}"
    return Statement(lists.ROWS.format(found=text, more=", p.key", order=order), arguments, limit, back)


def _key(sort: str, by: Field | None) -> tuple[str, str]:
    """What the page is sorted by, and its type."""
    if sort == RELEVANT:
        return _RANK, "bigint"
    if sort in (UP, DOWN) and by:
        return f"f.value_{by.index}", _CASTS[str(by.index)]
    return "NULL::text", "text"


def _found(
    few: bool, reach: str, key: str, query: str | None, by: Field | None, where: str, order: str, limit: str
) -> str:
    joins = " JOIN records_search s ON s.record = r.id" if query else ""
    joins += " JOIN records_field_index f ON f.record = r.id" if by else ""
    seen = (_FEW if few else _MANY).format(reach=reach)
    return _FOUND.format(key=key, seen=seen, joins=joins, where=where, order=order, limit=limit)


def _terms(asked: Asked, query: str | None, by: Field | None) -> list[str]:
    """The conditions that were asked for, and no other."""
    column = f"f.value_{by.index}" if by else ""
    cast = _CASTS[str(by.index)] if by else ""
    told = {
        "s.words @@ %(query)s::tsquery": query,
        "r.type = %(type)s": asked.type,
        "r.state = %(state)s": asked.state,
        "r.region = %(region)s": asked.region,
        "r.agency = %(body)s": asked.body,
        "r.opened >= %(since)s": asked.since,
        "r.opened < %(until)s": asked.until,
        f"f.type = %(type)s AND f.field = %(field)s AND {column} IS NOT NULL": by,
        f"{column} = %(value)s": by and by.choices and asked.value,
        f"{column} ILIKE %(like)s": by and not by.choices and by.index == "text" and asked.value,
        f"{column} >= %(low)s::{cast}": by and _bound(by, asked.low),
        f"{column} <= %(high)s::{cast}": by and _bound(by, asked.high),
    }
    return [term for term, on in told.items() if on]


def _bound(by: Field, typed: str) -> str | None:
    """A bound that its field can be compared with, else None."""
    if by.index == "number":
        return typed if re.fullmatch(r"-?[0-9]{1,15}", typed) else None
    try:
        return date.fromisoformat(typed).isoformat() if by.index == "date" else None
    except ValueError:
        return None


def _arguments(
    actor: Actor, asked: Asked, query: str | None, by: Field | None, cursor: Cursor | None, limit: int
) -> dict[str, Any]:
    part = re.sub(r"([\\%_])", r"\\\1", asked.value)
    return {
        "scopes": list(actor.scopes),
        "typed": json.dumps(actor.typed),
        "titles": json.dumps({kind.name: kind.title_field() for kind in types.published()}),
        "query": query,
        "type": asked.type,
        "state": asked.state,
        "region": asked.region,
        "body": asked.body,
        "since": asked.since and _begin(asked.since),
        "until": asked.until and _begin(asked.until + timedelta(days=1)),
        "field": by.id if by else None,
        "value": asked.value,
        "like": f"%{part}%",
        "low": by and _bound(by, asked.low),
        "high": by and _bound(by, asked.high),
        "record": cursor.record if cursor else None,
        "key": cursor.key if cursor else None,
        "limit": limit + 1,
    }


def _begin(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=WITA)


def cursor_of(back: bool, row: tuple[Any, ...]) -> str:
    """The cursor of the page before or after this row of a `statement`."""
    return str(Cursor(back, row[0], None if row[14] is None else str(row[14])))


def read_cursor(asked: Asked, text: str | None) -> Cursor | None:
    """A cursor from an address; None for one that cannot be read or belongs to another order."""
    match = re.fullmatch(r"([bf])~([0-9a-f]{32})~(.{0,500})", text or "", re.DOTALL)
    if match is None:
        return None
    by = indexed(asked) if asked.sort in (UP, DOWN) else None
    needed = asked.sort == RELEVANT or by is not None
    numeric = asked.sort == RELEVANT or by is not None and by.index == "number"
    if numeric and not re.fullmatch(r"-?[0-9]{1,18}", match[3]):
        return None
    if by is not None and by.index == "date" and _bound(by, match[3]) is None:
        return None
    return Cursor(match[1] == "b", UUID(match[2]), match[3] if needed else None)
