"""Records for programs: a list, one record, filing, an act, a file. Each calls one query or act."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header

from serentak.lib.refusal import Refusal
from serentak.records import actions, files
from serentak.records.actions import Done
from serentak.records.api.door import Asker, door, retry_key, sent, version
from serentak.records.queries import machine, stored, types
from serentak.records.queries.search import Asked
from serentak.records.queries.visible import hidden

MOST = 100
"""Records of a page."""
TERMS = ("q", "state", "region", "body", "since", "until", "after", "limit")


@door("GET", "POST")
def many(request: HttpRequest, asker: Asker, type: str) -> HttpResponse:
    """GET: a page of what this key's system sees of a type, the newest first. POST: opens a record."""
    kind = types.of(type, at=asker.at)
    if request.method == "POST":
        act = kind.opened_by(asker.by.role)
        data, uploads = sent(request)
        done = actions.perform(
            None,
            act,
            data,
            by=asker.by,
            at=asker.at,
            key=retry_key(request),
            type=kind.name,
            files=uploads,
        )
        return _did(done, kind.name, 1, opened=True)
    asked, limit = _asked(request, kind.name)
    page = machine.page(asker.by, asked, at=asker.at, after=request.GET.get("after") or None, limit=limit)
    return JsonResponse({"items": page.items, "next": _next(request, page.after)})


def _next(request: HttpRequest, after: str | None) -> str | None:
    terms = {name: value for name, value in request.GET.items() if name in TERMS}
    return after and f"{request.path}?{urlencode({**terms, 'after': after})}"


def _asked(request: HttpRequest, name: str) -> tuple[Asked, int]:
    """What a list is asked for; Refusal that names each term which cannot be read."""
    terms: dict[str, Any] = {}
    wrong: dict[str, Any] = {word: UNKNOWN for word in request.GET if word not in TERMS}
    readers = {"body": _number, "limit": _number, "since": _day, "until": _day}
    for word in TERMS:
        typed = request.GET.get(word, "")
        try:
            terms[word] = readers.get(word, _line)(typed) if typed else None
        except ValueError:
            wrong[word] = UNREADABLE
    limit = terms.get("limit")
    limit = 50 if limit is None else limit
    if not 1 <= limit <= MOST:
        wrong["limit"] = {"id": f"Antara 1 dan {MOST}.", "en": f"Between 1 and {MOST}."}
    if wrong:
        raise Refusal("invalid", WRONG_TERMS, fields=wrong)
    rest = (terms[word] for word in ("state", "region", "body", "since", "until"))
    return Asked(terms["q"] or "", name, *rest), limit


def _number(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 10):
        raise ValueError(typed)
    return int(typed)


def _day(typed: str) -> date:
    if len(typed) != 10:
        raise ValueError(typed)
    return date.fromisoformat(typed)


def _line(typed: str) -> str:
    if len(typed) > 500 or "\0" in typed:
        raise ValueError(typed)
    return typed


@door("GET")
def one(request: HttpRequest, asker: Asker, type: str, record: UUID) -> HttpResponse:
    """A record with its acts and what may be done now; its version is the ETag."""
    found = machine.one(asker.by, type, record, at=asker.at)
    tag = f'"{found["version"]}"'
    if tag in request.headers.get("If-None-Match", ""):
        answer = HttpResponse(status=304)
    else:
        answer = JsonResponse(found)
    answer.headers["ETag"] = tag
    return answer


@door("POST")
def act(request: HttpRequest, asker: Asker, type: str, record: UUID, act: str) -> HttpResponse:
    """An act on a record as the program saw it. Refusal 412 when it has changed since, 428 when the version
    is missing."""
    seen, key = version(request), retry_key(request)
    data, uploads = sent(request)
    if machine.type_of(asker.by, record) not in (None, type):
        raise hidden()
    try:
        done = actions.perform(
            record, act, data, by=asker.by, at=asker.at, key=key, version=seen, files=uploads
        )
    except Refusal as no:
        if no.code == "stale":
            no.status = 412
        raise
    return _did(done, type, seen + 1)


def _did(done: Done, name: str, version: int, *, opened: bool = False) -> HttpResponse:
    """Which record, its version after the act, the entry in the log; of a new one its slip's code."""
    said = {
        "id": str(done.subject),
        "number": done.number,
        "version": version,
        "entry": done.entry,
        "replayed": done.replayed,
    }
    answer = JsonResponse(said | ({"code": done.code} if opened else {}), status=201 if opened else 200)
    answer.headers["Location"] = f"/api/v1/{name}/{done.subject}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@door("GET")
def file(request: HttpRequest, asker: Asker, digest: str) -> HttpResponse:
    """A file that a record names which this key's system sees."""
    found = stored.for_post(asker.by, digest)
    path = files.path_of(settings.FILES_DIR, digest)
    if found is None or not path.exists():
        raise hidden()
    answer = FileResponse(path.open("rb"), content_type=found.type)
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, found.name))
    return answer  # type: ignore[return-value]


UNKNOWN = {"id": "Istilah ini tidak dikenal di sini.", "en": "This term is not known here."}
UNREADABLE = {"id": "Nilai ini tidak terbaca.", "en": "This value cannot be read."}
WRONG_TERMS = {"id": "Ada istilah pencarian yang keliru.", "en": "Some terms of the list are wrong."}
