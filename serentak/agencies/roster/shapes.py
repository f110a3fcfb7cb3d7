"""The values of an import: lines as they were typed, what stands already, and what is to be done."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from serentak.agencies.register import Register
from serentak.agencies.rules import Account, Actor
from serentak.agencies.terms import Terms
from serentak.law.dates import Text
from serentak.lib.canonical import canonical
from serentak.lib.clock import WITA, local_day

COLUMNS = (
    "body", "title", "role", "name", "username", "kind", "letter_number", "letter_date", "since", "until",
    "district",
)  # fmt: skip
PERSON, POST, HOLDING = "person", "post", "holding"
"""What a line may make."""


@dataclass(frozen=True)
class Line:
    """A line of the sheet: its number there, and its texts by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Place:
    """A post there is; `until` is the first day without it."""

    id: int
    body: int
    title: str
    role: str
    until: date | None


@dataclass(frozen=True)
class Span:
    """A holding there is, or that an earlier line makes: `person` by number, or by username when new."""

    person: int | str
    kind: str
    since: datetime
    until: datetime | None
    letter: str

    def meets(self, since: datetime, until: datetime | None) -> bool:
        """Whether the two times share a moment."""
        return (until is None or self.since < until) and (self.until is None or since < self.until)

    def over(self, at: datetime) -> bool:
        """Whether it has ended by the moment."""
        return self.until is not None and self.until <= at


@dataclass(frozen=True)
class Known:
    """An account there is. `name` is None where this administrator does not see it."""

    account: Account
    active: bool
    name: str | None


@dataclass(frozen=True)
class Standing:
    """What lines are compared with: who imports, and over which bodies; codes of bodies by number; the
    content's roles, kinds of holding and electoral districts; open posts, holdings, accounts by username."""

    by: Actor
    area: frozenset[int]
    at: datetime
    register: Register
    codes: Mapping[int, str]
    roles: Mapping[str, Mapping[str, Any]]
    kinds: Mapping[str, Mapping[str, Any]]
    districts: Sequence[Mapping[str, Any]]
    posts: Sequence[Place]
    spans: Mapping[int, Sequence[Span]]
    accounts: Mapping[str, Known]

    @property
    def today(self) -> date:
        """The day of the import."""
        return local_day(self.at)

    def begin(self, day: date) -> datetime:
        """When something begins that begins on a day: now for today, else its first moment."""
        return self.at if day == self.today else datetime.combine(day, time.min, WITA)


@dataclass(frozen=True)
class NewPost:
    """A post to open."""

    body: int
    title: str
    role: str
    since: date


@dataclass(frozen=True)
class NewHolding:
    """A person, by number or username, into a post: one there is, or the n-th to open (`opened`)."""

    person: int | str
    post: int | None
    opened: int | None
    role: str
    since: datetime
    terms: Terms


@dataclass(frozen=True)
class Outcome:
    """What a line would do (of PERSON, POST, HOLDING), what is wrong by column, what to look at; `body` once
    it was found."""

    line: Line
    makes: tuple[str, ...]
    wrong: Mapping[str, Text]
    warnings: tuple[Text, ...]
    body: int | None


@dataclass(frozen=True)
class Plan:
    """What a whole sheet would do. `persons`: names by username; their bodies are those of their lines."""

    outcomes: tuple[Outcome, ...]
    persons: Mapping[str, str] = field(default_factory=dict)
    posts: tuple[NewPost, ...] = ()
    holdings: tuple[NewHolding, ...] = ()

    @property
    def wrong(self) -> list[Outcome]:
        """The lines that stand in the way of all."""
        return [one for one in self.outcomes if one.wrong]

    @property
    def empty(self) -> bool:
        """Whether everything stands already."""
        return not (self.persons or self.posts or self.holdings)

    @property
    def digest(self) -> str:
        """A name of what it does, so that what was looked at is what happens."""
        said = [[one.line.number, dict(one.line.cells), list(one.makes)] for one in self.outcomes]
        return hashlib.sha256(canonical(said)).hexdigest()


def last_day(until: datetime | None) -> date | None:
    """The last day of something that ends at a moment."""
    return until and local_day(until - timedelta(microseconds=1))


def after(day: date) -> datetime:
    """The moment at which something ends whose last day this is."""
    return datetime.combine(day + timedelta(days=1), time.min, WITA)
