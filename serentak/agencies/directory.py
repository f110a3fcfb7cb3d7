"""The bodies of a day as forms and routes ask for them: the content's, as acts of reorganisation left them.

A code of the content stands for whoever answers for that body now, so reports still find a verifier whose
body was renamed. Read once a day: an act changes no day that has begun (the database refuses it), and new
content comes with a restart.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from serentak.agencies import queries, rules
from serentak.agencies.register import Register
from serentak.law import queries as law


@dataclass(frozen=True)
class Directory:
    """What a route asks of the content (`law.packs.Library`), answered from the register of bodies; for
    records of a type, since a split may name a successor for it."""

    government: dict[str, Any]
    register: Register
    record_type: str | None = None

    @property
    def organisations(self) -> list[dict[str, Any]]:
        """Every body, with id and parent."""
        return [{"id": body.id, "parent": body.parent} for body in self.register.bodies.values()]

    def body_named(self, code: str, on: date) -> int:
        """The body that answers on the day for the one with this code; LookupError when none does."""
        numbers = {row["id"] for row in law.library().organisations if row["code"] == code}
        for body in self.register.answering(numbers, on, self.record_type):
            return body.id
        raise LookupError(f"no body {code} exists on {on.isoformat()}")

    def bodies_of(self, role: str, on: date) -> tuple[int, ...]:
        """The bodies in which alone posts of a role stand, or who answers for them that day; none for any."""
        codes = law.library().roles[role]["bodies"] or ()
        numbers = {row["id"] for row in law.library().organisations if row["code"] in codes}
        return tuple(body.id for body in self.register.answering(numbers, on, self.record_type))


def directory(on: date, record_type: str | None = None) -> Directory:
    """The directory of a day, for records of a type."""
    register = _register(connection.settings_dict["NAME"], on)
    return Directory(law.library().government, register, record_type)


def named(on: date) -> dict[int, str]:
    """Number and name of each body in force on a day that reports are about or go to, by name."""
    found = (body for body in directory(on).register.existing(on) if body.kind not in rules.POLITICAL)
    return {body.id: body.name for body in sorted(found, key=lambda body: body.name)}


def exists(body: int, on: date) -> bool:
    """Whether a body is in force on a day."""
    return any(found.id == body for found in directory(on).register.existing(on))


@lru_cache(maxsize=8)
def _register(database: str, on: date) -> Register:
    return queries.register()


def forget() -> None:
    """Reads again: for tests, which move days."""
    _register.cache_clear()
