"""Record types as values: what a published definition says, read once and never guessed at.

Pure. A type is parsed from the pack's dictionary; its moves become the rows the database checks each
act against (`moves_of`). What a person may do is in `lifecycle`, what a field accepts in `fields`,
when something is due in `clock`.
"""

from collections.abc import Mapping
from typing import Any

from serentak.records.rules import carrying, lettering, owning, proposing
from serentak.records.rules.shapes import (
    APPLICANT,
    CITIZEN,
    HANDLING,
    OWN,
    PERSONAL,
    Clock,
    Field,
    Letter,
    Move,
    RecordType,
    Sheet,
    Stage,
    State,
    Text,
)

__all__ = [
    "APPLICANT",
    "CITIZEN",
    "HANDLING",
    "OWN",
    "PERSONAL",
    "Clock",
    "Field",
    "Letter",
    "Move",
    "RecordType",
    "Sheet",
    "Stage",
    "State",
    "Text",
    "moves_of",
    "party_roles",
    "record_type",
    "sees_identity",
]


def record_type(data: Mapping[str, Any]) -> RecordType:
    """A pack's dictionary as a value; `law.record_type` has checked it, and it is not checked again."""
    identity = data.get("identity") or {}
    letter = _letter(data.get("letter"))
    moves = tuple(lettering.signing(letter, _move(row)) for row in data["moves"])
    fields = {row["id"]: Field(**_said(row, Field)) for row in data["fields"]}
    payload = {row["id"]: Field(**_said(row, Field)) for row in data.get("payload", ())}
    return RecordType(
        name=data["name"],
        version=data["version"],
        kind=data["record_kind"],
        code=data["code"],
        access_class=data["class"],
        title=data["title"],
        law=data.get("law"),
        route=data.get("route"),
        receives=data.get("receives"),
        fields=fields,
        payload=payload | proposing.fields(moves) | lettering.fields(letter),
        states={row["id"]: State(**{"citizen": row["title"]} | _said(row, State)) for row in data["states"]},
        steps=tuple(data["steps"]),
        moves=(
            *moves,
            *proposing.moves(moves),
            *lettering.moves(letter, moves),
            *owning.moves(moves, [row["id"] for row in data["states"]]),
            *carrying.moves(data, [row["id"] for row in data["states"]], fields),
        ),
        clocks=tuple(_clock(row) for row in data.get("clocks", ())),
        prepared_days=data.get("prepared_days"),
        visibility_field=identity.get("visibility_field"),
        always=tuple(identity.get("always", ())),
        reasons=tuple(identity.get("purposes", ())),
        letter=letter,
        sheet=Sheet(**_said(data.get("sheet", {}), Sheet)),
        data=dict(data),
    )


def _said(row: Mapping[str, Any], shape: type[Field | State | Move | Sheet]) -> dict[str, Any]:
    """What a row says under the names of the shape's own attributes; lists as tuples."""
    names = (name for name in shape.__dataclass_fields__ if name in row)
    return {name: tuple(row[name]) if isinstance(row[name], list) else row[name] for name in names}


def _move(row: Mapping[str, Any]) -> Move:
    told = _said(row, Move) | _said(row.get("parties") or {}, Move)
    return Move(**told | {"origins": tuple(row["from"]), "notify": row.get("notify") == "reporter"})


def _letter(row: Mapping[str, Any] | None) -> Letter | None:
    if row is None:
        return None
    valid = row.get("valid", {})
    named = {name: row[name] for name in ("title", "at", "sign", "number", "withdraw") if name in row}
    return Letter(
        **named,
        body=tuple(row["body"]),
        public=tuple(row.get("public", ())),
        start=valid.get("from"),
        until=valid.get("until"),
        days=valid.get("days"),
    )


def _clock(row: Mapping[str, Any]) -> Clock:
    return Clock(
        row["id"],
        row["title"],
        tuple(_stage(stage) for stage in row["stages"]),
    )


def _stage(row: Mapping[str, Any]) -> Stage:
    varies = row.get("varies", {})
    return Stage(
        row["title"],
        tuple(row["from"]),
        tuple(row["until"]),
        row.get("days", ""),
        varies.get("field"),
        varies.get("days", {}),
        row.get("extends", {}),
        row.get("date"),
    )


def moves_of(kind: RecordType) -> list[dict[str, Any]]:
    """The rows of `records_move`: one for each act, state before, and role. A row that is not here
    cannot happen, whatever Python believes."""
    arrows = ((m, origin, to) for m in kind.moves for origin in m.origins for to in _after(m, origin))
    return [_row(kind, m, origin, to, role, m.by[role]) for m, origin, to in arrows for role in m.by]


def _after(m: Move, origin: str) -> list[str]:
    """Where it leads from a state; while others are still asked, nowhere else."""
    return [*([origin] if m.each else []), m.state_after(origin)]


def _row(kind: RecordType, m: Move, origin: str, after: str, role: str, scope: str) -> dict[str, Any]:
    return {
        "type": kind.name,
        "type_version": kind.version,
        "act": m.act,
        "state_from": origin,
        "state_to": after,
        "role": role,
        "scope": scope,
        "closes": kind.states[after].end,
        "hands_over": m.hands_over is not None,
        "asks_body": m.asks_body,
        "each": m.each,
        "counters": list(m.counters),
        "confirms": m.confirms,
        "writes": list(m.parts),
        "asks": [*m.asks, *m.tells],
        "erases": m.erases,
        "once": m.once,
        "fields": [f for f in m.sets if not kind.fields[f].personal]
        + (carrying.left(kind.data) if m.act == carrying.MIGRATE else []),
        "party_roles": party_roles(kind, m),
        "link_kind": (m.link or {}).get("kind"),
        "link_field": (m.link or {}).get("field"),
    }


def sees_identity(kind: RecordType, role: str, visibility: str) -> bool:
    """Whether a role that takes part may read who the reporter is: always, or when the reporter is named."""
    return role in kind.always or visibility == "named"


def party_roles(kind: RecordType, move: Move) -> list[str]:
    """The roles that may stand in what a move writes: among the parties every one that any move lets take
    part, the account where this move joins it."""
    every = {role for m in kind.moves for role in m.join}
    every |= {part for m in kind.moves for role in m.by if (part := m.assigned(role))}
    posts = every - {APPLICANT} if "parties" in move.parts else set()
    return sorted(posts | ({APPLICANT} & set(move.join)))
