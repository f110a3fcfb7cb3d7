"""What must hold inside a record type: every field, state, act, role, setting and function it names exists.

The engine trusts this: it looks names up without asking again. What the words mean (who may move what, what a
clock counts) is the engine's, in `records`.
"""

import ast
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from serentak.law import letter
from serentak.law.names import Names
from serentak.law.record_type import clocks, course, fields, sheet
from serentak.law.record_type.document import DOORS, Problems, TypeDocument
from serentak.law.strict import Document, Path, Problem

PREFIXES, KEPT = (
    ("propose_", "letter_"),
    ("send_back", "expires", "return_reason", "link_account", "unlink_account", "migrate"),
)
"""How acts and payload fields begin, or are called, that the engine adds: preparing, letters, accounts."""

SAME = "same"
ROUTE = "route"
OWN = "own"
"""What 'receives' says where a record belongs to the body of the post that files it."""
SELF = "self"
"""What 'assign' says where whoever acts takes part as what he is."""


def problems(document: Document, names: Names) -> list[Problem]:
    """Everything wrong inside one record type of sound shape."""
    kind = TypeDocument(document, names)
    found = [
        *_unique(kind),
        *_comes_to(kind),
        *fields.problems(kind),
        *_identity(kind),
        *_states(kind),
        *_moves(kind),
        *clocks.problems(kind),
        *sheet.problems(kind),
        *_kept(kind),
        *_follow_up(kind),
        *letter.problems(document, kind.content, kind.payload, kind.acts),
    ]
    return found or [*course.problems(kind)]


def _follow_up(kind: TypeDocument) -> Problems:
    """The type that may follow, and the states from which; its own field is that type's to check."""
    follow_up = kind.data.get("follow_up")
    if follow_up is None:
        return
    if kind.names.lacks("record_type", follow_up["type"]):
        yield kind.lacking(("follow_up", "type"), "record type", "record_type", follow_up["type"])
    for state in follow_up["from"]:
        yield from kind.need(("follow_up", "from"), state, kind.states, "state")


def _unique(kind: TypeDocument) -> Problems:
    groups = (("fields", "id"), ("payload", "id"), ("states", "id"), ("moves", "act"), ("clocks", "id"))
    for group, key in groups:
        seen: set[str] = set()
        for index, row in enumerate(kind.data.get(group, ())):
            if row[key] in seen:
                yield kind.document.problem(
                    (group, index, key), f"{key} '{row[key]}' stands twice", "rename one"
                )
            seen.add(row[key])
    for name in sorted(kind.content.keys() & kind.payload.keys()):
        yield kind.document.problem(
            ("payload",), f"'{name}' is a content field too", "rename it in the payload"
        )


def _comes_to(kind: TypeDocument) -> Problems:
    name, body = kind.data.get("route"), kind.data.get("receives")
    if (name is None) == (body is None):
        yield kind.document.problem(
            ("route",), "it must be clear which body it comes to", "write either 'receives' or 'route'"
        )
    if body == OWN:
        yield from _own(kind)
    elif body is not None and kind.names.lacks("agencies", body):
        yield kind.lacking(("receives",), "body", "agencies", body)
    if name is not None and not _defined(name):
        room = name.split(".")[0]
        yield kind.document.problem(
            ("route",), f"no function {name}", f"write it in serentak/{room}/rules.py or mend the name"
        )


def _own(kind: TypeDocument) -> Problems:
    """Only a post has a body of its own."""
    for index, move in enumerate(kind.data["moves"]):
        for role in sorted(DOORS & set(move["by"])) if "" in move["from"] else ():
            yield kind.document.problem(
                ("moves", index, "by", role), f"'{role}' has no body of its own", "name who receives it"
            )


@cache
def _defined(name: str) -> bool:
    """Whether a room's rules define this function; read from the source: law imports no room above it."""
    room, module, function = name.split(".")
    source = FilePath(__file__).parents[2] / room / f"{module}.py"
    if not source.is_file():
        return False
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == function for node in tree.body)


def _kept(kind: TypeDocument) -> Problems:
    """Names that belong to the engine, and the settings it reads."""
    if "prepared_days" in kind.data:
        yield from kind.setting(("prepared_days",), kind.data["prepared_days"])
    if "days" in (valid := kind.data.get("letter", {}).get("valid", {})):
        yield from kind.setting(("letter", "valid", "days"), valid["days"], ("days",))
    for group, key in (("moves", "act"), ("fields", "id"), ("payload", "id")):
        for index, row in enumerate(kind.data[group]):
            if row[key].startswith(PREFIXES) or row[key] in KEPT:
                yield kind.document.problem(
                    (group, index, key), f"'{row[key]}' is the engine's own name", "rename it"
                )


def _identity(kind: TypeDocument) -> Problems:
    identity = kind.data.get("identity")
    if identity is not None:
        yield from kind.need(
            ("identity", "visibility_field"), identity["visibility_field"], kind.content, "field"
        )
        for role in identity["always"]:
            yield from kind.role(("identity", "always"), role)
    elif any("personal" in row for row in kind.content.values()):
        yield kind.document.problem(
            ("fields",), "personal fields without 'identity'", "say who may read them"
        )


def _states(kind: TypeDocument) -> Problems:
    for index, state in enumerate(kind.data["states"]):
        path: Path = ("states", index)
        if state["step"] > len(kind.data["steps"]):
            yield kind.document.problem(
                (*path, "step"), f"there is no step {state['step']}", "count the steps from 1"
            )
        if "days" in state:
            yield from kind.setting((*path, "days"), state["days"])
    if not any("" in move["from"] for move in kind.data["moves"]):
        yield kind.document.problem(("moves",), "no move opens a record", 'add a move with from: [""]')


def _moves(kind: TypeDocument) -> Problems:
    for index, move in enumerate(kind.data["moves"]):
        path: Path = ("moves", index)
        for state in move["from"]:
            yield from kind.need((*path, "from"), state, ["", *kind.states], "state")
        yield from kind.need((*path, "to"), move["to"], [SAME, *kind.states], "state")
        for role in move["by"]:
            yield from kind.role((*path, "by", role), role)
        yield from _writes(kind, path, move)
        yield from _parties(kind, path, move)
        yield from _prepared(kind, path, move)
        for key in ("confirms", "private_until"):
            if key in move:
                yield from kind.need((*path, key), move[key], kind.acts, "act")
        if "within" in move:
            yield from kind.setting((*path, "within"), move["within"])
        yield from _counters(kind, (*path, "counters"), move)


def _counters(kind: TypeDocument, path: Path, move: dict[str, Any]) -> Problems:
    """An act rests on one entry: what it corrects, or what was prepared."""
    for act in move.get("counters", ()):
        yield from kind.need(path, act, kind.acts, "act")
    if "counters" in move and {"prepared_by", "confirms"} & move.keys():
        yield kind.document.problem(path, "it rests on two acts", "it corrects one, or confirms one")


def _prepared(kind: TypeDocument, path: Path, move: dict[str, Any]) -> Problems:
    """What staff prepare is reserved to one role, on a record that exists, and holds nothing that must go by
    erasure: the payload of an act is kept for ever."""
    path, preparers = (*path, "prepared_by"), set(move.get("prepared_by", ()))
    if not preparers:
        return
    for role in sorted(preparers):
        yield from kind.role(path, role)
    wrong = {
        "it is not reserved to one role": len(move["by"]) != 1,
        "who may do it needs no preparation": bool(preparers & set(move["by"])),
        "only posts prepare and confirm": bool(DOORS & (preparers | set(move["by"]))),
        "nobody must act on it": "open" in move["by"].values(),
        "it opens a record": "" in move["from"],
        "it confirms another act": "confirms" in move,
        "it erases": move.get("erases", False),
        "it sets personal fields": any("personal" in kind.content.get(f, {}) for f in move.get("sets", ())),
        "the type has no 'prepared_days'": "prepared_days" not in kind.data,
    }
    for why in (why for why, is_so in wrong.items() if is_so):
        yield kind.document.problem(
            path, f"{move['act']} cannot be prepared: {why}", "mend it or remove the key"
        )


def _writes(kind: TypeDocument, path: Path, move: dict[str, Any]) -> Problems:
    for name in move.get("sets", ()):
        yield from kind.need((*path, "sets"), name, kind.content, "content field")
    for name in move.get("asks", ()):
        yield from kind.need((*path, "asks"), name, kind.payload, "payload field")
    if move.get("sets") and "content" not in move.get("parts", ()):
        yield kind.document.problem(
            (*path, "sets"), "it sets fields but may not write the content", "add 'content' to 'parts'"
        )
    known = [
        name for name in move.get("asks", ()) if kind.payload.get(name, {}).get("kind") == "organisation"
    ]
    if "asks_body" in move:
        yield from kind.need((*path, "asks_body"), move["asks_body"], known, "organisation asked for")
    if "hands_over" in move:
        yield from kind.need(
            (*path, "hands_over"), move["hands_over"], [*known, ROUTE], "organisation asked for"
        )
    if "link" in move:
        yield from kind.need(
            (*path, "link", "field"),
            move["link"]["field"],
            [*move.get("asks", ()), *move.get("sets", ())],
            "field asked for",
        )


def _parties(kind: TypeDocument, path: Path, move: dict[str, Any]) -> Problems:
    parties = move.get("parties", {})
    named = [*parties.get("join", ()), *parties.get("open", ()), *parties.get("leave", ())]
    for role in [*named, *({parties["assign"]} - {SELF} if "assign" in parties else ())]:
        yield from kind.role((*path, "parties"), role)
    if "applicant" in parties.get("join", ()) and "identity" not in move.get("parts", ()):
        yield kind.document.problem(
            (*path, "parties", "join"), "an account stands in the identity", "add 'identity' to 'parts'"
        )
