"""How the reads of staffing ask: rows of a statement, what a post in force is."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from serentak.lib.clock import local_day

ENDED = timedelta(days=30)
"""So long what ended stays in a list."""
PAGE = 50
"""Rows of a list; it goes on after or before the number of a row."""

OPEN_POST = """p.organisation = ANY(%(area)s) AND p.valid_from <= %(on)s
 AND (p.valid_until IS NULL OR p.valid_until > %(on)s) AND EXISTS (
  SELECT 1 FROM agencies_organisation o WHERE o.id = p.organisation AND o.valid_from <= %(on)s
   AND (o.valid_until IS NULL OR o.valid_until > %(on)s))"""
"""A post `p` in force on a day in a body of the area that is there."""


def asked(area: Collection[int], at: datetime) -> dict[str, Any]:
    """What OPEN_POST asks for."""
    return {"area": list(area), "at": at, "on": local_day(at)}


def rows(statement: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
