"""Which body serves which record type on a day: read off the record types and the register of bodies.

Pure. A type names the body that receives its records, or a route: then the government's verifier does, and
the verifier's verifier what is about that one; or each body keeps its own. A move that hands a record over
says that any body may have to answer. What a body that ended had to do, whoever took it over does from that
day on, by record type.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from serentak.agencies.register import Register
from serentak.agencies.rules import POLITICAL, Body, ended
from serentak.law.dates import day
from serentak.law.packs import Library

RECEIVES, STANDS_IN, ANSWERS, OWN = "receives", "stands_in", "answers", "own"
"""It receives a record; it receives what is about the receiver itself; it answers what is about itself; it
keeps its own."""


@dataclass(frozen=True)
class Duty:
    """What is done for records of a type, and `by` whom on the day: nobody named means the body concerned.
    `after` are the bodies that ended whose records these bodies answer too."""

    type: str
    part: str
    by: tuple[Body, ...] = ()
    after: tuple[Body, ...] = ()


def of_type(name: str, library: Library, register: Register, on: date) -> tuple[Duty, ...]:
    """Who serves a record type on a day; none before its first."""
    if on < day(library.record_types[name]["start"]):
        return ()
    return tuple(_of_type(name, library, register, on))


def of_body(body: Body, library: Library, register: Register, on: date) -> tuple[Duty, ...]:
    """What a body has to do in the record types of a day, and by whom that is done on it: by itself, by
    whoever took over once it ended, by those before it while it has not begun."""
    own = min(max(on, body.valid_from), body.last_day or on)  # the day on which it is asked itself
    found = []
    for name in library.record_types:
        for duty in of_type(name, library, register, on):
            if duty.part not in (ANSWERS, OWN):
                numbers = _numbers(library, duty.part, name)
                if body in register.answering(numbers, own, name):
                    found.append(duty)
            elif body.kind not in POLITICAL:
                found.append(_own(body, duty, register, on))
    return tuple(found)


def _of_type(name: str, library: Library, register: Register, on: date) -> Iterator[Duty]:
    data = library.record_types[name]
    if data.get("receives") == OWN:
        yield Duty(name, OWN)
        return
    for part in (RECEIVES,) if "receives" in data else (RECEIVES, STANDS_IN):
        yield Duty(name, part, register.answering(_numbers(library, part, name), on, name))
    if _hands_over(data):
        yield Duty(name, ANSWERS)


def _own(body: Body, duty: Duty, register: Register, on: date) -> Duty:
    """Who answers or keeps what is this body's own."""
    name, part = duty.type, duty.part
    if ended(body, on):
        return Duty(name, part, register.answering([body.id], on, name))
    if on < body.valid_from:
        return Duty(name, part, register.forerunners(body.id, on, name))
    after = [gone for gone in register.gone(on) if body in register.heirs(gone.id, on, name)]
    return Duty(name, part, (body,), tuple(after))


def _numbers(library: Library, part: str, name: str) -> Collection[int]:
    government = library.government
    route = {RECEIVES: government["verifier"], STANDS_IN: government["verifier_of_verifier"]}
    code = library.record_types[name].get("receives", route[part])
    return [row["id"] for row in library.organisations if row["code"] == code]


def _hands_over(data: dict[str, Any]) -> bool:
    """Whether some move hands a record of this type over to a body that somebody chooses, or asks it."""
    asked = {field["id"] for field in data["payload"]}
    return any({move.get("hands_over"), move.get("asks_body")} & asked for move in data["moves"])
