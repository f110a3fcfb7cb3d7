"""Random walks through every type that ships: no way ends before an end, and no step breaks a rule of clocks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from serentak.agencies.rules import PUBLIC, WORKER, Actor, Held, citizen, staff
from serentak.cases.rules import intake_agency
from serentak.lib.ids import uuid7
from serentak.records import lifecycle
from serentak.records.clock import Step
from serentak.records.lifecycle import Outcome, Standing
from serentak.records.rules import Field, Move, RecordType, record_type
from tests.oracles import clock as slow
from tests.records.walk import CLOCK, SLIP, START, library, organisation

DOORS = {"public": PUBLIC, "slip": SLIP, "applicant": citizen(b"s", 7), "clock": CLOCK, "worker": WORKER}
BODIES = ("pupr", "dinkes", "kominfo")
WALKS, STEPS = 60, 30
DIRECTORY = SimpleNamespace(
    government=library().government, organisations=library().organisations, body_named=library().body_named
)


def stands(role: str) -> list[int]:
    codes = library().roles[role]["bodies"] if role in library().roles else None
    return [organisation(code) for code in codes or ()]


def seated(role: str, body: int) -> Actor:
    """Who holds a role in a body; the same number each time."""
    number = body * 1000 + sorted(library().roles).index(role)
    return staff(b"s", Held(number, number, number, f"{role} {body}", role, body, ""), frozenset({body}))


def actors(kind: RecordType, standing: Standing) -> list[Actor]:
    """Everybody who might act: the doors, whoever may open one, and the posts of every party."""
    roles = {role for move in kind.moves if standing.state in move.origins for role in move.by} - DOORS.keys()
    bodies = {organisation(code) for code in BODIES} | {
        int(p.scope.split(":")[1]) for p in standing.parties if p.scope.startswith("q:")
    }
    bodies |= {int(p.scope[2:]) // 1000 for p in standing.parties if p.scope.startswith("h:")}
    return [
        *DOORS.values(),
        *(seated(role, body) for role in sorted(roles) for body in sorted(set(stands(role)) or bodies)),
    ]


def answer(field: Field, rng: Random, at: datetime) -> Any:
    match field.kind:
        case "date":
            return (at + timedelta(days=rng.randrange(0, 60))).date().isoformat()
        case "choice":
            return rng.choice([c["id"] for c in field.choices])
        case "organisation":
            return organisation(rng.choice(BODIES))
        case "place":
            return {"district": "76.02.04"}
        case "number" | "money":
            return 1
        case "files":
            return []
        case "nik":
            return {"nik": "00", "nik_hash": "00"}
        case _:
            return "x"


def open_ways(
    kind: RecordType, standing: Standing, at: datetime, due: datetime | None
) -> Iterator[tuple[Move, Actor]]:
    for actor in actors(kind, standing):
        if actor is CLOCK and (due is None or due > at):
            continue
        for move in kind.moves:
            if lifecycle.permitted(kind, move, standing, actor, library(), at):
                yield move, actor


def taken(
    kind: RecordType, move: Move, standing: Standing, actor: Actor, rng: Random, at: datetime
) -> Outcome:
    named = [*move.sets, *move.asks, *move.tells]
    fields = [f for name in named if (f := kind.field(name)) and f.asked_of(actor.role)]
    own = actor.holding.organisation if actor.holding else None

    def route(content: Any, law: Any, on: Any) -> int:
        if kind.receives == "own":
            assert own is not None
            return own
        return organisation(kind.receives) if kind.receives else intake_agency(content, DIRECTORY, on)

    values = {f.id: answer(f, rng, at) for f in fields}
    return lifecycle.outcome(
        kind, move, standing, actor, values, at=at, law=library(), route=route, stands=stands
    )


def after(standing: Standing, move: Move, actor: Actor, made: Outcome, at: datetime) -> Standing:
    persons = [p for p in standing.parties if p.scope.startswith("p:")]
    return replace(
        standing,
        state=made.state,
        agency=made.agency,
        version=standing.version + 1,
        content=standing.content if made.content is None else made.content,
        parties=standing.parties if made.parties is None else (*made.parties, *persons),
        steps=(
            *standing.steps,
            Step(move.act, at, made.state, actor.holding.post if actor.holding else None),
        ),
        prepared={**standing.prepared, move.act: made.payload or {}},
        prepared_in={**standing.prepared_in, move.act: actor.holding.id if actor.holding else None},
    )


@pytest.mark.parametrize("name", sorted(library().record_types))
def test_no_walk_ends_before_an_end_or_breaks_a_rule_of_clocks(name: str) -> None:
    kind, reached = record_type(library().record_types[name]), set()
    for seed in range(WALKS):
        rng, standing, at, due = Random(f"{name} {seed}"), Standing(uuid7()), START, None
        told: list[str] = []
        for _ in range(STEPS):
            if due is not None and due > at and kind.by_itself(standing.state) and rng.random() < 0.4:
                at = due + timedelta(minutes=1)
            ways = list(open_ways(kind, standing, at, due))
            if not ways and due is not None and kind.by_itself(standing.state):
                at = max(at, due) + timedelta(minutes=1)
                ways = list(open_ways(kind, standing, at, due))
            assert ways, f"{told}: nobody can act in {standing.state}"
            move, actor = rng.choice(ways)
            made = taken(kind, move, standing, actor, rng, at)
            standing, due = after(standing, move, actor, made, at), made.due
            told.append(f"{move.act} by {actor.role}")
            reached.add(standing.state)
            assert due == slow.due(kind, standing.steps, dict(standing.content), library()), told
            if kind.states[standing.state].end:
                assert due is None, told
                break
            waited = any(p.open for p in standing.parties)
            assert waited or due is not None and kind.by_itself(standing.state), f"{told}: nobody has to act"
            if actor is CLOCK and kind.by_itself(standing.state):
                assert due is None or due > at, f"{told}: it would come again at once"
            at += timedelta(hours=rng.randrange(1, 60))
    assert reached == kind.states.keys(), kind.states.keys() - reached
