"""Compares the recorded tables that are not records (`ledger_recorded`) with the entries of their rows.

Also carries what all entries have in common: `tables` runs over every history once and leaves those of
records to `records.checks`.
"""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

from serentak.ledger.verify.entries import Entry, histories, problems
from serentak.ledger.verify.finding import Finding

Connection = psycopg.Connection[tuple[Any, ...]]
Image = tuple[int, int, dict[str, Any]]  # version, entry, the row without them


def tables(connection: Connection) -> Iterator[Finding]:
    """Every entry against itself, and every row of the listed tables against its newest entry."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        connection.execute("SET LOCAL TimeZone = 'UTC'")
        said: dict[str, dict[str, Image]] = {}
        for history in histories(connection):
            yield from problems(history)
            _note(said, history)
        for (name,) in connection.execute("SELECT name FROM ledger_recorded ORDER BY name").fetchall():
            yield from _compare(name, _stored(connection, name), said.pop(name, {}))
    for name in said:
        yield Finding(f"ledger_recorded {name}", "is missing, but entries speak of its rows")


def _note(said: dict[str, dict[str, Image]], history: list[Entry]) -> None:
    newest = history[-1]
    if newest.text.get("kind") == "row" and "content" in newest.parts:
        image = (newest.version, newest.id, newest.part("content"))
        said.setdefault(newest.text["type"], {})[str(newest.subject)] = image


def _stored(connection: Connection, name: str) -> dict[str, Image]:
    query = sql.SQL("SELECT subject::text, version, entry, (to_jsonb(t) - %s::text[])::text FROM {} t")
    rows = connection.execute(query.format(sql.Identifier(name)), [["subject", "version", "entry"]])
    return {subject: (version, entry, json.loads(row)) for subject, version, entry, row in rows}


def _compare(name: str, stored: dict[str, Image], said: dict[str, Image]) -> Iterator[Finding]:
    for subject in sorted(stored.keys() | said.keys()):
        there, told = stored.get(subject), said.get(subject)
        if there is None:
            yield Finding(f"{name} {subject}", "the row is gone")
        elif told is None:
            yield Finding(f"{name} {subject}", "no readable entry speaks of this row")
        elif there != told:
            wrong = [key for key in there[2] if there[2][key] != told[2].get(key)]
            what = ", ".join(wrong) or "version or entry"
            yield Finding(f"{name} {subject}", f"{what} differs from entry {told[1]}")
