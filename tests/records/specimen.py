"""A record type of a test's own, published as the installer would, past the files of content."""

import json
from datetime import timedelta
from typing import Any

import psycopg
from psycopg import sql

from serentak.law import queries as law
from serentak.lib.clock import now
from serentak.records.queries import types
from serentak.records.rules import moves_of, record_type
from tests.conftest import OwnDatabase


def complaint(name: str, *fields: dict[str, Any]) -> dict[str, Any]:
    """The complaint under another name, its filing asking these fields too."""
    data = law.library().record_types["complaint"]
    named = [field["id"] for field in fields]
    moves = [
        {**move, "sets": [*move["sets"], *named]} if move["act"] == "file" else move for move in data["moves"]
    ]
    return {**data, "name": name, "code": "CTH", "fields": [*data["fields"], *fields], "moves": moves}


def publish(database: OwnDatabase, data: dict[str, Any]) -> None:
    """Its definition and moves, in force since yesterday."""
    kind = record_type(data)
    version = {
        "type": kind.name, "version": kind.version, "kind": kind.kind, "code": kind.code, "class": kind.access_class,
        "bytes": kind.definition, "hash": kind.digest, "searchable": json.dumps(kind.searchable()),
        "file_fields": kind.file_fields(), "visibility_field": kind.visibility_field, "identity_roles": list(kind.always),
        "purposes": list(kind.purposes), "valid_from": now() - timedelta(days=1),
    }  # fmt: skip
    with psycopg.connect(database.dsn("admin")) as admin:
        for table, row in (
            ("records_type_version", version),
            *(("records_move", move) for move in moves_of(kind)),
        ):
            names = [sql.Identifier(name) for name in row]
            statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                sql.Identifier(table),
                sql.SQL(", ").join(names),
                sql.SQL(", ").join(sql.Placeholder() * len(names)),
            )
            admin.execute(statement, list(row.values()))
    types.forget()
