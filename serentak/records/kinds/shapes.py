"""The shape a value of each kind keeps, and what a value that misses it is told."""

from typing import Any

from serentak.records.kinds.figures import limit
from serentak.records.kinds.reading import NOWHERE
from serentak.records.rules import Field, Text

LINE, PAGE, LANDMARK = 200, 4000, 200


def shape(field: Field) -> dict[str, Any]:
    """The JSON Schema of a field's canonical value."""
    match field.kind:
        case "text" | "long_text":
            return {"type": "string", "maxLength": _most(field)}
        case "choice":
            return {"enum": [choice["id"] for choice in field.choices]}
        case "number" | "money":
            least = 0 if field.kind == "money" and field.min is None else field.min
            bounds = {"minimum": least, "maximum": field.max}
            return {"type": "integer"} | {name: value for name, value in bounds.items() if value is not None}
        case "files":
            return {"type": "array", "maxItems": field.max_files, "items": FILE}
        case kind:
            return SHAPES[kind]


def _most(field: Field) -> int:
    return field.max or (LINE if field.kind == "text" else PAGE)


FILE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["hash", "name", "type", "size"],
    "properties": {
        "hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "name": {"type": "string"},
        "type": {"type": "string"},
        "size": {"type": "integer"},
    },
}
SHAPES: dict[str, dict[str, Any]] = {
    "reference": {"type": "string"},
    "declaration": {"const": True},
    "organisation": {"type": "integer"},
    "email": {"type": "string", "format": "email", "maxLength": 254},
    "phone": {"type": "string", "pattern": r"^\+[1-9][0-9]{7,15}$"},
    "nik": {"type": "string", "pattern": "^[0-9]{16}$"},
    "date": {"type": "string", "format": "date"},
    "record": {"type": "string", "format": "uuid"},
    "place": {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {
            "district": {"type": "string"},
            "village": {"type": "string"},
            "lat": {"type": "integer"},
            "lon": {"type": "integer"},
            "landmark": {"type": "string", "maxLength": LANDMARK},
        },
    },
}


def fault(field: Field, keyword: str) -> Text:
    """What a value that misses its shape is told: what is wrong, and how to mend it."""
    if keyword == "required":
        return _missing(field)
    if keyword == "maxLength":
        most = LANDMARK if field.kind == "place" else _most(field)
        return {
            "id": f"Terlalu panjang. Paling banyak {most} huruf.",
            "en": f"Too long. At most {most} characters.",
        }
    if keyword in ("minimum", "maximum"):
        return limit(field, keyword)
    if keyword == "maxItems":
        return {"id": f"Paling banyak {field.max_files} berkas.", "en": f"At most {field.max_files} files."}
    return FAULTS.get(
        field.kind,
        {"id": "Isian ini tidak terbaca. Periksa lagi.", "en": "This cannot be read. Please check it."},
    )


FAULTS: dict[str, Text] = {
    "email": {
        "id": "Alamat surel belum lengkap. Tulis seperti nama@contoh.id.",
        "en": "The e-mail address is not complete. Write it like name@example.id.",
    },
    "choice": {"id": "Pilih salah satu dari daftar.", "en": "Choose one from the list."},
    "phone": {
        "id": "Tulis nomor telepon dengan angka, misalnya 0812 3456 7890.",
        "en": "Write the phone number in figures, for example 0812 3456 7890.",
    },
}


def _missing(field: Field) -> Text:
    name = {lang: words.rstrip("?") for lang, words in field.label.items()}
    if field.kind == "place":
        return NOWHERE.text
    if field.kind == "declaration":
        return {"id": "Centang kalau Anda setuju.", "en": "Tick it if you agree."}
    if field.kind in ("choice", "reference", "organisation"):
        return {"id": f"{name['id']}: pilih satu.", "en": f"{name.get('en', name['id'])}: choose one."}
    return {"id": f"{name['id']}: belum diisi.", "en": f"{name.get('en', name['id'])}: not filled in yet."}
