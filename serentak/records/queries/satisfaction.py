"""What reporters said of each body's service: the index with its denominators. Two statements."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from serentak.agencies import directory
from serentak.agencies.rules import Body
from serentak.law import queries as law
from serentak.records.models import Record
from serentak.records.satisfaction import Result, result

_COUNTS = """SELECT agency, element, score, sum(count)::bigint FROM records_survey
WHERE month >= %(first)s AND month < %(next)s GROUP BY agency, element, score"""
_DECIDED = """SELECT agency, sum(decided)::bigint FROM records_daily
WHERE day >= %(first)s AND day < %(next)s AND agency = ANY(%(agencies)s) GROUP BY agency"""


@dataclass(frozen=True)
class Rated:
    """A service unit and what was said of it in a year."""

    body: Body
    result: Result


def elements(on: date) -> list[dict[str, Any]]:
    """What is asked about on a day: id and label."""
    return law.library().references.on("skm", on)


def may_rate(record: UUID) -> bool:
    """Whether the reporter of this record may say how the service was: it has ended, is not sealed, and was
    not rated yet (twin of records_survey_answer)."""
    ended = Record.objects.filter(id=record, closed__isnull=False).exclude(access_class="sealed")
    return ended.extra(where=["NOT EXISTS (SELECT FROM records_surveyed s WHERE s.record = id)"]).exists()


def rated(year: int) -> list[Rated]:
    """Every body about which somebody answered in a year, by name."""
    first = date(year, 1, 1)
    span: dict[str, Any] = {"first": first, "next": date(year + 1, 1, 1)}
    counts: dict[int, dict[tuple[str, int], int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, span)
        for agency, element, score, count in cursor.fetchall():
            counts[agency][element, score] = count
        cursor.execute(_DECIDED, span | {"agencies": list(counts)})
        decided = dict(cursor.fetchall())
    names = [row["id"] for row in elements(date(year, 12, 31))]
    value = law.library().value
    bands = [int(value(f"survey.{band}", on=date(year, 12, 31)).value) for band in BANDS]
    bodies = directory.directory(first).register.bodies
    found = [
        Rated(bodies[agency], result(names, said, decided.get(agency, 0), bands))
        for agency, said in counts.items()
        if agency in bodies
    ]
    return sorted(found, key=lambda one: one.body.name)


BANDS = ("less_good", "good", "very_good")
