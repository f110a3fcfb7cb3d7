"""Compares the tables of records with their entries: a record is the fold of its entries, and nothing else.

The slow, obvious reading of what `records_perform` does, in Python, on purpose: the two must agree. What
entries say of themselves is `ledger.verify`; the values of private rows are never printed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection as django_connection

from serentak.ledger.verify.entries import Entry, histories
from serentak.ledger.verify.finding import Finding
from serentak.records.rules import RecordType, moves_of, record_type

Connection = psycopg.Connection[tuple[Any, ...]]
Rows = dict[tuple[Any, ...], dict[str, Any]]
KINDS = ("case", "register")
CHILDREN = {
    "records_party": ("scope", "role"),
    "records_private": ("person",),
    "records_link": ("kind", "target"),
    "records_file": ("hash",),
    "records_field_index": ("field",),
}
LONGEST_INDEXED = 500

_HEADERS = (
    "SELECT r.id, to_jsonb(r)::text, "
    + ", ".join(f"(SELECT json_agg(c)::text FROM {t} c WHERE c.record = r.id)" for t in CHILDREN)
    + " FROM records_record r ORDER BY r.id"
)
_COLUMNS = """
SELECT type, version, searchable::text, kind, code, class, file_fields, visibility_field
FROM records_type_version ORDER BY type, version"""
_ARROWS = "SELECT to_jsonb(m)::text FROM records_move m WHERE type = %s AND type_version = %s"
_NOBODY = """
SELECT r.number FROM records_record r WHERE r.closed IS NULL
AND NOT EXISTS (SELECT 1 FROM records_party p WHERE p.record = r.id AND p.open) ORDER BY r.number"""


@dataclass
class Image:
    """A record as its entries say it must be: its header, and the rows of each child table by key."""

    header: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, Rows] = field(default_factory=lambda: {table: {} for table in CHILDREN})


Types = dict[str, RecordType]  # by "type/version", as entries name them


def problems(at: datetime | None = None) -> Iterator[str]:
    """A sentence for each open record on which nobody has to act."""
    with django_connection.cursor() as cursor:
        cursor.execute(_NOBODY)
        yield from (
            f"record {number} is open, but nobody has to act on it" for (number,) in cursor.fetchall()
        )


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


def fold(history: list[Entry], types: Types) -> Image:
    """The record after its entries, one after the other. Every text must be readable."""
    image = Image()
    for entry in history:
        kind = types[entry.text["type"]]
        _header(image.header, entry, closes=kind.states[entry.text["to"]].end)
        if "content" in entry.parts and image.header["class"] != "sealed":
            _index(image, entry, kind.searchable())
        _files(image.rows["records_file"], entry, kind.file_fields())
        link = next(
            (m.link for m in kind.moves if m.act == entry.act and entry.text["from"] in m.origins), None
        )
        _link(image.rows["records_link"], entry, link)
        _identity(image, entry)
        if "parties" in entry.parts:
            _parties(image.rows["records_party"], entry, entry.part("parties"), persons=False)
    if any(entry.act == "erase" for entry in history):
        image.rows["records_private"] = {}
        _parties(image.rows["records_party"], history[-1], [], persons=True)
    return image


def _header(header: dict[str, Any], entry: Entry, *, closes: bool) -> None:
    text = entry.text
    if not header:
        name, version = text["type"].rsplit("/", 1)
        slip = entry.parts.get("slip")
        header |= {
            "id": str(entry.subject), "type": name, "type_version": int(version), "number": text["number"],
            "opened": _moment(text["moment"]), "class": text["class"], "closed": None,
            "slip": slip.decode() if slip else None, "content_entry": entry.id,
        }  # fmt: skip
    header |= {
        "state": text["to"], "agency": text["agency"], "region": text["region"], "due": _moment(text["due"]),
        "version": entry.version, "entry": entry.id,
        "closed": (header["closed"] or _moment(text["moment"])) if closes else None,
    }  # fmt: skip
    if "content" in text["commitments"]:
        header["content_entry"] = entry.id


def _index(image: Image, entry: Entry, searchable: dict[str, str]) -> None:
    content, kind = entry.part("content"), image.header["type"]
    image.rows["records_field_index"] = {
        (name,): {"type": kind, **_indexed(content[name], sort)}
        for name, sort in searchable.items()
        if content.get(name) is not None
    }


def _indexed(value: Any, sort: str) -> dict[str, Any]:
    empty = {"value_text": None, "value_number": None, "value_date": None}
    match sort:
        case "number":
            return empty | {"value_number": int(value)}
        case "date":
            return empty | {"value_date": date.fromisoformat(value).isoformat()}
        case _:
            text = value if isinstance(value, str) else json.dumps(value)
            return empty | {"value_text": text[:LONGEST_INDEXED]}


def _files(rows: Rows, entry: Entry, fields: list[str]) -> None:
    for name in fields:
        for part in ("content", "payload"):
            for file in (entry.part(part) or {}).get(name) or []:
                told = {"field": name, "type": file["type"], "size": int(file["size"]), "name": file["name"]}
                rows.setdefault((file["hash"],), told | {"entry": entry.id})


def _link(rows: Rows, entry: Entry, link: Mapping[str, str] | None) -> None:
    target = (entry.part("payload") or {}).get(link["field"]) if link else None
    if link and target:
        row = {"entry": entry.id, "valid_from": _moment(entry.text["moment"]), "valid_until": None}
        rows.setdefault((link["kind"], str(UUID(target))), row)


def _identity(image: Image, entry: Entry) -> None:
    identity = entry.part("identity")
    if identity is None:
        return
    for person in identity.get("persons") or []:
        row: dict[str, Any] = dict.fromkeys(("name", "phone", "email", "address", "nik", "nik_hash"))
        row |= {name: value for name, value in person.items() if name != "person"}
        image.rows["records_private"][(int(person["person"]),)] = row | {"entry": entry.id}
    _parties(image.rows["records_party"], entry, identity.get("parties") or [], persons=True)


def _parties(rows: Rows, entry: Entry, after: list[dict[str, Any]], *, persons: bool) -> None:
    """The after-image replaces the parties of its kind; a row that says the same keeps its entry."""
    told = {(p["scope"], p["role"]): {"open": p["open"], "due": _moment(p.get("due"))} for p in after}
    for key in [key for key in rows if key[0].startswith("p:") is persons and key not in told]:
        del rows[key]
    for key, row in told.items():
        old = rows.get(key)
        if old is None or (old["open"], old["due"]) != (row["open"], row["due"]):
            rows[key] = row | {"entry": entry.id}


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
        if [name, version, *columns] != [*said, kind.visibility_field] or json.loads(
            searchable
        ) != kind.searchable():
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
        return _moment(value)
    return value[2:] if isinstance(value, str) and value.startswith("\\x") else value


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
