"""What an import is compared with: open posts and holdings of an area and accounts by username; and the same
as lines of a sheet. A fixed number of statements, however long the sheet is.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from serentak.agencies import rules, staffing
from serentak.agencies.models import Post
from serentak.agencies.register import Register
from serentak.agencies.roster import Known, Line, Place, Span, Standing, last_day
from serentak.agencies.rules import Account, Actor
from serentak.agencies.staffing import Tenure
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.people import queries as people


def standing(
    by: Actor, area: frozenset[int], register: Register, usernames: Collection[str], *, at: datetime
) -> Standing:
    """What stands of the area, and of the accounts with these usernames, at the moment."""
    library, places = law.library(), _open_posts(area, at)
    spans: dict[int, list[Span]] = {place.id: [] for place in places}
    for tenure in staffing.tenures_of_posts(spans):
        if tenure.person is not None and tenure.kind != rules.DELEGATED:
            spans[tenure.post].append(_span(tenure))
    return Standing(
        by=by,
        area=area,
        at=at,
        register=register,
        codes={row["id"]: row["code"] for row in library.organisations},
        roles={id: role for id, role in library.roles.items() if id != rules.MACHINE},
        kinds=library.holding_kinds,
        districts=library.electoral_districts(local_day(at)),
        posts=places,
        spans=spans,
        accounts=_accounts(by, area, usernames, at),
    )


def lines(area: frozenset[int], *, at: datetime) -> Iterable[Line]:
    """What stands as the lines that would make it: a line a holding in force or to come, and a line an empty
    post. Acts given on somebody's behalf are left out: an import does not give them."""
    codes = {row["id"]: row["code"] for row in law.library().organisations}
    places = _open_posts(area, at)
    held: dict[int, list[Tenure]] = {place.id: [] for place in places}
    for tenure in staffing.tenures_of_posts(held):
        over = tenure.valid_until is not None and tenure.valid_until <= at
        if tenure.person is not None and tenure.kind != rules.DELEGATED and not over:
            held[tenure.post].append(tenure)
    persons = people.listed({tenure.person or 0 for each in held.values() for tenure in each})
    number = 1
    for place in places:
        post = {"body": codes.get(place.body, str(place.body)), "title": place.title, "role": place.role}
        holders = [_cells(tenure, persons[tenure.person or 0]) for tenure in held[place.id]]
        for holder in holders or [{}]:
            number += 1
            yield Line(number, post | holder)


def _cells(tenure: Tenure, person: people.Listed) -> dict[str, str]:
    until = last_day(tenure.valid_until)
    return {
        "name": person.name,
        "username": person.username,
        "kind": tenure.kind,
        "letter_number": tenure.letter_number or "",
        "letter_date": tenure.letter_date.isoformat() if tenure.letter_date else "",
        "since": local_day(tenure.valid_from).isoformat(),
        "until": until.isoformat() if until else "",
        "district": tenure.district or "",
    }


def _open_posts(area: frozenset[int], at: datetime) -> list[Place]:
    """The posts of people in the area that are open or to be opened, body by body."""
    rows = (
        Post.objects.filter(organisation__in=area).exclude(role=rules.MACHINE).order_by("organisation", "id")
    )
    found = (Place(*row) for row in rows.values_list("id", "organisation", "title", "role", "valid_until"))
    return [place for place in found if place.until is None or place.until > local_day(at)]


def _span(tenure: Tenure) -> Span:
    letter = tenure.letter_number or ""
    return Span(tenure.person or 0, tenure.kind, tenure.valid_from, tenure.valid_until, letter)


def _accounts(by: Actor, area: frozenset[int], usernames: Collection[str], at: datetime) -> dict[str, Known]:
    """The accounts with these usernames; names of those alone that this administrator sees."""
    found = people.listed(people.persons_named(usernames).values())
    seats = staffing.seats_of(found, at=at)
    seen = found.keys() if by.role == rules.ADMINISTRATOR else set(staffing.persons_within(area, at=at))
    return {
        one.username: Known(
            Account(one.id, seats[one.id], one.invited_by), one.active, one.name if one.id in seen else None
        )
        for one in found.values()
    }
