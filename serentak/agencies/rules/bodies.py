"""Bodies over time: who answers for one that ended, what lies below one, and how lists name them.

Pure. Dates are half open: from the first day up to, not including, the last.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from serentak.law.dates import Text, covers

KINDS: dict[str, Text] = {
    "sekretariat": {"id": "Sekretariat", "en": "Secretariats"},
    "inspektorat": {"id": "Inspektorat", "en": "Inspectorate"},
    "dinas": {"id": "Dinas", "en": "Agencies (dinas)"},
    "badan": {"id": "Badan", "en": "Boards (badan)"},
    "satuan": {"id": "Satuan", "en": "Units (satuan)"},
    "biro": {"id": "Biro Sekretariat Daerah", "en": "Bureaus of the regional secretariat"},
    "uptd": {"id": "Unit pelaksana teknis", "en": "Technical units (UPTD)"},
    "kepala_daerah": {"id": "Kepala daerah", "en": "Head of the region"},
    "dprd": {"id": "DPRD", "en": "Regional council (DPRD)"},
    "komisi": {"id": "Komisi DPRD", "en": "Commissions of the council"},
}
"""Kinds of bodies in the order of the list; the content's schema allows the same."""

POLITICAL = ("kepala_daerah", "dprd", "komisi")
"""Kinds of bodies that govern or control and serve nobody: no report is about them or goes to them."""


@dataclass(frozen=True)
class Body:
    """A government body and the days it exists; `grade` and `source` say how certain that is."""

    id: int
    name: str
    short: str
    kind: str
    parent: int | None
    valid_from: date
    valid_until: date | None
    grade: str
    source: str

    @property
    def address(self) -> str:
        """Path of its public page: the number, which alone decides, and the short name for people to read."""
        return f"/unit/{self.id}-{slug(self.short)}/"

    @property
    def last_day(self) -> date | None:
        """The last day on which it existed or will exist."""
        return None if self.valid_until is None else self.valid_until - timedelta(days=1)


@dataclass(frozen=True)
class Succession:
    """`successor` took over from `predecessor`; with a `record_type`, it alone, and those records alone.
    `source` says where that is written."""

    predecessor: int
    successor: int
    record_type: str | None = None
    source: str | None = None


def slug(name: str) -> str:
    """A name as it stands in addresses: small letters, figures and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain.lower()))


def ended(body: Body, on: date) -> bool:
    """Whether the body's last day lies before this one."""
    return body.valid_until is not None and body.valid_until <= on


def answers_for(
    organisation: int,
    bodies: Iterable[Body],
    successions: Collection[Succession],
    on: date,
    record_type: str | None = None,
) -> frozenset[int]:
    """The bodies whose records of a type (None: one that no split names) this one answers for: itself, and
    those it succeeded, through any number of mergers. A body not in force answers for nothing; a predecessor
    that still exists answers for itself. After a split both successors answer, until one is named for the
    type: then that one alone."""
    known = {body.id: body for body in bodies}
    own = known.get(organisation)
    if own is None or not covers(own.valid_from, own.valid_until, on):
        return frozenset()
    named = {link.predecessor for link in successions if link.record_type == record_type}
    before: dict[int, list[int]] = {}
    for link in successions:
        asked = record_type if link.predecessor in named else None
        if link.record_type == asked and link.predecessor in known and ended(known[link.predecessor], on):
            before.setdefault(link.successor, []).append(link.predecessor)
    found, waiting = {organisation}, [organisation]
    while waiting:
        fresh = set(before.get(waiting.pop(), ())) - found
        found |= fresh
        waiting.extend(fresh)
    return frozenset(found)


def stands_in(bodies: Collection[int] | None, organisation: int, successions: Iterable[Succession]) -> bool:
    """Whether a post of a role tied to these bodies (None: to none) stands in this one: one of them, or a
    body that took one over, through any number of mergers. Twin of the database's agencies_stands_in."""
    if bodies is None:
        return True
    before: dict[int, set[int]] = {}
    for link in successions:
        before.setdefault(link.successor, set()).add(link.predecessor)
    line, waiting = {organisation}, [organisation]
    while waiting:
        fresh = before.get(waiting.pop(), set()) - line
        line |= fresh
        waiting.extend(fresh)
    return not line.isdisjoint(bodies)


def types_of(answering: Mapping[str | None, Collection[int]]) -> dict[int, str]:
    """Of bodies answered for by record type (None: types that no split names): those not answered for whole,
    each with an expression that the types match, read alike here and by PostgreSQL."""
    whole = answering.get(None, ())
    limits = {}
    for body in sorted({body for found in answering.values() for body in found}):
        has = sorted(kind for kind, found in answering.items() if kind is not None and body in found)
        lacks = sorted(kind for kind, found in answering.items() if kind is not None and body not in found)
        if body not in whole:
            limits[body] = f"^({'|'.join(has)})$"
        elif lacks:
            limits[body] = f"^(?!({'|'.join(lacks)})$)"
    return limits


def administered(answering: Iterable[int], bodies: Iterable[Body]) -> frozenset[int]:
    """The bodies in which a unit administrator records posts: those the own body answers for, and their units
    through any number of levels."""
    found = set(answering)
    inside: dict[int, list[int]] = {}
    for body in bodies:
        if body.parent is not None:
            inside.setdefault(body.parent, []).append(body.id)
    waiting = list(found)
    while waiting:
        fresh = set(inside.get(waiting.pop(), ())) - found
        found |= fresh
        waiting.extend(fresh)
    return frozenset(found)


def kind_title(kind: str) -> Text:
    """The heading of a kind of bodies; a kind not in KINDS is its own heading."""
    return KINDS.get(kind, {"id": kind, "en": kind})


def kind_order(kind: str) -> int:
    """Where a kind stands in the list; unknown kinds come last."""
    return list(KINDS).index(kind) if kind in KINDS else len(KINDS)


def matches(body: Body, words: Iterable[str]) -> bool:
    """Whether every word (lower case) stands in one of the body's names."""
    named = f"{body.name} {body.short}".lower()
    return all(word in named for word in words)


def cycle(successions: Iterable[Succession]) -> tuple[int, ...]:
    """The bodies whose line of successors never ends because it runs into a ring, in order."""
    after: dict[int, set[int]] = {}
    for link in successions:
        after.setdefault(link.predecessor, set()).add(link.successor)
    while leaves := [body for body, next_bodies in after.items() if next_bodies.isdisjoint(after)]:
        for body in leaves:
            del after[body]
    return tuple(sorted(after))
