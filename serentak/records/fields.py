"""What an act asks of a person, and whether the answers hold.

Pure. One JSON Schema per move, role and set of visible fields, compiled once; conditions are evaluated here,
whatever the browser showed. Fields that are not asked are refused, hidden ones dropped. What one kind of
field accepts is in `kinds`; what the answers lead to in `lifecycle`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jsonschema_rs

from serentak.records.kinds import Given, Wrong, fault, read, shape
from serentak.records.rules import Field, Move, RecordType, Text

RESERVED = frozenset(
    "csrfmiddlewaretoken key version refresh pos act token read confirm work fax alike template use".split()
    + "account account_how account_is".split()
)
UNKNOWN: Text = {"id": "Isian ini tidak diminta di sini.", "en": "This is not asked for here."}


@dataclass(frozen=True)
class Answers:
    """The canonical values of an act, by field, or what is wrong with each."""

    values: Mapping[str, Any]
    errors: Mapping[str, Text]


def typed(post: Any) -> dict[str, Any]:
    """A posted form as data: dotted names become nested dictionaries, the form's own names are left out.

    Takes a QueryDict or any mapping of names to a text or a list of texts (the last one counts)."""
    data: dict[str, Any] = {}
    for name, values in post.lists() if hasattr(post, "lists") else post.items():
        value = (values[-1] if values else "") if isinstance(values, list) else values
        head, dot, tail = name.partition(".")
        if head in RESERVED:
            continue
        if not dot:
            data[head] = value
        elif isinstance(data.setdefault(head, {}), dict):
            data[head][tail] = value
    return data


def asked(kind: RecordType, move: Move, role: str) -> list[Field]:
    """The fields an act asks of a role: what it sets in the content, then its own answers. A proposal asks
    what the act asks that it proposes."""
    move, role = kind.filled(move, role)
    every = [kind.fields[name] for name in move.sets] + [kind.payload[name] for name in move.asks]
    return [field for field in every if field.asked_of(role)]


def unasked(kind: RecordType, move: Move, role: str) -> dict[str, Any]:
    """What stands in fields that this role is not asked: their default, in an act that opens a record."""
    if "" not in move.origins:
        return {}
    fields = (kind.fields[name] for name in move.sets)
    return {f.id: f.default for f in fields if f.default is not None and not f.asked_of(role)}


def check(
    kind: RecordType,
    move: Move,
    role: str,
    raw: Mapping[str, Any],
    *,
    before: Mapping[str, Any],
    given: Given,
) -> Answers:
    """Read and check what was sent for an act. `before` is the content as it stands; file fields hold the
    list of accepted files."""
    fields = asked(kind, move, role)
    errors: dict[str, Text] = {name: UNKNOWN for name in raw if name not in {f.id for f in fields}}
    values: dict[str, Any] = {}
    for field in fields:
        try:
            values[field.id] = read(raw.get(field.id), field, given)
        except Wrong as wrong:
            errors[field.id] = wrong.text
    shown = _shown(fields, {**before, **unasked(kind, move, role)}, values)
    kept = {f.id: values[f.id] for f in shown if values.get(f.id) is not None}
    seen = {f.id for f in shown}
    errors = {name: text for name, text in errors.items() if name in seen or text is UNKNOWN}
    errors = {**_misses(tuple(shown), kept), **errors}
    told = {f.id: f.message for f in shown if f.message and f.id in errors}
    return Answers({**unasked(kind, move, role), **kept}, {**errors, **told})


def _shown(fields: Iterable[Field], before: Mapping[str, Any], values: Mapping[str, Any]) -> list[Field]:
    """The fields whose conditions are met, each judged by what stands in those before it."""
    known = dict(before)
    shown = []
    for field in fields:
        known.pop(field.id, None)
        if holds(field.when, known):
            shown.append(field)
            if values.get(field.id) is not None:
                known[field.id] = values[field.id]
    return shown


def holds(when: Mapping[str, Any] | None, values: Mapping[str, Any]) -> bool:
    """Whether a condition is met: rows of field, test and value, joined by `all` or `any`."""
    if not when:
        return True
    if "any" in when:
        return any(_row_holds(row, values) for row in when["any"])
    return all(_row_holds(row, values) for row in when["all"])


def _row_holds(row: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    value = values.get(row["field"])
    test = next(name for name in ("is", "is_not", "more", "less", "one_of", "empty") if name in row)
    wanted = row[test]
    match test:
        case "is":
            return bool(value == wanted)
        case "is_not":
            return bool(value != wanted)
        case "one_of":
            return value in wanted
        case "empty":
            return (value in (None, "", [])) is bool(wanted)
        case _:
            return value is not None and (value > wanted if test == "more" else value < wanted)


def _misses(shown: tuple[Field, ...], values: Mapping[str, Any]) -> dict[str, Text]:
    by_id = {field.id: field for field in shown}
    misses: dict[str, Text] = {}
    for error in _compiled(_Shapes(shown)).iter_errors(dict(values)):
        keyword = error.kind.name
        path = list(error.instance_path)
        name = str(path[0]) if path else error.kind.as_dict().get("property", "")
        misses.setdefault(name, fault(by_id[name], keyword if path or keyword == "required" else ""))
    return misses


class _Shapes:
    """A tuple of fields that hashes by their shapes, so that the compiled schema is found again."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self.fields = fields
        self._key = tuple((f.id, f.required, id(f)) for f in fields)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shapes) and self._key == other._key


def schema(fields: Iterable[Field]) -> dict[str, Any]:
    """The JSON Schema of an act's values when exactly these fields are shown."""
    every = list(fields)
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.id: shape(field) for field in every},
        "required": [field.id for field in every if field.required],
    }


@lru_cache(maxsize=512)
def _compiled(shapes: _Shapes) -> Any:
    return jsonschema_rs.Draft202012Validator(schema(shapes.fields), validate_formats=True, offline=True)
