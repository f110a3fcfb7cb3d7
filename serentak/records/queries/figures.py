"""The report of a period: days added up by record type and body, each figure as this reader may see it.

Two statements beside the register of bodies, over `records_daily`: as many rows as days, types and bodies,
however many records there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from serentak.agencies import directory
from serentak.agencies.register import Register
from serentak.agencies.rules import Actor, Body
from serentak.law import queries as law
from serentak.law.dates import Text
from serentak.records import figures
from serentak.records.figures import Asked, Sum, Tally
from serentak.records.models import Counted

SUMS = """
SELECT type, agency, width_bucket(day, %(eras)s::date[]) AS era,
  coalesce(sum(came) FILTER (WHERE day >= %(first)s), 0)::bigint,
  coalesce(sum(decided) FILTER (WHERE day >= %(first)s), 0)::bigint,
  coalesce(sum(in_time) FILTER (WHERE day >= %(first)s), 0)::bigint, sum(running)::bigint
FROM records_daily WHERE day <= %(last)s GROUP BY type, agency, era"""


@dataclass(frozen=True)
class Row:
    """A body, or several that a split left without naming one, and its figures by name; None: small, kept."""

    bodies: tuple[Body, ...]
    figures: Mapping[str, int | None]


@dataclass(frozen=True)
class TypeFigures:
    """A record type's rows; `total` adds up what is shown."""

    name: str
    title: Text
    rows: tuple[Row, ...]

    @property
    def total(self) -> dict[str, int]:
        """The sum of each figure shown."""
        return {name: sum(row.figures[name] or 0 for row in self.rows) for name in vars(Tally())}

    @property
    def kept(self) -> bool:
        """Whether a figure is kept."""
        return any(figure is None for row in self.rows for figure in row.figures.values())


@dataclass(frozen=True)
class Report:
    """The figures of each type, of one body (`only`) or all, and how many entries of the log are in them."""

    types: tuple[TypeFigures, ...]
    only: Body | None
    entries: int


def arguments(asked: Asked, register: Register) -> dict[str, Any]:
    """The arguments of SUMS."""
    return {"eras": figures.eras(register), "first": asked.first, "last": asked.last}


def report(by: Actor, asked: Asked, *, today: date) -> Report:
    """The figures of a period, of all bodies or of one."""
    register, library = directory.directory(today).register, law.library()
    with connection.cursor() as cursor:
        cursor.execute(SUMS, arguments(asked, register))
        sums = [Sum(type, agency, era, Tally(*rest)) for type, agency, era, *rest in cursor.fetchall()]
    folded = figures.fold(sums, register, asked.last, today if asked.today else None)
    only = None if asked.body is None else register.body(asked.body)
    found = []
    for name, kind in library.record_types.items():
        lines = [line for line in folded.get(name, ()) if only is None or only in line.bodies]
        rows = tuple(Row(line.bodies, figures.shown(line, kind, by)) for line in lines)
        if rows:
            found.append(TypeFigures(name, kind["title"], rows))
    return Report(tuple(found), only, Counted.objects.values_list("position", flat=True).get())
