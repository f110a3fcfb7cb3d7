"""Everything that stands after an act: state, body, deadline, parts, parties, jobs."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from serentak.agencies.rules import Actor
from serentak.lib.clock import local_day
from serentak.records import belonging, clock, proposals
from serentak.records.lifecycle.standing import Outcome, Party, Standing
from serentak.records.rules import APPLICANT, Field, Move, RecordType, State

Route = Callable[[Mapping[str, Any], Any, Any], int]
Stands = Callable[[str], Collection[int]]
"""The bodies of a day in which alone posts of a role stand; none where they stand in any."""
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""The deadline of the parties of an open record that has none: lists run over deadlines."""
ASIDE = datetime(9999, 12, 31, 12, tzinfo=UTC)
"""The deadline of the parties of a record that waits aside: one range of the index of lists, after all
others. The record's own deadline runs on."""


def outcome(
    kind: RecordType,
    move: Move,
    standing: Standing,
    actor: Actor,
    values: Mapping[str, Any],
    *,
    at: datetime,
    law: Any,
    route: Route,
    owner: int | None = None,
    stands: Stands = lambda role: (),
) -> Outcome:
    """What stands after the act. `values` are checked answers (`fields.check`), `law` the content library,
    `route` the type's function that finds the agency a record comes to, `owner` whose account gets it when
    a post opens it, `stands` where the posts of a role that takes part are."""
    content = _content(kind, move, standing, actor.role, values)
    agency = _agency(kind, move, standing, content, values, route, law, at)
    waits = move.each and bool(others(standing, actor))
    state = standing.state if waits else move.state_after(standing.state)
    step = clock.Step(move.act, at, state, actor.holding.post if actor.holding else None)
    due = clock.due(kind, (*standing.steps, step), content, law)
    identity = belonging.identity(kind, move, content, values, f"p:{owner}" if owner else actor.account)
    mail = standing.mail or any(person.get("email") for person in (identity or {}).get("persons", ()))
    return Outcome(
        state=state,
        agency=agency,
        region=_region(kind, content, law) or standing.region,
        due=due,
        law=move.law or (kind.law if move.decides else None),
        content=content if "content" in move.parts else None,
        identity=identity,
        parties=None
        if "parties" not in move.parts
        else _answered(standing, actor)
        if waits
        else _parties(
            move, standing, actor, _asked(move, values, agency), _listed(kind.states[state], due), stands
        ),
        payload=_payload(kind, move, standing, values, at, law),
        jobs=tuple(_jobs(kind, move, standing, mail)),
    )


def _content(
    kind: RecordType, move: Move, standing: Standing, role: str, values: Mapping[str, Any]
) -> dict[str, Any]:
    fields: list[Field] = [kind.fields[name] for name in move.sets if not kind.fields[name].personal]
    rewritten = {f.id for f in fields if f.asked_of(role)}
    kept = {name: value for name, value in standing.content.items() if name not in rewritten}
    return kept | {f.id: values[f.id] for f in fields if f.id in values}


def _agency(
    kind: RecordType,
    move: Move,
    standing: Standing,
    content: Mapping[str, Any],
    values: Mapping[str, Any],
    route: Route,
    law: Any,
    at: datetime,
) -> int:
    if move.hands_over in kind.payload:
        return int(values[str(move.hands_over)])
    if standing.agency is None or move.hands_over:
        return route(content, law, local_day(at))
    return standing.agency


def _listed(state: State, due: datetime | None) -> datetime | None:
    """The deadline by which lists find a record in this state."""
    return ASIDE if state.aside else due if state.end else due or NEVER


def _region(kind: RecordType, content: Mapping[str, Any], law: Any) -> str | None:
    for f in kind.fields.values():
        district = content[f.id].get("district") if f.kind == "place" and content.get(f.id) else None
        if district:
            regency: str = law.regions.regency_of(district)
            return regency
    return None


def others(standing: Standing, actor: Actor) -> list[Party]:
    """Who was asked the same and has not answered."""
    return [p for p in standing.parties if p.open and p.role == actor.role and p.scope not in actor.scopes]


def _answered(standing: Standing, actor: Actor) -> tuple[Party, ...]:
    """All parties as they were, but that this one need not act any more."""
    mine = {p.scope for p in standing.parties if p.role == actor.role and p.scope in actor.scopes}
    return tuple(replace(p, open=p.open and p.scope not in mine) for p in standing.parties)


def _asked(move: Move, values: Mapping[str, Any], agency: int) -> int:
    """The body whose posts join: the record's own, or the one that is asked."""
    return int(values[move.asks_body]) if move.asks_body else agency


def _parties(
    move: Move, standing: Standing, actor: Actor, body: int, due: datetime | None, stands: Stands
) -> tuple[Party, ...]:
    part = move.assigned(actor.role)
    stay: dict[tuple[str, str], bool] = {
        (p.scope, p.role): p.open
        for p in standing.parties
        if p.role not in move.leave
        and not p.scope.startswith("p:")
        and not (p.role == part and p.scope.startswith("h:"))
    }
    joined = {
        (f"q:{at}:{role}", role)
        for role in move.join
        if role != APPLICANT
        for at in _bodies(role, body, stands)
    }
    for key in joined:
        stay.setdefault(key, False)
    if part and actor.holding:
        stay[f"h:{actor.holding.id}", part] = False
    if move.open is not None:
        stay = {key: _must_act(key, move.open, stay) for key in stay}
    asked = {(p.scope, p.role): p for p in standing.parties if move.asks_body and p.role in move.join}
    kept = {key: p for key, p in asked.items() if key not in joined}  # asked before: with their own day
    return tuple(kept.get(key) or Party(*key, must, due) for key, must in sorted(stay.items()))


def _bodies(role: str, agency: int, stands: Stands) -> Collection[int]:
    """Whose posts of a role take part: the record's own body's, unless they stand elsewhere alone."""
    bodies = stands(role)
    return [agency] if not bodies or agency in bodies else bodies


def _must_act(key: tuple[str, str], roles: Sequence[str], every: Mapping[tuple[str, str], bool]) -> bool:
    """A role must act through the person who took the case, through its pool while nobody has."""
    scope, role = key
    taken = any(other == role and s.startswith("h:") for s, other in every)
    return role in roles and (scope.startswith("h:") or not taken)


def _payload(
    kind: RecordType, move: Move, standing: Standing, values: Mapping[str, Any], at: datetime, law: Any
) -> Mapping[str, Any] | None:
    if move.confirms:
        return standing.prepared[move.confirms]
    if move.proposes:
        return proposals.payload(kind, move, values, clock.end(str(kind.prepared_days), at, law))
    said = (*move.asks, *move.tells)
    return {name: values[name] for name in said if name in values} if said else None


def _jobs(kind: RecordType, move: Move, standing: Standing, mail: bool) -> Iterator[dict[str, Any]]:
    """What the worker does after the act: it draws the letter, it tells the reporter."""
    act = {"record": str(standing.id), "version": standing.version + 1}
    if kind.letter is not None and move.act == kind.letter.at:
        yield {"task": "records.letter", "args": act}
    if move.notify and (mail or move.link):
        yield {"task": "records.news", "args": act}
