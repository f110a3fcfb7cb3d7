"""The parts of the document that no type changes: a refusal, what an act answers, the terms of a list."""

from typing import Any

from serentak.records.rules import Text

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
MOMENT: Json = {"type": "string", "format": "date-time"}
MAYBE_MOMENT: Json = {"type": ["string", "null"], "format": "date-time"}
UUID: Json = {"type": "string", "format": "uuid"}
COUNT: Json = {"type": "integer", "minimum": 1}

PROBLEM: Json = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": TEXT,
        "status": {"type": "integer"},
        "code": TEXT,
        "law": TEXT,
        "remedy": TEXT,
        "fields": {"type": "object", "additionalProperties": TEXT},
    },
}
DONE: Json = {
    "type": "object",
    "required": ["id", "number", "version", "entry", "replayed"],
    "properties": {
        "id": UUID,
        "number": TEXT,
        "version": COUNT,
        "entry": {"type": "integer"},
        "replayed": {"type": "boolean"},
        "code": {"type": ["string", "null"]},
    },
}
ACT: Json = {
    "type": "object",
    "required": ["act", "version", "moment", "state", "post", "entry", "said"],
    "properties": {
        "act": TEXT,
        "version": COUNT,
        "moment": MOMENT,
        "state": TEXT,
        "post": {"type": ["string", "null"]},
        "entry": {"type": "integer"},
        "said": {"type": "object"},
    },
}
FILE: Json = {
    "type": "object",
    "required": ["hash", "name", "type", "size", "address"],
    "properties": {
        "hash": TEXT,
        "name": TEXT,
        "type": TEXT,
        "size": {"type": "integer"},
        "address": {"type": "string", "format": "uri-reference"},
    },
}
READ: Json = {
    "id": UUID,
    "number": TEXT,
    "type": TEXT,
    "type_version": COUNT,
    "version": COUNT,
    "state": TEXT,
    "agency": {"type": "integer"},
    "region": {"type": ["string", "null"]},
    "opened": MOMENT,
    "due": MAYBE_MOMENT,
    "closed": MAYBE_MOMENT,
    "fields": {"type": "object"},
    "acts": {"type": "array", "items": {"$ref": "#/components/schemas/Act"}},
    "may": {"type": "array", "items": TEXT},
}


def _term(name: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "schema": schema}


LIST_TERMS: list[Json] = [
    _term("q", {"type": "string", "maxLength": 500}),
    _term("state", TEXT),
    _term("region", {"type": "string", "pattern": r"^[0-9]{2}\.[0-9]{2}$"}),
    _term("body", COUNT),
    _term("since", {"type": "string", "format": "date"}),
    _term("until", {"type": "string", "format": "date"}),
    _term("after", {"type": "string", "maxLength": 500}),
    _term("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}),
]
RETRY: Json = {"name": "Idempotency-Key", "in": "header", "required": True, "schema": UUID}
VERSION: Json = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
}

REFUSALS: dict[str, tuple[int, Text]] = {
    "invalid": (
        400,
        {
            "id": "Ada isian yang perlu diperbaiki; “fields” menyebut isian dan caranya.",
            "en": "Some answers need mending; “fields” names them and says how.",
        },
    ),
    "not_json": (400, {"id": "Isinya bukan objek JSON.", "en": "The body is no JSON object."}),
    "no_key": (400, {"id": "“Idempotency-Key” bukan UUID.", "en": "“Idempotency-Key” is no UUID."}),
    "bad_cursor": (400, {"id": "“after” bukan dari daftar ini.", "en": "“after” is not of this list."}),
    "credential": (
        401,
        {
            "id": "Kunci tidak ada, tidak dikenal, dicabut, atau habis.",
            "en": "The key is missing, unknown, revoked or over.",
        },
    ),
    "not_in_holding": (403, {"id": "Kunci ini tidak untuk itu.", "en": "This key is not for that."}),
    "no_move": (
        403,
        {
            "id": "Tindakan itu tidak ada pada tahap berkas sekarang.",
            "en": "The record's present stage has no such act.",
        },
    ),
    "not_allowed": (403, {"id": "Sistem tidak boleh melakukannya.", "en": "A system may not do that."}),
    "not_found": (
        404,
        {"id": "Tidak ada, atau bukan dari sistem ini.", "en": "There is none, or it is not this system's."},
    ),
    "method": (405, {"id": "Alamat itu tidak menerima cara ini.", "en": "Not a method of that address."}),
    "key_used": (
        409,
        {
            "id": "Kunci pengulangan ini sudah dipakai untuk isi lain.",
            "en": "This retry key came with other content before.",
        },
    ),
    "stale": (
        412,
        {
            "id": "Berkas sudah berubah sejak dibaca; baca lagi, lalu putuskan.",
            "en": "The record has changed since it was read; read it again, then decide.",
        },
    ),
    "too_large": (413, {"id": "Kiriman terlalu besar.", "en": "The body is too large."}),
    "media_type": (415, {"id": "Bukan JSON atau formulir.", "en": "Neither JSON nor a form."}),
    "no_version": (428, {"id": "“If-Match” tidak ada.", "en": "“If-Match” is missing."}),
    "throttled": (
        429,
        {
            "id": "Terlalu sering; “Retry-After” menyebut berapa detik lagi.",
            "en": "Too often; “Retry-After” says in how many seconds to come back.",
        },
    ),
}
"""What a program is refused with most, by code: status and words."""
