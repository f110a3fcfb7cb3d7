"""A record before an act and after it, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from serentak.agencies.rules import RecordFacts
from serentak.records import clock


@dataclass(frozen=True)
class Party:
    """A scope that sees the record, as what; `open`: it must act, by `due`."""

    scope: str
    role: str
    open: bool
    due: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """A record before an act; the default is a record not yet opened.

    `prepared` is the newest payload of each act, `prepared_in` the holding it was done in, `mail` whether
    news can be sent."""

    id: UUID
    state: str = ""
    agency: int | None = None
    region: str | None = None
    version: int = 0
    content: Mapping[str, Any] = field(default_factory=dict)
    parties: tuple[Party, ...] = ()
    steps: tuple[clock.Step, ...] = ()
    prepared: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    mail: bool = False
    prepared_in: Mapping[str, int | None] = field(default_factory=dict)

    def facts(self) -> RecordFacts | None:
        """What `agencies.rules.may` needs to know."""
        if self.agency is None:
            return None
        return RecordFacts(self.agency, self.scopes())

    def scopes(self) -> frozenset[str]:
        """Those who take part."""
        return frozenset(party.scope for party in self.parties)


@dataclass(frozen=True)
class Outcome:
    """Everything after the act. None in a part: the act does not write it. `parties` is the after-image."""

    state: str
    agency: int
    region: str | None
    due: datetime | None
    law: str | None
    content: Mapping[str, Any] | None
    identity: Mapping[str, Any] | None
    parties: tuple[Party, ...] | None
    payload: Mapping[str, Any] | None
    jobs: tuple[Mapping[str, Any], ...]
