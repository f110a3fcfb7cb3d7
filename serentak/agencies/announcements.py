"""Announcements: those a page shows on a day, and those somebody gives; each read is one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from serentak.agencies.rules import Actor
from serentak.law.dates import Text

ENDED = timedelta(days=30)
PAGE = 50
PUBLIC, STAFF = "public", "staff"
AUDIENCES = (PUBLIC, STAFF)


@dataclass(frozen=True)
class Announcement:
    """What a body (its short name) says from a day up to, not including, another; to everyone or, if not, on
    its own page and to its own staff. A text without English has `id` alone."""

    id: int
    version: int
    body: str
    everyone: bool
    audience: str
    title: Text
    text: Text
    valid_from: date
    valid_until: date
    withdrawn: bool


_FOUND = """
SELECT a.id, a.version, o.short, a.everyone, a.audience, a.title, a.title_en, a.text, a.text_en, a.valid_from,
  a.valid_until, a.withdrawn
FROM agencies_announcement a JOIN agencies_organisation o ON o.id = a.organisation
WHERE a.valid_until > %(on)s AND {where}"""

_NEWEST = " ORDER BY a.valid_from DESC, a.id DESC"
_SHOWN = "a.valid_from <= %(on)s AND NOT a.withdrawn AND a.audience = %(audience)s AND "


def for_everyone(*, on: date) -> list[Announcement]:
    """What the home page says."""
    return _found(_SHOWN + "a.everyone" + _NEWEST, on=on, audience=PUBLIC)


def of_body(body: int, *, on: date) -> list[Announcement]:
    """What a body's page says."""
    own = "NOT a.everyone AND a.organisation = %(body)s"
    return _found(_SHOWN + own + _NEWEST, on=on, audience=PUBLIC, body=body)


def for_staff(body: int, *, on: date) -> list[Announcement]:
    """What the first page of this body's staff says."""
    mine = "(a.everyone OR a.organisation = %(body)s)"
    return _found(_SHOWN + mine + _NEWEST, on=on, audience=STAFF, body=body)


def given(
    by: Actor, area: Collection[int], *, on: date, before: int | None = None
) -> tuple[list[Announcement], int | None]:
    """A page of those this actor may withdraw, in the bodies of `area`, the last given first, ended ones for
    30 days; and the number the next page begins before."""
    where = "a.organisation = ANY(%(area)s) AND a.everyone = %(everyone)s"
    where += " AND a.id < %(before)s" if before is not None else ""
    where += f" ORDER BY a.id DESC LIMIT {PAGE + 1}"
    asked = {"area": list(area), "everyone": by.announces_to_everyone, "before": before}
    found = _found(where, on=on - ENDED, **asked)
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def _found(where: str, **asked: Any) -> list[Announcement]:
    with connection.cursor() as cursor:
        cursor.execute(_FOUND.format(where=where), asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [_announcement(*row) for row in rows]


def _announcement(*row: Any) -> Announcement:
    values: list[Any] = [*row[:5], _text(*row[5:7]), _text(*row[7:9]), *row[9:]]
    return Announcement(*values)


def _text(indonesian: str, english: str | None) -> Text:
    return {"id": indonesian} | ({"en": english} if english else {})
