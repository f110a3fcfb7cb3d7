"""How long each stage of a record may last, what stopped it, and when it is due.

A stage lasts a number of working days, counted from the working day after the act that began it; a day on
whose close of office the reporter was being waited for does not count. The numbers come from the settings
in force on the day the stage began. A stage that a date ends rests for nothing. `tests/oracles/clock.py`
holds the slow version.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from serentak.lib.clock import WITA, local_day
from serentak.records.rules import Clock, Move, RecordType, Stage, Text

Content = Mapping[str, Any]


class Calendar(Protocol):
    """The part of `law.calendar.Calendar` that clocks read."""

    def is_working(self, day: date) -> bool: ...
    def closes(self, day: date) -> datetime: ...
    def add_working_days(self, start: datetime, days: int) -> datetime: ...
    def working_days_between(self, start: datetime, end: datetime) -> int: ...
    def why(self, day: date) -> Text | None: ...
    def estimated(self, day: date) -> bool: ...


class Law(Protocol):
    """The part of `law.packs.Library` that clocks read."""

    @property
    def calendar(self) -> Any: ...
    def value(self, name: str, on: date) -> Any: ...
    def law(self, id: str) -> Any: ...


@dataclass(frozen=True)
class Step:
    """One act that happened: its name, when, the state after it, and the post that acted (None: citizen,
    clock)."""

    act: str
    moment: datetime
    state: str
    post: str | None = None


@dataclass(frozen=True)
class Pause:
    """Time in a waiting state; `until` is None while it lasts."""

    since: datetime
    until: datetime | None
    by: Text | str | None
    why: Text


@dataclass(frozen=True)
class Run:
    """A stage as it ran: begun by `act`, extended by some, stopped by its last act (None: still runs)."""

    stage: Stage
    act: str
    started: datetime
    pauses: tuple[Pause, ...]
    stopped: datetime | None
    extended: tuple[Step, ...] = ()


def run_of(clock: Clock, kind: RecordType, steps: Sequence[Step]) -> Run | None:
    """The newest run of a clock. A start act while its stage runs begins nothing anew."""
    run: Run | None = None
    for step in _whole(kind, steps):
        if run and run.stopped is None and step.act in run.stage.until:
            run = replace(run, stopped=step.moment)
        if run and run.stopped is None and step.act in run.stage.extends:
            run = replace(run, extended=(*run.extended, step))
        if run is None or run.stopped is not None:
            stage = next((s for s in clock.stages if step.act in s.start), None)
            if stage:
                run = Run(stage, step.act, step.moment, (), None)
    if run is None:
        return None
    return replace(run, pauses=tuple(p for p in pauses_of(kind, steps) if _within(p, run)))


def _whole(kind: RecordType, steps: Sequence[Step]) -> Iterator[Step]:
    """The steps without the acts after which others who were asked the same are still waited for."""
    state = ""
    for step in steps:
        move = kind.move_of(step.act)
        if not (move and move.each and step.state == state):
            yield step
        state = step.state


def _within(pause: Pause, run: Run) -> bool:
    return pause.since >= run.started and (run.stopped is None or pause.since < run.stopped)


def pauses_of(kind: RecordType, steps: Sequence[Step]) -> Iterator[Pause]:
    """Every time the record waited for its reporter, in order."""
    opened: Step | None = None
    for step in steps:
        waiting = kind.states[step.state].waiting
        if waiting and opened is None:
            opened = step
        elif opened and not waiting:
            yield _pause(kind, opened, step.moment)
            opened = None
    if opened:
        yield _pause(kind, opened, None)


def _pause(kind: RecordType, opened: Step, until: datetime | None) -> Pause:
    move = kind.move_of(opened.act)
    why = move.sentence if move else kind.states[opened.state].title
    return Pause(opened.moment, until, opened.post, why)


def deadline(run: Run, days: int, calendar: Calendar, at: datetime) -> datetime:
    """The close of office of the working day that uses up `days`; a pause that still lasts is taken to end
    at `at`."""
    if not run.pauses:
        return calendar.add_working_days(run.started, days)
    left, run = days, replace(run, pauses=tuple(replace(p, until=p.until or at) for p in run.pauses))
    for day in days_after(local_day(run.started)):
        if calendar.is_working(day) and not _rests(run, day, calendar):
            left -= 1
            if left <= 0:
                return calendar.closes(day)
    raise AssertionError("unreachable: days never end")


def ends(run: Run, content: Content, law: Law, at: datetime) -> datetime:
    """When the stage is over: by working days as in `deadline`, or, where its setting counts hours, that many
    hours after it began; nights, holidays and waiting do not stop those. Where a date ends it, when offices
    close on that day or, when it is none of theirs, on the next one."""
    if run.stage.date:
        last = date.fromisoformat(content[run.stage.date])
        closes: datetime = law.calendar.add_working_days(datetime.combine(last, time(), WITA), 0)
        return closes
    limit = limit_of(run, content, law)
    if in_hours(run, law):
        return run.started + timedelta(hours=limit)
    return deadline(run, limit, law.calendar, at)


def in_hours(run: Run, law: Law) -> bool:
    """Whether the law counts this stage in hours of the clock (UU 27/2022, art. 46: 3 × 24 hours)."""
    return not run.stage.date and bool(law.value(run.stage.days, on=local_day(run.started)).unit == "hours")


def used_hours(run: Run, at: datetime) -> int:
    """Whole hours since the stage began."""
    return int(((run.stopped or at) - run.started) / timedelta(hours=1))


def used_days(run: Run, at: datetime, calendar: Calendar) -> int:
    """Working days begun since the stage began, today included, without those it rested."""
    last = local_day(run.stopped or at)
    count = 0
    for day in days_after(local_day(run.started)):
        if day > last:
            return count
        count += calendar.is_working(day) and not _rests(run, day, calendar)
    raise AssertionError("unreachable: days never end")


def days_after(day: date) -> Iterator[date]:
    """Every day after this one, without end."""
    while True:
        day += timedelta(days=1)
        yield day


def _rests(run: Run, day: date, calendar: Calendar) -> bool:
    close = calendar.closes(day)
    return any(p.since <= close and (p.until is None or p.until > close) for p in run.pauses)


def entered(steps: Sequence[Step]) -> datetime:
    """When the record came into the state it is in now."""
    moment = steps[-1].moment
    for step in reversed(steps):
        if step.state != steps[-1].state:
            break
        moment = step.moment
    return moment


def led_here(steps: Sequence[Step]) -> str:
    """The act by which the record came into the state it is in."""
    act = steps[-1].act
    for step in reversed(steps):
        if step.state != steps[-1].state:
            break
        act = step.act
    return act


def _begun(kind: RecordType, steps: Sequence[Step]) -> datetime:
    """When the days of the state began: as it was entered, or when somebody else was asked in it."""
    last = steps[-1].state
    for step in reversed(steps):
        move = kind.move_of(step.act)
        if step.state == last and move and move.asks_body or step.state != last:
            break
    return step.moment if step.state == last else entered(steps)


def due(kind: RecordType, steps: Sequence[Step], content: Content, law: Law) -> datetime | None:
    """The deadline the header carries: of the state, if it has one of its own, else the nearest of the
    clocks that run; None when the record is at its end. `content` as it stands after the last step."""
    state = kind.states[steps[-1].state]
    if state.end:
        return None
    if state.days:
        return end(state.days, _begun(kind, steps), law)
    now, running = steps[-1].moment, _running(kind, steps)
    return min((ends(run, content, law, now) for run in running), default=None)


def _running(kind: RecordType, steps: Sequence[Step]) -> Iterator[Run]:
    for clock in kind.clocks:
        run = run_of(clock, kind, steps)
        if run and run.stopped is None:
            yield run


def limit_of(run: Run, content: Content, law: Law) -> int:
    """The working days, or hours, that the stage may last, extended or not, by the settings of that day."""
    if run.stage.date:
        days: int = law.calendar.working_days_between(run.started, ends(run, content, law, run.started))
        return max(days, 0)
    names = [run.stage.days_for(content), *(run.stage.extends[step.act] for step in run.extended)]
    return sum(int(law.value(name, on=local_day(run.started)).value) for name in names)


def may_still(kind: RecordType, move: Move, steps: Sequence[Step], law: Law, at: datetime) -> bool:
    """Whether the days after the last change of state, within which this act must come, are not over."""
    if move.within is None:
        return True
    return at <= end(move.within, entered(steps), law)


def end(setting: str, since: datetime, law: Law) -> datetime:
    """The close of office that ends so many working days after a moment, as the setting says on its day."""
    moment: datetime = law.calendar.add_working_days(since, law.value(setting, on=local_day(since)).value)
    return moment


def late_days(due: datetime | None, closed: datetime | None, at: datetime, calendar: Calendar) -> int | None:
    """Working days past the deadline; None while there is time or the record is closed."""
    late = due is not None and closed is None and due < at
    return calendar.working_days_between(due, at) if due and late else None
