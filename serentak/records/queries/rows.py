"""What one row of a list says: numbers and codes of the statement get their words here.

One statement for the posts that took something, however many rows there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from serentak.agencies import directory
from serentak.agencies import queries as agencies
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.records import clock
from serentak.records.queries import types
from serentak.records.queries.names import region_name
from serentak.records.rules import RecordType, Text


@dataclass(frozen=True)
class Row:
    """`version` is the number of acts so far, `title` the type's title field, `agency` the body's short name,
    `who` the post that took it, `left`: whose holder's time has ended; `untaken`: nobody has it and somebody
    may take it; `mine`: this post must act; `late_days` are working days past due."""

    record: UUID
    version: int
    number: str
    kind: RecordType
    title: str
    state_title: Text
    agency: str
    region_name: str | None
    who: str | None
    left: bool
    untaken: bool
    mine: bool
    due: datetime | None
    late_days: int | None
    paused: bool
    closed: datetime | None
    opened: datetime

    @property
    def type_title(self) -> Text:
        """What records of its type are called."""
        return self.kind.title


def said(found: Sequence[tuple[Any, ...]], at: datetime) -> list[Row]:
    """The rows of a statement of `lists.ROWS`."""
    holdings = {int(row[12][2:]) for row in found if row[12]}
    posts = agencies.posts_held(holdings, at=at) if holdings else {}
    bodies = directory.directory(local_day(at)).register.bodies
    return [_row(row, posts, bodies, at) for row in found]


def _row(
    row: tuple[Any, ...], posts: Mapping[int, agencies.PostHeld], bodies: Mapping[int, Any], at: datetime
) -> Row:
    record, name, type_version, version, number, state, region, due, closed, opened, mine, title, taken = row[
        :13
    ]
    kind = types.at_version(name, type_version)
    who = posts.get(int(taken[2:])) if taken else None
    left = who is not None and who.ended and closed is None
    return Row(
        record=record,
        version=version,
        number=number,
        kind=kind,
        title=title or "",
        state_title=kind.states[state].title,
        agency=bodies[row[13]].short if row[13] in bodies else "",
        region_name=region_name(region),
        who=who.post if who else None,
        left=left,
        mine=mine,
        due=due,
        untaken=(who is None or left) and any(move.assign and state in move.origins for move in kind.moves),
        late_days=clock.late_days(due, closed, at, law.library().calendar),
        paused=kind.states[state].waiting,
        closed=closed,
        opened=opened,
    )
