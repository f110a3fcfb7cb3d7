"""The log as a page for people and as files for verifying programs.

Tiles and bundles never change once they exist, so caches may keep them for ever; the checkpoint is
never kept. Everything here is open to anybody and leaves no trace of who read it.
"""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serentak.ledger import outsider, queries, tiles
from serentak.lib.refusal import Refusal

FOR_EVER = "public, max-age=31536000, immutable"
BINARY = "application/octet-stream"
LIMIT = 25


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint in words, how to check it, and entries: the newest, or from `?entri=` down."""
    found = queries.published()
    asked = request.GET.get("entri", "")
    first = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    rows = queries.newest(found.size, top=first, limit=LIMIT) if found else []
    context: dict[str, Any] = {
        "found": found,
        "moment": queries.sealed_at(found.size) if found else None,
        "rows": rows,
        "older": rows[-1].position - 1 if rows and rows[-1].position > 0 else None,
        "asked": first,
        "key": settings.LOG_VERIFIER,
        "address": settings.BASE_URL.rstrip("/") + "/catatan",
        "spell": _spell,
    }
    return render(request, "ledger/log.html", context)


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed note, byte for byte as it lies outside the database."""
    found = queries.published()
    if found is None:
        raise _absent()
    return _file(found.note, "text/plain; charset=utf-8", "no-store")


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The log's verifier key (C2SP signed-note): name, key id, key."""
    return _file(f"{settings.LOG_VERIFIER}\n".encode(), "text/plain; charset=utf-8", "public, max-age=300")


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """A program that checks this log from outside, to read and to run."""
    return _file(Path(outsider.__file__).read_bytes(), "text/x-python; charset=utf-8", "public, max-age=300")


@require_safe
def tile(request: HttpRequest, level: str, tail: str) -> HttpResponse:
    """A tile of hashes: 32 bytes each, 256 of them or the width in the address."""
    place = tiles.read_number(tail)
    found = queries.published()
    if place is None or found is None or int(level) > tiles.MAX_LEVEL or str(int(level)) != level:
        raise _absent()
    body = queries.tile(int(level), place[0], place[1], found.size)
    if body is None:
        raise _absent()
    return _file(body, BINARY, FOR_EVER)


@require_safe
def entries(request: HttpRequest, tail: str) -> HttpResponse:
    """A bundle of entry texts, each behind its length in two bytes."""
    place = tiles.read_number(tail)
    found = queries.published()
    if place is None or found is None:
        raise _absent()
    body = queries.bundle(place[0], place[1], found.size)
    if body is None:
        raise _absent()
    return _file(body, BINARY, FOR_EVER)


def _file(body: bytes, kind: str, cache: str) -> HttpResponse:
    headers = {"Cache-Control": cache, "Access-Control-Allow-Origin": "*"}
    return HttpResponse(body, content_type=kind, headers=headers)


def _absent() -> Refusal:
    return Refusal(
        "absent",
        _("Bagian catatan ini belum ada."),
        status=404,
        remedy=_("Ambil /catatan/checkpoint: di sana tertulis sampai entri ke berapa catatan ini terbit."),
    )


def _spell(text: dict[str, Any]) -> str:
    """An entry text as it was hashed, for reading."""
    return json.dumps(text, ensure_ascii=False, sort_keys=True, indent=1)
