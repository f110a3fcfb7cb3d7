"""Filing for programs: the same act as the form, JSON in and out, through the same limits.

Open to anybody as the form is; a system of an agency, which has a key, files through `records.api`. No files
here: they come by the form. A refusal is answered as RFC 9457 problem+json by the site.
"""

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from serentak.cases import actions
from serentak.cases.queries import Service
from serentak.cases.rules import Sent
from serentak.lib import clock
from serentak.lib.refusal import Refusal
from serentak.records import envelope
from serentak.records.actions import Done


def file(request: HttpRequest, service: Service) -> JsonResponse:
    """Files the body's fields, `{"key": uuid, field: value, …}`; 201, or 200 for a repeat."""
    if "Authorization" in request.headers:
        raise Refusal("wrong_door", _("Kunci mesin tidak dipakai di sini."), remedy=_("Kirim ke /api/v1/."))
    body = _body(request)
    key = envelope.read_key(body.pop("key", None) or request.headers.get("Idempotency-Key"))
    sent = Sent(key, str(body.pop("work", "")))
    filed: dict[str, Any] = {"type": service.name, "data": body, "at": clock.now(), "files": {}}
    return answer(actions.file(**filed, sent=sent, address=request.META["REMOTE_ADDR"]))


def answer(done: Done) -> JsonResponse:
    """Number and code, as the slip page gives them."""
    return JsonResponse(
        {
            "number": done.number,
            "code": done.code,
            "record": str(done.subject),
            "entry": done.entry,
            "replayed": done.replayed,
        },
        status=200 if done.replayed else 201,
    )


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not _flat(found):
        raise Refusal("not_json", _("Isi permintaan bukan objek JSON."))
    return found


def _flat(value: Any, levels: int = 2) -> bool:
    """Fields, and a place or a date with its parts: nothing asks for more, and depth costs the stack."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels >= 0 and all(_flat(part, levels - 1) for part in parts)
