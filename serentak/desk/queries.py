"""What is wrong in the bodies somebody administers, and where to mend it.

Each kind of trouble is one list, its first FEW with how many there are; the page says what follows from it. A
fixed number of statements, however large the area is. Names of persons come with it: for administrators
alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from serentak.agencies import prepared, rules, staffing
from serentak.agencies import queries as agencies
from serentak.agencies.prepared import Prepared
from serentak.agencies.register import Register
from serentak.agencies.rules import Body, Seat
from serentak.agencies.staffing import Tenure, Vacancy
from serentak.desk import storage
from serentak.desk.storage import Disk
from serentak.gate import queries as gate
from serentak.gate.queries import Queue
from serentak.lib.clock import local_day
from serentak.people import queries as people
from serentak.people.queries import Listed
from serentak.records.queries import pools

SOON = timedelta(days=14)
FEW = 20


@dataclass(frozen=True)
class Troubles:
    """`waiting`: pools nobody acts for and how many records wait there; `vacant`: empty posts; `ending`:
    holdings that end within SOON and nobody follows; `unready`: bodies without the posts that take a case;
    `orphans`: bodies that ended and no one took over; `locked`, `never` and `weak`: accounts with a
    post, shut, not yet signed in with, or without the second factor that the post asks for. `names` are the
    holders'."""

    waiting: list[tuple[Seat, int]]
    vacant: tuple[list[Vacancy], int]
    ending: tuple[list[Tenure], int]
    orphans: list[Body]
    locked: tuple[list[Listed], int]
    never: tuple[list[Listed], int]
    weak: tuple[list[Listed], int]
    unready: list[Body]
    names: Mapping[int, Listed]

    @property
    def none(self) -> bool:
        """Whether there is nothing to mend."""
        lists = (self.vacant, self.ending, self.locked, self.never, self.weak)
        return not (self.waiting or self.orphans or self.unready or any(count for _rows, count in lists))


def troubles(area: frozenset[int], register: Register, *, at: datetime) -> Troubles:
    """What is wrong at the moment in these bodies."""
    seats = [
        seat for seat in staffing.unattended(register, pools.roles(), at=at) if seat.organisation in area
    ]
    on = local_day(at)
    ready = agencies.bodies_with(pools.taking(), on=on)
    holders = staffing.holders(area, at=at)
    ending = staffing.ending(area, at=at, before=at + SOON, limit=FEW)
    return Troubles(
        waiting=pools.open_in(seats),
        vacant=staffing.vacant(area, at=at, limit=FEW),
        ending=ending,
        orphans=[
            body
            for body in register.bodies.values()
            if body.id in area and rules.ended(body, on) and not register.successors(body.id)
        ],
        locked=people.first(holders, "locked", FEW),
        never=people.first(holders, "never", FEW),
        weak=people.first([person for person, needed in holders.items() if needed], "weak", FEW),
        unready=[
            body
            for body in register.existing(on)
            if body.id in area and body.id not in ready and body.kind not in rules.POLITICAL
        ],
        names=people.listed([one.person or 0 for one in ending[0]]),
    )


@dataclass(frozen=True)
class Machine:
    """What is wrong with the whole: `queue` with what failed, disks that are `full`, prepared changes that
    `lost` their ground."""

    queue: Queue
    full: list[Disk]
    lost: list[Prepared]

    def none(self, at: datetime) -> bool:
        """Whether there is nothing to mend."""
        well = self.queue.alive(at) and not self.queue.failed and not self.queue.unsent
        return well and not self.full and not self.lost


def machine(by: rules.Actor, register: Register, *, at: datetime) -> Machine:
    """What is wrong with the whole at the moment; refused to anybody but the province's administrator. Three
    statements."""
    ahead = prepared.prepared(register, on=local_day(at))
    lost = prepared.lost(ahead, on=local_day(at))
    return Machine(
        queue=gate.queue(by),
        full=[disk for disk in storage.disks(at=at) if disk.low],
        lost=[one for one in ahead if lost[one.entry]],
    )
