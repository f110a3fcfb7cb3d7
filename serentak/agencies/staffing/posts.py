"""Posts for those who fill them: those of a body, empty ones, for which pools and scopes somebody acts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from serentak.agencies import rules
from serentak.agencies.queries import PostRow
from serentak.agencies.register import Register
from serentak.agencies.rules import Seat
from serentak.agencies.staffing.asking import OPEN_POST, PAGE, asked, rows
from serentak.law import queries as law
from serentak.lib.clock import local_day

_POSTS = """
SELECT p.id, p.organisation, p.title, p.role, p.valid_from, p.valid_until, p.version FROM agencies_post p
WHERE p.organisation = %(body)s AND p.id > %(after)s AND p.valid_from <= %(on)s
 AND (p.valid_until IS NULL OR p.valid_until > %(on)s)
ORDER BY p.id LIMIT %(most)s"""

_VACANT = f"""
SELECT p.id, p.organisation, p.title, p.role, count(*) OVER () FROM agencies_post p WHERE {OPEN_POST}
 AND p.role <> 'machine' AND NOT EXISTS (
  SELECT 1 FROM agencies_holding h WHERE h.post = p.id AND h.kind <> 'an'
   AND h.valid_from <= %(at)s AND (h.valid_until IS NULL OR h.valid_until > %(at)s))
ORDER BY p.organisation, p.id LIMIT %(most)s"""

_TALLY = f"""
SELECT p.organisation, count(*), count(*) FILTER (WHERE NOT EXISTS (
  SELECT 1 FROM agencies_holding h WHERE h.post = p.id AND h.kind <> 'an'
   AND h.valid_from <= %(at)s AND (h.valid_until IS NULL OR h.valid_until > %(at)s)))
FROM agencies_post p WHERE {OPEN_POST} GROUP BY p.organisation"""

_IN_ROLES = """
SELECT role, count(DISTINCT person) FROM agencies_in_force WHERE agency = %(body)s AND kind <> 'an'
GROUP BY role"""

_SEAT_OF = """
SELECT h.id, p.organisation, p.role FROM agencies_holding h JOIN agencies_post p ON p.id = h.post
WHERE h.id = ANY(%(holdings)s)"""


@dataclass(frozen=True)
class Vacancy:
    """A post in force that nobody holds."""

    post: int
    organisation: int
    title: str
    role: str


def posts(body: int, *, on: date, after: int | None = None) -> tuple[list[PostRow], int | None]:
    """A page of a body's posts of the day, the oldest first, and the number the next one goes on after."""
    given = {"body": body, "on": on, "after": after or 0, "most": PAGE + 1}
    found = [PostRow(*row) for row in rows(_POSTS, given)]
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def vacant(area: Collection[int], *, at: datetime, limit: int) -> tuple[list[Vacancy], int]:
    """Posts in force of these bodies that nobody holds, an act on somebody's behalf not counted; and how many
    there are."""
    found = rows(_VACANT, asked(area, at) | {"most": limit})
    return [Vacancy(*row[:-1]) for row in found], found[0][-1] if found else 0


def tally(area: Collection[int], *, at: datetime) -> dict[int, tuple[int, int]]:
    """By body how many posts there are at the moment, and how many of them nobody holds."""
    return {body: (posts, empty) for body, posts, empty in rows(_TALLY, asked(area, at))}


def in_roles(body: int) -> dict[str, int]:
    """How many people of a body hold a post of each role at this moment; roles nobody holds are left out."""
    return dict(rows(_IN_ROLES, {"body": body}))


def unattended(register: Register, roles: Collection[str], *, at: datetime) -> list[Seat]:
    """The pools (a body and a role) for which nobody acts at the moment, of bodies that there ever were: no
    holder there, nor in a body that answers for it."""
    statement = "SELECT DISTINCT agency, role FROM agencies_in_force WHERE role = ANY(%(roles)s)"
    held = rows(statement, {"roles": list(roles)})
    on, everybody = local_day(at), tuple(register.bodies.values())
    kinds = (None, *law.library().record_types)  # after a split a body may answer for some types alone
    answering = {
        body: {
            theirs
            for kind in kinds
            for theirs in rules.answers_for(body, everybody, register.successions, on, kind)
        }
        for body in {body for body, _ in held}
    }
    tended = {(theirs, role) for body, role in held for theirs in answering[body]}
    return [
        Seat(body, role) for body in register.bodies for role in sorted(roles) if (body, role) not in tended
    ]


def attended(
    scopes: Collection[tuple[str, str]], register: Register, *, at: datetime
) -> list[tuple[str, str]]:
    """Of these scopes of records, each with a record type, those for which somebody is in office: the person,
    the holding, or a holder of the role in a body that answers for the pool's or the ended holding's."""
    on, bodies = local_day(at), tuple(register.bodies.values())
    holdings = [int(scope[2:]) for scope, _ in scopes if scope.startswith("h:")]
    seats = {f"h:{holding}": (body, role) for holding, body, role in rows(_SEAT_OF, {"holdings": holdings})}
    in_force = rows("SELECT 'h:' || id, agency, role, person FROM agencies_in_force", {})
    there = {scope for scope, *_ in in_force}
    staffed = {(body, role) for _, body, role, person in in_force if person}  # a machine is not in office

    @cache
    def answered(body: int, kind: str) -> frozenset[int]:
        return rules.answers_for(body, bodies, register.successions, on, kind)

    def tended(scope: str, kind: str) -> bool:
        if scope.startswith("p:") or scope in there:
            return True
        parts = scope.split(":")
        body, role = seats[scope] if parts[0] == "h" else (int(parts[1]), parts[2])
        return any(body in answered(own, kind) for own, its in staffed if its == role)

    return [pair for pair in scopes if tended(*pair)]
