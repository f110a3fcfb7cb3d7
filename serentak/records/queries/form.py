"""The fields of an act as a page shows them: words, choices, what was typed, what is wrong.

One form for every type, from its definition. Errors come from `fields.check`. Choices of bodies are those
that can take a case today.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from serentak.agencies import directory
from serentak.agencies import queries as agencies
from serentak.agencies.rules import Actor
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.records.fields import asked
from serentak.records.kinds import typed
from serentak.records.lifecycle import arrow
from serentak.records.queries import types
from serentak.records.queries.history import header_for, load
from serentak.records.rules import Field, Move, RecordType, Text


@dataclass(frozen=True)
class FieldView:
    """A field of a form. `value` is as typed; `attributes`: when, max, past, decimals, unit, example, help,
    text, districts, villages, types, max_files, max_bytes, personal."""

    id: str
    kind: str
    label: Text
    hint: Text | None
    value: Any
    error: Text | str | None
    required: bool
    choices: list[dict[str, Any]]
    attributes: dict[str, Any] = field(default_factory=dict)


def form(
    type: str,
    act: str,
    actor: Actor,
    *,
    at: datetime,
    record: UUID | None = None,
    values: Mapping[str, Any] | None = None,
    errors: Mapping[str, Any] | None = None,
) -> list[FieldView]:
    """The fields that this act asks of this actor, with what was typed and what is wrong with it."""
    if record is None:
        kind, content, state = types.of(type, at=at), {}, ""
    else:
        loaded = load(actor, header_for(actor, record))
        kind, content, state = loaded.kind, dict(loaded.content), loaded.header.state
    move = arrow(kind, act, state)
    return views(kind, move, actor, at=at, content=content, values=values or {}, errors=errors or {})


def views(
    kind: RecordType,
    move: Move,
    actor: Actor,
    *,
    at: datetime,
    content: Mapping[str, Any],
    values: Mapping[str, Any],
    errors: Mapping[str, Any],
) -> list[FieldView]:
    """The same from a type and move at hand; no statement but for the choice of a body to hand over to."""
    own, on = actor.holding.organisation if actor.holding else None, local_day(at)
    move, role = kind.filled(move, actor.role)
    fields = sorted(asked(kind, move, role), key=lambda f: f.id != move.body_field)
    return [_view(f, role, move, content, values, errors, own, on) for f in fields]


def _view(
    f: Field,
    role: str,
    move: Move,
    content: Mapping[str, Any],
    values: Mapping[str, Any],
    errors: Mapping[str, Any],
    own: int | None,
    on: date,
) -> FieldView:
    value = _showable(f, values.get(f.id, content.get(f.id, f.default)))
    attributes = {
        "when": f.when,
        "decimals": f.decimals,
        "unit": RUPIAH if f.kind == "money" else f.unit,
        "example": f.example,
        "help": f.help,
        "text": f.text,
        "max": f.max,
        "past": f.past,
        "personal": f.personal,
        "types": list(f.types),
        "max_files": f.max_files,
        "max_bytes": f.max_bytes,
    }
    if f.kind == "place":
        attributes |= _places(value if isinstance(value, dict) else {})
    choices = _choices(f, role, move, own, on)
    label, error = f.words_for(role), errors.get(f.id)
    return FieldView(f.id, f.kind, label, f.hint, value, error, f.required, choices, attributes)


RUPIAH: Text = {"id": "rupiah", "en": "rupiah"}


def _choices(f: Field, role: str, move: Move, own: int | None, on: date) -> list[dict[str, Any]]:
    if f.kind == "organisation":
        return bodies(move, f, own, on)
    if f.kind == "reference":
        return [{"hint": None, **code} for code in law.library().references.on(str(f.codes), on)]
    return [{"hint": None, **c} for c in f.choices_for(role, on)]


def _showable(f: Field, value: Any) -> Any:
    """What was typed, unless no page of ours sends it in this shape: then the control is shown empty."""
    if f.kind == "place":
        return value if isinstance(value, Mapping) else None
    if f.kind == "date":
        return value if isinstance(value, Mapping) or isinstance(value, str) and len(value) == 10 else None
    if f.kind in ("number", "money") and isinstance(value, int) and not isinstance(value, bool):
        return typed(f, value)
    return value


def bodies(move: Move, f: Field, own: int | None, on: date) -> list[dict[str, Any]]:
    """Bodies to choose from on a day; where it gets the case or is asked, those with the posts it needs."""
    found = directory.named(on)
    if move.body_field == f.id:
        able = agencies.bodies_with(move.join, on=on)
        found = {id: name for id, name in found.items() if id in able and not (f.not_own and id == own)}
    return [{"id": id, "label": name, "hint": None} for id, name in found.items()]


def _places(value: Mapping[str, Any]) -> dict[str, Any]:
    regions = law.library().regions
    districts = [
        {"id": district.code, "label": district.name, "group": regency.name}
        for regency in regions.regencies()
        for district in regions.districts(regency.code)
    ]
    chosen = str(value.get("district") or "")
    villages = regions.villages(chosen) if regions.exists(chosen) else []
    return {"districts": districts, "villages": [{"id": v.code, "label": v.name} for v in villages]}
