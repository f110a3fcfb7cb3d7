"""Addresses at which systems are told, and what became of each message."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from serentak.gate.queries.running import PAGE

_HOOK = (
    "SELECT id, post, url, secret, former, former_until, position, since FROM gate_hook WHERE stopped IS NULL"
)


@dataclass(frozen=True)
class Hook:
    """An address in use: of which system's post, its sealed secrets, the leaf of the log read next for it."""

    id: int
    post: int
    url: str
    secret: bytes
    former: bytes | None
    former_until: datetime | None
    position: int
    since: datetime


@dataclass(frozen=True)
class Delivery:
    """A message and what became of it; `due` None and not `done`: it was given up."""

    position: int
    record: UUID
    act: str
    moment: datetime
    tries: int
    due: datetime | None
    done: datetime | None
    answer: str | None


def hooks() -> list[Hook]:
    """Every address in use."""
    return [Hook(*row) for row in _rows(f"{_HOOK} ORDER BY id")]


def hook_of(post: int) -> Hook | None:
    """The address in use of a system."""
    return next((Hook(*row) for row in _rows(f"{_HOOK} AND post = %s", post)), None)


def deliveries(hook: int, *, before: int | None = None) -> tuple[list[Delivery], int | None]:
    """A page of messages to an address, the newest leaf first, and where the next one begins."""
    found = _rows(
        "SELECT position, record, act, moment, tries, due, done, answer FROM gate_delivery"
        " WHERE hook = %s AND position < %s ORDER BY position DESC LIMIT %s",
        hook,
        before if before is not None else 2**62,
        PAGE + 1,
    )
    rows = [Delivery(*row) for row in found[:PAGE]]
    return rows, rows[-1].position if len(found) > PAGE else None


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
