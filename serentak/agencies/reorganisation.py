"""A reorganisation as it is prepared: who takes over from whom on a day, and what is wrong with the plan.

Pure. One shape for all: several predecessors of one successor are a merger, several successors of one a
split, one of one a renaming or, with another parent, the move of a unit. A body that changes ends and another
begins: what was decided before keeps the old name. Successors are bodies that exist or that begin that day.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from serentak.agencies.register import Register
from serentak.agencies.rules import KINDS, Body, Succession
from serentak.law.dates import Text, covers

ACT = "reorganise"
"""The act's name on the log; `install` leaves alone what an act of this name fixed."""
FIRST_BY_ACT = 100_001
"""Numbers of bodies that begin by an act; the content's end below, so the two never meet. The database counts
from here and the content's schema stops before."""


@dataclass(frozen=True)
class NewBody:
    """A body that begins on the day."""

    name: str
    short: str
    kind: str
    parent: int | None = None


@dataclass(frozen=True)
class Takeover:
    """`successor` takes over from `predecessor`, with a `record_type` only records of that type; `posts` are
    the predecessor's posts that go on there with their holders, under the same titles."""

    predecessor: int
    successor: int | NewBody
    record_type: str | None = None
    posts: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reorganisation:
    """`on` is the first day of the new order; `source` says by which regulation; `founds` are bodies that
    begin and may take over from nobody."""

    on: date
    takeovers: tuple[Takeover, ...]
    source: str
    founds: tuple[NewBody, ...] = ()

    @property
    def begins(self) -> tuple[NewBody, ...]:
        """The bodies that begin, once each, in order."""
        found = (*self.founds, *(taking.successor for taking in self.takeovers))
        return tuple(dict.fromkeys(body for body in found if isinstance(body, NewBody)))

    @property
    def predecessors(self) -> tuple[int, ...]:
        """The bodies taken over from, once each, in order."""
        return tuple(dict.fromkeys(taking.predecessor for taking in self.takeovers))


def ends(plan: Reorganisation, bodies: Mapping[int, Body]) -> tuple[int, ...]:
    """The predecessors that this plan ends: those without a last day."""
    return tuple(body for body in plan.predecessors if bodies[body].valid_until is None)


def foreseen(plan: Reorganisation, register: Register) -> Register:
    """The register as it will be once the plan holds; bodies that begin have numbers below zero till then."""
    gone = ends(plan, register.bodies)
    numbers = {new: -n for n, new in enumerate(plan.begins, 1)}
    bodies = {
        id: replace(body, valid_until=plan.on) if id in gone else body for id, body in register.bodies.items()
    }
    for new, id in numbers.items():
        said = (new.name, new.short, new.kind, new.parent, plan.on, None, "confirmed", plan.source)
        bodies[id] = Body(id, *said)
    links = tuple(
        Succession(
            taking.predecessor,
            numbers[taking.successor] if isinstance(taking.successor, NewBody) else taking.successor,
            taking.record_type,
            plan.source,
        )
        for taking in plan.takeovers
    )
    return Register(bodies, (*register.successions, *links))


def wrong_plan(
    plan: Reorganisation,
    bodies: Mapping[int, Body],
    successions: Collection[Succession],
    types: Collection[str],
    today: date,
) -> dict[str, Text]:
    """What is wrong with a plan, by field (on, source, begins, takeovers), one text each; nothing when it may
    stand. `types` are the record types. The database refuses the gravest of these too."""
    found = [*_day(plan, bodies, today), *_begins(plan, bodies)]
    found += [
        ("takeovers", text) for taking in plan.takeovers for text in _takeover(plan, taking, bodies, types)
    ]
    found += [
        ("takeovers", text) for body in plan.predecessors for text in _named(plan, body, bodies, successions)
    ]
    if not plan.source.strip():
        found.append(("source", {"id": "Tulis peraturannya.", "en": "Write by which regulation."}))
    if not plan.takeovers and not plan.founds:
        found.append(
            ("takeovers", {"id": "Pilih instansi yang berubah.", "en": "Choose the agencies that change."})
        )
    return dict(reversed(found))


def _day(plan: Reorganisation, bodies: Mapping[int, Body], today: date) -> Iterator[tuple[str, Text]]:
    if (plan.begins or ends(plan, bodies)) and plan.on <= today:
        yield (
            "on",
            {
                "id": "Pilih besok atau sesudahnya. Yang dikerjakan hari ini tercatat atas nama yang lama.",
                "en": "Choose tomorrow or later. What is done today is on the record in the old name.",
            },
        )


def _begins(plan: Reorganisation, bodies: Mapping[int, Body]) -> Iterator[tuple[str, Text]]:
    for new in plan.begins:
        if not new.name.strip() or not new.short.strip() or new.kind not in KINDS:
            yield (
                "begins",
                {
                    "id": "Tulis nama, nama pendek, dan jenis setiap instansi baru.",
                    "en": "Write name, short name and kind of each new agency.",
                },
            )
        elif new.parent is not None and not _there(plan, new.parent, bodies):
            yield (
                "begins",
                {
                    "id": f"Induk {new.short} tidak ada pada hari itu.",
                    "en": f"The body above {new.short} does not exist on that day.",
                },
            )


def _there(plan: Reorganisation, number: int, bodies: Mapping[int, Body]) -> bool:
    """Whether a body exists on the day once the plan holds."""
    body = bodies.get(number)
    if body is None or number in ends(plan, bodies):
        return False
    return covers(body.valid_from, body.valid_until, plan.on)


def _takeover(
    plan: Reorganisation, taking: Takeover, bodies: Mapping[int, Body], types: Collection[str]
) -> Iterator[Text]:
    before = bodies[taking.predecessor]
    if before.valid_until is None and before.valid_from >= plan.on:
        yield {
            "id": f"{before.short} belum ada sebelum hari itu.",
            "en": f"{before.short} does not exist before that day.",
        }
    if isinstance(taking.successor, int) and not _there(plan, taking.successor, bodies):
        after = bodies.get(taking.successor)
        name = after.short if after else str(taking.successor)
        yield {
            "id": f"{name} tidak ada pada hari itu, jadi tidak bisa meneruskan {before.short}.",
            "en": f"{name} does not exist on that day, so it cannot take over from {before.short}.",
        }
    if taking.record_type is not None and taking.record_type not in types:
        yield {
            "id": f"Tidak ada jenis berkas {taking.record_type}.",
            "en": f"There is no record type {taking.record_type}.",
        }


def _named(
    plan: Reorganisation, number: int, bodies: Mapping[int, Body], successions: Collection[Succession]
) -> Iterator[Text]:
    """Each record type has one successor at most, and what no type names has one too; an ended body is only
    given successors it lacks."""
    body = bodies[number]
    asked = [taking.record_type for taking in plan.takeovers if taking.predecessor == number]
    typed = [kind for kind in asked if kind is not None]
    if len(typed) > len(set(typed)):
        yield {
            "id": f"Satu jenis berkas {body.short} hanya punya satu penerus.",
            "en": f"A record type of {body.short} has one successor.",
        }
    if body.valid_until is None and None not in asked:
        yield {
            "id": f"Pilih penerus {body.short} untuk berkas lainnya.",
            "en": f"Choose who takes over everything else of {body.short}.",
        }
    known = {link.record_type for link in successions if link.predecessor == number}
    if body.valid_until is not None and known & set(asked):
        yield {
            "id": f"{body.short} sudah berakhir dan penerusnya sudah tercatat.",
            "en": f"{body.short} has ended already and its successor is on the record.",
        }
