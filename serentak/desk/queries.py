"""What is wrong in the bodies somebody administers, and where to mend it.

Each kind of trouble is one list; the page says what follows from it. A fixed number of statements, however
large the area is. Names of persons come with it: this is for administrators alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from serentak.agencies import queries as agencies
from serentak.agencies import rules, staffing
from serentak.agencies.register import Register
from serentak.agencies.rules import Body, Seat
from serentak.agencies.staffing import Tenure, Vacancy
from serentak.lib.clock import local_day
from serentak.people import queries as people
from serentak.people.queries import Listed
from serentak.records.queries import pools

SOON = timedelta(days=14)


@dataclass(frozen=True)
class Troubles:
    """`waiting`: pools nobody acts for and how many records wait there; `vacant`: empty posts by body;
    `ending`: holdings that end within SOON and nobody follows; `unready`: bodies without the posts that take
    a case; `orphans`: bodies that ended and no one took over; `locked` and `never`: accounts with a post,
    shut or not yet signed in with. `names` are the holders'."""

    waiting: list[tuple[Seat, int]]
    vacant: dict[int, list[Vacancy]]
    ending: list[Tenure]
    orphans: list[Body]
    locked: list[Listed]
    never: list[Listed]
    unready: list[Body]
    names: Mapping[int, Listed]

    @property
    def none(self) -> bool:
        """Whether there is nothing to mend."""
        return not any(value for field, value in vars(self).items() if field != "names")


def troubles(area: frozenset[int], register: Register, *, at: datetime) -> Troubles:
    """What is wrong at the moment in these bodies."""
    seats = [
        seat for seat in staffing.unattended(register, pools.roles(), at=at) if seat.organisation in area
    ]
    vacant: dict[int, list[Vacancy]] = {}
    for post in staffing.vacant(area, at=at):
        vacant.setdefault(post.organisation, []).append(post)
    on = local_day(at)
    ready = agencies.bodies_with(pools.taking(), on=on)
    names = people.listed(staffing.holders(area, at=at))
    return Troubles(
        waiting=pools.open_in(seats),
        vacant=vacant,
        ending=staffing.ending(area, at=at, before=at + SOON),
        orphans=[
            body
            for body in register.bodies.values()
            if body.id in area and rules.ended(body, on) and not register.successors(body.id)
        ],
        locked=[one for one in names.values() if not one.active],
        never=[one for one in names.values() if one.active and not one.came],
        unready=[
            body
            for body in register.existing(on)
            if body.id in area and body.id not in ready and body.kind not in rules.POLITICAL
        ],
        names=names,
    )
