"""Compares the tables of records with the fold of their entries: a record is that, and nothing else.

What entries say of themselves is `ledger.verify`; the values of private rows are never printed.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg

from serentak.ledger.verify.entries import Entry, histories
from serentak.ledger.verify.finding import Finding
from serentak.records.checks.fold import CHILDREN, Image, Types, fold, moment
from serentak.records.rules import moves_of, record_type

Connection = psycopg.Connection[tuple[Any, ...]]
KINDS = ("case", "register")
_HEADERS = (
    "SELECT r.id, to_jsonb(r)::text, "
    + ", ".join(f"(SELECT json_agg(c)::text FROM {t} c WHERE c.record = r.id)" for t in CHILDREN)
    + " FROM records_record r ORDER BY r.id"
)
_COLUMNS = """
SELECT type, version, searchable::text, kind, code, class, file_fields, visibility_field, identity_roles,
  purposes
FROM records_type_version ORDER BY type, version"""
_ARROWS = "SELECT to_jsonb(m)::text FROM records_move m WHERE type = %s AND type_version = %s"


def tables(connection: Connection) -> Iterator[Finding]:
    """Every record against the fold of its entries, and rows that belong to no record."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        connection.execute("SET LOCAL TimeZone = 'UTC'")
        types = _types(connection)
        yield from _published(connection, types)
        for history, stored in _side_by_side(_records(connection), _stored(connection)):
            if history is None:
                yield Finding(f"records_record {stored[0]}", "no entry speaks of it")
            elif stored is None:
                yield Finding(
                    f"records_record {history[0].subject}", "its entries are there, the record is gone"
                )
            elif any(entry.text and entry.text["type"] not in types for entry in history):
                yield Finding(f"records_record {history[0].subject}", "its type is not published whole")
            elif all(entry.text for entry in history):
                yield from compare(fold(history, types), stored[1])
        for table in CHILDREN:
            yield from _orphans(connection, table)


def compare(said: Image, there: Image) -> Iterator[Finding]:
    """Where the stored rows differ from what the entries say."""
    number = said.header["number"]
    for name, value in said.header.items():
        if there.header.get(name) != value:
            yield Finding(f"records_record {number}", f"{name} is not what its entries say")
    for table, keys in CHILDREN.items():
        for key in sorted(said.rows[table].keys() | there.rows[table].keys(), key=str):
            told, found = said.rows[table].get(key), there.rows[table].get(key)
            place = f"{table} {number} " + " ".join(f"{n}={v}" for n, v in zip(keys, key, strict=True))
            if found is None:
                yield Finding(place, "the row is gone")
            elif told is None:
                yield Finding(place, "no entry speaks of this row")
            else:
                wrong = [name for name in told if told[name] != found[name]]
                if wrong:
                    yield Finding(place, f"{', '.join(wrong)} is not what the entries say")


def _types(connection: Connection) -> Types:
    texts = connection.execute("SELECT type, version, bytes, hash FROM records_type_version")
    return {
        f"{name}/{version}": record_type(json.loads(text))
        for name, version, text, digest in texts
        if sha256(text).digest() == digest
    }


def _published(connection: Connection, types: Types) -> Iterator[Finding]:
    """Each published type is its text: the columns copied from it, and every move that follows from it."""
    for name, version, searchable, *columns in connection.execute(_COLUMNS).fetchall():
        kind = types.get(f"{name}/{version}")
        place = f"records_type_version {name}/{version}"
        if kind is None:
            yield Finding(place, "its hash is not that of its text")
            continue
        said = [kind.name, kind.version, kind.kind, kind.code, kind.access_class, kind.file_fields()]
        said += [kind.visibility_field, list(kind.always), list(kind.purposes)]
        if [name, version, *columns] != said or json.loads(searchable) != kind.searchable():
            yield Finding(place, "a column is not what its text says")
        told = {_arrow(row): row for row in moves_of(kind)}
        rows = connection.execute(_ARROWS, [name, version])
        there = {_arrow(row): row for row in (json.loads(text) for (text,) in rows)}
        for key in sorted(told.keys() | there.keys()):
            if told.get(key) != there.get(key):
                yield Finding(
                    f"records_move {name}/{version} {' '.join(key)}", "is not what the type's text says"
                )


def _arrow(row: dict[str, Any]) -> tuple[str, ...]:
    return row["act"], row["state_from"], row["state_to"], row["role"]


def _records(connection: Connection) -> Iterator[list[Entry]]:
    for history in histories(connection):
        kinds = {entry.text.get("kind") for entry in history if entry.text}
        if not kinds or kinds & set(KINDS):
            yield history


def _stored(connection: Connection) -> Iterator[tuple[UUID, Image]]:
    with connection.cursor("records") as cursor:
        cursor.itersize = 1_000
        cursor.execute(_HEADERS)
        for id, header, *children in cursor:
            rows = {
                table: {
                    tuple(_plain(row[key]) for key in keys): _read(row) for row in json.loads(found or "[]")
                }
                for (table, keys), found in zip(CHILDREN.items(), children, strict=True)
            }
            yield id, Image(_read(json.loads(header)), rows)


def _side_by_side(
    said: Iterator[list[Entry]], stored: Iterator[tuple[UUID, Image]]
) -> Iterator[tuple[Any, Any]]:
    """Both in the order of their ids: pairs, and what has no partner."""
    history, row = next(said, None), next(stored, None)
    while history is not None or row is not None:
        left = history[0].subject.int if history else None
        right = row[0].int if row else None
        if right is None or left is not None and left < right:
            yield history, None
            history = next(said, None)
        elif left is None or right < left:
            yield None, row
            row = next(stored, None)
        else:
            yield history, row
            history, row = next(said, None), next(stored, None)


def _orphans(connection: Connection, table: str) -> Iterator[Finding]:
    lost = f"SELECT DISTINCT c.record FROM {table} c LEFT JOIN records_record r ON r.id = c.record"
    for (record,) in connection.execute(lost + " WHERE r.id IS NULL"):
        yield Finding(f"{table} {record}", "belongs to no record")


def _read(row: dict[str, Any]) -> dict[str, Any]:
    """A row as PostgreSQL writes it in JSON: moments as moments, bytes as hex."""
    return {name: _plain(value, name) for name, value in row.items()}


def _plain(value: Any, name: str = "") -> Any:
    if name in ("opened", "due", "closed", "valid_from", "valid_until"):
        return moment(value)
    return value[2:] if isinstance(value, str) and value.startswith("\\x") else value
