"""Whose verifier checks a complaint, and which filings look like part of a flood.

Pure. `intake_agency` is named in `content/records/complaint.yaml` as its route; the engine calls it when a
complaint is filed, given back or readdressed. Suspicion looks at numbers of filings, never at people.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from serentak.lib.ids import made_at


def intake_agency(content: Mapping[str, Any], library: Any, on: date) -> int:
    """The body whose verifier checks it: the government's verifier, or the inspectorate when the complaint is
    about the verifier's own body or a unit of it, since nobody checks a report about himself."""
    verifier: int = library.body_named(library.government["verifier"], on)
    if verifier in _line(library, content.get("agency")):
        return int(library.body_named(library.government["verifier_of_verifier"], on))
    return verifier


def _line(library: Any, body: int | None) -> list[int]:
    """A body and those above it."""
    parents = {row["id"]: row["parent"] for row in library.organisations}
    line: list[int] = []
    while body is not None and body not in line:
        line.append(body)
        body = parents.get(body)
    return line


LEAST_WORDS = 5
"""Words from which a text says enough to be compared: two reports of "jalan rusak" are no flood."""

WORK_LIFE = timedelta(hours=24)


@dataclass(frozen=True)
class Sent:
    """What a filing shows beside its answers: the form's key, which says when it was opened, what the page
    computed for it, whether the field that nobody sees was filled in."""

    key: UUID
    work: str = ""
    trapped: bool = False


@dataclass(frozen=True)
class Limits:
    """The limits in force: filings an hour, the size of the computation, the shortest time to fill in."""

    address: int
    unproved: int
    network: int
    same: int
    bits: int
    seconds: int


def suspicion(count: Mapping[str, int], proved: bool, trapped: bool, limits: Limits) -> str | None:
    """Why a filing is to wait aside for a person, or None. `count` has the filings of this hour, this one
    included, by `address`, `network` and, where its text can be compared, `text`."""
    if trapped:
        return "machine"
    if count.get("text", 0) > limits.same:
        return "same"
    if count["address"] > limits.address or count["network"] > limits.network:
        return "many"
    return "many" if count["address"] > limits.unproved and not proved else None


def proved(sent: Sent, limits: Limits, at: datetime) -> bool:
    """Whether a browser computed for this form and somebody took the time to fill it in: SHA-256 over key and
    answer begins with so many zero bits. A key of another day proves nothing: nobody computes in advance."""
    opened = made_at(sent.key) if sent.key.version == 7 else None
    if opened is None or not timedelta(seconds=limits.seconds) <= at - opened <= WORK_LIFE:
        return False
    digest = hashlib.sha256(f"{sent.key}:{sent.work}".encode()).digest()
    return int.from_bytes(digest) >> (256 - limits.bits) == 0


def words(texts: Iterable[str]) -> bytes | None:
    """SHA-256 of the words of a report without figures, marks, capitals and order; None when they are too few
    to say anything."""
    found = sorted(set(re.findall(r"[^\W\d_]{2,}", " ".join(texts).casefold())))
    return hashlib.sha256(" ".join(found).encode()).digest() if len(found) >= LEAST_WORDS else None
