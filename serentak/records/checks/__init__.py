"""The invariants of records: each is the fold of its entries; somebody or a day moves an open one on."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from serentak.agencies import queries, staffing
from serentak.lib.clock import now
from serentak.records.checks.comparison import tables

__all__ = ["problems", "tables"]

_WAITING = """
SELECT DISTINCT p.scope, r.type FROM records_party p JOIN records_record r ON r.id = p.record
WHERE p.open AND r.closed IS NULL"""

_STUCK = """
SELECT r.number, EXISTS (SELECT FROM records_party p WHERE p.record = r.id AND p.open) FROM records_record r
WHERE r.closed IS NULL AND NOT EXISTS (SELECT FROM records_party p
  JOIN unnest(%s::text[], %s::text[]) AS a(scope, type) ON a.scope = p.scope AND a.type = r.type
  WHERE p.record = r.id AND p.open)
AND NOT (r.due IS NOT NULL AND EXISTS (SELECT 1 FROM records_move m WHERE m.type = r.type
  AND m.type_version = r.type_version AND m.state_from = r.state AND m.role = 'clock')) ORDER BY r.number"""


def problems(at: datetime | None = None) -> Iterator[str]:
    """A sentence for each open record that no clock moves on and on which nobody has to act, or nobody who
    has to is in office: neither the one who took it nor anybody of that role in the body that answers for
    its body."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        attended = staffing.attended(cursor.fetchall(), queries.register(), at=at or now())
        cursor.execute(_STUCK, [[scope for scope, _ in attended], [kind for _, kind in attended]])
        for number, named in cursor.fetchall():
            why = "whoever has to act on it is gone" if named else "nobody has to act on it"
            yield f"record {number} is open, but {why}"
