"""Who sees what, the slow way: every party row against every scope of the actor."""

from collections.abc import Iterable
from uuid import UUID

from serentak.agencies.rules import Actor


def sees(actor: Actor, parties: Iterable[tuple[UUID, str]]) -> set[UUID]:
    """The records in which one of the actor's names takes part: its person, its holding, or the pool of its
    role in a body it answers for."""
    found = set()
    for record, scope in parties:
        kind, _, rest = scope.partition(":")
        if kind == "p" and actor.holding is None and actor.person is not None and rest == str(actor.person):
            found.add(record)
        if actor.holding is not None:
            if kind == "h" and rest == str(actor.holding.id):
                found.add(record)
            if kind == "q":
                body, role = rest.split(":")
                if role == actor.holding.role and int(body) in actor.answers_for:
                    found.add(record)
    return found
