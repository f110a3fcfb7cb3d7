"""Which registers are on their way to a new version of their type, and how many records are still to come."""

from datetime import datetime

from django.db import connection

from serentak.records.queries import types
from serentak.records.rules import RecordType
from serentak.records.rules.carrying import MIGRATE


def behind(*, at: datetime) -> list[tuple[RecordType, int]]:
    """Registers with more than one version, and their records under an older one; no statement where there is
    none, else one that reads the headers."""
    kinds = [types.of(kind.name, at=at) for kind in types.published() if kind.kind == "register"]
    later = {kind.name: kind for kind in kinds if kind.move_of(MIGRATE)}
    if not later:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type, count(*) FROM records_record JOIN unnest(%s::text[], %s::int[]) AS n(name, newest)"
            " ON type = name AND type_version < newest GROUP BY type",
            [list(later), [kind.version for kind in later.values()]],
        )
        left = dict(cursor.fetchall())
    return [(kind, left.get(name, 0)) for name, kind in sorted(later.items())]
