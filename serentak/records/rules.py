"""Record types as values: what a published definition says, read once and never guessed at.

Pure. A type is parsed from the pack's dictionary; its moves become the rows the database checks each
act against (`moves_of`). What a person may do is in `lifecycle`, what a field accepts in `fields`,
when something is due in `clock`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from serentak.lib.canonical import canonical

Text = dict[str, str]

PERSONAL = ("name", "phone", "email", "address")
CITIZEN = ("public", "slip", "applicant")
HANDLING = "handling"
"""What the identity is read for where a type asks nobody."""


@dataclass(frozen=True)
class Field:
    """One field. `by`: roles it is asked of (None: all); `personal`: its column of the private row;
    `not_own`: the body of the acting post is no answer; `desk`: its label as officers read it."""

    id: str
    kind: str
    label: Text
    hint: Text | None = None
    desk: Text | None = None
    required: bool = False
    max: int | None = None
    choices: tuple[dict[str, Any], ...] = ()
    default: str | None = None
    when: Mapping[str, Any] | None = None
    by: tuple[str, ...] | None = None
    personal: str | None = None
    index: str | None = None
    past: bool = False
    not_own: bool = False
    max_files: int = 1
    max_bytes: int = 10_485_760
    types: tuple[str, ...] = ()

    def asked_of(self, role: str) -> bool:
        """Whether this role is asked for it."""
        return self.by is None or role in self.by

    def choices_for(self, role: str, on: date) -> list[dict[str, Any]]:
        """What this role may choose on a day: what is not retired and not another role's."""
        return [
            c
            for c in self.choices
            if c.get("retired", "9999") > on.isoformat() and role in c.get("by", (role,))
        ]

    def words_for(self, role: str) -> Text:
        """Its label as this role reads it: the citizen is asked, the desk is told."""
        return self.label if self.desk is None or role in CITIZEN else self.desk


@dataclass(frozen=True)
class State:
    """`days` names the setting with the working days it may last; `citizen` is the word on tracking."""

    id: str
    title: Text
    citizen: Text
    step: int
    waiting: bool = False
    end: bool = False
    days: str | None = None


@dataclass(frozen=True)
class Move:
    """An arrow: who may take it (`by`: role to scope), what it asks and sets, who takes part after it.
    `desk` and `desk_hint` are title and hint where an officer takes it; `ahead` tells the reporter of one
    that comes by itself."""

    act: str
    title: Text
    sentence: Text
    origins: tuple[str, ...]
    to: str
    by: Mapping[str, str]
    asks: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    hint: Text | None = None
    desk: Text | None = None
    desk_hint: Text | None = None
    ahead: Text | None = None
    parts: tuple[str, ...] = ("parties",)
    join: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    open: tuple[str, ...] | None = None
    assign: str | None = None
    hands_over: str | None = None
    confirms: str | None = None
    private_until: str | None = None
    link: Mapping[str, str] | None = None
    within: str | None = None
    law: str | None = None
    notify: bool = False
    internal: bool = False
    decides: bool = False
    erases: bool = False

    def state_after(self, state: str) -> str:
        """Where it leads from this state."""
        return state if self.to == "same" else self.to

    def words_for(self, role: str) -> tuple[Text, Text | None]:
        """Title and hint as this role reads them."""
        if role in CITIZEN:
            return self.title, self.hint
        return self.desk or self.title, self.desk_hint or self.hint


@dataclass(frozen=True)
class Stage:
    """Part of a clock: runs from one of `start` acts until one of `until` acts, for `days` (a setting)."""

    title: Text
    start: tuple[str, ...]
    until: tuple[str, ...]
    days: str


@dataclass(frozen=True)
class Clock:
    """Stages that follow one another."""

    id: str
    title: Text
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class RecordType:
    """A type version. `fields` are the content's, `payload` what acts ask for beside it; `reasons` are what
    the reader of an identity must choose from (none: it is not asked), `receives` the code of the body that
    every record comes to where no `route` chooses it."""

    name: str
    version: int
    kind: str
    code: str
    access_class: str
    title: Text
    law: str | None
    route: str | None
    receives: str | None
    fields: Mapping[str, Field]
    payload: Mapping[str, Field]
    states: Mapping[str, State]
    steps: tuple[Text, ...]
    moves: tuple[Move, ...]
    clocks: tuple[Clock, ...]
    visibility_field: str | None
    always: tuple[str, ...]
    reasons: tuple[Mapping[str, Any], ...]
    data: Mapping[str, Any] = field(repr=False, hash=False, compare=False)

    def move(self, act: str, state: str) -> Move | None:
        """The arrow of this act from this state, if there is one."""
        return next((m for m in self.moves if m.act == act and state in m.origins), None)

    def move_of(self, act: str) -> Move | None:
        """The act's arrow, from whatever state: for sentences about what happened."""
        return next((m for m in self.moves if m.act == act), None)

    def by_itself(self, state: str) -> Move | None:
        """The arrow that the clock takes from this state if its reporter does nothing."""
        return next((m for m in self.moves if "clock" in m.by and state in m.origins), None)

    def title_field(self) -> str | None:
        """The field that names a record in lists: the first indexed text."""
        return next((f.id for f in self.fields.values() if f.index == "text" and f.kind == "text"), None)

    def personal(self) -> list[Field]:
        """Fields that go to the private row and nowhere else."""
        return [f for f in self.fields.values() if f.personal]

    @property
    def purposes(self) -> tuple[str, ...]:
        """What the identity may be read for; one of them is written down with each reading."""
        return tuple(row["id"] for row in self.reasons) or (HANDLING,)

    @property
    def definition(self) -> bytes:
        """The canonical text of the definition, as published."""
        return canonical(self.data)

    @property
    def digest(self) -> bytes:
        """SHA-256 of the canonical text."""
        return hashlib.sha256(self.definition).digest()

    def searchable(self) -> dict[str, str]:
        """Content field to text, number or date: what the field index holds; never a personal field."""
        return {f.id: f.index for f in self.fields.values() if f.index and not f.personal}

    def file_fields(self) -> list[str]:
        """Content and payload fields that carry files."""
        return [f.id for f in (*self.fields.values(), *self.payload.values()) if f.kind == "files"]


def record_type(data: Mapping[str, Any]) -> RecordType:
    """A pack's dictionary as a value; `law.record_type` has checked it, and it is not checked again."""
    identity = data.get("identity") or {}
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
        fields={row["id"]: Field(**_said(row, Field)) for row in data["fields"]},
        payload={row["id"]: Field(**_said(row, Field)) for row in data.get("payload", ())},
        states={row["id"]: State(**{"citizen": row["title"]} | _said(row, State)) for row in data["states"]},
        steps=tuple(data["steps"]),
        moves=tuple(_move(row) for row in data["moves"]),
        clocks=tuple(_clock(row) for row in data.get("clocks", ())),
        visibility_field=identity.get("visibility_field"),
        always=tuple(identity.get("always", ())),
        reasons=tuple(identity.get("purposes", ())),
        data=dict(data),
    )


def _said(row: Mapping[str, Any], shape: type[Field | State | Move]) -> dict[str, Any]:
    """What a row says under the names of the shape's own attributes; lists as tuples."""
    names = (name for name in shape.__dataclass_fields__ if name in row)
    return {name: tuple(row[name]) if isinstance(row[name], list) else row[name] for name in names}


def _move(row: Mapping[str, Any]) -> Move:
    told = _said(row, Move) | _said(row.get("parties") or {}, Move)
    return Move(**told | {"origins": tuple(row["from"]), "notify": row.get("notify") == "reporter"})


def _clock(row: Mapping[str, Any]) -> Clock:
    return Clock(
        row["id"],
        row["title"],
        tuple(Stage(s["title"], tuple(s["from"]), tuple(s["until"]), s["days"]) for s in row["stages"]),
    )


def moves_of(kind: RecordType) -> list[dict[str, Any]]:
    """The rows of `records_move`: one for each act, state before, and role. A row that is not here
    cannot happen, whatever Python believes."""
    arrows = ((m, origin) for m in kind.moves for origin in m.origins)
    return [_row(kind, m, origin, role, scope) for m, origin in arrows for role, scope in m.by.items()]


def _row(kind: RecordType, m: Move, origin: str, role: str, scope: str) -> dict[str, Any]:
    after = m.state_after(origin)
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
        "confirms": m.confirms,
        "writes": list(m.parts),
        "asks": list(m.asks),
        "erases": m.erases,
        "fields": [f for f in m.sets if not kind.fields[f].personal],
        "party_roles": party_roles(kind) if "parties" in m.parts else [],
        "link_kind": (m.link or {}).get("kind"),
        "link_field": (m.link or {}).get("field"),
    }


def sees_identity(kind: RecordType, role: str, visibility: str) -> bool:
    """Whether a role that takes part may read who the reporter is: always, or when the reporter is named."""
    return role in kind.always or visibility == "named"


def party_roles(kind: RecordType) -> list[str]:
    """Every role that any move lets take part."""
    return sorted({role for m in kind.moves for role in (*m.join, *((m.assign,) if m.assign else ()))})
