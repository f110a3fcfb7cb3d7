"""Every row of a list, for a file: by a cursor of the database, some hundred at a time, in constant memory.

The same statements as the pages, with another limit. Nothing personal: what a field says comes from the
database function that gives a row only to whoever takes part, and identities stand elsewhere.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from serentak.agencies.rules import Actor
from serentak.lib.refusal import Refusal
from serentak.records.queries import contents, rows
from serentak.records.queries.lists import Statement
from serentak.records.queries.rows import Row

CEILING = 50_000
"""Rows of a file; a longer list is refused and says how to make it shorter."""
CHUNK = 500


def every(
    actor: Actor, made: Statement, *, fields: bool, at: datetime
) -> Iterator[tuple[Row, Mapping[str, Any]]]:
    """The rows of a list in its order, `fields`: with their content. Refusal 422 when there are more than
    CEILING."""
    with transaction.atomic(), connection.chunked_cursor() as db:
        db.execute(made.text, made.arguments)
        count = 0
        while found := db.fetchmany(CHUNK):
            count += len(found)
            if count > CEILING:
                raise _too_many()
            shown = rows.said(found, at)
            said = contents.several(actor, [row.record for row in shown]) if fields else {}
            for row in shown:
                if not fields:
                    yield row, {}
                elif row.record in said:
                    yield row, said[row.record].content


def _too_many() -> Refusal:
    return Refusal(
        "too_many",
        {
            "id": f"Daftar ini lebih dari {CEILING} berkas.".replace("50000", "50.000"),
            "en": f"This list is longer than {CEILING:,} records.",
        },
        status=422,
        remedy={
            "id": "Persempit dengan jenis, tahap, atau tanggal, lalu unduh bagian demi bagian.",
            "en": "Narrow it by type, stage or day, and take it away part by part.",
        },
    )
