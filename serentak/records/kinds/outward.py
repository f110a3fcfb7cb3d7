"""How a program writes a value of each kind and how it is told one: the same shape both ways, as JSON Schema.

Pure. What is kept in whole numbers (degrees in millionths, a number by its last decimal) a program writes as
it is spoken. A file is sent beside the fields and told with the address it is taken from.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from serentak.records.kinds.reading import LATITUDE, LONGITUDE
from serentak.records.kinds.shapes import FILE, LANDMARK, shape
from serentak.records.rules import Field

MILLION = 1_000_000
FILES = "/api/v1/files/"
"""Where a program takes a file that a record names, by its hash."""


def outward(field: Field, value: Any) -> Any:
    """A kept value as a program is told it."""
    match field.kind:
        case "number" if field.decimals:
            return float(Decimal(value).scaleb(-field.decimals))
        case "place":
            degrees = {name: value[name] / MILLION for name in ("lat", "lon") if name in value}
            return {**value, **degrees}
        case "files":
            return [{**file, "address": f"{FILES}{file['hash']}"} for file in value]
        case _:
            return value


def reads(field: Field) -> dict[str, Any]:
    """The JSON Schema of what a program is told."""
    if field.kind == "files":
        address = {"address": {"type": "string", "format": "uri-reference"}}
        item = FILE | {"properties": FILE["properties"] | address, "required": [*FILE["required"], "address"]}
        return {"type": "array", "items": item}
    return _spoken(field)


def writes(field: Field, bodies: Mapping[int, str], codes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The JSON Schema of what a program writes; `bodies` and `codes` are those of the day. A file comes as
    parts beside the fields."""
    match field.kind:
        case "organisation":
            return {"type": "integer", "enum": list(bodies)} if bodies else {"type": "integer"}
        case "reference":
            return {"type": "string", "enum": [code["id"] for code in codes]}
        case "choice":
            return {"type": "string", **shape(field)}
        case "declaration":
            return {"type": "boolean", "const": True}
        case "phone":
            return {"type": "string", "minLength": 8, "maxLength": 30}
        case "record":
            return {"type": "string", "minLength": 1, "maxLength": 60}
        case "text" | "long_text":
            return {**shape(field), "minLength": 1}
        case _:
            return _spoken(field)


def _spoken(field: Field) -> dict[str, Any]:
    match field.kind:
        case "number" if field.decimals:
            bounds = {"minimum": field.min, "maximum": field.max}
            unit = 10**field.decimals
            return {"type": "number", "multipleOf": 1 / unit} | {
                name: value / unit for name, value in bounds.items() if value is not None
            }
        case "place":
            return PLACE
        case _:
            return shape(field)


PLACE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "anyOf": [{"required": ["district"]}, {"required": ["lat", "lon"]}],
    "properties": {
        "district": {"type": "string", "pattern": r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$"},
        "village": {"type": "string", "pattern": r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$"},
        "lat": {"type": "number", "minimum": LATITUDE[0] / MILLION, "maximum": LATITUDE[1] / MILLION},
        "lon": {"type": "number", "minimum": LONGITUDE[0] / MILLION, "maximum": LONGITUDE[1] / MILLION},
        "landmark": {"type": "string", "minLength": 1, "maxLength": LANDMARK},
    },
}
