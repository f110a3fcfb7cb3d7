"""Reorganisations that are prepared and not in force: what they say, who prepared them and when; and what of
a body ends by one. Posts, not people."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from serentak.agencies.register import Register
from serentak.agencies.reorganisation import ACT
from serentak.agencies.rules import Body
from serentak.law.dates import covers
from serentak.lib.clock import WITA

_AHEAD = """
SELECT e.xid::text, e.id, e.moment, convert_from(e.bytes, 'UTF8'), part.* FROM (
  SELECT o.entry, o.valid_from AS day, o.source, NULL::int AS old, o.id AS new, NULL::text AS kind
  FROM agencies_organisation o WHERE o.valid_from > %(on)s AND o.valid_until IS DISTINCT FROM o.valid_from
  UNION ALL
  SELECT s.entry, p.valid_until, s.source, s.predecessor, s.successor, s.record_type
  FROM agencies_succession s JOIN agencies_organisation p ON p.id = s.predecessor
  WHERE p.valid_until > %(on)s AND s.withdrawn IS NULL) part
JOIN ledger_entry e ON e.id = part.entry AND e.act = %(act)s
ORDER BY part.day, e.id"""

_OF_ACT = """
SELECT convert_from(e.bytes, 'UTF8'), e.subject, e.version,
  (SELECT max(n.version) FROM ledger_entry n WHERE n.subject = e.subject)
FROM ledger_entry f JOIN ledger_entry e ON e.id BETWEEN f.id - 5000 AND f.id + 10000 AND e.xid = f.xid
WHERE f.id = %(entry)s AND f.act = %(act)s AND e.act = f.act ORDER BY e.id"""

_POSTS = """
SELECT p.organisation, p.id, count(h.id)
FROM agencies_post p LEFT JOIN agencies_holding h
  ON h.post = p.id AND (h.valid_until IS NULL OR h.valid_until > %(midnight)s)
WHERE p.organisation = ANY(%(bodies)s) AND p.valid_from < %(on)s
  AND (p.valid_until IS NULL OR p.valid_until > %(on)s)
GROUP BY p.id ORDER BY p.id"""


_LOST = """
SELECT 'post', p.organisation, o.valid_until, p.id, p.title
FROM agencies_organisation o JOIN agencies_post p ON p.organisation = o.id
WHERE o.id = ANY(%(ending)s) AND (p.valid_until IS NULL OR p.valid_until > o.valid_until)
UNION ALL
SELECT DISTINCT 'holder', p.organisation, o.valid_until, p.id, p.title
FROM agencies_organisation o JOIN agencies_post p ON p.organisation = o.id AND p.valid_until = o.valid_until
JOIN agencies_holding h ON h.post = p.id
WHERE o.id = ANY(%(ending)s)
 AND (h.valid_until IS NULL OR h.valid_until > o.valid_until::timestamp AT TIME ZONE 'Asia/Makassar')
UNION ALL
SELECT DISTINCT 'again', p.organisation, p.valid_from, p.id, p.title
FROM agencies_post p JOIN agencies_holding h ON h.post = p.id
JOIN ledger_entry e ON e.id = h.entry AND e.act = %(act)s
WHERE p.organisation = ANY(%(heirs)s) AND p.valid_from > %(on)s
 AND h.valid_from = p.valid_from::timestamp AT TIME ZONE 'Asia/Makassar' AND NOT EXISTS (
  SELECT 1 FROM agencies_holding b WHERE b.person = h.person AND b.valid_until = h.valid_from)
ORDER BY 4"""


@dataclass(frozen=True)
class Lost:
    """What has become of a prepared change since. `what`: "post", opened in a body that ends and not taken
    along; "holder", somebody appointed there since who is not; "again", somebody whose time was ended begins
    again in the successor; "heir", a successor that is gone on the day. With the post, or the body's name."""

    what: str
    post: int | None
    title: str


@dataclass
class Prepared:
    """One act, prepared at a `moment` in a `post`, that takes effect on its `day`: who follows whom (for one
    record type or None), and who begins and follows nobody. `entry` is one of its entries."""

    entry: int
    day: date
    source: str
    moment: datetime
    post: str
    links: list[tuple[Body, Body, str | None]] = field(default_factory=list)
    begins: list[Body] = field(default_factory=list)


def prepared(register: Register, *, on: date) -> list[Prepared]:
    """What is prepared for days after this one, the nearest first; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_AHEAD, {"on": on, "act": ACT})
        rows = cursor.fetchall()
    found: dict[str, Prepared] = {}
    for xid, entry, moment, text, _, day, source, old, new, kind in rows:
        one = found.setdefault(
            xid, Prepared(entry, day, source or "", moment, json.loads(text).get("post") or "")
        )
        if old is None:
            one.begins.append(register.bodies[new])
        else:
            one.links.append((register.bodies[old], register.bodies[new], kind))
    for one in found.values():
        follow = {after.id for _, after, _ in one.links}
        one.begins = [body for body in one.begins if body.id not in follow]
    return list(found.values())


def lost(ahead: Collection[Prepared], *, on: date) -> dict[int, list[Lost]]:
    """What these prepared changes lost of their ground, by entry, none left out; one statement."""
    links = [(one, old, new) for one in ahead for old, new, _kind in one.links]
    asked: dict[str, Any] = {
        "ending": [old.id for _one, old, _new in links],
        "heirs": [new.id for _one, _old, new in links],
        "on": on,
        "act": ACT,
    }
    found: dict[int, list[Lost]] = {one.entry: [] for one in ahead}
    for one, _old, new in links:
        gone = Lost("heir", None, new.name)
        if not covers(new.valid_from, new.valid_until, one.day) and gone not in found[one.entry]:
            found[one.entry].append(gone)
    with connection.cursor() as cursor:
        cursor.execute(_LOST, asked)
        for what, body, day, post, title in cursor.fetchall():
            named = {
                one.entry
                for one, old, new in links
                if one.day == day and body == (new.id if what == "again" else old.id)
            }
            for entry in named:
                found[entry].append(Lost(what, post, title))
    return found


def rows_of(entry: int) -> list[tuple[str, UUID, int, bool]]:
    """The rows that the act of this entry made or changed: table, subject, version, and whether another act
    changed it since; none for an entry of another act. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_ACT, {"entry": entry, "act": ACT})
        found = cursor.fetchall()
    return [
        (json.loads(text)["type"], subject, version, newest > version)
        for text, subject, version, newest in found
    ]


def posts_on(bodies: Collection[int], *, on: date) -> dict[int, dict[int, int]]:
    """The posts of these bodies that a reorganisation of the day would end, each with how many hold it then;
    one statement."""
    asked: dict[str, Any] = {"bodies": list(bodies), "on": on, "midnight": datetime.combine(on, time(), WITA)}
    found: dict[int, dict[int, int]] = {body: {} for body in bodies}
    with connection.cursor() as cursor:
        cursor.execute(_POSTS, asked)
        for body, post, holders in cursor.fetchall():
            found[body][post] = holders
    return found
