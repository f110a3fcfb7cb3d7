"""Reads of agencies: who acts in this request, bodies on a day, their successions and posts.

A right granted or revoked holds on the next request: nothing here is cached. What is public of a body is
its name, dates, posts and source; who holds a post is not handed out.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F

from serentak.agencies import rules
from serentak.agencies.models import Holding, Organisation, Post
from serentak.agencies.models import Succession as SuccessionRow
from serentak.agencies.register import Register, no_such_body
from serentak.agencies.reorganisation import ACT
from serentak.agencies.rules import Actor, Body, Held, Succession
from serentak.law import queries as law
from serentak.law.dates import Text, covers
from serentak.lib.clock import local_day
from serentak.lib.refusal import Refusal
from serentak.people import queries as people
from serentak.people.rules import ONE_FACTOR

# The recursion is the twin of rules.answers_for, `ended` of agencies_comes_to; tests compare them.
_HELD = """
WITH RECURSIVE held AS (
  SELECT h.id, h.person, p.id AS post_id, concat_ws(' ', k.prefix, p.title) AS post, p.role,
    o.id AS organisation, o.short, h.kind, h.valid_until, h.only_acts,
    coalesce(h.barred_acts, '{}') || k.barred_acts, h.district
  FROM agencies_holding h
  JOIN agencies_holding_kind k ON k.kind = h.kind
  JOIN agencies_post p ON p.id = h.post
   AND p.valid_from <= %(on)s AND (p.valid_until IS NULL OR p.valid_until > %(on)s)
  JOIN agencies_organisation o ON o.id = p.organisation
   AND o.valid_from <= %(on)s AND (o.valid_until IS NULL OR o.valid_until > %(on)s)
  WHERE h.person = %(person)s
   AND (%(strong)s OR NOT EXISTS (
     SELECT FROM agencies_role r WHERE r.role = p.role AND r.second_factor <= %(on)s))
   AND h.valid_from <= %(at)s AND (h.valid_until IS NULL OR h.valid_until > %(at)s)
), kinds (kind) AS (
  SELECT NULL UNION SELECT record_type FROM agencies_succession WHERE withdrawn IS NULL
), answered (by_body, body, kind) AS (
  SELECT h.organisation, h.organisation, k.kind FROM held h CROSS JOIN kinds k
  UNION
  SELECT a.by_body, o.id, a.kind
  FROM answered a
  JOIN agencies_succession s ON s.withdrawn IS NULL
   AND s.successor = a.body AND s.record_type IS NOT DISTINCT FROM (
    SELECT max(n.record_type) FROM agencies_succession n
    WHERE n.withdrawn IS NULL AND n.predecessor = s.predecessor AND n.record_type = a.kind)
  JOIN agencies_organisation o ON o.id = s.predecessor AND o.valid_until <= %(on)s
), ended AS (
  SELECT DISTINCT a.by_body, p.role, p.id AS post_id, h.id, p.organisation
  FROM answered a
  JOIN agencies_organisation o ON o.id = a.body
  JOIN agencies_post p ON p.organisation = a.body AND p.role IN (SELECT held.role FROM held)
  JOIN agencies_holding h ON h.post = p.id
   AND (h.valid_until <= %(at)s OR p.valid_until <= %(on)s OR o.valid_until <= %(on)s)
)
SELECT held.*, ARRAY(SELECT body FROM answered a WHERE a.by_body = held.organisation ORDER BY a.kind, a.body),
  ARRAY(SELECT kind FROM answered a WHERE a.by_body = held.organisation ORDER BY a.kind, a.body),
  ARRAY(SELECT ARRAY[e.id, e.organisation] FROM ended e
    WHERE e.by_body = held.organisation AND e.role = held.role
      AND (held.role <> 'machine' OR e.post_id = held.post_id))
FROM held ORDER BY id"""

_HELD_BY_KEY = _HELD.replace(
    "h.person = %(person)s",
    "h.kind = 'machine' AND h.id = (SELECT k.holding FROM agencies_key k WHERE k.hash = %(hash)s)",
)

_HELD_BY_POST = _HELD.replace("h.person = %(person)s", "h.kind = 'machine' AND h.post = %(post)s")

_HOLDERS = """
SELECT count(DISTINCT h.person)
FROM agencies_holding h
JOIN agencies_post p ON p.id = h.post AND p.role = %(role)s
 AND p.valid_from <= %(on)s AND (p.valid_until IS NULL OR p.valid_until > %(on)s)
WHERE h.valid_from <= %(at)s AND (h.valid_until IS NULL OR h.valid_until > %(at)s)"""

_POSTS_HELD = """
SELECT h.id, concat_ws(' ', k.prefix, p.title),
  coalesce(h.valid_until <= %(at)s OR p.valid_until <= %(on)s OR o.valid_until <= %(on)s, false)
FROM agencies_holding h JOIN agencies_holding_kind k ON k.kind = h.kind
JOIN agencies_post p ON p.id = h.post JOIN agencies_organisation o ON o.id = p.organisation
WHERE h.id = ANY(%(holdings)s)"""

_COLLEAGUE = """
SELECT EXISTS (SELECT 1 FROM agencies_holding h
JOIN agencies_post p ON p.id = h.post AND p.organisation = %(body)s
 AND p.valid_from <= %(on)s AND (p.valid_until IS NULL OR p.valid_until > %(on)s)
WHERE h.person = %(person)s AND h.kind <> 'an'
 AND h.valid_from <= %(at)s AND (h.valid_until IS NULL OR h.valid_until > %(at)s))"""


@dataclass(frozen=True)
class PostRow:
    """A post of a body: what it is called and what its holder may do (a role id of the content)."""

    id: int
    organisation: int
    title: str
    role: str
    valid_from: date
    valid_until: date | None
    version: int


@dataclass(frozen=True)
class PostHeld:
    """A post as a holding prints it; `ended`: the holding has, or its post or body."""

    post: str
    ended: bool


_BODY, _LINK, _POST = ([field.name for field in fields(shape)] for shape in (Body, Succession, PostRow))


def actor_of(secret: bytes | None, holding: int | None, at: datetime) -> tuple[Actor, tuple[Held, ...]]:
    """Who acts, by the session's secret, and every post this person holds at `at`; at most two statements.

    `holding` is the post the form carries; one that is not this person's, or none, means the first. No
    session, an ended one or a closed account: PUBLIC. A post whose role asks for a second factor is left out
    when the session was proved by one alone (twin of agencies_session)."""
    session = None if secret is None else people.session(secret, at=at)
    if secret is None or session is None:
        return rules.PUBLIC, ()
    with connection.cursor() as cursor:
        cursor.execute(_HELD, _asked(session.person, session.method not in ONE_FACTOR, at))
        answering = {_held(row): row[-3:] for row in cursor.fetchall()}
    if not answering:
        return rules.citizen(secret, session.person), ()
    held = tuple(answering)
    chosen = next((post for post in held if post.id == holding), held[0])
    bodies, kinds, left = answering[chosen]
    return rules.staff(secret, chosen, frozenset(bodies), held, _limits(bodies, kinds), dict(left)), held


def machine_of(secret: bytes, at: datetime) -> Actor | None:
    """Which machine acts, by the secret of its key; None for an unknown key or one whose holding ended. One
    statement (twin of agencies_machine)."""
    asked = _asked(None, True, at) | {"hash": hashlib.sha256(secret).hexdigest()}
    with connection.cursor() as cursor:
        cursor.execute(_HELD_BY_KEY, asked)
        row = cursor.fetchone()
    if row is None:
        return None
    bodies, kinds, left = row[-3:]
    return rules.machine(secret, _held(row), frozenset(bodies), _limits(bodies, kinds), dict(left))


def system_of(post: int, at: datetime) -> Actor | None:
    """The system of a post, whichever of its keys acts: what all of them filed is its own. None while none of
    them is in force. It proves nothing, so the database lets it do and read nothing by itself."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD_BY_POST, _asked(None, True, at) | {"post": post})
        row = cursor.fetchone()
        if row is None:
            return None
        cursor.execute("SELECT id FROM agencies_holding WHERE post = %s AND kind = 'machine'", [post])
        scopes = tuple(f"h:{id}" for (id,) in cursor.fetchall())
    return Actor("key", holding=_held(row), scopes=scopes)


def _limits(bodies: list[int], kinds: list[str | None]) -> dict[int, str]:
    """What `rules.types_of` says of pairs of body and record type."""
    found: dict[str | None, set[int]] = {}
    for body, kind in zip(bodies, kinds, strict=True):
        found.setdefault(kind, set()).add(body)
    return rules.types_of(found)


def _held(row: tuple[Any, ...]) -> Held:
    only, barred, district = row[9:12]
    return Held(*(*row[:9], None if only is None else frozenset(only), frozenset(barred), district))


def acts_of(role: str) -> dict[str, Text]:
    """What a role may do in the newest record types: names (record type, dot, act) with their titles."""
    return {
        f"{name}.{move['act']}": move["title"]
        for name, kind in law.library().record_types.items()
        for move in kind["moves"]
        if role in move["by"]
    }


def districts(role: str, *, on: date) -> list[dict[str, Any]]:
    """The electoral districts of a day (id, label) for a role whose holders are elected, else none."""
    known = law.library().roles.get(role)
    found = law.library().electoral_districts(on) if known and known["elected"] else []
    return [{"id": row["id"], "label": row["title"]} for row in found]


def may_delegate(held: Held) -> bool:
    """Whether its holder may give acts of this post: a single one, not held on another's behalf."""
    role = law.library().roles.get(held.role)
    return held.kind not in (rules.DELEGATED, rules.MACHINE) and bool(role and role["single"])


def colleague(person: int, organisation: int, *, at: datetime) -> bool:
    """Whether this person holds a post of this body at the moment, not on somebody's behalf."""
    with connection.cursor() as cursor:
        cursor.execute(_COLLEAGUE, {"person": person, "body": organisation, "at": at, "on": local_day(at)})
        return bool(cursor.fetchone()[0])


def waits_for_factor(by: Actor, at: datetime) -> bool:
    """Whether a person who has no post in this session would have one in a session proved by more."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, _asked(by.person, True, at))
        return cursor.fetchone() is not None


def _asked(person: int | None, strong: bool, at: datetime) -> dict[str, Any]:
    return {"person": person, "strong": strong, "at": at, "on": local_day(at)}


def register() -> Register:
    """All bodies, in the order of the list, and all successions, but for what was withdrawn before its day;
    two statements."""
    there = Organisation.objects.exclude(valid_until=F("valid_from")).order_by("id")
    bodies = {row["id"]: Body(**row) for row in there.values(*_BODY)}
    links = SuccessionRow.objects.filter(withdrawn=None).order_by("predecessor", "successor").values(*_LINK)
    return Register(bodies, tuple(Succession(**link) for link in links))


def organisation(body: int) -> Body:
    """One body, whether it still exists or not; refuses with 404 when there is none of this number."""
    row = Organisation.objects.filter(id=body).values(*_BODY).first()
    if row is None:
        raise no_such_body(body)
    return Body(**row)


def organisation_by_code(code: str) -> int:
    """The number of the body with this code in the content, such as `kominfo`; refuses with 404."""
    found = [int(row["id"]) for row in law.library().organisations if row["code"] == code]
    if not found:
        raise no_such_body(code)
    return found[0]


def posts_of(body: int, *, on: date) -> tuple[PostRow, ...]:
    """Posts of a body on the day: posts, not people."""
    return open_posts(on=on, organisation=body)


def open_posts(*, on: date, **those: Any) -> tuple[PostRow, ...]:
    """Posts in force on the day, of every body unless `those` (columns of the table) says otherwise."""
    rows = Post.objects.filter(valid_from__lte=on, **those).order_by("id").values(*_POST)
    posts = (PostRow(**row) for row in rows)
    return tuple(post for post in posts if covers(post.valid_from, post.valid_until, on))


def sole_posts(*, on: date) -> dict[str, PostRow]:
    """By role, the post of each role of which there is one at a time: the one in force on the day or to come,
    in whichever body; one statement."""
    sole = [name for name, role in law.library().roles.items() if role["sole"]]
    those = Post.objects.filter(role__in=sole).exclude(valid_until=F("valid_from"))
    rows = those.order_by("-id").values(*_POST)
    posts = (PostRow(**row) for row in rows)
    return {post.role: post for post in posts if post.valid_until is None or post.valid_until > on}


def post(number: int) -> PostRow:
    """One post, whether it is still open or not; refuses with 404 when there is none of this number."""
    row = Post.objects.filter(id=number).values(*_POST).first()
    if row is None:
        text = {"id": f"Tidak ada jabatan {number}.", "en": f"There is no post {number}."}
        raise Refusal("not_found", text, status=404)
    return PostRow(**row)


def stands(role: str, body: int, register: Register) -> bool:
    """Whether a post of this role of the content may stand in this body: `bodies` of the role says where."""
    codes = law.library().roles[role]["bodies"]
    numbers = None if codes is None else [organisation_by_code(code) for code in codes]
    return rules.stands_in(numbers, body, register.successions)


def posts_held(holdings: Collection[int], *, at: datetime) -> dict[int, PostHeld]:
    """The posts behind these holdings, as printed, ended ones too: posts, not people."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTS_HELD, {"holdings": list(holdings), "at": at, "on": local_day(at)})
        return {number: PostHeld(*said) for number, *said in cursor.fetchall()}


def bodies_with(roles: Collection[str], *, on: date) -> frozenset[int]:
    """Bodies that have a post in force for each of these roles: those a case can be handed to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation FROM agencies_post WHERE role = ANY(%(roles)s) AND valid_from <= %(on)s"
            " AND (valid_until IS NULL OR valid_until > %(on)s)"
            " GROUP BY organisation HAVING count(DISTINCT role) = %(count)s",
            {"roles": list(roles), "on": on, "count": len(set(roles))},
        )
        return frozenset(row[0] for row in cursor.fetchall())


def holders_of_role(role: str, *, at: datetime) -> int:
    """How many persons hold a post of this role at the moment."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, {"role": role, "at": at, "on": local_day(at)})
        return int(cursor.fetchone()[0])


def roles_in_use() -> frozenset[str]:
    """Every role that a post has, closed ones too."""
    return frozenset(Post.objects.values_list("role", flat=True).distinct())


def kinds_in_use() -> frozenset[str]:
    """Every kind in which a post is or was held."""
    return frozenset(Holding.objects.values_list("kind", flat=True).distinct())


def reorganised() -> dict[int, date]:
    """The last day, exclusive, of each body that an act of reorganisation ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT o.id, o.valid_until FROM agencies_organisation o"
            " JOIN ledger_entry e ON e.subject = o.subject AND e.act = %s AND e.version > 1",
            [ACT],
        )
        return dict(cursor.fetchall())
