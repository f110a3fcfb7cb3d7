"""The lists of a post: what must be done, what its agency has, what is late, waits or is closed.

Three to five statements however many records there are. Which rows and in what order is in `lists`; what
one says in `rows`.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from serentak.agencies.rules import Actor
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.records.lifecycle import ASIDE
from serentak.records.queries import lists, rows, types
from serentak.records.queries.rows import Row
from serentak.records.rules import Text

VIEWS: dict[str, Text] = {
    "mine": {"id": "Perlu tindakan", "en": "To do"},
    "taken": {"id": "Saya pegang", "en": "Taken by me"},
    "pool": {"id": "Belum diambil", "en": "Not taken yet"},
    "agency": {"id": "Semua berjalan", "en": "All open"},
    "overdue": {"id": "Lewat tenggat", "en": "Overdue"},
    "waiting": {"id": "Menunggu pelapor", "en": "Waiting for the reporter"},
    "closed": {"id": "Selesai", "en": "Closed"},
}
ASIDE_VIEW = "aside"
"""The list of what waits aside: on a page of its own."""


@dataclass(frozen=True)
class InboxPage:
    """`views`: key, title, count in words or None, current; `aside`: how many wait aside, in words. `newer`,
    `older`: cursors, None at the end."""

    rows: list[Row]
    views: list[tuple[str, Text, str | None, bool]]
    aside: str
    newer: str | None
    older: str | None


@dataclass(frozen=True)
class Choices:
    """What a list can be filtered by."""

    states: list[dict[str, Any]]
    regions: list[dict[str, Any]]


def inbox(
    actor: Actor,
    *,
    view: str,
    at: datetime,
    type: str | None = None,
    region: str | None = None,
    state: str | None = None,
    q: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> InboxPage:
    """One page of a list, and how much is in each, up to 1,000. A number in `q` searches all that the actor
    sees. `after` is a cursor of an earlier page; one that cannot be read means the beginning."""
    view = _view(view, type, state)
    cursor = None if q else lists.read_cursor(after, view == "closed")
    with connection.cursor() as db:
        counted: dict[str, Any] = {"scopes": list(actor.scopes), "at": at, "typed": json.dumps(actor.typed)}
        counted |= {name: lists.scopes_of(name, actor.scopes, _own(actor)) for name in lists.PART}
        db.execute(lists.count_statement(limited=bool(actor.limits)), counted)
        counts = lists.counted(db.fetchone())
        few = counts[view if view in lists.TO_DO else "agency"].isdigit()
        asked = _listing(actor, view, at, type, region, state, q, cursor, limit, few)
        db.execute(asked.statement(), asked.arguments())
        found = db.fetchall()
    more = len(found) > limit
    back = cursor is not None and cursor.back
    shown = rows.said(found[:limit][::-1] if back else found[:limit], at)
    earlier, later = (more, True) if back else (cursor is not None, more)
    return InboxPage(
        shown,
        [
            (key, title, counts.get(key), key == view)
            for key, title in VIEWS.items()
            if key not in lists.PART or key == view or takes(actor.role)
        ],
        counts["aside"],
        _cursor(shown[0], True, view) if shown and earlier else None,
        _cursor(shown[-1], False, view) if shown and later and not q else None,
    )


def whole(
    actor: Actor,
    *,
    view: str,
    at: datetime,
    type: str | None = None,
    region: str | None = None,
    state: str | None = None,
    limit: int,
) -> lists.Statement:
    """The statement of a whole list, for a file."""
    asked = _listing(actor, _view(view, type, state), at, type, region, state, None, None, limit, False)
    return lists.Statement(asked.statement(), asked.arguments(), limit)


def takes(role: str) -> bool:
    """Whether records are taken in this role: its lists say which are."""
    moves = (move for kind in types.published() for move in kind.moves)
    return any(role in move.by and move.assign == role for move in moves)


def _own(actor: Actor) -> str:
    return f"h:{actor.holding.id}" if actor.holding else ""


def choices(type: str) -> Choices:
    """States of a type that is in the content, and regencies."""
    states = law.library().record_types[type]["states"] if type in law.library().record_types else []
    regencies = law.library().regions.regencies()
    return Choices(
        [{"id": row["id"], "label": row["title"]} for row in states],
        [{"id": row.code, "label": row.name} for row in regencies],
    )


def _view(view: str, type: str | None, state: str | None) -> str:
    """The list shown: a filter by an end state can only be about closed records, by one aside about those."""
    kinds = [kind for kind in types.published() if type in (None, kind.name)]
    states = [s for kind in kinds for s in kind.states.values() if s.id == state]
    if states and all(s.end for s in states):
        return "closed"
    if states and all(s.aside for s in states):
        return ASIDE_VIEW
    return view if view in (*VIEWS, ASIDE_VIEW) else "mine"


def _listing(
    actor: Actor,
    view: str,
    at: datetime,
    type: str | None,
    region: str | None,
    state: str | None,
    q: str | None,
    cursor: lists.Cursor | None,
    limit: int,
    few: bool,
) -> lists.Listing:
    by_state = view not in ("closed", ASIDE_VIEW) and (state is not None or view == "waiting")
    return lists.Listing(
        view,
        tuple(lists.scopes_of(view, actor.scopes, _own(actor))),
        at,
        limit,
        cursor,
        type,
        region,
        closed_state=state,
        states=_states(state) if by_state else None,
        few=few,
        numbers=_numbers(q, at) if q else None,
        typed=json.dumps(actor.typed) if actor.limits else None,
        titles=json.dumps({kind.name: kind.title_field() for kind in types.published()}),
    )


def _states(state: str | None) -> list[tuple[str, str]]:
    return [
        (kind.name, s.id)
        for kind in types.published()
        for s in kind.states.values()
        if (s.id == state if state else s.waiting)
    ]


def _numbers(q: str, at: datetime) -> list[str]:
    """The numbers a search may mean: as typed, or the last figures of this year's or last year's."""
    typed = q.strip().upper()
    if not typed.isdigit():
        return [typed]
    year = local_day(at).year
    return [f"{kind.code}-{y}-{typed.zfill(6)}" for kind in types.published() for y in (year, year - 1)]


def _cursor(row: Row, back: bool, view: str) -> str:
    due = ASIDE if view == ASIDE_VIEW else None if row.closed else row.due
    return str(lists.Cursor(back, due, row.record))
