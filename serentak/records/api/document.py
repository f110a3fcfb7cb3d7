"""The OpenAPI 3.1 document: one for all types, made from the fields and moves of what is published.

Nothing in it is typed by hand per type: what may be filed, done and read follows from the newest version of
each, for the role that systems of agencies have.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from serentak.agencies import directory
from serentak.agencies.rules import MACHINE
from serentak.law import queries as law
from serentak.lib import clock
from serentak.lib.words import say
from serentak.records import fields
from serentak.records.api.shapes import ACT, DONE, FILE, LIST_TERMS, PROBLEM, READ, RETRY, VERSION
from serentak.records.kinds import reads, writes
from serentak.records.queries import types
from serentak.records.rules import Field, Move, RecordType, Text

Json = dict[str, Any]
Say = Callable[[Text | None], str]


@csrf_exempt
@require_safe
def document(request: HttpRequest) -> JsonResponse:
    """The document in the language asked for; open to anybody."""
    language = get_language() or "id"
    answer = JsonResponse(made(clock.now(), lambda text: say(text, language)))
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.headers["Vary"] = "Accept-Language"
    return answer


def made(at: datetime, words: Say) -> Json:
    """The document of the types in force at a moment, its words by `words`."""
    on = clock.local_day(at)
    paths: Json = {}
    schemas: Json = {"Problem": PROBLEM, "Done": DONE, "Act": ACT, "File": FILE}
    for kind in types.published():
        _add(kind, on, words, paths, schemas)
    paths["/api/v1/files/{hash}"] = {"get": _file(words)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Serentak", "version": "1", "description": words(ABOUT)},
        "security": [{"key": []}],
        "tags": [{"name": kind.name, "description": words(kind.title)} for kind in types.published()],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "responses": {"Problem": _content("#/components/schemas/Problem", words(REFUSED), problem=True)},
        },
    }


def _add(kind: RecordType, on: date, words: Say, paths: Json, schemas: Json) -> None:
    name, record = kind.name, f"/api/v1/{kind.name}/{{id}}"
    schemas[name] = _record(kind, words)
    schemas[f"{name}.page"] = _page(name)
    every: Json = {"get": _operation(kind, "list", words(LIST), words, LIST_TERMS, f"{name}.page")}
    for move in kind.moves:
        if MACHINE not in move.by:
            continue
        schema = f"{name}.{move.act}"
        schemas[schema] = _sent(kind, move, on, words)
        made = _operation(kind, move.act, words(move.title), words, [RETRY], "Done")
        made["requestBody"] = _body(schema, _files(kind, move), words)
        if "" in move.origins:
            made["responses"]["201"] = made["responses"].pop("200")
            every["post"] = made
        else:
            made["parameters"] = [_id(), RETRY, VERSION]
            paths[f"{record}/{move.act}"] = {"post": made}
    paths[f"/api/v1/{name}"] = every
    read = _operation(kind, "read", words(kind.title), words, [_id()], name)
    read["responses"]["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}}
    paths[record] = {"get": read}


def _operation(kind: RecordType, act: str, title: str, words: Say, terms: list[Json], schema: str) -> Json:
    return {
        "operationId": f"{kind.name}.{act}",
        "tags": [kind.name],
        "summary": title,
        "parameters": terms,
        "responses": {
            "200": _content(f"#/components/schemas/{schema}", title),
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _content(schema: str, title: str, *, problem: bool = False) -> Json:
    media = "application/problem+json" if problem else "application/json"
    return {"description": title, "content": {media: {"schema": {"$ref": schema}}}}


def _record(kind: RecordType, words: Say) -> Json:
    """What is told of a record of this type."""
    told = {f.id: _named(f, reads(f), words) for f in kind.fields.values() if not f.personal}
    states = {"type": "string", "enum": list(kind.states)}
    states["description"] = "; ".join(f"{s.id}: {words(s.title)}" for s in kind.states.values())
    read = {**READ, "type": {"const": kind.name}, "state": states}
    read |= {"fields": {"type": "object", "additionalProperties": False, "properties": told}}
    needed = [name for name in read if name not in ("acts", "may")]
    return {"type": "object", "title": words(kind.title), "required": needed, "properties": read}


def _page(name: str) -> Json:
    return {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
            "next": {"type": ["string", "null"], "format": "uri-reference"},
        },
    }


def _sent(kind: RecordType, move: Move, on: date, words: Say) -> Json:
    """What an act asks of a system, its files aside."""
    asked = [f for f in fields.asked(kind, move, MACHINE) if f.kind != "files"]
    return {
        "type": "object",
        "title": words(move.title),
        "additionalProperties": False,
        "required": [f.id for f in asked if f.required and not f.when],
        "properties": {f.id: _asks(f, on, words) for f in asked},
    }


def _asks(f: Field, on: date, words: Say) -> Json:
    bodies = directory.named(on) if f.kind == "organisation" else {}
    codes = law.library().references.on(f.codes, on) if f.codes else []
    shape = writes(f, bodies, codes)
    choices = [*f.choices_for(MACHINE, on), *codes] if not bodies else []
    listed = [f"{c['id']}: {words(c['label'])}" for c in choices]
    listed += [f"{body}: {name}" for body, name in bodies.items()]
    if f.kind == "choice":
        shape = {**shape, "enum": [c["id"] for c in choices]}
    told = _named(f, shape, words)
    about = [told.get("description", ""), "; ".join(listed)]
    told["description"] = " ".join(part for part in about if part)
    return told | ({"x-when": dict(f.when)} if f.when else {})


def _named(f: Field, shape: Json, words: Say) -> Json:
    hint = words(f.hint) if f.hint else ""
    return {**shape, "title": words(f.words_for(MACHINE))} | ({"description": hint} if hint else {})


def _files(kind: RecordType, move: Move) -> list[Field]:
    return [f for f in fields.asked(kind, move, MACHINE) if f.kind == "files"]


def _body(schema: str, files: list[Field], words: Say) -> Json:
    """The fields as JSON; where an act takes files, also as a form with a part for each."""
    ref = {"$ref": f"#/components/schemas/{schema}"}
    content: Json = {"application/json": {"schema": ref}}
    if files:
        parts = {
            f.id: _named(f, {"type": "array", "maxItems": f.max_files, "items": BINARY}, words) for f in files
        }
        form = {"type": "object", "required": ["fields"], "properties": {"fields": ref, **parts}}
        encoding = {"fields": {"contentType": "application/json"}}
        content["multipart/form-data"] = {"schema": form, "encoding": encoding}
    return {"required": True, "content": content}


def _id() -> Json:
    return {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}


def _file(words: Say) -> Json:
    hash = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    return {
        "operationId": "file",
        "summary": words(A_FILE),
        "parameters": [{"name": "hash", "in": "path", "required": True, "schema": hash}],
        "responses": {
            "200": {
                "description": words(A_FILE),
                "content": {"application/octet-stream": {"schema": BINARY}},
            },
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


BINARY: Json = {"type": "string", "contentMediaType": "application/octet-stream"}
ABOUT: Text = {
    "id": "Semua jenis berkas lewat satu pintu untuk sistem instansi. Panduannya docs/guide/programmer.md.",
    "en": "Every record type by one door for systems of agencies. The guide is docs/guide/programmer.md.",
}
LIST: Text = {
    "id": "Daftar berkas yang diikuti sistem ini, terbaru dulu",
    "en": "Records in which this system takes part, the newest first",
}
A_FILE: Text = {"id": "Berkas lampiran", "en": "An attached file"}
REFUSED: Text = {
    "id": "Penolakan: apa, di mana, dan cara memperbaikinya",
    "en": "A refusal: what, where, and how to mend it",
}
