"""What waits for a role in a body rather than for a person: how much, never which or about whom.

For those who appoint: they learn that cases wait for a post that nobody holds, and open none of them.
"""

from collections.abc import Collection
from typing import Any

from django.db import connection

from serentak.agencies.rules import Seat
from serentak.records.queries import types

MOST = 100
"""Counting a pool stops here: more is as urgent."""
MANY = 1000
"""Counting what goes on in another body stops here."""

_OPEN = """
SELECT s.organisation, s.role, n.count
FROM unnest(%(organisations)s::int[], %(roles)s::text[]) AS s(organisation, role) CROSS JOIN LATERAL (
  SELECT count(*) FROM (SELECT 1 FROM records_party p
    WHERE p.open AND p.scope IN (
      SELECT format('q:%%s:%%s', s.organisation, s.role) UNION ALL
      SELECT 'h:' || h.id FROM agencies_holding h JOIN agencies_post t ON t.id = h.post
      WHERE t.organisation = s.organisation AND t.role = s.role)
    LIMIT %(most)s) p) n
WHERE n.count > 0"""

_RUNNING = """
SELECT b.body, n.count
FROM unnest(%(bodies)s::int[]) AS b(body) CROSS JOIN LATERAL (
  SELECT count(*) FROM (SELECT DISTINCT p.record FROM records_party p
    WHERE p.due IS NOT NULL AND p.scope IN (
      SELECT format('q:%%s:%%s', b.body, r.role) FROM unnest(%(roles)s::text[]) AS r(role))
    LIMIT %(most)s) p) n"""


def roles() -> frozenset[str]:
    """The roles that take part in records of the published types when a move hands them over."""
    return frozenset(role for kind in types.published() for move in kind.moves for role in move.join)


def taking() -> frozenset[str]:
    """The roles a body needs posts of to get a record of a published type, or to be asked about one."""
    return frozenset(
        role
        for kind in types.published()
        for move in kind.moves
        if move.body_field in kind.payload
        for role in move.join
    )


def open_in(pools: Collection[Seat]) -> list[tuple[Seat, int]]:
    """How many records wait in each of these pools, up to MOST, with those that its former holders had taken;
    pools where none does are left out. For pools that nobody holds now."""
    asked: dict[str, Any] = {
        "organisations": [pool.organisation for pool in pools],
        "roles": [pool.role for pool in pools],
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, asked)
        return [(Seat(organisation, role), count) for organisation, role, count in cursor.fetchall()]


def running(bodies: Collection[int]) -> dict[int, int]:
    """How many open records these bodies take part in, up to MANY each; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_RUNNING, {"bodies": list(bodies), "roles": sorted(roles()), "most": MANY})
        return dict(cursor.fetchall())
