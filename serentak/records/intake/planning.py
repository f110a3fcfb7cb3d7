"""What rows would do, one after the other: open a record, change the one with their key, change nothing.

A row that is wrong does nothing, and then none does. An empty cell leaves what stands. The same rows again
find what they made and change nothing, where the type names a key.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from serentak.lib.canonical import canonical
from serentak.records import fields
from serentak.records.intake.columns import Target, aside
from serentak.records.intake.reading import Bodies, data_of
from serentak.records.kinds import Given, Wrong, read, typed
from serentak.records.rules import Field, Move, RecordType, Text

NEW, CHANGED, SAME = "new", "changed", "same"
"""What a row does."""
FIGURES = ("number", "money")


@dataclass(frozen=True)
class Known:
    """A record that is there: as it was seen, and what it says."""

    record: UUID
    number: str
    version: int
    state: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What rows are compared with: the type, its acts for rows as this role does them, what a column fills
    (`columns`: its number to a target), what fills targets without a column (`same`), and what is known by
    key."""

    kind: RecordType
    move: Move
    role: str
    targets: Mapping[str, Target]
    columns: Mapping[int, str]
    same: Mapping[str, str]
    given: Given
    bodies: Bodies
    known: Mapping[str, Known] = field(default_factory=dict)

    @property
    def update(self) -> Move | None:
        """The act that changes what a row found."""
        return self.kind.move_of(self.kind.sheet.update) if self.kind.sheet.update else None


@dataclass(frozen=True)
class Outcome:
    """What a row does, as `data` of its act; what is wrong by field; `known` is the record it found."""

    line: int
    title: str
    does: str
    data: Mapping[str, Any]
    wrong: Mapping[str, Text]
    known: Known | None = None


@dataclass(frozen=True)
class Plan:
    """What all rows would do; `left_out` are rows that hold no record: number and beginning."""

    outcomes: tuple[Outcome, ...]
    left_out: tuple[tuple[int, str], ...]

    @property
    def wrong(self) -> list[Outcome]:
        """The rows that stand in the way of all."""
        return [one for one in self.outcomes if one.wrong]

    def count(self, does: str) -> int:
        """How many rows do this."""
        return sum(one.does == does and not one.wrong for one in self.outcomes)

    @property
    def empty(self) -> bool:
        """Whether everything stands already."""
        return all(one.does == SAME for one in self.outcomes)

    @property
    def digest(self) -> str:
        """A name of what it does, so that what was looked at is what happens."""
        said = [
            [one.line, one.does, dict(one.data), one.known and [str(one.known.record), one.known.version]]
            for one in self.outcomes
        ]
        return hashlib.sha256(canonical(said)).hexdigest()


def key_of(asked: Asked, row: Sequence[str]) -> str | None:
    """The key that a row says, as it is kept; None where it says none or one that is wrong."""
    name = asked.kind.sheet.key
    if name is None:
        return None
    cell = next((row[at] for at, target in asked.columns.items() if target == name and at < len(row)), "")
    cell = cell or asked.same.get(name, "")
    try:
        kept: str | None = read(cell, asked.kind.fields[name], asked.given) if cell else None
    except Wrong:
        return None
    return kept


def plan(rows: Sequence[tuple[int, Sequence[str]]], asked: Asked) -> Plan:
    """What these rows would do, by their numbers in the sheet."""
    outcomes, left_out = [], []
    seen: dict[str, int] = {}
    title = asked.kind.title_field()
    for line, row in rows:
        if aside(asked.columns, title, row):
            left_out.append((line, " ".join(cell for cell in row if cell)[:80]))
            continue
        key = key_of(asked, row)
        twice = seen.setdefault(key, line) if key is not None else line
        outcomes.append(_outcome(line, row, asked, asked.known.get(key or ""), twice))
    return Plan(tuple(outcomes), tuple(left_out))


def _outcome(line: int, row: Sequence[str], asked: Asked, known: Known | None, first: int) -> Outcome:
    said = {target: row[at] for at, target in asked.columns.items() if at < len(row) and row[at]}
    cells = [(asked.targets[name], cell) for name, cell in {**asked.same, **said}.items() if cell]
    data, wrong = data_of(cells, asked.given, asked.bodies)
    title = str(data.get(asked.kind.title_field() or "", "")) or next(iter(said.values()), "")
    if first != line:
        wrong[str(asked.kind.sheet.key)] = {
            "id": f"Kunci ini juga di baris {first}. Sisakan satu.",
            "en": f"Row {first} has this key too. Keep one.",
        }
    if known is not None:
        return _found(line, title, data, wrong, known, asked)
    answers = fields.check(asked.kind, asked.move, asked.role, data, before={}, given=asked.given)
    return Outcome(line, title[:120], NEW, data, {**answers.errors, **wrong})


def _found(
    line: int, title: str, data: Mapping[str, Any], wrong: Mapping[str, Text], known: Known, asked: Asked
) -> Outcome:
    """What a row does with the record that has its key: nothing where it says the same."""
    move = asked.update
    if move is None:
        return Outcome(line, title[:120], SAME, {}, wrong, known)
    names = {f.id for f in fields.asked(asked.kind, move, asked.role)}
    stands = {name: value for name, value in known.content.items() if name in names}
    kept = {name: _as_sent(asked.kind.fields[name], value) for name, value in stands.items()}
    merged = {**kept, **{name: value for name, value in data.items() if name in names}}
    answers = fields.check(asked.kind, move, asked.role, merged, before=known.content, given=asked.given)
    wrong = {**answers.errors, **wrong}
    if not wrong and dict(answers.values) == stands:
        return Outcome(line, title[:120], SAME, {}, wrong, known)
    if asked.role not in move.by or known.state not in move.origins:
        state = asked.kind.states[known.state].title
        wrong = {
            str(asked.kind.sheet.key): {
                "id": f"{known.number} sudah ada dan pada tahap “{state['id']}” tidak diubah.",
                "en": f"{known.number} is there and is not changed at the stage “{state['en']}”.",
            }
        }
    return Outcome(line, title[:120], CHANGED, merged, wrong, known)


def _as_sent(field: Field, value: Any) -> Any:
    """A kept value as a form would send it again."""
    if field.kind in FIGURES:
        return typed(field, value)
    if field.kind == "place":
        degrees = {part: str(Decimal(value[part]).scaleb(-6)) for part in ("lat", "lon") if part in value}
        return {**value, **degrees}
    return "true" if value is True else str(value)
