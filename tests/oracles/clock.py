"""Clocks the slow way: replay what happened, and ask each working day at its close whether the record waited."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from serentak.lib.clock import local_day
from serentak.records.clock import Step
from serentak.records.rules import Clock, RecordType, Stage


def running(clock: Clock, steps: Sequence[Step]) -> tuple[Stage, datetime, datetime | None] | None:
    """Stage, start and stop of the clock's newest run."""
    found: tuple[Stage, datetime, datetime | None] | None = None
    for step in steps:
        if found and found[2] is None and step.act in found[0].until:
            found = (found[0], found[1], step.moment)
        if found is None or found[2] is not None:
            for stage in clock.stages:
                if step.act in stage.start:
                    found = (stage, step.moment, None)
                    break
    return found


def waits(kind: RecordType, steps: Sequence[Step], at: datetime) -> bool:
    """Whether the record waited for its reporter at a moment."""
    return kind.states[[s for s in steps if s.moment <= at][-1].state].waiting


def deadline(
    kind: RecordType, clock: Clock, steps: Sequence[Step], days: int, calendar, at: datetime
) -> datetime:
    """The close of the working day on which the clock has run for so many days, if it runs on from now."""
    stage, start, stop = running(clock, steps)
    past = [s for s in steps if stop is None or s.moment <= stop]
    day = local_day(start)
    while days:
        day += timedelta(days=1)
        if calendar.is_working(day) and (
            calendar.closes(day) >= at or not waits(kind, past, calendar.closes(day))
        ):
            days -= 1
    return calendar.closes(day)


def used(kind: RecordType, clock: Clock, steps: Sequence[Step], at: datetime, calendar) -> int:
    """Working days begun since the start on which the record did not wait, at their close or now."""
    stage, start, stop = running(clock, steps)
    past = [s for s in steps if stop is None or s.moment <= stop]
    day, count = local_day(start), 0
    while day < local_day(stop or at):
        day += timedelta(days=1)
        if calendar.is_working(day):
            count += not waits(kind, past, min(calendar.closes(day), max(at, past[-1].moment)))
    return count


def limit(kind: RecordType, clock: Clock, steps: Sequence[Step], content: dict[str, str], library) -> int:
    """The days of the newest run: those of its class, and those of each extension that fell into it."""
    stage, start, stop = running(clock, steps)
    names = [stage.varies[content[stage.varies_by]] if stage.varies_by in content else stage.days]
    for step in steps:
        if step.act in stage.extends and start <= step.moment and (stop is None or step.moment <= stop):
            names.append(stage.extends[step.act])
    return sum(library.value(name, on=local_day(start)).value for name in names)


def whole(kind: RecordType, steps: Sequence[Step]) -> list[Step]:
    """What clocks count: an act that each of several does, only from the last of them."""
    found = []
    for before, step in zip([None, *steps], steps, strict=False):
        each = any(move.each for move in kind.moves if move.act == step.act)
        if not each or before is None or before.state != step.state:
            found.append(step)
    return found


def due(kind: RecordType, steps: Sequence[Step], content: dict[str, Any], library) -> datetime | None:
    """The deadline of a record after these steps: its state's, else the nearest of the clocks that run."""
    calendar, state, now = library.calendar, kind.states[steps[-1].state], steps[-1].moment
    if state.end:
        return None
    if state.days:
        asking = {move.act for move in kind.moves if move.asks_body}
        began = [
            s
            for b, s in zip([None, *steps], steps, strict=False)
            if b is None or b.state != s.state or s.act in asking
        ]
        left, day = (
            library.value(state.days, on=local_day(began[-1].moment)).value,
            local_day(began[-1].moment),
        )
        while left:
            day += timedelta(days=1)
            left -= calendar.is_working(day)
        return calendar.closes(day)
    counted = whole(kind, steps)
    found = [
        _ends(kind, clock, counted, content, library, now) for clock in kind.clocks if running(clock, counted)
    ]
    return min((end for end in found if end), default=None)


def _ends(
    kind: RecordType, clock: Clock, steps: Sequence[Step], content: dict[str, Any], library, now: datetime
) -> datetime | None:
    stage, start, stop = running(clock, steps)
    if stop is not None:
        return None
    if stage.date:
        day = date.fromisoformat(content[stage.date])
        while not library.calendar.is_working(day):
            day += timedelta(days=1)
        return library.calendar.closes(day)
    days = limit(kind, clock, steps, content, library)
    if library.value(stage.days, on=local_day(start)).unit == "hours":
        return start + timedelta(hours=days)
    return deadline(kind, clock, steps, days, library.calendar, now)
