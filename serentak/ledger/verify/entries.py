"""Entries read back with their parts, each checked against itself: text, columns, commitments, versions.

`histories` gives one subject after the other with its entries in order; the rooms above compare them with
their tables. A part that an erasure dropped is said to be erased by that entry.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any
from uuid import UUID

import psycopg

from serentak.ledger.verify.finding import Finding
from serentak.lib.canonical import canonical
from serentak.lib.clock import rfc3339

Connection = psycopg.Connection[tuple[Any, ...]]

KEYS = frozenset(
    "act agency auth basis class commitments due from holding kind law moment number post region subject to"
    " type v version".split()
)
SEALED_KEYS = frozenset({"class", "commitments", "day", "v"})
ERASE = "erase"

_ENTRIES = """
SELECT e.id, e.moment, e.actor, e.act, e.subject, e.version, e.state_from, e.state_to, e.agency, e.region,
  e.class, e.due, e.law, e.bytes, array_agg(p.kind), array_agg(p.salt), array_agg(p.bytes)
FROM ledger_entry e LEFT JOIN ledger_part p ON p.entry = e.id GROUP BY e.id ORDER BY e.subject, e.version"""


@dataclass(frozen=True)
class Entry:
    """An entry as it lies there. `text` is the whole text, of a sealed record too; empty when unreadable.
    `parts` are those that are there and are the ones committed to."""

    id: int
    subject: UUID
    version: int
    act: str
    text: dict[str, Any]
    parts: dict[str, bytes]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]

    def part(self, kind: str) -> Any:
        """A part's JSON value; None when the entry has none."""
        return json.loads(self.parts[kind]) if kind in self.parts else None


def histories(connection: Connection) -> Iterator[list[Entry]]:
    """Every subject's entries in the order of their versions, subjects in the order of their ids. The
    connection must be in a transaction."""
    with connection.cursor("entries", binary=True) as cursor:
        cursor.itersize = 2_000
        cursor.execute(_ENTRIES)
        for _, rows in groupby(cursor, key=lambda row: row[4]):
            yield [_entry(row) for row in rows]


def problems(history: list[Entry]) -> Iterator[Finding]:
    """What is wrong with the entries of one subject by themselves."""
    for place, entry in enumerate(history, 1):
        yield from entry.findings
        if entry.version != place:
            yield Finding(
                f"ledger_entry {entry.id}", f"is version {entry.version}, but {place} was due: a step is lost"
            )
        for kind in entry.missing:
            later = [e.id for e in history if e.act == ERASE and e.id > entry.id]
            if kind == "identity" and later:
                yield Finding(f"ledger_part {entry.id} {kind}", f"erased by entry {later[0]}", erased=True)
            else:
                yield Finding(f"ledger_part {entry.id} {kind}", "is gone, and no entry erased it")


def _entry(row: tuple[Any, ...]) -> Entry:
    id, body = row[0], bytes(row[13])
    kept = {k: (bytes(s), bytes(b)) for k, s, b in zip(*row[14:17], strict=True) if k is not None}
    found: list[Finding] = []
    text = _parsed(id, body, found)
    if row[10] == "sealed" or text.get("class") == "sealed":
        parts, missing = _sealed(id, text, kept, found)
        text = json.loads(parts["header"]) if "header" in parts else {}
    else:
        parts, missing = _open(id, text, kept, found)
    if text:
        found += _columns(row, text)
    return Entry(id, row[4], row[5], row[3], text, parts, missing, tuple(found))


def _parsed(id: int, body: bytes, found: list[Finding]) -> dict[str, Any]:
    try:
        text = json.loads(body)
        if (
            isinstance(text, dict)
            and set(text) in (KEYS, SEALED_KEYS)
            and text["v"] == 1
            and canonical(text) == body
        ):
            return text
    except (ValueError, TypeError):
        pass
    found.append(Finding(f"ledger_entry {id}", "its text is not an entry of version 1"))
    return {}


def _open(
    id: int, text: dict[str, Any], kept: dict[str, tuple[bytes, bytes]], found: list[Finding]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    promised = text.get("commitments") or {}
    parts: dict[str, bytes] = {}
    for kind, (salt, body) in kept.items():
        if text and promised.get(kind) != sha256(salt + body).hexdigest():
            found.append(Finding(f"ledger_part {id} {kind}", "is not the part that its entry commits to"))
        else:
            parts[kind] = body
    return parts, tuple(sorted(set(promised) - set(kept)))


def _sealed(
    id: int, text: dict[str, Any], kept: dict[str, tuple[bytes, bytes]], found: list[Finding]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """A sealed text lists hashes without their kinds; what is missing is known from the header part."""
    promised = set(text.get("commitments") or ())
    parts: dict[str, bytes] = {}
    for kind, (salt, body) in kept.items():
        if sha256(salt + body).hexdigest() not in promised:
            found.append(Finding(f"ledger_part {id} {kind}", "is not a part that its entry commits to"))
        else:
            parts[kind] = body
    if "header" not in parts:
        return parts, () if "header" in kept else ("header",)
    return parts, tuple(sorted(set(json.loads(parts["header"])["commitments"]) - set(kept)))


def _columns(row: tuple[Any, ...], text: dict[str, Any]) -> list[Finding]:
    """The columns are copies of the text: each must say the same."""
    id, moment, actor, act, subject, version, state_from, state_to, agency, region, kind, due, law = row[:13]
    columns = {
        "moment": rfc3339(moment), "holding": actor, "act": act, "subject": str(subject), "version": version,
        "from": state_from, "to": state_to, "agency": agency, "region": region, "class": kind,
        "due": rfc3339(due) if due else None, "law": law,
    }  # fmt: skip
    return [
        Finding(f"ledger_entry {id}", f"the column for {name} is not what its text says")
        for name, value in columns.items()
        if text[name] != value
    ]
