"""The shapes of a record type: fields, states, moves, clocks. Reading one from a pack is the package's."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from serentak.agencies.rules import MACHINE
from serentak.lib.canonical import canonical

Text = dict[str, str]

PERSONAL = ("name", "phone", "email", "address", "nik")
APPLICANT = "applicant"
"""Somebody signed in without a post; of a party, the account that has the record."""
CITIZEN = ("public", "slip", APPLICANT)
OWN = "own"
"""What a type receives whose records belong to the body of the post that files them."""
DUPLICATE = "duplicate_of"
"""The kind of link by which a record ends in another of the same thing."""
SELF = "self"
"""What a move assigns when whoever acts takes part as what he is."""
HANDLING = "handling"
"""What the identity is read for where a type asks nobody."""


@dataclass(frozen=True)
class Field:
    """One field. `by`: roles it is asked of (None: all); `personal`: its column of the private row;
    `not_own`: the body of the acting post is no answer; `desk`: its label as officers read it; `min` and
    `max` of a number count its last decimal; `codes` names the list of a reference; `message` is what a wrong
    answer is told; `text` is what a declaration says; `law` lets it be asked."""

    id: str
    kind: str
    label: Text
    hint: Text | None = None
    example: Text | None = None
    help: Text | None = None
    message: Text | None = None
    text: Text | None = None
    desk: Text | None = None
    required: bool = False
    max: int | None = None
    min: int | None = None
    decimals: int = 0
    unit: Text | None = None
    codes: str | None = None
    choices: tuple[dict[str, Any], ...] = ()
    default: str | None = None
    when: Mapping[str, Any] | None = None
    by: tuple[str, ...] | None = None
    personal: str | None = None
    protected: str | None = None
    public: bool = False
    law: str | None = None
    index: str | None = None
    past: bool = False
    future: bool = False
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
    """`days` names the setting with the working days it may last; `citizen` is the word on tracking; `aside`:
    who must act finds its records in a list of their own, so that a flood does not bury the others."""

    id: str
    title: Text
    citizen: Text
    step: int
    waiting: bool = False
    end: bool = False
    aside: bool = False
    days: str | None = None


@dataclass(frozen=True)
class Move:
    """An arrow: who may take it (`by`: role to scope), what it asks and sets, who takes part after it.
    `desk` and `desk_hint` are title and hint where an officer takes it; `ahead` tells the reporter of one
    that comes by itself. `prepared_by`: roles that may propose it to the one role in `by`; `proposes`: the
    act that this one proposes; `returns`: it sends a proposal back; `once`: a record sees it once. `tells`:
    what the engine itself adds to the payload. `asks_body`: the field that says in which body those who join
    sit, where the record stays; `each`: everybody asked so does this once, and the last one leads on.
    `counters`: it corrects one of these, by which the record came into its state; both stay on the record."""

    act: str
    title: Text
    sentence: Text
    origins: tuple[str, ...]
    to: str
    by: Mapping[str, str]
    asks: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
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
    prepared_by: tuple[str, ...] = ()
    proposes: str | None = None
    returns: bool = False
    link: Mapping[str, str] | None = None
    within: str | None = None
    law: str | None = None
    notify: bool = False
    internal: bool = False
    decides: bool = False
    erases: bool = False
    once: bool = False
    asks_body: str | None = None
    each: bool = False
    counters: tuple[str, ...] = ()

    @property
    def body_field(self) -> str | None:
        """The field that says which body comes in, if one does."""
        return self.asks_body or self.hands_over

    def state_after(self, state: str) -> str:
        """Where it leads from this state."""
        return state if self.to == "same" else self.to

    def assigned(self, role: str) -> str | None:
        """As what an actor of this role takes part by this move; None when it gives him nothing. A system
        follows what it opened."""
        opens = role == MACHINE and "" in self.origins
        return role if opens or self.assign == SELF else self.assign

    def words_for(self, role: str) -> tuple[Text, Text | None]:
        """Title and hint as this role reads them."""
        if role in CITIZEN:
            return self.title, self.hint
        return self.desk or self.title, self.desk_hint or self.hint


@dataclass(frozen=True)
class Stage:
    """Part of a clock: runs from one of `start` acts until one of `until` acts, for `days` (a setting), or
    for what `varies` names for the value of the field `varies_by`; or, without days, until the day that the
    field `date` says. `extends`: act to the setting of the days it adds."""

    title: Text
    start: tuple[str, ...]
    until: tuple[str, ...]
    days: str = ""
    varies_by: str | None = None
    varies: Mapping[str, str] = field(default_factory=dict)
    extends: Mapping[str, str] = field(default_factory=dict)
    date: str | None = None

    def days_for(self, content: Mapping[str, Any]) -> str:
        """The setting that counts for a record with this content."""
        return self.varies.get(str(content.get(self.varies_by or "")), self.days)


@dataclass(frozen=True)
class Clock:
    """Stages that follow one another."""

    id: str
    title: Text
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class Letter:
    """The letter of a type: drawn after the act `at`, signed by `sign`, taken back by `withdraw`. `number` is
    a field of the payload; it holds from the field `start` (None: the day it is drawn) to the field `until`,
    or for `days` (a setting). `body` are its paragraphs and lists of fields, `public` what anybody reads."""

    title: Text
    at: str
    sign: str
    number: str
    body: tuple[Mapping[str, Any], ...]
    withdraw: str | None = None
    public: tuple[str, ...] = ()
    start: str | None = None
    until: str | None = None
    days: str | None = None


@dataclass(frozen=True)
class Sheet:
    """Rows of a spreadsheet: the field by which one finds a record, the act that changes it, headings."""

    key: str | None = None
    update: str | None = None
    headings: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordType:
    """A type version. `fields` are the content's, `payload` what acts ask for beside it; `reasons` are what
    the reader of an identity must choose from (none: it is not asked), `receives` the code of the body that
    every record comes to (or OWN) where no `route` chooses it, `prepared_days` the setting with the working
    days a proposal waits, `letter` what the records of this type are for, if that is one, `sheet` what
    rows of a spreadsheet are to it."""

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
    prepared_days: str | None
    visibility_field: str | None
    always: tuple[str, ...]
    reasons: tuple[Mapping[str, Any], ...]
    letter: Letter | None
    sheet: Sheet
    data: Mapping[str, Any] = field(repr=False, hash=False, compare=False)

    def move(self, act: str, state: str) -> Move | None:
        """The arrow of this act from this state, if there is one."""
        return next((m for m in self.moves if m.act == act and state in m.origins), None)

    def move_of(self, act: str) -> Move | None:
        """The act's arrow, from whatever state: for sentences about what happened."""
        return next((m for m in self.moves if m.act == act), None)

    def filled(self, move: Move, role: str) -> tuple[Move, str]:
        """Whose form an act fills: its own as this role, or that of the act it proposes as the role it is
        reserved to."""
        target = self.move_of(move.proposes) if move.proposes else None
        return (target, next(iter(target.by))) if target else (move, role)

    def field(self, name: str) -> Field | None:
        """A field by its name, of the payload or of the content."""
        return self.payload.get(name) or self.fields.get(name)

    def by_itself(self, state: str) -> Move | None:
        """The arrow that the clock takes from this state if its reporter does nothing."""
        return next((m for m in self.moves if "clock" in m.by and state in m.origins), None)

    def opens_aside(self) -> Move | None:
        """The arrow that opens a record which first waits aside."""
        return next((m for m in self.moves if "" in m.origins and self.states[m.to].aside), None)

    def opened_by(self, role: str) -> str:
        """The act by which this role opens a record; `file` where it may not."""
        opening = (m for m in self.moves if "" in m.origins and not self.states[m.to].aside)
        return next((m.act for m in opening if role in m.by), "file")

    def title_field(self) -> str | None:
        """The field that names a record in lists: the first indexed text."""
        return next((f.id for f in self.fields.values() if f.index == "text" and f.kind == "text"), None)

    def subject_field(self) -> str | None:
        """The field that says of what sort a record is: the first indexed choice that anybody is asked."""
        fields = self.fields.values()
        return next((f.id for f in fields if f.kind == "choice" and f.index and f.by is None), None)

    def place_field(self) -> str | None:
        """The field that says where it is: the first place."""
        return next((f.id for f in self.fields.values() if f.kind == "place"), None)

    def joining(self) -> Move | None:
        """The arrow that joins a record with another of the same thing."""
        return next((m for m in self.moves if m.link and m.link["kind"] == DUPLICATE), None)

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
