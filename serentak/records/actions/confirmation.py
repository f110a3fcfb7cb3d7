"""Many acts with one press: each an act of its own, with its own key, done or refused by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from serentak.agencies.rules import Actor
from serentak.lib.refusal import Refusal
from serentak.records.actions.act import perform


@dataclass(frozen=True)
class Pick:
    """One that was read and picked: the act on the record in the version that was shown."""

    record: UUID
    act: str
    version: int
    key: UUID


@dataclass(frozen=True)
class Answer:
    """What came of a pick: either it was done, and `number` names the record, or it was refused."""

    pick: Pick
    number: str | None
    refusal: Refusal | None


def confirm(picks: Sequence[Pick], *, by: Actor, at: datetime) -> list[Answer]:
    """Confirm each as it was prepared, in the order given; what is refused stops none of the others."""
    return [_answer(pick, {}, by, at, True) for pick in picks]


def each(picks: Sequence[Pick], data: Mapping[str, Any], *, by: Actor, at: datetime) -> list[Answer]:
    """Do the same on each, in the order given; what is refused stops none of the others."""
    return [_answer(pick, data, by, at, False) for pick in picks]


def _answer(pick: Pick, data: Mapping[str, Any], by: Actor, at: datetime, confirm: bool) -> Answer:
    try:
        done = perform(
            pick.record, pick.act, data, by=by, at=at, key=pick.key, version=pick.version, confirm=confirm
        )
    except Refusal as no:
        return Answer(pick, None, no)
    return Answer(pick, done.number, None)
