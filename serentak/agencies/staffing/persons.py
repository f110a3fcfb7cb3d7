"""Persons by the posts they hold: their seats, who holds any of an area, whose accounts belong to it."""

from collections.abc import Collection
from datetime import datetime

from serentak.agencies.rules import Seat
from serentak.agencies.staffing.asking import OPEN_POST, asked, rows
from serentak.lib.clock import local_day

_SEATS = """
SELECT h.person, p.organisation, p.role FROM agencies_holding h JOIN agencies_post p ON p.id = h.post
WHERE h.person = ANY(%(persons)s) AND (h.valid_until IS NULL OR h.valid_until > %(at)s)
 AND (p.valid_until IS NULL OR p.valid_until > %(on)s)"""

_HOLDERS = f"""
SELECT h.person, bool_or(coalesce(r.second_factor <= %(on)s, false))
FROM agencies_holding h JOIN agencies_post p ON p.id = h.post LEFT JOIN agencies_role r ON r.role = p.role
WHERE {OPEN_POST} AND h.person IS NOT NULL AND (h.valid_until IS NULL OR h.valid_until > %(at)s)
GROUP BY h.person"""

_WITHIN = """
SELECT h.person FROM agencies_holding h JOIN agencies_post p ON p.id = h.post
WHERE p.organisation = ANY(%(area)s) AND h.person IS NOT NULL
 AND (h.valid_until IS NULL OR h.valid_until > %(at)s) AND (p.valid_until IS NULL OR p.valid_until > %(on)s)
UNION
SELECT u.id FROM people_person u WHERE u.invited_by = ANY(%(area)s) AND NOT EXISTS (
  SELECT 1 FROM agencies_holding h WHERE h.person = u.id
   AND (h.valid_until IS NULL OR h.valid_until > %(at)s))"""


def seats_of(persons: Collection[int], *, at: datetime) -> dict[int, tuple[Seat, ...]]:
    """The seats that each of these persons holds now or is to hold."""
    found: dict[int, tuple[Seat, ...]] = dict.fromkeys(persons, ())
    for person, organisation, role in rows(_SEATS, {"persons": list(persons), "at": at, "on": local_day(at)}):
        found[person] += (Seat(organisation, role),)
    return found


def holders(area: Collection[int], *, at: datetime) -> dict[int, bool]:
    """Whoever holds, or is to hold, a post of these bodies, and whether one of those posts asks for a second
    factor."""
    return dict(rows(_HOLDERS, asked(area, at)))


def persons_within(area: Collection[int], *, at: datetime) -> list[int]:
    """Whoever holds, or is to hold, a post of these bodies, and whom they invited and who holds none
    anywhere."""
    return [row[0] for row in rows(_WITHIN, asked(area, at))]
