"""Systems are told what happened on their records: read off the sealed log by position, signed, tried again.

Nothing is lost when the worker is killed: what a stretch of the log tells is kept together with the note that
it was read. What a system may see is asked when its messages are made and again when each is sent.
"""

import time
from datetime import datetime
from typing import Any

from serentak.agencies.queries import system_of
from serentak.agencies.rules import Actor
from serentak.gate import actions as gate
from serentak.gate.actions import Message
from serentak.gate.queries import Hook, hooks
from serentak.ledger import queries as ledger
from serentak.records.queries import types
from serentak.records.queries.visible import visible

BATCH, MESSAGES = 500, 50


def tell_systems(*, at: datetime, seconds: float) -> int:
    """Reads on for each address and sends what is due, for about so long; how many messages were taken. May
    run twice: a message that was sent and not noted is sent again under its id."""
    began, took = time.monotonic(), 0
    found = ((hook, system_of(hook.post, at)) for hook in hooks())
    every = {hook.id: (hook, system) for hook, system in found if system}  # without a key nothing is told
    for hook, system in every.values():
        position: int | None = hook.position
        while position is not None and time.monotonic() - began < seconds:
            position = _read_on(hook.id, position, system, at)
    for message in gate.due(every, at=at, limit=MESSAGES):
        if time.monotonic() - began > seconds:
            break
        took += _send(message, *every[message.hook], at=at)
    return took


def _read_on(hook: int, position: int, system: Actor, at: datetime) -> int | None:
    """One stretch of the log; where the next begins, None at its end."""
    found = ledger.sealed_acts(position, BATCH)
    if not found:
        return None
    seen = visible(system).filter(id__in={act.subject for act in found}).exclude(access_class="sealed")
    known: dict[Any, str] = dict(seen.values_list("id", "type"))
    told = [
        Message(hook, act.position, act.subject, f"{known[act.subject]}.{act.act}", act.version, act.moment)
        for act in found
        if act.subject in known and _outward(known[act.subject], act.act)
    ]
    end = found[-1].position + 1
    return end if gate.queue(hook, told, position, end, at=at) else None


def _outward(name: str, act: str) -> bool:
    """Whether such an act is told outside: internal ones are not."""
    kind = next((kind for kind in types.published() if kind.name == name), None)
    move = kind.move_of(act) if kind else None
    return move is not None and not move.internal


def _send(message: Message, hook: Hook, system: Actor, *, at: datetime) -> bool:
    """Sends a message, if its system still sees the record; whether it was taken."""
    number = visible(system).filter(id=message.record).values_list("number", flat=True).first()
    if number is None:
        gate.noted(message, at=at, answer="hidden", took=True)
        return False
    return gate.deliver(hook, message, number, at=at)
