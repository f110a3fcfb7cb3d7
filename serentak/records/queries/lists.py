"""The statements of lists: scope by scope over the inbox index, or state by state over the deadlines.

Each goes along an index in the order shown and stops at its limit; no list counts or sorts what it does not
show. A filter looks at each record on the way, so it goes as far as the scope has rows when little matches.
Open records come by deadline, closed ones newest first. What a row says is in `rows`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from serentak.records.lifecycle import ASIDE

COUNT_CAP = 1000
BEFORE, AT_END = f"p.due < '{ASIDE.isoformat()}'", f"p.due = '{ASIDE.isoformat()}'"
_RANGES = {"closed": "p.due IS NULL AND r.closed IS NOT NULL", "aside": AT_END}

# only for who answers for some body by record type: a scope may hold for some types only
REACH = """ AND (NOT %(typed)s::jsonb ? {row}.scope
  OR (SELECT t.type FROM records_record t WHERE t.id = {row}.record) ~ (%(typed)s::jsonb ->> {row}.scope))"""

# OFFSET 0: one look-up a row in the order of the index, never a join of whole tables because few are expected
_PARTIES = """
SELECT p.record, p.due, bool_or(p.open) AS open
FROM unnest(%(scopes)s::text[]) AS s(scope) CROSS JOIN unnest(%(opens)s::boolean[]) AS o(open)
CROSS JOIN LATERAL (
  SELECT p.record, p.due, p.open
  FROM records_party p CROSS JOIN LATERAL (SELECT * FROM records_record r WHERE r.id = p.record OFFSET 0) r
  WHERE p.scope = s.scope AND p.open = o.open AND {where}{reach}
  ORDER BY {order} LIMIT %(limit)s) p
GROUP BY p.record, p.due ORDER BY {order} LIMIT %(limit)s"""

# sorted before anybody asks who sees a record: deadlines of one day are equal, and only a page is looked up
_STATES = """
SELECT p.record, p.due, p.open
FROM unnest(%(types)s::text[], %(states)s::text[]) AS t(type, state)
CROSS JOIN LATERAL (
  SELECT p.id AS record, p.due, y.open FROM (
    SELECT p.id, p.due FROM records_record p CROSS JOIN LATERAL (SELECT p.region, p.type) r
    WHERE p.type = t.type AND p.state = t.state AND p.closed IS NULL AND {where}
    ORDER BY {order} OFFSET 0) p
  CROSS JOIN LATERAL (
    SELECT bool_or(y.open) AS open FROM records_party y
    WHERE y.record = p.id AND y.scope = ANY(%(scopes)s){reach}) y
  WHERE y.open = ANY(%(opens)s)
  ORDER BY {order} LIMIT %(limit)s) p
ORDER BY {outer} LIMIT %(limit)s"""

_NUMBERS = """
SELECT p.id AS record, p.due, false AS open FROM records_record p
WHERE p.number = ANY(%(numbers)s)
  AND EXISTS (SELECT 1 FROM records_party y WHERE y.record = p.id AND y.scope = ANY(%(scopes)s){reach})
ORDER BY p.id LIMIT %(limit)s"""

ROWS = """
SELECT r.id, r.type, r.type_version, r.version, r.number, r.state, r.region, r.due, r.closed, r.opened,
  p.open, i.value_text, (SELECT y.scope FROM records_party y
    WHERE y.record = r.id AND left(y.scope, 2) = 'h:' AND y.role <> 'machine'
    ORDER BY y.open DESC, y.scope LIMIT 1), r.agency{more}
FROM ({found}) p JOIN records_record r ON r.id = p.record
LEFT JOIN records_field_index i ON i.record = r.id AND i.field = %(titles)s::jsonb ->> r.type
ORDER BY {order}"""

_COUNT = """(SELECT count(*) FROM (SELECT DISTINCT p.record
  FROM unnest(%({scopes})s::text[]) AS s(scope) CROSS JOIN unnest({opens}) AS o(open)
  CROSS JOIN LATERAL (SELECT p.record FROM records_party p
    WHERE p.scope = s.scope AND p.open = o.open AND {where}{reach} LIMIT {cap}) p LIMIT {cap}) n)"""

_OPEN, _EVERY = "ARRAY[true]", "ARRAY[true, false]"
COUNTS = {
    "mine": (_OPEN, BEFORE),
    "taken": (_OPEN, BEFORE),
    "pool": (_OPEN, BEFORE),
    "agency": (_EVERY, BEFORE),
    "overdue": (_EVERY, "p.due < %(at)s"),
    "aside": (_OPEN, AT_END),
}


TO_DO = ("mine", "taken", "pool", "aside")
"""Lists of what somebody of these scopes must act on."""
PART = ("taken", "pool")
"""Those that go through some of the scopes: the post's own, and all others."""


def scopes_of(view: str, scopes: Sequence[str], own: str) -> list[str]:
    """The scopes a list goes through."""
    return [scope for scope in scopes if view not in PART or (scope == own) is (view == "taken")]


@dataclass(frozen=True)
class Cursor:
    """Where a page ended; `back`: what stands before it is wanted, not what follows. `due` is None for
    closed records."""

    back: bool
    due: datetime | None
    record: UUID

    def __str__(self) -> str:
        return f"{'b' if self.back else 'f'}~{self.due.isoformat() if self.due else ''}~{self.record.hex}"


def read_cursor(text: str | None, closed: bool) -> Cursor | None:
    """A cursor from an address; None for one that cannot be read or belongs to another kind of list."""
    match = re.fullmatch(r"([bf])~([0-9T:.+-]*)~([0-9a-f]{32})", text or "")
    if not match or closed is bool(match[2]):
        return None
    try:
        due = None if closed else datetime.fromisoformat(match[2])
    except ValueError:
        return None
    return Cursor(match[1] == "b", due, UUID(match[3])) if due is None or due.tzinfo else None


@dataclass(frozen=True)
class Listing:
    """What a list is asked for. `states`: (type, state) pairs of open records wanted; `few`: the scopes have
    no more open records than the cap, so a list by states goes through those, else through the states;
    `numbers`: when by number; `typed`: JSON of the scopes that hold for some types; `titles`: title field of
    each type."""

    view: str
    scopes: tuple[str, ...]
    at: datetime
    limit: int
    cursor: Cursor | None = None
    type: str | None = None
    region: str | None = None
    closed_state: str | None = None
    states: Sequence[tuple[str, str]] | None = None
    few: bool = False
    numbers: Sequence[str] | None = None
    typed: str | None = None
    titles: str = "{}"

    @property
    def closed(self) -> bool:
        """Whether it lists closed records."""
        return self.view == "closed"

    def statement(self) -> str:
        """The statement that gives one row more than the limit, in the order of the page wanted."""
        if self.numbers is not None:
            return ROWS.format(found=_NUMBERS.format(reach=self._reach("y")), more="", order="r.id")
        # closed ones have no deadline; it is named because the index has it before the record
        keys = ("p.due", "p.record")
        down = self.closed is not (self.cursor is not None and self.cursor.back)
        order = ", ".join(f"{key} DESC" if down else key for key in keys)
        where = self._where(down)
        if self.states is not None and not self.few:
            found = _STATES.format(
                where=where.replace("p.record", "p.id"),
                outer=order,
                order=order.replace("p.record", "p.id"),
                reach=self._reach("y"),
            )
        else:
            found = _PARTIES.format(where=where, order=order, reach=self._reach("p"))
        return ROWS.format(found=found, more="", order=order)

    def _reach(self, row: str) -> str:
        return "" if self.typed is None else REACH.format(row=row)

    def _where(self, down: bool) -> str:
        terms = [_RANGES.get(self.view, BEFORE)]
        terms += ["p.due < %(at)s"] if self.view == "overdue" else []
        terms += ["r.region = %(region)s"] if self.region else []
        terms += ["r.type = %(type)s"] if self.type else []
        terms += ["r.state = %(closed_state)s"] if self.closed and self.closed_state else []
        if self.states is not None and self.few:
            terms += ["r.type || ' ' || r.state = ANY(%(pairs)s)"]
        if self.cursor:
            sign = "<" if down else ">"
            terms += [
                f"p.record {sign} %(record)s"
                if self.closed
                else f"(p.due, p.record) {sign} (%(due)s, %(record)s)"
            ]
        return " AND ".join(terms)

    def arguments(self) -> dict[str, Any]:
        """The statement's arguments."""
        pairs = self.states or ()
        return {
            "scopes": list(self.scopes),
            "at": self.at,
            "limit": self.limit + 1,
            "region": self.region,
            "opens": [True] if self.view in TO_DO else [False] if self.closed else [True, False],
            "type": self.type,
            "closed_state": self.closed_state,
            "numbers": list(self.numbers or ()),
            "pairs": [f"{name} {state}" for name, state in pairs],
            "types": [name for name, _ in pairs],
            "states": [state for _, state in pairs],
            "titles": self.titles,
            "typed": self.typed,
            "due": self.cursor.due if self.cursor else None,
            "record": self.cursor.record if self.cursor else None,
        }


@dataclass(frozen=True)
class Statement:
    """A statement and its arguments: `limit` rows and one more, `back` from the end of the page."""

    text: str
    arguments: dict[str, Any]
    limit: int
    back: bool = False


def _named(view: str) -> str:
    return view if view in PART else "scopes"


def count_statement(*, limited: bool = False) -> str:
    """One statement that counts the counted lists, each up to one more than the cap; `limited`: some of the
    scopes hold for some record types only."""
    reach = REACH.format(row="p") if limited else ""
    return "SELECT " + ", ".join(
        _COUNT.format(scopes=_named(view), opens=opens, where=where, reach=reach, cap=COUNT_CAP + 1)
        for view, (opens, where) in COUNTS.items()
    )


def counted(row: Sequence[int]) -> Mapping[str, str]:
    """The counts in words, by list: at most "1000+"."""
    return {key: f"{COUNT_CAP}+" if n > COUNT_CAP else str(n) for key, n in zip(COUNTS, row, strict=True)}
