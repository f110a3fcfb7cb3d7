"""The invariants of records: each is the fold of its entries; somebody or a day moves an open one on."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from serentak.records.checks.comparison import tables

__all__ = ["problems", "tables"]

_NOBODY = """
SELECT r.number FROM records_record r WHERE r.closed IS NULL
AND NOT EXISTS (SELECT 1 FROM records_party p WHERE p.record = r.id AND p.open)
AND NOT (r.due IS NOT NULL AND EXISTS (SELECT 1 FROM records_move m WHERE m.type = r.type
  AND m.type_version = r.type_version AND m.state_from = r.state AND m.role = 'clock')) ORDER BY r.number"""


def problems(at: datetime | None = None) -> Iterator[str]:
    """A sentence for each open record on which nobody has to act and no clock will."""
    with connection.cursor() as cursor:
        cursor.execute(_NOBODY)
        yield from (
            f"record {number} is open, but nobody has to act on it" for (number,) in cursor.fetchall()
        )
