"""Holdings as their history shows them: who holds, held and will hold which post, by which letter."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from serentak.agencies.staffing.asking import OPEN_POST, PAGE, asked, rows
from serentak.lib.refusal import Refusal

_TENURE = """
SELECT h.id, h.version, h.person, h.post, p.organisation, p.role, concat_ws(' ', k.prefix, p.title), h.kind,
  h.valid_from, h.valid_until, h.letter_number, h.letter_date, h.only_acts, h.barred_acts,
  h.district
FROM agencies_holding h JOIN agencies_holding_kind k ON k.kind = h.kind JOIN agencies_post p ON p.id = h.post
WHERE {where} ORDER BY {order}"""

# Somebody follows when another holding of the post, not on the holder's behalf, is there at its end.
_ENDING = f"""{OPEN_POST} AND h.kind <> 'an' AND h.valid_from <= %(at)s
 AND h.valid_until > %(at)s AND h.valid_until <= %(before)s AND NOT EXISTS (
  SELECT 1 FROM agencies_holding f WHERE f.post = h.post AND f.id <> h.id AND f.kind <> 'an'
   AND f.valid_from <= h.valid_until AND (f.valid_until IS NULL OR f.valid_until > h.valid_until))"""


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


def history(post: int, *, before: int | None = None) -> tuple[list[Tenure], int | None]:
    """A page of the holdings there were, are and will be of a post, the newest first, and the number of the
    holding that the next one begins before."""
    where = "h.post = %(post)s"
    if before is not None:
        where += (
            " AND (h.valid_from, h.id) < (SELECT b.valid_from, b.id FROM agencies_holding b"
            " WHERE b.id = %(before)s)"
        )
    order = f"h.valid_from DESC, h.id DESC LIMIT {PAGE + 1}"
    found = _tenures(where, order, {"post": post, "before": before})
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def tenures_of_posts(posts: Collection[int]) -> list[Tenure]:
    """Every holding there was, is and will be of these posts, the newest first."""
    return _tenures("h.post = ANY(%(posts)s)", "h.valid_from DESC, h.id DESC", {"posts": list(posts)})


def holders_of_posts(posts: Collection[int], *, at: datetime) -> list[Tenure]:
    """The holdings of these posts that are in force at the moment, the newest first."""
    where = (
        "h.post = ANY(%(posts)s) AND h.valid_from <= %(at)s"
        " AND (h.valid_until IS NULL OR h.valid_until > %(at)s)"
    )
    return _tenures(where, "h.valid_from DESC, h.id DESC", {"posts": list(posts), "at": at})


def tenures_of_person(person: int) -> list[Tenure]:
    """Every holding of this person, the newest first; a working life has few."""
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


def ending(area: Collection[int], *, at: datetime, before: datetime, limit: int) -> tuple[list[Tenure], int]:
    """Holdings in force that end by then, with nobody to follow in the post; the first to end first; and how
    many there are."""
    given = asked(area, at) | {"before": before, "most": limit}
    counted = _TENURE.replace("  h.district", "  h.district, count(*) OVER ()")
    found = rows(counted.format(where=_ENDING, order="h.valid_until, h.id LIMIT %(most)s"), given)
    return [Tenure(*row[:-1]) for row in found], found[0][-1] if found else 0


def _tenures(where: str, order: str, given: Mapping[str, Any]) -> list[Tenure]:
    return [Tenure(*row) for row in rows(_TENURE.format(where=where, order=order), given)]
