"""Compares the readings of personal data (`ledger_access`) with the digests of them on the log.

A reading after the newest digest is not covered yet; it is by the next one.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import psycopg

from serentak.ledger.verify.entries import Entry, histories
from serentak.ledger.verify.finding import Finding
from serentak.lib.clock import rfc3339

Connection = psycopg.Connection[tuple[Any, ...]]
_ROWS = """
SELECT id, moment, person, record, purpose, holding FROM ledger_access
WHERE id BETWEEN %s AND %s ORDER BY id"""


def readings(connection: Connection) -> Iterator[Finding]:
    """Rows that were changed, deleted or added since their digest, and ranges that no digest covers."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for history in histories(connection):
            if any(entry.text.get("kind") == "digest" for entry in history):
                yield from _compare(connection, history)


def _compare(connection: Connection, history: list[Entry]) -> Iterator[Finding]:
    expected = 1
    for entry in history:
        said = entry.part("content")
        if said is None:
            continue  # the entry itself is named by `rows`
        if said["from"] != expected:
            yield Finding(f"ledger_entry {entry.id}", f"digests from {said['from']}, but {expected} was due")
        expected = said["to"] + 1
        there = {
            str(row[0]): _hash(row)
            for row in connection.execute(_ROWS, [said["from"], said["to"]]).fetchall()
        }
        for id in sorted(there.keys() | said["rows"].keys(), key=int):
            if there.get(id) != said["rows"].get(id):
                yield Finding(f"ledger_access {id}", _what(id, there, said["rows"], entry.id))


def _what(id: str, there: dict[str, str], told: dict[str, str], entry: int) -> str:
    if id not in there:
        return f"is gone, but entry {entry} digests it"
    return (
        f"differs from its digest in entry {entry}" if id in told else f"was added after its digest {entry}"
    )


def _hash(row: tuple[Any, ...]) -> str:
    id, moment, *rest = row
    return sha256("|".join(map(str, (id, rfc3339(moment), *rest))).encode()).hexdigest()
