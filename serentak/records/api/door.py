"""What every request of a program passes: the key, the limit, the body, what it says of retries and versions.

No cookie is read or set here and no token asked for: the proof is the key in each request. A refusal is
answered as problem+json by the site.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from serentak.agencies.rules import Actor
from serentak.gate.actions import admit
from serentak.lib import clock
from serentak.lib.refusal import Refusal
from serentak.records.files import Upload, uploads

DEPTH = 4
"""Levels of a body: the fields, and what one holds."""


@dataclass(frozen=True)
class Asker:
    """Whose key it is, and when."""

    by: Actor
    at: datetime


View = Callable[..., HttpResponse]


def door(*methods: str) -> Callable[[View], View]:
    """Lets a request of these methods in with its key; the view gets an Asker. HEAD goes with GET."""
    taken = (*methods, "HEAD") if "GET" in methods else methods

    def made(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def admitted(request: HttpRequest, **named: Any) -> HttpResponse:
            if request.method not in taken:
                raise Refusal("method", METHOD, status=405, detail={"allow": taken})
            now = clock.now()
            shown = request.headers.get("Authorization", "")
            asker = Asker(admit(shown, writes=request.method == "POST", at=now), now)
            answer = view(request, asker, **named)
            answer.headers.setdefault("Cache-Control", "private, no-cache")
            return answer

        return admitted

    return made


def sent(request: HttpRequest) -> tuple[dict[str, Any], Mapping[str, Sequence[Upload]]]:
    """The fields and files of an act: a JSON object, or a form whose part `fields` is one and whose other
    parts are files. Refusal 400 for what is none, 413, 415."""
    kind = request.content_type
    if kind == "multipart/form-data":
        return _object(request.POST.get("fields", "{}").encode()), uploads(request.FILES)
    if kind != "application/json":
        raise Refusal("media_type", MEDIA_TYPE, remedy=SEND_JSON, status=415)
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise Refusal("too_large", TOO_LARGE, remedy=SEND_PARTS, status=413)
    return _object(request.body), {}


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not _flat(found):
        raise Refusal("not_json", NOT_JSON, remedy=SEND_JSON)
    return found


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _flat(value: Any, levels: int = DEPTH) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels >= 0 and all(_flat(part, levels - 1) for part in parts)


def retry_key(request: HttpRequest) -> UUID:
    """The UUID by which a repeated request is known; Refusal 400 when there is none."""
    try:
        return UUID(request.headers.get("Idempotency-Key", "").strip('"'))
    except ValueError:
        raise Refusal("no_key", NO_KEY, remedy=KEY_REMEDY) from None


def version(request: HttpRequest) -> int:
    """The version that the program saw (`If-Match`, the ETag of its answer); Refusal 428 without one."""
    said = request.headers.get("If-Match")
    if said is None:
        raise Refusal("no_version", NO_VERSION, remedy=VERSION_REMEDY, status=428)
    match = re.fullmatch(r'(?:W/)?"([0-9]{1,9})"', said.strip())
    if match is None:
        raise Refusal("no_version", BAD_VERSION, remedy=VERSION_REMEDY)
    return int(match[1])


METHOD = {"id": "Cara ini tidak ada di alamat ini.", "en": "This address does not take this method."}
MEDIA_TYPE = {
    "id": "Isi permintaan bukan JSON dan bukan formulir berkas.",
    "en": "The body is neither JSON nor a form with files.",
}
NOT_JSON = {"id": "Isi permintaan bukan objek JSON.", "en": "The body is no JSON object."}
SEND_JSON = {
    "id": "Kirim satu objek JSON (application/json), atau multipart/form-data dengan bagian “fields” dan "
    "berkas-berkasnya.",
    "en": "Send one JSON object (application/json), or multipart/form-data with a part “fields” and files.",
}
TOO_LARGE = {"id": "Kiriman ini terlalu besar.", "en": "This is too large."}
SEND_PARTS = {
    "id": "Kirim berkas sebagai bagian multipart/form-data.",
    "en": "Send files as parts of multipart/form-data.",
}
NO_KEY = {
    "id": "Kepala “Idempotency-Key” tidak ada atau bukan UUID.",
    "en": "The header “Idempotency-Key” is missing or no UUID.",
}
KEY_REMEDY = {
    "id": "Buat satu UUID untuk setiap tindakan, dan pakai yang sama bila permintaannya diulang.",
    "en": "Make one UUID for each act, and use the same when the request is repeated.",
}
NO_VERSION = {"id": "Kepala “If-Match” tidak ada.", "en": "The header “If-Match” is missing."}
BAD_VERSION = {
    "id": "Kepala “If-Match” bukan ETag sebuah berkas.",
    "en": "The header “If-Match” is no ETag of a record.",
}
VERSION_REMEDY = {
    "id": 'Baca dulu berkasnya, lalu kirim ETag dari jawabannya, misalnya If-Match: "3".',
    "en": 'Read the record first, then send the ETag of the answer, for example If-Match: "3".',
}
