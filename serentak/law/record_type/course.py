"""What must hold of the ways through a record type: the opening leads to each state, each state to an end,
and what the clock does becomes due and does not come again at once.

Walks every state with every clock that can run in it; a type has few of both.
"""

from collections.abc import Iterator
from typing import Any

from serentak.law.record_type.document import Problems, TypeDocument

Runs = tuple[int | None, ...]
"""Of each clock the stage that runs."""
Place = tuple[str, Runs]
Move = dict[str, Any]


def problems(kind: TypeDocument) -> Problems:
    """Everything wrong with the ways through a record type whose names exist."""
    ways = _walk(kind)
    reached = {state for state, _ in ways}
    ending = _ending(kind)
    for index, state in enumerate(kind.data["states"]):
        if state["id"] not in reached:
            yield kind.document.problem(
                ("states", index), f"no way leads to '{state['id']}'", "add a move or remove the state"
            )
        if state["id"] not in ending:
            yield kind.document.problem(
                ("states", index),
                f"no way leads from '{state['id']}' to an end",
                "add a move or write end: true",
            )
    yield from _automatic(kind, ways)
    yield from _each(kind)


def _walk(kind: TypeDocument) -> set[Place]:
    clocks = kind.data.get("clocks", ())
    found: set[Place] = set()
    ahead: list[Place] = [("", (None,) * len(clocks))]
    while ahead:
        state, runs = ahead.pop()
        for move in _from(kind, state):
            after = tuple(_run(clock, run, move["act"]) for clock, run in zip(clocks, runs, strict=True))
            place = state if move["to"] == "same" else move["to"], after
            if place not in found:
                found.add(place)
                ahead.append(place)
    return found


def _from(kind: TypeDocument, state: str) -> Iterator[Move]:
    return (move for move in kind.data["moves"] if state in move["from"])


def _run(clock: dict[str, Any], run: int | None, act: str) -> int | None:
    """The stage that runs after an act: what runs goes on, or stops and lets another begin."""
    stages = clock["stages"]
    if run is not None and act not in stages[run]["until"]:
        return run
    return next((index for index, stage in enumerate(stages) if act in stage["from"]), None)


def _ending(kind: TypeDocument) -> set[str]:
    """The states from which a way leads to an end."""
    found = {name for name, state in kind.states.items() if state.get("end")}
    while True:
        more = {state for move in kind.data["moves"] if move["to"] in found for state in move["from"]}
        if more <= found:
            return found
        found |= more


def _automatic(kind: TypeDocument, ways: set[Place]) -> Problems:
    for index, move in enumerate(kind.data["moves"]):
        if "clock" in move["by"]:
            for state in move["from"]:
                for what, remedy in dict(_wrong(kind, ways, move, state)).items():
                    yield kind.document.problem(("moves", index, "by", "clock"), what, remedy)


def _each(kind: TypeDocument) -> Problems:
    """What everybody who was asked does once: they sit where a move asked them and nowhere else, and whom
    nobody hears from is not waited for without end."""
    asking = [move for move in kind.data["moves"] if "asks_body" in move]
    asked, part = (
        {role for move in moves for role in move.get("parties", {}).get("join", ())}
        for moves in (asking, [m for m in kind.data["moves"] if m not in asking])
    )
    for index, move in enumerate(kind.data["moves"]):
        if not move.get("each"):
            continue
        wrong = {
            "only who was asked answers": set(move["by"]) != asked - part
            or set(move["by"].values()) != {"party"},
            "it leads on": move["to"] in ("same", *move["from"]),
            "the clock ends the waiting": not all(
                any("clock" in m["by"] for m in _from(kind, state)) for state in move["from"]
            ),
            "it writes who has answered": "parties" not in move.get("parts", ["parties"]),
        }
        for why in (why for why, is_so in wrong.items() if is_so):
            yield kind.document.problem(
                ("moves", index, "each"),
                f"'{move['act']}' is done by each, so {why}",
                "mend it or remove the key",
            )


def _wrong(kind: TypeDocument, ways: set[Place], move: Move, state: str) -> Iterator[tuple[str, str]]:
    """Why the clock's act does not fit this state. Where the state has no days of its own, the nearest of the
    clocks that run there calls the act: it must stop each of them, or would be called again at once."""
    if sum("clock" in other["by"] for other in _from(kind, state)) > 1:
        yield f"the clock has two acts in '{state}'", "leave one"
    if "days" in kind.states[state]:
        if move["to"] in ("same", state):
            yield f"'{move['act']}' would come again at once", "let it lead to another state"
        return
    for runs in (runs for place, runs in ways if place == state):
        running = [
            clock["stages"][run]
            for clock, run in zip(kind.data.get("clocks", ()), runs, strict=True)
            if run is not None
        ]
        if not running or kind.states[state].get("waiting"):
            yield f"state '{state}' never becomes due", "give the state 'days', or let a clock run there"
        if any(move["act"] not in stage["until"] for stage in running):
            yield (
                f"'{move['act']}' would come again at once",
                "add it to 'until' of each clock that runs there",
            )
