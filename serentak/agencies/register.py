"""The register of bodies as read once: what existed on a day, who came from whom, what lies below what.

Pure. `queries.register` reads it.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from serentak.agencies import rules
from serentak.agencies.rules import Body, Succession
from serentak.law.dates import covers
from serentak.lib.refusal import Refusal


@dataclass(frozen=True)
class Register:
    """All bodies and successions, and the questions a page asks about them."""

    bodies: Mapping[int, Body]
    successions: tuple[Succession, ...]

    def existing(self, on: date) -> tuple[Body, ...]:
        """Bodies in force on the day, in the order of the list."""
        return tuple(body for body in self.bodies.values() if covers(body.valid_from, body.valid_until, on))

    def gone(self, on: date) -> tuple[Body, ...]:
        """Bodies that had ended by the day."""
        return tuple(body for body in self.bodies.values() if rules.ended(body, on))

    def predecessors(self, body: int) -> tuple[Body, ...]:
        """Bodies this one took over from."""
        return tuple(self.bodies[s.predecessor] for s in self.successions if s.successor == body)

    def successors(self, body: int) -> tuple[Body, ...]:
        """Bodies that took over from this one."""
        return tuple(self.bodies[s.successor] for s in self.successions if s.predecessor == body)

    def heirs(self, body: int, on: date, record_type: str | None = None) -> tuple[Body, ...]:
        """Who answers on the day for this body's records of a type: itself while it exists, else who took
        over, through any number of mergers. The same as asking `rules.answers_for` of every body."""
        found, waiting, known = list[Body](), [body], {body}
        while waiting:
            one = self.bodies[waiting.pop(0)]
            if not rules.ended(one, on):
                found.append(one)
                continue
            links = [link for link in self.successions if link.predecessor == one.id]
            named = record_type if any(link.record_type == record_type for link in links) else None
            fresh = {link.successor for link in links if link.record_type == named} - known
            known |= fresh
            waiting += sorted(fresh)
        return tuple(found)

    def answering(
        self, numbers: Collection[int], on: date, record_type: str | None = None
    ) -> tuple[Body, ...]:
        """Who answers on the day for any of these bodies (those of one code), they themselves first."""
        asked = [number for number in numbers if number in self.bodies]
        found = {heir.id: heir for number in asked for heir in self.heirs(number, on, record_type)}
        there = [body for body in found.values() if covers(body.valid_from, body.valid_until, on)]
        return tuple(sorted(there, key=lambda body: (body.id not in numbers, body.id)))

    def forerunners(self, body: int, on: date, record_type: str | None = None) -> tuple[Body, ...]:
        """The bodies in force on a day before this one began whose records of a type it was to answer for."""
        begins = self.bodies[body].valid_from
        return tuple(
            before
            for before in self.existing(on)
            if body in {heir.id for heir in self.heirs(before.id, begins, record_type)}
        )

    def renamed(self, body: int) -> Body | None:
        """The body this one alone continues, and alone: what it was called before."""
        before = self.predecessors(body)
        return (
            before[0] if len(before) == 1 and self.successors(before[0].id) == (self.bodies[body],) else None
        )

    def changes(self) -> tuple[date, ...]:
        """The days on which bodies were taken over, newest first."""
        ends = {self.bodies[s.predecessor].valid_until for s in self.successions}
        return tuple(sorted((day for day in ends if day is not None), reverse=True))

    def home(self, body: Body, on: date) -> int | None:
        """The body below which a unit is drawn on a day: its own above it, or who took that one over."""
        above, seen = body.parent, set[int]()
        while above is not None and rules.ended(self.bodies[above], on) and above not in seen:
            seen.add(above)
            above = next((after.id for after in self.successors(above)), None)
        return above

    def children(self, body: int, on: date) -> tuple[Body, ...]:
        """Units below this one on the day."""
        return tuple(unit for unit in self.existing(on) if self.home(unit, on) == body)

    def body(self, body: int) -> Body:
        """One body; refuses with 404 when there is none of this number."""
        try:
            return self.bodies[body]
        except KeyError:
            raise no_such_body(body) from None

    def addressed(self, words: str, codes: Mapping[str, int]) -> Body:
        """The body that the last part of an address means: by the number in front, whatever name follows;
        else by code, full or short name, of several the newest; refuses with 404."""
        number = re.match(r"[0-9]{1,9}(?=-|$)", words)
        if number:
            return self.body(int(number[0]))
        named = [
            body
            for body in self.bodies.values()
            if codes.get(words) == body.id or words in (rules.slug(body.name), rules.slug(body.short))
        ]
        if not named:
            raise no_such_body(words)
        return max(named, key=lambda body: (body.valid_from, body.id))


def no_change(day: str) -> Refusal:
    """The answer to a day on which no body was taken over."""
    return Refusal(
        "not_found",
        {"id": f"Tidak ada perubahan instansi pada {day}.", "en": f"No agency changed on {day}."},
        remedy={"id": "Pilih harinya di daftar instansi.", "en": "Choose the day in the list of agencies."},
        status=404,
    )


def no_such_body(body: int | str) -> Refusal:
    """The answer to a number or code that no body has."""
    return Refusal(
        "not_found",
        {"id": f"Tidak ada instansi {body}.", "en": f"There is no agency {body}."},
        remedy={"id": "Cari di daftar instansi.", "en": "Look it up in the list of agencies."},
        status=404,
    )
