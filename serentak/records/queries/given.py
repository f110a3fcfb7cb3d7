"""What reading the answers of an act needs to know, from the database and the content of the day."""

from datetime import datetime
from uuid import UUID

from serentak.agencies import directory
from serentak.agencies import queries as agencies
from serentak.agencies.rules import Actor
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.refusal import Refusal
from serentak.records.kinds import Given
from serentak.records.queries.slip import actor_of
from serentak.records.queries.visible import found_by_number
from serentak.records.rules import Move, RecordType


def given_for(kind: RecordType, move: Move, by: Actor, *, at: datetime) -> Given:
    """For the answers that this actor gives to an act; asks the database only when a field needs it, but for
    the bodies that a case can be handed to."""
    shape, role = kind.filled(move, by.role)
    on = local_day(at)
    return Given(
        law.library(),
        on,
        role,
        lambda typed: _found(by, typed),
        lambda body: directory.exists(body, on),
        by.holding.organisation if by.holding else None,
        agencies.bodies_with(shape.join, on=on) if shape.body_field in kind.payload else None,
    )


def _found(by: Actor, typed: str) -> UUID | None:
    """The record of a number that this actor may see, or of the number and code of a slip."""
    number, _, code = typed.partition(" ")
    if not code.strip():
        return found_by_number(by, number)
    try:
        return actor_of(number, "".join(code.split()))[1].id
    except Refusal:
        return None
