"""Posts with the people in them, for those who administer them: holders, their letters, what is vacant or
ends.

Names are personal and not read here: a person is a number, `people.queries` says who that is. Each function
is one statement however many posts there are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import connection

from serentak.agencies import rules
from serentak.agencies.register import Register
from serentak.agencies.rules import Seat
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.refusal import Refusal

ENDED = timedelta(days=30)


@dataclass(frozen=True)
class Tenure:
    """A holding as its history shows it: who, in which post, in what manner, from and up to (not including)
    when, by which letter, with which limits. `printed` is the post as acts print it, `version` the row's."""

    id: int
    version: int
    person: int | None
    post: int
    organisation: int
    role: str
    printed: str
    kind: str
    valid_from: datetime
    valid_until: datetime | None
    letter_number: str | None
    letter_date: date | None
    only_acts: list[str] | None
    barred_acts: list[str] | None
    district: str | None

    def in_force(self, at: datetime) -> bool:
        """Whether it gives its person the post at the moment, as far as the holding itself goes."""
        return self.valid_from <= at and (self.valid_until is None or self.valid_until > at)


_TENURE = """
SELECT h.id, h.version, h.person, h.post, p.organisation, p.role, concat_ws(' ', k.prefix, p.title), h.kind,
  h.valid_from, h.valid_until, h.letter_number, h.letter_date, h.only_acts, h.barred_acts,
  h.district
FROM agencies_holding h JOIN agencies_holding_kind k ON k.kind = h.kind JOIN agencies_post p ON p.id = h.post
WHERE {where} ORDER BY {order}"""

_SEAT_OF = """
SELECT h.id, p.organisation, p.role FROM agencies_holding h JOIN agencies_post p ON p.id = h.post
WHERE h.id = ANY(%(holdings)s)"""

_OPEN_POST = """p.organisation = ANY(%(area)s) AND p.valid_from <= %(on)s
 AND (p.valid_until IS NULL OR p.valid_until > %(on)s) AND EXISTS (
  SELECT 1 FROM agencies_organisation o WHERE o.id = p.organisation AND o.valid_from <= %(on)s
   AND (o.valid_until IS NULL OR o.valid_until > %(on)s))"""

_VACANT = f"""
SELECT p.id, p.organisation, p.title, p.role FROM agencies_post p WHERE {_OPEN_POST}
 AND p.role <> 'machine' AND NOT EXISTS (
  SELECT 1 FROM agencies_holding h WHERE h.post = p.id AND h.kind <> 'an'
   AND h.valid_from <= %(at)s AND (h.valid_until IS NULL OR h.valid_until > %(at)s))
ORDER BY p.organisation, p.id"""

# Somebody follows when another holding of the post, not on the holder's behalf, is there at its end.
_ENDING = f"""{_OPEN_POST} AND h.kind <> 'an' AND h.valid_from <= %(at)s
 AND h.valid_until > %(at)s AND h.valid_until <= %(before)s AND NOT EXISTS (
  SELECT 1 FROM agencies_holding f WHERE f.post = h.post AND f.id <> h.id AND f.kind <> 'an'
   AND f.valid_from <= h.valid_until AND (f.valid_until IS NULL OR f.valid_until > h.valid_until))"""

_SEATS = """
SELECT h.person, p.organisation, p.role FROM agencies_holding h JOIN agencies_post p ON p.id = h.post
WHERE h.person = ANY(%(persons)s) AND (h.valid_until IS NULL OR h.valid_until > %(at)s)
 AND (p.valid_until IS NULL OR p.valid_until > %(on)s)"""

_HOLDERS = f"""
SELECT DISTINCT h.person FROM agencies_holding h JOIN agencies_post p ON p.id = h.post
WHERE {_OPEN_POST} AND h.person IS NOT NULL AND (h.valid_until IS NULL OR h.valid_until > %(at)s)"""

_WITHIN = """
SELECT h.person FROM agencies_holding h JOIN agencies_post p ON p.id = h.post
WHERE p.organisation = ANY(%(area)s) AND h.person IS NOT NULL
 AND (h.valid_until IS NULL OR h.valid_until > %(at)s) AND (p.valid_until IS NULL OR p.valid_until > %(on)s)
UNION
SELECT u.id FROM people_person u WHERE u.invited_by = ANY(%(area)s) AND NOT EXISTS (
  SELECT 1 FROM agencies_holding h WHERE h.person = u.id
   AND (h.valid_until IS NULL OR h.valid_until > %(at)s))"""

_SYSTEMS = """
SELECT h.id, h.version, p.id, p.title, p.organisation, h.valid_from, h.valid_until, h.only_acts, u.moment
FROM agencies_key k JOIN agencies_holding h ON h.id = k.holding JOIN agencies_post p ON p.id = h.post
LEFT JOIN agencies_key_use u ON u.key = k.id
WHERE p.organisation = ANY(%(area)s) AND h.valid_until > %(since)s
ORDER BY p.organisation, p.title, h.id DESC"""

_TALLY = f"""
SELECT p.organisation, count(*), count(*) FILTER (WHERE NOT EXISTS (
  SELECT 1 FROM agencies_holding h WHERE h.post = p.id AND h.kind <> 'an'
   AND h.valid_from <= %(at)s AND (h.valid_until IS NULL OR h.valid_until > %(at)s)))
FROM agencies_post p WHERE {_OPEN_POST} GROUP BY p.organisation"""

_IN_ROLES = """
SELECT role, count(DISTINCT person) FROM agencies_in_force WHERE agency = %(body)s AND kind <> 'an'
GROUP BY role"""


@dataclass(frozen=True)
class Vacancy:
    """A post in force that nobody holds."""

    post: int
    organisation: int
    title: str
    role: str


@dataclass(frozen=True)
class System:
    """A machine with its key: the post it holds, the acts the key is for, from when to when, and when it was
    last used (None: never). `holding` is ended to revoke it, `version` the row's."""

    holding: int
    version: int
    post: int
    title: str
    organisation: int
    valid_from: datetime
    valid_until: datetime
    only_acts: list[str]
    used: datetime | None


def systems(area: Collection[int], *, at: datetime) -> list[System]:
    """The keys of these bodies' machines, ended ones for 30 days."""
    return [System(*row) for row in _rows(_SYSTEMS, {"area": list(area), "since": at - ENDED})]


def tenures_of_posts(posts: Collection[int]) -> list[Tenure]:
    """Every holding there was, is and will be of these posts, the newest first."""
    return _tenures("h.post = ANY(%(posts)s)", "h.valid_from DESC, h.id DESC", {"posts": list(posts)})


def tenures_of_person(person: int) -> list[Tenure]:
    """Every holding of this person, the newest first."""
    return _tenures("h.person = %(person)s", "h.valid_from DESC, h.id DESC", {"person": person})


def tenures_to_come(persons: Collection[int], *, at: datetime) -> dict[int, list[Tenure]]:
    """The holdings of these persons that are in force or begin later, by person."""
    where = "h.person = ANY(%(persons)s) AND (h.valid_until IS NULL OR h.valid_until > %(at)s)"
    found: dict[int, list[Tenure]] = {person: [] for person in persons}
    for one in _tenures(where, "h.id", {"persons": list(persons), "at": at}):
        found[one.person or 0].append(one)
    return found


def tenure(holding: int) -> Tenure:
    """One holding; refuses with 404 when there is none of this number."""
    found = _tenures("h.id = %(holding)s", "h.id", {"holding": holding})
    if not found:
        raise Refusal(
            "not_found",
            {"id": f"Tidak ada pemangkuan {holding}.", "en": f"There is no holding {holding}."},
            status=404,
        )
    return found[0]


def ending(area: Collection[int], *, at: datetime, before: datetime) -> list[Tenure]:
    """Holdings in force that end by then, with nobody to follow in the post; the first to end first."""
    return _tenures(_ENDING, "h.valid_until, h.id", _asked(area, at) | {"before": before})


def vacant(area: Collection[int], *, at: datetime) -> list[Vacancy]:
    """Posts in force of these bodies that nobody holds, an act on somebody's behalf not counted."""
    return [Vacancy(*row) for row in _rows(_VACANT, _asked(area, at))]


def seats_of(persons: Collection[int], *, at: datetime) -> dict[int, tuple[Seat, ...]]:
    """The seats that each of these persons holds now or is to hold."""
    found: dict[int, tuple[Seat, ...]] = dict.fromkeys(persons, ())
    for person, organisation, role in _rows(
        _SEATS, {"persons": list(persons), "at": at, "on": local_day(at)}
    ):
        found[person] += (Seat(organisation, role),)
    return found


def holders(area: Collection[int], *, at: datetime) -> list[int]:
    """Whoever holds, or is to hold, a post of these bodies."""
    return [row[0] for row in _rows(_HOLDERS, _asked(area, at))]


def persons_within(area: Collection[int], *, at: datetime) -> list[int]:
    """Whoever holds, or is to hold, a post of these bodies, and whom they invited and who holds none
    anywhere."""
    return [row[0] for row in _rows(_WITHIN, _asked(area, at))]


def tally(area: Collection[int], *, at: datetime) -> dict[int, tuple[int, int]]:
    """By body how many posts there are at the moment, and how many of them nobody holds."""
    return {body: (posts, empty) for body, posts, empty in _rows(_TALLY, _asked(area, at))}


def in_roles(body: int) -> dict[str, int]:
    """How many people of a body hold a post of each role at this moment; roles nobody holds are left out."""
    return dict(_rows(_IN_ROLES, {"body": body}))


def unattended(register: Register, roles: Collection[str], *, at: datetime) -> list[Seat]:
    """The pools (a body and a role) for which nobody acts at the moment, of bodies that there ever were: no
    holder there, nor in a body that answers for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT agency, role FROM agencies_in_force WHERE role = ANY(%s)", [list(roles)]
        )
        held = cursor.fetchall()
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
    seats = {f"h:{holding}": (body, role) for holding, body, role in _rows(_SEAT_OF, {"holdings": holdings})}
    in_force = _rows("SELECT 'h:' || id, agency, role, person FROM agencies_in_force", {})
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


def _asked(area: Collection[int], at: datetime) -> dict[str, Any]:
    return {"area": list(area), "at": at, "on": local_day(at)}


def _tenures(where: str, order: str, asked: Mapping[str, Any]) -> list[Tenure]:
    return [Tenure(*row) for row in _rows(_TENURE.format(where=where, order=order), asked)]


def _rows(statement: str, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
